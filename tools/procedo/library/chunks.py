"""The items of a list that has a line for each dash: where each begins, with the comments above it."""

from __future__ import annotations

from typing import Any


def chunks(text: str, node: Any, ends: list[int]) -> list[int] | None:
    """Where each item's lines begin, and at last where the list's lines end; None where items do not own their lines.

    Comment lines directly above a dash belong to its item, except above the first.
    """
    starts = []
    for number, child in enumerate(node.value):
        dash = text.rfind("-", 0, child.start_mark.index) if child.start_mark.index > node.start_mark.index else -1
        line = text.rfind("\n", 0, dash) + 1
        if dash < 0 or text[line:dash].strip() or text[dash + 1 : child.start_mark.index].strip():
            return None
        starts.append(_above(text, line, ends[number - 1]) if number else line)
    stop = text.find("\n", ends[-1])
    return [*starts, len(text) if stop < 0 else stop + 1]


def _above(text: str, line: int, floor: int) -> int:
    while line > floor:
        upper = text.rfind("\n", 0, line - 1) + 1
        if upper <= floor or not text[upper:line].lstrip().startswith("#"):
            break
        line = upper
    return line
