"""Comparing words that people typed: folded for width, case, blanks and punctuation; units in headings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

BLANKS = " \t\u00a0\u3000"
"""What is trimmed from both ends of every text (SEMANTICS 0.7)."""

UNITS = {
    "元": 1, "圆": 1, "cny": 1, "rmb": 1, "人民币": 1, "人民币元": 1, "百元": 100, "千元": 1_000, "千": 1_000, "万元": 10_000,
    "万": 10_000, "人民币万元": 10_000, "百万元": 1_000_000, "百万": 1_000_000, "千万元": 10_000_000, "千万": 10_000_000,
    "亿元": 100_000_000, "亿": 100_000_000, "%": 1,
}
"""How many of the field's unit one of these is."""


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Without regard to width, case, blanks and punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "ZPC")


def same_width(text: str) -> str:
    """Half-width, lower case, trimmed; punctuation kept."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


_BRACKETS = re.compile(r"[(\[{<【〔「]([^()\[\]{}【】〔〕「」<>]*)[)\]}>】〕」]\s*$")
_BEHIND = re.compile(r"[/:_,\- ]\s*([^\s/:_,\-]+)\s*$")


@lru_cache(maxsize=4_096)
def without_unit(heading: str) -> tuple[str, str | None]:
    """A heading's folded name and what stands behind it: `合同金额（万元）` -> (`合同金额`, `万元`)."""
    text = unicodedata.normalize("NFKC", heading).strip()
    found = _BRACKETS.search(text)
    if found:
        return fold(text[: found.start()]), found[1].strip().casefold()
    found = _BEHIND.search(text)
    if found and found[1].casefold() in UNITS:
        return fold(text[: found.start()]), found[1].casefold()
    return fold(text), None


def unit_of(text: str) -> int | None:
    """The factor of a unit such as 万元; None for a word that is none."""
    return UNITS.get(same_width(text))
