"""Deadlines, lead times, order and presence: worked examples that a quality manager can read (SEMANTICS B and C)."""

from __future__ import annotations

import datetime as dt

import pytest
from judging import form, judge

from procedo.model import Calendar
from procedo.reasons import words

HEAD = {"title": "x", "revision": "1", "status": "released", "calendar": "cn"}
CHINA = Calendar.model_validate(HEAD | {
    "first": "2025-01-01", "last": "2026-12-31",
    "off": ["2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23",
            "2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"],
    "worked": ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-10-10"]})
AS_OF = "2026-11-30"
COMPLAINT = form("complaint", "id:text! class:text received_at:datetime answered_at:datetime launch_at:date?", date=["received_at"])
REPLY = form("reply", "id:text! complaint:reference=complaint at:datetime", date=["at"])
HOLD = form("hold", "id:text! complaint:reference=complaint from:datetime to:datetime")


def told(check, complaint, replies=(), holds=(), as_of=AS_OF, engine="duckdb", calendar=CHINA, **more):
    """(verdict, reasons, last day) of one complaint."""
    records = {
        "complaint": [{"id": "K1"} | complaint],
        "reply": [{"id": f"R{n}", "complaint": "K1", "at": at} for n, at in enumerate(replies)],
        "hold": [{"id": f"H{n}", "complaint": "K1", "from": first, "to": last} for n, (first, last) in enumerate(holds)],
    }
    check = {"kind": "response", "case": "complaint", "clock": "as_of"} | check
    found = judge(check, [COMPLAINT, REPLY, HOLD], records, as_of, engine=engine, calendar=calendar, **more)["K1"]
    return found[0], found[1], found.evidence.get("due")


def answer(within, received, *replies, **more):
    return told({"after": "received_at", "within": within, "needs": "reply"}, {"received_at": received}, replies, **more)


def held(within, received, replies, holds, **more):
    pause = {"form": "hold", "match": "complaint", "from": "from", "to": "to"}
    check = {"after": "received_at", "within": within, "needs": "reply", "pause": pause}
    return told(check, {"received_at": received}, replies, holds, **more)


# last days


def test_a_make_up_sunday_is_a_working_day():
    assert answer("2 working days", "2025-12-31", "2026-01-05") == ("conforms", [], "2026-01-05")


def test_seven_days_run_through_the_holiday():
    assert answer("7 days", "2026-09-30", "2026-10-08") == ("nonconforming", ["late"], "2026-10-07")


@pytest.mark.parametrize(("received", "due"), [("2026-09-30", "2026-10-08"), ("2026-10-03", "2026-10-10")])
def test_a_rule_that_rolls_moves_a_holiday_to_the_next_working_day_and_leaves_a_make_up_day(received, due):
    check = {"after": "received_at", "within": "7 days", "needs": "reply", "roll": "next-working-day"}
    assert told(check, {"received_at": received}, [due]) == ("conforms", [], due)


def test_one_month_from_31_january_ends_on_28_february():
    assert answer("1 month", "2026-01-31", "2026-03-01") == ("nonconforming", ["late"], "2026-02-28")


def test_a_month_and_a_leap_day_before_1970():
    assert answer("1 month", "1968-01-31", "1968-02-29") == ("conforms", [], "1968-02-29")
    assert answer("1 year", "1968-02-29", "1969-03-01") == ("nonconforming", ["late"], "1969-02-28")


def test_24_hours_end_at_the_instant_and_by_the_day_where_only_dates_are_known():
    assert answer("24 hours", "2026-04-03 16:30", "2026-04-04 16:31") == ("nonconforming", ["late"], "2026-04-04 16:30")
    assert answer("24 hours", "2026-04-03", "2026-04-04 23:59") == ("conforms", [], "2026-04-04")


@pytest.mark.parametrize(("received", "answered", "expected"), [
    ("2026-04-10 10:00", "2026-04-13 09:00", ("conforms", [], "2026-04-13 09:00")),
    ("2026-04-10 10:00", "2026-04-13 09:01", ("nonconforming", ["late"], "2026-04-13 09:00")),
    ("2026-10-02 10:00", "2026-10-08 08:30", ("conforms", [], "2026-10-08 09:00")),
])
def test_monday_nine_o_clock_and_when_monday_is_off_the_first_day_worked(received, answered, expected):
    monday = "at_time(next_working_day(end_of('week', received_at) + days(1)), '09:00')"
    assert told({"after": "received_at", "before": monday, "done": "answered_at"}, {"received_at": received, "answered_at": answered}) == expected


@pytest.mark.parametrize(("bound", "due"), [
    ("month_day(received_at, '07-10')", "2026-07-10"),
    ("month_day(received_at, '02-29')", "2026-02-28"),
    ("end_of('half-year', received_at)", "2026-06-30"),
    ("end_of('quarter', received_at) + working_days(5)", "2026-04-08"),
    ("received_at + months(1) - days(1)", "2026-04-01"),
])
def test_last_days_by_the_calendar(bound, due):
    assert told({"after": "received_at", "before": bound, "done": "answered_at"}, {"received_at": "2026-03-02"}) == ("nonconforming", ["missing"], due)


def test_the_limit_may_stand_in_the_record():
    bill = form("bill", "id:text! sent_at:date days:integer paid_at:date", date=["sent_at"])
    rows = [{"id": "B1", "sent_at": "2026-04-08", "days": 3, "paid_at": "2026-04-13"}, {"id": "B2", "sent_at": "2026-04-08", "days": -3},
            {"id": "B3", "sent_at": "2026-04-08"}]
    check = {"kind": "response", "case": "bill", "after": "sent_at", "within": "working_days(days)", "done": "paid_at"}
    found = judge(check, [bill], {"bill": rows}, AS_OF, calendar=CHINA)
    assert found["B1"] == ("conforms", []) and found["B1"].evidence["due"] == "2026-04-13"
    assert found["B2"] == ("undetermined", ["value-unreadable"])
    assert found["B3"][0] == "not-applicable"


# lead times


def lead(window, launch, done, **more):
    return told({"kind": "precedence", "done": "answered_at"} | window, {"launch_at": launch, "answered_at": done}, **more)


@pytest.mark.parametrize(("done", "expected"), [
    ("2026-01-01", ("conforms", [], "2026-01-01")), ("2026-01-02", ("nonconforming", ["too-late"], "2026-01-01"))])
def test_at_least_60_days_before_the_launch(done, expected):
    assert lead({"before": "launch_at - days(60)"}, "2026-03-02", done) == expected


@pytest.mark.parametrize(("done", "verdict", "reasons"), [
    ("2025-12-31", "nonconforming", ["too-early"]), ("2026-01-01", "conforms", []), ("2026-03-02", "conforms", []),
    ("2026-03-03", "nonconforming", ["after"])])
def test_within_the_last_60_days_before_the_launch(done, verdict, reasons):
    assert lead({"after": "launch_at - days(60)", "before": "launch_at"}, "2026-03-02", done)[:2] == (verdict, reasons)


def test_too_late_already_though_the_launch_is_still_ahead():
    assert lead({"before": "launch_at - days(60)"}, "2027-01-28", "")[:2] == ("nonconforming", ["missing"])


def test_a_launch_that_is_not_set_yet_waits():
    assert lead({"before": "launch_at - days(60)"}, "", "")[:2] == ("pending", ["event-not-set"])


def test_a_strict_same_day_policy_does_not_shorten_a_last_day():
    assert lead({"before": "launch_at - days(60)", "same_day": "refused"}, "2026-03-02", "2026-01-01")[0] == "conforms"
    assert lead({"before": "launch_at", "same_day": "refused"}, "2026-03-02", "2026-03-02")[0] == "nonconforming"


# clocks that pause


def test_days_on_hold_do_not_count():
    assert held("5 working days", "2026-04-07", ["2026-04-17"], [("2026-04-09", "2026-04-14")]) == ("conforms", [], "2026-04-17")


def test_holds_that_overlap_count_once():
    holds = [("2026-04-09", "2026-04-13"), ("2026-04-10", "2026-04-14"), ("2026-04-09", "2026-04-10")]
    assert held("5 working days", "2026-04-07", ["2026-04-20"], holds) == ("nonconforming", ["late"], "2026-04-17")


def test_a_hold_from_before_the_trigger_delays_the_start():
    assert held("2 working days", "2026-06-03", ["2026-06-09"], [("2026-06-01", "2026-06-08")]) == ("conforms", [], "2026-06-09")


def test_two_holds_the_second_of_which_begins_on_the_last_day_that_the_first_left():
    holds = [("2026-04-09", "2026-04-14"), ("2026-04-17", "2026-04-21")]
    assert held("5 working days", "2026-04-07", ["2026-04-21"], holds) == ("conforms", [], "2026-04-21")


def test_a_hold_after_the_last_day_changes_nothing():
    assert held("5 working days", "2026-04-07", [], [("2026-04-15", "2026-04-21")]) == ("nonconforming", ["missing"], "2026-04-14")


def test_a_hold_that_is_still_open_stops_the_clock_but_not_an_answer():
    assert held("5 working days", "2026-04-07", [], [("2026-04-14", "")]) == ("pending", ["paused"], None)
    assert held("5 working days", "2026-04-07", ["2026-05-20"], [("2026-04-14", "")])[0] == "conforms"
    assert held("5 working days", "2026-04-07", [], [("2026-04-15", "")]) == ("nonconforming", ["missing"], "2026-04-14")


@pytest.mark.parametrize(("within", "received", "due"), [
    ("5 days", "2026-04-07", "2026-04-17"), ("1 month", "2026-04-07", "2026-05-12"), ("0 days", "2026-04-10", "2026-04-14"),
    ("48 hours", "2026-04-08 16:00", "2026-04-15 16:00"), ("48 hours", "2026-04-07", "2026-04-14")])
def test_holds_push_days_months_and_hours(within, received, due):
    """On hold from 9 to 14 April: five days, or five times 24 hours."""
    assert held(within, received, [], [("2026-04-09", "2026-04-14")])[2] == due


def test_a_hold_without_a_start_leaves_only_what_is_certain():
    assert held("5 working days", "2026-04-07", ["2026-04-14"], [("", "2026-04-14")])[0] == "conforms"
    assert held("5 working days", "2026-04-07", ["2026-04-16"], [("", "2026-04-14")])[:2] == ("undetermined", ["pause-date-missing"])
    assert held("5 working days", "2026-04-07", ["2026-04-30"], [("", "2026-04-14")])[:2] == ("nonconforming", ["late"])
    assert held("5 working days", "2026-04-07", [], [("2026-04-09", "soon")])[:2] == ("undetermined", ["pause-date-missing"])


# which answers count


def test_one_answer_may_serve_two_complaints_or_each_needs_its_own():
    forms = [form("complaint", "id:text! customer:text at:date", date=["at"]), form("call", "id:text! customer:text at:date", date=["at"])]
    records = {"complaint": [{"id": f"K{n}", "customer": "C", "at": f"2026-06-1{n}"} for n in range(3)],
               "call": [{"id": "F1", "customer": "C", "at": "2026-06-12"}, {"id": "F2", "customer": "C", "at": "2026-06-18"}]}
    check = {"kind": "response", "case": "complaint", "after": "at", "within": "5 days", "needs": {"form": "call", "match": {"customer": "customer"}}}
    assert {v[0] for v in judge(check, forms, records, AS_OF).values()} == {"conforms"}
    own = judge(check | {"answers": "own"}, forms, records, AS_OF)
    assert own == {"K0": ("conforms", []), "K1": ("nonconforming", ["late"]), "K2": ("nonconforming", ["missing"])}
    records = {"complaint": records["complaint"], "call": [{"id": "F1", "customer": "C", "at": "2026-06-10"}]}
    used = judge(check | {"answers": "own", "within": "1 day"}, forms, records, AS_OF)
    assert used == {"K0": ("conforms", []), "K1": ("nonconforming", ["missing"]), "K2": ("nonconforming", ["missing"])}, "another's is none"


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_an_undated_call_or_complaint_leaves_open_only_whom_it_may_concern(engine):
    forms = [form("complaint", "id:text! customer:text at:date", date=["at"]), form("call", "id:text! customer:text at:date", date=["at"])]
    check = {"kind": "response", "case": "complaint", "clock": "as_of", "after": "at", "within": "5 days", "answers": "own",
             "needs": {"form": "call", "match": {"customer": "customer"}}}
    complaints = [{"id": "K1", "customer": "C", "at": "2026-06-10"}, {"id": "K2", "customer": "C", "at": "2026-06-11"}]
    calls = [{"id": "F1", "customer": "C", "at": "2026-06-12"}, {"id": "F2", "customer": "C", "at": ""}]
    found = judge(check, forms, {"complaint": complaints, "call": calls}, AS_OF, engine=engine)
    assert found == {"K1": ("conforms", []), "K2": ("undetermined", ["target-date-missing"])}
    complaints.append({"id": "K3", "customer": "C", "at": "soon"})
    found = judge(check, forms, {"complaint": complaints, "call": calls[:1]}, AS_OF, engine=engine)
    assert found["K1"] == ("undetermined", ["trigger-date-unreadable"])
    assert found["K2"] == ("nonconforming", ["missing"])


def test_limits_by_class_and_a_class_that_is_not_known():
    check = {"after": "received_at", "within": "$limit[class]", "needs": "reply"}
    limits = {"parameters": {"limit": {"A": "3 days", "B": "7 days", "C": "15 days"}}}
    assert told(check, {"received_at": "2026-06-10", "class": "A"}, ["2026-06-14"], **limits)[1] == ["late"]
    assert told(check, {"received_at": "2026-06-10", "class": "?"}, ["2026-06-12"], **limits)[0] == "conforms"
    assert told(check, {"received_at": "2026-06-10"}, ["2026-06-18"], **limits)[:2] == ("undetermined", ["limit-attribute-missing"])
    assert told(check, {"received_at": "2026-05-10"}, [], **limits)[:2] == ("nonconforming", ["missing"])


# order

PLAN = form("plan", "id:text! made_at:date briefed_at:date left_at:date", date=["made_at"])


def ordered(*days, optional=(), **more):
    row = dict(zip(("made_at", "briefed_at", "left_at"), days, strict=True))
    check = {"kind": "precedence", "case": "plan", "clock": "as_of", "order": ["made_at", "briefed_at", "left_at"], "optional": list(optional)}
    found = judge(check | more, [PLAN], {"plan": [{"id": "P1"} | row]}, AS_OF)["P1"]
    return found[0], found[1]


@pytest.mark.parametrize(("days", "expected"), [
    (("2026-06-01", "2026-06-01", "2026-06-02"), ("conforms", [])),
    (("2026-06-01", "", ""), ("conforms", [])),
    (("2026-06-01", "", "2026-06-02"), ("nonconforming", ["skipped"])),
    (("2026-06-03", "2026-06-01", "2026-06-04"), ("nonconforming", ["out-of-order"])),
    (("2026-06-03", "soon", "2026-06-04"), ("undetermined", ["value-unreadable"])),
    (("2026-06-03", "soon", "2026-06-01"), ("nonconforming", ["out-of-order"])),
    (("", "", ""), ("not-applicable", [])),
])
def test_plan_then_briefing_then_departure(days, expected):
    assert ordered(*days) == expected


def test_a_briefing_that_may_be_skipped_and_a_strict_policy_for_one_day():
    assert ordered("2026-06-01", "", "2026-06-02", optional=["briefed_at"]) == ("conforms", [])
    assert ordered("2026-06-01", "2026-06-01", "2026-06-02", same_day="refused") == ("nonconforming", ["out-of-order"])


@pytest.mark.parametrize(("history", "expected"), [
    ([("lead", "01"), ("quote", "02"), ("lead", "03"), ("signed", "05")], ("conforms", [])),
    ([("lead", "01"), ("signed", "02")], ("nonconforming", ["skipped"])),
    ([("quote", "01"), ("lead", "02")], ("nonconforming", ["out-of-order"])),
    ([("lead", ""), ("quote", "03")], ("undetermined", ["date-missing"])),
    ([("", "01"), ("quote", "03")], ("undetermined", ["date-missing"])),
    ([], ("not-applicable", [])),
])
def test_the_stages_of_an_opportunity_in_their_order(history, expected):
    forms = [form("deal", "id:text!"), form("stage_history", "id:text! deal:reference=deal stage:text at:date", date=["at"])]
    rows = [{"id": f"S{n}", "deal": "D1", "stage": stage, "at": f"2026-06-{day}" if day else ""} for n, (stage, day) in enumerate(history)]
    check = {"kind": "precedence", "case": "deal", "needs": "stage_history", "order": {"stage": "$stages"}}
    records = {"deal": [{"id": "D1"}], "stage_history": rows}
    found = judge(check, forms, records, AS_OF, parameters={"stages": ["lead", "quote", "signed"]})["D1"]
    assert (found[0], found[1]) == expected


def test_a_duty_that_lapsed_conforms():
    check = {"after": "received_at", "within": "5 days", "needs": "reply", "unless": "class = 'withdrawn'"}
    assert told(check, {"received_at": "2026-06-10", "class": "withdrawn"})[0] == "conforms"
    assert told(check, {"received_at": "2026-06-10", "class": "A"})[0] == "nonconforming"


# bad input, and what is said of it


def test_a_calendar_that_ends_before_the_last_day():
    late = {"as_of": "2027-01-10"}
    assert answer("5 working days", "2026-12-28", "2026-12-30", **late)[0] == "conforms"
    verdict, reasons, due = answer("5 working days", "2026-12-28", "2027-01-04", **late)
    assert (verdict, reasons, due) == ("undetermined", ["calendar-uncovered"], None)
    assert words("calendar-uncovered", "response").zh == "工作日历未覆盖该日期"
    assert words("calendar-uncovered", "response").en == "the working calendar does not cover the dates"
    assert answer("5 working days", "2026-12-28", as_of="2026-12-31")[0] == "pending"
    assert answer("2 working days", "2026-06-10", calendar=None)[:2] == ("undetermined", ["calendar-uncovered"])


def test_a_lead_time_from_beyond_the_calendar_counts_none_of_the_days_it_does_not_know():
    bound = {"before": "launch_at - working_days(3)"}
    assert lead(bound, "2027-01-12", "2026-12-28", as_of="2027-02-01")[0] == "conforms"
    assert lead(bound, "2027-01-12", "2027-01-05", as_of="2027-02-01")[:2] == ("undetermined", ["calendar-uncovered"])


def test_a_rolled_last_day_beyond_the_calendar_is_not_before_the_day_itself():
    check = {"after": "received_at", "within": "10 days", "needs": "reply", "roll": "next-working-day"}
    assert told(check, {"received_at": "2026-12-23"}, ["2027-01-02"], as_of="2027-02-01")[0] == "conforms"
    assert told(check, {"received_at": "2026-12-23"}, ["2027-01-03"], as_of="2027-02-01")[:2] == ("undetermined", ["calendar-uncovered"])


def test_a_complaint_without_a_date_is_no_case_and_one_with_an_unreadable_date_is_undetermined():
    assert answer("5 days", "")[0] == "not-applicable"
    assert answer("5 days", "2026-06-31")[:2] == ("undetermined", ["value-unreadable"])
    assert words("value-unreadable", "response").zh == "取值无法读取"


def test_a_blank_key_cannot_be_linked():
    forms = [form("deed", "id:text! key:text! at:date", date=["at"]), form("earlier", "id:text! key:text at:date", date=["at"])]
    records = {"deed": [{"id": "V1", "key": "\u3000", "at": "2026-06-10"}], "earlier": [{"id": "E1", "key": "", "at": "2026-06-01"}]}
    search = {"form": "earlier", "match": {"key": "key"}}
    for check in ({"kind": "precedence", "needs": search, "before": "at"}, {"kind": "existence", "needs": search}, {"kind": "absence", "forbids": search}):
        assert judge({"case": "deed"} | check, forms, records, AS_OF)["V1"] == ("undetermined", ["key-missing"])
    assert words("key-missing", "precedence").en == "the key that joins the records is missing"


@pytest.mark.parametrize(("check", "said"), [
    ({"kind": "precedence", "before": "launch_at", "done": "answered_at", "roll": "next-working-day"}, "never does"),
    ({"kind": "precedence", "order": ["received_at"]}, "at least two points"),
    ({"kind": "precedence", "order": ["received_at", "answered_at"], "before": "launch_at"}, "either `order` or `before`"),
    ({"kind": "precedence", "done": "answered_at", "before": "launch_at", "optional": ["answered_at"]}, "belongs to `order`"),
    ({"kind": "response", "after": "received_at", "within": "5 days", "done": "answered_at", "answers": "own"}, "one search"),
    ({"kind": "response", "after": "received_at", "before": "launch_at", "done": "answered_at",
      "pause": {"form": "hold", "from": "from", "to": "to"}}, "counting of `within`"),
])
def test_settings_that_cannot_be_meant_are_refused(check, said):
    with pytest.raises(ValueError, match=said):
        told(check, {"received_at": "2026-06-10"})


def test_every_day_of_two_years_is_counted_as_a_person_would():
    """Working days from every day of 2026, against counting on the fingers."""
    off, worked = set(CHINA.off), set(CHINA.worked)

    def due(day: dt.date, count: int) -> dt.date:
        while count:
            day += dt.timedelta(days=1)
            count -= day in worked or (day.weekday() < 5 and day not in off)
        return day

    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(350)]
    task = form("task", "id:text! at:date", date=["at"])
    check = {"kind": "response", "case": "task", "after": "at", "within": "7 working days", "done": "at + working_days(7)"}
    found = judge(check, [task], {"task": [{"id": str(day), "at": str(day)} for day in days]}, AS_OF, calendar=CHINA)
    assert {day: found[str(day)].evidence["due"] for day in days if day <= dt.date(2026, 11, 30)} == {
        day: str(due(day, 7)) for day in days if day <= dt.date(2026, 11, 30)}
