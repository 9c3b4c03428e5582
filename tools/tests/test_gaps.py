"""Gaps: the next contact within 30 days, and not again within 7. Each test is a case that a quality manager can read."""


from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
import small_library
from judging import form, judge
from pydantic import ValidationError

from procedo.model import Calendar
from procedo.problem import ProblemError
from procedo.rules._build import Misplaced
from procedo.rules.recurrence import Fields

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


def test_nobody_is_accused_of_what_fell_due_after_the_last_day_that_the_records_cover(engine):
    covered = {"period": ("2026-05-01", "2026-05-31"), "engine": engine}
    assert gaps({}, ["2026-05-10"], "2026-07-31", **covered) == {"C1/2026-05-01": ("conforms", []), "C1/2026-05-10": ("pending", [])}
    assert gaps({}, [], "2026-07-31", **covered) == {"C1/2026-05-01": ("pending", [])}


def test_how_often_is_not_known_but_every_class_gives_the_same_answer(engine):
    check = EVERY_30 | {"max_gap": "$interval[class]"}
    limits = {"interval": {"A": "10 days", "C": "30 days"}}

    def judged(contacts, as_of):
        return gaps({"class": "Z"}, contacts, as_of, check, engine, parameters=limits)["C1/2026-05-01"]

    assert judged(["2026-05-11"], "2026-05-11") == ("conforms", [])
    assert judged(["2026-05-12"], "2026-05-12") == ("undetermined", ["limit-attribute-missing"])
    assert judged([], "2026-05-11") == ("pending", [])
    assert judged([], "2026-05-31") == ("undetermined", ["limit-attribute-missing"])
    assert judged([], "2026-06-01") == ("nonconforming", ["missing"])


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


# holds: time that does not count

HOLD = form("hold", "id:text! customer:reference=customer from:date to:date?")
HELD = EVERY_30 | {"pause": {"form": "hold", "match": "customer", "from": "from", "to": "to"}}


def held(holds, contacts, as_of, engine, check=HELD, **customer):
    records = {"customer": [{"id": "C1", "from": "2026-05-01"} | customer],
               "hold": [{"id": f"H{n}", "customer": "C1", "from": a, "to": b} for n, (a, b) in enumerate(holds)],
               "contact": [{"id": f"V{n}", "customer": "C1", "at": at} for n, at in enumerate(contacts)]}
    return judge(check, [CUSTOMER, CONTACT, HOLD], records, as_of, calendar=CHINA, engine=engine)


def test_days_on_hold_do_not_count(engine):
    """Ten days on hold: day 30 is 10 June instead of 31 May."""
    assert held([("2026-05-11", "2026-05-21")], ["2026-06-10"], "2026-06-10", engine)["C1/2026-05-01"] == ("conforms", [])
    assert held([("2026-05-11", "2026-05-21")], ["2026-06-11"], "2026-06-11", engine)["C1/2026-05-01"] == ("nonconforming", ["late"])


def test_a_hold_counts_in_each_interval_for_itself(engine):
    """After a contact during the hold, day 1 is the day on which the hold is lifted."""
    hold = [("2026-05-11", "2026-05-21")]
    assert held(hold, ["2026-05-16", "2026-06-19"], "2026-06-19", engine)["C1/2026-05-16"] == ("conforms", [])
    assert held(hold, ["2026-05-16", "2026-06-20"], "2026-06-20", engine)["C1/2026-05-16"] == ("nonconforming", ["late"])


def test_a_hold_without_an_end_stops_the_clock(engine):
    assert held([("2026-05-11", "")], [], "2026-12-01", engine) == {"C1/2026-05-01": ("pending", ["paused"])}
    assert held([("2026-05-11", "")], ["2026-11-01"], "2026-11-01", engine)["C1/2026-05-01"] == ("conforms", [])
    assert held([("2026-06-11", "")], [], "2026-12-01", engine) == {"C1/2026-05-01": ("nonconforming", ["missing"])}
    assert held([("2026-05-11", "")], [], "2026-12-01", engine, to="2026-11-30") == {"C1/2026-05-01": ("not-applicable", ["ended"])}


