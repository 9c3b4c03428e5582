"""Recurrence by period, read plainly from SEMANTICS B.13 to B.18 and the kind's page: a report in every week that is demanded.

Left out of the draws: a report or a leave of nobody, which would touch every record set; a leave that cannot be read; an end of life
that cannot be read; and, for the grace period, a report that cannot be read: which week it might leave to another report to fill
would need every way to fill the weeks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from oracle.acts import Act, doubts, found
from oracle.calendar import between
from oracle.kit import Check, Kind, form, record_sets, rows
from oracle.values import AS_OF, CONFORMS, NO_CASE, PENDING, Answer, Records, Row, event, unknown, word, wrong

from procedo.model import Calendar

CALENDAR = Calendar.model_validate({
    "title": "x", "revision": "1", "status": "released", "calendar": "oracle", "first": "2024-01-01", "last": "2027-12-31",
    "off": [f"2026-05-{d}" for d in range(25, 30)] + ["2026-06-01", "2026-06-12"], "worked": ["2026-06-13"],
})
"""Week 22 has no day worked; week 23 begins on a Tuesday, week 24 has a Saturday for a Friday."""
PERIOD = ("2026-05-18", "2026-06-20")
WEEKS = {f"2026-W{n}": dt.date.fromisocalendar(2026, n, 1) for n in range(21, 26)}
FORMS = [
    form("person", "id:text! key:text joined:date left:date", active={
        "from": "joined", "to": "left", "except": {"form": "leave", "match": "person_id", "from": "from", "to": "to"}}),
    form("leave", "id:text! person_id:reference=person from:date? to:date?"),
    form("report", "id:text! key:text on:date week:text counts:boolean", date=["on"]),
]
Week = tuple[str, dt.date, dt.date]
"""Its label, first and last day."""
REPORTS = found("report", point="on")


def works(day: dt.date) -> bool:
    return day in CALENDAR.worked or (day.weekday() < 5 and day not in CALENDAR.off)


def on_leave(person: Row, records: Records, day: dt.date) -> bool:
    mine = [row for row in records["leave"] if word(row["person_id"]) == person["id"]]
    return any(row["from"] <= str(day) and (not row["to"] or str(day) <= row["to"]) for row in mine)


def demanded(person: Row, records: Records, week: Week) -> Answer | None:
    """Why the week is no case, or nobody can say; None: it is demanded. B.14 and B.15."""
    joined, left = event(person["joined"]), event(person["left"])
    worked = [day for day in between(*week[1:]) if works(day)]
    if joined.nothing or not worked or (left.value and left.value < week[1]):
        return NO_CASE
    if joined.broken:
        return unknown(joined.broken)
    if any(day < joined.value or (left.value and day > left.value) or on_leave(person, records, day) for day in worked):
        away = all(on_leave(person, records, day) for day in worked)
        lived = all(joined.value <= day and (not left.value or day <= left.value) for day in worked)
        return NO_CASE if away or not lived else None
    return None


def told(acts: list[Act], first: dt.date | None, last: dt.date) -> Answer:
    """The one table: in time, or unknown, or still time, or not."""

    def inside(act: Act) -> bool:
        return (first is None or first <= act.at.value) and act.at.value <= last

    sure = [act for act in acts if act.at.value and not act.doubt]
    if any(inside(act) for act in sure):
        return CONFORMS
    dark = doubts(acts, inside, lambda act: "target-date-missing")
    if dark:
        return unknown(*dark)
    if last >= AS_OF:
        return PENDING
    return wrong("late" if first is None and any(act.at.value > last for act in sure) else "missing")


def by_date(person: Row, records: Records, week: Week) -> Answer:
    return told(REPORTS(person, records), week[1], week[2])


def by_name(grace: int) -> Callable[[Row, Records, Week], Answer]:
    """A report that names its week counts for it, late or not."""

    def judge(person: Row, records: Records, week: Week) -> Answer:
        named = {"report": [row for row in records["report"] if word(row["week"]) == week[0]]}
        return told(REPORTS(person, named), None, week[2] + dt.timedelta(grace))

    return judge


def in_grace(grace: int) -> Callable[[Row, Records, Week], Answer]:
    """B.16: taken in order of date, each report fills the oldest open week that is demanded, and only one."""

    def judge(person: Row, records: Records, week: Week) -> Answer:
        open_ = [(label, first, first + dt.timedelta(6)) for label, first in WEEKS.items()]
        open_ = [one for one in open_ if demanded(person, records, one) is None]
        for day in sorted(act.at.value for act in REPORTS(person, records)):
            filled = next((one for one in open_ if one[1] <= day <= one[2] + dt.timedelta(grace)), None)
            if filled and filled[0] == week[0]:
                return CONFORMS
            open_ = [one for one in open_ if one != filled]
        return PENDING if week[2] + dt.timedelta(grace) >= AS_OF else wrong("missing")

    return judge


def early_on(person: Row, records: Records, week: Week) -> Answer:
    """By the third day; in the rest of the week it is late."""
    last = week[1] + dt.timedelta(2)
    days = [act.at.value for act in REPORTS(person, records) if week[1] <= act.at.value <= week[2]]
    if any(day <= last for day in days):
        return CONFORMS
    return PENDING if last >= AS_OF else wrong("late" if days else "missing")


def check(plain: Callable[[Row, Records, Week], Answer], match: dict[str, str], **said) -> Check:
    def reading(records: Records) -> dict[str, Answer]:
        weeks = [(label, first, first + dt.timedelta(6)) for label, first in WEEKS.items()]
        return {
            f"{person['id']}/{week[0]}": demanded(person, records, week) or plain(person, records, week)
            for person in records["person"] for week in weeks
        }

    needs = {"form": "report", "match": match, "where": "counts"}
    return Check({"check": {"kind": "recurrence", "case": "person", "every": "week", "needs": needs} | said}, reading, CALENDAR)


DAYS = [f"2026-05-{d}" for d in (17, 18, 24, 26)] + [f"2026-06-{d:02}" for d in (1, 2, 7, 8, 9, 10, 14, 15)]
LIVES = {"key": ["K0", "K1", " K1\u3000"], "joined": ["2026-01-01"] * 4 + ["2026-06-02", "2026-06-03", "2026-06-01", "", "2026-06-21", "soon"],
         "left": ["", "", "", "2026-06-07", "2026-06-13", "2026-06-12", "2026-06-17", "2026-05-17"]}
LEAVES = rows(
    3, person_id=["person-0", "person-1"], **{"from": ["2026-06-02", "2026-06-08", "2026-06-11"], "to": ["2026-06-05", "2026-06-10", "2026-06-13", ""]},
)
FLAGS = ["是", "是", "是", "否", "", "也许"]
BROKEN = record_sets(
    person=rows(2, 1, **LIVES), leave=LEAVES,
    report=rows(6, key=["K0", "K1"], on=[*DAYS, "", "2026-06-31", "2026-06-21", "2026-06-18"], week=[*WEEKS, " 2026-W24", "2026-W99"], counts=FLAGS),
)
READABLE = record_sets(
    person=rows(2, 1, **LIVES), leave=LEAVES, report=rows(6, key=["K0", "K1"], on=[*DAYS, "2026-06-18"], week=[""], counts=["是", "是", "否"]),
)
KEYS = {"person": ["id", "key"], "leave": ["id", "person_id"], "report": ["id", "key"]}
NAMED = {"key": "key", "week": "period.label"}
KINDS = {
    "recurrence, by period": Kind(FORMS, BROKEN, KEYS, {
        "in the week": check(by_date, {"key": "key"}),
        "named": check(by_name(0), NAMED),
        "named, with grace": check(by_name(2), NAMED, before="period.end + days(2)"),
    }, period=PERIOD),
    "recurrence, grace": Kind(FORMS, READABLE, KEYS, {
        f"{n} days": check(in_grace(n), {"key": "key"}, before=f"period.end + days({n})") for n in (2, 9)
    } | {
        "by the third day": check(early_on, {"key": "key"}, before="period.start + days(2)"),
    }, period=PERIOD),
}
