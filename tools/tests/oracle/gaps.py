"""Recurrence by gap, read plainly from SEMANTICS B.17 and B.18 and the kind's page: never too long after the last act.

Left out of the draws: an act of which nobody can say whether it counts, beside one without a date (of several doubts the query tells one); an
end of life that cannot be read; an act of nobody, which would touch every record set; `min_gap`, `pause` and lengths by class.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from oracle.acts import found
from oracle.kit import Check, Kind, form, record_sets, rows
from oracle.values import AS_OF, CONFORMS, NO_CASE, PENDING, Answer, Records, Row, event, unknown, wrong

FORMS = [
    form("customer", "id:text! key:text opened:date closed:date", active={"from": "opened", "to": "closed"}),
    form("contact", "id:text! key:text at:date", date=["at"]),
]
CONTACTS = found("contact")


def intervals(customer: Row, records: Records, days: int) -> dict[str, Answer]:
    opened, closed = event(customer["opened"]), event(customer["closed"])
    if opened.broken:
        return {customer["id"]: unknown(opened.broken)}
    if opened.nothing:
        return {}
    acts = CONTACTS(customer, records)
    undated, end = any(act.at.value is None for act in acts), closed.value or AS_OF
    begun = sorted({opened.value} | {act.at.value for act in acts if act.at.value and opened.value <= act.at.value <= end})
    told = {first: judged(first, following, closed.value, days, undated) for first, following in pairwise([*begun, None])}
    return {f"{customer['id']}/{first}": answer for first, answer in told.items() if opened.value <= end}


def judged(first: dt.date, following: dt.date | None, closed: dt.date | None, days: int, undated: bool) -> Answer:
    """Day N is in time; an act without a date may have been in time."""
    due = first + dt.timedelta(days)
    if following and following <= due:
        return CONFORMS
    if not following and closed and closed <= due:
        return NO_CASE
    if undated:
        return unknown("target-date-missing")
    if following:
        return wrong("late")
    return PENDING if due >= AS_OF else wrong("missing")


def check(days: int) -> Check:
    def reading(records: Records) -> dict[str, Answer]:
        return {case: answer for customer in records["customer"] for case, answer in intervals(customer, records, days).items()}

    needs = {"form": "contact", "match": {"key": "key"}}
    return Check({"check": {"kind": "recurrence", "case": "customer", "needs": needs, "max_gap": f"{days} days"}}, reading)


DAYS = ["2026-05-01", "2026-05-02", "2026-05-08", "2026-05-09", "2026-05-15", "2026-05-31", "2026-06-01", "2026-06-08", "2026-06-14", "2026-06-15"]
RECORDS = record_sets(
    customer=rows(2, 1, key=["K0", "K1", " K1\u3000"], opened=["2026-05-01", "2026-05-01", "2026-05-08", "2026-06-08", "", "2026-06-18", "2026-06-21", "soon"],
                  closed=["", "", "", "2026-06-08", "2026-06-15", "2026-06-01", "2026-06-18"]),
    contact=rows(6, key=["K0", "K1"], at=[*DAYS, *DAYS, "", "2026-06-31", "2026-06-21", "2026-06-18"]),
)
KIND = Kind(FORMS, RECORDS, {"customer": ["id", "key"], "contact": ["id", "key"]}, {f"{n} days": check(n) for n in (7, 14, 30)})
