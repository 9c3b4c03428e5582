"""QP-SAL-06 at a vendor of office systems: tenders, what a survey of needs states, and who presents the solution."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample import offers
from sample.company import EXPORTED, FIRST, LAST
from sample.days import DAY, later, on_or_after
from sample.ledger import Ledger
from sample.vendor import PRESALES, SYSTEMS, Vendor

COMPANIES = ("office",)
PROCEDURE = "QP-SAL-06 office"
Row = dict[str, Any]
ISSUED = dt.date(2026, 3, 24)


def live(company: Vendor) -> None:
    """An invitation to tender every two or three weeks."""
    dice = company.dice(PROCEDURE)
    day = on_or_after(FIRST + 9 * DAY)
    while day <= LAST:
        tender(company, day, dice)
        day = later(day, dice.randrange(9, 17))


def tender(company: Vendor, received: dt.date, dice: Random, **changed: Any) -> Row:
    """Handed in two days before it closes, a good fortnight after the invitation."""
    due = later(received, dice.randrange(13, 18))
    submitted = due - 2 * DAY
    deal = dice.choice([o for o in company.tables["opportunity"] if o["opened_at"] <= received])
    n = company.number("TB-", 3)
    open_ = submitted > LAST - 10 * DAY
    return company.add("tender", **{
        "id": n, "opportunity_id": deal["id"], "customer_id": deal["customer_id"], "name": f"{dice.choice(SYSTEMS[:5])}采购项目",
        "received_at": received, "due_at": due, "technical_doc": f"JS-{n}", "commercial_doc": f"SW-{n}", "prepared_by": dice.choice(company.sellers),
        "presales_id": dice.choice(PRESALES), "submitted_at": submitted if submitted < EXPORTED else None,
        "result": "open" if open_ else dice.choice(("won", "lost", "lost", "withdrawn")),
    } | changed)


def plant(company: Vendor, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} planted")
    for step in (_tenders, _stated, _attended, _presented):
        step(company, ledger, dice)


def _tenders(company: Vendor, ledger: Ledger, dice: Random) -> None:
    for lacking, zh in (("technical_doc", "没有技术方案"), ("commercial_doc", "没有商务报价"), ("presales_id", "没有售前支持"), ("remark", "只缺备注")):
        row = tender(company, dt.date(2026, 2, 24), dice, **{lacking: None})
        reason = None if lacking == "remark" else "field-empty"
        ledger.note("R-107.a", "tender", row["id"], reason, zh, f"{lacking.removesuffix('_id').replace('_doc', ' document')} is blank")


def _survey(company: Vendor, dice: Random) -> Row:
    """The survey of an offer that came to nothing."""
    offers.offer(company, 86_000, ISSUED, dice)
    return company.tables["requirement"][-1]


def _stated(company: Vendor, ledger: Ledger, dice: Random) -> None:
    for field, zh in (
        ("method", "没有写调研方式"), ("business_process", "没有写业务流程"), ("functions", "没有写功能需求"), ("usage_habits", "没有写使用习惯"),
        ("budget", "只缺客户预算"),
    ):
        row = _survey(company, dice)
        row[field] = None
        reason = None if field == "budget" else "field-empty"
        ledger.note("R-096.a", "requirement", row["id"], reason, zh, f"{field.replace('_', ' ')} is blank")


def _attended(company: Vendor, ledger: Ledger, dice: Random) -> None:
    row = _survey(company, dice)
    row["presales_id"] = None
    key = company.tables["solution"][-1]["id"]
    ledger.wrong("R-095.b", "solution", key, "missing", "需求调研没有售前参加", "no pre-sales in the survey of needs")
    ledger.twin("R-095.a", "solution", key, "调研在演示之前完成", "the survey was completed before the presentation")


def _presented(company: Vendor, ledger: Ledger, dice: Random) -> None:
    seller, engineer = company.sellers[2], PRESALES[0]
    whole = ["needs", "functions", "advantages", "implementation"]
    for check, given, reason, zh, en in (
        ("R-098.a", {"presented_by": [seller]}, "not-satisfied", "售前没有参加演示", "presented without pre-sales"),
        ("R-098.a", {"presented_by": [engineer]}, "not-satisfied", "销售代表没有参加演示", "presented without a representative"),
        ("R-098.a", {"presented_by": [seller, engineer]}, None, "两人共同演示", "presented by both"),
        ("R-098.b", {"sections": whole[:-1]}, "not-satisfied", "演示没有讲实施计划", "no word about implementation"),
        ("R-098.b", {"sections": whole}, None, "功能、优势、实施都讲到", "functions, advantages and implementation"),
    ):
        offers.offer(company, 64_000, ISSUED, dice)
        row = company.tables["solution"][-1]
        row |= given
        ledger.note(check, "solution", row["id"], reason, zh, en)