def test_a_hold_without_a_start_leaves_open_what_it_could_change(engine):
    assert held([("", "2026-05-21")], [], "2026-12-01", engine)["C1/2026-05-01"][0] == "nonconforming"
    assert held([("", "2026-05-21")], ["2026-06-05"], "2026-06-05", engine)["C1/2026-05-01"] == ("undetermined", ["pause-date-missing"])
    assert held([("", "2026-05-21")], ["2026-05-31"], "2026-05-31", engine)["C1/2026-05-01"] == ("conforms", [])


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


# not again within 24 hours: clock times count, and every act

def test_a_contact_that_may_have_been_too_soon_leaves_open_also_the_last_interval_before_the_end(engine):
    """Nobody followed up again and the record has ended: certain only if no contact may lie between."""
    ended, visits = {"to": "2026-06-04"}, APART | {"needs": {"form": "contact", "match": "customer", "where": "seen"}}
    assert gaps(ended, ["2026-06-01"], "2026-06-20", APART, engine) == {"C1/2026-06-01": ("not-applicable", ["ended"])}
    assert gaps(ended, ["2026-06-01", ""], "2026-06-20", APART, engine) == {"C1/2026-06-01": ("undetermined", ["target-date-missing"])}
    seen = form("contact", "id:text! customer:reference=customer at:date seen:boolean", date=["at"])
    for day, verdict in (("2026-06-03", "undetermined"), ("2026-06-05", "not-applicable")):
        told = [{"id": f"V{n}", "customer": "C1", "at": at, "seen": yes} for n, (at, yes) in enumerate([("2026-06-01", "是"), (day, "也许")])]
        records = {"customer": [{"id": "C1", "from": "2026-05-01"} | ended], "contact": told}
        assert judge(visits, [CUSTOMER, seen], records, "2026-06-20", engine=engine)["C1/2026-06-01"][0] == verdict


HOURS = APART | {"min_gap": "24 hours"}
CLOCKED = form("contact", "id:text! customer:reference=customer at:datetime type:text!", date=["at"])


def clocked(contacts, as_of, engine, check=HOURS, started="2026-05-01", contact=CLOCKED, **customer):
    records = {"customer": [{"id": "C1", "from": started} | customer],
               "contact": [{"id": f"V{n}", "customer": "C1", "type": "call"} | (one if isinstance(one, dict) else {"at": one})
                           for n, one in enumerate(contacts)]}
    return judge(check, [CUSTOMER, contact], records, as_of, calendar=CHINA, engine=engine)


@pytest.mark.parametrize(("second", "answer"), [
    ("2026-05-13 09:00", ("nonconforming", ["too-early"])),
    ("2026-05-13 09:59:59", ("nonconforming", ["too-early"])),
    ("2026-05-13 10:00", ("conforms", [])),
    ("2026-05-14 08:00", ("conforms", [])),
])
def test_twenty_four_hours_are_counted_by_the_clock(engine, second, answer):
    assert clocked(["2026-05-12 10:00", second], "2026-06-30", engine)["C1/2026-05-12"] == answer


def test_twice_on_one_day_is_too_early_and_each_contact_begins_an_interval(engine):
    assert clocked(["2026-05-12 16:30", "2026-05-12 10:00", "2026-05-13 16:30"], "2026-06-30", engine) == {
        "C1/2026-05-12": ("nonconforming", ["too-early"]), "C1/2026-05-12#2": ("conforms", []), "C1/2026-05-13": ("conforms", [])}
    half = HOURS | {"min_gap": "30 minutes"}
    assert clocked(["2026-05-12 10:00", "2026-05-12 10:30", "2026-05-12 10:59"], "2026-06-30", engine, half) == {
        "C1/2026-05-12": ("conforms", []), "C1/2026-05-12#2": ("nonconforming", ["too-early"]), "C1/2026-05-12#3": ("conforms", [])}


