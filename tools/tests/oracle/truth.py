"""Conditions over cells: true, false or unknown with every reason, read from LANGUAGE 2 and the table of operands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oracle.values import CONFORMS, Answer, Cell, unknown, worst, wrong


@dataclass(frozen=True)
class Truth:
    """`holds` None: unknown, and `why`."""

    holds: bool | None
    why: frozenset[str] = frozenset()

    def __and__(self, other: Truth) -> Truth:
        if self.holds is False or other.holds is False:
            return Truth(False)
        return Truth(True) if self.holds and other.holds else Truth(None, self.why | other.why)

    def __invert__(self) -> Truth:
        return Truth(None if self.holds is None else not self.holds, self.why)

    def __or__(self, other: Truth) -> Truth:
        return ~(~self & ~other)


def why(*cells: Cell) -> frozenset[str]:
    """Every reason why the cells without a value have none."""
    return frozenset(code for cell in cells if cell.value is None for code in (cell.broken or "value-missing").split())


def holds(test: Callable[..., bool], *cells: Cell) -> Truth:
    """A comparison: unknown as soon as one side is."""
    return Truth(None, why(*cells)) if why(*cells) else Truth(test(*(cell.value for cell in cells)))


def lifted(compute: Callable[..., Any], *cells: Cell) -> Cell:
    """Empty in, empty out; unreadable in, unreadable out."""
    broken = [cell for cell in cells if cell.broken]
    if broken or any(cell.value is None for cell in cells):
        return Cell(broken=" ".join(why(*broken)))
    return Cell(compute(*(cell.value for cell in cells)))


def true(cell: Cell) -> Truth:
    """A boolean field as a condition."""
    return holds(bool, cell)


def coalesce(*cells: Cell) -> Cell:
    """The first that is not empty, readable or not."""
    return next((cell for cell in cells if not cell.nothing), Cell())


def of_all(choose: Callable[[list], Any], *cells: Cell) -> Cell:
    """`earliest`, `latest`: empty ones skipped."""
    filled = [cell for cell in cells if not cell.nothing]
    return lifted(lambda *values: choose(values), *filled) if filled else Cell()


def judged(*tests: Truth) -> Answer:
    """All must hold, each by itself."""
    told = [CONFORMS if test.holds else unknown(*test.why) if test.holds is None else wrong("not-satisfied") for test in tests]
    return worst(told)
