"""QP-SAL-13 in field sales: the plan table of Monday morning, the plan and summary of Sunday, the meeting of Monday afternoon."""

from __future__ import annotations

import datetime as dt
from random import Random

from sample import planning, spans
from sample.company import EXPORTED, FIRST, LAST, Company
from sample.days import DAY, later, on_or_after
from sample.ledger import Ledger
from sample.reporting import Reporting, at
from sample.spans import Span, last_worked

COMPANIES = ("field",)
PROCEDURE = "QP-SAL-13"
MINUTE = dt.timedelta(minutes=1)
TABLE_POSTS = ("sales-rep", "sales-supervisor", "sales-manager", "presales", "statistics-clerk")
LATE_TABLE, NO_TABLE, LAST_MINUTE = ("E020", "2026-W12"), ("E021", "2026-W16"), ("E022", "2026-W12")
LATE_PLAN, NO_PLAN = ("E020", "2026-W20"), ("E021", "2026-W21")
UNSEEN, SEEN_LATE, SEEN_IN_TIME = ("E023", "2026-W14"), ("E024", "2026-W14"), ("E025", "2026-W14")
LATE_SUMMARY = ("E023", "2026-W19")


def live(company: Company) -> None:
    for span in spans.weeks(FIRST - 6 * DAY, LAST + 7 * DAY):
        for who in company.sellers:
            _plan(company, who, span)
    desk = Reporting(company, company.dice(f"{PROCEDURE} expenses"))
    for span, findings in ((spans.quarter(2025, 3), []), (spans.quarter(2025, 4), ["招待费集中在少数客户"]), (spans.quarter(2026, 1), [])):
        row = desk.analysis(span, later(span.end, 6), findings)
        row |= {"type": "expense", "basis": "费用报销单", "prepared_by": "E007"}
        for problem in findings:
            desk.measure(row, "analysis", problem, later(row["issued_at"], 3))


def _tables(company: Company, dice: Random) -> None:
    for span in spans.weeks(FIRST - 6 * DAY, LAST + 7 * DAY):
        for row in company.tables["employee"]:
            here = row["active_from"] <= span.end and (row["active_to"] is None or span.start <= row["active_to"])
            if row["role"] in TABLE_POSTS and here:
                _table(company, row["id"], span, dice)


def _table(company: Company, who: str, span: Span, dice: Random) -> None:
    """Handed in on the last afternoon of the week before; at nine on Monday at the latest."""
    monday = at(on_or_after(span.start), 9)
    when = {LATE_TABLE: monday + MINUTE, LAST_MINUTE: monday}.get((who, span.label)) or at(
        last_worked(span.start - DAY), 15 + dice.randrange(3), dice.randrange(60))
    if (who, span.label) != NO_TABLE and when.date() < EXPORTED:
        company.add(
            "form_record", serial=company.number("ZJH-", 5), form_no="F-49", form_version="1", title="个人周工作计划表", owner_id=who, week=span.label,
            filled_at=when, submitted_at=when)


def _plan(company: Company, who: str, span: Span) -> None:
    """Written at the end of the week before, and passed by the supervisor."""
    made = last_worked(span.start - DAY)
    if (who, span.label) == NO_PLAN or made >= EXPORTED:
        return
    row = planning.plan(company, "individual", span, who, made, department="业务部", activities="拜访、报价、催款")
    if (who, span.label) == LATE_PLAN:
        row["submitted_at"] = at(span.start, 0, 30)
    passed = {UNSEEN: None, SEEN_LATE: span.start + DAY, SEEN_IN_TIME: span.start}.get((who, span.label), made)
    if passed:
        company.decide("plan", row["id"], "sales-supervisor", "approved", company.holder("sales-supervisor", passed), passed)
    row["week"] = span.label


