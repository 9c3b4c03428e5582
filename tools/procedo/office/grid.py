"""The sheets of a workbook found by name, their columns by heading; what is unknown there is a problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from procedo.office.cells import Cell, Workbook, fold
from procedo.office.columns import Column
from procedo.office.tables import Table
from procedo.office.values import TEST, Bad
from procedo.office.words import CONTENT, HINT, ITEM
from procedo.problem import Place, Problem, nearest
from procedo.terms import Sentence, say

Row = dict[Column, Cell]


@dataclass(frozen=True)
class Grid:
    """A table as it stands in the workbook: its sheet's own name, and for each row the cell of each column."""

    title: str
    rows: list[Row]

    def place(self, cell: Cell | None = None) -> Place:
        return Place(f"{self.title}!{cell.name}" if cell else self.title)


class Sheets:
    """The workbook's sheets by table; problems are collected in `problems`."""

    def __init__(self, book: Workbook, known: Iterable[Table]):
        self.book, self.problems = book, []
        self.names: dict[tuple[str, ...], str] = {}
        titles = {fold(word): table for table in known for word in table.title}
        for name in book.names:
            table = titles.get(fold(name))
            if table is None:
                self._unknown_sheet(name, titles.values())
            elif table.path in self.names:
                self._say(Place(name), "sheet-twice", say("同一内容有两个工作表", "two sheets hold the same table"))
            else:
                self.names[table.path] = name

    def grid(self, table: Table) -> Grid | None:
        """The table's sheet, None where the workbook has none."""
        name = self.names.get(table.path)
        if name is None:
            return None
        rows = self.book.rows(name)
        return self._cover(name, table, rows) if table.shape == "record" else self._table(name, table, rows)

    def _cover(self, name: str, table: Table, rows: list[list[Cell]]) -> Grid:
        grid, row = Grid(name, [{}]), {}
        body = [cells for cells in rows if not _is_head(cells)]
        words = _words(table.columns)
        for cells in body:
            label = cells[0]
            column = self._column(grid, label, words)
            if column in row:
                self._say(grid.place(label), "heading-twice", say("这一项写了两次", "this item is written twice"))
            elif column:
                row[column] = cells[1] if len(cells) > 1 else Cell(label.name)
        return Grid(name, [row])

    def _table(self, name: str, table: Table, rows: list[list[Cell]]) -> Grid | None:
        grid = Grid(name, [])
        if not rows:
            self._say(grid.place(), "no-headings", say("工作表没有标题行", "the sheet has no headings"))
            return None
        words, heads = _words(table.columns), rows[0]
        found: dict[int, Column] = {}
        for at, head in enumerate(heads):
            if _text(head) or any(at < len(cells) and _text(cells[at]) for cells in rows[1:]):
                column = self._column(grid, head, words)
                if column in found.values():
                    self._say(grid.place(head), "heading-twice", say("这个标题写了两次", "this heading is written twice"))
                elif column:
                    found[at] = column
        gone = [column for column in table.key if column not in found.values()]
        for column in gone:
            self._say(grid.place(heads[0]), "missing-heading", say(f"缺少“{column.heading.zh}”一列", f"the column “{column.heading.en}” is missing"))
        if gone:
            return None
        for cells in rows[1:]:
            row = {column: cells[at] for at, column in found.items() if at < len(cells)}
            if any(_text(cell) for cell in row.values()):
                grid.rows.append(row)
        return grid

    def _column(self, grid: Grid, head: Cell, words: dict[str, Column]) -> Column | None:
        text = _text(head)
        column = words.get(fold(text)) or _by_input(text, words)
        if column is None:
            hint = nearest(text, {word for column in words.values() for word in column.heading})
            self._say(grid.place(head), "unknown-heading", say(
                f"没有“{text}”这个标题{hint.zh}" if text else "这一列没有标题",
                f"there is no heading “{text}”{hint.en}" if text else "this column has no heading"))
        return column

    def _unknown_sheet(self, name: str, known: Iterable[Table]) -> None:
        hint = nearest(name, {word for table in known for word in table.title})
        self._say(Place(name), "unknown-sheet", say(f"没有“{name}”这种工作表{hint.zh}", f"there is no sheet “{name}”{hint.en}"))

    def _say(self, place: Place, id: str, sentence: Sentence) -> None:
        self.problems.append(Problem(place, id, sentence))


def _words(columns: Iterable[Column]) -> dict[str, Column]:
    return {fold(word): column for column in columns for word in _names(column)}


def _names(column: Column) -> Iterator[str]:
    """What a heading may say: a column of a matrix goes by its input's name too."""
    yield from column.heading
    if column.kind is TEST:
        yield str(column.path[0])


def _by_input(text: str, words: dict[str, Column]) -> Column | None:
    """A column of a matrix whose title was changed still begins with its input's name."""
    column = words.get(fold(text.split()[0])) if text.split() else None
    return column if column and column.kind is TEST else None


def _is_head(cells: list[Cell]) -> bool:
    texts = [fold(_text(cell)) for cell in cells[:3]]
    return len(texts) > 1 and texts[0] in map(fold, ITEM) and (texts[1] in map(fold, CONTENT) or texts[1] in map(fold, HINT))


def _text(cell: Cell) -> str:
    try:
        return cell.text
    except Bad as bad:
        return bad.sentence.en
