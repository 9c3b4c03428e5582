"""csv: the findings as one table that Excel opens: UTF-8 with BOM, CRLF, no cell that could be taken for a formula."""

from __future__ import annotations

import csv
import io

from procedo.finding import Outcome
from procedo.reports import _rows
from procedo.reports._words import Words

NAME = "csv"
SUFFIX = ".csv"
BINARY = False
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula; the full-width signs too, where Excel speaks Chinese."""


def render(outcome: Outcome, language: str) -> str:
    """One line per finding, the unjudged ones last."""
    words, page = Words(outcome, language), io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(_rows.head(language))
    for finding in _rows.ordered(outcome):
        writer.writerow([harmless(cell) for cell in _rows.row(words, finding, words.stop)])
    return "\ufeff" + page.getvalue()


def harmless(cell: _rows.Cell) -> _rows.Cell:
    """A text that begins like a formula gets an apostrophe before it; numbers of rows stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
