"""What is planted while plans run: checks, reports, adjustments, results and tasks, each with its twin."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import planning, spans
from sample.company import Company
from sample.days import DAY, later
from sample.ledger import Ledger
from sample.planning_faults import START, branch, current, mark, yes
from sample.spans import Span

Row = dict[str, Any]
UNPLANNED = {(5, "2026-03"), (4, "2026-04"), ("head", "2025-11"), ("head", "2026-Q2")}
"""Seller, or head of sales, and period whose plan is missing or planted."""
UNGUIDED = {(0, "2026-W11"), (1, "2026-W15"), (2, "2026-W19")}
UNREPORTED = {
    ("month-analysis", 0, "2025-10"), ("month-analysis", 1, "2025-12"), ("month-analysis", 2, "2026-03"), ("month-analysis", 3, "2026-04"),
    ("target-summary", 4, "2025-10"), ("target-summary", 5, "2025-11"), ("target-summary", 3, "2026-01"), ("target-summary", 3, "2026-02"),
    ("target-summary", 3, "2026-03"), ("target-summary", 3, "2026-04"), ("finance-target-analysis", None, "2025-09"),
    ("finance-target-analysis", None, "2026-01"), ("finance-target-analysis", None, "2026-02"),
}


def _seat(company: Company, who: str) -> int | str | None:
    return company.sellers.index(who) if who in company.sellers else "head" if who else None


def unplanned(company: Company, who: str, span: Span) -> bool:
    return (_seat(company, who), span.label) in UNPLANNED


def unguided(company: Company, who: str, span: Span) -> bool:
    return (_seat(company, who), span.label) in UNGUIDED


def unreported(company: Company, who: str, span: Span, kind: str) -> bool:
    return (kind, _seat(company, who), span.label) in UNREPORTED


def plant(company: Company, ledger: Ledger) -> None:
    for step in (_checked, _guided, _reported, _financed, _adjusted, _half_year, _results, _tasks):
        step(company, ledger)


def _checked(company: Company, ledger: Ledger) -> None:
    """Not checked in a month; checked by a salesperson; checked on the first day of the next."""
    row = branch(company, status="approved", period_start=dt.date(2026, 1, 1))
    for number, reason in ((2, "missing"), (4, "missing")):
        span = spans.month(2026, number)
        ledger.wrong("R-028.a", "plan", row["id"], reason, "当月没有主管或经理检查", "not checked by supervisor or manager in the month", window=span.label)
        if number == 4:
            planning.tracked(company, row, span, checked_by=company.sellers[0])
    company.decide("plan", row["id"], "general-manager", "approved", company.holder("general-manager", START), START)
    made = dt.date(2026, 1, 8)
    for span in (spans.quarter(2026, 3), spans.month(2026, 9), spans.week(dt.date(2026, 9, 7))):
        planning.task(company, row, span, company.sellers[0], created_at=made)


def _guided(company: Company, ledger: Ledger) -> None:
    for (seat, label), more, role, reason in (
        ((0, "2026-W11"), None, "", "missing"), ((1, "2026-W15"), 4, "sales-supervisor", "late"), ((2, "2026-W19"), 2, "sales-manager", "missing"),
    ):
        who = company.sellers[seat]
        span = spans.week(dt.date.fromisocalendar(int(label[:4]), int(label[-2:]), 1))
        if more:
            day = span.end + more * DAY
            planning.guided(company, who, span, checked_at=day, checked_by=company.holder(role, day))
        ledger.wrong("R-038.a", "employee", who, reason, "当周没有主管按时督导", "not guided by the supervisor in time", window=label)
    ledger.twin("R-038.a", "employee", company.sellers[3], "每周都有督导", "guided every week")


def _reported(company: Company, ledger: Ledger) -> None:
    for kind, seat, label, days, given, reason in (
        ("month-analysis", 0, "2025-10", None, {}, "missing"), ("month-analysis", 1, "2025-12", 4, {}, "late"),
        ("month-analysis", 2, "2026-03", 1, {"actual": " "}, "missing"), ("month-analysis", 3, "2026-04", 3, {}, None),
        ("target-summary", 4, "2025-10", None, {}, "missing"), ("target-summary", 5, "2025-11", 6, {}, "late"),
        ("target-summary", 3, "2026-01", 5, {}, None),
    ):
        who, span = company.sellers[seat], spans.month(int(label[:4]), int(label[5:]))
        check = "R-012.a" if kind == "month-analysis" else "R-033.a"
        if days and kind == "month-analysis":
            planning.report(company, kind, who, span, later(span.end, days), **{"plan": "按月目标", "actual": "见销售台账"} | given)
        elif days:
            planning.summary(company, who, span, span.end + days * DAY)
        mark(ledger, check, "employee", who, reason, "月末报告在末日或次日提交", "handed in on the last day allowed, or later", label if reason else None)
    for label, days, given, check, reason in (
        ("2026-02", 6, {}, "R-033.b", "late"), ("2026-03", 5, {}, "R-033.b", None), ("2026-04", 2, {"compiled_by": "E003"}, "R-033.c", "not-satisfied"),
    ):
        span = spans.month(int(label[:4]), int(label[5:]))
        row = planning.summary(company, company.sellers[3], span, span.end + 2 * DAY, days, **given)
        mark(ledger, check, "report", row["id"], reason, "由主管在第五日前汇总", "compiled by the supervisor by the fifth day")


def _financed(company: Company, ledger: Ledger) -> None:
    for label, days, role, reason in (("2025-09", None, "", "missing"), ("2026-01", 11, "finance", "late"), ("2026-02", 8, "sales-manager", "missing")):
        span = spans.month(int(label[:4]), int(label[5:]))
        if days:
            day = span.end + days * DAY
            planning.report(company, "finance-target-analysis", company.holder(role, day), span, day)
        ledger.wrong("R-037.a", "organisation", "sales", reason, "当月没有财务的目标分析", "no analysis by finance for the month", window=label)


def _adjusted(company: Company, ledger: Ledger) -> None:
    who, asked = company.sellers[4], dt.date(2026, 3, 10)
    row, _ = planning.adjusted(company, who, asked, asked + 20 * DAY, effective_from=asked + 19 * DAY)
    company.tables["target"][-1]["adjustment_id"] = None
    mark(ledger, "R-030.a", "plan_adjustment", row["id"], "after-signing", "执行次日才批准", "approved the day after it took effect")
    mark(ledger, "R-032.a", "plan_adjustment", row["id"], "missing", "批准后没有下达", "never issued after the approval")
    row, new = planning.adjusted(company, who, asked, asked + 20 * DAY)
    new |= {"changed_at": asked + 20 * DAY, "issued_at": asked + 20 * DAY}
    mark(ledger, "R-030.a", "plan_adjustment", row["id"], None, "执行当日批准", "approved on the day it took effect")
    mark(ledger, "R-031.a", "target", new["id"], None, "批准当日改动目标", "the target was changed on the day of the approval")
    row, new = planning.adjusted(company, who, asked, asked + 6 * DAY)
    new["changed_at"] = asked + 5 * DAY
    mark(ledger, "R-031.a", "target", new["id"], "after", "批准前一日改动目标", "the target was changed the day before the approval")
    old = planning.target(company, "collection-rate", 90, spans.year(2026), who, START, series_id="XL-900", status="superseded")
    new = old | {"id": company.number("MB-", 3), "value": 80, "version": 2, "status": "current", "changed_at": asked}
    company.add("target", **new)
    mark(ledger, "R-031.a", "target", new["id"], "missing", "没有调整单就改动目标", "the target was changed without an adjustment")
    row, new = planning.adjusted(company, who, asked, asked + 6 * DAY, concerned=[who, company.sellers[5]])
    mark(ledger, "R-032.a", "plan_adjustment", row["id"], "missing", "没有下达到其中一人", "not issued to one of the persons concerned")
    row, new = planning.adjusted(company, who, asked, asked + 6 * DAY)
    company.tables["form_record"].pop()
    mark(ledger, "R-029.a", "plan_adjustment", row["id"], "missing", "没有修正单", "without the correction form")


def _half_year(company: Company, ledger: Ledger) -> None:
    effective, who = dt.date(2025, 7, 21), company.holder("sales-manager", START)
    for reviewed, approved, reason in ((0, 1, "after-signing"), (0, 0, None), (None, 0, "missing"), (0, -2, "out-of-order")):
        row = planning.adjustment(company, who, dt.date(2025, 7, 10), type="half-year", effective_from=effective)
        if reviewed is not None:
            yes(company, row, effective, "marketing-vp", "plan_adjustment", says="reviewed")
        yes(company, row, effective + approved * DAY, "general-manager", "plan_adjustment")
        mark(ledger, "R-014.a", "plan_adjustment", row["id"], reason, "执行当日审核、批准", "reviewed and approved on the day it took effect, or not so")


def _results(company: Company, ledger: Ledger) -> None:
    """Corrected on day 3; approved, then published."""
    span, done = spans.quarter(2026, 1), dt.date(2026, 4, 8)
    for approved, published, by, faults in (
        (4, 9, "sales-manager", {}), (4, 10, "sales-manager", {"R-036.a": "late"}), (4, 6, "sales-supervisor", {"R-036.b": "not-satisfied"}),
        (8, 7, "sales-manager", {"R-035.a": "after-signing", "R-036.a": "only-before-trigger"}), (7, 7, "sales-manager", {}),
        (4, None, "sales-manager", {"R-036.a": "missing"}),
    ):
        given = {"published_at": published and done + published * DAY, "published_by": published and company.holder(by, done)}
        row = planning.assessment(company, span, done, department="分部", **given)
        yes(company, row, done + approved * DAY, "sales-manager", "assessment")
        for check in faults or ("R-035.a", "R-036.a"):
            mark(ledger, check, "assessment", row["id"], faults.get(check), "结果批准、公布的先后和期限", "order and time of approving and publishing")


def _tasks(company: Company, ledger: Ledger) -> None:
    row, span = current(company), spans.week(dt.date(2026, 5, 11))
    for given, check, reason in (
        ({"responsible_id": None}, "R-043.b", "field-empty"), ({"checked_at": span.end + 11 * DAY}, "R-043.c", "late"),
        ({"checked_at": span.end + 10 * DAY}, "R-043.c", None), ({"checked_at": None, "checked_by": None}, "R-043.c", "missing"),
    ):
        found = planning.task(company, row, span, company.sellers[0], **given)
        mark(ledger, check, "task", found["id"], reason, "任务有责任人、第十日前检查", "somebody responsible, checked by the tenth day")
    made = dt.date(2026, 2, 2)
    for n, reason in ((29, None), (30, "late")):
        row = branch(company, made=made - 4 * DAY, status="approved", effective_from=START, period_start=made, period_end=dt.date(2026, 2, 27))
        yes(company, row, made)
        for span in (spans.quarter(2026, 1), spans.month(2026, 2), spans.week(made)):
            planning.task(company, row, span, company.sellers[0], created_at=made + (n + 1) * DAY)
        mark(ledger, "R-043.a", "plan", row["id"], reason, "期间开始后第三十日前分解", "split by the thirtieth day")
