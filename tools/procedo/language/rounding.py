"""Rounding half away from zero, with whole numbers only (SEMANTICS part D: invoice practice)."""

from __future__ import annotations

from dataclasses import replace

from procedo.language import sql
from procedo.language.sql import Sql, arithmetic, choose, compare, number, scaled
from procedo.language.term import Term


def rounded(term: Term, places: int) -> Term:
    """The number with `places` decimals (negative: tens, hundreds …)."""
    finer = places - term.scale
    value = scaled(term.sql, 10**finer) if finer > 0 else term.sql
    whole = term.divisor * 10 ** max(0, -finer)
    if whole != 1 or term.over:
        value = _halves_away(value, _denominator(whole, term.over))
    kept = term.made(value, scale=places, divisor=1, over=())
    return kept if places >= 0 else replace(kept, sql=scaled(value, 10**-places), scale=0)


def _denominator(whole: int, over: tuple[Sql, ...]) -> Sql:
    value: Sql = number(whole)
    for part in over:
        value = sql.product(part, value)
    return value


def _halves_away(value: Sql, denominator: Sql) -> Sql:
    """(2 |value| + denominator) / (2 denominator) without remainder, with the sign of the value."""
    negative = compare("<", value, number(0))
    size = choose([(negative, sql.exp.Neg(this=sql.group(value)))], value)
    twice = arithmetic("+", arithmetic("*", sql.wide(size), number(2)), denominator)
    quotient = sql.exp.IntDiv(this=sql.group(twice), expression=sql.group(arithmetic("*", denominator, number(2))))
    return choose([(negative, sql.exp.Neg(this=sql.group(quotient)))], quotient)
