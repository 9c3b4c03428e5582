"""Numbers in front of clauses, typed or automatic: 5.1.2, 五、, （一）, 第一章, 1), a)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procedo.word.piece import Piece

FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x3002: 0x2E}
"""Full-width letters, digits and marks, one for one, so that positions stay."""
DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CN = "[一二三四五六七八九十百〇零]{1,4}"
_UNIT = r"(?!\s*(?:%|万|亿|元|个|天|日|年|月|周|小时|分钟|倍|折|份|名|人|次|级|米|吨|件|张|家|项))"
_PATTERNS = (
    ("chapter", re.compile(rf"第\s*({_CN}|\d{{1,2}})\s*[章节条篇]\s*[、.:]?\s*")),
    ("paren-cn", re.compile(rf"\(\s*({_CN})\s*\)\s*[、.]?\s*")),
    ("paren", re.compile(r"\(\s*(\d{1,2})\s*\)\s*[、.]?\s*")),
    ("close", re.compile(r"(\d{1,2})\s*\)\s*[、.]?\s*")),
    ("decimal", re.compile(rf"(\d{{1,2}}(?:\s?\.\s?\d{{1,2}}){{1,5}})(?![\d/-]){_UNIT}\s*[.、)]?\s*")),
    ("decimal", re.compile(rf"(\d{{1,2}})(?:\s*[.、](?!\d)\s*|\s+){_UNIT}(?=\D)")),
    ("cn", re.compile(rf"({_CN})(?:\s*[、.]\s*|\s+)")),
    ("circle", re.compile(r"([①-⑳])\s*")),
    ("roman", re.compile(r"([IVX]{1,4})\s*[.、]\s*(?=\S)")),
    ("letter", re.compile(r"\(?([A-Za-z])\s*(?:[)、]|\.\s)\s*(?=\S)")),
    ("tight", re.compile(r"(\d{1,2})(?=[\u4e00-\u9fff])")),
)
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True)
class Number:
    """`kind` is how it is written, `parts` what it says, `shown` what stands there."""

    kind: str
    parts: tuple[int, ...]
    shown: str

    @property
    def rank(self) -> tuple[str, int]:
        """Clauses of one rank stand beside each other."""
        return self.kind, len(self.parts)

    @property
    def id(self) -> str:
        return ".".join(map(str, self.parts))


def folded(text: str) -> str:
    return text.translate(FOLD)


def split(piece: Piece) -> tuple[Number | None, str]:
    """The number of a piece and the text behind it. `tight` (3天) is a number only before a known heading."""
    if piece.number:
        number, rest = number_of(piece.number + " x")
        if number and rest == "x":
            return Number(number.kind, number.parts, piece.number), piece.text
        return None, piece.text
    return number_of(piece.text)


def number_of(text: str) -> tuple[Number | None, str]:
    flat = folded(text)
    for kind, pattern in _PATTERNS:
        found = pattern.match(flat)
        if found and found.end() < len(text):
            parts = _parts(kind, found[1])
            return Number(kind, parts, text[: found.end()].strip()), text[found.end() :].strip()
    return None, text


def _parts(kind: str, said: str) -> tuple[int, ...]:
    if kind in ("decimal", "tight"):
        parts = [int(part) for part in re.split(r"\s?\.\s?", said)]
        return tuple(parts[:-1] if len(parts) == 2 and parts[1] == 0 else parts)
    if kind == "circle":
        return (ord(said) - 0x2460 + 1,)
    if kind == "roman":
        worth = [_ROMAN[sign] for sign in said]
        return (sum(-w if w < max(worth[n:]) else w for n, w in enumerate(worth)),)
    if kind == "letter":
        return (ord(said.lower()) - 96,)
    return (int(said) if said.isdigit() else chinese_number(said),)


def chinese_number(said: str) -> int:
    """十二 → 12, 二十 → 20, 一〇二 → 102."""
    if "百" in said or "十" not in said:
        return int("".join(str(DIGITS.get(sign, 0)) for sign in said if sign != "百") or 0)
    tens, _, ones = said.partition("十")
    return (DIGITS.get(tens, 1) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0)
