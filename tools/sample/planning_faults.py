"""What is planted among plans, budgets, targets and reports, each with its twin."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import planning, spans
from sample.company import Company
from sample.days import DAY
from sample.ledger import Ledger

Row = dict[str, Any]
START = dt.date(2026, 3, 2)


def plant(company: Company, ledger: Ledger) -> None:
    for step in (_researched, _approved, _flows, _prepared, _met, _budgeted, _lines, _issued, _personal, _missing, _concrete, _refused, _content):
        step(company, ledger)


def mark(ledger: Ledger, check: str, form: str, key: str, reason: str | None, zh: str, en: str, window: str | None = None) -> None:
    """A fault with its reason, or without one a twin."""
    if reason:
        ledger.wrong(check, form, key, reason, zh, en, window=window)
    else:
        ledger.twin(check, form, key, zh, en)


def branch(company: Company, year: int = 2026, made: dt.date = dt.date(2026, 2, 12), **changed: Any) -> Row:
    """The yearly plan of a branch, handed in and not yet approved."""
    head = company.holder("sales-manager", made)
    return planning.plan(company, "department", spans.year(year), head, made, **{
        "title": f"分部{year}年销售计划", "department": "分部", "period": f"{year}年分部", "flow": "annual", "sections": planning.SECTIONS,
        "status": "submitted",
    } | changed)


def yes(company: Company, row: Row, day: dt.date, role: str = "general-manager", form: str = "plan", **changed: Any) -> None:
    company.decide(form, row["id"], role, changed.pop("says", "approved"), changed.pop("who", company.holder(role, day)), day)
    company.tables["approval"][-1] |= changed


def _researched(company: Company, ledger: Ledger) -> None:
    done = dt.date(2026, 6, 16)
    planning.research(company, 2027, done)
    for more, reason in ((-1, "after"), (0, None)):
        row = branch(company, 2027, done + more * DAY)
        mark(ledger, "R-001.a", "plan", row["id"], reason, "调研报告完成当日或之前提交计划", "submitted on the day of the research report, or before it")
    row = branch(company, 2028, done)
    mark(ledger, "R-001.a", "plan", row["id"], "missing", "没有下年度的调研报告", "no research report for the year")


def _approved(company: Company, ledger: Ledger) -> None:
    for day, given, reason in (
        (START + DAY, {}, "after-signing"), (START, {}, None), (None, {}, "missing"), (START, {"who": company.holder("legal", START)}, "role-not-held"),
        (START, {"says": "reviewed"}, "review-only"), (START, {"says": "rejected", "comment": "目标偏低"}, "rejected"),
    ):
        row = branch(company, effective_from=START)
        if day:
            yes(company, row, day, **given)
        mark(ledger, "R-002.a", "plan", row["id"], reason, "生效当日或之后由总经理批准", "approved by the general manager on the day it took effect, or later")
        if reason == "rejected":
            again = {"says": "approved", "round": 2}
            company.tables["approval"][-1]["round"] = 1
            yes(company, row, START + 5 * DAY, **again)
            ledger.entries[-1]["reasons"] = ["after-signing"]


def _flows(company: Company, ledger: Ledger) -> None:
    """Each flow has a latest moment of its own."""
    day = dt.date(2026, 2, 27)
    late = {"effective_from": START + 30 * DAY}
    for given, reason in (
        ({"flow": "twelve-node", "execution_start": day - DAY}, "after-signing"), ({"flow": "twelve-node", "execution_start": day}, None),
        ({"flow": "regional", "period_start": day - DAY}, "after-signing"), ({"flow": "regional", "period_start": day}, None),
    ):
        row = branch(company, **late | given)
        yes(company, row, day)
        mark(ledger, "R-002.a", "plan", row["id"], reason, "开始执行前一日或当日批准", "approved on the day of execution, or the day after")
    for more, reason in ((-1, "after-signing"), (0, None)):
        row = branch(company, **late)
        yes(company, row, day)
        planning.plan(company, "department", spans.quarter(2026, 2), row["owner_id"], day - DAY, parent_id=row["id"], issued_at=day + more * DAY,
                      period="2026年分部二季度")
        mark(ledger, "R-002.a", "plan", row["id"], reason, "分解当日或次日批准", "approved on the day it was split, or the day after")


def _prepared(company: Company, ledger: Ledger) -> None:
    for role, reason in (("sales-rep", "not-satisfied"), ("sales-supervisor", None)):
        row = branch(company, prepared_by=company.holder(role, START))
        mark(ledger, "R-003.b", "plan", row["id"], reason, "由销售代表或主管编制", "prepared by a representative, or by a supervisor")
    boss = company.holder("sales-supervisor", START)
    for by, reason in ((boss, "same-person"), (company.sellers[0], None)):
        row = planning.personal_plan(company, company.sellers[0], spans.month(2026, 7), START, START + DAY, prepared_by=by, title="专项销售计划")
        mark(ledger, "R-003.a", "plan", row["id"], reason, "编制人是否自己批准", "whether it was approved by whoever prepared it")


def current(company: Company) -> Row:
    return next(p for p in company.tables["plan"] if p["level"] == "department" and p["period"] == "2026")


def _met(company: Company, ledger: Ledger) -> None:
    """Plan approved on 11 December, meeting on the 15th, budget after it."""
    for day, reasons in ((10, {"R-004.a": "after", "R-004.b": "after"}), (12, {"R-004.b": "after"}), (15, {})):
        row = planning.budget(company, dt.date(2025, 12, day), current(company), year=2027, effective_from=None, effective_to=None, title="追加销售预算")
        for check in ("R-004.a", "R-004.b"):
            if check in reasons or not reasons:
                mark(ledger, check, "budget", row["id"], reasons.get(check), "计划批准、会议、预算的先后", "the order of approval, meeting and budget")


def _extra(company: Company, **changed: Any) -> Row:
    start = {"effective_from": START, "effective_to": dt.date(2026, 12, 31), "title": "追加销售预算", "year": 2027}
    return planning.budget(company, dt.date(2026, 2, 11), current(company), 80_000, **start | changed)


def _budgeted(company: Company, ledger: Ledger) -> None:
    day = START - 7 * DAY
    for reviewed, checked, approved, reason in (
        (day, day + DAY, START, None), (day, day + DAY, START + DAY, "after-signing"), (day + 2 * DAY, day + DAY, START, "out-of-order"),
        (day, day, day, None),
    ):
        row = _extra(company)
        planning.agree(company, row, reviewed, checked, approved)
        mark(ledger, "R-005.a", "budget", row["id"], reason, "预算依次审核、批准", "reviewed twice and approved, in order and in time")
    for left in ("marketing-vp", "finance", "general-manager"):
        row = _extra(company)
        planning.agree(company, row, day, day, day)
        decisions = company.tables["approval"]
        del decisions[next(n for n in range(-3, 0) if decisions[n]["role"] == left)]
        mark(ledger, "R-005.a", "budget", row["id"], "missing", "缺一道审核或批准", "a review or the approval is missing")
    finance = company.holder("finance", day)
    row = _extra(company, prepared_by=finance)
    planning.agree(company, row, day, day, day)
    for check, reason in (("R-005.a", "self-approval"), ("R-003.a", "same-person")):
        mark(ledger, check, "budget", row["id"], reason, "财务审核自己编制的预算", "finance reviewed a budget of its own")


def _lines(company: Company, ledger: Ledger) -> None:
    """Without promotion; one yuan short; both complete."""
    for change, check, reason in (("drop", "R-042.a", "missing"), ("short", "R-042.b", "sum-differs"), ("", "R-042.b", None)):
        row = _extra(company)
        planning.agree(company, row, START - 7 * DAY, START - 7 * DAY, START - 7 * DAY)
        lines = company.tables["budget_line"]
        if change == "drop":
            lines[-2]["line"] = "travel"
        elif change:
            lines[-1]["amount"] -= 1
        mark(ledger, check, "budget", row["id"], reason, "预算项目齐全、分配合计等于总额", "all lines, and their sum is the total")


def _issued(company: Company, ledger: Ledger) -> None:
    """The budget of 2026 was approved on 22 December."""
    for day, reason in ((21, "after"), (22, None)):
        made = dt.date(2025, 12, 19)
        row = planning.personal_plan(company, company.sellers[0], spans.year(2026), made, dt.date(2025, 12, 24), issued_at=dt.date(2025, 12, day),
                                     title="大客户专项计划", parent_id=current(company)["id"], status="submitted")
        mark(ledger, "R-006.a", "plan", row["id"], reason, "预算批准当日或前一日下发", "issued on the day the budget was approved, or the day before")


def _personal(company: Company, ledger: Ledger) -> None:
    """AM-05: the supervisor, before the month begins."""
    span, who = spans.month(2026, 6), company.sellers[0]
    boss = company.holder("sales-supervisor", span.start)
    for day, given, reason in (
        (span.start + DAY, {}, "after-signing"), (span.start, {}, None), (None, {}, "missing"),
        (span.start, {"who": company.holder("sales-manager", span.start), "role": "sales-supervisor"}, "role-not-held"),
    ):
        row = planning.personal_plan(company, who, span, span.start - 4 * DAY, None, title="六月补充计划")
        if day:
            yes(company, row, day, given.pop("role", "sales-supervisor"), **given)
        mark(ledger, "R-016.a", "plan", row["id"], reason, "期间开始当日或次日由主管批准", "approved by the supervisor on the first day, or the day after")
    row = planning.personal_plan(company, boss, span, span.start - 4 * DAY, span.start - DAY, prepared_by=who)
    mark(ledger, "R-016.a", "plan", row["id"], "self-approval", "主管批准自己的计划", "the supervisor approved a plan of his own")
    for field in ("strategy", "visit_plan", "timetable", "responsible"):
        row = planning.personal_plan(company, who, span, span.start - 4 * DAY, span.start - DAY, title="六月补充计划", **{field: None})
        mark(ledger, "R-027.a", "plan", row["id"], "field-empty", "个人计划缺一项", "a part of the personal plan is blank")


def _missing(company: Company, ledger: Ledger) -> None:
    """No plan for a month; one handed in on its first day; the department's plans."""
    none, late = company.sellers[5], company.sellers[4]
    for check in ("R-007.a", "R-010.a"):
        ledger.wrong(check, "employee", none, "missing", "当月没有个人计划", "no personal plan for the month", window="2026-03")
    span = spans.month(2026, 4)
    planning.personal_plan(company, late, span, span.start, span.start)
    ledger.wrong("R-010.a", "employee", late, "late", "当月首日才提交个人计划", "the plan was handed in on the first day of the month", window="2026-04")
    ledger.twin("R-010.a", "employee", company.sellers[3], "每月开始前都有个人计划", "a plan before every month")
    head = current(company)["owner_id"]
    span = spans.month(2025, 11)
    planning.plan(company, "department", span, head, span.start)
    ledger.wrong("R-010.b", "organisation", "sales", "late", "部门月计划当月首日才制定", "the department's plan was made on the first day", window="2025-11")
    ledger.wrong("R-010.b", "organisation", "sales", "missing", "二季度没有部门计划", "no department plan for the quarter", window="2026-Q2")


