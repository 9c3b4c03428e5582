"""Unary tests of decision tables as sets of values, to reason about them without records (DMN 1.5, 7.3.7).

`unary.py` compiles a test into a query; this reads the same texts as plain sets. What it cannot read (a parameter, an
expression) is `None`: nothing can be proved of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

_INTERVAL = re.compile(r"\s*([\[(])\s*([^.\s]*(?:\.\d+)?)\s*\.\.\s*([^)\]\s]*)\s*([\])])\s*")
_COMPARED = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(.+?)\s*")
_NEGATED = re.compile(r"\s*not\s*\((.*)\)\s*", re.DOTALL)

Value = Decimal | str


@dataclass(frozen=True)
class Everything:
    def holds(self, value: Value) -> bool:
        return True


@dataclass(frozen=True)
class Interval:
    """Numbers between two bounds; None: no bound."""

    low: Decimal | None
    high: Decimal | None
    low_in: bool = True
    high_in: bool = True

    def holds(self, value: Value) -> bool:
        if not isinstance(value, Decimal):
            return False
        above = self.low is None or (value >= self.low if self.low_in else value > self.low)
        return above and (self.high is None or (value <= self.high if self.high_in else value < self.high))


@dataclass(frozen=True)
class Among:
    values: tuple[str, ...]

    def holds(self, value: Value) -> bool:
        return any(value == number(text) if isinstance(value, Decimal) else value == text for text in self.values)


@dataclass(frozen=True)
class Other:
    """Everything that the inner test does not hold."""

    inner: Test

    def holds(self, value: Value) -> bool:
        return not self.inner.holds(value)


Test = Everything | Interval | Among | Other


def number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().replace("_", ""))
    except InvalidOperation:
        return None


def read_test(test: Any) -> Test | None:
    """The set that a unary test means, or None where it cannot be said without records."""
    if test is None or str(test).strip().lower() in ("any", "-", ""):
        return Everything()
    if isinstance(test, bool):
        return Among(("true" if test else "false",))
    if isinstance(test, list):
        return Among(tuple(str(item) for item in test))
    text = str(test)
    if "$" in text:
        return None
    if negated := _NEGATED.fullmatch(text):
        inner = read_test(_listed(negated[1]))
        return None if inner is None else Other(inner)
    if found := _INTERVAL.fullmatch(text):
        return _interval(*found.groups())
    if text.strip().startswith("[") and text.strip().endswith("]"):
        return Among(tuple(part.strip().strip("'") for part in text.strip()[1:-1].split(",")))
    if compared := _COMPARED.fullmatch(text):
        return _comparison(compared[1], compared[2])
    return Among((text.strip().strip("'"),))


def _listed(text: str) -> Any:
    return [part.strip().strip("'") for part in text.split(",")] if "," in text and ".." not in text else text


def _interval(opening: str, low: str, high: str, closing: str) -> Test | None:
    bounds = [number(text) if text else None for text in (low, high)]
    if any(text and bound is None for text, bound in zip((low, high), bounds, strict=True)):
        return None
    return Interval(bounds[0], bounds[1], opening == "[", closing == "]")


def _comparison(sign: str, text: str) -> Test | None:
    if sign in ("=", "<>"):
        inner = Among((text.strip("'"),))
        return inner if sign == "=" else Other(inner)
    bound = number(text)
    if bound is None:
        return None
    return Interval(None, bound, False, sign == "<=") if sign[0] == "<" else Interval(bound, None, sign == ">=", False)


def bounds(test: Test) -> set[Decimal]:
    """The numbers at which a test may change its mind."""
    if isinstance(test, Interval):
        return {bound for bound in (test.low, test.high) if bound is not None}
    if isinstance(test, Among):
        return {found for text in test.values if (found := number(text)) is not None}
    return bounds(test.inner) if isinstance(test, Other) else set()


def words(test: Test) -> set[str]:
    """The texts that a test names."""
    if isinstance(test, Among):
        return set(test.values)
    return words(test.inner) if isinstance(test, Other) else set()
