"""The lines of a matrix as steps of an amount: from which amount a line, or a stricter one, is needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from procedo.model import Matrix

_FROM = re.compile(r"\s*(?:([\[(])\s*([^.\s\])]*(?:\.\d+)?)\s*\.\..*|(>=?)\s*(.+))")


@dataclass(frozen=True)
class Bound:
    """Line number `line` is needed from this amount on; `above`: only for more than it."""

    line: int
    amount: Decimal
    above: bool


def bounds(matrix: Matrix, amount: str) -> list[Bound]:
    """Lines with a lower bound of the input `amount`, the lowest first; a line from zero on is nobody's stricter line."""
    found = []
    for index, line in enumerate(matrix.lines):
        bound = _bound(index, str(line.tests.get(amount, "any")))
        if bound is not None and bound.amount > 0:
            found.append(bound)
    return sorted(found, key=lambda b: (b.amount, b.above))


def _bound(index: int, test: str) -> Bound | None:
    match = _FROM.fullmatch(test)
    if match is None:
        return None
    opening, low, operator, value = match.groups()
    try:
        return Bound(index, Decimal((low or value or "").replace("_", "")), (opening or "") == "(" or operator == ">")
    except InvalidOperation:
        return None