def _concrete(company: Company, ledger: Ledger) -> None:
    who = company.holder("sales-supervisor", START)
    for kind, check in (("target-plan", "R-023.a"), ("plan-book", "R-024.a")):
        for day, given, reason in (
            (START + DAY, {}, "after-signing"), (START, {}, None), (None, {}, "missing"), (START, {"consistency_checked": False}, "missing"),
        ):
            if given and kind == "plan-book":
                continue
            row = planning.plan(company, "department", spans.quarter(2026, 2), who, START - 6 * DAY, type=kind, sections=planning.SECTIONS,
                                execution_start=START, title="二季度专项", period="2026年二季度专项")
            if day:
                yes(company, row, day, "sales-manager", **{"consistency_checked": True} | given)
            mark(ledger, check, "plan", row["id"], reason, "执行当日或次日由销售经理批准", "approved by the sales manager on the day of execution, or later")


def _refused(company: Company, ledger: Ledger) -> None:
    """A plan refused: decided on again after so many days, never, or withdrawn; or carried out as it was."""
    who, no = company.holder("sales-supervisor", START), START - 20 * DAY
    for again, withdrawn, executed, reason in (
        (10, None, "2", None), (11, None, "2", "late"), (None, None, None, "missing"), (None, no, None, None), (5, None, "1", None),
    ):
        row = planning.plan(
            company, "department", spans.quarter(2026, 2), who, no - 5 * DAY, type="plan-book", sections=planning.SECTIONS, title="重报的计划书",
            period="2026年二季度重报", execution_start=START if again else None, executed_version=executed, withdrawn_at=withdrawn)
        yes(company, row, no, "sales-manager", says="rejected", round=1, object_version="1", comment="缺少费用计划")
        key = company.tables["approval"][-1]["id"]
        if again:
            yes(company, row, no + again * DAY, "sales-manager", round=2, object_version="2", consistency_checked=True)
        if executed == "1":
            mark(ledger, "R-025.b", "plan", row["id"], "not-satisfied", "执行了被退回的版本", "the refused version was carried out")
        else:
            mark(ledger, "R-025.a", "approval", key, reason, "退回后第十日前重报或撤回", "submitted again or withdrawn by the tenth day")
            if executed:
                mark(ledger, "R-025.b", "plan", row["id"], None, "执行重新批准的版本", "the version approved anew was carried out")


def _content(company: Company, ledger: Ledger) -> None:
    for left in ("price", "staffing-and-training"):
        row = branch(company, sections=[part for part in planning.SECTIONS if part != left])
        mark(ledger, "R-026.a", "plan", row["id"], "value-lacking", "年度计划缺一部分", "a part of the yearly plan is missing")
