"""The acts that a search finds for a case, and the window table that existence, precedence and response share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from oracle.values import Cell, Records, Row, event, flag, moment, word


@dataclass(frozen=True)
class Act:
    """Something that may be what is demanded; `doubt` says why it may not count at all."""

    at: Cell
    doubt: str = ""


Found = Callable[[Row, Records], list[Act]]


def found(form: str, own: str = "key", at: Callable[[str], Cell] = event, point: str = "at") -> Found:
    """The records of the case's key that `counts` (a blank is no yes). Blank never equals blank; what is ahead is not seen."""

    def search(case: Row, records: Records) -> list[Act]:
        mine = [row for row in records[form] if word(case[own]) and word(row["key"]) == word(case[own])]
        told = [(at(row[point]), flag(row.get("counts", "是"))) for row in mine]
        return [Act(point, counts.broken) for point, counts in told if not point.ahead and (counts.value or counts.broken)]

    return search


def column(name: str, at: Callable[[str], Cell] = event) -> Found:
    """A point of the case's own row: blank means that it has not happened."""
    return lambda case, records: [] if at(case[name]).nothing else [Act(at(case[name]))]


def instant(name: str) -> Callable[[str], Cell]:
    """How a column of that name is read."""
    return moment if name.endswith("_time") else event


def doubts(acts: list[Act], inside: Callable[[Act], bool | None], undated: Callable[[Act], str]) -> set[str]:
    """Why none may be enough although one could be: a date that cannot be read, a `where` that cannot; both where both are so.
    `inside` None is left to the caller, an undated one might be."""
    possible = [act for act in acts if act.at.value is None or (act.doubt and inside(act) is not False)]
    return {undated(act) for act in possible if act.at.value is None} | {act.doubt for act in possible if act.doubt}
