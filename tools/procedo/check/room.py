"""One engine for many small runs: emptied after each, except for the calendar, which is the dearest to make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from procedo.engines import Engine
from procedo.language.steps import DAYS, MONTHS, WORKED
from procedo.model import Calendar
from procedo.table import OK

HEAD = ["_row", "_key", "_file", "_line"]


class Room:
    """See `engines.Engine`; tables that are loaded or created are gone after `clear`. Every field has its state."""

    def __init__(self, engine: Engine):
        self.engine, self.calendar = engine, ""
        self.made: list[str] = []
        self.kept: set[str] = set()

    def enter(self, calendar: Calendar | None) -> None:
        """Begin a run; calendar tables of another calendar are done away with."""
        name = f"{calendar.id} {calendar.revision}" if calendar else ""
        if name != self.calendar:
            self._drop(self.kept)
            self.kept, self.calendar = set(), name

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        if table in self.kept:
            return
        self._note(table)
        self.engine.load(table, *_with_states(columns, rows))

    def create(self, table: str, select: str) -> None:
        self._note(table)
        self.engine.create(table, select)

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        return self.engine.rows(select)

    def drop(self, table: str) -> None:
        self.engine.drop(table)

    def clear(self) -> None:
        self._drop(self.made)
        self.made = []

    def close(self) -> None:
        self.engine.close()

    def _note(self, table: str) -> None:
        if table in (DAYS, MONTHS, WORKED):
            self.kept.add(table)
        else:
            self.made.append(table)

    def _drop(self, tables: Iterable[str]) -> None:
        for table in tables:
            self.engine.drop(table)


def _with_states(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]
) -> tuple[Sequence[tuple[str, str]], Iterable[Sequence[Any]]]:
    """Records with a state beside every field (table.py), so that what is compiled for one example fits the next."""
    names = [name for name, _ in columns]
    if names[: len(HEAD)] != HEAD:
        return columns, rows
    stateless = [name for name in names[len(HEAD) :] if not name.endswith("!") and f"{name}!" not in names]
    return [*columns, *((f"{name}!", "BIGINT") for name in stateless)], ((*row, *[OK] * len(stateless)) for row in rows)
