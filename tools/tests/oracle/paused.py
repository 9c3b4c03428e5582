"""Response with holds, read plainly from SEMANTICS B.11 and the kind's page: days on hold do not count, counted one by one.

A hold whose dates cannot be read may be none, or as long as can be: a verdict is certain where both say it. Left out of the draws: limits in
hours; a hold of which nobody can say whether it counts; answers of which nobody can say so; days beyond the calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from oracle.calendar import DAY, plus_months
from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.recurrence import CALENDAR, works
from oracle.response import ANSWERS, FORMS, NEEDS, judged
from oracle.values import NO_CASE, PENDING, Answer, Records, Row, event, unknown, word

Hold = tuple[dt.date, dt.date | None]
"""Its first day, and the day on which it is lifted; None: still on."""
Length = Callable[[dt.date], int]


def holds(case: Row, records: Records) -> tuple[list[Hold], list[Hold]]:
    """Those that are certain; and all, each that cannot be read as long as it may be."""
    mine = [row for row in records["hold"] if word(row["key"]) == word(case["key"])]
    told = [(event(row["from"]), event(row["to"])) for row in mine]
    told = [(begun, lifted) for begun, lifted in told if not begun.ahead]
    sure = [(begun.value, lifted.value) for begun, lifted in told if begun.value and not lifted.broken]
    return sure, [(begun.value or dt.date.min, lifted.value) for begun, lifted in told]


def last_day(start: dt.date, count: int, on_hold: list[Hold], counts: Callable[[dt.date], bool]) -> dt.date | None:
    """The day that is the count-th to count after the start (none at all: the first from the start on); None: the clock has stopped."""
    day, left = (start + DAY, count) if count else (start, 1)
    while True:
        over = [lifted for begun, lifted in on_hold if begun <= day and (lifted is None or day < lifted)]
        if None in over:
            return None
        left -= counts(day) and not over
        if not left:
            return day
        day += DAY


def within(start: dt.date, last: dt.date | None, case: Row, records: Records) -> Answer:
    told = judged(start, ANSWERS(case, records), lambda point: last is None or point <= last)
    return ("pending", {"paused"}) if told == PENDING and last is None else told


def reading(length: Length, counts: Callable[[dt.date], bool] = lambda day: True) -> Callable[[Row, Records], Answer]:
    def judge(case: Row, records: Records) -> Answer:
        start = event(case["at"])
        if start.value is None:
            return unknown(start.broken) if start.broken else NO_CASE
        told = [
            within(start.value, last_day(start.value, length(start.value), some, counts), case, records) for some in holds(case, records)
        ]
        return told[0] if told[0][0] == told[1][0] else unknown("pause-date-missing")

    return judge


def check(limit: str, length: Length, counts: Callable[[dt.date], bool] = lambda day: True) -> Check:
    pause = {"form": "hold", "match": {"key": "key"}, "from": "from", "to": "to"}
    asked = {"kind": "response", "case": "matter", "needs": NEEDS, "after": "at", "within": limit, "pause": pause}
    return Check({"check": asked}, each("matter", reading(length, counts)), CALENDAR)


HOLD = form("hold", "id:text! key:text from:date to:date")
DAYS = ["2026-05-15", "2026-05-29", "2026-06-03", *(f"2026-06-{d:02}" for d in range(5, 17))]
BLANK = dict.fromkeys(("at_time", "class", "done_at", "filed_at", "until", "lapsed", "open"), [""])
RECORDS = record_sets(
    matter=rows(3, 1, key=["K0", "K1", " K1\u3000"], at=[*DAYS, "", "2026-06-31"], **BLANK),
    answer=rows(3, key=["K0", "K1"], on=[*DAYS, *DAYS, "2026-06-21", ""], counts=["是", "是", "否"]),
    call=rows(0),
    hold=rows(4, key=["K0", "K1", "K1", ""], **{"from": [*DAYS, *DAYS, "", "soon"], "to": [*DAYS, *DAYS, "", "", "soon", "2026-06-18"]}),
)
KIND = Kind([*FORMS, HOLD], RECORDS, {form: ["id", "key"] for form in ("matter", "answer", "call", "hold")}, {
    "days": check("5 days", lambda start: 5),
    "no days": check("0 days", lambda start: 0),
    "a month": check("1 month", lambda start: (plus_months(start, 1) - start).days),
    "working days": check("3 working days", lambda start: 3, works),
    "no working days": check("0 working days", lambda start: 0, works),
})
