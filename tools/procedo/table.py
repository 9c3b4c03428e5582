"""The contract between those who read records, those who compile checks and those who run them.

A loaded form is one table named like the form, and one `form.field` table for each list field.

Columns of a form's table
  `_row`    1, 2, 3 … in the order read, without gaps: the record
  `_key`    the record's key as text; parts of a composite key joined by ` / `; a repeated key gets `#2`, `#3` …
  `_file`   index into `Table.files`;  `_line`  row in that file or sheet, from 1
  `f`       one column for each mapped field, normalised (see KINDS); NULL when it is empty or its state is not 0
  `f!`      its state, only where some row's state is not 0 (`Column.states` counts them)

Columns of a list table: `_row` (the record), `_at` (1, 2, 3 …), `value`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

OK, UNREADABLE, FUTURE_DATED, NOT_YET = 0, 1, 2, 3
"""States of a value. NULL with OK: the cell was empty. FUTURE_DATED: an event after the export (a broken value).
NOT_YET: an event after the as-of date and not after the export: it has not happened yet."""

KINDS = {
    "text": "TEXT, trimmed of blanks, tabs, U+00A0 and U+3000 at both ends",
    "choice": "TEXT, the code", "person": "TEXT, the person's id", "reference": "TEXT, the key it points to",
    "role": "TEXT, the role's id", "form": "TEXT, the form's id",
    "integer": "BIGINT", "boolean": "BIGINT 0 or 1", "money": "BIGINT, 1/10000", "number": "BIGINT, with `Column.decimals` (at most 6)",
    "date": "BIGINT, days since 1970-01-01", "datetime": "BIGINT, seconds since 1970-01-01 00:00 on the library's clock",
    "list": "BIGINT, how many values (NULL: empty cell); the values are in the list table",
}
SCALES = {"money": 4, "number": 6}


@dataclass(frozen=True)
class Column:
    """A mapped field. `type` is the field's, but a datetime read with date precision is `date`."""

    name: str
    type: str
    empty: int = 0
    states: Mapping[int, int] = field(default_factory=dict)
    scale: int | None = None
    """Decimals of a number, where they are fewer than SCALES says."""

    @property
    def decimals(self) -> int:
        return SCALES.get(self.type, 0) if self.scale is None else self.scale

    @property
    def broken(self) -> bool:
        return any(self.states.values())


@dataclass(frozen=True)
class Table:
    """What is known of a loaded form before any query runs."""

    form: str
    rows: int
    columns: Mapping[str, Column]
    repeated_keys: int = 0
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Raw:
    """What stood in a cell that could not be read."""

    form: str
    field: str
    row: int
    """`_row` of the record."""
    text: str


SQL_TYPES = dict.fromkeys(("text", "choice", "person", "reference", "role", "form"), "TEXT")


def sql_type(column_type: str) -> str:
    return SQL_TYPES.get(column_type, "BIGINT")


def quoted(name: str) -> str:
    """An identifier, quoted: names come from documents, so they are never pasted bare."""
    return '"' + name.replace('"', '""') + '"'
