"""Parameters: plain values, maps by key, and stepped ones."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from procedo.language import sql
from procedo.language.literals import aligned, constant_term, literal_number, mismatch
from procedo.language.sql import NULL, Sql, all_of, compare, equal, negated, number
from procedo.language.term import Term, merged
from procedo.language.tree import Call, ExpressionError, Node, ParameterName
from procedo.problem import nearest
from procedo.terms import say

if TYPE_CHECKING:
    from procedo.language.expression import Compiler

Entries = list[tuple[Sql, Term]]


def parameter(compiler: Compiler, node: ParameterName) -> Term:
    """The value in force, or the entry of a map parameter that the index names."""
    value = value_of(compiler, node)
    if node.index is None:
        return constant_term(value, node)
    index, chosen = _keyed(compiler, node, value)
    return _one_of([(when, constant_term(item, node)) for when, item in chosen], node, index)


def value_of(compiler: Compiler, node: ParameterName) -> object:
    parameters = compiler.scope.context.parameters
    if node.name not in parameters:
        hint = nearest(node.name, parameters)
        raise ExpressionError(
            node.offset, "unknown-parameter", say(f"没有参数“${node.name}”{hint.zh}", f"there is no parameter “${node.name}”{hint.en}")
        )
    compiler.scope.context.parameters_used.add(node.name)
    if parameters[node.name] is None:
        raise ExpressionError(node.offset, "parameter-unset", say(f"参数“${node.name}”没有值", f"parameter “${node.name}” has no value"))
    return parameters[node.name]


def _keyed(compiler: Compiler, node: ParameterName, value: object) -> tuple[Term, list[tuple[Sql, object]]]:
    """The index, unknown where no key equals it, and every item with the condition that its key is meant."""
    if not isinstance(value, dict) or node.index is None:
        raise ExpressionError(node.offset, "wrong-type", say(f"参数“${node.name}”不是对照表", f"parameter “${node.name}” is no map"))
    index = compiler.term(node.index)
    keys = [_key(index, compiler.scope.context.read_as(index.field, str(key), value), node) for key in value]
    unknown = negated(sql.sure(sql.any_of(*[equal(*key) for key in keys])))
    known = Term("text", index.sql, faults=merged(index.faults, {"limit-attribute-missing": unknown}), not_yet=index.not_yet)
    return known, [(sql.sure(equal(*key)), item) for key, item in zip(keys, value.values(), strict=True)]


def _key(index: Term, key: str, node: ParameterName) -> tuple[Sql, Sql]:
    if index.type == "text":
        return index.sql, sql.text(key)
    if index.type == "boolean" and key in ("true", "false"):
        return index.sql, number(int(key == "true"))
    if index.type == "number":
        one, two = aligned([index, _threshold(key, node)])
        return one.sql, two.sql
    raise ExpressionError(node.offset, "wrong-type", say("键须为文字、数或是否", "a key is a text, a number or yes/no"))


def _threshold(key: str, node: Node) -> Term:
    try:
        return literal_number(Decimal(key))
    except InvalidOperation:
        raise ExpressionError(node.offset, "wrong-type", say(f"“{key}”不是数", f"“{key}” is no number")) from None


def step(compiler: Compiler, call: Call) -> Term:
    """`step($table, x)`: the row of a stepped parameter with the greatest threshold not above x; empty below the first."""
    node = call.arguments[0]
    if not isinstance(node, ParameterName):
        raise ExpressionError(call.offset, "wrong-type", say("第一个参数须为阶梯参数", "the first argument is a stepped parameter"))
    subject = compiler.term(call.arguments[1])
    if subject.type != "number":
        raise ExpressionError(call.arguments[1].offset, "wrong-type", say("阶梯按数取值", "a stepped parameter is read by a number"))
    value = value_of(compiler, node)
    index, tables = _keyed(compiler, node, value) if node.index else (Term("text", NULL), [(sql.TRUE, value)])
    entries: Entries = []
    for when, table in tables:
        entries += [(all_of(when, reached), row) for reached, row in _rows(subject, table, node)]
    found = _one_of(entries, node, index)
    return replace(found, faults=merged(found.faults, subject.faults), lacking=subject.lacking)


def _rows(subject: Term, table: object, node: ParameterName) -> Entries:
    """Each row with the condition that its threshold is the greatest not above the subject."""
    if not isinstance(table, dict):
        raise ExpressionError(node.offset, "wrong-type", say(f"参数“${node.name}”不是阶梯", f"parameter “${node.name}” has no steps"))
    steps = sorted(((_threshold(str(key), node), item) for key, item in table.items()), key=lambda pair: pair[0].constant)
    marks = [aligned([subject, threshold]) for threshold, _ in steps]
    reached = [sql.sure(compare(">=", one.sql, two.sql)) for one, two in marks]
    following = [*(negated(r) for r in reached[1:]), sql.TRUE]
    rows = [constant_term(item, node) for _, item in steps]
    return [(all_of(here, not_next), row) for here, not_next, row in zip(reached, following, rows, strict=True)]


def _one_of(entries: Entries, node: ParameterName, index: Term) -> Term:
    """The one entry whose condition holds."""
    kinds = {term.type for _, term in entries}
    if len(kinds) > 1:
        raise ExpressionError(node.offset, "wrong-type", mismatch([term for _, term in entries]))
    kind = kinds.pop() if kinds else "text"
    if kind == "duration":
        choices = tuple((when, term.choices[0][1]) for when, term in entries)
        return Term("duration", NULL, faults=index.faults, choices=choices)
    terms = aligned([term for _, term in entries]) if kind == "number" else [term for _, term in entries]
    whens = [when for when, _ in entries]
    chosen = sql.choose([(when, term.sql) for when, term in zip(whens, terms, strict=True)])
    scale = terms[0].scale if terms else 0
    return Term(kind, chosen, scale, index.faults, not_yet=index.not_yet, entries=tuple(zip(whens, terms, strict=True)))
