"""Constants as terms: numbers exactly, days, durations, lists; and numbers brought to one scale."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from procedo.language import sql
from procedo.language.duration import duration
from procedo.language.sql import NULL, Sql, number, scaled
from procedo.language.term import Items, Term
from procedo.language.tree import ExpressionError, ParameterName
from procedo.terms import Sentence, say

EPOCH = dt.date(1970, 1, 1).toordinal()


def literal_number(value: Decimal) -> Term:
    normal = value.normalize()
    scale = max(0, -int(normal.as_tuple().exponent))
    return Term("number", number(int(normal.scaleb(scale))), scale, constant=value)


def constant_term(value: object, node: ParameterName | None = None) -> Term:
    """The term of a parameter's value: duration, list, number, day, truth value or text."""
    if isinstance(value, bool):
        return Term("boolean", number(int(value)), constant=value)
    if isinstance(value, (int, float, Decimal)):
        return literal_number(Decimal(str(value)))
    if isinstance(value, list):
        return Term("list", number(len(value)), items=Items(constants=tuple(value)))
    stated = duration(value)
    if stated:
        return Term("duration", NULL, choices=((sql.TRUE, stated),), constant=stated)
    if isinstance(value, dict):
        raise ExpressionError(
            node.offset if node else 0, "wrong-type", say("对照表参数须带键：$名称[字段]", "a map parameter takes a key: $name[field]")
        )
    text = str(value)
    try:
        return replace(literal_number(Decimal(text)), spelled=text)
    except InvalidOperation:
        return Term("text", sql.text(text), constant=text)


def day_literal(text: str, offset: int) -> Term:
    """`'2026-03-01'` as a day number."""
    try:
        day = dt.date.fromisoformat(text).toordinal() - EPOCH
    except ValueError:
        raise ExpressionError(
            offset, "bad-date", say(f"“{text}”不是日期（应如 '2026-03-01'）", f"“{text}” is no date (such as '2026-03-01')")
        ) from None
    return Term("date", number(day), constant=text)


def aligned(terms: list[Term]) -> list[Term]:
    """Numbers brought to one scale and one denominator, exactly."""
    scale = max(t.scale for t in terms)
    divisor = math.lcm(*[t.divisor for t in terms])
    over = _common([t.over for t in terms])
    return [_brought(t, scale, divisor, over) for t in terms]


def _brought(term: Term, scale: int, divisor: int, over: tuple[Sql, ...]) -> Term:
    value = scaled(term.sql, 10 ** (scale - term.scale) * (divisor // term.divisor))
    had = Counter(part.sql() for part in term.over)
    for part in over:
        if had[part.sql()]:
            had[part.sql()] -= 1
        else:
            value = sql.product(value, part)
    return replace(term, sql=value, scale=scale, divisor=divisor, over=over)


def _common(denominators: list[tuple[Sql, ...]]) -> tuple[Sql, ...]:
    """The least list of divisors that holds each of the lists."""
    found: list[Sql] = []
    for parts in denominators:
        left = Counter(part.sql() for part in found)
        for part in parts:
            if left[part.sql()]:
                left[part.sql()] -= 1
            else:
                found.append(part)
    return tuple(found)


def mismatch(terms: list[Term]) -> Sentence:
    """Why terms of different types cannot be compared."""
    words = {
        "text": ("文字", "text"),
        "number": ("数", "number"),
        "date": ("日期", "date"),
        "datetime": ("时间", "time"),
        "boolean": ("是否", "yes/no"),
        "list": ("列表", "list"),
        "duration": ("时长", "duration"),
        "record": ("记录", "record"),
        "empty": ("空", "null"),
    }
    zh, en = zip(*[words[t.type] for t in terms], strict=True)
    return say(f"不能比较：{'与'.join(zh)}", f"cannot be compared: {' with '.join(en)}")
