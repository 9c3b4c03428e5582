"""What is planted among targets, and among the sales that must reach them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import planning, quotas, spans
from sample.company import Company
from sample.days import DAY
from sample.ledger import Ledger
from sample.planning_faults import current, mark, yes
from sample.spans import Span

Row = dict[str, Any]


def plant(company: Company, ledger: Ledger) -> None:
    for step in (_given, _parts, _months, _years, _settled, _published, _cycle, _stated, _carried, _sales, _growth):
        step(company, ledger)


def _given(company: Company, ledger: Ledger) -> None:
    """The targets of one month were never set."""
    who = company.sellers[3]
    company.tables["target"] = [t for t in company.tables["target"] if t["owner_id"] != who or t["period"] != "2025-09"]
    ledger.wrong("R-007.a", "employee", who, "missing", "当月没有个人目标", "no personal target for the month", window="2025-09")
    ledger.twin("R-007.a", "employee", company.sellers[2], "每月都有个人目标和计划", "target and plan every month")


def _later(company: Company, value: int, **changed: Any) -> Row:
    """A profit target of the department for the second half of 2026."""
    row = current(company)
    half = Span("half-year", "2026-H2", dt.date(2026, 7, 1), dt.date(2026, 12, 31))
    return planning.target(company, "profit", value, half, row["owner_id"], dt.date(2026, 6, 10), **changed)


def _parts(company: Company, ledger: Ledger) -> None:
    plan = current(company)["id"]
    for parts, reason in (((30_000, 29_999), "sum-differs"), ((30_000, 30_001), "sum-differs"), ((30_000, 30_000), None), ((), "no-parts")):
        whole = _later(company, 60_000, plan_id=plan)
        for who, value in zip(company.sellers, parts, strict=False):
            _later(company, value, owner_id=who, parent_id=whole["id"])
        mark(ledger, "R-008.a", "target", whole["id"], reason, "个人目标合计等于部门目标", "the personal targets add up to the department's, or not quite")


def _months(company: Company, ledger: Ledger) -> None:
    """A supervisor's own target of quantity, by months and quarters."""
    for n, (less, short) in enumerate((({"month": 1}, "R-009.a"), ({"quarter": 1}, "R-009.b"), ({}, None))):
        who = company.tables["employee"][n]["id"]
        for span in spans.of_year(2026):
            value = {"month": 10, "quarter": 30}.get(span.type, 120) - (less.get(span.type, 0) if span.end.month == 12 else 0)
            row = planning.target(company, "sales-quantity", value, span, who, dt.date(2025, 12, 18))
            if span.type == "year":
                key = row["id"]
        for check in (short,) if short else ("R-009.a", "R-009.b"):
            mark(ledger, check, "target", key, short and "sum-differs", "各月、各季合计等于全年", "months and quarters add up to the year, or not quite")


def _years(company: Company, ledger: Ledger) -> None:
    both, who = Span("multi-year", "2026-2027", dt.date(2026, 1, 1), dt.date(2027, 12, 31)), company.tables["employee"][0]["id"]
    for value, reason in ((101, "sum-differs"), (100, None)):
        long = planning.target(company, "profit", value, both, who, dt.date(2025, 12, 18))
        for year in (2026, 2027):
            planning.target(company, "profit", 50, spans.year(year), who, dt.date(2024, 12, 18), parent_id=long["id"])
        mark(ledger, "R-022.a", "target", long["id"], reason, "多年目标等于各年之和", "the target of two years is the sum of both, or not quite")


def _settled(company: Company, ledger: Ledger) -> None:
    plan, span = current(company), spans.year(2026)
    for day, reason in ((dt.date(2026, 1, 1), "after-signing"), (dt.date(2025, 12, 31), None), (None, "missing")):
        row = planning.target(company, "market-share", 90, span, plan["owner_id"], dt.date(2025, 12, 18), plan_id=plan["id"])
        if day:
            yes(company, row, day, "senior-management", "target")
        mark(ledger, "R-011.b", "target", row["id"], reason, "年底最后一日由管理层审定", "settled by management on the last day of the year, or later")


def _published(company: Company, ledger: Ledger) -> None:
    span, set_at = spans.month(2026, 9), dt.date(2026, 5, 11)
    for evaluated, published, reason in ((2, 1, "out-of-order"), (1, 1, None)):
        row = planning.target(company, "market-share", 90, span, company.sellers[0], set_at, evaluated_at=set_at + evaluated * DAY,
                              published_at=set_at + published * DAY)
        mark(ledger, "R-017.a", "target", row["id"], reason, "先评估、后公布", "evaluated, then published")
    start = dt.date(2026, 6, 1)
    for more, reason in ((1, "out-of-order"), (0, None)):
        row = planning.target(company, "market-share", 90, spans.month(2026, 6), company.sellers[0], set_at, published_at=start + more * DAY)
        mark(ledger, "R-017.a", "target", row["id"], reason, "期间首日或次日公布", "published on the first day of the period, or the day after")


