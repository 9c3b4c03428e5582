"""Lists: fields, figures, parameters and literals; what is in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from procedo.language import sql
from procedo.language.literals import aligned, constant_term, mismatch
from procedo.language.sql import FALSE, NULL, Sql, all_of, any_of, column, equal, missing, negated, number
from procedo.language.term import MISSING, Condition, Items, Term, merged
from procedo.language.tree import Call, ExpressionError, In, Name, Node, ParameterName
from procedo.terms import say

if TYPE_CHECKING:
    from procedo.language.expression import Compiler


def contains(compiler: Compiler, call: Call, strict: bool) -> Condition:
    """`contains(list, x)`: one of the list's values equals x."""
    return _holds(compiler, _listed(compiler, call.arguments[0]), compiler.term(call.arguments[1]), call.offset, strict)


def contains_all(compiler: Compiler, call: Call, strict: bool) -> Condition:
    """`contains_all(list, list)`: every value of the second list is in the first."""
    whole, part = _listed(compiler, call.arguments[0]), compiler.term(call.arguments[1])
    test = all_of(*[negated(all_of(when, negated(found))) for when, found in _each(compiler, whole, part, call.offset)])
    return _certain(test, [whole, part])


def membership(compiler: Compiler, node: In, strict: bool) -> Condition:
    """`x in (…)`, `x in $list`, `x in list_field`."""
    subject = compiler.term(node.operand)
    found = None
    if len(node.items) == 1 and isinstance(node.items[0], (ParameterName, Name)):
        listed = compiler.term(node.items[0])
        if listed.type == "list":
            found = _holds(compiler, listed, subject, node.offset, strict)
    if found is None:
        test, operands = _among(compiler, subject, node.items)
        found = compiler.atom(test, operands, strict)
    return ~found if node.negated else found


def _among(compiler: Compiler, subject: Term, items: tuple[Node, ...]) -> tuple[Sql, list[Term]]:
    """Whether the subject equals one of the items; items may be lists, too."""
    tests, pairs, operands = [], [], [subject]
    for item in items:
        term = compiler.term(item)
        if term.type == "list":
            tests.append(member(compiler, term, subject, item.offset))
            operands.append(replace(term, sql=number(0)))
        else:
            pairs.append(_pair(compiler, subject, term, item.offset))
            operands.append(term)
    return any_of(_one_equal(pairs), *tests), operands


def _one_equal(pairs: list[tuple[Sql, Sql]]) -> Sql:
    """Whether the two sides of some pair are equal; one IN where the first sides are all the same."""
    if len({one.sql() for one, _ in pairs}) == 1:
        return sql.one_of(pairs[0][0], [other for _, other in pairs])
    return any_of(*[equal(*pair) for pair in pairs])


def _listed(compiler: Compiler, node: Node) -> Term:
    term = compiler.term(node)
    if term.type != "list":
        raise ExpressionError(node.offset, "wrong-type", say("此处应为列表", "a list is expected here"))
    return term


def _holds(compiler: Compiler, listed: Term, value: Term, offset: int, strict: bool) -> Condition:
    """An empty list holds nothing; an empty value is in no list and out of none."""
    found = _certain(member(compiler, listed, value, offset), [listed, value])
    empty = all_of(missing(value.sql), negated(value.unknown))
    if strict:
        reasons = merged(found.reasons, {MISSING: empty})
        return Condition(any_of(found.can_be_true, empty), any_of(found.can_be_false, empty), reasons)
    return Condition(all_of(found.can_be_true, negated(empty)), all_of(found.can_be_false, negated(empty)), found.reasons)


def _certain(test: Sql, operands: list[Term]) -> Condition:
    reasons = merged(*[o.reasons for o in operands])
    unknown = any_of(*reasons.values())
    return Condition(any_of(unknown, test), any_of(unknown, negated(test)), reasons)


def member(compiler: Compiler, listed: Term, value: Term, offset: int = 0) -> Sql:
    """Whether a list holds a value: true or false, never unknown."""
    if listed.entries:
        return any_of(*[all_of(when, member(compiler, entry, value, offset)) for when, entry in listed.entries])
    items = listed.items or Items(constants=())
    if items.constants is not None:
        return sql.sure(_one_equal([_pair(compiler, value, constant_term(c), offset) for c in items.constants]))
    theirs, ours = _pair(compiler, _element(items, "m"), value, offset)
    query = sql.select(number(1)).from_(sql.table(items.table or "", "m"), copy=False)
    return sql.exists(query.where(all_of(equal(column("m", "_row"), items.row or NULL), equal(theirs, ours)), copy=False))


def _each(compiler: Compiler, whole: Term, part: Term, offset: int) -> list[tuple[Sql, Sql]]:
    """(when it is wanted, whether it is in the whole) for every value of the part."""
    if part.entries:
        pairs = [(when, found) for when, entry in part.entries for found in _each(compiler, whole, entry, offset)]
        return [(all_of(when, inner), found) for when, (inner, found) in pairs]
    if part.items is None:
        return [(negated(missing(part.sql)), member(compiler, whole, part, offset))]
    if part.items.constants is not None:
        return [(sql.TRUE, member(compiler, whole, constant_term(c), offset)) for c in part.items.constants]
    lost = negated(member(compiler, whole, _element(part.items, "w"), offset))
    query = sql.select(number(1)).from_(sql.table(part.items.table or "", "w"), copy=False)
    some = sql.exists(query.where(all_of(equal(column("w", "_row"), part.items.row or NULL), lost), copy=False))
    return [(some, FALSE)]


def _element(items: Items, alias: str) -> Term:
    shape = items.element or Term("text", NULL)
    return replace(shape, sql=column(alias, "value"))


def _pair(compiler: Compiler, one: Term, other: Term, offset: int) -> tuple[Sql, Sql]:
    """Two values brought to one type; a constant is typed by what it stands beside."""
    model = one if one.constant is None else other
    one, other = compiler.typed(one, model, offset), compiler.typed(other, model, offset)
    if one.type != other.type and {one.type, other.type} != {"date", "datetime"}:
        raise ExpressionError(offset, "wrong-type", mismatch([one, other]))
    if one.type == "number":
        one, other = aligned([one, other])
    return compiler.coarse(one, other)
