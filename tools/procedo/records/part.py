"""One file (or sheet) read for one form: its columns as lists of values, and all that must be told about it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from procedo.model.form import Form
from procedo.model.recordset import ColumnSpec, SourceSpec
from procedo.problem import Place, Problem, ProblemError, nearest
from procedo.records.dates import Clock, moment
from procedo.records.heading import Heading, find_heading, text_of
from procedo.records.mapping import At, Mapping, Slot, map_columns, wanted
from procedo.records.reshape import Dropped, records
from procedo.records.values import How, Value, as_text, chooser, reader
from procedo.sources import Cell, Sheet, source_for
from procedo.table import UNREADABLE
from procedo.terms import Sentence, say

MOST_PROBLEMS = 20
NO_ROW = say("没有数据行", "there is no row of data")
LONGEST_RAW = 500


@dataclass
class Part:
    """`values[f]` is as long as `lines`; `states[f]` holds the rows (from 0) whose state is not OK."""

    form: Form
    file: str
    sha256: str
    sheet: str | None
    mapping: Mapping
    values: dict[str, list[Any]]
    states: dict[str, dict[int, int]]
    raws: dict[str, dict[int, str]]
    trimmed: Counter[str]
    lines: list[int]
    skipped: int = 0
    notes: list[Sentence] = field(default_factory=list)


@dataclass
class Opened:
    """A file that is mapped and ready to be read, once: by rows (`fill`), or by the columns of its sheet."""

    form: Form
    spec: SourceSpec
    file: str
    sha256: str
    sheet: Sheet
    heading: Heading
    mapping: Mapping
    hows: dict[str, How]
    at: At


def open_part(form: Form, spec: SourceSpec, path: Path, name: str, zone: str, at: At) -> Opened:
    """Open and map a file. Raises ProblemError; places in the file itself bear no name yet."""
    hows = hows_of(form, spec, zone, at)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return _mapped(form, spec, source_for(spec, path).open(spec, path), name, digest, hows, at)


def part_of(form: Form, spec: SourceSpec, sheet: Sheet, name: str, digest: str, hows: dict[str, How], at: At) -> Part:
    """The same for rows that are at hand, and read."""
    return fill(_mapped(form, spec, sheet, name, digest, hows, at))


def _mapped(form: Form, spec: SourceSpec, sheet: Sheet, name: str, digest: str, hows: dict[str, How], at: At) -> Opened:
    if sheet.headings is None:
        heading = find_heading(iter(sheet.rows), wanted(form, spec), spec.header)
    else:
        heading = Heading(0, [text_of(text) for text in sheet.headings], [], iter(sheet.rows))
    return Opened(form, spec, name, digest, sheet, heading, map_columns(form, spec, heading.texts, at, heading.row), hows, at)


def fill(opened: Opened) -> Part:
    """Read the rows. Raises ProblemError."""
    form, spec, sheet, mapping = opened.form, opened.spec, opened.sheet, opened.mapping
    part = Part(form, opened.file, opened.sha256, sheet.sheet, mapping, {}, {}, {}, Counter(), [])
    dropped, problems = Dropped(), []
    keys = {s.column for layout in mapping.layouts for s in layout if s.field in form.key and s.column is not None}
    rows = records(opened.heading, spec, mapping, keys, sheet.ragged, dropped, problems)
    _fill(part, rows, _readers(part, opened.hows, sheet.serial_shift, opened.at), problems)
    if problems:
        raise ProblemError(shortened(problems))
    part.skipped = dropped.count
    part.notes = [*sheet.notes, *_told(opened.heading, spec), *mapping.notes, *dropped.notes()]
    if not part.lines:
        part.notes.append(NO_ROW)
    return part


def _told(heading: Heading, spec: SourceSpec) -> list[Sentence]:
    if spec.header is not None or (heading.row <= 1 and not heading.above):
        return []
    titles = f"，其上 {len(heading.above)} 行标题已跳过" if heading.above else ""
    above = f"; {len(heading.above)} title rows above it were skipped" if heading.above else ""
    return [say(f"表头在第 {heading.row} 行{titles}", f"the heading is row {heading.row}{above}")]


def shortened(problems: list[Problem]) -> list[Problem]:
    """The first of many faults of one kind, and how many more there are."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    more = len(problems) - MOST_PROBLEMS
    last = problems[MOST_PROBLEMS - 1].place
    return [*problems[:MOST_PROBLEMS], Problem(last, "and-more", say(f"还有 {more} 处同类问题", f"and {more} more of this kind"))]


Read = Callable[[Cell], Value]


