"""Patterns: whether a whole text fits a regular expression. Python's own decides what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from procedo.language.tree import ExpressionError
from procedo.terms import say

_ATOM = r"(?:[A-Za-z0-9 _\-/,:;@%=~\u4e00-\u9fff]|\\[.\-/()\[\]+*?|]|\[(?:[A-Za-z0-9\u4e00-\u9fff](?:-[A-Za-z0-9\u4e00-\u9fff])?)+\])"
_PIECES = rf"(?:{_ATOM}(?:\{{[0-9]{{1,2}}(?:,[0-9]{{0,2}})?\}}|[?*+])?)+"
_COMMON = re.compile(rf"{_PIECES}(?:\|{_PIECES})*")


@dataclass(frozen=True)
class Pattern:
    """A function text -> 1 or 0."""

    text: str

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.text)

    def __call__(self, value: str) -> int:
        return int(self._compiled.fullmatch(value) is not None)

    @property
    def common(self) -> bool:
        """Whether every kind of regular expression reads it alike: letters, digits, plain classes, counts, alternatives."""
        return _COMMON.fullmatch(self.text) is not None


def pattern_test(text: str, offset: int = 0) -> Pattern:
    """The pattern; ExpressionError when it is broken."""
    try:
        re.compile(text)
    except re.error as error:
        raise ExpressionError(offset, "bad-pattern", say(f"模式“{text}”有误：{error}", f"pattern “{text}” is wrong: {error}")) from error
    return Pattern(text)
