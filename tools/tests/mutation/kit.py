"""Mutation proof: clean records, faults at known places, and what the check must say of each place and of no other."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from judging import judge

from procedo.model import Calendar, Form

CONTRACTS = 10_000
PLACES = 3
"""How often each fault is injected."""
AS_OF, EXPORTED = "2026-06-30", "2026-07-10"
FIRST = dt.date(2026, 1, 5)
WEEKENDS = Calendar.model_validate({
    "calendar": "plain", "title": "x", "revision": "1", "status": "released", "first": "2025-01-01", "last": "2027-12-31",
    "off": ["2026-02-17", "2026-02-18", "2026-05-01"], "worked": {"2026-02-14": "make-up day"}})
Row = dict[str, Any]


def day(n: int) -> str:
    """The n-th day of the records."""
    return (FIRST + dt.timedelta(n)).isoformat()


class World:
    """Records by form, and those that belong to the n-th contract."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._of: dict[tuple[str, int], list[Row]] = defaultdict(list)

    def add(self, form: str, n: int, **values: Any) -> Row:
        row = {"id": f"{form}-{len(self.rows[form])}"} | values
        self.rows[form].append(row)
        self._of[form, n].append(row)
        return row

    def of(self, form: str, n: int) -> list[Row]:
        return [row for row in self._of[form, n] if row]

    def one(self, form: str, n: int, **values: Any) -> Row:
        """The record of a form that has these values."""
        return next(row for row in self.of(form, n) if values.items() <= row.items())

    def drop(self, row: Row) -> None:
        row.clear()

    def tables(self) -> dict[str, list[Row]]:
        return {form: [row for row in rows if row] for form, rows in self.rows.items()}


Change = Callable[[World, int], dict[str, tuple[str, ...]] | list[str] | str | None]
"""Puts a fault at the n-th contract; gives the keys of the cases that are now wrong (default: the contract's), or why each is."""


@dataclass(frozen=True)
class Mutant:
    """`reasons`: every reason told, the gravest first; none where the change is no fault, only close to one."""

    name: str
    reasons: tuple[str, ...]
    change: Change
    verdict: str = "nonconforming"


@dataclass(frozen=True)
class Subject:
    """A check, the forms it reads, clean records for it, and the faults it must find."""

    name: str
    check: Mapping[str, Any]
    forms: list[Form]
    clean: Callable[[], World]
    mutants: tuple[Mutant, ...]
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """Keys of cases with verdict and reasons: as injected, and as found."""

    injected: dict[str, tuple[str, tuple[str, ...]]]
    found: dict[str, tuple[str, tuple[str, ...]]]
    cases: int

    def of(self, verdict: str) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        return tuple({key: why for key, (word, why) in side.items() if word == verdict} for side in (self.injected, self.found))  # type: ignore[return-value]


def prove(subject: Subject) -> Result:
    """Judge clean records with every fault at its places; all other contracts stay clean."""
    world = subject.clean()
    injected: dict[str, tuple[str, tuple[str, ...]]] = {}
    for number, mutant in enumerate(subject.mutants):
        for place in range(PLACES):
            n = 100 + (number * PLACES + place) * 61
            keys = mutant.change(world, n)
            keys = f"HT-{n}" if keys is None else keys
            reasons = keys if isinstance(keys, dict) else dict.fromkeys([keys] if isinstance(keys, str) else keys, mutant.reasons)
            injected |= {key: (mutant.verdict, why) for key, why in reasons.items()}
    found, cases = _judged(subject, world)
    return Result(injected, found, cases)


def _judged(subject: Subject, world: World) -> tuple[dict[str, tuple[str, tuple[str, ...]]], int]:
    answers = judge(subject.check, subject.forms, world.tables(), AS_OF, EXPORTED, calendar=WEEKENDS, **subject.asked)
    flagged = {key: (word, tuple(why)) for key, (word, why) in answers.items() if word in ("nonconforming", "undetermined")}
    return flagged, len(answers)