def _readers(
    part: Part, hows: dict[str, How], serial_shift: int, at: At
) -> list[list[tuple[str, int | None, Read | None, Cell]]]:
    """For each layout and every field that any layout fills: the column, its reader, or the constant."""
    names = list(dict.fromkeys(slot.field for layout in part.mapping.layouts for slot in layout))
    made: dict[tuple[str, int], Read] = {}
    layouts = []
    for layout in part.mapping.layouts:
        slots = {slot.field: slot for slot in layout}
        layouts.append([_plan(name, slots.get(name), part.form, hows, serial_shift, made) for name in names])
    for name, _, read, constant in (plan for layout in layouts for plan in layout):
        if read and constant is not None and read(constant)[1]:
            raise ProblemError([Problem(at("columns", name, "constant"), "bad-constant", say(
                f"常数“{constant}”不是字段 {name} 的值", f"the constant “{constant}” is no value of field {name}"))])
    for name in names:
        part.values[name], part.states[name], part.raws[name] = [], {}, {}
    return layouts


def _plan(name: str, slot: Slot | None, form: Form, hows: dict[str, How], serial_shift: int, made: dict[tuple[str, int], Read]):
    if slot is None:
        return name, None, None, None
    factor = slot.factor if slot.constant is None else 1
    read = made.get((name, factor))
    if read is None:
        how = hows[name]
        how = replace(how, factor=factor, serial_shift=serial_shift)
        read = made[name, factor] = reader(form.fields[name], how)
    return name, slot.column, read, slot.constant


def _fill(part: Part, rows, layouts, problems: list[Problem]) -> None:
    plans = [
        [(name, part.values[name].append, part.states[name], part.raws[name], column, read, constant)
         for name, column, read, constant in layout]
        for layout in layouts
    ]
    lines, trimmed = part.lines, part.trimmed
    for row, (line, layout, cells) in enumerate(rows):
        lines.append(line)
        for name, append, states, raws, column, read, constant in plans[layout]:
            if read is None:
                append(None)
                states[row] = UNREADABLE
                continue
            cell = constant if column is None else cells[column]
            value, state, changed = read(cell)
            append(value)
            if state:
                states[row] = state
                raws[row] = (as_text(cell) or str(cell))[:LONGEST_RAW]
            if changed:
                trimmed[name] += 1
        if len(problems) > 1000:
            break


def hows_of(form: Form, spec: SourceSpec, zone: str, at: At) -> dict[str, How]:
    """How each field's cells are read; ProblemError for formats, zones and value lists that cannot be right."""
    problems: list[Problem] = []
    library = _zone(zone, Place(), problems)
    _check_dates(spec.dates, at("dates"), problems)
    found = {}
    for name, declared in form.fields.items():
        column = spec.columns.get(name, ColumnSpec())
        _check_dates(column.dates, at("columns", name, "dates"), problems)
        source = _zone(column.zone, at("columns", name, "zone"), problems) if column.zone else library
        known = {None, *declared.choices}
        choose = chooser(declared) if declared.choices else as_text
        for written, meant in column.values.items():
            if meant is not None and choose(meant) is None:
                hint = nearest(meant, [word for word in known if word])
                problems.append(Problem(at("columns", name, "values", written), "unknown-choice", say(
                    f"字段 {name} 没有选项“{meant}”{hint.zh}", f"field {name} has no choice “{meant}”{hint.en}")))
        found[name] = How(
            Clock(source, library), tuple(column.dates or spec.dates), 1, tuple(column.values.items()), column.separator, precision=column.precision)
    if problems:
        raise ProblemError(problems)
    return found


def _zone(name: str, place: Place, problems: list[Problem]) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems.append(Problem(place, "unknown-zone", say(
            f"不认识时区“{name}”；应如 Asia/Shanghai", f"the time zone “{name}” is not known; write it like Asia/Shanghai")))
        return ZoneInfo("UTC")


SAMPLE = dt.datetime(2026, 11, 23, 14, 35, 56)


def _check_dates(formats: list[str], place: Place, problems: list[Problem]) -> None:
    """A format must give back the day that it writes."""
    clock = Clock(ZoneInfo("UTC"), ZoneInfo("UTC"))
    for format in islice(formats, 50):
        if format == "excel":
            continue
        try:
            text = SAMPLE.replace(tzinfo=dt.UTC).strftime(format)
            whole = dt.datetime.strptime(text, format).date() == SAMPLE.date() and moment(text, (format,), clock) is not None
        except ValueError:
            whole = False
        if not whole:
            problems.append(Problem(place, "bad-date-format", say(
                f"日期格式“{format}”不完整或有误；应如 %Y-%m-%d、%d.%m.%Y 或 excel",
                f"the date format “{format}” is incomplete or wrong; write it like %Y-%m-%d, %d.%m.%Y, or excel")))
