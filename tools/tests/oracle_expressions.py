"""Expressions read plainly, value by value, without SQL: the second opinion on the compiled ones.

A value is (what stands there or None, broken: it cannot be read, lacking: it is empty though required). A condition is the
set of what it may turn out to be: true, false, or E where an empty value leaves nothing to say.
"""

from __future__ import annotations

import calendar
import datetime as dt
from fractions import Fraction
from typing import Any, NamedTuple

T, F, E = True, False, "empty"


class Value(NamedTuple):
    at: Any = None
    broken: bool = False
    lacking: bool = False


def field(row: dict[str, str], name: str, kind: str, required: bool) -> Value:
    text = row[name].strip()
    if not text:
        return Value([] if kind == "list" else None, False, required)
    try:
        return Value(READ[kind](text))
    except (ValueError, KeyError):
        return Value(None, True)


READ = {
    "number": Fraction, "integer": lambda text: Fraction(int(text)), "text": str, "list": lambda text: text.split("、"), "date": dt.date.fromisoformat,
    "datetime": lambda text: dt.datetime.strptime(text, "%Y-%m-%d %H:%M"), "boolean": lambda text: {"是": True, "否": False}[text],
}


def value(node: tuple, row: dict[str, str], kinds: dict[str, tuple[str, bool]]) -> Value:
    word, *rest = node
    if word == "field":
        return field(row, rest[0], *kinds[rest[0]])
    if word == "constant":
        return Value(rest[0])
    if word == "if":
        return _if(condition(rest[0], row, kinds), *(value(n, row, kinds) for n in rest[1:]))
    if word in ("coalesce", "earliest", "latest"):
        return _several(word, [value(n, row, kinds) for n in rest])
    if word in ("round", "shift", "end_of"):
        return _mapped(word, value(rest[0], row, kinds), *rest[1:])
    return _computed(word, [value(n, row, kinds) for n in rest])


def _computed(word: str, operands: list[Value]) -> Value:
    broken, lacking = any(o.broken for o in operands), any(o.lacking for o in operands)
    if broken or any(o.at is None for o in operands):
        return Value(None, broken, lacking)
    a, b = (o.at for o in (*operands, Value(0))[:2])
    done = {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "abs": lambda: abs(a), "size": lambda: len(a)}
    return Value(done[word]())


def _mapped(word: str, one: Value, *more: Any) -> Value:
    if one.at is None:
        return one
    if word == "round":
        step = Fraction(10) ** -more[0]
        whole = int(abs(one.at) / step + Fraction(1, 2))
        return one._replace(at=whole * step * (-1 if one.at < 0 else 1))
    if word == "end_of":
        day = _day(one.at)
        return one._replace(at=day.replace(day=calendar.monthrange(day.year, day.month)[1]))
    unit, count = more
    day = _day(one.at)
    if unit == "days":
        return one._replace(at=day + dt.timedelta(days=count))
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return one._replace(at=dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])))


def _day(point: Any) -> dt.date:
    return point.date() if isinstance(point, dt.datetime) else point


def _if(condition_: set, yes: Value, no: Value) -> Value:
    if condition_ == {T}:
        return yes
    if condition_ == {F}:
        return no
    return Value(None, condition_ != {E})


def _several(word: str, values: list[Value]) -> Value:
    if word == "coalesce":
        for one in values:
            if one.broken or one.at is not None:
                return Value(None, True) if one.broken else Value(one.at)
        return Value(None, False, all(v.lacking for v in values))
    broken, filled = any(v.broken for v in values), [v.at for v in values if v.at is not None]
    if any(isinstance(v, dt.date) and not isinstance(v, dt.datetime) for v in filled):
        filled = [_day(v) for v in filled]
    return Value(None if broken or not filled else (min if word == "earliest" else max)(filled), broken)


def condition(node: tuple, row: dict[str, str], kinds: dict[str, tuple[str, bool]]) -> set:
    word, *rest = node
    if word == "not":
        return {E if v == E else not v for v in condition(rest[0], row, kinds)}
    if word in ("and", "or"):
        left, right = (condition(n, row, kinds) for n in rest)
        return {_joined(word, a, b) for a in left for b in right}
    if word in ("filled", "is null"):
        one = value(rest[0], row, kinds)
        return {T, F} if one.broken else {(one.at in (None, [])) == (word == "is null")}
    if word == "contains":
        listed, wanted = (value(n, row, kinds) for n in rest)
        return _known([listed, wanted], lambda: wanted.at in listed.at)
    if word == "in":
        operands = [value(n, row, kinds) for n in rest]
        return _known(operands[:1], lambda: operands[0].at in [o.at for o in operands[1:]])
    operands = [value(n, row, kinds) for n in rest]
    return _known(operands, lambda: _compared(word, *(o.at for o in operands)))


def _known(operands: list[Value], test) -> set:
    if any(o.broken or o.lacking for o in operands):
        return {T, F}
    return {E} if any(o.at is None for o in operands) else {test()}


def _joined(word: str, a: Any, b: Any) -> Any:
    decides = F if word == "and" else T
    if decides in (a, b):
        return decides
    return E if E in (a, b) else not decides


def _compared(sign: str, a: Any, b: Any) -> bool:
    if isinstance(a, dt.date) and (isinstance(a, dt.datetime) != isinstance(b, dt.datetime)):
        a, b = _day(a), _day(b)
    return {"=": a == b, "<>": a != b}[sign] if sign in ("=", "<>") else {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]


def state(found: set) -> str:
    """What the compiled condition should say."""
    if T in found and len(found) > 1:
        return "unknown"
    return {frozenset({T}): "true", frozenset({F}): "false"}.get(frozenset(found), "empty")
