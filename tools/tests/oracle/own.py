"""Response where every trigger has an answer of its own, read plainly from SEMANTICS C.1 and the kind's page.

In order of date and then id each trigger takes the earliest answer that is not before it and not taken yet. Left out of the draws: triggers
whose date cannot be read; answers of which nobody can say whether they count; clock times.
"""

from __future__ import annotations

import datetime as dt

from oracle.kit import Check, Kind, record_sets, rows
from oracle.response import ANSWERS, FORMS, NEEDS
from oracle.values import AS_OF, CONFORMS, NO_CASE, PENDING, Answer, Records, Row, event, in_order, unknown, word, wrong

LIMIT = dt.timedelta(5)
Taken = dict[str, dt.date | None]
"""Trigger -> the answer that it has to itself."""


def taken(triggers: list[Row], answers: list[dt.date], same_day: str) -> tuple[Taken, dict[str, list[dt.date]]]:
    """And what was left when it was its turn."""
    free, found, left = sorted(answers), {}, {}
    for row in sorted(triggers, key=lambda row: (event(row["at"]).value, row["id"])):
        mine = next((at for at in free if in_order(event(row["at"]).value, at, same_day)), None)
        found[row["id"]], left[row["id"]] = mine, list(free)
        if mine:
            free.remove(mine)
    return found, left


def judged(day: dt.date, mine: dt.date | None, left: list[dt.date], undated: bool) -> Answer:
    """An answer without a date may be anybody's; what was before the trigger is told if nobody else took it."""
    if mine and mine <= day + LIMIT:
        return CONFORMS
    if undated:
        return unknown("target-date-missing")
    if mine:
        return wrong("late")
    if AS_OF <= day + LIMIT:
        return PENDING
    return wrong("only-before-trigger" if left else "missing")


def of_one_key(triggers: list[Row], records: Records, same_day: str) -> dict[str, Answer]:
    happened = [row for row in triggers if event(row["at"]).value]
    told = {row["id"]: NO_CASE for row in triggers}
    acts = ANSWERS(triggers[0], records)
    found, left = taken(happened, [act.at.value for act in acts if act.at.value], same_day)
    undated = any(act.at.value is None for act in acts)
    return told | {row["id"]: judged(event(row["at"]).value, found[row["id"]], left[row["id"]], undated) for row in happened}


def check(same_day: str) -> Check:
    def reading(records: Records) -> dict[str, Answer]:
        keys: dict[str | None, list[Row]] = {}
        for row in records["matter"]:
            keys.setdefault(word(row["key"]), []).append(row)
        return {case: answer for rows_ in keys.values() for case, answer in of_one_key(rows_, records, same_day).items()}

    asked = {"kind": "response", "case": "matter", "needs": NEEDS, "after": "at", "within": "5 days", "answers": "own"}
    return Check({"check": asked, "same_day": same_day}, reading)


DAYS = [f"2026-06-{d:02}" for d in range(1, 16)]
BLANK = dict.fromkeys(("at_time", "class", "done_at", "filed_at", "until", "lapsed", "open"), [""])
RECORDS = record_sets(
    matter=rows(5, 2, key=["K0", "K0", " K0\u3000", "K1"], at=[*DAYS, *DAYS, "", "2026-06-18"], **BLANK),
    answer=rows(5, key=["K0", "K0", "K1"], on=[*DAYS, *DAYS, *DAYS, "", "2026-06-18", "soon"], counts=["是", "是", "是", "否"]),
    call=rows(0),
)
KIND = Kind(FORMS, RECORDS, {name: ["id", "key"] for name in ("matter", "answer", "call")}, {
    "same day in order": check("allowed"), "same day refused": check("refused"),
})
