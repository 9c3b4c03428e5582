"""One engine for many small runs: emptied after each, except for the calendar, which is the dearest to make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from procedo.engines import Engine
from procedo.language.steps import DAYS, MONTHS, WORKED
from procedo.model import Calendar


class Room:
    """See `engines.Engine`; tables that are loaded or created are gone after `clear`."""

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
        self.engine.load(table, columns, rows)

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
