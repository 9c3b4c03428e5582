"""One cell into one value of a field's type, as table.KINDS says. Pure: the same cell always gives the same.

A reader gives `(value, state, trimmed)`: None with OK is an empty cell, None with UNREADABLE one that cannot be read
with certainty. A datetime is a `Moment`, a list a tuple of texts; persons are resolved once every form is read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procedo.model.form import Field
from procedo.records.amounts import amount, exactly
from procedo.records.dates import DAY, Clock, Moment, moment
from procedo.records.words import BLANKS, fold, same_width
from procedo.sources import CALC_ERROR, ERRORS, Broken, Cell
from procedo.table import OK, SCALES, UNREADABLE

Value = tuple[Any, int, bool]
EMPTY: Value = (None, OK, False)
_CALC_ERROR = re.compile(CALC_ERROR)
YES = {"是", "y", "yes", "true", "t", "1", "√", "✓", "✔", "对", "真"}
NO = {"否", "n", "no", "false", "f", "0", "×", "✗", "✘", "不是", "错", "假"}
SEPARATORS = "[、,，;；|\r\n]"
REMEMBERED = 200_000
"""Distinct cells of a column whose values are kept."""


@dataclass(frozen=True)
class How:
    """How one column is read, beyond what its field says."""

    clock: Clock
    dates: tuple[str, ...] = ()
    factor: int = 1
    values: tuple[tuple[str, str | None], ...] = ()
    separator: str | None = None
    serial_shift: int = 0
    precision: str | None = None
    """`date`: what a cell says beside the day is no time of day (SEMANTICS 0.5)."""


Parse = Callable[[Cell], Any]
"""A cell that is not empty -> its value, or None when it cannot be read."""
Replace = Callable[[str], tuple[bool, str | None]]
"""A text -> whether the recordset's value list has it, and what it stands for (None: empty)."""


def reader(field: Field, how: How) -> Callable[[Cell], Value]:
    """The function that reads a column's cells; equal cells are read once."""
    parse, replace = _parsers(field, how), _replacements(how.values)
    texts: dict[str, Value] = {}
    others: dict[tuple[type, Any], Value] = {}

    def read(cell: Cell) -> Value:
        if cell is None:
            return EMPTY
        if type(cell) is str:
            known = texts.get(cell)
            if known is None:
                if len(texts) >= REMEMBERED:
                    texts.clear()
                known = texts[cell] = _read(cell, parse, replace)
            return known
        if type(cell) is Decimal and cell.is_nan():
            return None, UNREADABLE, False
        key = (type(cell), cell)
        known = others.get(key)
        if known is None:
            if len(others) >= REMEMBERED:
                others.clear()
            known = others[key] = _read(cell, parse, replace)
        return known

    return read


def _read(cell: Cell, parse: Parse, replace: Replace | None) -> Value:
    trimmed = False
    if isinstance(cell, str):
        text = cell.strip(BLANKS)
        trimmed, cell = text != cell, text
    if cell == "":
        return None, OK, trimmed
    if replace:
        known, other = replace(as_text(cell) or "")
        cell = other if known else cell
        if cell is None or cell == "":
            return None, OK, trimmed
    if isinstance(cell, Broken) or (isinstance(cell, str) and (cell in ERRORS or _CALC_ERROR.fullmatch(cell))):
        return None, UNREADABLE, trimmed
    value = parse(cell)
    if value == () and isinstance(value, tuple):
        return None, OK, trimmed
    return value, UNREADABLE if value is None else OK, trimmed


def _replacements(values: tuple[tuple[str, str | None], ...]) -> Replace | None:
    """What the recordset says a text stands for: exactly, else folded."""
    if not values:
        return None
    exact = {key.strip(BLANKS): value for key, value in values}
    folded = _unambiguous((fold(key), value) for key, value in values)

    def replace(text: str) -> tuple[bool, str | None]:
        if text in exact:
            return True, exact[text]
        plain = fold(text)
        return (True, folded[plain]) if plain in folded else (False, None)

    return replace


def _unambiguous(pairs) -> dict[str, Any]:
    found: dict[str, set] = {}
    for word, value in pairs:
        found.setdefault(word, set()).add(value)
    return {word: next(iter(values)) for word, values in found.items() if word and len(values) == 1}


def as_text(cell: Cell) -> str | None:
    """A cell as text: whole numbers without decimals, days as ISO. None for a number that has lost digits."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float, Decimal)):
        number = exactly(cell)
        if number is None or (isinstance(cell, float) and abs(cell) >= 1e15):
            return None
        return str(int(number)) if number == number.to_integral_value() else format(number, "f")
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return cell.text if isinstance(cell, Broken) else str(cell)


def _days(how: How) -> Parse:
    """Moments without their time of day: such a column is one of days."""

    def read(cell: Cell) -> Moment | None:
        found = moment(cell, how.dates, how.clock, how.serial_shift)
        return None if found is None else Moment(found.seconds // DAY * DAY, False)

    return read


def _parsers(field: Field, how: How) -> Parse:
    kind = field.type
    if kind == "date":
        return lambda cell: None if (found := moment(cell, how.dates, how.clock, how.serial_shift)) is None else found.seconds // DAY
    if kind == "datetime":
        return _days(how) if how.precision == "date" else lambda cell: moment(cell, how.dates, how.clock, how.serial_shift)
    if kind == "money":
        return lambda cell: amount(cell, SCALES["money"], how.factor, field.currency)
    if kind == "number":
        return lambda cell: amount(cell, SCALES["number"], how.factor, percent=True)
    if kind == "integer":
        return lambda cell: amount(cell, 0, how.factor)
    if kind == "boolean":
        return boolean
    if kind in ("choice", "role", "form"):
        return chooser(field)
    if kind == "list":
        return _lister(field, how.separator)
    return as_text


def boolean(cell: Cell) -> int | None:
    """是 否 Y N true false 1 0 √ ×; anything else is not certain."""
    if isinstance(cell, bool):
        return int(cell)
    word = same_width(as_text(cell) or "")
    return 1 if word in YES else 0 if word in NO else None


def chooser(field: Field) -> Parse:
    """Code or any label -> code. A field without choices takes every text."""
    if not field.choices:
        return as_text
    words = [(word, code) for code, label in field.choices.items() for word in (code, *label.every())]
    folded = _unambiguous((fold(word), code) for word, code in words)
    exact = _unambiguous((same_width(word), code) for word, code in words) | {code: code for code in field.choices}

    def choose(cell: Cell) -> str | None:
        text = as_text(cell)
        if text is None:
            return None
        return exact.get(text) or exact.get(same_width(text)) or folded.get(fold(text))

    return choose


def _lister(field: Field, separator: str | None) -> Parse:
    split = re.compile(re.escape(separator) if separator else SEPARATORS)
    choose = chooser(field) if field.of == "choice" else as_text

    def items(cell: Cell) -> tuple[str, ...] | None:
        text = as_text(cell)
        if text is None:
            return None
        parts = _json(text) if text.startswith("[") else None
        parts = split.split(text) if parts is None else parts
        found = [choose(part) for part in (part.strip(BLANKS + "\r\n") for part in parts) if part]
        return None if None in found else tuple(found)  # type: ignore[arg-type]

    return items


def _json(text: str) -> list[str] | None:
    """A JSON array of plain values as texts; None when it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or any(isinstance(item, (dict, list)) for item in found):
        return None
    return [item if isinstance(item, str) else json.dumps(item) for item in found if item is not None]