def plant(company: Company, ledger: Ledger) -> None:
    for who, label, reason, zh, en in (
        (*LATE_TABLE, "late", "星期一9:01才交周工作计划表", "the plan table came in at 9:01 on Monday"),
        (*NO_TABLE, "missing", "没有周工作计划表", "no plan table for the week"), (*LAST_MINUTE, None, "星期一9:00交表", "handed in at 9:00 on Monday"),
    ):
        ledger.note("R-176.a", "employee", who, reason, zh, en, window=label if reason else None)
    for (who, label), reason, zh, en in (
        (LATE_PLAN, "late", "星期一零点半才交本周计划", "the plan of the week came in half an hour after Sunday"),
        (NO_PLAN, "missing", "没有下周计划", "no plan for the next week"),
    ):
        before = spans.week(dt.date.fromisocalendar(2026, int(label[-2:]), 1) - DAY).label
        ledger.wrong("R-177.b", "employee", who, reason, zh, en, window=before)
    ledger.twin("R-177.b", "employee", "E022", "每周都提前交下周计划", "every week planned before it began")
    for (who, label), reason, zh, en in (
        (UNSEEN, "missing", "周计划未经主管审核", "the supervisor never saw the plan"),
        (SEEN_LATE, "after-signing", "星期二才审核", "passed on Tuesday"), (SEEN_IN_TIME, None, "星期一审核", "passed on Monday"),
    ):
        row = next(p for p in company.tables["plan"] if p["owner_id"] == who and p.get("period") == label)
        ledger.note("R-178.a", "plan", row["id"], reason, zh, en)


def settle(company: Company, ledger: Ledger) -> None:
    _tables(company, company.dice(f"{PROCEDURE} weeks"))
    _summaries(company, ledger)
    meetings = [row for row in company.tables["meeting"] if row["type"] == "weekly"]
    odd = {meeting["held_at"].date(): meeting for meeting in meetings}
    late, full, brief = (odd[day] for day in (dt.date(2026, 4, 13), dt.date(2026, 4, 20), dt.date(2026, 4, 27)))
    late["held_at"] += 31 * MINUTE
    ledger.wrong("R-179.a", "organisation", "sales", "late", "例会14:31才开", "the meeting began at 14:31", window="2026-W16")
    brief["agenda"] = ["last-week"]
    ledger.wrong("R-179.c", "meeting", brief["id"], "value-lacking", "例会没有计划本周", "this week was not planned")
    ledger.twin("R-179.c", "meeting", full["id"], "总结上周并计划本周", "last week reviewed and this one planned")
    _attended(company, ledger, meetings, {(full["id"], "E021"): 0, (brief["id"], "E021"): 1})


def _summaries(company: Company, ledger: Ledger) -> None:
    who, label = LATE_SUMMARY
    row = next(r for r in company.tables["report"] if r["type"] == "week-summary" and r["owner_id"] == who and r["week"] == label)
    row["submitted_at"] = at(dt.date(2026, 5, 11), 0, 10)
    zh, en = "星期一零点十分才交周总结", "the summary came in ten minutes after Sunday"
    ledger.wrong("R-177.a", "employee", who, "late", zh, en, window=label)
    ledger.wrong("R-193.a", "employee", who, "missing", zh, en, window=label)
    ledger.twin("R-177.a", "employee", "E022", "每周末交周总结", "a summary at the end of every week")


def _attended(company: Company, ledger: Ledger, meetings: list[planning.Row], planted: dict[tuple[str, str], int]) -> None:
    """Everybody who came to work that day signs in before the meeting; `planted`: meeting and person, minutes after its hour."""
    by_day = {meeting["held_at"].date(): meeting for meeting in meetings}
    dice = company.dice(f"{PROCEDURE} meetings")
    for row in company.tables["attendance"]:
        meeting = by_day.get(row["date"])
        if meeting:
            more = planted.get((meeting["id"], row["employee_id"]), -dice.randrange(1, 12))
            row |= {"meeting_id": meeting["id"], "meeting_arrived_at": meeting["held_at"] + more * MINUTE}
    for (key, _), minutes in planted.items():
        zh, en = ("一人迟到一分钟", "somebody came a minute late") if minutes else ("一人准点到会", "somebody came on the minute")
        ledger.note("R-179.b", "meeting", key, "missing" if minutes else None, zh, en)
