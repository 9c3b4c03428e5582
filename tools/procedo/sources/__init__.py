"""Sources: files that exports come in. One module each, found by name; they know nothing of forms or engines.

A module offers `NAME`, `ENDINGS` (file endings it takes by itself) and `open(spec, path) -> Sheet`; of compressed files also
`DENSITY`, how many bytes of text stand for one of theirs. Faults of a file are problems whose place holds no file name yet
(line = row): who reads several files knows how to call them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from procedo import folder
from procedo.model.recordset import SourceSpec
from procedo.problem import nearest, refuse
from procedo.terms import Sentence


@dataclass(frozen=True)
class Broken:
    """A cell whose content is lost: an error such as #N/A, or bytes that are no text in the file's encoding."""

    text: str


Cell = str | int | float | Decimal | dt.datetime | dt.date | dt.time | dt.timedelta | bool | Broken | None
"""A raw cell. None and texts of blanks are empty; a date is a date or midnight, as spreadsheets do not tell."""

ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
"""What spreadsheets write where a value is lost; files made from them hold it as text."""
CALC_ERROR = "Err:[0-9]{3}"

Row = tuple[int, list[Cell]]
"""Number of the row (Excel row; line of a text file where the record begins, from 1) and its cells."""


@dataclass
class Sheet:
    """A file, or one sheet of it, as a stream of rows; rows are not numbered without gaps."""

    rows: Iterator[Row]
    sheet: str | None = None
    notes: list[Sentence] = field(default_factory=list)
    ragged: bool = False
    """Whether rows have lengths of their own, so that a cell too many may mean a broken row."""
    first_column: int = 0
    """Where the rows' first cell stands on the sheet, from 0."""
    serial_shift: int = 0
    """Days to add to a date that is a bare number, to count from 1899-12-30 (workbooks of 1904: 1462)."""
    headings: list[str] | None = None
    """Names of the columns, where the file states them apart from its rows."""
    columns: Any = None
    """The same content by columns, where the source offers it: see `_columns.Columns`."""


class Source(Protocol):
    NAME: str
    ENDINGS: tuple[str, ...]

    def open(
        self, spec: SourceSpec, path: Path
    ) -> Sheet:
        """Begin to read; ProblemError when the file cannot be what it claims to be. Rows may raise one later."""


def source_for(spec: SourceSpec, path: Path) -> ModuleType:
    """The module that reads this file: by `kind`, else by the file's ending."""
    if spec.kind:
        return folder.load("procedo.sources", spec.kind)
    ending = path.suffix.lower()
    known = {end: name for name in folder.names("procedo.sources") for end in _endings(name)}
    if ending in known:
        return folder.load("procedo.sources", known[ending])
    hint = nearest(ending, known)
    raise refuse(
        "unknown-ending",
        f"不知道如何读取“{path.name}”；请写明 kind（如 csv、xlsx、parquet）{hint.zh}",
        f"it is not known how to read “{path.name}”; state its kind (csv, xlsx, parquet){hint.en}",
    )


def density(spec: SourceSpec, path: Path) -> float:
    """Bytes of text for each byte of the file, about."""
    return getattr(source_for(spec, path), "DENSITY", 1)


def _endings(name: str) -> tuple[str, ...]:
    return getattr(folder.load("procedo.sources", name), "ENDINGS", ())
