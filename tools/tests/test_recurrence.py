"""Recurring duties: again and again. Each test is a case that a quality manager can read."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
import small_library
from judging import form, judge
from pydantic import ValidationError

from procedo.language.context import NotEvaluable
from procedo.model import Calendar
from procedo.model.text import Text
from procedo.rules._build import Misplaced
from procedo.rules.recurrence import Fields
from procedo.site.checks_in_words import check_in_words
from procedo.site.lexicon import Lexicon

CUSTOMER = form("customer", "id:text! class:text status:text from:date?! to:date?", active={"from": "from", "to": "to"})
CONTACT = form("contact", "id:text! customer:reference=customer at:date type:text", date=["at"])
ORDER = form("order", "id:text! customer:reference=customer delivered:date", date=["delivered"])
CHINA = Calendar.model_validate({
    "calendar": "china", "title": "x", "revision": "1", "status": "released", "first": "2026-01-01", "last": "2026-12-31",
    "off": ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-10-05", "2026-10-06", "2026-10-07"]})
EVERY_30 = {"kind": "recurrence", "case": "customer", "needs": {"form": "contact", "match": "customer"}, "max_gap": "30 days"}
APART = {"kind": "recurrence", "case": "customer", "needs": {"form": "contact", "match": "customer"}, "min_gap": "7 days"}


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request):
    return request.param


def gaps(customer, contacts, as_of, check=EVERY_30, engine="duckdb", orders=(), **more):
    """`C1/day the interval begins` -> (verdict, reasons). `contacts`: days of contact, or records."""
    customer = [{"id": "C1", "from": "2026-05-01"} | one for one in (customer if isinstance(customer, list) else [customer])]
    told = [{"id": f"V{n}", "customer": "C1"} | (one if isinstance(one, dict) else {"at": one}) for n, one in enumerate(contacts)]
    records = {"customer": customer, "contact": told, "order": [{"id": f"O{n}", "customer": "C1", "delivered": d} for n, d in enumerate(orders)]}
    return judge(check, [CUSTOMER, CONTACT, ORDER], records, as_of, calendar=CHINA, engine=engine, **more)


# gaps: the next contact within 30 days


def test_day_thirty_is_in_time_and_day_thirty_one_is_late(engine):
    assert gaps({}, ["2026-05-31"], "2026-05-31", engine=engine)["C1/2026-05-01"] == ("conforms", [])
    assert gaps({}, ["2026-06-01"], "2026-06-01", engine=engine)["C1/2026-05-01"] == ("nonconforming", ["late"])


def test_each_interval_is_a_case_and_the_open_one_is_pending(engine):
    assert gaps({}, ["2026-05-20", "2026-07-01"], "2026-07-10", engine=engine) == {
        "C1/2026-05-01": ("conforms", []), "C1/2026-05-20": ("nonconforming", ["late"]), "C1/2026-07-01": ("pending", [])}


def test_the_last_day_belongs_to_the_interval(engine):
    assert gaps({}, [], "2026-05-31", engine=engine) == {"C1/2026-05-01": ("pending", [])}
    assert gaps({}, [], "2026-06-01", engine=engine) == {"C1/2026-05-01": ("nonconforming", ["missing"])}


def test_two_contacts_on_one_day_are_one_and_one_on_the_first_day_begins_anew(engine):
    found = gaps({}, ["2026-05-01", "2026-05-25", "2026-05-25"], "2026-05-25", engine=engine)
    assert found == {"C1/2026-05-01": ("conforms", []), "C1/2026-05-25": ("pending", [])}


def test_who_leaves_before_it_is_due_is_not_judged(engine):
    assert gaps({"to": "2026-05-31"}, [], "2026-07-31", engine=engine) == {"C1/2026-05-01": ("not-applicable", ["ended"])}
    assert gaps({"to": "2026-06-01"}, [], "2026-07-31", engine=engine) == {"C1/2026-05-01": ("nonconforming", ["missing"])}


def test_an_end_that_lies_ahead_has_not_come_yet(engine):
    assert gaps({"to": "2026-05-20"}, [], "2026-05-10", engine=engine) == {"C1/2026-05-01": ("pending", [])}
    assert gaps({"to": "2026-05-20"}, [], "2026-05-20", engine=engine) == {"C1/2026-05-01": ("not-applicable", ["ended"])}


def test_a_contact_after_the_end_fills_nothing(engine):
    found = gaps({"to": "2026-06-15"}, ["2026-06-20"], "2026-07-31", engine=engine)
    assert found == {"C1/2026-05-01": ("nonconforming", ["missing"])}


def test_counting_begins_where_the_records_do(engine):
    """Nobody knows of contacts before the first day that the records cover: earlier ones do not count, later days do."""
    early = {"from": "2020-01-01"}
    found = gaps(early, ["2025-12-31", "2026-06-30"], "2026-06-30", engine=engine, period=("2026-06-01", "2026-06-30"))
    assert found == {"C1/2026-06-01": ("conforms", []), "C1/2026-06-30": ("pending", [])}


def test_how_often_may_depend_on_the_class(engine):
    check = EVERY_30 | {"max_gap": "$interval[class]"}
    customers = [{"id": "C1", "class": "A"}, {"id": "C2", "class": "C"}]
    found = gaps(customers, [], "2026-06-01", check, engine, parameters={"interval": {"A": "10 days", "C": "3 months"}})
    assert found == {"C1/2026-05-01": ("nonconforming", ["missing"]), "C2/2026-05-01": ("pending", [])}


def test_every_five_working_days_spares_the_holiday(engine):
    check = EVERY_30 | {"max_gap": "5 working days"}
    customer = {"from": "2026-09-29"}
    assert gaps(customer, ["2026-10-09"], "2026-10-09", check, engine)["C1/2026-09-29"] == ("conforms", [])
    assert gaps(customer, [], "2026-10-10", check, engine)["C1/2026-09-29"] == ("nonconforming", ["missing"])


def test_a_contact_without_a_date_may_have_been_the_one(engine):
    assert gaps({}, [""], "2026-06-30", engine=engine) == {"C1/2026-05-01": ("undetermined", ["target-date-missing"])}
    assert gaps({}, ["2026-02-30", "2026-05-20"], "2026-05-20", engine=engine) == {
        "C1/2026-05-01": ("conforms", []), "C1/2026-05-20": ("undetermined", ["target-date-missing"])}


def test_a_contact_that_may_count_leaves_open_only_what_it_could_fill(engine):
    """Whether the record of unknown type is a visit decides about the interval it lies in, and about no other."""
    check = EVERY_30 | {"needs": {"form": "contact", "match": "customer", "where": "type = 'visit'"}}
    typed = form("contact", "id:text! customer:reference=customer at:date type:text!", date=["at"])
    records = [{"id": "V1", "customer": "C1", "at": "2026-05-20", "type": ""},
               {"id": "V2", "customer": "C1", "at": "2026-06-10", "type": "visit"},
               {"id": "V3", "customer": "C1", "at": "2026-08-10", "type": "visit"}]
    found = judge(check, [CUSTOMER, typed], {"customer": [{"id": "C1", "from": "2026-05-01"}], "contact": records},
                  "2026-08-10", calendar=CHINA, engine=engine)
    assert found["C1/2026-05-01"] == ("undetermined", ["value-unreadable"])
    assert found["C1/2026-06-10"] == ("nonconforming", ["late"])


def test_without_a_begin_that_can_be_read_nothing_can_be_said(engine):
    assert gaps({"from": "2026-02-30"}, ["2026-07-01"], "2026-08-01", engine=engine) == {"C1": ("undetermined", ["value-unreadable"])}
    assert gaps({"from": ""}, ["2026-07-01"], "2026-08-01", engine=engine) == {"C1": ("undetermined", ["value-missing"])}


def test_an_end_that_cannot_be_read_leaves_open_what_it_could_excuse(engine):
    found = gaps({"to": "2026-02-30"}, ["2026-05-20", "2026-07-20"], "2026-07-20", engine=engine)
    assert found["C1/2026-05-01"] == ("conforms", [])
    assert found["C1/2026-05-20"] == ("undetermined", ["value-unreadable"])


def test_the_interval_that_runs_beyond_the_calendar_is_undetermined(engine):
    check = EVERY_30 | {"max_gap": "20 working days"}
    found = gaps({"from": "2026-12-21"}, [], "2027-03-01", check, engine)
    assert found == {"C1/2026-12-21": ("undetermined", ["calendar-uncovered"])}


def test_the_clock_may_start_with_the_first_delivery(engine):
    check = EVERY_30 | {"let": {"bought": {"min": "delivered", "form": "order", "match": "customer"}}, "after": "bought"}
    assert gaps({}, [], "2026-08-01", check, engine) == {}
    found = gaps({}, ["2026-07-15"], "2026-08-01", check, engine, orders=["2026-07-01", "2026-07-20"])
    assert found == {"C1/2026-07-01": ("conforms", []), "C1/2026-07-15": ("pending", [])}


def test_the_duty_may_lapse(engine):
    found = gaps({"status": "lost"}, [], "2026-08-01", EVERY_30 | {"unless": "status = 'lost'"}, engine)
    assert found == {"C1/2026-05-01": ("conforms", [])}


def test_only_the_records_that_when_picks_have_intervals(engine):
    found = gaps([{"id": "C1", "class": "A"}, {"id": "C2", "class": "B"}], [], "2026-08-01", EVERY_30 | {"when": "class = 'A'"}, engine)
    assert found == {"C1/2026-05-01": ("nonconforming", ["missing"])}


# gaps: not again within 7 days


def test_too_soon_after_the_last_contact(engine):
    assert gaps({}, ["2026-06-01", "2026-06-07"], "2026-06-30", APART, engine) == {
        "C1/2026-06-01": ("nonconforming", ["too-early"]), "C1/2026-06-07": ("conforms", [])}
    assert gaps({}, ["2026-06-01", "2026-06-08"], "2026-06-10", APART, engine) == {
        "C1/2026-06-01": ("conforms", []), "C1/2026-06-08": ("pending", [])}


def test_the_first_contact_may_come_at_once_unless_the_check_names_the_start(engine):
    assert gaps({}, ["2026-05-02"], "2026-05-02", APART, engine) == {"C1/2026-05-02": ("pending", [])}
    assert gaps({}, ["2026-05-02"], "2026-05-02", APART | {"after": "from"}, engine)["C1/2026-05-01"] == ("nonconforming", ["too-early"])


def test_a_contact_without_a_date_may_have_been_too_soon(engine):
    found = gaps({}, ["2026-06-01", "", "2026-06-20"], "2026-06-20", APART, engine)
    assert found["C1/2026-06-01"] == ("undetermined", ["target-date-missing"])


# what a check of recurrence may say


@pytest.mark.parametrize(("said", "sentence"), [
    ({}, "either `every`"),
    ({"every": "week", "max_gap": "5 days"}, "either `every`"),
    ({"max_gap": "5 days", "needs": []}, "says `needs`"),
    ({"max_gap": "5 days", "needs": ["contact", "order"]}, "make it several checks"),
    ({"max_gap": "5 days", "done": "at"}, "takes no `done`"),
    ({"max_gap": "5 days", "needs": {"form": "contact", "at_least": 2}}, "takes no `at_least`"),
])
def test_a_check_that_says_too_little_or_too_much_is_refused(said, sentence):
    with pytest.raises(ValidationError, match=sentence):
        Fields.model_validate({"id": "a", "kind": "recurrence", "case": "customer", "needs": "contact"} | said)


def test_a_form_without_a_life_needs_a_start(engine):
    with pytest.raises(Misplaced, match="declares no life"):
        judge(EVERY_30 | {"case": "order"}, [CUSTOMER, CONTACT, ORDER], {"customer": [], "contact": [], "order": []}, "2026-06-01", engine=engine)


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


def greedy(days, needed, grace, weeks_):
    """By hand: each report, in order of date, fills the oldest week that is open; which weeks are full."""
    filled = dict.fromkeys(range(weeks_), 0)
    for day in sorted(days):
        open_ = [week for week in range(weeks_) if week * 7 <= day <= week * 7 + 6 + grace and filled[week] < needed]
        if open_:
            filled[open_[0]] += 1
    return {week: count >= needed for week, count in filled.items()}


@pytest.mark.parametrize(("needed", "grace"), [(1, 3), (1, 10), (2, 9), (3, 20)])
def test_one_report_one_week_whatever_the_grace(needed, grace, engine):
    """Random reports, some of which may count or not: each week is full in every reading, in none, or it is undetermined."""
    chance, first, number_of_weeks = random.Random(needed * 100 + grace), dt.date(2026, 3, 30), 6
    people = {f"E{n}": [(chance.randrange(number_of_weeks * 7), chance.random() < 0.2) for _ in range(chance.randrange(9))] for n in range(25)}
    records = [{"by": person, "at": (first + dt.timedelta(days=day)).isoformat(), "type": "" if unsure else "week"}
               for person, reports in people.items() for day, unsure in reports]
    check = WEEKLY | {"before": f"period.end + days({grace})", "needs": {"form": "report", "match": "by", "where": "type = 'week'", "at_least": needed}}
    found = weeks(records, check, engine, period=("2026-03-30", "2026-05-10"), staff=[{"id": person} for person in people], as_of="2026-07-31")
    for person, reports in people.items():
        certain, unsure = [d for d, u in reports if not u], [d for d, u in reports if u]
        readings = [greedy([*certain, *some], needed, grace, number_of_weeks)
                    for size in range(len(unsure) + 1) for some in itertools.combinations(unsure, size)]
        for week in range(number_of_weeks):
            answers = {reading[week] for reading in readings}
            wanted = "undetermined" if len(answers) > 1 else "conforms" if answers == {True} else "nonconforming"
            assert found[f"{person}/2026-W{week + 14}"][0] == wanted, (person, week, sorted(reports))


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
    assert missed["2026-W17"].id != week.id


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


# in words


WORDS = [
    (WEEKLY, "每条“员工”，每周：本期内须有“周报”。", "Each “Employee” record, every week: there is a “Weekly report” in the period."),
    (NAMED | {"before": "period.end + days(3)"}, "每条“员工”，每周：不晚于本期末日 + 3 天，须有“周报”（属于本期）。",
     "Each “Employee” record, every week: there is a “Weekly report” (for the period) not later than the period's last day + 3 days."),
    (EVERY_30 | {"case": "staff", "needs": "report", "min_gap": "2 days"}, "每条“员工”：每次“周报”之后 30 天之内须有下一次；两次之间至少相隔 2 天。",
     "Each “Employee” record: each “Weekly report” is followed by the next within 30 days; between two of them at least 2 days pass."),
    (APART | {"case": "staff", "needs": "report"}, "每条“员工”：两次“周报”之间至少相隔 7 天。",
     "Each “Employee” record: between two “Weekly report” records at least 7 days pass."),
]


@pytest.mark.parametrize(("check", "zh", "en"), WORDS)
def test_a_check_is_told_in_words(check, zh, en):
    titled = {"staff": STAFF.model_copy(update={"title": Text({"zh": "员工", "en": "Employee"})}),
              "report": REPORT.model_copy(update={"title": Text({"zh": "周报", "en": "Weekly report"})})}
    assert check_in_words(check, Lexicon(titled, {}, {}, {}, "zh")) == zh
    assert check_in_words(check, Lexicon(titled, {}, {}, {}, "en")) == en
