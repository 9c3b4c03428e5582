"""Keys of records as text: parts joined by ` / `, repeats numbered; a record without its key cannot be judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from procedo.model.form import Form
from procedo.problem import Place, Problem
from procedo.records.dates import EPOCH
from procedo.table import SCALES
from procedo.terms import say


def writer(column_type: str) -> Callable[[Any], str]:
    """How a normalised value of this type is written in a key."""
    if column_type == "date":
        return lambda value: dt.date.fromordinal(value + EPOCH).isoformat()
    if column_type == "datetime":
        return lambda value: (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=value)).isoformat(sep=" ")
    if column_type in SCALES:
        return lambda value: _plain(Decimal(value).scaleb(-SCALES[column_type]))
    if column_type == "list":
        return lambda value: "、".join(value)
    return str


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"


def joined(parts: list[list[str | None]], rows: int) -> list[str | None]:
    """One text for each row; None where a part is missing."""
    if len(parts) == 1:
        return list(parts[0])
    return [" / ".join(row) if None not in row else None for row in zip(*parts, strict=True)] if parts else [None] * rows  # type: ignore[arg-type]


def numbered(keys: list[str]) -> tuple[list[str], int]:
    """Repeated keys get `#2`, `#3` … in the order read; how many were repeats."""
    taken = set(keys)
    if len(taken) == len(keys):
        return keys, 0
    seen: dict[str, int] = {}
    found, repeats = [], 0
    for key in keys:
        count = seen[key] = seen.get(key, 0) + 1
        if count == 1:
            found.append(key)
            continue
        repeats += 1
        while (made := f"{key}#{seen[key]}") in taken:
            seen[key] += 1
        taken.add(made)
        found.append(made)
    return found, repeats


def keyless(form: Form, file: str, line: int) -> Problem:
    named = " / ".join(form.key)
    return Problem(Place(file, line), "no-key", say(
        f"主键 {named} 为空或无法读取，数据不合用；如此行不是记录，请在 skip 写明开头的词",
        f"the key {named} is empty or cannot be read, so the export is unfit; if this row is no record, name the word "
        "it begins with under skip"))
