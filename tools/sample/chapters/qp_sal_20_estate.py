"""QP-SAL-20 at a developer: plan documents bear three signatures. The designs of showrooms are signed off before they are issued."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import planning, spans
from sample.days import DAY
from sample.estate import Estate, Row, ago
from sample.ledger import Ledger

COMPANIES = ("estate",)
ISSUED = dt.date(2026, 3, 26)


def plant(company: Estate, ledger: Ledger) -> None:
    for reviewed, approved, reason, zh, en in (
        (None, -1, "missing", "没有审核人就下发", "issued without a reviewer"), (-2, 1, "after-signing", "下发次日才审批", "approved the day after issue"),
        (-2, 0, None, "下发当日审批", "approved on the day of issue"), (-1, -2, "out-of-order", "先审批、后审核", "approved before it was reviewed"),
    ):
        row = _plan(company)
        _sign(company, row, None if reviewed is None else ISSUED + reviewed * DAY, ISSUED + approved * DAY)
        ledger.note("R-280.h", "plan", row["id"], reason, zh, en)
    for changed, check, reason, zh, en in (
        ({"prepared_at": None}, "R-280.g", "field-empty", "没有编制日期", "no day of preparing"),
        ({"prepared_at": ISSUED - DAY}, "R-280.i", "after", "审核之后才编制完", "prepared after it was reviewed"),
        ({"prepared_at": ISSUED - 2 * DAY}, "R-280.i", None, "编制当日审核", "reviewed on the day it was prepared"),
    ):
        row = _plan(company)
        row |= changed
        _sign(company, row, ISSUED - 2 * DAY, ISSUED - DAY)
        ledger.note(check, "plan", row["id"], reason, zh, en)
        if check == "R-280.g":
            ledger.wrong("R-280.i", "plan", row["id"], "missing", zh, en)


def _plan(company: Estate) -> Row:
    return planning.plan(
        company, "department", spans.quarter(2026, 2), "E003", ISSUED - 6 * DAY, title="二季度推介活动方案", department="经营销售部", issued_at=ISSUED)


def _sign(company: Estate, row: Row, reviewed: dt.date | None, approved: dt.date) -> None:
    signed: tuple[tuple[str, str, Any], ...] = (("finance", "reviewed", reviewed), ("general-manager", "approved", approved))
    for role, says, day in signed:
        if day:
            company.decide("plan", row["id"], role, says, company.holder(role, day), day)


def settle(company: Estate, ledger: Ledger) -> None:
    for row in company.rows("plan", type="decoration"):
        _sign(company, row, ago(row["issued_at"], 3), ago(row["issued_at"], 1))
