"""The functions of the expression language, by name. One function here is one entry of the reference."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from procedo.language import sql
from procedo.language.authority import holds
from procedo.language.decision import decide
from procedo.language.life import active
from procedo.language.lists import contains, contains_all
from procedo.language.moments import POINTS
from procedo.language.parameters import step
from procedo.language.pattern import pattern_test
from procedo.language.rounding import rounded
from procedo.language.sql import (
    FALSE,
    NULL,
    Sql,
    all_of,
    any_of,
    choose,
    compare,
    equal,
    missing,
    negated,
    number,
    present,
)
from procedo.language.term import Condition, Term, merged
from procedo.language.tree import Call, ExpressionError, String
from procedo.problem import nearest
from procedo.terms import say


def _filled(compiler, call: Call, strict: bool) -> Condition:
    """`filled(x)`: not empty and not blank; never empty itself."""
    term = compiler.term(call.arguments[0])
    if term.type == "list":
        term = Term("number", sql.coalesce(term.sql, number(0)), faults=term.faults)
        test = compare(">", term.sql, number(0))
    else:
        test = present(term.sql)
    unknown = term.broken
    return Condition(any_of(unknown, test), any_of(unknown, negated(test)), dict(term.faults))


def _holds(compiler, call: Call, strict: bool) -> Condition:
    """`holds(person, role or list, day)`: the person held the role, or belonged to the department, on that day."""
    person, roles, day = call.arguments
    return holds(compiler.scope, compiler.term(person), _roles(compiler, roles), compiler.point(day), strict)


def _roles(compiler, node) -> list[Sql]:
    return [sql.text(compiler.scope.context.role(name)) for name in compiler.constants(node)]


def _matches(compiler, call: Call, strict: bool) -> Condition:
    """`matches(text, 'regex')`: the whole text fits the pattern."""
    subject, pattern = compiler.term(call.arguments[0]), call.arguments[1]
    if not isinstance(pattern, String):
        raise ExpressionError(call.offset, "wrong-type", say("模式须为文字", "the pattern must be a text"))
    result = compiler.computed(subject, f"matches {pattern.value}", pattern_test(pattern.value, pattern.offset))
    return compiler.atom(equal(result, number(1)), [subject], strict)


CONDITIONS = {
    "active": (active, 2),
    "filled": (_filled, 1),
    "holds": (_holds, 3),
    "contains": (contains, 2),
    "contains_all": (contains_all, 2),
    "matches": (_matches, 2),
}


def _coalesce(compiler, call: Call) -> Term:
    """`coalesce(a, b)`: a, or b where a is empty."""
    terms = compiler.alike(call.arguments)
    faults, not_yet, before = {}, FALSE, sql.TRUE
    for term in terms:
        faults = merged(faults, {r: all_of(before, when) for r, when in term.faults.items()})
        not_yet = any_of(not_yet, all_of(before, term.not_yet))
        before = all_of(before, missing(term.sql))
    broken = any_of(*faults.values())
    value = sql.coalesce(*[t.sql for t in terms])
    found = terms[0].made(value if sql.is_false(broken) else choose([(broken, NULL)], value), faults=faults, not_yet=not_yet)
    return replace(found, lacking=all_of(*[t.lacking for t in terms]), field=terms[0].field, person=terms[0].person)


def _if(compiler, call: Call) -> Term:
    """`if(condition, a, b)`."""
    condition = compiler.condition(call.arguments[0], strict=False)
    yes, no = compiler.alike(call.arguments[1:])
    ways = ((condition.can_be_true, yes), (condition.can_be_false, no))
    doubts = {code: all_of(condition.open, when) for code, when in condition.reasons.items()}
    faults = merged(doubts, *[{code: all_of(way, when) for code, when in term.faults.items()} for way, term in ways])
    return yes.made(
        choose([(condition.holds, yes.sql), (condition.fails, no.sql)]),
        faults=faults,
        lacking=any_of(*[all_of(way, term.lacking) for way, term in ways]),
        not_yet=any_of(*[all_of(way, term.not_yet) for way, term in ways]),
    )


def _abs(compiler, call: Call) -> Term:
    """`abs(x)`."""
    term = _number(compiler, call)
    negative = compare("<", term.sql, number(0))
    size = choose([(negative, sql.exp.Neg(this=sql.group(term.sql)))], term.sql)
    return term.made(size)


def _round(compiler, call: Call) -> Term:
    """`round(x, n)`: n decimals, half away from zero."""
    places = compiler.constant(call.arguments[1])
    if not isinstance(places, int):
        raise ExpressionError(call.offset, "wrong-type", say("小数位数须为整数", "the number of decimals is a whole number"))
    return rounded(_number(compiler, call), places)


def _number(compiler, call: Call) -> Term:
    term = compiler.term(call.arguments[0])
    if term.type != "number":
        raise ExpressionError(call.offset, "wrong-type", say(f"{call.function}() 需要数", f"{call.function}() takes a number"))
    return term


def _extreme(operator: str):
    def build(compiler, call: Call) -> Term:
        terms = compiler.alike(call.arguments)
        value = terms[0].sql
        for term in terms[1:]:
            better = any_of(missing(value), compare(operator, term.sql, value))
            value = choose([(all_of(present(term.sql), sql.sure(better)), term.sql)], value)
        return terms[0].made(
            value,
            faults=merged(*[t.faults for t in terms]),
            lacking=FALSE,
            not_yet=all_of(missing(value), any_of(*[t.not_yet for t in terms])),
        )

    build.__doc__ = f"`{'earliest' if operator == '<' else 'latest'}(a, …)`: empty ones are skipped; empty when all are."
    return build


def _size(compiler, call: Call) -> Term:
    """`size(list)`: how many values."""
    term = compiler.term(call.arguments[0])
    if term.type != "list":
        raise ExpressionError(call.offset, "wrong-type", say("size() 需要列表", "size() takes a list"))
    return Term("number", sql.coalesce(term.sql, number(0)), 0, term.faults, term.lacking)


def _plain(compiler, call: Call) -> Term:
    """`plain(text)`: folded for comparing: width, case, blanks, punctuation."""
    term = compiler.term(call.arguments[0])
    return Term("text", compiler.computed(term, "plain", plain), 0, term.faults, term.lacking)


def plain(value: str) -> str:
    folded = unicodedata.normalize("NFKC", value).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


TERMS = {
    "decide": (decide, 1),
    "round": (_round, 2),
    "step": (step, 2),
    "coalesce": (_coalesce, None),
    "if": (_if, 3),
    "abs": (_abs, 1),
    "earliest": (_extreme("<"), None),
    "latest": (_extreme(">"), None),
    "size": (_size, 1),
    "plain": (_plain, 1),
    **POINTS,
}


def check_arity(call: Call, wanted: int | None) -> None:
    if wanted is not None and len(call.arguments) != wanted or not call.arguments:
        count = wanted or "1+"
        raise ExpressionError(
            call.offset,
            "wrong-arguments",
            say(f"{call.function}() 需要 {count} 个参数", f"{call.function}() takes {count} argument{'' if wanted == 1 else 's'}"),
        )


def unknown(call: Call) -> ExpressionError:
    hint = nearest(call.function, [*CONDITIONS, *TERMS])
    return ExpressionError(
        call.offset, "unknown-function", say(f"没有函数“{call.function}”{hint.zh}", f"there is no function “{call.function}”{hint.en}")
    )
