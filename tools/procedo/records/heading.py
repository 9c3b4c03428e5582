"""Which row holds the headings, and which rows below it are no records: totals, repeated headings, empty rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procedo.problem import Place, refuse
from procedo.records.values import as_text
from procedo.records.words import BLANKS, fold, without_unit
from procedo.sources import Cell, Row

LOOKED_AT = 60
"""Rows among which the heading is looked for."""
TOTALS = {fold(word) for word in (
    "合计", "小计", "总计", "共计", "累计", "本页合计", "本页小计", "本月合计", "本年累计", "合计金额", "Total", "Totals", "Subtotal",
    "Sub-total", "Grand total", "Sum")}


@dataclass
class Heading:
    row: int
    texts: list[str]
    above: list[int]
    """Rows before it that are not empty: titles."""
    rest: Iterator[Row]


def text_of(cell: Cell) -> str:
    return (as_text(cell) or "").strip(BLANKS + "\r\n") if cell is not None else ""


def filled(cells: list[Cell]) -> bool:
    return any(cell is not None and cell != "" and (type(cell) is not str or cell.strip(BLANKS + "\r\n")) for cell in cells)


def find_heading(rows: Iterator[Row], wanted: set[str], stated: int | None) -> Heading:
    """The stated row, else the first where at least half of the texts are wanted, else the one with most of them.

    `wanted` holds folded names. Raises ProblemError.
    """
    seen: list[Row] = []
    best, most = None, 0
    for row in rows:
        if not filled(row[1]):
            continue
        seen.append(row)
        if stated is not None:
            if row[0] >= stated:
                return _stated(seen, stated, rows)
            continue
        texts = [text for text in map(text_of, row[1]) if text]
        score = len({fold(t) for t in texts} & wanted | {without_unit(t)[0] for t in texts} & wanted)
        if score > most:
            best, most = len(seen) - 1, score
        if 2 * score >= len(texts) and score > 1 or len(seen) == LOOKED_AT:
            break
    if best is None:
        raise _none(seen, stated)
    return _heading(seen, best, rows)


def _stated(seen: list[Row], stated: int, rows: Iterator[Row]) -> Heading:
    if seen[-1][0] != stated:
        raise refuse("no-heading", f"第 {stated} 行是空的，不能作为表头", f"row {stated} is empty and cannot be the heading", Place("", stated))
    return _heading(seen, len(seen) - 1, rows)


def _heading(seen: list[Row], index: int, rows: Iterator[Row]) -> Heading:
    number, cells = seen[index]

    def rest() -> Iterator[Row]:
        yield from seen[index + 1 :]
        yield from rows

    return Heading(number, [text_of(cell) for cell in cells], [row for row, _ in seen[:index]], rest())


def _none(seen: list[Row], stated: int | None) -> Exception:
    if not seen:
        return refuse("empty-export", "文件里没有数据", "the file holds no data")
    if stated is not None:
        return refuse("no-heading", f"文件没有第 {stated} 行", f"the file has no row {stated}")
    first = "、".join([text for text in map(text_of, seen[0][1]) if text][:8])[:120]
    return refuse(
        "no-heading",
        f"没有一行像表头：没有列名与表单字段的名称相同（首行为：{first}）；请写明 header 和 columns",
        f"no row looks like a heading: none has a name of the form's fields (the first row: {first}); state header and columns")


def is_total(cells: list[Cell], keys: set[int], words: set[str]) -> bool:
    """合计 and the like in the first filled cell, unless the record's key stands in another cell."""
    for column, cell in enumerate(cells):
        text = text_of(cell)
        if not text:
            continue
        if len(text) > 20 and not words:
            return False
        folded = fold(text)
        if folded in TOTALS or any(folded.startswith(word) for word in words):
            return column in keys or not all(key < len(cells) and text_of(cells[key]) for key in keys) or not keys
        return False
    return False
