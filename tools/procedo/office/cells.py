"""A workbook that comes back: its sheets as rows of raw cells, with the name of every cell."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from procedo.library.typed import typed_part
from procedo.library.yaml_reader import DEEPEST
from procedo.model import DOCUMENTS
from procedo.office.values import Bad
from procedo.problem import Place, Problem, ProblemError, refuse
from procedo.sources import Broken, xlsx
from procedo.sources.xlsx import sheets

LARGEST = 5_000_000
"""Cells from corner to corner of a sheet; the largest document has a thousandth of this."""
HIDDEN = "procedo"
"""The hidden sheet that holds what was exported."""
MARK = "procedo.export/1"


@dataclass(frozen=True)
class Cell:
    """`name`: as the spreadsheet calls it, such as C7."""

    name: str
    value: Any = None

    @property
    def text(self) -> str:
        """The cell's value as text without blanks around it; dates as 2026-03-01. Bad for an error cell."""
        return text_of(self.value)


def text_of(value: Any) -> str:
    if isinstance(value, Broken):
        raise Bad(f"公式没有结果或出错（{value.text}）；请填写文字",
                  f"the formula has no result or an error ({value.text}); write the value itself", "bad-cell")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def fold(text: str) -> str:
    """A heading or a sheet's name for comparing: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def cell_name(row: int, column: int) -> str:
    """`C7` for row 7 and column 2 (from 0)."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


class Workbook:
    """The file, read sheet by sheet. ProblemError for what is no workbook, a trap, or out of all size."""

    def __init__(self, file: Path):
        self.file = file
        self.names = [name for name in self._named(lambda: sheets(file)) if fold(name) != HIDDEN]

    def rows(self, name: str) -> list[list[Cell]]:
        """The sheet's rows that are not blank, each cell with its name."""

        def read() -> list[list[Cell]]:
            sheet = xlsx.open(SimpleNamespace(sheet=name), self.file, LARGEST)
            return [[Cell(cell_name(number, sheet.first_column + at), value) for at, value in enumerate(cells)]
                    for number, cells in sheet.rows if any(_filled(value) for value in cells)]

        return self._named(read)

    def exported(self) -> dict[str, Any] | None:
        """What was exported (`kind`, `id`, `language`, `data`), or None where the hidden sheet is gone."""
        name = next((name for name in self._named(lambda: sheets(self.file)) if fold(name) == HIDDEN), None)
        cells = [row[0].value for row in self.rows(name)] if name else []
        if not cells or cells[0] != MARK:
            return None
        try:
            told = json.loads("".join(str(value) for value in cells[1:] if value is not None))
        except (ValueError, RecursionError):
            told = None
        if not _sound(told):
            raise refuse("bad-workbook", "隐藏工作表“procedo”已损坏；请重新导出", "the hidden sheet “procedo” is damaged; export the document again",
                         Place(self.file.name))
        return told

    def _named(self, act: Any) -> Any:
        """Problems of a file say which one."""
        try:
            return act()
        except ProblemError as error:
            raise ProblemError(Problem(Place(self.file.name), p.id, p.sentence) for p in error.problems) from None


def _sound(told: Any) -> bool:
    """Whether this can be what was exported: a document of a known kind, not nested without end."""
    level = [told]
    for _ in range(DEEPEST):
        level = [inner for value in level if isinstance(value, (dict, list)) for inner in (value.values() if isinstance(value, dict) else value)]
    if level or not isinstance(told, dict) or told.get("kind") not in DOCUMENTS:
        return False
    try:
        typed_part(DOCUMENTS[told["kind"]], told.get("data"), lambda *path, **_: Place())
    except ProblemError:
        return False
    return True


def _filled(value: Any) -> bool:
    return isinstance(value, Broken) or bool(text_of(value))
