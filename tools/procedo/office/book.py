"""A document as a workbook: sheets with frozen headings, drop-downs and print set-up. xlsxwriter is imported here only.

Every value is written as a text cell in the format Text, so that none can become a formula, a number or a date.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import unicodedata
from typing import Any

from procedo.office.cells import HIDDEN, MARK
from procedo.office.tables import Item, Table, tables
from procedo.office.values import Terms
from procedo.office.words import CONTENT, HINT, HINTS, ITEM
from procedo.problem import Place, refuse
from procedo.terms import Sentence, say

CELL, PIECE = 32_767, 30_000
"""What a cell of Excel holds at most, and how much of the hidden copy goes into one."""
SPARE = 200
"""Rows below a table in which new ones may be written, drop-downs and all."""
CREATED = dt.datetime(2000, 1, 1)
"""The workbook's own date: fixed, so that the same document gives the same bytes."""
LINE, TALLEST = 14.5, 400
FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top", "num_format": "@"}
BOX = FONT | {"text_wrap": True, "border": 1, "border_color": "#C5CDD8"}
STYLES: dict[str, dict[str, Any]] = {
    "cell": BOX, "risky": BOX | {"quote_prefix": True}, "spare": FONT | {"text_wrap": True}, "fixed": BOX | {"bg_color": "#EEF2F7", "font_color": "#4A5568"},
    "head": BOX | {"bold": True, "font_color": "white", "bg_color": "#1F3A5F", "valign": "vcenter"},
}


def workbook(kind: str, id: str, data: dict[str, Any], terms: Terms) -> bytes:
    """The workbook of a document's content; ProblemError when a text is longer than a cell can be."""
    return _Book(kind, id, data, terms).content()


class _Book:
    def __init__(self, kind: str, id: str, data: dict[str, Any], terms: Terms):
        import xlsxwriter

        self.page, self.id, self.terms = io.BytesIO(), id, terms
        self.book = xlsxwriter.Workbook(self.page, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        self.book.set_properties({"title": id, "created": CREATED})
        self.styles = {name: self.book.add_format(style) for name, style in STYLES.items()}
        self.lists: dict[tuple[str, ...], str] = {}
        made = tables(kind, data)
        sheets = [self.book.add_worksheet(self.word(table.title)) for table in made]
        self.hidden = self.book.add_worksheet(HIDDEN)
        self.hidden.very_hidden()
        self._copy({"kind": kind, "id": id, "language": terms.language, "data": data})
        for table, sheet in zip(made, sheets, strict=True):
            (self._cover if table.shape == "record" else self._table)(sheet, table, [item for _, item in table.rows(data)])
            self._printed(sheet, data)

    def content(self) -> bytes:
        self.book.close()
        return self.page.getvalue()

    def word(self, sentence: Sentence) -> str:
        return sentence.in_(self.terms.language)

    def _copy(self, told: dict[str, Any]) -> None:
        """What was exported, so that an import can tell what was changed in the workbook from what was changed since."""
        text = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
        for row, piece in enumerate([MARK, *(text[at : at + PIECE] for at in range(0, len(text), PIECE))]):
            self.hidden.write_string(row, 0, piece)

    def _cover(self, sheet: Any, table: Table, items: list[Item]) -> None:
        wide = (22, 70, 30)
        for at, characters in enumerate(wide):
            sheet.set_column(at, at, characters, self.styles["spare"])
        for at, title in enumerate((ITEM, CONTENT, HINT)):
            self._put(sheet, 0, at, self.word(title), "head")
        for row, column in enumerate(table.columns, 1):
            text, fixed = column.show(items[0], self.terms), column.fixed is not None
            word = str(column.path[0]) if column.fixed else "fixed" if fixed else column.kind.name
            self._put(sheet, row, 0, self.word(column.heading), "fixed")
            self._put(sheet, row, 1, text, "fixed" if fixed else "cell")
            self._put(sheet, row, 2, self.word(HINTS[word]) if word in HINTS else "", "fixed")
            sheet.set_row(row, _height([(text, wide[1])]))
            if not fixed:
                self._drop_down(sheet, column, row, row, 1)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)

    def _table(self, sheet: Any, table: Table, items: list[Item]) -> None:
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.kind.wide, self.styles["spare"])
            self._put(sheet, 0, at, self.word(column.heading), "head")
        sheet.set_row(0, _height([(self.word(column.heading), column.kind.wide) for column in table.columns]) + 4)
        for row, item in enumerate(items, 1):
            texts = [column.show(item, self.terms) for column in table.columns]
            sheet.set_row(row, _height([(text, column.kind.wide) for text, column in zip(texts, table.columns, strict=True)]))
            for at, text in enumerate(texts):
                self._put(sheet, row, at, text, "cell")
        for at, column in enumerate(table.columns):
            self._drop_down(sheet, column, 1, len(items) + SPARE, at)
        sheet.freeze_panes(1, len(table.key) if len(table.key) < 3 else 1)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(items), 1), len(table.columns) - 1)

    def _put(self, sheet: Any, row: int, at: int, text: str, style: str) -> None:
        if len(text) > CELL:
            raise refuse("too-long", f"这段文字超过 {CELL} 个字，一个单元格放不下", f"a text of more than {CELL} characters does not fit into a cell",
                         Place(f"{sheet.get_name()}"))
        if style == "cell" and text[:1] in tuple("=+-@\t\r"):
            style = "risky" if text else style
        if text:
            sheet.write_string(row, at, text, self.styles[style])
        else:
            sheet.write_blank(row, at, None, self.styles[style])

    def _drop_down(self, sheet: Any, column: Any, first: int, last: int, at: int) -> None:
        offered = tuple(column.kind.drop_down(self.terms))
        if offered:
            sheet.data_validation(first, at, last, at, {
                "validate": "list", "source": self._offered(offered), "error_title": self.id, "error_type": "information" if column.kind.several else "stop",
                "error_message": self.word(say("请从下拉列表中选择", "choose from the list"))})

    def _offered(self, texts: tuple[str, ...]) -> str:
        """Where the texts of a list stand on the hidden sheet: written into the cell's rule they may be too long."""
        if texts not in self.lists:
            at = len(self.lists) + 1
            for row, text in enumerate(texts):
                self.hidden.write_string(row, at, text)
            letter = _letters(at)
            self.lists[texts] = f"={HIDDEN}!${letter}$1:${letter}${len(texts)}"
        return self.lists[texts]

    def _printed(self, sheet: Any, data: dict[str, Any]) -> None:
        """A4 across, as wide as a page, with document, revision and page number."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.set_footer(f"&L{self.id} · {data.get('revision', '')}&C&A&R&P / &N")
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _letters(column: int) -> str:
    from procedo.office.cells import cell_name

    return cell_name(1, column)[:-1]


def _height(texts: list[tuple[str, int]]) -> float:
    """Points for the tallest of the texts in columns so wide: not every program fits a row to its text by itself."""
    return min(max((_lines(text, wide) for text, wide in texts), default=1) * LINE + 2, TALLEST)


def _lines(text: str, wide: int) -> int:
    return sum(max(1, math.ceil(_width(line) / max(wide - 1, 1))) for line in text.split("\n"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
