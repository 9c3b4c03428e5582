"""The SQL core: the few node types that compiled steps may hold, built as sqlglot nodes.

Comparison, and/or/not, coalesce, case, min/max/sum/count, join, exists, row_number, lead, integer arithmetic. Constants are
folded here, so that a value that can never be unreadable costs nothing. Nodes are shared, never changed: copying them was
most of the time that compiling took.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from sqlglot import exp

Sql = exp.Expression
TRUE, FALSE = exp.true(), exp.false()
NULL = exp.null()
_SHIFT_DAYS = 1_000_000
DAY_SECONDS = 86_400


@cache
def column(table: str, name: str) -> Sql:
    return exp.Column(this=_identifier(name), table=_identifier(table))


@cache
def _identifier(name: str) -> Sql:
    return exp.Identifier(this=name, quoted=True)


def number(value: int) -> Sql:
    return exp.Literal.number(str(value)) if value >= 0 else exp.Neg(this=exp.Literal.number(str(-value)))


def text(value: str) -> Sql:
    return exp.Literal.string(value)


def table(name: str, alias: str | None = None) -> exp.Table:
    node = exp.Table(this=_identifier(name))
    if alias:
        node.set("alias", exp.TableAlias(this=_identifier(alias)))
    return node


def source(table_or_select: str | exp.Select, alias: str) -> Sql:
    """A table, or the rows of a select, under a name."""
    if isinstance(table_or_select, str):
        return table(table_or_select, alias)
    return table_or_select.subquery(_identifier(alias), copy=False)


def within(query: exp.Select, alias: str) -> Sql:
    """A select to select from, for what is read once and need not be kept."""
    return exp.Subquery(this=query, alias=exp.TableAlias(this=_identifier(alias)))


def named(sql: Sql, name: str) -> Sql:
    return exp.Alias(this=sql, alias=_identifier(name))


def is_true(sql: Sql) -> bool:
    return isinstance(sql, exp.Boolean) and bool(sql.this)


def is_false(sql: Sql) -> bool:
    return isinstance(sql, exp.Boolean) and not sql.this


def _chain(kind: type[exp.Connector], parts: list[Sql]) -> Sql:
    node = exp.Paren(this=parts[0]) if isinstance(parts[0], exp.Connector) else parts[0]
    for part in parts[1:]:
        right = exp.Paren(this=part) if isinstance(part, exp.Connector) else part
        node = kind(this=node, expression=right)
    return node


def all_of(*conditions: Sql) -> Sql:
    if any(is_false(c) for c in conditions):
        return FALSE
    kept = [c for c in conditions if not is_true(c)]
    return _chain(exp.And, kept) if kept else TRUE


def any_of(*conditions: Sql) -> Sql:
    if any(is_true(c) for c in conditions):
        return TRUE
    kept = [c for c in conditions if not is_false(c)]
    return _chain(exp.Or, kept) if kept else FALSE


def negated(condition: Sql) -> Sql:
    if is_true(condition):
        return FALSE
    if is_false(condition):
        return TRUE
    if isinstance(condition, exp.Not):
        return condition.this.this if isinstance(condition.this, exp.Paren) else condition.this
    return exp.Not(this=exp.Paren(this=condition))


def sure(condition: Sql) -> Sql:
    """Two-valued: an unknown comparison counts as false."""
    if isinstance(condition, exp.Boolean) or _two_valued(condition):
        return condition
    return exp.Coalesce(this=condition, expressions=[FALSE])


def _two_valued(condition: Sql) -> bool:
    if isinstance(condition, (exp.Coalesce, exp.Exists)):
        return True
    if isinstance(condition, exp.Is):
        return True
    if isinstance(condition, (exp.Not, exp.Paren)):
        return _two_valued(condition.this)
    if isinstance(condition, exp.Connector):
        if "two_valued" not in condition.meta:  # kept: what is shared is asked again and again
            condition.meta["two_valued"] = _two_valued(condition.this) and _two_valued(condition.expression)
        return condition.meta["two_valued"]
    return isinstance(condition, exp.Boolean)


def missing(sql: Sql) -> Sql:
    if isinstance(sql, exp.Null):
        return TRUE
    if isinstance(sql, exp.Literal):
        return FALSE
    return exp.Is(this=_operand(sql), expression=exp.null())


def present(sql: Sql) -> Sql:
    return negated(missing(sql))


_COMPARE = {"=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}
_ARITHMETIC = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}


def _operand(sql: Sql) -> Sql:
    return exp.Paren(this=sql) if isinstance(sql, (exp.Binary, exp.Not, exp.Unary)) and not isinstance(sql, (exp.Paren, exp.Dot)) else sql


def compare(operator: str, left: Sql, right: Sql) -> Sql:
    return _COMPARE[operator](this=_operand(left), expression=_operand(right))


def equal(left: Sql, right: Sql) -> Sql:
    return compare("=", left, right)


_WIDE = exp.DataType.build("INT128")
_LARGE = 10**5


def wide(sql: Sql) -> Sql:
    """As a 128-bit integer where the engine has one: products of two amounts do not fit into 64 bits."""
    return exp.Cast(this=sql, to=_WIDE)


def product(left: Sql, right: Sql) -> Sql:
    """Two values of records multiplied, without overflow."""
    return exp.Mul(this=wide(left), expression=_operand(right))


def arithmetic(operator: str, left: Sql, right: Sql) -> Sql:
    return _ARITHMETIC[operator](this=_operand(left), expression=_operand(right))


def scaled(sql: Sql, factor: int) -> Sql:
    if factor == 1:
        return sql
    if isinstance(sql, exp.Literal) and not sql.is_string:
        return number(int(sql.this) * factor)
    return arithmetic("*", wide(sql) if factor > _LARGE else sql, number(factor))


def one_of(sql: Sql, values: Iterable[Sql]) -> Sql:
    options = list(values)
    if not options:
        return FALSE
    return exp.In(this=_operand(sql), expressions=[v for v in options])


def choose(branches: Iterable[tuple[Sql, Sql]], otherwise: Sql = NULL) -> Sql:
    """CASE: the result of the first true condition."""
    kept = []
    for condition, result in branches:
        if is_true(condition):
            otherwise = result
            break
        if not is_false(condition):
            kept.append((condition, result))
    if not kept:
        return otherwise
    ifs = [exp.If(this=c, true=r) for c, r in kept]
    return exp.Case(ifs=ifs, default=otherwise)


def flag(condition: Sql) -> Sql:
    """1 or 0."""
    return choose([(condition, number(1))], number(0))


def coalesce(*values: Sql) -> Sql:
    return values[0] if len(values) == 1 else exp.Coalesce(this=values[0], expressions=[v for v in values[1:]])


def aggregate(function: str, sql: Sql) -> Sql:
    kinds = {"sum": exp.Sum, "min": exp.Min, "max": exp.Max, "count": exp.Count}
    return kinds[function](this=sql)


def count_distinct(sql: Sql) -> Sql:
    return exp.Count(this=exp.Distinct(expressions=[sql]))


def total(condition: Sql) -> Sql:
    """How many rows of the group fulfil the condition, as a whole number."""
    return whole(exp.Sum(this=flag(condition)))


_BIGINT = exp.DataType.build("BIGINT")
_TEXT = exp.DataType.build("TEXT")


def whole(sql: Sql) -> Sql:
    """As a BIGINT: a sum of BIGINTs is wider in some engines."""
    return exp.Cast(this=sql, to=_BIGINT)


def as_text(sql: Sql) -> Sql:
    """A whole number as text."""
    return exp.Cast(this=sql, to=_TEXT)


def group(sql: Sql) -> Sql:
    return exp.Paren(this=sql)


def day_of(seconds: Sql) -> Sql:
    """Day number of a time; correct before 1970 too, where integer division would round towards zero."""
    shifted = arithmetic("+", seconds, number(_SHIFT_DAYS * DAY_SECONDS))
    whole = exp.IntDiv(this=_operand(shifted), expression=number(DAY_SECONDS))
    return arithmetic("-", whole, number(_SHIFT_DAYS))


def exists(query: exp.Select) -> Sql:
    return exp.Exists(this=query)


def following(value: Sql, partition: list[Sql], order: list[Sql]) -> Sql:
    """The value of the next row of the partition; NULL in its last."""
    return _over(exp.Lead(this=value), partition, order)


def row_number(partition: list[Sql], order: list[Sql]) -> Sql:
    return _over(exp.RowNumber(), partition, order)


def among(function: Sql, partition: list[Sql]) -> Sql:
    """An aggregate of all rows of the partition, beside each of them."""
    return exp.Window(this=function, partition_by=list(partition))


def _over(function: Sql, partition: list[Sql], order: list[Sql]) -> Sql:
    ordered = [exp.Ordered(this=o, desc=False, nulls_first=True) for o in order]
    return exp.Window(this=function, partition_by=[p for p in partition], order=exp.Order(expressions=ordered))


def select(*columns: Sql) -> exp.Select:
    return exp.Select(expressions=list(columns))


def join(source: Sql, on: Sql | None, kind: str) -> exp.Join:
    """`kind`: inner or left."""
    return exp.Join(this=source, on=on, side="LEFT") if kind == "left" else exp.Join(this=source, on=on, kind=kind.upper())


def union(selects: list[exp.Select]) -> Sql:
    node: Sql = selects[0]
    for other in selects[1:]:
        node = exp.Union(this=node, expression=other, distinct=False)
    return node


def parts(node: Sql) -> Iterator[Sql]:
    """The nodes right below a node, in order."""
    for value in node.args.values():
        for part in value if isinstance(value, list) else (value,):
            if isinstance(part, exp.Expression):
                yield part


def nodes(*roots: Sql) -> Iterator[Sql]:
    """Every node of some expressions once, however often it is shared."""
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting += parts(node)


def bottom_up(roots: Iterable[Sql], whole: tuple[type[Sql], ...] = ()) -> Iterator[Sql]:
    """Every node once, after those below it; what is below the `whole` types is left out."""
    done: set[int] = set()
    waiting = [(root, False) for root in reversed(list(roots))]
    while waiting:
        node, ready = waiting.pop()
        if id(node) in done:
            continue
        if ready or isinstance(node, whole):
            done.add(id(node))
            yield node
        else:
            waiting.append((node, True))
            waiting += [(part, False) for part in parts(node)]


def with_parts(node: Sql, changed: Callable[[Sql], Sql]) -> Sql:
    """A node like it over changed parts."""

    def one(value: object) -> object:
        if isinstance(value, list):
            return [one(item) for item in value]
        return changed(value) if isinstance(value, exp.Expression) else value

    return type(node)(**{name: one(value) for name, value in node.args.items()})