def test_two_contacts_at_one_time_are_two_but_one_listed_twice_is_one(engine):
    twice = [{"id": "V1", "at": "2026-05-12 10:00"}, {"id": "V1", "at": "2026-05-12 10:00"}]
    assert clocked(twice, "2026-06-30", engine) == {"C1/2026-05-12": ("conforms", [])}
    assert clocked(["2026-05-12 10:00", "2026-05-12 10:00"], "2026-06-30", engine) == {
        "C1/2026-05-12": ("nonconforming", ["too-early"]), "C1/2026-05-12#2": ("conforms", [])}
    assert gaps({}, [{"id": "V1", "at": "2026-06-01"}, {"id": "V1", "at": "2026-06-01"}], "2026-06-30", APART, engine) == {
        "C1/2026-06-01": ("conforms", [])}


def test_the_evidence_tells_the_times(engine):
    found = clocked(["2026-05-12 10:00", "2026-05-13 09:00"], "2026-06-30", engine)["C1/2026-05-12"].evidence
    assert {word: found[word] for word in ("from", "earliest", "done")} == {
        "from": "2026-05-12 10:00", "earliest": "2026-05-13 10:00", "done": "2026-05-13 09:00"}


def test_where_contacts_carry_no_time_days_count_and_what_they_do_not_show_accuses_nobody(engine):
    """Two days of contact next to each other may lie 47 hours apart, and two contacts on one day twelve."""
    def judged(hours, contacts):
        return gaps({}, contacts, "2026-06-30", HOURS | {"min_gap": hours}, engine)["C1/2026-06-01"]

    early, fine = ("nonconforming", ["too-early"]), ("conforms", [])
    assert judged("24 hours", ["2026-06-01", "2026-06-02"]) == fine
    assert judged("24 hours", ["2026-06-01", "2026-06-01"]) == early
    assert judged("12 hours", ["2026-06-01", "2026-06-01"]) == fine
    assert judged("47 hours", ["2026-06-01", "2026-06-02"]) == fine
    assert judged("48 hours", ["2026-06-01", "2026-06-02"]) == early


def test_days_between_contacts_with_times_are_days(engine):
    check = HOURS | {"min_gap": "1 day"}
    assert clocked(["2026-05-12 23:00", "2026-05-13 01:00"], "2026-06-30", engine, check)["C1/2026-05-12"] == ("conforms", [])
    assert clocked(["2026-05-12 01:00", "2026-05-12 23:00"], "2026-06-30", engine, check)["C1/2026-05-12"] == ("nonconforming", ["too-early"])


def test_the_last_interval_is_pending_until_the_hours_are_over(engine):
    assert clocked(["2026-05-12 10:00"], "2026-05-12", engine) == {"C1/2026-05-12": ("pending", [])}
    assert clocked(["2026-05-12 10:00"], "2026-05-13", engine) == {"C1/2026-05-12": ("conforms", [])}


def test_hours_from_a_named_start_count_by_its_own_precision(engine):
    """A start with a time: to the second. A day: what came that day may have come before, what came later counts from its beginning."""
    check = HOURS | {"after": "from"}
    timed = form("customer", "id:text! from:datetime?! to:date?", active={"from": "from", "to": "to"})

    def judged(subject, start, contact):
        records = {"customer": [{"id": "C1", "from": start}], "contact": [{"id": "V1", "customer": "C1", "at": contact, "type": "call"}]}
        return judge(check, [subject, CLOCKED], records, "2026-06-30", calendar=CHINA, engine=engine)

    early, fine = ("nonconforming", ["too-early"]), ("conforms", [])
    assert judged(timed, "2026-05-01 08:00", "2026-05-02 07:59") == {"C1/2026-05-01": early, "C1/2026-05-02": fine}
    assert judged(timed, "2026-05-01 08:00", "2026-05-02 08:00") == {"C1/2026-05-01": fine, "C1/2026-05-02": fine}
    assert judged(timed, "2026-05-01 08:00", "2026-05-01 09:00") == {"C1/2026-05-01": early, "C1/2026-05-01#2": fine}
    assert judged(timed, "2026-05-01 08:00", "2026-05-01 07:00") == {"C1/2026-05-01": fine}
    assert judged(CUSTOMER, "2026-05-01", "2026-05-01 09:00") == {"C1/2026-05-01": fine}
    assert judged(CUSTOMER, "2026-05-01", "2026-05-02 00:00") == {"C1/2026-05-01": fine, "C1/2026-05-02": fine}


