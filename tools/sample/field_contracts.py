"""Planted in the contracts of field sales: the general manager's review, before sending and before signing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.days import DAY, later
from sample.ledger import Ledger
from sample.trader import Trader

DRAFTED = dt.date(2026, 4, 14)
SENT, SIGNED = later(DRAFTED, 3), later(DRAFTED, 7)
PRICE = 76_000


def plant(company: Trader, ledger: Ledger) -> None:
    _reviewed(company, ledger)
    _by_amount(company, ledger)


def _reviewed(company: Trader, ledger: Ledger) -> None:
    review, own = "R-112.a", "R-123.a"
    cases: list[tuple[dict[str, Any], dict[str, str | None], str, str]] = [
        ({"reviewed": None}, {review: "missing", "R-113.a": "missing"}, "总经理没有审核", "the general manager did not review it"),
        ({"reviewed": SENT + DAY}, {review: "after-signing"}, "送签次日才审核", "reviewed the day after it was sent"),
        ({"reviewed": SENT}, {review: None}, "送签当日审核", "reviewed on the day it was sent"),
        ({"reviewed": DRAFTED - DAY}, {review: "too-early"}, "起草前一天审核", "reviewed the day before it was drafted"),
        ({"reviewed": DRAFTED}, {review: None}, "起草当日审核", "reviewed on the day it was drafted"),
        ({"reviewed": SIGNED + DAY}, {review: "after-signing", "R-113.a": "after-signing"}, "签订次日才审核", "reviewed the day after signing"),
        ({"reviewed": SIGNED, "sent": SIGNED}, {review: None, "R-113.a": None}, "送签、签订当日审核", "reviewed on the day of sending and signing"),
        ({"says": "rejected"}, {review: "rejected", "R-113.a": "rejected"}, "总经理驳回后仍送签", "sent against his refusal"),
        ({"amount": PRICE - 1}, {"R-113.a": "amount-lower"}, "审核金额少一元", "reviewed for one yuan less"),
        ({"amount": PRICE}, {"R-113.a": None}, "审核金额等于签订金额", "reviewed for the amount signed"),
        ({"reviewer": "E003"}, {review: "role-not-held", "R-113.a": "role-not-held"}, "由业务经理代审", "a sales manager reviewed in his place"),
        ({"drafted_by": "E001"}, {review: "self-approval", "R-113.a": "self-approval", own: "same-person"}, "总经理审核自己起草的合同",
         "the general manager reviewed his own draft"),
    ]
    for given, told, zh, en in cases:
        key = company.deal(DRAFTED, PRICE, **given)["number"]
        for check, reason in told.items():
            if reason:
                ledger.wrong(check, "contract", key, reason, zh, en)
            else:
                ledger.twin(check, "contract", key, zh, en)
    key = company.deal(DRAFTED, PRICE, reviewed="2026-04-31")["number"]
    for check in (review, "R-113.a"):
        ledger.dark(check, "contract", key, "date-missing", "审核日期不存在", "the day of the review does not exist")


def _by_amount(company: Trader, ledger: Ledger) -> None:
    """As it was until the procedure was revised."""
    drafted = dt.date(2025, 9, 9)
    legal, manager = ("legal", "reviewed", "E005", later(drafted, 1)), ("sales-manager", "approved", "E003", later(drafted, 4))
    for price, decisions, reason, zh, en in (
        (500_000, [legal, manager], "review-only", "正好五十万，总经理只审核", "exactly 500,000, only reviewed by the general manager"),
        (499_999, [legal, manager], None, "少一元，不需要总经理批准", "one yuan less needs no approval of his"),
        (100_000, [manager], "missing", "十万元未经法务审核", "100,000 without legal"),
        (99_999, [manager], None, "少一元，不需要法务", "one yuan less needs no legal review"),
        (86_000, [legal], "missing", "缺业务经理批准", "without the sales manager"),
    ):
        key = company.deal(drafted, price, decisions=decisions)["number"]
        if reason:
            ledger.wrong("R-113.a", "contract", key, reason, zh, en)
        else:
            ledger.twin("R-113.a", "contract", key, zh, en)
