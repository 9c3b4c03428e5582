"""All files of one form as one table: missing columns, persons, dates, keys, and what is known of it in the end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from procedo.engines import Engine
from procedo.finding import SourceFile
from procedo.model.form import Form
from procedo.problem import Problem
from procedo.records.dates import DAY, EPOCH, Moment
from procedo.records.keys import joined, keyless, numbered, writer
from procedo.records.part import Part, shortened
from procedo.records.persons import People
from procedo.table import FUTURE_DATED, NOT_YET, OK, SCALES, UNREADABLE, Column, Raw, Table, sql_type
from procedo.terms import Sentence, say

SHOWN = 5


def gather(form: Form, parts: list[Part]) -> Gathered:
    """Join the parts; a column that only some files have is unknown, not empty, in the others."""
    return Gathered(form, parts)


class Gathered:
    """The columns of a form as lists, still in memory. Call `resolve`, `settle`, `make_keys`, `into` in this order."""

    def __init__(self, form: Form, parts: list[Part]):
        self.form, self.parts, self.name = form, parts, form.form
        self.lines = [line for part in parts for line in part.lines]
        self.file_of = [index for index, part in enumerate(parts) for _ in part.lines]
        self.values: dict[str, list[Any]] = {}
        self.states: dict[str, dict[int, int]] = {}
        self.texts: dict[str, dict[int, str]] = {}
        self.types: dict[str, str] = {}
        self.notes: list[list[Sentence]] = [[] for _ in parts]
        self._unresolved: dict[str, dict[int, str]] = {}
        self._dated: dict[str, list[Any]] = {}
        self._scales: dict[str, int] = {}
        self.keys: list[str] = []
        self.repeated = 0
        for name in [name for name in form.fields if any(name in part.values for part in parts)]:
            self._join(name)

    def _join(self, name: str) -> None:
        values: list[Any] = []
        states: dict[int, int] = {}
        texts: dict[int, str] = {}
        for index, part in enumerate(self.parts):
            first, rows = len(values), len(part.lines)
            if name in part.values:
                values += part.values[name]
                states.update((first + row, state) for row, state in part.states[name].items())
                texts.update((first + row, text) for row, text in part.raws[name].items())
            else:
                values += [None] * rows
                states.update((first + row, UNREADABLE) for row in range(rows))
                if rows:
                    self.notes[index].append(missing_column(name))
        self.values[name], self.states[name], self.texts[name] = values, states, texts
        self.types[name] = self.form.fields[name].type
        if self.types[name] == "datetime":
            self._precision(name)

    def _precision(self, name: str) -> None:
        """A column of moments is one of days when a day without time stands in it, or when all are midnight."""
        moments: list[Moment] = [value for value in self.values[name] if value is not None]
        days = any(not m.timed for m in moments) or (bool(moments) and all(m.seconds % DAY == 0 for m in moments))
        if days:
            self.types[name] = "date"
            clocked = sum(m.timed and m.seconds % DAY != 0 for m in moments)
            if clocked:
                self.notes[0].append(say(
                    f"字段 {name} 有的值没有时刻，全列按日期处理（{clocked} 个时刻未用）",
                    f"some values of field {name} have no time of day: the column is read as days ({clocked} times unused)"))
        self.values[name] = [v if v is None else v.seconds // DAY if days else v.seconds for v in self.values[name]]

    def persons(self) -> Iterator[tuple[str, list[str], str | None]]:
        """Ids, aliases and whom each is the same as, for a form that lists people."""
        person = self.form.person
        assert person
        same = self.values.get(person.same_as or "", [])
        aliases = [self.values[name] for name in person.aliases if name in self.values]
        for row, id in enumerate(self.values.get(person.id, [])):
            if id is not None:
                found = [column[row] for column in aliases if column[row] is not None]
                names = [str(a) for alias in found for a in (alias if isinstance(alias, tuple) else (alias,))]
                yield str(id), names, str(same[row]) if same and same[row] is not None else None

    def resolve(self, people: People) -> None:
        """Put ids for names in every person column; who cannot be told is unreadable."""
        person = self.form.person
        own = {person.id, *person.aliases, person.same_as} if person else set()
        for name, values in self.values.items():
            declared = self.form.fields[name]
            if name in own or not (declared.type == "person" or (declared.type == "list" and declared.of == "person")):
                continue
            many, known = declared.type == "list", {}
            for row, value in enumerate(values):
                if value is None:
                    continue
                if value not in known:
                    found = [people.resolve(text) for text in (value if many else (value,))]
                    known[value] = None if None in found else tuple(found) if many else found[0]
                values[row] = known[value]
                if known[value] is None:
                    text = self.texts[name][row] = "、".join(value) if many else value
                    self.states[name][row] = UNREADABLE
                    self._unresolved.setdefault(name, {})[row] = text

    def settle(self, as_of: dt.date, extracted_at: dt.date) -> None:
        """Tell events after the export, and those after the as-of day. Planned dates may lie ahead."""
        self._dated = {name: list(self.values[name]) for name in self.form.key if self.types.get(name) in ("date", "datetime")}
        for name, kind in self.types.items():
            if kind not in ("date", "datetime") or self.form.fields[name].planned:
                continue
            unit = 1 if kind == "date" else DAY
            seen, done = ((day.toordinal() - EPOCH + 1) * unit for day in (extracted_at, as_of))
            first, values = min(seen, done), self.values[name]
            for row, value in enumerate(values):
                if value is not None and value >= first:
                    self.states[name][row] = FUTURE_DATED if value >= seen else NOT_YET
                    self.texts[name][row] = writer(kind)(value)
                    values[row] = None

    def make_keys(self) -> list[Problem]:
        """Fill `keys`; the records without one are problems. Who cannot be told still names a record by the text."""
        parts = [self._key_part(name) for name in self.form.key]
        keys = joined(parts, len(self.lines))
        missing = [row for row, key in enumerate(keys) if key is None]
        if not missing:
            self.keys, self.repeated = numbered(keys)  # type: ignore[arg-type]
        return shortened([keyless(self.form, self.parts[self.file_of[row]].file, self.lines[row]) for row in missing])

    def _key_part(self, name: str) -> list[str | None]:
        write, unresolved = writer(self.types.get(name, "text")), self._unresolved.get(name)
        values = self._dated.get(name, self.values.get(name))
        if values is None:
            return [None] * len(self.lines)
        found = [None if value is None else write(value) for value in values]
        return [unresolved.get(row) if text is None else text for row, text in enumerate(found)] if unresolved else found

    @property
    def raws(self) -> Iterator[Raw]:
        for name in self.values:
            for row, text in sorted((row, text) for row, text in self.texts[name].items() if self.states[name][row] != NOT_YET):
                yield Raw(self.name, name, row + 1, text)

    def into(self, engine: Engine) -> Table:
        """Load the table and its list tables; what is known of them."""
        self._shorten()
        rows = len(self.lines)
        columns: list[tuple[str, str]] = [("_row", "BIGINT"), ("_key", "TEXT"), ("_file", "BIGINT"), ("_line", "BIGINT")]
        data: list[Any] = [range(1, rows + 1), self.keys, self.file_of, self.lines]
        for name, values in self.values.items():
            columns.append((name, sql_type(self.types[name])))
            data.append([None if v is None else len(v) for v in values] if self.types[name] == "list" else values)
            if states := self.states[name]:
                columns.append((f"{name}!", "BIGINT"))
                data.append([states.get(row, OK) for row in range(rows)])
        engine.load(self.name, columns, zip(*data, strict=True))
        for name in [name for name, kind in self.types.items() if kind == "list"]:
            engine.load(f"{self.name}.{name}", [("_row", "BIGINT"), ("_at", "BIGINT"), ("value", "TEXT")], self._items(name))
        known = {name: self._column(name) for name in self.values}
        return Table(self.name, rows, known, self.repeated, tuple(part.file for part in self.parts))

    def _items(self, name: str) -> Iterator[tuple[int, int, str]]:
        for row, items in enumerate(self.values[name], 1):
            for number, item in enumerate(items or (), 1):
                yield row, number, item

    def _column(self, name: str) -> Column:
        states = self.states[name]
        empty = self.values[name].count(None) - len(states)
        return Column(name, self.types[name], empty, dict(sorted(Counter(states.values()).items())), self._scales.get(name))

    def _shorten(self) -> None:
        """Numbers are kept with as few decimals as they need, so that products of them stay small."""
        for name, kind in self.types.items():
            if kind == "number":
                values = [value for value in self.values[name] if value]
                surplus = next((n for n in range(SCALES["number"], 0, -1) if all(v % 10**n == 0 for v in values)), 0)
                self._scales[name] = SCALES["number"] - surplus
                self.values[name] = [value if value is None else value // 10**surplus for value in self.values[name]]

    def files(self) -> Iterator[SourceFile]:
        """What was read of each file."""
        first = 0
        for index, part in enumerate(self.parts):
            last = first + len(part.lines)
            unreadable, notes = self._faults(first, last)
            yield SourceFile(
                self.name, part.file, part.sha256, part.sheet, last - first, part.skipped, unreadable, dict(sorted(part.trimmed.items())),
                part.mapping.mapped, tuple(part.mapping.automatic), tuple(part.mapping.unmapped),
                (*part.notes, *self.notes[index], *notes))
            first = last

    def _faults(self, first: int, last: int) -> tuple[dict[str, int], list[Sentence]]:
        """Per column: how many values could not be read, and what they were; how many lie after the export."""
        counts: dict[str, int] = {}
        notes: list[Sentence] = []
        for name, states in self.states.items():
            here = [row for row in states if first <= row < last]
            broken = [row for row in here if states[row] == UNREADABLE]
            future = sum(states[row] == FUTURE_DATED for row in here)
            if broken:
                counts[name] = len(broken)
                texts = Counter(self.texts[name][row] for row in broken if row in self.texts[name])
                if texts:
                    notes.append(unreadable_texts(name, texts))
            if future:
                notes.append(after_export(name, future))
        return counts, notes


def missing_column(name: str) -> Sentence:
    return say(
        f"没有字段 {name} 的列，而其他文件有：按未知处理",
        f"there is no column for field {name}, though other files have one: taken as unknown")


def after_export(name: str, count: int) -> Sentence:
    return say(f"字段 {name} 有 {count} 个日期晚于导出日", f"{count} dates of field {name} lie after the day of the export")


def unreadable_texts(name: str, texts: Counter[str]) -> Sentence:
    top = sorted(texts.items(), key=lambda item: (-item[1], item[0]))
    zh = "、".join(f"“{text[:40]}”×{count}" for text, count in top[:SHOWN])
    en = ", ".join(f"“{text[:40]}” ×{count}" for text, count in top[:SHOWN])
    more = " …" if len(top) > SHOWN else ""
    return say(f"字段 {name} 无法读取：{zh}{more}", f"field {name} cannot be read: {en}{more}")
