"""A workbook as the reports use it: lines of string and number cells in a few styles. xlsxwriter is imported here only."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from procedo.reports._layout import width

ROWS = 1_048_576
CELL = 32_767
"""What a sheet and a cell of Excel hold at most."""
LINE_POINTS, TALLEST = 14.5, 409
"""Height of one line of text, and the height that Excel allows a row at most."""
PAGE = 300
"""Characters side by side on a page of A3 that still can be read."""
FONT = "Microsoft YaHei"
DARK, PALE, LINE = "#1F3A5F", "#EEF2F7", "#C5CDD8"

_CELL = {"font_name": FONT, "font_size": 10, "valign": "top"}
_BOX = _CELL | {"text_wrap": True, "border": 1, "border_color": LINE}
STYLES: dict[str, dict[str, Any]] = {
    "cell": _BOX,
    "number": _BOX | {"text_wrap": False, "align": "right", "indent": 1, "num_format": "#,##0"},
    "head": _BOX | {"bold": True, "font_color": "white", "bg_color": DARK, "valign": "vcenter"},
    "title": _CELL | {"bold": True, "font_size": 16, "font_color": DARK},
    "strong": _CELL | {"bold": True},
    "label": _CELL | {"font_color": "#4A5568"},
    "plain": _CELL,
    "unfit": _CELL | {"bold": True, "text_wrap": True, "font_color": "white", "bg_color": "#B00020"},
    "verdict nonconforming": _BOX | {"bold": True, "font_color": "#9B1C1C", "bg_color": "#FDECEC"},
    "verdict undetermined": _BOX | {"font_color": "#7A4F01", "bg_color": "#FFF6DB"},
    "grade critical": _BOX | {"bold": True, "font_color": "#9B1C1C"},
    "grade major": _BOX | {"bold": True, "font_color": "#9A4B00"},
}


class Sheet:
    """One sheet, filled from the top."""

    def __init__(self, book: Book, sheet: Any, wide: Sequence[int]):
        self.book, self.sheet, self.wide, self.row, self.headed = book, sheet, wide, 0, False
        for at, characters in enumerate(wide):
            sheet.set_column(at, at, characters)

    @property
    def full(self) -> bool:
        return self.row >= ROWS

    def line(self, cells: Sequence[Any], style: str = "cell", styles: Mapping[int, str] | None = None) -> None:
        """Texts as string cells, int as number cells; `styles` replaces the style of single columns."""
        wraps = style in ("cell", "head")
        lines = max((_lines(str(c), self.wide[at]) for at, c in enumerate(cells) if wraps and c), default=1)
        self._height(lines * LINE_POINTS + (4 if style == "head" else 2) + (10 if style == "title" else 0))
        for at, cell in enumerate(cells):
            name = (styles or {}).get(at, style if style != "fact" else "plain" if at else "label")
            self._put(at, cell, name if name in STYLES else "cell")
        self.row += 1

    def _height(self, points: float) -> None:
        """Said for every line: not every program fits the height to wrapped text by itself."""
        self.sheet.set_row(self.row, min(points, TALLEST))

    def _put(self, at: int, cell: Any, name: str) -> None:
        if isinstance(cell, int):
            self.sheet.write_number(self.row, at, cell, self.book.style("number"))
        elif cell in (None, ""):
            self.sheet.write_blank(self.row, at, None, self.book.style(name))
        else:
            self.sheet.write_string(self.row, at, _held(str(cell)), self.book.style(name))

    def across(self, text: str, style: str) -> None:
        """One text over all columns, high enough for its lines."""
        self.sheet.merge_range(self.row, 0, self.row, len(self.wide) - 1, "", self.book.style(style))
        self.sheet.write_string(self.row, 0, _held(text), self.book.style(style))
        self._height(_lines(text, sum(self.wide)) * LINE_POINTS + 4)
        self.row += 1

    def skip(self) -> None:
        self.row += 1

    def frozen(self, columns: int) -> None:
        """The first line and columns stay in sight and stand on every printed page; the line can filter."""
        self.sheet.freeze_panes(1, columns)
        self.sheet.repeat_rows(0)
        if columns:
            self.sheet.repeat_columns(0, columns - 1)
        self.headed = True

    def printed(self) -> None:
        """A3 across, on as many pages side by side as keep it legible, with sheet and page number below."""
        self.sheet.set_landscape()
        self.sheet.set_paper(8)
        self.sheet.fit_to_pages(math.ceil(sum(self.wide) / PAGE), 0)
        self.sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        self.sheet.set_footer("&L&A&R&P / &N")
        self.sheet.hide_gridlines(2)


class Book:
    """The workbook. The same lines give the same bytes."""

    def __init__(self, target: BinaryIO, title: str, created: dt.datetime):
        import xlsxwriter

        self.book = xlsxwriter.Workbook(target, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        })
        self.book.set_properties({"title": title, "created": created})
        self.sheets: list[Sheet] = []
        self._styles: dict[str, Any] = {}

    def style(self, name: str) -> Any:
        if name not in self._styles:
            self._styles[name] = self.book.add_format(STYLES[name])
        return self._styles[name]

    def sheet(self, title: str, wide: Sequence[int]) -> Sheet:
        self.sheets.append(Sheet(self, self.book.add_worksheet(title), wide))
        return self.sheets[-1]

    def filters(self) -> None:
        """Give every headed sheet its filters, now that its last line is known."""
        for sheet in self.sheets:
            if sheet.headed:
                sheet.sheet.autofilter(0, 0, max(sheet.row - 1, 0), len(sheet.wide) - 1)

    def close(self) -> None:
        self.book.close()


def _held(text: str) -> str:
    """As much of a text as a cell holds; what is cut off is marked."""
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def _lines(text: str, wide: int) -> int:
    """Lines that a wrapped text needs in a column, counting a Chinese character as two."""
    return sum(max(1, math.ceil(width(line) / max(wide - 0.5, 1))) for line in text[:CELL].split("\n"))
