"""Recurrence by shortest gap, read plainly from SEMANTICS B.17 and B.18 and the kind's page: never too soon after the last act.

Every act counts, a second one on the same day too. The time from the start to the first act counts only where the check names the start.
Left out of the draws: what `oracle.gaps` leaves out; lengths by class; `min_gap` beside `max_gap`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

from oracle.acts import found
from oracle.calendar import plus_months
from oracle.gaps import CALENDAR, CLOSED, DATES, DAYS, KEYS, OPENED
from oracle.gaps import FORMS as DATED
from oracle.kit import Check, Kind, form, record_sets, rows
from oracle.periods import worked_after
from oracle.values import (
    AS_OF,
    CONFORMS,
    NO_CASE,
    PENDING,
    Answer,
    Cell,
    Records,
    Row,
    day_of,
    event,
    moment,
    plan,
    unknown,
    word,
    wrong,
)

Least = Callable[[dt.date], dt.date]
"""The first point at which the next act is not too soon."""
FORMS = [*DATED, form("call", "id:text! key:text at:datetime", date=["at"])]
CONTACTS, CALLS = found("contact"), found("call", at=moment)


def intervals(customer: Row, records: Records, least: Least, start: str, search, lapsed: bool) -> dict[str, Answer]:
    opened, closed = start_of(customer, start), event(customer["paid" if start == "due" else "closed"])
    if opened.broken:
        return {customer["id"]: unknown(opened.broken)}
    if opened.nothing:
        return {}
    acts, last = search(customer, records), closed.value or AS_OF
    undated = any(act.at.value is None for act in acts)
    dated = sorted([act.at.value for act in acts if act.at.value and opened.value <= day_of(act.at.value) <= last])
    if start == "due" and (not dated or day_of(dated[0]) > opened.value):
        dated.insert(0, opened.value)
    told, count = {}, {}
    for at, following in pairwise([*dated, None]):
        count[day_of(at)] = nth = count.get(day_of(at), 0) + 1
        label = f"{day_of(at)}#{nth}" if nth > 1 else str(day_of(at))
        told[f"{customer['id']}/{label}"] = judged(at, following, closed.value, least(at), undated, lapsed)
    return told if opened.value <= last else {}


def start_of(customer: Row, start: str) -> Cell:
    return plan(customer["due"]) if start == "due" else event(customer["opened"])


def judged(at: dt.date, following: dt.date | None, closed: dt.date | None, least: dt.date, undated: bool, lapsed: bool) -> Answer:
    """An act without a date may lie in any interval that has room for it; what it cuts too short conforms where the duty has lapsed."""
    pending = not following and not closed and AS_OF < day_of(least)
    if following and following < least and not lapsed:
        return wrong("too-early")
    if undated and least > at and (pending or not lapsed):
        return unknown("target-date-missing")
    if pending:
        return PENDING
    return CONFORMS if following or not closed else NO_CASE


def check(gap: str, least: Least, form: str = "contact", **said: str) -> Check:
    def reading(records: Records) -> dict[str, Answer]:
        search, start = CALLS if form == "call" else CONTACTS, said.get("after", "opened")
        told = [intervals(customer, records, least, start, search, "unless" in said and word(customer["class"]) == "lost") for customer in records["customer"]]
        return {case: answer for answers in told for case, answer in answers.items()}

    asked = {"kind": "recurrence", "case": "customer", "needs": {"form": form, "match": {"key": "key"}}, "min_gap": gap} | said
    return Check({"check": asked}, reading, CALENDAR)


TIMES = [f"{day} {time}" for day in DAYS[:4] for time in ("09:00", "10:00", "16:30")]
CHECKS = {
    **{f"{n} days": check(f"{n} days", lambda at, n=n: at + dt.timedelta(n)) for n in (1, 7, 14)},
    "a month": check("1 month", lambda at: plus_months(at, 1)),
    "working days": check("3 working days", lambda at: worked_after(at, 3)),
    "hours between days": check("47 hours", lambda at: at + dt.timedelta(1)),
    "unless lost": check("7 days", lambda at: at + dt.timedelta(7), unless="class = 'lost'"),
    "from the day due": check("7 days", lambda at: at + dt.timedelta(7), after="due", before="paid"),
}
CLOCKED = {f"{n} hours": check(f"{n} hours", lambda at, n=n: instant(at) + dt.timedelta(hours=n), "call") for n in (12, 24)}


def instant(at: dt.date) -> dt.datetime:
    return at if isinstance(at, dt.datetime) else dt.datetime.combine(at, dt.time())


def drawn(form: str, at: list[str], others: str):
    return record_sets(
        customer=rows(2, 1, key=["K0", "K1", " K1\u3000"], opened=OPENED, closed=CLOSED, **DATES, **{"class": ["", "lost"]}),
        **{form: rows(6, key=["K0", "K1"], at=at), others: rows(0)},
    )


KINDS = {
    "recurrence, shortest gap": Kind(FORMS, drawn("contact", [*DAYS, *DAYS, "", "2026-06-31", "2026-06-18"], "call"), KEYS | {"call": ["id"]}, CHECKS),
    "recurrence, shortest gap by the clock": Kind(FORMS, drawn("call", [*TIMES, "2026-06-18 09:00"], "contact"), KEYS | {"call": ["id", "key"]}, CLOCKED),
}
