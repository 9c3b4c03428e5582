"""By which way a column becomes a field: what can be done on whole columns, and else what each distinct cell means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from procedo.model.form import Field
from procedo.records.dates import DAY, Moment
from procedo.records.mapping import Slot
from procedo.records.part import Opened
from procedo.records.persons import People
from procedo.records.values import REMEMBERED, How, reader
from procedo.records.words import BLANKS
from procedo.sources._columns import Constant, Flag, Known, Meaning, Point, Scaled, Trimmed, Way
from procedo.table import FUTURE_DATED, NOT_YET, OK, SCALES, UNREADABLE, sql_type

MISSING = Constant(None, UNREADABLE, False)


def way(opened: Opened, slot: Slot, field: Field) -> Way | None:
    """None: this column must be read cell by cell. A person's column is `Known`, so that names can be resolved."""
    how = replace(opened.hows[slot.field], factor=slot.factor if slot.constant is None else 1)
    read = reader(field, how)
    if slot.column is None:
        value, state, _ = read(slot.constant)
        return None if state or isinstance(value, (tuple, Moment)) else Constant(value, state, sql_type(field.type) == "TEXT")
    columns = opened.sheet.columns
    whole = None if how.values else _whole(field, how)
    if whole and columns.suits(slot.column, whole) and _naive(columns.kinds[slot.column], how):
        return whole
    cells = columns.distinct(slot.column, REMEMBERED)
    return None if cells is None else Known(
        {name: Meaning(*read(cell)) for name, cell in cells}, sql_type(field.type) == "TEXT")


def _whole(field: Field, how: How) -> Way | None:
    kind, zone = field.type, str(how.clock.library)
    if kind in SCALES:
        return Scaled(SCALES[kind], how.factor)
    if kind == "integer":
        return Scaled(0, how.factor)
    if kind in ("date", "datetime"):
        return Point(zone, seconds=kind == "datetime")
    if kind == "boolean":
        return Flag()
    plain = kind in ("text", "reference") or (kind in ("choice", "role", "form") and not field.choices)
    return Trimmed(BLANKS) if plain else None


def _naive(kind: str, how: How) -> bool:
    """Moments without an offset are read on the source's clock: only where that is the library's, nothing is to be done."""
    return kind != "moment" or how.clock.source == how.clock.library


def moments(way: Way) -> list[Any]:
    """The moments that the distinct cells of a column mean."""
    return [m.value for m in way.meanings.values() if m.value is not None] if isinstance(way, Known) else []


def precise(way: Way, days: bool) -> Way:
    """Moments as days or as seconds."""
    if isinstance(way, Point):
        return replace(way, seconds=not days)
    return _with_values(way, lambda moment: (moment.seconds // DAY if days else moment.seconds, OK))


def resolved(way: Way, people: People) -> Way:
    """The persons that the texts of a column name; who cannot be told is unreadable."""

    def person(text: str) -> tuple[str | None, int]:
        id = people.resolve(text)
        return id, UNREADABLE if id is None else OK

    return _with_values(way, person)


def settled(way: Way, done: int, seen: int) -> Way:
    """Points from `seen` on lie after the export, from `done` on after the as-of day."""

    def seen_by_then(value: int) -> tuple[int | None, int]:
        if value < min(done, seen):
            return value, OK
        return None, FUTURE_DATED if value >= seen else NOT_YET

    return replace(way, ahead=(done, seen)) if isinstance(way, Point) else _with_values(way, seen_by_then)


def shortened(way: Way, surplus: int) -> Way:
    """Numbers without the last `surplus` decimals, which are all nought."""
    if isinstance(way, Scaled):
        return replace(way, surplus=surplus)
    return _with_values(way, lambda value: (value // 10**surplus, OK))


def _with_values(way: Way, change: Callable[[Any], tuple[Any, int]]) -> Way:
    """The same way, each value that is there changed."""
    if isinstance(way, Constant):
        return way if way.value is None else replace(way, **dict(zip(("value", "state"), change(way.value), strict=True)))
    if not isinstance(way, Known):
        return way
    return Known({
        cell: meaning if meaning.value is None else Meaning(*change(meaning.value), meaning.trimmed)
        for cell, meaning in way.meanings.items()
    }, way.text)
