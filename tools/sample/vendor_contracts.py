"""Planted in the contracts of a vendor of office systems: legal's review, the terms, and the negotiations before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.days import DAY, later
from sample.ledger import Ledger
from sample.vendor import Vendor

DRAFTED = dt.date(2026, 4, 14)
SENT, SIGNED = later(DRAFTED, 3), later(DRAFTED, 7)
PRICE = 168_000


def plant(company: Vendor, ledger: Ledger) -> None:
    _reviewed(company, ledger)
    _terms(company, ledger)
    _negotiated(company, ledger)
    _open(company, ledger)


def _reviewed(company: Vendor, ledger: Ledger) -> None:
    """Before it is sent, and so before it is signed; by somebody of legal who did not draft it."""
    review, signing, own = "R-111.a", "R-113.a", "R-123.a"
    cases: list[tuple[dict[str, Any], dict[str, str | None], str, str]] = [
        ({"reviewed": None}, {review: "missing", signing: "missing"}, "法务没有审核", "never reviewed by legal"),
        ({"reviewed": SENT + DAY}, {review: "after-signing"}, "送签次日法务才审核", "reviewed by legal the day after it was sent"),
        ({"reviewed": SENT}, {review: None}, "送签当日法务审核", "reviewed on the day it was sent"),
        ({"reviewed": SIGNED + DAY}, {review: "after-signing", signing: "after-signing"}, "签订次日才审核", "reviewed the day after signing"),
        ({"reviewed": SIGNED, "sent": SIGNED}, {review: None, signing: None}, "送签、签订当日审核", "reviewed on the day of sending and signing"),
        ({"says": "rejected"}, {review: "rejected", signing: "rejected"}, "法务驳回后仍签订", "signed against legal's refusal"),
        ({"reviewer": "E003"}, {review: "role-not-held", signing: "role-not-held"}, "由销售经理代审", "a sales manager reviewed instead"),
        ({"reviewer": "E006", "drafted_by": "E005"}, {review: None, own: None}, "法务起草，由另一名法务审核", "drafted by legal, reviewed by the other lawyer"),
        ({"drafted_by": "E005"}, {review: "self-approval", signing: "self-approval", own: "same-person"}, "法务审核自己起草的合同",
         "legal reviewed its own draft"),
    ]
    for given, told, zh, en in cases:
        key = company.deal(DRAFTED, PRICE, **given)["number"]
        for check, reason in told.items():
            ledger.note(check, "contract", key, reason, zh, en)


def _terms(company: Vendor, ledger: Ledger) -> None:
    for field, value, zh, en in (
        ("rights_obligations", None, "没有写双方权利义务", "rights and obligations are blank"),
        ("specification", "　", "产品规格只有空格", "the specification is blank"),
        ("after_sales_terms", None, "没有写售后服务", "no after-sales service"),
        ("after_sales_terms", "无免费维护，按次收费", "写明不含免费维护", "it says that service is not free"),
    ):
        key = company.deal(dt.date(2025, 10, 13), PRICE)["number"]
        company.tables["contract"][-1][field] = value
        ledger.note("R-110.a", "contract", key, None if value and value.strip() else "field-empty", zh, en)


def _negotiated(company: Vendor, ledger: Ledger) -> None:
    """Led by a sales manager or a representative, about price, service and terms."""
    for changed, reason, zh, en in (
        ({"led_by": "E012"}, "not-satisfied", "由主管主谈", "led by a supervisor"),
        ({"topics": ["price", "terms"]}, "not-satisfied", "没有谈服务", "service was not talked about"),
        ({"topics": ["price", "payment", "delivery", "service", "terms"], "led_by": "E025"}, None, "客户代表主谈，内容齐全",
         "led by a representative, about everything"),
    ):
        drafted = dt.date(2026, 2, 3)
        company.deal(drafted, PRICE, agreed=drafted - DAY)
        row = company.tables["negotiation"][-1]
        row |= changed
        ledger.note("R-124.a", "negotiation", row["id"], reason, zh, en)


def _open(company: Vendor, ledger: Ledger) -> None:
    """An instalment whose amount was left open."""
    row = company.deal(dt.date(2026, 3, 24), PRICE)
    schedule = company.instalment(row, None, dt.date(2026, 12, 30), None)
    zh, en = "一期付款没有写金额", "an instalment without an amount"
    ledger.wrong("R-122.b", "payment_schedule", schedule["id"], "field-empty", zh, en)
    ledger.dark("R-122.a", "contract", row["number"], "part-amount-missing", zh, en)
