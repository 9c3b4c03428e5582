"""`every`: which periods are demanded of whom, and what a check in a period sees."""

from __future__ import annotations

import datetime as dt

import pytest
from judging import form, judge

from procedo.language.periods import periods
from procedo.model import Calendar

STAFF = form("staff", "id:text! from:date?! to:date?", active={
    "from": "from", "to": "to", "except": {"form": "leave", "match": "person", "from": "from", "to": "to"}})
LEAVE = form("leave", "id:text! person_id:reference=staff from:date? to:date?")
VISIT = form("visit", "id:text! by:reference=staff at:date amount:money", date=["at"])
CHINA = Calendar.model_validate({
    "calendar": "china", "title": "x", "revision": "1", "status": "released", "first": "2026-01-01", "last": "2026-12-31",
    "off": ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-10-05", "2026-10-06", "2026-10-07"]})
VISITED = {"kind": "condition", "case": "staff", "let": {"visits": {"count": "all", "form": "visit", "match": "by"}}, "check": "visits >= 1"}


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request):
    return request.param


def judged(every, period, staff, visits=(), leave=(), as_of="2026-12-31", engine="duckdb", check=VISITED, **more):
    staff = [{"id": "E1", "from": "2026-01-01"} | one for one in staff]
    visits = [{"id": f"V{n}", "by": "E1", "at": at} for n, at in enumerate(visits)]
    leave = [{"id": f"L{n}", "person_id": "E1", "from": a, "to": b} for n, (a, b) in enumerate(leave)]
    return judge(check | {"every": every} | more, [STAFF, LEAVE, VISIT], {"staff": staff, "visit": visits, "leave": leave},
                 as_of, period=period, calendar=CHINA, engine=engine)


def test_each_week_is_a_case_and_a_figure_reads_only_its_week(engine):
    found = judged("week", ("2026-04-06", "2026-04-26"), [{}], ["2026-04-08", "2026-04-26"], engine=engine)
    assert {k: v for k, (v, _) in found.items()} == {"E1/2026-W15": "conforms", "E1/2026-W16": "nonconforming", "E1/2026-W17": "conforms"}


def test_a_week_without_a_working_day_is_not_demanded(engine):
    found = judged("week", ("2026-02-09", "2026-03-01"), [{}], engine=engine)
    assert found["E1/2026-W08"] == ("not-applicable", ["no-working-day"])
    assert found["E1/2026-W07"][0] == found["E1/2026-W09"][0] == "nonconforming"


def test_joined_or_left_in_the_middle_is_not_demanded(engine):
    found = judged("week", ("2026-04-13", "2026-05-03"), [{"from": "2026-04-15", "to": "2026-04-29"}], engine=engine)
    assert found["E1/2026-W16"] == ("not-applicable", ["not-active-throughout"])
    assert found["E1/2026-W17"][0] == "nonconforming"
    assert found["E1/2026-W18"] == ("not-applicable", ["not-active-throughout"])


def test_joined_on_the_first_day_worked_after_a_holiday_is_throughout(engine):
    found = judged("week", ("2026-10-05", "2026-10-11"), [{"from": "2026-10-08"}], engine=engine)
    assert found["E1/2026-W41"][0] == "nonconforming"


@pytest.mark.parametrize("leave, expected", [
    ([("2026-04-13", "2026-04-17")], ("not-applicable", ["on-leave"])),
    ([("2026-04-13", "2026-04-14"), ("2026-04-14", "2026-04-20")], ("not-applicable", ["on-leave"])),
    ([("2026-04-13", "2026-04-16")], ("nonconforming", ["not-satisfied"])),
    ([("", "2026-04-17")], ("undetermined", ["value-unreadable"])),
])
def test_only_a_week_wholly_on_leave_is_excused(leave, expected, engine):
    assert judged("week", ("2026-04-13", "2026-04-19"), [{}], leave=leave, engine=engine)["E1/2026-W16"] == expected


def test_the_running_period_is_pending_and_one_outside_the_export_no_case(engine):
    found = judged("month", ("2026-03-15", "2026-12-31"), [{}], as_of="2026-05-10", engine=engine)
    assert {k: v for k, (v, _) in found.items()} == {"E1/2026-04": "nonconforming", "E1/2026-05": "pending"}


def test_who_never_began_has_no_period_and_a_begin_that_cannot_be_read_is_undetermined(engine):
    found = judged("month", ("2026-04-01", "2026-04-30"), [{"from": "2026-13-01"}], engine=engine)
    assert found["E1/2026-04"] == ("undetermined", ["value-unreadable"])


def test_a_week_beyond_the_calendar_is_undetermined(engine):
    found = judged("week", ("2026-12-28", "2027-01-10"), [{}], as_of="2027-01-31", engine=engine)
    assert found["E1/2026-W53"] == ("undetermined", ["calendar-uncovered"])


def test_period_names_can_be_read_in_expressions(engine):
    found = judged("quarter", ("2026-01-01", "2026-06-30"), [{}], engine=engine,
                   check=VISITED | {"check": "period.label = '2026-Q1' and period.next = '2026-Q2' and period.year = 2026"})
    assert {k: v for k, (v, _) in found.items()} == {"E1/2026-Q1": "conforms", "E1/2026-Q2": "nonconforming"}


def test_labels_at_the_turn_of_the_year():
    weeks = list(periods(["week"], dt.date(2025, 12, 22), dt.date(2026, 1, 4), dt.date(2026, 1, 4), None))
    assert [(p.label, p.next, p.year) for p in weeks] == [("2025-W52", "2026-W01", 2025), ("2026-W01", "2026-W02", 2026)]
    halves = list(periods(["half-year", "year"], dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2026, 12, 31), None))
    assert [p.label for p in halves] == ["2026-H1", "2026-H2", "2026"]
