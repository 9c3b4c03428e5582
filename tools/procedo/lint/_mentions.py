"""Steps of other procedures that a document's texts name: `QP-SAL-07 5.9`, `QP-SAL-07 第 5.9 步`, `step 5.9 of QP-SAL-07`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from procedo.library.marks import Path

_STEP = r"(\d+(?:\.\d+)*)(?![\d.]*\d)"
_BETWEEN = r"[ \u3000,，/]*(?:的|中)?[ \u3000]*(?:第|步骤|steps?|clause)?[ \u3000]*"


def mentioned_steps(data: Any, procedures: tuple[str, ...]) -> Iterator[tuple[str, str, Path]]:
    """(procedure, step, where) for every mention in any text of a document."""
    if procedures:
        names = "|".join(map(re.escape, sorted(procedures, key=len, reverse=True)))
        yield from _in(data, (), re.compile(rf"\b({names}){_BETWEEN}{_STEP}|\bsteps? {_STEP} of ({names})\b"))


def _in(value: Any, at: Path, mention: re.Pattern[str]) -> Iterator[tuple[str, str, Path]]:
    if isinstance(value, str):
        for found in mention.finditer(value):
            yield found[1] or found[4], found[2] or found[3], at
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _in(item, (*at, key), mention)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _in(item, (*at, index), mention)
