"""Recurrence by every kind of period, with bounds of every shape and more than one report (SEMANTICS B.13 to B.18, the kind's page).

Each report by date fills one window only, the oldest that is open and holds it. Left out of the draws: what `oracle.recurrence` leaves
out; reports that cannot be read where windows overlap, since they might leave other reports to other windows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

from oracle.acts import Act, doubts, found
from oracle.calendar import plus_months
from oracle.kit import Check, Kind, form, record_sets, rows
from oracle.recurrence import CALENDAR, FLAGS, FORMS, LEAVES, REPORTS, demanded, works
from oracle.values import (
    AS_OF,
    CONFORMS,
    PENDING,
    Answer,
    Records,
    Row,
    coarser,
    day_of,
    moment,
    unknown,
    wrong,
)

Period = tuple[str, dt.date, dt.date]
Bounds = Callable[[dt.date, dt.date], tuple[dt.date | None, dt.date]]
"""(first, last day of the period) -> (from, until); from None: any day before."""
DAY = dt.timedelta(days=1)
LABELS: dict[str, Callable[[dt.date], str]] = {
    "day": str,
    "working day": lambda day: str(day) if works(day) else "",
    "week": lambda day: f"{day.isocalendar().year}-W{day.isocalendar().week:02}",
    "month": lambda day: f"{day:%Y-%m}",
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "half-year": lambda day: f"{day.year}-H{1 if day.month < 7 else 2}",
    "year": lambda day: f"{day.year}",
}


@cache
def periods(every: str, covered: tuple[str, str]) -> list[Period]:
    """Those that begin inside the days covered and end there, or still run."""
    days: dict[str, list[dt.date]] = {}
    for n in range(1096):
        day = dt.date(2024, 12, 30) + n * DAY
        days.setdefault(LABELS[every](day), []).append(day)
    told = [(label, found[0], found[-1]) for label, found in days.items() if label]
    return [one for one in told if str(one[1]) >= covered[0] and (str(one[2]) <= covered[1] or one[1] <= AS_OF <= one[2])]


def inside(act: Act, window: tuple[dt.date | None, dt.date]) -> bool:
    low, high = window
    return (low is None or not before(act.at.value, low)) and not before(high, act.at.value)


def before(a: dt.date, b: dt.date) -> bool:
    first, second = coarser(a, b)
    return first < second


def told(acts: list[Act], count: int, window: tuple[dt.date | None, dt.date], period: Period) -> Answer:
    """The one table: enough in time, or unknown, or still time, or what was found instead in the period."""
    certain = [act for act in acts if act.at.value and not act.doubt and inside(act, window)]
    possible = [act for act in acts if act.at.value is None or inside(act, window)]
    if len(certain) >= count:
        return CONFORMS
    if len(possible) >= count:
        return unknown(*doubts(possible, lambda act: True, lambda act: "target-date-missing"))
    if day_of(window[1]) >= AS_OF:
        return PENDING
    outside = [act.at.value for act in acts if act.at.value and not act.doubt and not inside(act, window)]
    outside = [at for at in outside if period[1] <= day_of(at) <= period[2]]
    late = ["late"] if any(before(window[1], at) for at in outside) else ["too-early"] if outside else []
    return wrong(*(["too-few"] if certain else []), *(late or ([] if certain else ["missing"])))


def allotted(acts: list[Act], windows: list[tuple[dt.date | None, dt.date]], count: int) -> list[list[Act]]:
    """For each window the acts that may speak for it: in order of date each sure one goes to the oldest open window."""
    sure = sorted([act for act in acts if act.at.value and not act.doubt], key=lambda act: act.at.value)
    taken: list[list[Act]] = [[] for _ in windows]
    for act in sure:
        free = (mine for mine, window in zip(taken, windows, strict=True) if len(mine) < count and inside(act, window))
        next(free, []).append(act)
    return [
        mine + [act for act in acts if act not in sure or not inside(act, window)] for mine, window in zip(taken, windows, strict=True)
    ]


def by_date(every: str, covered: tuple[str, str], bounds: Bounds, count: int, search=REPORTS):
    def judge(person: Row, records: Records) -> dict[str, Answer]:
        answers = {one[0]: demanded(person, records, one) for one in periods(every, covered)}
        open_ = [one for one in periods(every, covered) if answers[one[0]] is None]
        windows = [bounds(*one[1:]) for one in open_]
        for one, window, acts in zip(open_, windows, allotted(search(person, records), windows, count), strict=True):
            answers[one[0]] = told(acts, count, window, one)
        return answers

    return judge


def whole(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    return first, last


def worked_after(day: dt.date, count: int) -> dt.date:
    while count:
        day += DAY
        count -= works(day)
    return day


def next_worked(day: dt.date) -> dt.date:
    return day if works(day) else worked_after(day, 1)


def at_nine(day: dt.date, minutes: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9)) + dt.timedelta(minutes=minutes)


def check(every: str | list[str], covered: tuple[str, str], bounds: Bounds = whole, count: int = 1, **said) -> Check:
    entry = said.pop("entries", False)
    judges = [by_date(one, covered, bounds, count, ENTRIES if entry else REPORTS) for one in ([every] if isinstance(every, str) else every)]

    def reading(records: Records) -> dict[str, Answer]:
        return {
            f"{person['id']}/{label}": answer for person in records["person"] for judge in judges for label, answer in judge(person, records).items()
        }

    needs = {"form": "entry", "match": {"key": "key"}} if entry else {"form": "report", "match": {"key": "key"}, "where": "counts"}
    asked = {"kind": "recurrence", "case": "person", "every": every, "needs": needs | ({"at_least": count} if count > 1 else {})} | said
    return Check({"check": asked}, reading, CALENDAR)


LONG, SHORT, YEARLY = ("2026-01-01", "2026-06-20"), ("2026-05-18", "2026-06-15"), ("2025-01-01", "2026-06-20")
LIVES = {"key": ["K0", "K1", " K1\u3000"], "joined": ["2024-01-01"] * 4 + ["2026-03-02", "2026-04-01", "2026-05-15", "", "soon"],
         "left": ["", "", "", "2026-06-07", "2026-04-30", "2026-05-29"]}
FULL = [*(f"2026-03-{d:02}" for d in (1, 15, 31)), *(f"2026-04-{d:02}" for d in (1, 2, 10, 11, 29, 30)), *(f"2026-05-{d:02}" for d in (1, 4, 5, 10, 31)),
        *(f"2026-06-{d:02}" for d in (2, 3, 5, 10, 15)), "2025-12-31", "2026-01-05", "2026-02-28"]
CLOCKS = [f"2026-06-{d:02} {t}" for d in (2, 8, 9, 10, 15) for t in ("08:15", "08:45", "09:00", "09:01", "16:00")]


def drawn(*more: str, flags: list[str], lives: dict[str, list[str]] = LIVES, days: list[str] = FULL):
    return record_sets(
        person=rows(2, 1, **lives), leave=LEAVES, report=rows(9, 2, key=["K0", "K1", "K1"], on=[*days, *more], week=[""], counts=flags),
    )


BEFORE = ["2025-04-02", "2025-12-10", "2025-12-11"]
BROKEN = ["", "2026-06-31", "2026-06-21", "2026-06-18"]
ENTRIES = found("entry", at=moment)
CLOCKED = record_sets(
    person=rows(2, 1, **LIVES | {"joined": ["2024-01-01"] * 4 + ["2026-06-09", ""], "left": ["", "", "2026-06-10"]}), leave=LEAVES, report=rows(0),
    entry=rows(6, key=["K0", "K1"], at=[*CLOCKS, *CLOCKS, "", "bald"]),
)
KEYS = {"person": ["id", "key"], "leave": ["id", "person_id"], "report": ["id", "key"]}
APART = {
    "two a month": check("month", LONG, count=2),
    "half-year": check("half-year", LONG, count=2),
    "months and quarters": check(["month", "quarter"], LONG),
    "month, two by the tenth": check("month", LONG, lambda first, last: (first, first + 9 * DAY), 2, before="period.start + days(9)"),
    "after the month": check(
        "month", LONG, lambda first, last: (last + DAY, last + 10 * DAY), after="period.end + days(1)", before="period.end + days(10)"),
    "days of the quarter": check(
        "quarter", LONG, lambda first, last: (first.replace(month=4, day=10), first.replace(month=5, day=4)),
        after="month_day(period.start, '04-10')", before="month_day(period.start, '05-04')"),
}
OVERLAP = {
    f"{count} a month, {n} days of grace": check(
        "month", LONG, lambda first, last, n=n: (first, last + n * DAY), count, before=f"period.end + days({n})")
    for count, n in ((1, 5), (2, 40))
} | {
    "month, working days of grace": check(
        "month", LONG, lambda first, last: (first, worked_after(last, 2)), before="period.end + working_days(2)"),
    "ahead of the month": check("month", LONG, lambda first, last: (None, first - DAY), before="period.start - days(1)"),
    "two ahead of the quarter": check("quarter", LONG, lambda first, last: (None, first - DAY), 2, before="period.start - days(1)"),
    "around its begin": check(
        "month", LONG, lambda first, last: (plus_months(first, -1), first + 4 * DAY), after="period.start - months(1)", before="period.start + days(4)"),
}
YEARS = {
    "year": check("year", YEARLY, count=2),
    "days of the year": check(
        "year", YEARLY, lambda first, last: (first.replace(month=4, day=2), first.replace(month=5, day=4)),
        after="month_day(period.start, '04-02')", before="month_day(period.start, '05-04')"),
    "the year before": check(
        "year", YEARLY, lambda first, last: (None, (first - DAY).replace(month=12, day=10)),
        before="month_day(period.start - days(1), '12-10')"),
}
CLOCK = {
    "by nine": check(
        "working day", SHORT, lambda first, last: (first, at_nine(first)), entries=True,
        after="period.start", before="at_time(period.start, '09:00')"),
    "about nine on the first day worked": check(
        "week", SHORT, lambda first, last: (at_nine(next_worked(first), -30), at_nine(next_worked(first), 30)), entries=True,
        after="at_time(next_working_day(period.start), '09:00') - minutes(30)", before="at_time(next_working_day(period.start), '09:00') + minutes(30)"),
    "by nine after the week": check(
        "week", SHORT, lambda first, last: (first, at_nine(next_worked(last + DAY))), entries=True,
        before="at_time(next_working_day(period.end + days(1)), '09:00')"),
}
ENTRY = form("entry", "id:text! key:text at:datetime", date=["at"])
KINDS = {
    "recurrence, periods apart": Kind(FORMS, drawn(*BROKEN, flags=FLAGS), KEYS, APART, period=LONG),
    "recurrence, periods that overlap": Kind(FORMS, drawn(flags=["是", "是", "否"]), KEYS, OVERLAP, period=LONG),
    "recurrence, years": Kind(FORMS, drawn(*BEFORE, flags=["是", "是", "否"]), KEYS, YEARS, period=YEARLY),
    "recurrence, by the clock": Kind([*FORMS, ENTRY], CLOCKED, KEYS | {"entry": ["id", "key"]}, CLOCK, period=SHORT),
}
