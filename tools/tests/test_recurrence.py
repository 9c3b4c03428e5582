"""Recurring duties in every period, ladders, and how they are told. Each test is a case that a quality manager can read."""


from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
import small_library
from judging import form, judge
from test_sql_core import CORE

from procedo.compile import compile_library
from procedo.compile.whole import whole_tables, year_to
from procedo.explain.counting import counted_days
from procedo.language.context import NotEvaluable
from procedo.library import read
from procedo.model import Calendar
from procedo.model.form import Paper
from procedo.model.text import Text
from procedo.site.checks_in_words import check_in_words
from procedo.site.lexicon import Lexicon

CHINA = Calendar.model_validate({
    "calendar": "china", "title": "x", "revision": "1", "status": "released", "first": "2026-01-01", "last": "2026-12-31",
    "off": ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-10-05", "2026-10-06", "2026-10-07"]})
EVERY_30 = {"kind": "recurrence", "case": "customer", "needs": {"form": "contact", "match": "customer"}, "max_gap": "30 days"}
APART = {"kind": "recurrence", "case": "customer", "needs": {"form": "contact", "match": "customer"}, "min_gap": "7 days"}


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request):
    return request.param


# periods: a report in every week


STAFF = form("staff", "id:text! name:text from:date?! to:date?", active={
    "from": "from", "to": "to", "except": {"form": "leave", "match": "person", "from": "from", "to": "to"}})
LEAVE = form("leave", "id:text! person:reference=staff from:date? to:date?")
REPORT = form("report", "id:text! by:reference=staff at:date week:text type:text! topic:text", date=["at"])
WEEKLY = {"kind": "recurrence", "case": "staff", "every": "week", "needs": {"form": "report", "match": "by"}}
NAMED = WEEKLY | {"needs": {"form": "report", "match": {"by": "id", "week": "period.label"}}}
APRIL = ("2026-04-06", "2026-04-26")
"""Weeks 15, 16 and 17."""


def weeks(reports, check=WEEKLY, engine="duckdb", period=APRIL, as_of="2026-05-31", staff=(), **more):
    """`E1/2026-W15` -> (verdict, reasons). `reports`: days, or records."""
    staff = [{"id": "E1", "from": "2026-01-01"} | one for one in (staff or [{}])]
    told = [{"id": f"R{n}", "by": "E1", "type": "week"} | (one if isinstance(one, dict) else {"at": one}) for n, one in enumerate(reports)]
    return judge(check, [STAFF, LEAVE, REPORT], {"staff": staff, "report": told, "leave": []}, as_of, period=period, calendar=CHINA,
                 engine=engine, **more)


def plain(found):
    return {key.partition("/")[2]: verdict for key, (verdict, _) in found.items()}


def test_each_missed_week_is_a_finding_of_its_own(engine):
    assert weeks(["2026-04-08", "2026-04-26"], engine=engine) == {
        "E1/2026-W15": ("conforms", []), "E1/2026-W16": ("nonconforming", ["missing"]), "E1/2026-W17": ("conforms", [])}


def test_a_report_of_another_week_is_neither_late_nor_early_for_this_one(engine):
    assert weeks(["2026-04-27"], engine=engine)["E1/2026-W17"] == ("nonconforming", ["missing"])


def test_a_report_that_names_its_week_counts_for_it_late_or_not(engine):
    found = weeks([{"at": "2026-04-20", "week": "2026-W15"}, {"at": "2026-04-10", "week": "2026-W17"}], NAMED, engine)
    assert found == {"E1/2026-W15": ("nonconforming", ["late"]), "E1/2026-W16": ("nonconforming", ["missing"]),
                     "E1/2026-W17": ("conforms", [])}


def test_a_report_that_names_no_week_counts_for_the_one_it_is_dated_in(engine):
    found = weeks([{"at": "2026-04-20", "week": "2026-W15"}, {"at": "2026-04-15", "week": ""}], NAMED, engine)
    assert plain(found) == {"2026-W15": "nonconforming", "2026-W16": "conforms", "2026-W17": "nonconforming"}


def test_due_before_the_week_is_over(engine):
    """By Wednesday: on Thursday it is late, in the week before it belongs to that week."""
    check = WEEKLY | {"before": "period.start + days(2)"}
    assert weeks(["2026-04-07", "2026-04-10", "2026-04-16"], check, engine) == {
        "E1/2026-W15": ("conforms", []), "E1/2026-W16": ("nonconforming", ["late"]), "E1/2026-W17": ("nonconforming", ["missing"])}


def test_a_plan_comes_before_its_week_and_each_plan_counts_once(engine):
    check = WEEKLY | {"before": "period.start - days(1)"}
    assert plain(weeks(["2026-04-03", "2026-04-12"], check, engine)) == {
        "2026-W15": "conforms", "2026-W16": "conforms", "2026-W17": "nonconforming"}


def test_inside_the_grace_period_a_report_fills_the_oldest_week_that_is_open(engine):
    check = WEEKLY | {"before": "period.end + days(2)"}
    assert plain(weeks(["2026-04-14"], check, engine)) == {
        "2026-W15": "conforms", "2026-W16": "nonconforming", "2026-W17": "nonconforming"}
    assert plain(weeks(["2026-04-08", "2026-04-14"], check, engine))["2026-W16"] == "conforms"
    assert plain(weeks(["2026-04-14", "2026-04-14"], check, engine))["2026-W16"] == "conforms"


def test_a_report_that_may_count_leaves_open_each_week_that_it_could_fill_or_free(engine):
    """If the untyped report of week 15 counts, the one of Tuesday is left for week 16."""
    check = WEEKLY | {"before": "period.end + days(2)", "needs": {"form": "report", "match": "by", "where": "type = 'week'"}}
    found = weeks([{"at": "2026-04-08", "type": ""}, "2026-04-14"], check, engine)
    assert plain(found) == {"2026-W15": "conforms", "2026-W16": "undetermined", "2026-W17": "nonconforming"}


def test_a_report_that_may_count_is_not_said_to_lack_its_date(engine):
    """With a bound the records are shared out among the weeks; why one is open is told all the same."""
    check = WEEKLY | {"before": "period.start + days(2)", "needs": {"form": "report", "match": "by", "where": "type = 'week'"}}
    found = weeks([{"at": "2026-04-07", "type": ""}, "2026-04-13"], check, engine)
    assert found["E1/2026-W15"] == ("undetermined", ["value-missing"])
    dark = weeks([{"at": "2026-04-07", "type": ""}, "2026-02-30"], check, engine)
    assert dark["E1/2026-W15"] == ("undetermined", ["target-date-missing", "value-missing"])
    assert dark["E1/2026-W16"] == ("undetermined", ["target-date-missing"])


def test_a_report_without_a_date_could_fill_any_week(engine):
    found = weeks(["2026-04-08", "2026-02-30"], engine=engine)
    assert found == {"E1/2026-W15": ("conforms", []), "E1/2026-W16": ("undetermined", ["target-date-missing"]),
                     "E1/2026-W17": ("undetermined", ["target-date-missing"])}
    assert weeks([{"at": "", "week": "2026-W16"}], NAMED, engine)["E1/2026-W17"] == ("nonconforming", ["missing"])


def test_the_running_week_is_pending_to_its_last_day(engine):
    assert plain(weeks([], engine=engine, as_of="2026-04-26"))["2026-W17"] == "pending"
    assert plain(weeks([], engine=engine, as_of="2026-04-27"))["2026-W17"] == "nonconforming"


def test_three_times_a_week(engine):
    check = WEEKLY | {"needs": {"form": "report", "match": "by", "at_least": 3}}
    found = weeks(["2026-04-06", "2026-04-07", "2026-04-08", "2026-04-13"], check, engine)
    assert found == {"E1/2026-W15": ("conforms", []), "E1/2026-W16": ("nonconforming", ["too-few"]), "E1/2026-W17": ("nonconforming", ["missing"])}


def test_one_for_every_topic_and_each_counts_once(engine):
    check = WEEKLY | {"needs": {"form": "report", "match": "by", "each": {"topic": ["sales", "prices"]}}, "before": "period.end + days(2)"}
    reports = [{"at": "2026-04-07", "topic": "sales"}, {"at": "2026-04-13", "topic": "prices"}, {"at": "2026-04-14", "topic": "sales"}]
    assert plain(weeks(reports, check, engine)) == {"2026-W15": "conforms", "2026-W16": "nonconforming", "2026-W17": "nonconforming"}


def test_several_demands_in_one_week(engine):
    check = WEEKLY | {"needs": [{"form": "report", "match": "by", "where": "type = 'week'"}, {"form": "report", "match": "by", "where": "type = 'plan'"}]}
    found = weeks(["2026-04-06", {"at": "2026-04-07", "type": "plan"}, "2026-04-14"], check, engine)
    assert plain(found) == {"2026-W15": "conforms", "2026-W16": "nonconforming", "2026-W17": "nonconforming"}


def test_every_month_and_every_quarter(engine):
    """One record counts in its month and in its quarter, and in each once only."""
    check = WEEKLY | {"every": ["month", "quarter"], "before": "period.end + days(10)"}
    found = weeks(["2026-01-20", "2026-04-05"], check, engine, period=("2026-01-01", "2026-06-30"), as_of="2026-08-31")
    assert plain(found) == {
        "2026-01": "conforms", "2026-02": "nonconforming", "2026-03": "conforms", "2026-04": "nonconforming", "2026-05": "nonconforming",
        "2026-06": "nonconforming", "2026-Q1": "conforms", "2026-Q2": "conforms"}


def test_weeks_that_are_not_demanded_take_no_report(engine):
    """Week 8 has no working day: the report of its Monday is left for week 7, that of the grace period for week 9."""
    check = WEEKLY | {"before": "period.end + days(7)"}
    found = weeks(["2026-02-16", "2026-03-03"], check, engine, period=("2026-02-09", "2026-03-08"))
    assert found["E1/2026-W08"] == ("not-applicable", ["no-working-day"])
    assert plain(found) == {"2026-W07": "conforms", "2026-W08": "not-applicable", "2026-W09": "conforms", "2026-W10": "nonconforming"}


def test_who_has_no_begin_date_cannot_be_judged(engine):
    assert weeks([], staff=[{"from": ""}], engine=engine)["E1/2026-W15"] == ("undetermined", ["value-missing"])


def test_beyond_the_calendar_nothing_is_demanded_for_certain(engine):
    found = weeks([], engine=engine, period=("2026-12-28", "2027-01-10"), as_of="2027-01-31")
    assert found["E1/2027-W01"] == ("undetermined", ["calendar-uncovered"])


def test_without_the_period_that_the_records_cover_nothing_can_be_demanded(engine):
    with pytest.raises(NotEvaluable) as missing:
        weeks([], engine=engine, period=None)
    assert missing.value.reason.en == "the recordset states no `period` (first and last day that the records cover), so no period can be demanded"


def greedy(reports, needed, grace, weeks_):
    """By hand: a report that names its week counts for it, if it is in time; each other one, in order of date, fills the oldest
    week that is open. Which weeks are full. `reports`: (day, the week it names or None)."""
    filled = {week: sum(named == week and day <= week * 7 + 6 + grace for day, named in reports) for week in range(weeks_)}
    for day in sorted(day for day, named in reports if named is None):
        open_ = [week for week in range(weeks_) if week * 7 <= day <= week * 7 + 6 + grace and filled[week] < needed]
        if open_:
            filled[open_[0]] += 1
    return {week: count >= needed for week, count in filled.items()}


@pytest.mark.parametrize(("needed", "grace", "names"), [(1, 3, 0), (1, 10, 0.3), (2, 9, 0), (3, 20, 0.2)])
def test_one_report_one_week_whatever_the_grace(needed, grace, names, engine):
    """Random reports, some of which may count or not: each week is full in every reading, in none, or it is undetermined."""
    chance, first, number_of_weeks = random.Random(needed * 100 + grace), dt.date(2026, 3, 30), 6

    def report():
        week = chance.randrange(number_of_weeks) if chance.random() < names else None
        return (chance.randrange(number_of_weeks * 7), week), chance.random() < 0.2

    people = {f"E{n}": [report() for _ in range(chance.randrange(9))] for n in range(25)}
    records = [{"by": person, "at": (first + dt.timedelta(days=day)).isoformat(), "type": "" if unsure else "week",
                "week": "" if week is None else f"2026-W{week + 14}"}
               for person, reports in people.items() for (day, week), unsure in reports]
    match = {"by": "id", "week": "period.label"} if names else "by"
    check = WEEKLY | {"before": f"period.end + days({grace})",
                      "needs": {"form": "report", "match": match, "where": "type = 'week'", "at_least": needed}}
    found = weeks(records, check, engine, period=("2026-03-30", "2026-05-10"), staff=[{"id": person} for person in people], as_of="2026-07-31")
    for person, reports in people.items():
        certain, unsure = [r for r, u in reports if not u], [r for r, u in reports if u]
        readings = [greedy([*certain, *some], needed, grace, number_of_weeks)
                    for size in range(len(unsure) + 1) for some in itertools.combinations(unsure, size)]
        for week in range(number_of_weeks):
            answers = {reading[week] for reading in readings}
            wanted = "undetermined" if len(answers) > 1 else "conforms" if answers == {True} else "nonconforming"
            assert found[f"{person}/2026-W{week + 14}"][0] == wanted, (person, week, sorted(reports, key=str))


# which revision judges


def test_an_interval_is_judged_by_the_revision_of_its_first_day(tmp_path):
    """Thirty days until June, ten days from June on."""
    forms = [small_library.form("staff", "id:text! from:date?! to:date?", active={"from": "from", "to": "to"}),
             small_library.form("report", "id:text! by:reference=staff at:date", date=["at"])]
    checks = [{"kind": "recurrence", "case": "staff", "needs": {"form": "report", "match": "by"}, "max_gap": length} for length in ("30 days", "10 days")]
    revisions = [small_library.procedure(number, day, check) for number, day, check in zip("12", ("2020-01-01", "2026-06-01"), checks, strict=True)]
    root = small_library.write(tmp_path, [*forms, *revisions])
    days = ["2026-05-20", "2026-06-10", "2026-06-25"]
    records = {"staff": [{"id": "E1", "from": "2026-05-01", "to": ""}], "report": [{"id": d, "by": "E1", "at": d} for d in days]}
    (late,) = small_library.check(root, records, "2026-06-25").findings
    assert (late.case.window, late.revision, late.reasons) == ("2026-06-10", "2", ("late",))


# what is told


def told(tmp_path, check, as_of, records, **more):
    """The findings of a check on records as exported, by window."""
    titles = {"staff": {"zh": "员工", "en": "Employee"}, "report": {"zh": "周报", "en": "Weekly report"}}
    forms = [small_library.form("staff", "id:text! from:date?! to:date?", active={"from": "from", "to": "to"}, title=titles["staff"]),
             small_library.form("report", "id:text! by:reference=staff at:date type:text", date=["at"], title=titles["report"])]
    root = small_library.write(tmp_path, [*forms, small_library.procedure("1", "2020-01-01", check)])
    outcome = small_library.check(root, records, as_of, **more)
    return {finding.case.window: finding for finding in outcome.findings}


STAFF_E1 = [{"id": "E1", "from": "2026-01-01", "to": ""}]


def test_a_missed_week_is_told_with_the_person_the_week_what_is_missing_and_by_when(tmp_path):
    reports = [{"id": "R1", "by": "E1", "at": "2026-04-08", "type": "week"}]
    missed = told(tmp_path, WEEKLY, "2026-05-31", {"staff": STAFF_E1, "report": reports}, period={"from": APRIL[0], "to": APRIL[1]})
    assert sorted(missed) == ["2026-W16", "2026-W17"]
    week = missed["2026-W16"]
    assert week.message.zh == "员工 E1 2026-W16：该期间没有记录（周报）；期限 2026-04-19"
    assert week.message.en == "Employee E1 2026-W16: the period has no record (Weekly report); due 2026-04-19"
    assert (week.record, week.subject) == (None, "staff E1")
    assert week.evidence.searched == "report (from 2026-04-13, due 2026-04-19)"
    assert week.evidence.lacking == ("report",)
    assert week.evidence.events == (), "the report of another week is not shown"
    assert missed["2026-W17"].id != week.id


def test_explain_counts_the_days_of_grace_from_the_end_of_the_week(tmp_path):
    forms = [small_library.form("staff", "id:text! from:date?! to:date?", active={"from": "from", "to": "to"}),
             small_library.form("report", "id:text! by:reference=staff at:date", date=["at"])]
    calendar = {"calendar": "china", "first": "2026-01-01", "last": "2026-12-31", "off": ["2026-04-06"], "worked": []}
    check = WEEKLY | {"before": "period.end + working_days(2)"}
    root = small_library.write(tmp_path, [*forms, calendar, small_library.procedure("1", "2020-01-01", check)], calendar="china")
    records = {"staff": STAFF_E1, "report": [{"id": "R1", "by": "E1", "at": "2026-01-02"}]}
    (finding,) = small_library.check(root, records, "2026-05-31", period={"from": "2026-03-30", "to": "2026-04-05"}).findings
    assert [line.en for line in counted_days(read(root), finding)] == [
        "2026-04-05 Sun  the start, not counted itself", "2026-04-06 Mon  public holiday", "2026-04-07 Tue  working day 1",
        "2026-04-08 Wed  working day 2, the last day"]


def test_a_late_report_is_told_with_the_record(tmp_path):
    reports = [{"id": "R1", "by": "E1", "at": "2026-04-16", "type": "week"}]
    late = told(tmp_path, WEEKLY | {"before": "period.start + days(2)"}, "2026-05-31", {"staff": STAFF_E1, "report": reports},
                period={"from": "2026-04-13", "to": "2026-04-19"})
    assert late["2026-W16"].message.en == "Employee E1 2026-W16: done too late; due 2026-04-15"
    assert [(event.at, event.row) for event in late["2026-W16"].evidence.events] == [("2026-04-16", 2)]


def test_a_gap_is_told_with_the_days_it_lies_between(tmp_path):
    check = {"kind": "recurrence", "case": "staff", "needs": {"form": "report", "match": "by"}, "max_gap": "30 days"}
    reports = [{"id": "R1", "by": "E1", "at": "2026-01-20", "type": ""}, {"id": "R2", "by": "E1", "at": "2026-03-20", "type": ""}]
    gaps_ = told(tmp_path, check, "2026-05-31", {"staff": STAFF_E1, "report": reports})
    assert gaps_["2026-01-20"].message.zh == "员工 E1 2026-01-20：逾期完成；期限 2026-02-19"
    assert [event.at for event in gaps_["2026-01-20"].evidence.events] == ["2026-01-20", "2026-03-20"]
    assert gaps_["2026-03-20"].message.en == "Employee E1 2026-03-20: the period has no record (Weekly report); due 2026-04-19"
    assert gaps_["2026-03-20"].evidence.searched == "report (from 2026-03-20, due 2026-04-19)"


def test_without_a_period_the_check_says_that_it_cannot_be_evaluated(tmp_path):
    forms = [small_library.form("staff", "id:text! from:date?! to:date?", active={"from": "from", "to": "to"}),
             small_library.form("report", "id:text! by:reference=staff at:date", date=["at"])]
    root = small_library.write(tmp_path, [*forms, small_library.procedure("1", "2020-01-01", WEEKLY)])
    reports = [{"id": "R1", "by": "E1", "at": "2026-04-08"}]
    (check,) = small_library.check(root, {"staff": STAFF_E1, "report": reports}, "2026-05-31").requirements[0].checks
    assert str(check.status) == "not-evaluable"
    assert check.reason.zh == "记录集没有写明 period（记录涵盖的起止日），无法知道哪些周期应有记录"


# dunning ladders: the stage demanded against the stage reached

INSTALMENT = form("instalment", "id:text! due:date?! paid:date", date=["due"])
DUNNING = form("dunning", "id:text! instalment:reference=instalment at:date stage:integer", date=["at"])
LADDER = {"steps": {0: 0, 10: 1, 30: 2, 60: 3}}
"""Ten days overdue: a reminder (1); thirty: a letter (2); sixty: the lawyer (3)."""
REACHED = {"reached": {"max": "stage", "form": "dunning", "match": "instalment"}}


def ladder(dunned, as_of, engine, check=None, paid=""):
    demanded = {"kind": "condition", "case": "instalment", "when": "due < as_of and paid is null", "let": REACHED,
                "check": "coalesce(reached, 0) >= step($ladder, days_between(due, as_of))"}
    records = {"instalment": [{"id": "I1", "due": "2026-04-01", "paid": paid}],
               "dunning": [{"id": f"D{n}", "instalment": "I1", "at": at, "stage": stage} for n, (at, stage) in enumerate(dunned)]}
    return judge(check or demanded, [INSTALMENT, DUNNING], records, as_of, engine=engine, parameters={"ladder": LADDER["steps"]})["I1"]


def test_the_stage_reached_is_at_least_the_stage_demanded(engine):
    assert ladder([], "2026-04-10", engine) == ("conforms", [])
    assert ladder([], "2026-04-11", engine) == ("nonconforming", ["not-satisfied"])
    assert ladder([("2026-04-11", 1)], "2026-04-30", engine) == ("conforms", [])
    assert ladder([("2026-04-11", 1)], "2026-05-01", engine) == ("nonconforming", ["not-satisfied"])
    assert ladder([("2026-04-11", 1), ("2026-05-01", 2)], "2026-05-01", engine) == ("conforms", [])
    assert ladder([("2026-04-11", 3)], "2026-07-01", engine) == ("conforms", [])


def test_once_paid_no_stage_is_demanded_any_more(engine):
    assert ladder([], "2026-07-01", engine, paid="2026-06-30")[0] == "not-applicable"


def test_a_stage_that_cannot_be_read_may_have_been_the_one(engine):
    assert ladder([("2026-04-11", "soon")], "2026-07-01", engine) == ("undetermined", ["value-unreadable"])


def test_open_receivables_are_followed_up_again_and_again_until_they_are_paid(engine):
    check = {"kind": "recurrence", "case": "instalment", "when": "due < as_of", "needs": {"form": "dunning", "match": "instalment"},
             "after": "due", "before": "paid", "max_gap": "14 days"}
    records = {"instalment": [{"id": "I1", "due": "2026-04-01", "paid": "2026-05-20"}],
               "dunning": [{"id": "D1", "instalment": "I1", "at": "2026-04-15", "stage": 1}, {"id": "D2", "instalment": "I1", "at": "2026-05-10", "stage": 2}]}
    found = judge(check, [INSTALMENT, DUNNING], records, "2026-07-01", engine=engine)
    assert found == {"I1/2026-04-01": ("conforms", []), "I1/2026-04-15": ("nonconforming", ["late"]),
                     "I1/2026-05-10": ("not-applicable", ["ended"])}


# the queries

STATED = [
    WEEKLY | {"before": "period.end + working_days(2)", "needs": {"form": "report", "match": {"by": "id", "week": "period.label"}, "at_least": 2}},
    WEEKLY | {"every": ["month", "working day"], "needs": {"form": "report", "match": "by", "each": {"topic": ["a", "b"]}}, "before": "period.end + days(2)"},
    {"kind": "recurrence", "case": "staff", "needs": {"form": "report", "match": "by", "where": "type = 'week'"}, "max_gap": "5 working days",
     "min_gap": "1 month", "unless": "name = 'x'", "pause": {"form": "leave", "from": "from", "to": "to"}},
]


@pytest.mark.parametrize("check", STATED, ids=["grace", "each", "gaps"])
def test_only_the_core_of_sql(check, tmp_path):
    """Every field may be missing, unreadable or ahead, so that no branch is folded away."""
    forms = [small_library.form(f.form, fields, **life) for f, fields, life in (
        (STAFF, "id:text! name:text from:date?! to:date?", {"active": {"from": "from", "to": "to"}}),
        (LEAVE, "id:text! person:reference=staff from:date? to:date?", {}),
        (REPORT, "id:text! by:reference=staff at:date week:text type:text! topic:text", {"date": ["at"]}))]
    library = read(small_library.write(tmp_path, [*forms, small_library.procedure("1", "2020-01-01", check)]))
    program = compile_library(library, whole_tables(library.forms(), True), "all", dt.date(2026, 7, 1), period=year_to(dt.date(2026, 7, 1)))
    nodes = [node for step in program.steps if step.select is not None for node in step.select.walk()]
    assert len(nodes) > 500
    assert {type(node).__name__ for node in nodes if not isinstance(node, CORE)} == set()


# in words


WORDS = [
    (WEEKLY, "每条“员工”，每周：本期内须有“周报”。", "Each “Employee” record, every week: there is a “Weekly report” in the period."),
    (NAMED | {"before": "period.end + days(3)"}, "每条“员工”，每周：不晚于本期末日 + 3 天，须有“周报”（属于本期）。",
     "Each “Employee” record, every week: there is a “Weekly report” (for the period) not later than the period's last day + 3 days."),
    (EVERY_30 | {"case": "staff", "needs": "report", "min_gap": "2 days"}, "每条“员工”：每次“周报”之后 30 天之内须有下一次；两次之间至少相隔 2 天。",
     "Each “Employee” record: each “Weekly report” is followed by the next within 30 days; between two of them at least 2 days pass."),
    (EVERY_30 | {"case": "staff", "needs": "report", "pause": {"form": "leave", "from": "from", "to": "to"}},
     "每条“员工”：每次“周报”之后 30 天之内须有下一次；有“休假”的日子不计。",
     "Each “Employee” record: each “Weekly report” is followed by the next within 30 days; days with a “Leave” do not count."),
    (APART | {"case": "staff", "needs": "report"}, "每条“员工”：两次“周报”之间至少相隔 7 天。",
     "Each “Employee” record: between two “Weekly report” records at least 7 days pass."),
]


@pytest.mark.parametrize(("check", "zh", "en"), WORDS)
def test_a_check_is_told_in_words(check, zh, en):
    titled = {"staff": STAFF.model_copy(update={"title": Text({"zh": "员工", "en": "Employee"})}),
              "report": REPORT.model_copy(update={"title": Text({"zh": "周报", "en": "Weekly report"})}),
              "leave": LEAVE.model_copy(update={"title": Text({"zh": "休假", "en": "Leave"})})}
    assert check_in_words(check, Lexicon(titled, {}, {}, {}, "zh")) == zh
    assert check_in_words(check, Lexicon(titled, {}, {}, {}, "en")) == en


def test_a_subset_a_period_and_a_printed_form_are_told_by_their_titles():
    staff = STAFF.model_copy(update={"title": Text({"zh": "员工", "en": "Employee"}), "subsets": {"joined": "name = 'F-1'"}})
    report = REPORT.model_copy(update={
        "title": Text({"zh": "周报", "en": "Operations report"}), "papers": {"F-1": Paper(title=Text({"zh": "周表", "en": "Weekly sheet"}))}})
    check = {"kind": "recurrence", "case": "joined", "every": "$often", "needs": {"form": "report", "match": "by"}}
    said = {}
    for language, title in (("zh", "周报的周期"), ("en", "How often")):
        said[language] = check_in_words(check, Lexicon({"staff": staff, "report": report}, {}, {"often": (title, "month", "text")}, {}, language))
    name = {language: staff.fields["name"].label.in_(language) for language in said}
    assert said["zh"] == f"每条“员工”（仅限：{name['zh']} = “F-1 周表”），每月（周报的周期）：本期内须有“周报”。"
    limit = f"{name['en']} = “F-1 Weekly sheet”"
    assert said["en"] == f"Each “Employee” record (only if {limit}), every month (How often): there is an “Operations report” in the period."


def test_a_variant_is_told_as_the_parameter_in_force_chooses_and_codes_by_the_field_that_has_them_all():
    staff = STAFF.model_copy(update={"title": Text({"zh": "员工", "en": "Employee"})})
    label = {"meeting": {"a": Text({"en": "Alone"}), "b": Text({"en": "Both"})}, "report": {"a": Text({"en": "Advance"})}}
    forms = {"staff": staff} | {
        name: REPORT.model_copy(update={"form": name, "fields": REPORT.fields | {"topic": REPORT.fields["topic"].model_copy(update={"choices": choices})}})
        for name, choices in label.items()}
    lexicon = Lexicon(forms, {}, {"how": ("How", "strict", "text"), "topics": ("Topics", ["a", "b"], "list")}, {}, "en")
    check = {"kind": "completeness", "case": "staff", "variants": {"choose": "$how", "strict": {"fields": ["name", "id"]}, "lax": {"fields": ["id"]}}}
    names = [staff.fields[field].label.in_("en") for field in ("name", "id")]
    assert check_in_words(check, lexicon) == f"Each “Employee” record: states {', '.join(names)}."
    assert lexicon.parameter("topics") == "Topics (Alone, Both)" and lexicon.labelled("a") == "a"
