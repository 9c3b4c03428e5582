"""QP-SAL-02 at a developer: stage summaries of promotion, and changes of the promotion plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.days import DAY, later
from sample.estate import Estate, Row
from sample.ledger import Ledger

COMPANIES = ("estate",)
REASONS = ("周末来访减少，增加网络投放", "改善户型去化慢，加开专场推介", "开盘热度高，户外广告提前撤换")
EFFECTIVE = dt.date(2026, 4, 1)


def live(company: Estate) -> None:
    for n, day in enumerate((dt.date(2025, 9, 3), dt.date(2025, 12, 3), dt.date(2026, 3, 4))):
        summary(company, later(day, 12))
        change(company, later(day, 20), REASONS[n])


def summary(company: Estate, day: dt.date, **changed: Any) -> Row:
    """Planning invites marketing and customer service."""
    row = company.meet("stage-summary", day, None, "阶段营销总结", ["E012", "E006", "E010"])
    row |= {"organiser_dept": "planning-dept", "attendee_depts": ["planning-dept", "marketing-dept", "customer-service"], "agenda": ["other"]} | changed
    return row


def change(company: Estate, day: dt.date, reason: str, approved: dt.date | None = None, **changed: Any) -> Row:
    """Proposed by planning, approved by company management after a few days, then used."""
    row = company.add("plan_adjustment", **{
        "id": company.number("YXTZ-", 3), "type": "marketing-plan", "requested_by": "E012", "requested_at": day, "reason": reason,
        "old_value": "原推广方案", "new_value": "调整后推广方案", "effective_from": later(day, 6),
    } | changed)
    approved = approved or later(day, 3)
    company.decide("plan_adjustment", row["id"], "senior-management", "approved", company.holder("senior-management", approved), approved)
    return row


def plant(company: Estate, ledger: Ledger) -> None:
    for changed, check, reason, zh, en in (
        ({"organiser_dept": "marketing-dept"}, "R-051.a", "not-satisfied", "营销部组织阶段总结", "organised by marketing"),
        ({}, "R-051.a", None, "企划部组织阶段总结", "organised by planning"),
        ({"attendee_depts": ["planning-dept", "marketing-dept"]}, "R-051.b", "not-satisfied", "客户服务部没有参加", "customer service was not there"),
        ({"attendee_depts": ["customer-service"]}, "R-051.b", None, "客户服务部参加", "customer service was there"),
    ):
        ledger.note(check, "meeting", summary(company, dt.date(2026, 5, 20), **changed)["id"], reason, zh, en)
    for more, reason, zh, en in (
        (1, "after-signing", "执行次日才批准", "approved the day after it was used"), (0, None, "执行当日批准", "approved on that day"),
    ):
        row = change(company, EFFECTIVE - 9 * DAY, REASONS[1], EFFECTIVE + more * DAY, effective_from=EFFECTIVE)
        ledger.note("R-048.a", "plan_adjustment", row["id"], reason, zh, en)
    row = change(company, dt.date(2026, 5, 12), REASONS[0])
    company.drop("approval", object_id=row["id"])
    ledger.wrong("R-048.a", "plan_adjustment", row["id"], "missing", "未经公司管理层批准就执行", "used without company management")
    for who, reason, zh, en in (("E006", "not-satisfied", "营销部提出调整", "proposed by marketing"), ("E013", None, "企划部提出调整", "proposed by planning")):
        row = change(company, dt.date(2026, 5, 13), REASONS[2], requested_by=who)
        ledger.note("R-048.b", "plan_adjustment", row["id"], reason, zh, en)
