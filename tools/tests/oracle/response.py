"""Response, read plainly from SEMANTICS C.1 and B: a trigger happened, so an act must follow in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from oracle import calendar as days
from oracle.acts import Act, Found, column, doubts, found, instant
from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.values import (
    AS_OF,
    CONFORMS,
    NO_CASE,
    PENDING,
    Answer,
    Records,
    Row,
    coarser,
    event,
    flag,
    in_order,
    moment,
    plan,
    unknown,
    word,
    worst,
    wrong,
)

FORMS = [
    form("matter", "id:text! key:text! at:date at_time:datetime class:text done_at:date filed_at:date until:date? lapsed:boolean open:boolean"),
    form("answer", "id:text! key:text on:date counts:boolean", date=["on"]),
    form("call", "id:text! key:text at:datetime", date=["at"]),
]
DAYS = ["2026-05-15", "2026-05-29", "2026-05-31", "2026-06-05", *(f"2026-06-{d:02}" for d in range(6, 17)), "2026-06-21", "", "2026-06-31"]
TIMES = [f"2026-06-{d:02} {t}" for d in (10, 11, 12, 13, 14, 15, 16) for t in ("09:00", "15:30")] + ["", "2026-06-21 10:00", "bald"]
FLAGS = ["是", "是", "否", "", "也许"]
KEYS = ["K0", "K1", "K2", " K1\u3000"]
RECORDS = record_sets(
    matter=rows(
        4, 1, key=[*KEYS, ""], at=DAYS, at_time=TIMES, **{"class": ["A", "B", "", "Z"]}, done_at=DAYS, filed_at=DAYS, until=[*DAYS, "2026-07-03"],
        lapsed=FLAGS, open=FLAGS,
    ),
    answer=rows(6, key=[*KEYS, ""], on=DAYS, counts=FLAGS),
    call=rows(4, key=[*KEYS, ""], at=TIMES),
)


ANSWERS, CALLED = found("answer", point="on"), found("call", at=moment)


def undated(act: Act) -> str:
    return "target-date-missing"


def judged(start: dt.date | None, acts: list[Act], in_time: Callable[[dt.date], bool | None], same_day: str = "allowed") -> Answer:
    """The table of C.1 once the trigger is known; `start` None: an absolute limit alone."""

    def inside(act: Act) -> bool | None:
        return in_time(act.at.value) if start is None or in_order(start, act.at.value, same_day) else False

    dated = [act for act in acts if act.at.value and not act.doubt]
    if any(inside(act) for act in dated):
        return CONFORMS
    dark = doubts(acts, inside, undated)
    if in_time(AS_OF) is None or any(inside(act) is None for act in dated):
        return unknown("calendar-uncovered")
    if dark:
        return unknown(*dark)
    if any(start is None or in_order(start, act.at.value, same_day) for act in dated):
        return wrong("late")
    if in_time(AS_OF):
        return PENDING
    return wrong("only-before-trigger" if dated else "missing")


def reading(limit: days.Limit, after: str = "at", acts: Found = ANSWERS, same_day: str = "allowed") -> Callable[[Row, Records], Answer]:
    """After `after`, within `limit`."""

    def judge(case: Row, records: Records) -> Answer:
        start, keyless = instant(after)(case[after]), acts in (ANSWERS, CALLED) and word(case["key"]) is None
        if start.nothing:
            return NO_CASE
        if start.broken:  # then the table looks at nothing else
            return unknown(start.broken)
        if keyless:
            return unknown("key-missing", *(["calendar-uncovered"] if limit(start.value, AS_OF) is None else []))
        return judged(start.value, acts(case, records), lambda point: limit(start.value, point), same_day)

    return judge


def by_class(case: Row, records: Records) -> Answer:
    """C.1: a blank or unknown class is judged with every limit; where they disagree nothing is certain."""
    limits = {"A": days.days(3), "B": days.days(7), "C": days.days(15)}
    known = word(case["class"])
    tried = [limits[known]] if known in limits else list(limits.values())
    told = [reading(limit)(case, records) for limit in tried]
    return told[0] if len({verdict for verdict, _ in told}) == 1 else unknown("limit-attribute-missing")


def until(case: Row, records: Records) -> Answer:
    """An absolute limit, no trigger; a planned day that is blank has not been set yet: pending."""
    last, keyless = plan(case["until"]), word(case["key"]) is None
    if last.broken or keyless:
        return unknown(*filter(None, [last.broken, "key-missing" if keyless else ""]))
    if last.nothing:
        return PENDING
    return judged(None, ANSWERS(case, records), lambda point: coarser(point, last.value)[0] <= last.value)


def unless(case: Row, records: Records) -> Answer:
    """A lapsed duty conforms, whatever the records say; if that cannot be read, only what was done in time is certain."""
    told, lapsed = reading(days.days(5))(case, records), flag(case["lapsed"])
    if told in (NO_CASE, CONFORMS) or event(case["at"]).broken or lapsed.nothing or lapsed.value is False:
        return told
    if lapsed.value:
        return CONFORMS
    return told if told[0] == "undetermined" else unknown(lapsed.broken)  # it conforms if it lapsed


def when(case: Row, records: Records) -> Answer:
    """False, or an optional value left empty: no case; unreadable: unknown."""
    chosen, trigger = flag(case["open"]), event(case["at"])
    if chosen.broken and not trigger.nothing:
        return unknown(*filter(None, [chosen.broken, trigger.broken]))
    return reading(days.days(5))(case, records) if chosen.value else NO_CASE


def both_columns(case: Row, records: Records) -> Answer:
    return worst([reading(days.days(5), acts=column(name))(case, records) for name in ("done_at", "filed_at")])


NEEDS = {"form": "answer", "match": {"key": "key"}, "where": "counts"}
CALLS = {"form": "call", "match": {"key": "key"}}


def check(plain, calendar=None, same_day="allowed", parameters=None, **said) -> Check:
    asked = {"kind": "response", "case": "matter"} | ({} if "done" in said else {"needs": NEEDS}) | said
    return Check({"check": asked, "same_day": same_day, "parameters": parameters}, each("matter", plain), calendar)


CHECKS = {
    "days": check(reading(days.days(5)), after="at", within="5 days"),
    "no days": check(reading(days.days(0)), after="at", within="0 days"),
    "a month": check(reading(days.months(1)), after="at", within="1 month"),
    "hours, instants": check(reading(days.hours(24), "at_time", CALLED), after="at_time", within="24 hours", needs=CALLS),
    "hours, from a day": check(reading(days.hours(36), "at", CALLED), after="at", within="36 hours", needs=CALLS),
    "hours, to a day": check(reading(days.hours(24), "at_time"), after="at_time", within="24 hours"),
    "days, instants": check(reading(days.days(1), "at_time", CALLED), after="at_time", within="1 day", needs=CALLS),
    "own column": check(reading(days.days(5), acts=column("done_at")), after="at", within="5 days", done="done_at"),
    "two columns": check(both_columns, after="at", within="5 days", done=["done_at", "filed_at"]),
    "an absolute limit": check(until, before="until"),
    "same day refused": check(reading(days.days(5), same_day="refused"), same_day="refused", after="at", within="5 days"),
    "lapsed": check(unless, after="at", within="5 days", unless="lapsed"),
    "when": check(when, after="at", within="5 days", when="open"),
} | {
    f"{n} working days, calendar {word_}": check(reading(days.working_days(n, calendar)), calendar, after="at", within=f"{n} working days")
    for n in (0, 1, 3)
    for word_, calendar in (("covers", days.COVERING), ("ends", days.ENDING))
}
KIND = Kind(FORMS, RECORDS, {"matter": ["id", "key"], "answer": ["id", "key"], "call": ["id", "key"]}, CHECKS)
