"""Breaking a line of Chinese or English text so that it fits a box (rules of GB/T 15834 for line ends)."""

from __future__ import annotations

import unicodedata

NOT_FIRST = "，。、；：？！）》〉」』】〕”’％‰…—·,.;:?!)]}%°"
"""Signs that may not begin a line."""
NOT_LAST = "（《〈「『【〔“‘([{￥$#"
"""Signs that may not end a line."""


def em(text: str) -> float:
    """Width of a text in em; a wide sign is one em."""
    return sum(_em(sign) for sign in text)


def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF" or sign in "“”‘’…—·":
        return 1.0
    if sign in "iljtf.,;:'|! ()[]":
        return 0.34
    return 0.82 if sign in "MWmw@" else 0.64 if sign.isupper() else 0.57


def wrap(text: str, width: float, lines: int) -> list[str]:
    """At most `lines` lines of at most about `width` em, as even as can be; what does not fit ends in an ellipsis."""
    pieces = _pieces(" ".join(text.split()))
    broken = _greedy(pieces, width)
    if len(broken) > lines:
        return _cut(broken, width, lines)
    low, high = width / 2, width
    while high - low > 0.25:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_greedy(pieces, middle)) <= len(broken) else (middle, high)
    return _greedy(pieces, high)


def _cut(broken: list[str], width: float, lines: int) -> list[str]:
    last = broken[lines - 1]
    while last and em(last) > width - 1:
        last = last[:-1]
    return [*broken[: lines - 1], last.rstrip(NOT_FIRST + NOT_LAST + " ") + "…"]


def _pieces(text: str) -> list[str]:
    """What may not be broken: a word, or one wide sign with the punctuation that clings to it."""
    pieces: list[str] = []
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        if pieces and (sign in NOT_FIRST or pieces[-1][-1] in NOT_LAST):
            pieces[-1] += sign
        elif sign == " ":
            if pieces:
                pieces[-1] += sign
        elif wide or not pieces or pieces[-1][-1] in " -/" or _ends_wide(pieces[-1]):
            pieces.append(sign)
        else:
            pieces[-1] += sign
    return pieces


def _ends_wide(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) in "WF"


def _greedy(pieces: list[str], width: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and em((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]
