"""`decide('DT-…')`: the output of a decision table whose inputs are fields and figures (DMN 1.5, clause 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from procedo.language import sql
from procedo.language.literals import aligned, constant_term, mismatch
from procedo.language.parser import parse
from procedo.language.sql import Sql, all_of, any_of, negated
from procedo.language.term import ALWAYS, Condition, Term, both, merged
from procedo.language.tree import Call, ExpressionError, String
from procedo.language.unary import unary
from procedo.model.matrix import Line, Matrix
from procedo.problem import nearest
from procedo.terms import say

if TYPE_CHECKING:
    from procedo.language.expression import Compiler

_CALL = re.compile(r"\bdecide\(\s*'([^']+)'")


def tables_named(body: Any) -> Iterator[str]:
    """The decision tables that the expressions of a check name."""
    if isinstance(body, str):
        yield from _CALL.findall(body)
    elif isinstance(body, dict):
        for value in body.values():
            yield from tables_named(value)
    elif isinstance(body, (list, tuple)):
        for value in body:
            yield from tables_named(value)


def matrices_named(body: Any) -> Iterator[str]:
    """The approval matrices that a check goes by, those of its variants included."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield from [value] if key == "matrix" and isinstance(value, str) else matrices_named(value)


def decide(compiler: Compiler, call: Call) -> Term:
    """The output of the first line that holds; unknown where an input leaves several outputs possible."""
    table = _table(compiler, call)
    if table is None:
        return Term("text", sql.NULL, faults={"matrix-not-in-force": sql.TRUE})
    tests = _tests(compiler, table)
    outputs = [constant_term(line.output) for line in table.lines]
    kinds = {term.type for term in outputs}
    if len(kinds) > 1 or not kinds <= {"text", "number", "boolean"}:
        raise ExpressionError(call.offset, "wrong-type", mismatch(outputs))
    outputs = aligned(outputs) if kinds == {"number"} else outputs
    return _decided(tests, outputs)


def _decided(tests: list[Condition], outputs: list[Term]) -> Term:
    possible: dict[str, Sql] = {}
    open_before: Sql = sql.TRUE
    for test, output in zip(tests, outputs, strict=True):
        word = output.sql.sql()
        possible[word] = any_of(possible.get(word, sql.FALSE), all_of(open_before, test.can_be_true))
        open_before = all_of(open_before, test.can_be_false)
    values = {output.sql.sql(): output.sql for output in outputs}
    alone = {word: _only(word, possible, open_before) for word in possible}
    none = all_of(open_before, *[negated(when) for when in possible.values()])
    known = any_of(none, *alone.values())
    reasons = merged(*[test.reasons for test in tests])
    faults = {code: all_of(negated(known), when) for code, when in reasons.items()}
    chosen = sql.choose([(when, values[word]) for word, when in alone.items()])
    return Term(outputs[0].type, chosen, outputs[0].scale, merged(faults, {"no-line": none}))


def _only(word: str, possible: dict[str, Sql], none: Sql) -> Sql:
    """Whether this output is possible and nothing else is."""
    return all_of(possible[word], negated(none), *[negated(when) for other, when in possible.items() if other != word])


def _table(compiler: Compiler, call: Call) -> Matrix | None:
    """The revision in force; None when the table exists but no revision was in force."""
    name = call.arguments[0]
    if not isinstance(name, String):
        raise ExpressionError(call.offset, "wrong-type", say("决策表编号须为文字", "the id of a decision table is a text"))
    tables = compiler.scope.context.decision_tables
    if name.value not in tables:
        hint = nearest(name.value, tables)
        raise ExpressionError(
            name.offset, "unknown-matrix", say(f"没有决策表“{name.value}”{hint.zh}", f"there is no decision table “{name.value}”{hint.en}")
        )
    table = tables[name.value]
    if table is not None and not table.output:
        raise ExpressionError(
            name.offset, "no-output", say(f"“{name.value}”是审批矩阵，没有输出", f"“{name.value}” is an approval matrix and gives no output")
        )
    return table


def _tests(compiler: Compiler, table: Matrix) -> list[Condition]:
    inputs = {column.name: compiler.term(parse(column.is_)) for column in table.inputs}
    return [_test(compiler, line, inputs) for line in table.lines]


def _test(compiler: Compiler, line: Line, inputs: dict[str, Term]) -> Condition:
    found = ALWAYS
    for name, test in line.tests.items():
        if name in inputs:
            found = both(found, unary(compiler, inputs[name], test))
    return found
