"""QP-SAL-01: targets, plans and budgets. Two planning rounds in December, the months and weeks of every salesperson, and the quotas they meet."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample import planning, planning_faults, progress_faults, quotas, spans, target_faults
from sample.company import EXPORTED, FIRST, LAST
from sample.days import DAY, later, on_or_after
from sample.ledger import Ledger
from sample.spans import Span, last_worked
from sample.trader import Trader

COMPANIES = ("sample", "office", "field")
PROCEDURE = "QP-SAL-01"
Row = dict[str, Any]
YEARS = (2025, 2026)
MONTHLY = {"sales-amount": 50_000, "new-customers": 1}
"""What each salesperson is to reach in a month."""


def live(company: Trader) -> None:
    dice = company.dice(PROCEDURE)
    company.employ("marketing-vp", "营销副总", "管理层")
    company.employ("senior-management", "公司管理层", "管理层")
    heads = {year: _round(company, year) for year in YEARS}
    _targets(company, heads, dice)
    _months(company, heads)
    _weeks(company)
    _reports(company)
    _meetings(company)
    _adjustments(company)
    quotas.live(company, dice)


def _round(company: Trader, year: int) -> Row:
    """Research, plan, meeting, budget, tasks and personal plans for a year, made in the December before."""
    december = dt.date(year - 1, 12, 1)

    def day(number: int) -> dt.date:
        return on_or_after(december.replace(day=number))

    planning.research(company, year, on_or_after(dt.date(year - 1, 11, 20)))
    row = planning.department_plan(company, year)
    company.decide("plan", row["id"], "general-manager", "approved", company.holder("general-manager", day(11)), day(11))
    planning.meeting(company, "annual-plan", day(13), "sales-manager", f"{year}年度销售计划会议")
    money = planning.budget(company, day(16), row)
    planning.meeting(company, "plan-budget", day(18), "sales-manager", f"{year}年度计划预算会议")
    planning.agree(company, money, day(17), day(18), day(20))
    for who in company.sellers:
        planning.personal_plan(company, who, spans.year(year), day(23), day(25), parent_id=row["id"], issued_at=day(24))
    _further(company, year, day(26))
    _tasks(company, row)
    return row


def _further(company: Trader, year: int, made: dt.date) -> None:
    """The concrete plan and the plan book."""
    who = company.holder("sales-supervisor", made)
    start = {"execution_start": dt.date(year, 1, 6), "sections": planning.SECTIONS}
    for kind, title in (("target-plan", "目标计划"), ("plan-book", "销售计划书")):
        row = planning.plan(company, "department", spans.year(year), who, made, type=kind, title=f"{year}年{title}", executed_version="1", **start)
        company.decide("plan", row["id"], "sales-manager", "approved", company.holder("sales-manager", made), made + DAY)
        company.tables["approval"][-1] |= {"consistency_checked": True, "object_version": "1"}


def _tasks(company: Trader, row: Row) -> None:
    year = row["year"]
    crew = [company.holder("sales-supervisor", row["period_start"]), *company.sellers]
    found = [*spans.of_year(year)[1:], *spans.weeks(dt.date(year, 1, 1), dt.date(year, 12, 31))]
    for n, span in enumerate(found):
        planning.task(company, row, span, crew[n % len(crew)])


def _targets(company: Trader, heads: dict[int, Row], dice: Random) -> None:
    """Each salesperson's parts make up the department's target of every month, quarter and year."""
    both = spans.Span("multi-year", "2025-2026", dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    set_at = dt.date(2024, 12, 18)
    head = company.holder("sales-manager", set_at)
    long = planning.target(company, "sales-amount", 0, both, head, set_at)
    for year, row in heads.items():
        for metric, value in MONTHLY.items():
            for span in spans.of_year(year):
                months = {"month": 1, "quarter": 3}.get(span.type, 12)
                whole = _split(company, row, metric, value * months, span, dice)
                if metric == "sales-amount" and span.type == "year":
                    whole["parent_id"] = long["id"]
                    long["value"] += whole["value"]
        _settled(company, row, "market-share", 12, spans.year(year))
    _fall_short(company)


def _split(company: Trader, row: Row, metric: str, each: int, span: Span, dice: Random) -> Row:
    whole = _settled(company, row, metric, each * len(company.sellers), span)
    for who in company.sellers:
        actual = each + dice.randrange(0, 9) * each // 50 if span.end < EXPORTED else None
        planning.target(company, metric, each, span, who, whole["set_at"], parent_id=whole["id"], actual=actual)
    return whole


def _settled(company: Trader, row: Row, metric: str, value: int, span: Span) -> Row:
    """A target of the department, which company management settles for the year."""
    set_at = on_or_after(dt.date(row["year"] - 1, 12, 18))
    found = planning.target(
        company, metric, value, span, row["owner_id"], set_at, plan_id=row["id"], actual=value if span.end < EXPORTED else None)
    if span.type == "year":
        day = set_at + 3 * DAY
        company.decide("target", found["id"], "senior-management", "approved", company.holder("senior-management", day), day)
    return found


def _fall_short(company: Trader) -> None:
    """Three months in which somebody missed his target: the next month takes over the rest."""
    for who, month, short in ((0, 1, 2_000), (1, 2, 6_500), (2, 4, 4_800)):
        rows = [
            t for t in company.tables["target"]
            if t["owner_id"] == company.sellers[who] and t["metric"] == "sales-amount" and t["period"] in (f"2026-{month:02}", f"2026-{month + 1:02}")
        ]
        rows[0]["actual"] = rows[0]["value"] - short
        rows[1] |= {"previous_id": rows[0]["id"], "rollover_in": short}


def _months(company: Trader, heads: dict[int, Row]) -> None:
    for span in spans.months(FIRST, LAST + 31 * DAY):
        made = last_worked(span.start - 3 * DAY)
        for who in company.sellers:
            if not progress_faults.unplanned(company, who, span):
                planning.personal_plan(company, who, span, made, made + DAY)
        head = heads[span.start.year]["owner_id"]
        if not progress_faults.unplanned(company, head, span):
            planning.plan(company, "department", span, head, made)
    for year, number in ((2025, 3), (2025, 4), (2026, 1), (2026, 2), (2026, 3)):
        span = spans.quarter(year, number)
        if not progress_faults.unplanned(company, heads[year]["owner_id"], span):
            planning.plan(company, "department", span, heads[year]["owner_id"], last_worked(span.start - 4 * DAY))


def _weeks(company: Trader) -> None:
    for span in spans.weeks(FIRST, LAST):
        for who in company.sellers:
            if not progress_faults.unguided(company, who, span):
                planning.guided(company, who, span)


def _reports(company: Trader) -> None:
    for span in spans.months(FIRST, LAST):
        day = later(span.end, 2)
        if day >= EXPORTED:
            continue
        for who in company.sellers:
            if not progress_faults.unreported(company, who, span, "month-analysis"):
                planning.report(company, "month-analysis", who, span, day, plan="按月目标", actual="见销售台账")
            if not progress_faults.unreported(company, who, span, "target-summary"):
                planning.summary(company, who, span, min(day, span.end + 4 * DAY))
        if not progress_faults.unreported(company, "", span, "finance-target-analysis"):
            finance = company.holder("finance", day)
            planning.report(company, "finance-target-analysis", finance, span, span.end + 7 * DAY, department="财务部", prepared_by=finance)


def _meetings(company: Trader) -> None:
    """Half-year and year-end of 2025, with what they yield."""
    half, july = spans.Span("half-year", "2025-H1", dt.date(2025, 1, 1), dt.date(2025, 6, 30)), dt.date(2025, 7, 3)
    planning.meeting(company, "half-year", july, "sales-manager", "上半年总结")
    planning.report(
        company, "half-year", company.holder("sales-manager", july), half, dt.date(2025, 7, 8), sections=["summary", "forecast", "proposals"])
    row = planning.adjustment(
        company, company.holder("sales-manager", july), dt.date(2025, 7, 9), type="half-year", effective_from=dt.date(2025, 7, 20), reason="下半年预测与调整")
    for role, says, day in (("marketing-vp", "reviewed", dt.date(2025, 7, 11)), ("general-manager", "approved", dt.date(2025, 7, 15))):
        company.decide("plan_adjustment", row["id"], role, says, company.holder(role, day), day)
    december = dt.date(2025, 12, 23)
    planning.meeting(company, "year-end", december, "marketing-vp", "2025年度总结")
    boss = company.holder("general-manager", december)
    planning.report(
        company, "annual-summary", company.holder("marketing-vp", december), spans.year(2025), dt.date(2025, 12, 29), submitted_to=boss)


def _adjustments(company: Trader) -> None:
    """Collection targets lowered on request, and the results of three quarters."""
    for who, day in zip(company.sellers[:4], (dt.date(2026, 2, 10), dt.date(2026, 3, 12), dt.date(2026, 4, 14), dt.date(2026, 5, 12)), strict=False):
        planning.adjusted(company, who, day, day + 6 * DAY)
    for year, number in ((2025, 3), (2025, 4), (2026, 1)):
        span = spans.quarter(year, number)
        row = planning.assessment(company, span, on_or_after(span.end + 8 * DAY))
        day = row["corrected_at"] + DAY
        company.decide("assessment", row["id"], "sales-manager", "approved", company.holder("sales-manager", day), day)


def plant(company: Trader, ledger: Ledger) -> None:
    planning_faults.plant(company, ledger)
    progress_faults.plant(company, ledger)
    target_faults.plant(company, ledger)


def trade(company: Trader, ledger: Ledger) -> None:
    quotas.trade(company, ledger)


def settle(company: Trader, ledger: Ledger) -> None:
    for row in company.tables["target"]:
        row |= {"evaluated_at": row["set_at"], "published_at": row["set_at"]} if not row.get("evaluated_at") else {}
    _checked(company, ledger)
    _newcomers(company)
    quotas.settle(company, ledger, company.dice(f"{PROCEDURE} quotas"))


def _newcomers(company: Trader) -> None:
    """Representatives who joined late in the year, from their first whole week and month on."""
    for row in company.tables["employee"]:
        if row["role"] == "sales-rep" and row["id"] not in company.sellers:
            for span in spans.weeks(row["active_from"], LAST):
                planning.guided(company, row["id"], span)
            for span in spans.months(row["active_from"], LAST + 31 * DAY):
                made = last_worked(span.start - DAY)
                planning.personal_plan(company, row["id"], span, made, made)


def _checked(company: Trader, ledger: Ledger) -> None:
    """Every yearly plan is checked in every month of its life."""
    odd = {(entry["case"], entry.get("window")) for entry in ledger.entries if entry["check"] == "R-028.a"}
    for row in company.tables["plan"]:
        if row.get("period_type") == "year" and row.get("status", "approved") in ("approved", "closed"):
            for span in spans.months(max(FIRST, row["period_start"]), min(LAST, row["period_end"])):
                if (row["id"], span.label) not in odd:
                    planning.tracked(company, row, span)
