"""What a cell says, seen beside what was exported into it: nothing new, or a new value."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from procedo.library.patched import same
from procedo.office.cells import Cell
from procedo.office.columns import Column
from procedo.office.values import Bad, Terms

_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def reading(column: Column, cell: Cell, old: dict[str, Any] | None, terms: Terms) -> tuple[bool, Any]:
    """(whether the cell says something else than `old` holds, the value). Bad when it is no such value.

    A spreadsheet makes numbers and dates of what looks like one: `5.1` is still `5.10`, a date its own text.
    """
    before = column.get(old, terms) if old is not None else None
    shown = column.kind.show(before, terms) if before is not None else ""
    text = cell.text
    if _plain(text) == _plain(shown) or _number_made_of(cell.value, shown):
        return False, before
    if not text:
        return before is not None, None
    if isinstance(cell.value, (dt.date, dt.time, dt.timedelta)) and column.kind.name not in ("day", "any"):
        raise Bad(f"表格软件把这里变成了日期（{text}）；请把单元格设为文本，再写一次",
                  f"the spreadsheet made a date of this ({text}); format the cell as text and write it again", "made-a-date")
    value = _like(before, column.kind.read(text, terms), column)
    return not same(before, value), value


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _number_made_of(value: Any, shown: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _NUMBER.fullmatch(shown.strip()):
        return False
    return float(shown) == float(value)


def _like(before: Any, value: Any, column: Column) -> Any:
    """The value in the shape of the one before: one word or a list, with or without a line end behind."""
    if column.kind.loose and isinstance(value, list) and len(value) == 1 and not isinstance(before, list):
        return value[0]
    if isinstance(before, str) and isinstance(value, str) and before.endswith("\n"):
        return value + "\n"
    return value
