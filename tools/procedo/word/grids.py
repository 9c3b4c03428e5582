"""Tables read by the headings of their columns."""

from __future__ import annotations

from dataclasses import dataclass

from procedo.word.piece import Cell, Piece, Table, take
from procedo.word.words import column

HEADED = 3
"""Rows among which the headings may stand."""


@dataclass
class Row:
    """The cells of one row by what their column holds; `others` are (heading, cell) of further columns, both cells."""

    cells: dict[str, Cell]
    others: list[tuple[Cell, Cell]]
    own: list[Cell]

    def further(self) -> list[str]:
        """What stands in the other columns, each with its heading; places both."""
        take(piece for pair in self.others for cell in pair for piece in cell.pieces)
        return [f"{head.text}：{cell.text}" if head.pieces else cell.text for head, cell in self.others]

    def text(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""


@dataclass
class Grid:
    heads: list[Cell]
    names: list[str | None]
    body: list[tuple[list[Cell], list[Cell]]]
    """(by column, cells that begin in the row)."""

    def rows(self) -> list[Row]:
        return [self._row(cells, own) for cells, own in self.body]

    def place_heads(self) -> None:
        for cell in self.heads:
            if column_named(cell, self):
                take(cell.pieces)

    def _row(self, cells: list[Cell], own: list[Cell]) -> Row:
        named: dict[str, Cell] = {}
        others: list[tuple[Cell, Cell]] = []
        for index, cell in enumerate(cells[: len(self.heads)]):
            name, seen = self.names[index], [*named.values(), *(c for _, c in others)]
            if any(cell is other for other in seen):
                continue
            if name and name not in named:
                named[name] = cell
            elif cell.pieces:
                others.append((self.heads[index], cell))
        return Row(named, others, own)


def column_named(cell: Cell, grid: Grid) -> bool:
    return any(cell is head and name for head, name in zip(grid.heads, grid.names, strict=True))


def grid(table: Table, named: dict[str, str], need: list[set[str]]) -> Grid | None:
    """The table by its heading row; None unless a row among the first names a column of each set in `need`."""
    for number, heads in enumerate(table.grid[:HEADED]):
        names = [column(cell.text, named) if cell.pieces else None for cell in heads]
        if all(wanted & set(names) for wanted in need) and len(set(map(id, heads))) > 1:
            names = _second(heads, names)
            body = list(zip(table.grid[number + 1 :], table.rows[number + 1 :], strict=True))
            return Grid(heads, names, body)
    return None


def _second(heads: list[Cell], names: list[str | None]) -> list[str | None]:
    """序号 | 步骤: the second column of numbers is one of titles, when there is no other."""
    places = [n for n, name in enumerate(names) if name == "no"]
    others = [n for n in places if heads[n] is not heads[places[0]]]
    if others and "title" not in names:
        return [*names[: others[0]], "title", *names[others[0] + 1 :]]
    return names


def pieces(cells: list[Cell]) -> list[Piece]:
    return [piece for cell in cells for piece in cell.pieces]