def _cycle(company: Company, ledger: Ledger) -> None:
    start = dt.date(2026, 6, 1)
    for approved, told, check, reason in (
        (1, True, "R-018.a", "after-signing"), (0, True, "R-018.a", None), (None, True, "R-018.a", "missing"), (0, False, "R-018.b", "missing"),
    ):
        decision = company.add(
            "decision", id=company.number("KHZQ-", 2), subject="assessment-cycle", title="按季考核", reason="市场变化快", applied_by=company.sellers[0],
            applied_at=start - 20 * DAY, decided_by=company.holder("senior-management", start), decided_at=start - 10 * DAY, effective_from=start,
            notified_at=start - 8 * DAY if told else None)
        row = planning.target(company, "market-share", 90, spans.month(2026, 6), company.sellers[0], start - 15 * DAY, cycle="quarter",
                              decision_ref=decision["id"])
        if approved is not None:
            yes(company, row, start + approved * DAY, "senior-management", "target")
        mark(ledger, check, "target", row["id"], reason, "按季考核由管理层在期间开始前决定并告知", "another cycle, decided and made known before the period")


def _stated(company: Company, ledger: Ledger) -> None:
    for field, zh in (("unit", "单位"), ("owner_id", "责任人"), ("period_end", "结束日期")):
        row = planning.target(company, "market-share", 90, spans.month(2026, 9), company.sellers[0], dt.date(2026, 5, 11), **{field: None})
        ledger.wrong("R-019.a", "target", row["id"], "field-empty", f"没有写{zh}", f"{field} is blank")


def _carried(company: Company, ledger: Ledger) -> None:
    """Short by 400 in a month that ended 31 days ago, or 30."""
    who, set_at = company.sellers[1], dt.date(2026, 4, 10)
    for end, carried, reason in (((2026, 5, 31), 399, "sum-differs"), ((2026, 5, 31), 400, None), ((2026, 6, 1), None, "")):
        span = Span("week", "", dt.date(2026, 5, 1), dt.date(*end))
        row = planning.target(company, "new-customers", 1_000, span, who, set_at, actual=600, period=None)
        if carried:
            planning.target(company, "new-customers", 1_000, span, who, set_at, period=None, previous_id=row["id"], rollover_in=carried)
        if reason != "":
            mark(ledger, "R-034.a", "target", row["id"], reason, "未完成部分滚入下期", "what was missed was added to the next period, or not all of it")


def _sales(company: Company, ledger: Ledger) -> None:
    """Eighty percent of a day's target, to the yuan."""
    who, customer = company.sellers[3], company.customer()
    company.rate(customer, 200_000, dt.date(2026, 1, 5))
    day, plan = dt.date(2026, 6, 16), current(company)
    span = Span("week", "", day, day)
    quotas.sell(company, customer, who, 8_000, day, cost=4_000)
    for metric, value, check, reason in (
        ("sales-amount", 10_001, "R-041.a", "not-satisfied"), ("sales-amount", 10_000, "R-041.a", None),
        ("profit", 5_001, "R-041.b", "not-satisfied"), ("profit", 5_000, "R-041.b", None),
    ):
        row = planning.target(company, metric, value, span, who, dt.date(2026, 5, 11), period=None)
        mark(ledger, check, "target", row["id"], reason, "达成率正好在或略低于预警线", "attainment at the alert level, or just below")
    for actual, reason in ((7_999, "not-satisfied"), (8_000, None)):
        row = planning.target(
            company, "sales-amount", 10_000, span, plan["owner_id"], dt.date(2026, 5, 11), period=None, plan_id=plan["id"], actual=actual)
        mark(ledger, "R-041.c", "target", row["id"], reason, "部门达成率正好在或略低于预警线", "attainment of the department at the alert level, or just below")


def _growth(company: Company, ledger: Ledger) -> None:
    """Against the same day of the year before, and against the quarter before; by two persons who seldom sell."""
    day, supervisors = dt.date(2026, 6, 17), [e["id"] for e in company.tables["employee"] if e["role"] == "sales-supervisor"]
    for who, before, sold, check, reason in (
        (company.sellers[3], 8_001, 8_000, "R-041.d", "not-satisfied"), (company.sellers[4], 8_000, 8_000, "R-041.d", None),
        (supervisors[0], 10_000, 8_999, "R-041.e", "not-satisfied"), (supervisors[1], 10_000, 9_000, "R-041.e", None),
    ):
        customer = company.customer()
        company.rate(customer, 200_000, dt.date(2025, 6, 9))
        earlier = day.replace(year=2025) if check.endswith("d") else dt.date(2026, 4, 1)
        for amount, booked in ((before, earlier), (sold, day)):
            quotas.sell(company, customer, who, amount, booked)
        kind = "week" if check.endswith("d") else "quarter"
        row = planning.target(company, "sales-amount", 1_000, Span(kind, "", day, day), who, dt.date(2026, 5, 11), period=None, year=None)
        mark(ledger, check, "target", row["id"], reason, "增长率正好在或略低于预警线", "growth at the alert level, or just below")
