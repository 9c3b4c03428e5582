"""Unary tests of decision tables (DMN 1.5, 7.3.7): `[100000..500000)`, `< 5`, `[A, B]`, `not(C)`, `any`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from procedo.language import sql
from procedo.language.literals import aligned, constant_term, day_literal
from procedo.language.parser import parse
from procedo.language.sql import Sql
from procedo.language.term import ALWAYS, Condition, Term, atom, both
from procedo.language.tree import ExpressionError
from procedo.terms import say

if TYPE_CHECKING:
    from procedo.language.expression import Compiler

_INTERVAL = re.compile(r"\s*([\[(])\s*([^.\s]*(?:\.\d+)?)\s*\.\.\s*([^)\]\s]*)\s*([\])])\s*")
_COMPARED = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(.+)")
_NEGATED = re.compile(r"\s*not\s*\((.*)\)\s*", re.DOTALL)


def unary(compiler: Compiler, subject: Term, test: Any, per: Sql | None = None) -> Condition:
    """Whether `subject` (or, given `per`, `subject / per`) passes the test. An empty subject is unknown.

    The bound is multiplied instead of the subject divided, so that nothing is rounded.
    """
    if test is None or str(test).strip().lower() in ("any", "-", ""):
        return ALWAYS
    if isinstance(test, bool):
        return _equal(compiler, subject, "=", "true" if test else "false", per)
    if isinstance(test, list):
        return _one_of(compiler, subject, [str(item) for item in test], per)
    text = str(test)
    if match := _NEGATED.fullmatch(text):
        return ~unary(compiler, subject, match.group(1), per)
    if match := _INTERVAL.fullmatch(text):
        opening, low, high, closing = match.groups()
        return _interval(compiler, subject, opening, low, high, closing, per)
    if text.strip().startswith("[") and text.strip().endswith("]"):
        return _one_of(compiler, subject, [item.strip() for item in text.strip()[1:-1].split(",")], per)
    if match := _COMPARED.fullmatch(text):
        return _equal(compiler, subject, match.group(1), match.group(2), per)
    return _equal(compiler, subject, "=", text, per)


def _interval(compiler: Compiler, subject: Term, opening: str, low: str, high: str, closing: str, per: Sql | None) -> Condition:
    if not (low or high):
        raise ExpressionError(0, "bad-test", say("区间没有界限", "the interval has no bound"))
    found = ALWAYS
    if low:
        found = both(found, _equal(compiler, subject, ">=" if opening == "[" else ">", low, per))
    if high:
        found = both(found, _equal(compiler, subject, "<=" if closing == "]" else "<", high, per))
    return found


def _one_of(compiler: Compiler, subject: Term, items: list[str], per: Sql | None) -> Condition:
    pairs = [_literal(compiler, subject, item) for item in items]
    return atom(sql.any_of(*[sql.equal(left.sql, _times(right.sql, per)) for left, right in pairs]), [subject], True)


def _times(bound: Sql, per: Sql | None) -> Sql:
    return bound if per is None else sql.product(bound, per)


def _equal(compiler: Compiler, subject: Term, operator: str, text: str, per: Sql | None) -> Condition:
    left, right = _literal(compiler, subject, text)
    if left.type == "text" and operator not in ("=", "<>"):
        raise ExpressionError(0, "bad-test", say(f"文字不能用“{operator}”比较", f"a text cannot be compared with “{operator}”"))
    return atom(sql.compare(operator, left.sql, _times(right.sql, per)), [left], True)


def _yes_or_no(text: str) -> Term:
    if text not in ("true", "false"):
        raise ExpressionError(0, "bad-test", say(f"“{text}”不是 true 或 false", f"“{text}” is neither true nor false"))
    return constant_term(text == "true")


def _literal(compiler: Compiler, subject: Term, text: str) -> tuple[Term, Term]:
    """Subject and literal, brought to one type and scale."""
    if text.strip().startswith("$"):
        literal = compiler.term(parse(text.strip()))
    elif subject.type in ("date", "datetime"):
        literal = day_literal(text.strip().strip("'"), 0)
    elif subject.type == "number":
        literal = constant_term(text.strip().replace("_", ""))
    elif subject.type == "boolean":
        literal = _yes_or_no(text.strip())
    else:
        word = compiler.code(subject, text.strip().strip("'"), 0)
        literal = Term("text", sql.text(word), constant=word)
    if subject.type == "number":
        if literal.type != "number":
            raise ExpressionError(0, "bad-test", say(f"“{text}”不是数", f"“{text}” is no number"))
        one, two = aligned([subject, literal])
        return one, two
    return subject, literal
