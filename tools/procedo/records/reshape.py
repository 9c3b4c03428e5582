"""From the rows of a sheet to records: rows that are none are dropped and counted, unpivot and split make several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from procedo.model.recordset import SourceSpec
from procedo.problem import Place, Problem
from procedo.records.heading import Heading, filled, is_total, text_of
from procedo.records.mapping import Mapping
from procedo.records.words import BLANKS, fold, same_width
from procedo.sources import Broken, Cell
from procedo.terms import Sentence, say

Record = tuple[int, int, list[Cell]]
"""Row number, which layout, cells (with what split and unpivot added)."""
SHOWN = 10


@dataclass
class Dropped:
    """Rows that are no records, and why."""

    totals: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    empty: int = 0
    elsewhere: int = 0

    @property
    def count(self) -> int:
        return len(self.totals) + len(self.headings) + self.empty + self.elsewhere

    def notes(self) -> list[Sentence]:
        found = []
        if self.totals:
            found.append(say(f"跳过合计行：{_rows(self.totals, 'zh')}", f"total rows skipped: {_rows(self.totals, 'en')}"))
        if self.headings:
            found.append(say(
                f"跳过重复的表头：{_rows(self.headings, 'zh')}", f"repeated headings skipped: {_rows(self.headings, 'en')}"))
        if self.empty:
            found.append(say(f"跳过空行 {self.empty} 行", f"{self.empty} empty rows skipped"))
        if self.elsewhere:
            found.append(say(f"where 排除 {self.elsewhere} 行", f"{self.elsewhere} rows left out by where"))
        return found


def _rows(numbers: list[int], language: str) -> str:
    listed = "、" if language == "zh" else ", "
    more = f" …（{len(numbers)}）" if len(numbers) > SHOWN else ""
    row = "第 {} 行" if language == "zh" else "row {}"
    return row.format(listed.join(map(str, numbers[:SHOWN])) + more)


def records(
    heading: Heading, spec: SourceSpec, mapping: Mapping, keys: set[int], ragged: bool, dropped: Dropped, problems: list[Problem]
) -> Iterator[Record]:
    """Stream the records below the heading. `keys`: columns that hold the key; broken rows go to `problems`."""
    words = {fold(word) for word in spec.skip} - {""}
    split = _split(spec, mapping) if mapping.split is not None else None
    for number, cells in heading.rest:
        if not _kept(number, cells, heading, mapping, keys, words, dropped):
            continue
        if ragged and len(cells) > mapping.width and filled(cells[mapping.width :]):
            problems.append(_ragged(number, len(cells), mapping.width))
            continue
        cells = cells[: mapping.width] + [None] * (mapping.width - len(cells))
        if split:
            yield from split(number, cells)
        elif mapping.tests:
            yield from _unpivoted(number, cells, mapping)
        else:
            yield number, 0, cells


def _kept(
    number: int, cells: list[Cell], heading: Heading, mapping: Mapping, keys: set[int], words: set[str], dropped: Dropped
) -> bool:
    if not filled(cells):
        dropped.empty += 1
    elif is_total(cells, keys, words):
        dropped.totals.append(number)
    elif _same(cells, heading.texts):
        dropped.headings.append(number)
    elif mapping.where and not _chosen(cells, mapping.where):
        dropped.elsewhere += 1
    else:
        return True
    return False


def _same(cells: list[Cell], texts: list[str]) -> bool:
    for cell, text in zip(cells, texts, strict=False):
        if cell != text and text_of(cell) != text:
            return False
    return any(texts)


def _chosen(cells: list[Cell], where: list[tuple[int, frozenset[str]]]) -> bool:
    for column, texts in where:
        text = text_of(cells[column]) if column < len(cells) else ""
        if text not in texts and same_width(text) not in {same_width(other) for other in texts}:
            return False
    return True


def _ragged(number: int, cells: int, width: int) -> Problem:
    return Problem(Place("", number), "ragged-row", say(
        f"这一行有 {cells} 个单元格，表头只有 {width} 个（内容里是否有未加引号的分隔符？）",
        f"this row has {cells} cells, the heading only {width} (a delimiter inside a value without quotes?)"))


def _unpivoted(number: int, cells: list[Cell], mapping: Mapping) -> Iterator[Record]:
    stem = text_of(cells[mapping.names_key]) if mapping.names_key is not None else ""
    for group, columns in enumerate(mapping.tests):
        if any(filled([cells[column]]) for column in columns):
            yield number, group, [*cells, f"{stem}-{group + 1}" if stem else None]


def _split(spec: SourceSpec, mapping: Mapping):
    plan, column = spec.split, mapping.split
    assert plan and column is not None
    size = len(plan.fields)

    def split(number: int, cells: list[Cell]) -> Iterator[Record]:
        stem = text_of(cells[mapping.names_key]) if mapping.names_key is not None else ""
        made = 0
        for text in _pieces(cells[column], plan.records):
            parts: list[Cell] = list(text.split(plan.parts)) if isinstance(text, str) else [text] * size
            if len(parts) > size:
                parts = [Broken(str(text))] * size
            made += 1
            yield number, 0, [*cells, *parts, *[None] * (size - len(parts)), f"{stem}-{made}" if stem else None]

    return split


def _pieces(cell: Cell, separator: str) -> list[str | Broken]:
    """The records in a cell. One that cannot be read stands for at least one record of which nothing is known."""
    if isinstance(cell, Broken):
        return [cell]
    return [piece for piece in text_of(cell).split(separator) if piece.strip(BLANKS + "\r\n")]
