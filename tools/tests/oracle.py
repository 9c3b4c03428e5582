"""What the window kinds demand, read plainly from SEMANTICS and LANGUAGE, without SQL: the second opinion."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

AS_OF, EXPORTED = dt.date(2026, 6, 15), dt.date(2026, 6, 20)
Row = dict[str, str]
Answer = tuple[str, set[str]]


@dataclass(frozen=True)
class Point:
    """A day, or why there is none: empty, broken (and with which word), or not yet."""

    day: dt.date | None = None
    empty: bool = False
    broken: str = ""
    ahead: bool = False


def point(text: str) -> Point:
    if not text:
        return Point(empty=True)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return Point(broken="value-unreadable")
    if day > EXPORTED:
        return Point(broken="future-dated")
    return Point(ahead=True) if day > AS_OF else Point(day)


@dataclass(frozen=True)
class Candidate:
    at: Point
    sure: bool
    """False: whether it counts cannot be read."""


def candidates(case: Row, related: list[Row]) -> list[Candidate]:
    """Records that belong to the case and are not ahead of the as-of day; a blank `counts` is no yes."""
    mine = [row for row in related if row["key"] == case["key"] and row["counts"] not in ("否", "")]
    found = [Candidate(point(row["at"]), row["counts"] == "是") for row in mine]
    return [c for c in found if not c.at.ahead]


def response(case: Row, related: list[Row], days: int) -> Answer:
    start = point(case["a"])
    if start.broken:
        return "undetermined", {start.broken}
    if start.day is None:
        return "not-applicable", set()
    due = start.day + dt.timedelta(days=days)
    return _in_window(candidates(case, related), start.day, due, AS_OF <= due, "late", "only-before-trigger", "target-date-missing")


def precedence(case: Row, related: list[Row]) -> Answer:
    gate = point(case["b"])
    found = candidates(case, related)
    if gate.broken:
        return ("undetermined", {gate.broken}) if found else ("nonconforming", {"missing"})
    if gate.day is None:
        return "not-applicable", set()
    return _in_window(found, None, gate.day, AS_OF <= gate.day, "after", "too-early", "date-missing")


def _in_window(found: list[Candidate], low, high, in_time: bool, late: str, early: str, dark: str) -> Answer:
    inside = [c for c in found if c.at.day and (low is None or c.at.day >= low) and c.at.day <= high]
    if any(c.sure for c in inside):
        return "conforms", set()
    if inside or any(c.at.day is None for c in found):
        return "undetermined", {dark}
    if in_time:
        return "pending", set()
    if any(c.sure and c.at.day > high for c in found):
        return "nonconforming", {late}
    if low is not None and any(c.sure and c.at.day < low for c in found):
        return "nonconforming", {early}
    return "nonconforming", {"missing"}


def existence(case: Row, related: list[Row]) -> Answer:
    found = candidates(case, related)
    if any(c.sure for c in found):
        return "conforms", set()
    return ("undetermined", {"target-date-missing"}) if found else ("nonconforming", {"missing"})


def absence(case: Row, related: list[Row]) -> Answer:
    """A blank end is open; a blank or broken start, or a broken end, leaves open what is not surely outside."""
    low, high = point(case["a"]), point(case["b"])
    possible = [
        c for c in candidates(case, related) if not (c.at.day and ((low.day and c.at.day < low.day) or (high.day and c.at.day > high.day)))
    ]
    if low.day and not high.broken and any(c.sure and c.at.day for c in possible):
        return "nonconforming", {"present"}
    return ("undetermined", {"date-missing"}) if possible else ("conforms", set())


def completeness(case: Row) -> Answer:
    """A date that has not come yet is an empty one as of this day."""
    points = [point(case["a"]), point(case["b"])]
    dark = set() if any(p.day for p in points) else {p.broken for p in points if p.broken}
    no_date = not dark and not any(p.day for p in points)
    if not case["name"].strip(" \u3000") or no_date:
        return "nonconforming", {"field-empty"} | dark
    return ("undetermined", dark) if dark else ("conforms", set())


def uniqueness(case: Row, cases: list[Row]) -> Answer:
    name = case["name"].strip(" \u3000")
    if not name:
        return "undetermined", {"value-missing"}
    same = [other for other in cases if other["name"].strip(" \u3000") == name]
    return ("nonconforming", {"duplicate"}) if len(same) > 1 else ("conforms", set())


def duties(case: Row) -> Answer:
    one, other = case["one"].strip(" \u3000"), case["other"].strip(" \u3000")
    if one and one == other:
        return "nonconforming", {"same-person"}
    return ("conforms", set()) if one and other else ("undetermined", {"person-missing"})