def test_a_contact_of_which_too_little_is_known_leaves_open_what_it_could_cut_short(engine):
    visits = HOURS | {"needs": {"form": "contact", "match": "customer", "where": "type = 'call'"}}

    def judged(*contacts):
        return clocked(["2026-05-12 10:00", *contacts, "2026-05-14 10:00"], "2026-06-30", engine, visits)["C1/2026-05-12"]

    assert judged({"at": "2026-05-13 09:00", "type": ""}) == ("undetermined", ["value-unreadable"])
    assert judged({"at": "2026-05-12 10:00", "type": ""}) == ("undetermined", ["value-unreadable"])
    assert judged({"at": "2026-05-13 10:00", "type": ""}) == ("conforms", [])
    assert judged({"at": "2026-05-12 09:00", "type": ""}) == ("conforms", [])
    assert judged({"at": ""}) == ("undetermined", ["target-date-missing"])


def test_lengths_that_mix_hours_and_days_are_refused(engine):
    with pytest.raises(Misplaced, match="all in hours or minutes"):
        gaps({"class": "A"}, [], "2026-06-30", APART | {"min_gap": "$apart[class]"}, engine, parameters={"apart": {"A": "24 hours", "B": "7 days"}})


# random contacts, some of which may count or not: an interval has one answer in every reading, or is undetermined


def by_hand(acts, longest, shortest, end, today, lapsed=False):
    """(day, which of that day) -> verdict, as B.17 says it. `acts` begin with the start, which is no act unless it is repeated.
    No fault is one where the duty has lapsed."""
    begin, *done = acts
    done = sorted(day for day in done if day <= min(today, end))
    points = done if done[:1] == [begin] else [begin, *done]
    found, seen = {}, []
    for n, (day, following) in enumerate(itertools.zip_longest(points, points[1:])):
        due, measured = day + longest, bool(n) or points is done
        seen.append(day)
        if following is not None:
            verdict = "nonconforming" if following > due or (measured and following < day + shortest) else "conforms"
        elif end <= min(due, today):
            verdict = "not-applicable"
        else:
            verdict = "pending" if today <= due else "nonconforming"
        found[day, seen.count(day)] = "conforms" if lapsed and verdict == "nonconforming" else verdict
    return found


def readings(certain, unsure, judged):
    """What `judged` says, for every choice of the unsure that may count."""
    choices = (some for size in range(len(unsure) + 1) for some in itertools.combinations(unsure, size))
    return [judged([*certain, *some]) for some in choices]


def agreed(found, at):
    """An interval that the end may cut off is no case, unless it may be a fault."""
    answers = {one[at] for one in found}
    spared = "not-applicable" in answers and "nonconforming" not in answers
    return "not-applicable" if spared else answers.pop() if len(answers) == 1 else "undetermined"


