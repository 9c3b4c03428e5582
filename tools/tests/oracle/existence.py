"""Existence, read plainly from SEMANTICS C.2 and the window table of LANGUAGE 6: a companion record is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from oracle.acts import Act, doubts, found
from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.values import (
    AS_OF,
    CONFORMS,
    NO_CASE,
    PENDING,
    Answer,
    Records,
    Row,
    event,
    flag,
    items,
    plan,
    unknown,
    word,
    worst,
    wrong,
)

FORMS = [
    form("matter", "id:text! key:text! a:date due:date? must:date?! topics:list lapsed:boolean"),
    form("related", "id:text! key:text at:date topic:text counts:boolean", date=["at"]),
]
DAYS = ["2026-05-31", *(f"2026-06-{d:02}" for d in range(8, 17)), "2026-06-21", "", "2026-06-31"]
FLAGS = ["是", "是", "是", "否", "", "也许"]
TOPICS = ["甲", "乙", "乙 "]
KEYS = ["K0", "K1", "K1", " K1\u3000", ""]
RECORDS = record_sets(
    matter=rows(
        4, 1, key=KEYS, a=DAYS, due=[*DAYS, "2026-07-01"], must=[*DAYS, "2026-07-01"], topics=["", "甲", "甲、乙", "乙、 丙"],
        lapsed=["否", "否", "是", "", "也许"],
    ),
    related=rows(7, key=KEYS, at=DAYS, topic=[*TOPICS, ""], counts=FLAGS),
)
RELATED = found("related")


def demanded(acts: list[Act], count: int, first: dt.date | None = None, last: dt.date | None = None) -> Answer:
    """At least `count` acts in `first`..`last`, days included; without a window no date is needed."""
    windowed = first is not None or last is not None

    def inside(act: Act) -> bool | None:
        if not windowed or act.at.value is None:
            return None if windowed else True
        return not ((first and act.at.value < first) or (last and act.at.value > last))

    certain = [act for act in acts if inside(act) and not act.doubt]
    possible = [act for act in acts if inside(act) is not False]
    if len(certain) >= count:
        return CONFORMS
    if len(possible) >= count:
        return unknown(*(doubts(possible, inside, undated) if windowed else {act.doubt for act in possible if act.doubt}))
    if last is not None and last >= AS_OF:
        return PENDING
    outside = [act.at.value for act in acts if windowed and not act.doubt and act.at.value and act not in certain]
    late = [at for at in outside if last and at > last and not (first and at < first)]
    told = (["too-few"] if certain else []) + (["late"] if late else ["too-early"] if outside else [])
    return wrong(*(told or ["missing"]))


def undated(act: Act) -> str:
    return "target-date-missing"


def plain(count: int) -> Callable[[Row, Records], Answer]:
    def judge(case: Row, records: Records) -> Answer:
        return demanded(RELATED(case, records), count) if word(case["key"]) else unknown("key-missing")

    return judge


def window(first: str = "", last: str = "", within: int | None = None, count: int = 1) -> Callable[[Row, Records], Answer]:
    """A blank optional bound has not happened: no case, or pending if it is planned; a required one leaves unknown."""

    def judge(case: Row, records: Records) -> Answer:
        low, high = event(case[first]) if first else None, plan(case[last]) if last else None
        if low and low.nothing:
            return NO_CASE
        dark = {bound.broken for bound in (low, high) if bound and bound.broken}
        dark |= {"due-missing"} if last == "must" and high.nothing else set()
        dark |= set() if word(case["key"]) else {"key-missing"}
        if dark:
            return unknown(*dark)
        if high and high.nothing:
            return PENDING
        end = high.value if high else low.value + dt.timedelta(days=within) if within is not None else None
        return demanded(RELATED(case, records), count, low and low.value, end)

    return judge


def every_topic(case: Row, records: Records) -> Answer:
    """`each`: one record for every value of the list; what certainly lacks one is told alone."""
    if not word(case["key"]) and items(case["topics"]):
        return unknown("key-missing")
    told = []
    for topic in items(case["topics"]):
        about = {"related": [row for row in records["related"] if word(row["topic"]) == topic]}
        told.append(demanded(RELATED(case, about), 1))
    lost = [answer for answer in told if answer[0] == "nonconforming"]
    return worst(lost or told or [CONFORMS])


def two_searches(case: Row, records: Records) -> Answer:
    return worst([window(last="due")(case, records), plain(2)(case, records)])


def unless(case: Row, records: Records) -> Answer:
    told, lapsed = plain(1)(case, records), flag(case["lapsed"])
    if told == CONFORMS or lapsed.value:
        return CONFORMS
    if lapsed.broken:  # conforms if it lapsed
        return told if told[0] == "undetermined" else unknown(lapsed.broken)
    return told


NEEDS = {"form": "related", "match": {"key": "key"}, "where": "counts"}


def check(reading, needs=NEEDS, **said) -> Check:
    return Check({"check": {"kind": "existence", "case": "matter", "needs": needs} | said}, each("matter", reading))


CHECKS = {
    "one": check(plain(1)),
    "two": check(plain(2), NEEDS | {"at_least": 2}),
    "by a day": check(window(last="due"), before="due"),
    "by a day that must be given": check(window(last="must"), before="must"),
    "two by a day": check(window(last="due", count=2), NEEDS | {"at_least": 2}, before="due"),
    "from a day on": check(window("a"), after="a"),
    "in a window": check(window("a", "due"), after="a", before="due"),
    "in a window of days": check(window("a", within=4), after="a", within="4 days"),
    "for each topic": check(every_topic, NEEDS | {"each": {"topic": "topics"}}),
    "unless": check(unless, unless="lapsed"),
}
KIND = Kind(FORMS, RECORDS, {"matter": ["id", "key"], "related": ["id", "key"]}, CHECKS)
