"""The files of one form as whole columns that go from source to engine without a Python value per cell.

It stands in for `Gathered` where the source offers columns and the engine takes streams, and only where every cell then
becomes exactly what reading it alone would give; whatever is out of the ordinary is read row by row.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import accumulate, repeat

from procedo.engines import Engine
from procedo.finding import SourceFile
from procedo.model.form import Form
from procedo.problem import Problem, ProblemError
from procedo.records._ways import MISSING, moments, precise, resolved, settled, shortened, way
from procedo.records.dates import DAY, EPOCH, Moment
from procedo.records.gather import Gathered, after_export, gather, missing_column, unreadable_texts
from procedo.records.heading import TOTALS
from procedo.records.keys import writer
from procedo.records.part import LONGEST_RAW, NO_ROW, Opened, fill
from procedo.records.persons import People
from procedo.records.values import as_text, reader
from procedo.records.words import fold
from procedo.sources._columns import Point, Tally, Wanted, Way
from procedo.table import FUTURE_DATED, SCALES, UNREADABLE, Column, Raw, Table, sql_type
from procedo.terms import Sentence

ODD = 1_000
"""Distinct beginnings of rows that are looked at."""


def stream(form: Form, parts: list[Opened], engine: Engine) -> Streamed | None:
    """The form by columns, or None where it must be read row by row."""
    if not parts or form.person or not hasattr(engine, "pour") or not all(_plain(part) for part in parts):
        return None
    streamed = Streamed(form, parts)
    return streamed if streamed.possible else None


def _plain(part: Opened) -> bool:
    """Each row of the file is one record."""
    spec, columns = part.spec, part.sheet.columns
    if columns is None or spec.unpivot or spec.split or spec.where or spec.skip:
        return False
    with _of(part):
        heads = columns.heads(ODD)
    return len(heads) < ODD and not any(not fold(head) or fold(head) in TOTALS or head in part.heading.texts for head in heads)


@contextmanager
def _of(part: Opened) -> Iterator[None]:
    """Faults of the file learn its name."""
    try:
        yield
    except ProblemError as error:
        raise ProblemError(
            p if p.place.file else replace(p, place=replace(p.place, file=part.file)) for p in error.problems) from None


class Streamed:
    """Call `resolve`, `settle`, `make_keys`, `into` in this order, as with `Gathered`."""

    def __init__(self, form: Form, parts: list[Opened]):
        self.form, self.parts, self.name = form, parts, form.form
        self._slots = [{slot.field: slot for slot in part.mapping.layouts[0]} for part in parts]
        self.types = {name: form.fields[name].type for name in form.fields if any(name in slots for slots in self._slots)}
        self._ways: list[dict[str, Way]] = []
        self._tallies: list[dict[str, Tally]] = []
        self._broken: list[dict[str, list[tuple[int, int, str]]]] = []
        self._scales: dict[str, int] = {}
        self._asked: list[Callable[[Gathered], None]] = []
        self._by_rows: Gathered | None = None
        self.possible = self._find_ways() and self._find_precision() and self._has_keys()

    def _find_ways(self) -> bool:
        if "list" in self.types.values():
            return False
        for part, slots in zip(self.parts, self._slots, strict=True):
            with _of(part):
                found = {name: way(part, slots[name], self.form.fields[name]) if name in slots else MISSING for name in self.types}
            if None in found.values():
                return False
            self._ways.append(found)  # type: ignore[arg-type]
        return True

    def _find_precision(self) -> bool:
        """A column of moments is one of days when all are midnight; days written without time are read row by row."""
        for name in [name for name, kind in self.types.items() if kind == "datetime"]:
            known = [moment for ways in self._ways for moment in moments(ways[name])]
            if any(not moment.timed for moment in known):
                return False
            days = all(m.seconds % DAY == 0 for m in known) and all(map(self._midnight, range(len(self.parts)), repeat(name)))
            for ways in self._ways:
                ways[name] = precise(ways[name], days)
            if days and any(map(self._filled, range(len(self.parts)), repeat(name))):
                self.types[name] = "date"
        return True

    def _filled(self, index: int, name: str) -> bool:
        tally = self._tally(index, [name])[name]
        return tally.empty + sum(tally.states.values()) < self.parts[index].sheet.columns.rows

    def _midnight(self, index: int, name: str) -> bool:
        found, part = self._ways[index][name], self.parts[index]
        with _of(part):
            return not isinstance(found, Point) or part.sheet.columns.midnight(self._slots[index][name].column, found.zone)

    def _has_keys(self) -> bool:
        """The key is text, and there in every row."""
        if not all(sql_type(self.types[name]) == "TEXT" and self.types[name] != "person" for name in self.form.key):
            return False
        tallies = [tally for index in range(len(self.parts)) for tally in self._tally(index, self.form.key).values()]
        return not any(tally.empty or tally.states for tally in tallies)

    def _wanted(self, index: int, names: Iterable[str]) -> list[Wanted]:
        slots, ways = self._slots[index], self._ways[index]
        columns = {name: slots[name].column if name in slots else None for name in names}
        return [Wanted(name, -1 if column is None else column, ways[name]) for name, column in columns.items()]

    def _tally(self, index: int, names: Iterable[str]) -> dict[str, Tally]:
        with _of(self.parts[index]):
            return dict(zip(names, self.parts[index].sheet.columns.tally(self._wanted(index, names)), strict=True))

    # the steps of Gathered

    def persons(self) -> Iterator[tuple[str, list[str], str | None]]:
        return iter(())

    def resolve(self, people: People) -> None:
        """Put ids for names in every person column; who cannot be told is unreadable."""
        self._asked.append(lambda gathered: gathered.resolve(people))
        for name in [name for name, kind in self.types.items() if kind == "person"]:
            for ways in self._ways:
                ways[name] = resolved(ways[name], people)

    def settle(self, as_of: dt.date, extracted_at: dt.date) -> None:
        """Tell events after the export, and those after the as-of day. Planned dates may lie ahead."""
        self._asked.append(lambda gathered: gathered.settle(as_of, extracted_at))
        for name, kind in self.types.items():
            if kind in ("date", "datetime") and not self.form.fields[name].planned:
                unit = 1 if kind == "date" else DAY
                done, seen = ((day.toordinal() - EPOCH + 1) * unit for day in (as_of, extracted_at))
                for ways in self._ways:
                    ways[name] = settled(ways[name], done, seen)

    def make_keys(self) -> list[Problem]:
        """Keys are made on the way; a record without one made this form impossible."""
        return []

    def into(self, engine: Engine) -> Table:
        """Let every file flow into the engine. Where keys repeat, they are numbered row by row."""
        self._look()
        states = {name for name in self.types if any(tallies[name].states for tallies in self._tallies)}
        columns = [("_row", "BIGINT"), ("_key", "TEXT"), ("_file", "BIGINT"), ("_line", "BIGINT")]
        for name, kind in self.types.items():
            columns += [(name, sql_type(kind)), *([(f"{name}!", "BIGINT")] if name in states else [])]
        first = 0
        for index, part in enumerate(self.parts):
            with _of(part):
                part.sheet.columns.pour(
                    self._wanted(index, self.types), self.form.key, states, first, index,
                    partial(engine.pour, self.name, columns))  # type: ignore[attr-defined]
            first += part.sheet.columns.rows
        if engine.repeats(self.name, "_key"):  # type: ignore[attr-defined]
            return self._fall_back(engine)
        known = {name: self._column(name) for name in self.types}
        return Table(self.name, first, known, 0, tuple(part.file for part in self.parts))

    def _look(self) -> None:
        """Count, and fetch what cannot be read."""
        self._tallies = [self._tally(index, self.types) for index in range(len(self.parts))]
        self._shorten()
        for index, part in enumerate(self.parts):
            wanted = [w for w in self._wanted(index, self.types) if self._tallies[index][w.name].states]
            with _of(part):
                self._broken.append({w.name: self._texts(index, w) for w in wanted})

    def _texts(self, index: int, wanted: Wanted) -> list[tuple[int, int, str]]:
        """What stood there; a date that lies ahead as it was read."""
        part, kind = self.parts[index], self.types[wanted.name]
        read, write, unit = reader(self.form.fields[wanted.name], part.hows[wanted.name]), writer(kind), 1
        found = []
        for row, state, cell in part.sheet.columns.broken(wanted):
            if state == FUTURE_DATED:
                value = read(cell)[0]
                text = write(value if not isinstance(value, Moment) else value.seconds // (DAY if kind == "date" else unit))
            else:
                text = (as_text(cell) or str(cell))[:LONGEST_RAW]
            found.append((row, state, text))
        return found

    def _shorten(self) -> None:
        """Numbers are kept with as few decimals as they need, so that products of them stay small."""
        for name in [name for name, kind in self.types.items() if kind == "number"]:
            most, parts = SCALES["number"], range(len(self.parts))
            surplus = next((n for n in range(most, 0, -1) if all(map(self._divides, parts, repeat(name), repeat(10**n)))), 0)
            self._scales[name] = most - surplus
            for ways in self._ways:
                ways[name] = shortened(ways[name], surplus)

    def _divides(self, index: int, name: str, by: int) -> bool:
        with _of(self.parts[index]):
            return self.parts[index].sheet.columns.divides(self._wanted(index, [name])[0], by)

    def _fall_back(self, engine: Engine) -> Table:
        engine.drop(self.name)
        parts = []
        for part in self.parts:
            with _of(part):
                parts.append(fill(part))
        self._by_rows = gather(self.form, parts)
        for step in self._asked:
            step(self._by_rows)
        if problems := self._by_rows.make_keys():
            raise ProblemError(problems)
        return self._by_rows.into(engine)

    def _column(self, name: str) -> Column:
        states: Counter[int] = Counter()
        for tallies in self._tallies:
            states.update(tallies[name].states)
        empty = sum(tallies[name].empty for tallies in self._tallies)
        return Column(name, self.types[name], empty, dict(sorted(states.items())), self._scales.get(name))

    # what is told

    @property
    def raws(self) -> Iterator[Raw]:
        if self._by_rows:
            yield from self._by_rows.raws
            return
        firsts = [0, *accumulate(part.sheet.columns.rows for part in self.parts)]
        for name in self.types:
            for first, broken in zip(firsts, self._broken, strict=False):
                yield from (Raw(self.name, name, first + row + 1, text) for row, _, text in broken.get(name, ()))

    def files(self) -> Iterator[SourceFile]:
        """What was read of each file."""
        if self._by_rows:
            yield from self._by_rows.files()
            return
        for index, part in enumerate(self.parts):
            tallies, mapping, rows = self._tallies[index], part.mapping, part.sheet.columns.rows
            unreadable = {name: tally.states[UNREADABLE] for name, tally in tallies.items() if UNREADABLE in tally.states}
            trimmed = {name: tally.trimmed for name, tally in sorted(tallies.items()) if tally.trimmed}
            notes = (*part.sheet.notes, *mapping.notes, *([] if rows else [NO_ROW]), *self._missing(index), *self._faults(index))
            yield SourceFile(
                self.name, part.file, part.sha256, part.sheet.sheet, rows, 0, unreadable, trimmed, mapping.mapped,
                tuple(mapping.automatic), tuple(mapping.unmapped), notes)

    def _missing(self, index: int) -> Iterator[Sentence]:
        if self.parts[index].sheet.columns.rows:
            yield from (missing_column(name) for name in self.types if name not in self._slots[index])

    def _faults(self, index: int) -> Iterator[Sentence]:
        for name, tally in self._tallies[index].items():
            texts = Counter(text for _, state, text in self._broken[index].get(name, ()) if state == UNREADABLE)
            if texts:
                yield unreadable_texts(name, texts)
            if ahead := tally.states.get(FUTURE_DATED):
                yield after_export(name, ahead)