def test_random_gaps_are_judged_as_by_hand(engine):
    chance, first, today = random.Random(17), dt.date(2026, 3, 1), 60
    people, contacts = {}, []
    for n in range(90):
        end = chance.choice([10**6, chance.randrange(5, 70)])
        acts = [(chance.choice([0, 2]) if chance.random() < 0.2 else chance.randrange(65), chance.random() < 0.25) for _ in range(chance.randrange(7))]
        people[f"C{n}"] = (end, acts, n % 3 == 0)
        contacts += [{"id": f"{n}.{i}", "customer": f"C{n}", "at": (first + dt.timedelta(days=d)).isoformat(), "type": "" if unsure else "visit"}
                     for i, (d, unsure) in enumerate(acts)]
    customers = [{"id": key, "from": first.isoformat(), "to": "" if end == 10**6 else (first + dt.timedelta(days=end)).isoformat(),
                  "status": "lost" if lost else ""} for key, (end, _, lost) in people.items()]
    typed = form("contact", "id:text! customer:reference=customer at:date type:text!", date=["at"])
    ending = form("customer", "id:text! status:text from:date?! to:date?", active={"from": "from", "to": "to"})
    search = {"form": "contact", "match": "customer", "where": "type = 'visit'"}
    check = EVERY_30 | {"max_gap": "14 days", "min_gap": "4 days", "unless": "status = 'lost'", "needs": search}
    found = judge(check, [ending, typed], {"customer": customers, "contact": contacts}, (first + dt.timedelta(days=today)).isoformat(),
                  "2026-12-31", calendar=CHINA, engine=engine)
    for key, (end, acts, lost) in people.items():
        certain, unsure = [d for d, u in acts if not u], [d for d, u in acts if u]
        read = readings(certain, unsure, lambda acts, end=end, lost=lost: by_hand([0, *acts], 14, 4, end, today, lost))
        wanted = {f"{key}/{first + dt.timedelta(days=day)}{'' if nth == 1 else f'#{nth}'}": agreed(read, (day, nth)) for day, nth in read[0]}
        assert {k: v for k, (v, _) in found.items() if k.startswith(f"{key}/")} == wanted, (key, end, sorted(acts))


def test_random_hours_are_judged_as_by_hand(engine):
    """Contacts at random hours of a fortnight; an interval is known by the hour of the contact that begins it."""
    chance, first = random.Random(23), dt.datetime(2026, 3, 1)
    people = {f"C{n}": [(hour, chance.random() < 0.3) for hour in chance.sample(range(300), chance.randrange(9))] for n in range(60)}
    contacts = [{"id": f"{key}.{i}", "customer": key, "at": str(first + dt.timedelta(hours=hour)), "type": "" if unsure else "visit"}
                for key, acts in people.items() for i, (hour, unsure) in enumerate(acts)]
    check = HOURS | {"needs": {"form": "contact", "match": "customer", "where": "type = 'visit'"}}
    found = judge(check, [CUSTOMER, CLOCKED], {"customer": [{"id": key, "from": "2026-03-01"} for key in people], "contact": contacts},
                  "2026-03-31", calendar=CHINA, engine=engine)
    for key, acts in people.items():
        def judged(hours):
            hours = sorted(hours)
            return {hour: "nonconforming" if then is not None and then < hour + 24 else "conforms"
                    for hour, then in itertools.zip_longest(hours, hours[1:])}

        read = readings([h for h, u in acts if not u], [h for h, u in acts if u], judged)
        wanted = {f"{first + dt.timedelta(hours=hour):%Y-%m-%d %H:%M}": agreed(read, hour) for hour in read[0]}
        assert {one.evidence["from"]: one[0] for k, one in found.items() if k.startswith(f"{key}/")} == wanted, (key, sorted(acts))


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


def test_lint_says_where_and_in_both_languages(tmp_path):
    forms = [small_library.form("staff", "id:text!"), small_library.form("report", "id:text! by:reference=staff at:date", date=["at"])]
    root = small_library.write(tmp_path, [*forms, small_library.procedure("1", "2020-01-01", {"kind": "recurrence", "case": "staff", "needs": "report"})])
    with pytest.raises(ProblemError) as refused:
        small_library.check(root, {"staff": [{"id": "E1"}], "report": [{"id": "R1", "by": "E1", "at": "2026-04-08"}]}, "2026-05-31")
    (problem,) = refused.value.problems
    assert problem.place.line and problem.id == "recurrence-how-often"
    assert problem.sentence.zh == "recurrence 要写 every（每个周期一次），或 max_gap、min_gap（间隔），两种择一"


def test_a_form_without_a_life_needs_a_start(engine):
    with pytest.raises(Misplaced, match="declares no life"):
        judge(EVERY_30 | {"case": "order"}, [CUSTOMER, CONTACT, ORDER], {"customer": [], "contact": [], "order": []}, "2026-06-01", engine=engine)
