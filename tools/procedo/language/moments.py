"""The functions that make points and durations (LANGUAGE.md section 2). One function here is one entry of the reference."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from procedo.language import points, sql
from procedo.language.duration import Duration
from procedo.language.sql import NULL, Sql, all_of, arithmetic, choose, compare, number
from procedo.language.term import UNREADABLE, Term, merged
from procedo.language.tree import Call, ExpressionError, Node, String
from procedo.terms import Sentence, say

if TYPE_CHECKING:
    from procedo.language.expression import Compiler

DURATIONS = {
    "days": (1, "days"),
    "working_days": (1, "working-days"),
    "hours": (3600, "seconds"),
    "minutes": (60, "seconds"),
    "months": (1, "months"),
    "years": (12, "months"),
    "weeks": (7, "days"),
}
SPANS = ("day", "week", "month", "quarter", "half-year", "year")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _wrong(node: Node, sentence: Sentence) -> ExpressionError:
    return ExpressionError(node.offset, "wrong-type", sentence)


def _days_between(working: bool):
    def build(compiler: Compiler, call: Call) -> Term:
        first, last = (compiler.point(a) for a in call.arguments)
        return points.days_between(compiler.scope.query, first, last, working)

    build.__doc__ = "`days_between(a, b)`: whole days from a to b." if not working else "`working_days_between(a, b)`."
    return build


def _end_of(compiler: Compiler, call: Call) -> Term:
    """`end_of('day'/'week'/'month'/'quarter'/'half-year'/'year', d)`: last day of the span."""
    span = call.arguments[0]
    if not isinstance(span, String) or span.value not in SPANS:
        zh, en = ("、".join(f"'{s}'" for s in SPANS), ", ".join(f"'{s}'" for s in SPANS))
        raise _wrong(call, say(f"第一个参数须为 {zh} 之一", f"the first argument is one of {en}"))
    return points.end_of(compiler.scope.query, span.value, compiler.point(call.arguments[1]))


def _at_time(compiler: Compiler, call: Call) -> Term:
    """`at_time(d, '09:00')`: the day of d at a time of day; 24:00 is the day's last second."""
    point, text = compiler.point(call.arguments[0]), _text(compiler, call.arguments[1])
    found = _TIME.fullmatch(text)
    seconds = sum(int(part or 0) * unit for part, unit in zip(found.groups(), (3600, 60, 1), strict=True)) if found else sql.DAY_SECONDS + 1
    if seconds > sql.DAY_SECONDS or (found and int(found[2]) > 59):
        raise _wrong(call.arguments[1], say(f"“{text}”不是时刻（应如 '09:00'）", f"“{text}” is no time of day (such as '09:00')"))
    return points.at_time(point, min(seconds, sql.DAY_SECONDS - 1))


def _month_day(compiler: Compiler, call: Call) -> Term:
    """`month_day(d, '07-10')`: that day in the year of d; 29 February is cut to the month's end."""
    point, text = compiler.point(call.arguments[0]), _text(compiler, call.arguments[1])
    found = _MONTH_DAY.fullmatch(text)
    month, day = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1]):
        raise _wrong(call.arguments[1], say(f"“{text}”不是月和日（应如 '07-10'）", f"“{text}” is no month and day (such as '07-10')"))
    return points.month_day(compiler.scope.query, point, month, day)


def _text(compiler: Compiler, node: Node) -> str:
    value = compiler.constant(node)
    if value is None:
        raise _wrong(node, say("此处须为固定值或参数", "a constant or parameter is expected here"))
    return str(value)


def _next_working_day(compiler: Compiler, call: Call) -> Term:
    """`next_working_day(d)`: d itself when it is a working day, else the next one; a time of day stays."""
    return points.next_working_day(compiler.scope.query, compiler.point(call.arguments[0]))


def _duration(name: str):
    factor, unit = DURATIONS[name]

    def build(compiler: Compiler, call: Call) -> Term:
        count = compiler.term(call.arguments[0])
        entries = count.entries or ((sql.TRUE, count),)
        if all(isinstance(one.constant, Decimal) for _, one in entries):
            choices = tuple((when, Duration(_whole(call, one) * factor, unit)) for when, one in entries)
            return Term("duration", NULL, faults=count.faults, choices=choices)
        return _of_records(call, count, factor, unit)

    build.__doc__ = f"`{name}(n)`: a duration to add to or take from a point."
    return build


def _whole(call: Call, count: Term) -> int:
    value = count.constant
    if not isinstance(value, Decimal) or value != value.to_integral_value() or value < 0:
        raise _not_whole(call)
    return int(value)


def _not_whole(call: Call) -> ExpressionError:
    return _wrong(call, say(f"{call.function}() 需要不为负的整数", f"{call.function}() takes a whole number that is not negative"))


def _of_records(call: Call, count: Term, factor: int, unit: str) -> Term:
    """A length that stands in the records; a negative one is unreadable."""
    if count.type != "number" or count.scale or count.divisor != 1:
        raise _not_whole(call)
    negative = sql.sure(compare("<", count.sql, number(0)))
    length: Sql = choose([(sql.negated(negative), count.sql)])
    length = arithmetic("*", sql.group(length), number(factor)) if factor > 1 else length
    faults = merged(count.faults, {UNREADABLE: all_of(sql.present(count.sql), negative)})
    return Term("duration", length, faults=faults, lacking=count.lacking, choices=((sql.TRUE, Duration(length, unit)),))


POINTS = {
    "days_between": (_days_between(False), 2),
    "working_days_between": (_days_between(True), 2),
    "end_of": (_end_of, 2),
    "at_time": (_at_time, 2),
    "month_day": (_month_day, 2),
    "next_working_day": (_next_working_day, 1),
    **{name: (_duration(name), 1) for name in DURATIONS},
}
