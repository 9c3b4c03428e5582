"""QP-SAL-10 at a developer: instalments of purchase contracts, collected by finance. Targets, and what is planted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.days import DAY
from sample.estate import Estate, Row
from sample.ledger import Ledger

COMPANIES = ("estate",)
QUARTERS = (("2025-Q3", 7, 90), ("2025-Q4", 10, 90), ("2026-Q1", 1, 90), ("2026-Q2", 4, 200))
"""The last of them is out of reach."""


def live(company: Estate) -> None:
    for name, month, value in QUARTERS[:3]:
        _target(company, name, month, value)


def _target(company: Estate, name: str, month: int, value: int) -> Row:
    start = dt.date(int(name[:4]), month, 1)
    end = (start + 95 * DAY).replace(day=1) - DAY
    return company.add(
        "target", id=company.number("MB-", 3), metric="collection-rate", value=value, unit="%", owner_id="E003", period_type="quarter",
        period=name, period_start=start, period_end=end, set_at=start - 20 * DAY, set_by="E001",
    )


def plant(company: Estate, ledger: Ledger) -> None:
    for part in (_reminded, _dunned, _again, _reported, _received, _collected):
        part(company, ledger)
    row = _target(company, *QUARTERS[3])
    ledger.wrong("R-158.a", "target", row["id"], "not-satisfied", "回款率低于目标", "the collection rate is below the target")
    ledger.twin("R-158.a", "target", company.tables["target"][0]["id"], "回款率达到目标", "the collection rate reaches the target")


def _last(company: Estate, paid: int | None) -> tuple[Row, Row, dt.date]:
    """A contract whose last instalment is paid so many days after it is due, without a word to the customer."""
    head = company.rows("project", management_type="HQ")[0]
    row = company.sell(
        head, "二期", company.some_day(dt.date(2025, 9, 22), dt.date(2026, 1, 30)), delivery_date=dt.date(2027, 4, 30), deviation=False)
    schedule = company.rows("payment_schedule", contract_no=row["number"])[-1]
    company.drop("dunning", schedule_id=schedule["id"])
    receipts = company.rows("payment", schedule_id=schedule["id"])
    day = None if paid is None else schedule["due_date"] + paid * DAY
    schedule |= {"paid_at": day, "status": "paid" if day else "open"}
    receipts[0]["received_at"] = day
    if day is None:
        company.drop("payment", schedule_id=schedule["id"])
    return row, schedule, schedule["due_date"]


def _remind(company: Estate, schedule: Row, days: int = 4) -> None:
    company.dun(schedule, schedule["due_date"] - days * DAY, None, "reminder")


def _reminded(company: Estate, ledger: Ledger) -> None:
    for days, reason in ((8, "only-before-trigger"), (7, None), (None, "missing")):
        _, schedule, _ = _last(company, 3)
        if days:
            _remind(company, schedule, days)
        zh, en = (f"到期前第 {days} 天提醒", f"reminded on day {days} before") if days else ("到期前没有提醒", "not reminded")
        ledger.note("R-149.a", "payment_schedule", schedule["id"], reason, zh, en)


def _dunned(company: Estate, ledger: Ledger) -> None:
    for days, reason in ((6, "late"), (5, None)):
        _, schedule, due = _last(company, 12)
        _remind(company, schedule)
        company.dun(schedule, due + days * DAY, "贷款尚未放款", "call")
        zh, en = f"逾期后第 {days} 天催款", f"dunned on day {days}"
        ledger.note("R-150.a", "payment_schedule", schedule["id"], reason, zh, en)
    _, schedule, due = _last(company, 12)
    _remind(company, schedule)
    company.dun(schedule, due + 5 * DAY, "　", "call")
    ledger.wrong("R-150.a", "payment_schedule", schedule["id"], "missing", "催款没有写原因", "dunned without a reason on record")


def _again(company: Estate, ledger: Ledger) -> None:
    for gap, reason in ((8, "late"), (7, None)):
        _, schedule, due = _last(company, 14)
        _remind(company, schedule)
        for days in (3, 3 + gap):
            company.dun(schedule, due + days * DAY, "贷款尚未放款", "call")
        zh, en = f"隔 {gap} 天再次催款", f"called again after {gap} days"
        ledger.note("R-155.a", "payment_schedule", schedule["id"], reason, zh, en, window=due + 3 * DAY)


def _reported(company: Estate, ledger: Ledger) -> None:
    for days, to, reason, zh, en in (
        (31, "E003", "late", "第三十一天才上报", "reported on day 31"),
        (30, "E003", None, "第三十天上报", "reported on day 30"),
        (30, "E004", "missing", "没有报给销售经理", "not reported to the sales manager"),
    ):
        row, schedule, due = _last(company, 40)
        _remind(company, schedule)
        for day in range(3, 40, 6):
            company.dun(schedule, due + day * DAY, "贷款尚未放款", "call")
        _escalate(company, row, schedule, due + days * DAY, to)
        ledger.note("R-151.a", "payment_schedule", schedule["id"], reason, zh, en)


def _escalate(company: Estate, row: Row, schedule: Row, day: dt.date, to: str) -> None:
    company.add(
        "escalation", id=company.number("SB-"), schedule_id=schedule["id"], contract_no=row["number"], customer_id=row["customer_id"],
        reported_at=day, reported_by=row["sales_owner_id"], reported_to=to, reason="银行迟迟不放款", solution="协调银行并约定付款日",
        legal_action="none",
    )


def _received(company: Estate, ledger: Ledger) -> None:
    row, schedule, _ = _last(company, 0)
    payment = company.rows("payment", schedule_id=schedule["id"])[0]
    payment["schedule_id"] = "HKJH-9999"
    ledger.wrong("R-156.a", "payment", payment["id"], "missing", "收款对不上任何一期", "matched to no instalment")
    for more, reason in ((1, "not-satisfied"), (0, None)):
        row, schedule, _ = _last(company, 0)
        company.rows("payment", schedule_id=schedule["id"])[0]["amount"] += more
        zh, en = ("收款比合同价多一元", "received one yuan more than the price") if more else ("收款等于合同价", "received exactly the price")
        ledger.note("R-156.b", "contract", row["number"], reason, zh, en)
    for less, reason in ((1, "sum-differs"), (0, None)):
        row, schedule, due = _last(company, 0)
        company.rows("payment", schedule_id=schedule["id"])[0]["amount"] -= less
        row |= {"status": "closed", "closed_at": due + 5 * DAY}
        zh, en = ("少收一元就关闭合同", "closed with one yuan outstanding") if less else ("收足后关闭合同", "closed when all was received")
        ledger.note("R-156.c", "contract", row["number"], reason, zh, en)


def _collected(company: Estate, ledger: Ledger) -> None:
    cases: tuple[tuple[str | None, Any], ...] = ((None, "same-person"), ("E010", "not-satisfied"), ("E017", None))
    for who, reason in cases:
        row, schedule, _ = _last(company, 0)
        payment = company.rows("payment", schedule_id=schedule["id"])[0]
        payment["received_by"] = who or row["sales_owner_id"]
        zh, en = ("不是财务收款", "not received by finance") if reason else ("财务收款", "received by finance")
        ledger.note("R-157.a", "payment", payment["id"], reason and "not-satisfied", zh, en)
        if reason != "not-satisfied":
            ledger.note("R-157.b", "payment", payment["id"], reason, "经办的置业顾问自己收款" if reason else zh, "the consultant took it" if reason else en)
