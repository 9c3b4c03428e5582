"""Plain text that lines up: cells counted as a console shows them (a Chinese character is two wide)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

WIDTH = 80

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_BLANKS = "\t\n\r\x0b\x0c\x85\u2028\u2029"
_OPENING = "（［｛《〈「『【“‘([{"
_CLOSING = "）］｝》〉」』】”’)]},.;:!?，。；：！？、…"
_TOKEN = re.compile(r"\s+|[\u1100-\u115f\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60"
                    r"\uffe0-\uffe6\U00016fe0-\U0003ffff]|[^\s\u1100-\u115f\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff"
                    r"\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00016fe0-\U0003ffff]+")


def clean(text: object) -> str:
    """Text of unknown origin on one line: nothing that steers a terminal, turns the reading direction or breaks XML.

    Control characters become their pictures (ESC is ␛), line ends and tabs blanks, the rest U+FFFD.
    """
    return _UNSAFE.sub(_picture, str(text))


def _picture(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _BLANKS:
        return " "
    code = ord(sign)
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def width(text: str) -> int:
    """How many columns a console needs (of cleaned text)."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, columns: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most `columns`; the first begins with `first`, the others with `rest` (default: as many blanks).

    Breaks at blanks and between Chinese characters, never before a closing sign; a longer word is cut.
    """
    rest = " " * width(first) if rest is None else rest
    indent = max(width(first), width(rest))
    if indent + width(text) <= columns:
        return [(first + text).rstrip()]
    lines, line, used, empty = [], first, width(first), True
    for piece in (piece for token in _tokens(text) for piece in _pieces(token, columns - indent)):
        wide, blank = width(piece), not piece.strip()
        if not empty and used + (0 if blank else wide) > columns:
            lines.append(line.rstrip())
            line, used, empty = rest, width(rest), True
        if not (empty and blank):
            line, used, empty = line + piece, used + wide, False
    return [*lines, line.rstrip()]


def _tokens(text: str) -> list[str]:
    """Words, blanks and single wide characters; closing signs stay with what they close, opening ones likewise."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        glued = found and not found[-1].isspace() and (token[0] in _CLOSING or found[-1][-1] in _OPENING)
        if glued and not token.isspace():
            found[-1] += token
        else:
            found.append(token)
    return found


def _pieces(token: str, room: int) -> list[str]:
    """The token whole, or cut where it is wider than a line."""
    if width(token) <= room:
        return [token]
    pieces = [""]
    for sign in token:
        if width(pieces[-1] + sign) > max(room, 2):
            pieces.append("")
        pieces[-1] += sign
    return pieces


def fit(text: str, columns: int) -> str:
    """Cut to so many columns, with … where something was cut."""
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


def pad(text: str, columns: int, right: bool = False) -> str:
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def table(head: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[int] = (), indent: str = "") -> list[str]:
    """Columns two blanks apart under a ruled head; `numbers` are the columns that stand to the right."""
    lines = [[clean(cell) for cell in row] for row in (head, *rows)]
    widths = [max(width(line[at]) for line in lines) for at in range(len(head))]
    shown = [
        indent + "  ".join(pad(cell, widths[at], at in numbers) for at, cell in enumerate(line)).rstrip() for line in lines
    ]
    return [shown[0], indent + "  ".join("-" * columns for columns in widths), *shown[1:]]


def rule(title: str, sign: str = "=") -> list[str]:
    """A heading, underlined as wide as it is."""
    return ["", title, sign * min(width(title), WIDTH)]


def facts(pairs: Iterable[tuple[str, str]], indent: str = "") -> list[str]:
    """`label  text` with the texts in one column, wrapped; pairs without a text are left out."""
    kept = [(label, text) for label, text in pairs if text]
    room = max((width(label) for label, _ in kept), default=0) + 2
    return [line for label, text in kept for line in wrap(text, WIDTH, indent + pad(label, room))]
