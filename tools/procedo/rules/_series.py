"""Series of numbers: a pattern says which part of a number counts and which names the series.

`HT-{year}-{0000}`: the zeros are the counter, everything else names the series. A pattern with `(?P<n>…)` is a regular
expression, its group `n` the counter and `series` (default: all that stands before it) the series.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from procedo.language.tree import ExpressionError
from procedo.problem import nearest
from procedo.terms import Sentence, say

PLACES = {"year": "[0-9]{4}", "yy": "[0-9]{2}", "month": "[0-9]{2}", "day": "[0-9]{2}", "letters": r"[^\W\d_]+", "any": r"[^\W_]+"}
"""What `{…}` stands for, besides the counter; `any` is letters and digits, so something must stand between it and the next."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_ENDS = " -_/.#"
LONGEST = 18
"""Digits of the greatest counter; a longer one is taken as unreadable."""


@dataclass(frozen=True)
class Series:
    """Reads numbers of one pattern. `whole` names the series where nothing in the number does."""

    pattern: str
    compiled: re.Pattern[str]
    whole: str

    def name(self, text: str) -> str:
        """The series a number belongs to, "" when it does not fit the pattern."""
        found = self._fit(text)
        if found is None:
            return ""
        if "series" in self.compiled.groupindex:
            return found["series"] or self.whole
        before, after = text[: found.start("n")].rstrip(_ENDS), text[found.end("n"):]
        return (f"{before}…{after}" if after else before) or self.whole

    def number(self, text: str) -> int | None:
        """Its place in the series: 004 is 4."""
        found = self._fit(text)
        return int(found["n"]) if found else None

    def _fit(self, text: str) -> re.Match[str] | None:
        found = self.compiled.fullmatch(text)
        counter = (found["n"] or "") if found else ""
        return found if counter.isascii() and counter.isdecimal() and len(counter.lstrip("0")) <= LONGEST else None


def series(pattern: str, whole: str) -> Series:
    """ExpressionError for a pattern without exactly one counter, with an unknown place or that is no expression."""
    text = pattern if "(?P<n>" in pattern else _expression(pattern)
    try:
        return Series(pattern, re.compile(text), whole)
    except re.error as error:
        raise _wrong(say(f"编号规则“{pattern}”有误：{error}", f"the series “{pattern}” is wrong: {error}")) from error


def _expression(pattern: str) -> str:
    parts, last, counters = [], 0, 0
    for place in _PLACE.finditer(pattern):
        parts.append(re.escape(pattern[last : place.start()]))
        word, last = place[1], place.end()
        if word and not word.strip("0"):
            counters += 1
            parts.append("(?P<n>[0-9]+)" if counters == 1 else "")
        else:
            parts.append(_known(word))
    if "{any}{" in pattern:
        raise _wrong(say(f"编号规则“{pattern}”里 {{any}} 之后须有分隔的字符", f"in the series “{pattern}” a sign must stand after {{any}}"))
    if counters != 1:
        raise _wrong(say(f"编号规则“{pattern}”须恰有一处流水号，如 HT-{{year}}-{{0000}}",
                         f"the series “{pattern}” takes exactly one counter, as in HT-{{year}}-{{0000}}"))
    return "".join([*parts, re.escape(pattern[last:])])


def _known(word: str) -> str:
    if word not in PLACES:
        hint = nearest(word, PLACES)
        raise _wrong(say(f"编号规则里没有“{{{word}}}”{hint.zh}", f"a series knows no “{{{word}}}”{hint.en}"))
    return PLACES[word]


def _wrong(sentence: Sentence) -> ExpressionError:
    return ExpressionError(0, "bad-series", sentence)
