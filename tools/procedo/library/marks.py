"""A YAML file as plain values, with the place of every key and value."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from procedo.problem import Place

Path = tuple[str | int, ...]
"""Where a value stands inside its document: `("requirements", 3, "checks", 0, "when")`."""


class Mark(tuple):
    """Where a value begins (line and column from 0), how it is quoted, and the marks inside it.

    `keys` holds the place of each key of a mapping; `inside` is a list for a sequence, a dict for a mapping.
    A bare tuple: one is made for every value of the library.
    """

    __slots__ = ()
    line = property(itemgetter(0))
    column = property(itemgetter(1))
    style = property(itemgetter(2))
    keys = property(itemgetter(3))
    inside = property(itemgetter(4))


@dataclass(frozen=True)
class Yaml:
    """What a file holds. Values are str, int, float, bool, None, list and dict; keys are always text."""

    data: dict[str, Any]
    marks: Mark
    file: str
    """As the user knows it: relative, forward slashes."""

    def place(self, path: Path = (), offset: int = 0, key: bool = False) -> Place:
        """The nearest known position for `path`; `key` asks for the key rather than its value.

        `offset` counts characters inside a text that stands on one line, behind its opening quote.
        """
        mark, where, last = self.marks, None, len(path) - 1
        for depth, part in enumerate(path):
            keys = mark.keys or {}
            if key and depth == last and part in keys:
                where = keys[part]
            child = _child(mark, part)
            if child is None:
                break
            mark = child
        else:
            if where is None:
                where = (mark.line, mark.column + _inside(mark, offset))
        line, column = where or (mark.line, mark.column)
        return Place(self.file, line + 1, column + 1)


def _child(mark: Mark, part: str | int) -> Mark | None:
    if isinstance(mark.inside, dict):
        return mark.inside.get(part) if isinstance(part, str) else mark.inside.get(str(part))
    if isinstance(mark.inside, list) and isinstance(part, int) and 0 <= part < len(mark.inside):
        return mark.inside[part]
    return None


def _inside(mark: Mark, offset: int) -> int:
    """How far to the right: block texts (`|`, `>`) begin on a line below, so their first line stands for all."""
    if not offset or mark.style in ("|", ">"):
        return 0
    return offset + (1 if mark.style in ("'", '"') else 0)
