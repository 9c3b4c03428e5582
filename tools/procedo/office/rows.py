"""Rows of the workbook beside rows of the document: which is which, which are new, which are gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from procedo.office.grid import Row
from procedo.office.tables import Item, Table
from procedo.office.values import Bad, Terms

Key = tuple[str, ...]


def keys(table: Table, items: Sequence[Item], terms: Terms) -> list[Key]:
    """What names each item; the second of the same name has a number behind."""
    return _numbered([tuple(_canonical(column.show(item, terms)) for column in table.key) for item in items])


def row_keys(table: Table, rows: Sequence[Row], terms: Terms) -> list[Key]:
    return _numbered([tuple(_key(row, column, terms) for column in table.key) for row in rows])


def _numbered(found: list[Key]) -> list[Key]:
    seen: dict[Key, int] = {}
    numbered = []
    for key in found:
        seen[key] = seen.get(key, 0) + 1
        numbered.append(key if seen[key] == 1 else (*key, f"#{seen[key]}"))
    return numbered


def _canonical(text: str) -> str:
    return " ".join(text.split())


def _key(row: Row, column: Any, terms: Terms) -> str:
    """The name as it would be exported: labels, another language and dates do not matter."""
    try:
        text = row[column].text if column in row else ""
        return _canonical(column.kind.show(column.kind.read(text, terms), terms)) if text else ""
    except Bad:
        return _canonical(str(row[column].value))


def origins(base: Sequence[Key], found: Sequence[Key], numeric: Sequence[bool]) -> list[int | None]:
    """For each row of the workbook the item that it was exported from, or None for a new one.

    By name; a number by its value (`5.1` was `5.10`); and a renamed row by its neighbour above.
    """
    free = {key: at for at, key in reversed(list(enumerate(base)))}
    result: list[int | None] = [free.pop(key, None) for key in found]
    for number, at in enumerate(result):
        if at is None and numeric[number]:
            twin = next((key for key in free if _equal(key, found[number])), None)
            result[number] = free.pop(twin) if twin else None
    left, before = set(free.values()), -1
    for number, at in enumerate(result):
        if at is None and before + 1 in left and _fits(result, number, before + 1):
            result[number] = at = before + 1
            left.discard(at)
        before = at if at is not None else len(base)
    return result


def _fits(result: list[int | None], number: int, candidate: int) -> bool:
    """Whether the next row that is known does not come directly after the gap that new rows were put into."""
    new = 0
    for at in result[number:]:
        if at is not None:
            return at - candidate >= new
        new += 1
    return True


def _equal(one: Key, other: Key) -> bool:
    def number(text: str) -> object:
        try:
            return float(text)
        except ValueError:
            return text

    return [number(part) for part in one] == [number(part) for part in other if not part.startswith("#")]
