"""Is the export whole? What the recordset states of its population, held against the records that were loaded.

Nothing here stops a check: a record outside the period may be right, and a missing number is for `numbering` to judge. It
is counted and told, in the notes of the file and as warnings of `procedo fitness`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from procedo.engines import Engine
from procedo.finding import SourceFile
from procedo.model import Form, Recordset
from procedo.table import Table, quoted
from procedo.terms import Sentence, say

_EPOCH = dt.date(1970, 1, 1).toordinal()
_SECONDS = 86_400
_ENDS = " -_/.#"
FEWEST = 4
"""Days with records below which nothing is said of where they stop."""


@dataclass(frozen=True)
class Told:
    """Something the population is short of. `kind`: outside, cutoff or numbers; `failing`: key, file and row of records."""

    form: str
    kind: str
    field: str | None
    checked: int
    unexpected: int
    sentence: Sentence
    failing: tuple[tuple[str, int, int], ...] = ()


def population(recordset: Recordset, forms: Mapping[str, Form], tables: Mapping[str, Table], engine: Engine) -> tuple[Told, ...]:
    """Everything that the recordset's `period` and `numbers` show, by form."""
    found: list[Told] = []
    for name, table in sorted(tables.items()):
        dates = [field for field in forms[name].date if field in table.columns]
        if recordset.period and dates and table.rows:
            first, last = recordset.period.from_, recordset.period.to or recordset.extracted_at
            found += _outside(table, dates, first, last, engine)
            found += _cut_off(table, dates, first, min(last, recordset.extracted_at), engine)
    for name, ranges in sorted(recordset.numbers.items()):
        found += [_numbers(name, tables.get(name), forms, series, ends, engine) for series, ends in sorted(ranges.items())]
    return tuple(told for told in found if told.unexpected)


def noted(files: tuple[SourceFile, ...], told: tuple[Told, ...]) -> tuple[SourceFile, ...]:
    """The files with what was told of their form; the first file of a form takes it."""
    first = {file.form: index for index, file in reversed(list(enumerate(files)))}
    notes = {index: tuple(one.sentence for one in told if one.form == form) for form, index in first.items()}
    return tuple(replace(file, notes=(*file.notes, *notes.get(index, ()))) for index, file in enumerate(files))


# dates

def _outside(table: Table, dates: list[str], first: dt.date, last: dt.date, engine: Engine) -> list[Told]:
    """Records dated before or after the days that the export is said to cover."""
    early, late = _beyond(table, dates, "<", first), _beyond(table, dates, ">", last)
    where = f"FROM {quoted(table.form)} WHERE {early} OR {late}"
    ((before, after),) = engine.rows(f"SELECT {_sum(early)}, {_sum(late)} FROM {quoted(table.form)}")
    rows = engine.rows(f'SELECT "_key", "_file", "_line" {where} ORDER BY "_row"') if before or after else []
    return [Told(table.form, "outside", dates[0], table.rows, int(before or 0) + int(after or 0), say(
        f"涵盖期间（{first} 至 {last}）之前的记录 {int(before or 0)} 条，之后的 {int(after or 0)} 条",
        f"{int(before or 0)} records dated before the period covered ({first} to {last}), {int(after or 0)} after it"), tuple(rows))]


def _sum(condition: str) -> str:
    return f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def _beyond(table: Table, dates: list[str], operator: str, day: dt.date) -> str:
    """The first of the dates that is filled lies beyond the day."""
    number = day.toordinal() - _EPOCH
    parts = []
    for name in dates:
        limit = number if table.columns[name].type == "date" else number * _SECONDS + (_SECONDS - 1 if operator == ">" else 0)
        parts.append(f"WHEN {quoted(name)} IS NOT NULL THEN {quoted(name)} {operator} {limit}")
    return f"(CASE {' '.join(parts)} ELSE 1 = 0 END)"


def _cut_off(table: Table, dates: list[str], first: dt.date, last: dt.date, engine: Engine) -> Iterator[Told]:
    """The records stop longer before the end of the period, or begin longer after its start, than they ever pause between."""
    days = sorted(day for day in _days(table, dates, engine) if first <= day <= last)
    if len(days) < FEWEST:
        return
    pause = max((later - earlier).days for earlier, later in zip(days, days[1:], strict=False))
    if (idle := (last - days[-1]).days) > pause:
        yield Told(table.form, "cutoff", dates[0], table.rows, idle, say(
            f"最后一条记录的日期是 {days[-1]}，距期末 {idle} 天，长于期间内的任何间隔（{pause} 天）：导出可能不全",
            f"the last record is dated {days[-1]}, {idle} days before the end of the period and longer than any pause in it ({pause} days): "
            "the export may be cut off"))
    if (idle := (days[0] - first).days) > pause:
        yield Told(table.form, "cutoff", dates[0], table.rows, idle, say(
            f"第一条记录的日期是 {days[0]}，距期初 {idle} 天，长于期间内的任何间隔（{pause} 天）：导出可能不全",
            f"the first record is dated {days[0]}, {idle} days after the start of the period and longer than any pause in it ({pause} days): "
            "the export may be cut off"))


def _days(table: Table, dates: list[str], engine: Engine) -> Iterator[dt.date]:
    parts = []
    for name in dates:
        value = quoted(name) if table.columns[name].type == "date" else f"(({quoted(name)} - {quoted(name)} % {_SECONDS}) / {_SECONDS})"
        parts.append(f"WHEN {quoted(name)} IS NOT NULL THEN {value}")
    for (number,) in engine.rows(f"SELECT DISTINCT CASE {' '.join(parts)} END FROM {quoted(table.form)}"):
        if number is not None:
            yield dt.date.fromordinal(int(number) + _EPOCH)


# numbers

def _numbers(name: str, table: Table | None, forms: Mapping[str, Form], series: str, ends: tuple[int, int], engine: Engine) -> Told:
    """The numbers of a series that the export should hold, found in the form's key."""
    first, last = ends
    key = forms[name].key[0] if name in forms and len(forms[name].key) == 1 else None
    rows = engine.rows(f"SELECT DISTINCT {quoted(key)} FROM {quoted(name)}") if table and key and key in table.columns else []
    found = {number for (text,) in rows if (number := _number(str(text), series)) is not None}
    missing, beyond = last - first + 1 - sum(first <= n <= last for n in found), sum(not first <= n <= last for n in found)
    return Told(name, "numbers", key, last - first + 1, missing + beyond, say(
        f"{series} 应有 {first} 至 {last} 号：缺 {missing} 个，超出范围的有 {beyond} 个",
        f"{series} should run from {first} to {last}: {missing} numbers are missing, {beyond} lie outside"))


def _number(text: str, series: str) -> int | None:
    rest = text.removeprefix(series).lstrip(_ENDS) if text.startswith(series) else ""
    return int(rest) if rest.isascii() and rest.isdecimal() else None
