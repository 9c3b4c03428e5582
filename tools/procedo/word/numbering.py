"""Automatic numbers, as Word would show them: lists, levels, restarts, Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from procedo.word.package import attribute, local
from procedo.word.styles import Styles, child, value

DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
DEEPEST = 9


def chinese(number: int) -> str:
    """12 → 十二; from a hundred on digit by digit."""
    if number >= 100:
        return "".join(DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def roman(number: int) -> str:
    text = ""
    for worth, letters in ROMAN:
        count, number = divmod(number, worth)
        text += letters * count
    return text


def letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def formatted(number: int, kind: str) -> str:
    """A number in one of Word's formats; unknown ones are decimal."""
    if kind in ("bullet", "none") or number < 0 or number > 5000:
        return ""
    if kind.startswith(("chinese", "ideographDigital", "japanese", "taiwanese")):
        return chinese(number)
    if kind.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if kind.startswith("ideographTraditional") and 1 <= number <= 10:
        return STEMS[number - 1]
    plain = {"upperRoman": roman(number).upper(), "lowerRoman": roman(number), "upperLetter": letters(number).upper(),
             "lowerLetter": letters(number), "decimalZero": f"{number:02d}"}
    return plain.get(kind, str(number))


@dataclass
class Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    legal: bool = False
    style: str | None = None


@dataclass
class List:
    """One `num`: the levels, and the counters that it shares with others of the same abstract list."""

    levels: dict[int, Level]
    counters: dict[int, int]
    starts: dict[int, int] = field(default_factory=dict)
    """Levels that begin anew when this list is first used."""
    used: bool = False


class Numbering:
    """Numbers of the paragraphs in the order of `next`."""

    def __init__(self, root: Element | None, styles: Styles):
        self.styles = styles
        elements = list(root) if root is not None else []
        abstracts = {attribute(e, "abstractNumId"): _levels(e) for e in elements if local(e) == "abstractNum"}
        counters: dict[str | None, dict[int, int]] = {}
        self.lists: dict[str, List] = {}
        for element in (e for e in elements if local(e) == "num"):
            abstract = value(child(element, "abstractNumId"))
            found = List(dict(abstracts.get(abstract, {})), counters.setdefault(abstract, {}))
            _override(found, element)
            self.lists[attribute(element, "numId") or ""] = found

    def next(self, properties: Element | None, style: str | None) -> str:
        """The number of the next paragraph; empty when it has none, or a bullet."""
        found = self._list(properties, style)
        if not found:
            return ""
        listed, depth = found
        self._count(listed, depth)
        return _shown(listed, depth)

    def _list(self, properties: Element | None, style: str | None) -> tuple[List, int] | None:
        own = child(properties, "numPr")
        id, depth = value(child(own, "numId")), value(child(own, "ilvl"))
        if id is None:
            id, inherited = self.styles.numbered(style)
            depth = depth or inherited
        listed = self.lists.get(id or "")
        if not listed or id == "0":
            return None
        if depth is None:
            depth = next((str(n) for n, level in listed.levels.items() if level.style and level.style == style), "0")
        number = int(depth) if depth.isdigit() else 0
        return (listed, number) if number in listed.levels else None

    def _count(self, listed: List, depth: int) -> None:
        if not listed.used:
            listed.used = True
            for number in listed.starts:
                listed.counters.pop(number, None)
        for number in range(depth + 1):
            level, counters = listed.levels.get(number, Level()), listed.counters
            start = listed.starts.get(number, level.start)
            if number == depth:
                counters[number] = counters[number] + 1 if number in counters else start
            else:
                counters.setdefault(number, start)
        for number in range(depth + 1, DEEPEST + 1):
            listed.counters.pop(number, None)


def _levels(element: Element) -> dict[int, Level]:
    return {int(attribute(e, "ilvl") or 0): _level(e) for e in element if local(e) == "lvl"}


def _level(element: Element) -> Level:
    start = value(child(element, "start")) or "1"
    return Level(
        int(start) if start.isdigit() else 1, value(child(element, "numFmt")) or "decimal", value(child(element, "lvlText")) or "",
        child(element, "isLgl") is not None, value(child(element, "pStyle")))


def _override(listed: List, element: Element) -> None:
    for override in (e for e in element if local(e) == "lvlOverride"):
        depth = int(attribute(override, "ilvl") or 0)
        level, start = child(override, "lvl"), value(child(override, "startOverride"))
        if level is not None:
            listed.levels[depth] = _level(level)
        if start and start.isdigit():
            listed.starts[depth] = int(start)


def _shown(listed: List, depth: int) -> str:
    level = listed.levels[depth]
    if level.kind == "bullet":
        return ""

    def one(found: re.Match[str]) -> str:
        number = int(found[1]) - 1
        kind = "decimal" if level.legal else listed.levels.get(number, Level()).kind
        return formatted(listed.counters.get(number, 1), kind)

    return re.sub(r"%([1-9])", one, level.text).strip()
