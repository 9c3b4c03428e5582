"""`each`: the values for every one of which a record is demanded (LANGUAGE.md section 4)."""

from __future__ import annotations

from dataclasses import replace

from procedo.language import sql
from procedo.language.expression import compile_term
from procedo.language.literals import aligned, constant_term, mismatch
from procedo.language.scope import Query, Scope
from procedo.language.sql import Sql, column, equal, named, number
from procedo.language.term import Items, Term
from procedo.language.tree import ExpressionError
from procedo.rules._build import Build, Misplaced
from procedo.rules._fields import Search
from procedo.terms import say


def demanded(build: Build, scope: Scope, search: Search, path: tuple[str | int, ...]) -> Term:
    """The list that `each` names or writes out, in the case's scope."""
    (said,) = (search.each or {}).values()
    if isinstance(said, list):
        return Term("list", number(len(said)), items=Items(constants=tuple(said)))
    term = build.term(scope, str(said), *path, "each")
    if term.type != "list":
        raise _wrong(path, f"“{said}”不是列表", f"“{said}” is no list")
    return term


def wanted(build: Build, name: str, search: Search, path: tuple[str | int, ...], cases: str) -> str:
    """The step of (`_row`, `value`): every value that a case demands; a map parameter's, of the key that the case means."""
    shape = _shape(build, search, path)
    query, scope = build.start(cases)
    term = demanded(build, scope, search, path)
    if term.items is not None and term.items.constants is None:
        return build.context.step(f"{name} wanted", _of_table(query, scope, term.items, shape, path))
    selects: list[Sql] = []
    for entry in range(len(term.entries) or 1):
        query, scope = build.start(cases)
        when, one = (demanded(build, scope, search, path).entries or ((sql.TRUE, term),))[entry]
        constants = one.items.constants if one.items else None
        if constants:
            values = build.context.step(f"{name} values", _constants(build, scope, constants, shape, path))
            query.sources.append((sql.table(values, "w"), None, "cross"))
            selects.append(query.select(named(scope.row, "_row"), named(column("w", "value"), "value"), where=when))
    if not selects:
        raise _wrong(path, "列表是空的", "the list is empty")
    return build.context.step(f"{name} wanted", sql.union(selects))


def _wrong(path: tuple[str | int, ...], zh: str, en: str) -> Misplaced:
    return Misplaced((*path, "each"), ExpressionError(0, "wrong-type", say(zh, en)))


def _shape(build: Build, search: Search, path: tuple[str | int, ...]) -> Term:
    """Type and scale of the field whose values are looked for."""
    form, _ = build.context.form(search.form)
    query = Query(build.context)
    query.start(form.form, "f")
    (field,) = search.each or {}
    return build._at((*path, "each"), lambda: compile_term(Scope(query, form, "f"), field))


def _constants(build: Build, scope: Scope, constants: tuple[object, ...], shape: Term, path: tuple[str | int, ...]) -> Sql:
    compiler, found = build.compiler(scope), []
    for value in dict.fromkeys(map(str, constants)):
        term = build._at((*path, "each"), lambda value=value: compiler.typed(constant_term(value), shape, 0))
        found.append(sql.select(named(_alike(term, shape, path), "value")))
    return sql.union(found)


def _of_table(query: Query, scope: Scope, items: Items, shape: Term, path: tuple[str | int, ...]) -> Sql:
    """The values of a list field or of a figure."""
    value = _alike(replace(items.element or Term("text", sql.NULL), sql=column("w", "value")), shape, path)
    query.join(items.table or "", "w", equal(column("w", "_row"), items.row or sql.NULL))
    return query.select(named(scope.row, "_row"), named(value, "value")).distinct(copy=False)


def _alike(value: Term, shape: Term, path: tuple[str | int, ...]) -> Sql:
    """The value as the field holds it."""
    if value.type != shape.type:
        raise _wrong(path, mismatch([shape, value]).zh, mismatch([shape, value]).en)
    if value.type != "number":
        return value.sql
    field, brought = aligned([replace(shape, sql=number(0)), value])
    if field.scale != shape.scale:
        raise _wrong(path, "小数位数比字段多", "the values have more decimals than the field")
    return brought.sql
