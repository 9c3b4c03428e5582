"""Reading cells: what a text of a record says, as SEMANTICS 0 tells blank, broken, ahead and known apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

AS_OF, EXPORTED = dt.date(2026, 6, 15), dt.date(2026, 6, 20)
BLANKS = " \t\u00a0\u3000"

Row = dict[str, str]
Records = dict[str, list[Row]]
Answer = tuple[str, set[str]]
"""Verdict, and every reason of it."""

NO_CASE: Answer = ("not-applicable", set())
CONFORMS: Answer = ("conforms", set())
PENDING: Answer = ("pending", set())


def wrong(*reasons: str) -> Answer:
    return "nonconforming", set(reasons)


def unknown(*reasons: str) -> Answer:
    return "undetermined", set(reasons)


WORST = ("nonconforming", "undetermined", "pending", "conforms", "not-applicable")


def worst(answers: list[Answer]) -> Answer:
    """The gravest verdict; what is wrong and what is unknown elsewhere stands beside it."""
    verdict = min((verdict for verdict, _ in answers), key=WORST.index)
    return verdict, set().union(*(reasons for _, reasons in answers))


@dataclass(frozen=True)
class Cell:
    """A value; or nothing (blank, or an event not yet happened as of this day); or broken, with why."""

    value: Any = None
    broken: str = ""
    ahead: bool = False

    @property
    def nothing(self) -> bool:
        return self.value is None and not self.broken


NOTHING = Cell()
UNREADABLE = Cell(broken="value-unreadable")


def word(text: str | None) -> str | None:
    """An id or a word: trimmed, None when blank."""
    return (text or "").strip(BLANKS) or None


def _read(text: str | None, parse) -> Cell:
    plain = word(text)
    if plain is None:
        return NOTHING
    try:
        return Cell(parse(plain))
    except (ValueError, InvalidOperation, KeyError):
        return UNREADABLE


def day_of(point: dt.date) -> dt.date:
    return point.date() if isinstance(point, dt.datetime) else point


def _happened(cell: Cell) -> Cell:
    """0.3 and 0.4: after the export it is impossible, after the as-of day it has not happened yet."""
    if cell.value is None:
        return cell
    if day_of(cell.value) > EXPORTED:
        return Cell(broken="future-dated")
    return Cell(ahead=True) if day_of(cell.value) > AS_OF else cell


def event(text: str | None) -> Cell:
    """A day on which something happened."""
    return _happened(_read(text, dt.date.fromisoformat))


def moment(text: str | None) -> Cell:
    """An instant at which something happened, `2026-06-01 09:30`."""
    return _happened(_read(text, lambda t: dt.datetime.strptime(t, "%Y-%m-%d %H:%M")))


def point(text: str | None) -> Cell:
    """A day or an instant, as it is told."""
    return moment(text) if ":" in (text or "") else event(text)


def plan(text: str | None) -> Cell:
    """A planned day: it may lie ahead."""
    return _read(text, dt.date.fromisoformat)


def number(text: str | None) -> Cell:
    return _read(text, Decimal)


def flag(text: str | None) -> Cell:
    return _read(text, {"是": True, "否": False}.__getitem__)


def choice(text: str | None, words: dict[str, str]) -> Cell:
    """A code or one of its words; another word cannot be read."""
    return _read(text, words.__getitem__)


def items(text: str | None) -> list[str]:
    """A list cell, `甲、乙`."""
    return [part for part in (word(part) for part in (text or "").split("、")) if part]


def coarser(a: dt.date, b: dt.date) -> tuple[dt.date, dt.date]:
    """0.5: a day and an instant are compared as days, two instants exactly."""
    if isinstance(a, dt.datetime) and isinstance(b, dt.datetime):
        return a, b
    return day_of(a), day_of(b)


def in_order(first: dt.date, second: dt.date, same_day: str = "allowed") -> bool:
    """Whether `first` came before `second`; 0.6 decides on equal days, clock times decide where both have them."""
    a, b = coarser(first, second)
    return a < b or (a == b and same_day == "allowed")
