"""Inventory: the ids of everything that the sources hold and the library must carry; ids alone, no text."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from procedo.model.text import Node, Wrong

_RANGE = re.compile(r"(.*?)(\d+|[a-z])\.\.(.*?)(\d+|[a-z])$")


def _ids(value):
    """`R-001..R-003` stands for R-001, R-002, R-003; `S0-19a..S0-19c` for the letters between."""
    if not isinstance(value, list):
        return value
    return [id for word in value for id in _spread(str(word))]


def _spread(word: str) -> list[str]:
    if ".." not in word:
        return [word]
    match = _RANGE.fullmatch(word)
    if not match or match[1] != match[3] or match[2].isdigit() != match[4].isdigit() or len(match[2]) != len(match[4]):
        raise Wrong("bad-range", f"“{word}”不是编号范围，应如 R-001..R-288", f"“{word}” is no range of ids; write it as R-001..R-288")
    if match[2].isdigit():
        return [f"{match[1]}{number:0{len(match[2])}}" for number in range(int(match[2]), int(match[4]) + 1)]
    return [f"{match[1]}{chr(code)}" for code in range(ord(match[2]), ord(match[4]) + 1)]


Ids = Annotated[list[str], BeforeValidator(_ids)]


class Inventory(Node):
    """What must be covered, by category. `attested`: the requirements that no record can show."""

    sources: Ids = []
    procedures: Ids = []
    requirements: Ids = []
    attested: Ids = []
    approvals: Ids = []
    time_rules: Ids = []
    forms: Ids = []
    conflicts: Ids = []
    variants: Ids = []
    profiles: Ids = []
