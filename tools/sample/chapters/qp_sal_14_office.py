"""QP-SAL-14 at a vendor of office systems: results rest on the month's performance report, and a group settles those of the department."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import spans
from sample.company import LAST
from sample.days import DAY
from sample.ledger import Ledger
from sample.reporting import Reporting, at
from sample.vendor import Vendor

COMPANIES = ("office",)
PROCEDURE = "QP-SAL-14"
GROUP = ("sales-manager", "hr", "finance")
Row = dict[str, Any]
SCORED: dict[tuple[int, str], tuple[str, str, str, str]] = {
    (0, "2025-11"): ("none", "R-197.a", "评分不依据任何报表", "scored without any report"),
    (1, "2025-11"): ("late", "R-197.a", "评分之后才交报表", "the report was handed in after the scoring"),
    (2, "2025-12"): ("same", "R-197.a", "交报表的同一刻评分", "scored at the moment the report was handed in"),
    (3, "2025-12"): ("other", "R-197.b", "依据别人的报表", "on the report of somebody else"),
    (4, "2026-01"): ("before", "R-197.b", "依据上月的报表", "on the report of the month before"),
    (5, "2026-01"): ("supervisor", "R-197.c", "由主管评分", "scored by a supervisor"),
}
"""Seller and month whose overall result is planted: how, for which check, and why."""


def settle(company: Vendor, ledger: Ledger) -> None:
    desk = Reporting(company, company.dice(f"{PROCEDURE} reports"))
    for row in [row for row in company.tables["assessment"] if row["metric"] == "overall"]:
        if row["scope"] == "individual":
            _rest(company, ledger, desk, row)
        elif row["scope"] == "department":
            _settled(company, ledger, row)
    for (n, month), (how, check, zh, en) in SCORED.items():
        row = next(r for r in company.tables["assessment"] if _is(r, company.sellers[n], month))
        _score(company, row, how)
        reason = {"none": "missing", "late": "after", "same": None}.get(how, "not-satisfied")
        ledger.note(check, "assessment", row["id"], reason, zh, en)
    _departments(company, ledger)


def _is(row: Row, who: str, month: str) -> bool:
    return row["metric"] == "overall" and row["scope"] == "individual" and (row["employee_id"], row["period"]) == (who, month)


def _of(company: Vendor, who: str, month: str) -> Row | None:
    return next((r for r in company.tables["report"] if r["type"] == "performance" and (r["owner_id"], r["month"]) == (who, month)), None)


def _rest(company: Vendor, ledger: Ledger, desk: Reporting, row: Row) -> None:
    """On the report handed in, or one made for somebody who is not among the sellers."""
    found = _of(company, row["employee_id"], row["period"])
    if found is None and row["employee_id"] not in company.sellers:
        found = desk.performance(row["employee_id"], spans.month(int(row["period"][:4]), int(row["period"][5:7])))
    row["report_id"] = found and found["id"]
    if found is None:
        ledger.wrong("R-197.a", "assessment", row["id"], "missing", "没有业绩报表就评分", "scored although no report was handed in")
    elif row["scored_at"] < found["submitted_at"]:
        ledger.wrong("R-197.a", "assessment", row["id"], "after", "交报表之前已评分", "scored before the report was handed in")


def _score(company: Vendor, row: Row, how: str) -> None:
    report = next(r for r in company.tables["report"] if r["id"] == row["report_id"])
    if how == "none":
        row["report_id"] = None
    elif how == "late":
        row["scored_at"] = report["submitted_at"] - dt.timedelta(minutes=1)
    elif how == "same":
        row["scored_at"] = report["submitted_at"]
    elif how == "supervisor":
        row["scored_by"] = "E012"
    else:
        who, month = (company.sellers[0], row["period"]) if how == "other" else (row["employee_id"], "2025-12")
        other = _of(company, who, month)
        row["report_id"] = other and other["id"]


def _settled(company: Vendor, ledger: Ledger, row: Row) -> None:
    """Sales manager, personnel and finance sit together, and all three agree before the result is published."""
    day = row["assessed_at"]
    row["members"] = [company.holder(role, day) for role in GROUP]
    for role in GROUP:
        decided = [a["decided_at"] for a in company.tables["approval"] if a["object_id"] == row["id"] and a["role"] == role]
        if not decided:
            company.decide("assessment", row["id"], role, "approved", company.holder(role, day), day)
        elif row["published_at"] and max(decided) > row["published_at"]:
            ledger.wrong("R-198.b", "assessment", row["id"], "after-signing", "公布之后经理才同意", "the manager agreed only after publication")


def _departments(company: Vendor, ledger: Ledger) -> None:
    span, day = spans.quarter(2026, 1), dt.date(2026, 4, 13)
    for group, agreed, check, reason, zh, en in (
        (("sales-manager", "hr"), GROUP, "R-198.a", "not-satisfied", "考核小组没有财务", "no finance in the group"),
        (GROUP, ("sales-manager", "finance"), "R-198.b", "missing", "人力资源没有同意", "personnel did not agree"),
        (GROUP, GROUP, "R-198.b", "after-signing", "公布次日才全部同意", "all agreed only on the day after publication"),
        (GROUP, GROUP, "R-198.b", None, "公布当日全部同意", "all agreed on the day of publication"),
    ):
        published = day + 3 * DAY
        row = company.add(
            "assessment", id=company.number("KHB-", 5), scope="department", department="销售部", period=span.label, period_start=span.start,
            metric="overall", value=88, result="met", assessed_at=day, scored_at=at(day, 10), scored_by=company.holder("hr", day),
            members=[company.holder(role, day) for role in group], published_at=published, published_by=company.holder("sales-manager", day))
        for role in agreed:
            last = published + DAY if reason == "after-signing" and role == "finance" else published if agreed == GROUP and role == "finance" else day
            company.decide("assessment", row["id"], role, "approved", company.holder(role, last), min(last, LAST))
        ledger.note(check, "assessment", row["id"], reason, zh, en)
        if reason == "after-signing":
            ledger.wrong("R-036.a", "assessment", row["id"], "only-before-trigger", zh, en)
