"""Absence, read plainly from SEMANTICS C.2: no record of that sort, at all or inside a window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from oracle.acts import Act, found
from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.values import CONFORMS, Answer, Cell, Records, Row, plan, unknown, word, worst, wrong

FORMS = [
    form("matter", "id:text! key:text! other:text! a:date? b:date?"),
    form("related", "id:text! key:text at:date counts:boolean", date=["at"]),
]
DAYS = ["2026-05-31", *(f"2026-06-{d:02}" for d in range(8, 17)), "2026-06-21", "", "2026-06-31"]
KEYS = ["K0", "K1", "K1", " K1\u3000", ""]
RECORDS = record_sets(
    matter=rows(4, 1, key=KEYS, other=KEYS, a=[*DAYS, "2026-07-01"], b=[*DAYS, "2026-07-01"]),
    related=rows(6, key=KEYS, at=DAYS, counts=["是", "是", "是", "否", "", "也许"]),
)


def reading(key: str = "key", first: str = "", last: str = "", within: int | None = None) -> Callable[[Row, Records], Answer]:
    """Days included. A blank end is open, a blank start unknown; where nothing happened neither matters."""

    def judge(case: Row, records: Records) -> Answer:
        if not word(case[key]):
            return unknown("key-missing")
        acts = found("related", key)(case, records)
        if not first and not last:
            return told([{act.doubt} - {""} for act in acts])
        low = plan(case[first]) if first else Cell(dt.date.min)
        high = plan(case[last]) if last else Cell()
        if within is not None:
            high = Cell(low.value + dt.timedelta(days=within)) if low.value else low
        outside = [act for act in acts if act.at.value and (low.value and act.at.value < low.value or high.value and act.at.value > high.value)]
        hits = [act for act in acts if act not in outside]
        blurred = bool(low.broken or high.broken or (first and low.nothing))
        return told([why(act, blurred) for act in hits])

    return judge


def why(act: Act, blurred: bool) -> set[str]:
    """Why a hit is not certain; of a dated one an unknown bound is told, whatever else is."""
    if act.at.value and blurred:
        return {"date-missing"}
    return {act.doubt, "" if act.at.value else "date-missing"} - {""}


def told(doubts: list[set[str]]) -> Answer:
    """One certain hit is enough."""
    if not doubts:
        return CONFORMS
    return wrong("present") if set() in doubts else unknown(*set().union(*doubts))


def two(case: Row, records: Records) -> Answer:
    answers = [reading("key", "a", "b")(case, records), reading("other", "a", "b")(case, records)]
    return wrong("present") if wrong("present") in answers else worst(answers)


FORBIDS = {"form": "related", "match": {"key": "key"}, "where": "counts"}


def check(plain, forbids=FORBIDS, **said) -> Check:
    return Check({"check": {"kind": "absence", "case": "matter", "forbids": forbids} | said}, each("matter", plain))


CHECKS = {
    "none at all": check(reading()),
    "from a day on": check(reading(first="a"), after="a"),
    "up to a day": check(reading(last="b"), before="b"),
    "in a window": check(reading(first="a", last="b"), after="a", before="b"),
    "in a window of days": check(reading(first="a", within=4), after="a", within="4 days"),
    "two searches": check(two, [FORBIDS, FORBIDS | {"match": {"key": "other"}}], after="a", before="b"),
}
KIND = Kind(FORMS, RECORDS, {"matter": ["id", "key", "other"], "related": ["id", "key"]}, CHECKS)
