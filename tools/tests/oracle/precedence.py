"""Precedence, read plainly from SEMANTICS C.2 and B.9, B.10, and the orders of LANGUAGE: the case is the later act."""

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
    day_of,
    in_order,
    moment,
    plan,
    unknown,
    word,
    worst,
    wrong,
)

FORMS = [
    form("deed", "id:text! key:text! b:date b_time:datetime opens:date? a:date c:date d:date"),
    form("earlier", "id:text! key:text at:date counts:boolean", date=["at"]),
    form("call", "id:text! key:text at:datetime", date=["at"]),
]
DAYS = ["2026-05-20", "2026-05-31", *(f"2026-06-{d:02}" for d in range(5, 17)), "2026-06-15", "2026-06-21", "", "2026-06-31"]
AHEAD = ["2026-06-30", "2026-07-15", "2026-07-01", "2026-06-18", "2026-06-20"]
TIMES = [f"2026-06-{d:02} {t}" for d in (11, 12, 14, 15, 16) for t in ("09:00", "15:30")] + ["", "2026-06-21 10:00", "bald"]
FLAGS = ["是", "是", "是", "否", "", "也许"]
KEYS = ["K0", "K1", "K1", " K1\u3000"]
RECORDS = record_sets(
    deed=rows(4, 1, key=[*KEYS, ""], b=DAYS, b_time=TIMES, opens=[*DAYS, *AHEAD], a=DAYS, c=DAYS, d=DAYS),
    earlier=rows(6, key=[*KEYS, ""], at=DAYS, counts=FLAGS),
    call=rows(4, key=[*KEYS, ""], at=TIMES),
)


def undated(act: Act) -> str:
    """C.2: an A dated after the export is told as such."""
    return "future-dated" if act.at.broken == "future-dated" else "date-missing"


def judged(acts: list[Act], last: dt.date, first: dt.date | None = None, same_day: str = "allowed", event_itself: bool = True) -> Answer:
    """Some act in `first`..`last`. The same-day policy orders two acts; a day counted from one is a bound and inclusive."""
    policy = same_day if event_itself else "allowed"

    def inside(act: Act) -> bool:
        return not early(act) and in_order(act.at.value, last, policy)

    def early(act: Act) -> bool:
        return first is not None and not in_order(first, act.at.value)

    if any(inside(act) for act in acts if act.at.value and not act.doubt):
        return CONFORMS
    dark = doubts(acts, inside, undated)
    if dark:
        return unknown(*dark)
    if any(not early(act) for act in acts if not act.doubt):
        return wrong("after" if event_itself else "too-late")
    if in_order(AS_OF, day_of(last), policy):
        return PENDING
    return wrong("too-early" if any(not act.doubt for act in acts) else "missing")


def reading(gate="b", acts: Found = found("earlier"), last=None, first=None, same_day="allowed") -> Callable[[Row, Records], Answer]:
    """`last` and `first` count back from the gate."""
    keyed = acts.__qualname__.startswith("found")

    def judge(case: Row, records: Records) -> Answer:
        point = plan(case[gate]) if gate == "opens" else instant(gate)(case[gate])
        seen, keyless = acts(case, records), keyed and word(case["key"]) is None
        if point.nothing and gate != "opens":
            return NO_CASE
        if keyless:
            return unknown(*filter(None, [point.broken, "key-missing"]))
        if point.nothing:  # a planned event that is not set yet
            return PENDING
        if point.broken:
            return unknown(point.broken) if seen else wrong("missing")
        bound = last(point.value) if last else point.value
        return judged(seen, bound, first and first(point.value), same_day, last is None)

    return judge


def two_columns(case: Row, records: Records) -> Answer:
    return worst([reading(acts=column(name))(case, records) for name in ("a", "c")])


def back(months: int = 0, **delta: int) -> Callable[[dt.date], dt.date]:
    return lambda day: days.plus_months(day, -months) - dt.timedelta(**delta)


NEEDS = {"form": "earlier", "match": {"key": "key"}, "where": "counts"}
CALLS = {"form": "call", "match": {"key": "key"}}


def check(plain, same_day="allowed", calendar=None, **said) -> Check:
    asked = {"kind": "precedence", "case": "deed", "clock": "as_of"} | ({} if "done" in said or "order" in said else {"needs": NEEDS}) | said
    return Check({"check": asked, "same_day": same_day}, each("deed", plain), calendar)


CHECKS = {
    "a record before": check(reading(), before="b"),
    "same day refused": check(reading(same_day="refused"), before="b", same_day="refused"),
    "instants": check(reading("b_time", found("call", at=moment)), before="b_time", needs=CALLS),
    "a day before an instant": check(reading("b_time"), before="b_time"),
    "a day before an instant, same day refused": check(reading("b_time", same_day="refused"), before="b_time", same_day="refused"),
    "own column": check(reading(acts=column("a")), before="b", done="a"),
    "two columns": check(two_columns, before="b", done=["a", "c"]),
    "three days before": check(reading("opens", last=back(days=3)), before="opens - days(3)"),
    "a month before": check(reading("opens", last=back(months=1)), before="opens - months(1)"),
    "within the last five days": check(reading("b", first=back(days=5)), after="b - days(5)", before="b"),
    "three days before, same day refused": check(
        reading("opens", last=back(days=3), same_day="refused"), before="opens - days(3)", same_day="refused"
    ),
}
KIND = Kind(FORMS, RECORDS, {"deed": ["id", "key"], "earlier": ["id", "key"], "call": ["id", "key"]}, CHECKS)
