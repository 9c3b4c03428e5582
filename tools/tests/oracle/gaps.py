"""Recurrence by gap, read plainly from SEMANTICS B.17 and B.18 and the kind's page: never too long after the last act.

Left out of the draws: an act of which nobody can say whether it counts, beside one without a date (of several doubts the query tells one); so
also an act without a date beside an unknown class; an end that cannot be read; an act of nobody, which would touch every record set; `pause`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

from oracle.acts import found
from oracle.calendar import plus_months
from oracle.kit import Check, Kind, form, record_sets, rows
from oracle.periods import worked_after
from oracle.recurrence import CALENDAR
from oracle.values import AS_OF, CONFORMS, NO_CASE, PENDING, Answer, Records, Row, event, plan, unknown, word, wrong

Due = Callable[[dt.date], dt.date]
"""The last day for the next act, from the day of the one before."""

FORMS = [
    form("customer", "id:text! key:text class:text opened:date closed:date due:date? paid:date", active={"from": "opened", "to": "closed"}),
    form("contact", "id:text! key:text at:date", date=["at"]),
]
CONTACTS = found("contact")


def days(n: int) -> Due:
    return lambda first: first + dt.timedelta(n)


def of_class(customer: Row) -> list[Due]:
    """By the class; where it is unknown, every length may be meant."""
    known = word(customer["class"])
    return [CLASSES[known]] if known in CLASSES else list(CLASSES.values())


def intervals(customer: Row, records: Records, dues: list[Due], start: str = "opened", end: str = "closed") -> dict[str, Answer]:
    opened, closed = plan(customer[start]) if start == "due" else event(customer[start]), event(customer[end])
    if opened.broken:
        return {customer["id"]: unknown(opened.broken)}
    if opened.nothing:
        return {}
    acts, last = CONTACTS(customer, records), closed.value or AS_OF
    undated = any(act.at.value is None for act in acts)
    begun = sorted({opened.value} | {act.at.value for act in acts if act.at.value and opened.value <= act.at.value <= last})
    told = {
        first: agreed([judged(first, following, closed.value, due(first), undated) for due in dues]) for first, following in pairwise([*begun, None])
    }
    return {f"{customer['id']}/{first}": answer for first, answer in told.items() if opened.value <= last}


def agreed(answers: list[Answer]) -> Answer:
    """What every length says."""
    return answers[0] if len({verdict for verdict, _ in answers}) == 1 else unknown("limit-attribute-missing")


def judged(first: dt.date, following: dt.date | None, closed: dt.date | None, due: dt.date, undated: bool) -> Answer:
    """The last day is in time; an act without a date may have been in time."""
    if following and following <= due:
        return CONFORMS
    if not following and closed and closed <= due:
        return NO_CASE
    if undated:
        return unknown("target-date-missing")
    if following:
        return wrong("late")
    return PENDING if due >= AS_OF else wrong("missing")


def check(gap: str, dues: Callable[[Row], list[Due]], parameters: dict | None = None, **said: str) -> Check:
    def reading(records: Records) -> dict[str, Answer]:
        ends = (said.get("after", "opened"), said.get("before", "closed"))
        told = [intervals(customer, records, dues(customer), *ends) for customer in records["customer"]]
        return {case: answer for answers in told for case, answer in answers.items()}

    asked = {"kind": "recurrence", "case": "customer", "needs": {"form": "contact", "match": {"key": "key"}}, "max_gap": gap} | said
    return Check({"check": asked, "parameters": parameters}, reading, CALENDAR)


CLASSES = {"A": days(7), "B": days(14), "C": lambda first: plus_months(first, 1)}
LENGTHS = {"interval": {"A": "7 days", "B": "14 days", "C": "1 month"}}
DAYS = ["2026-05-01", "2026-05-02", "2026-05-08", "2026-05-09", "2026-05-15", "2026-05-31", "2026-06-01", "2026-06-08", "2026-06-14", "2026-06-15"]
DATES = {"due": ["2026-05-09", "2026-05-09", "2026-06-14", "2026-06-17", "", "soon"], "paid": ["", "", "2026-06-08", "2026-06-15", "2026-06-18"]}
OPENED = ["2026-05-01", "2026-05-01", "2026-05-08", "2026-06-08", "", "2026-06-18", "2026-06-21", "soon"]
CLOSED = ["", "", "", "2026-06-08", "2026-06-15", "2026-06-01", "2026-06-18"]
AHEAD = "2026-06-18"


def drawn(classes: list[str], *broken: str):
    return record_sets(
        customer=rows(2, 1, key=["K0", "K1", " K1\u3000"], **{"class": classes}, opened=OPENED, closed=CLOSED, **DATES),
        contact=rows(6, key=["K0", "K1"], at=[*DAYS, *DAYS, *broken, AHEAD]),
    )


KEYS = {"customer": ["id", "key"], "contact": ["id", "key"]}
CHECKS = {f"{n} days": check(f"{n} days", lambda customer, n=n: [days(n)]) for n in (7, 14, 30)} | {
    "a month": check("1 month", lambda customer: [lambda first: plus_months(first, 1)]),
    "working days": check("5 working days", lambda customer: [lambda first: worked_after(first, 5)]),
    "until paid": check("7 days", lambda customer: [days(7)], after="due", before="paid"),
}
BY_CLASS = {
    "by class": check("$interval[class]", of_class, LENGTHS),
    "by class, until paid": check("$interval[class]", of_class, LENGTHS, after="due", before="paid"),
}
KINDS = {
    "recurrence, gaps": Kind(FORMS, drawn(["A"], "", "2026-06-31", "2026-06-21"), KEYS, CHECKS),
    "recurrence, gaps by class": Kind(FORMS, drawn(["A", "B", " C ", "", "Z"]), KEYS, BY_CLASS),
}
