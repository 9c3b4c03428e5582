"""What a large select says again and again is computed once, in a select that it reads from.

Three-valued logic names the same operands many times over: written out, one condition can take a megabyte of SQL, of which a
thousandth is distinct. Nodes are shared in memory, so what is said twice is known by identity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from procedo.language import sql
from procedo.language.sql import Sql, exp

LARGE = 300
"""Nodes that the largest expression of a select has, written out, before it is taken apart; smaller ones read better in one piece."""
WORTHWHILE = 10
"""Nodes that a repeated expression has, at least, to be computed apart."""
_CLAUSES = {"expressions", "from_", "joins", "where"}
_VALUES = (exp.Case, exp.Connector, exp.Not, exp.Paren, exp.Coalesce, exp.Binary, exp.In, exp.Cast)
_CLOSED = (exp.Exists, exp.Subquery)
"""Selects of their own: they read the tables, not what was computed from them."""
_WHOLE = (*_CLOSED, exp.Column)
_GROUPS = (exp.Sum, exp.Min, exp.Max, exp.Count)


def factored(select: Sql) -> Sql:
    """A select of the same rows and columns. One that is small, grouped or ordered stays as it is."""
    if not isinstance(select, exp.Select) or any(value and clause not in _CLAUSES for clause, value in select.args.items()):
        return select
    nodes = list(sql.bottom_up(select.expressions, _WHOLE))
    below = {id(node): _below(node) for node in nodes}
    if _written(nodes, below) <= LARGE or any(isinstance(node, _GROUPS) for node in nodes):
        return select
    plan = _Plan(nodes, below)
    return plan.laid_out(select) if plan.names else select


def _below(node: Sql) -> list[int]:
    return [] if isinstance(node, _WHOLE) else [id(part) for part in sql.parts(node)]


def _written(nodes: Sequence[Sql], below: Mapping[int, list[int]]) -> int:
    """Nodes that the largest of some expressions, given bottom up, has when nothing of it is shared."""
    sizes: dict[int, int] = {}
    for node in nodes:
        sizes[id(node)] = 1 + sum(sizes[part] for part in below[id(node)])
    return max(sizes.values(), default=0)


class _Plan:
    """Which expressions are computed apart, under which name, and how deep: what reads the tables alone has level 1."""

    def __init__(self, nodes: Sequence[Sql], below: Mapping[int, list[int]]):
        self.names: dict[int, str] = {}
        self.levels: dict[int, int] = {}
        self._apart: list[Sql] = []
        uses = Counter(part for parts in below.values() for part in parts)
        left: dict[int, int] = {}
        windowed: set[int] = set()
        for node in nodes:
            parts = below[id(node)]
            left[id(node)] = 1 + sum(left[part] for part in parts)
            self.levels[id(node)] = max((self.levels[part] for part in parts), default=0)
            if isinstance(node, exp.Window) or not windowed.isdisjoint(parts):
                windowed.add(id(node))
            elif isinstance(node, _CLOSED) or (isinstance(node, _VALUES) and uses[id(node)] > 1 and left[id(node)] >= WORTHWHILE):
                self._take(node)
                left[id(node)] = 1

    def _take(self, node: Sql) -> None:
        self.names[id(node)] = f"v{len(self.names) + 1}"
        self.levels[id(node)] += 1
        self._apart.append(node)

    def laid_out(self, select: exp.Select) -> Sql:
        """The innermost select reads the tables; each further one reads the one before it, the last says the columns."""
        layers: list[list[Sql]] = [[] for _ in range(max(self.levels.values()))]
        for node in self._apart:
            layers[self.levels[id(node)] - 1].append(node)
        passed = self._passed([*layers, select.expressions])
        kept = [sql.named(node, name) for name, node in passed[0].items()]
        inner = exp.Select(**{**select.args, "expressions": [*self._called(layers[0]), *kept]})
        for number, layer in enumerate(layers[1:], 1):
            again = [sql.named(sql.column(f"f{number}", name), name) for name in passed[number]]
            own = [sql.named(self._reading(node, f"f{number}"), self.names[id(node)]) for node in layer]
            inner = sql.select(*own, *again).from_(sql.within(inner, f"f{number}"), copy=False)
        last = f"f{len(layers)}"
        return sql.select(*[self._reading(node, last) for node in select.expressions]).from_(sql.within(inner, last), copy=False)

    def _called(self, layer: list[Sql]) -> Iterator[Sql]:
        return (sql.named(node, self.names[id(node)]) for node in layer)

    def _passed(self, layers: list[list[Sql]]) -> list[dict[str, Sql]]:
        """For each layer but the last, what those above it read that it did not compute, by name."""
        found: list[dict[str, Sql]] = []
        read: dict[str, Sql] = {}
        for above, layer in zip(reversed(layers), reversed(layers[:-1]), strict=False):
            for node in above:
                read |= self._read_by(node)
            own = {self.names[id(node)] for node in layer}
            read = {name: node for name, node in read.items() if name not in own}
            found.append(read)
        return found[::-1]

    def _read_by(self, root: Sql) -> dict[str, Sql]:
        """Columns of tables and values computed apart that an expression names itself, by the name they are passed on under."""
        found: dict[str, Sql] = {}
        waiting = [root]
        while waiting:
            node = waiting.pop()
            name = self._name(node, root)
            if name:
                found[name] = node
            else:
                waiting += sql.parts(node)
        return found

    def _name(self, node: Sql, root: Sql) -> str | None:
        if node is not root and id(node) in self.names:
            return self.names[id(node)]
        return f"{node.table}.{node.name}" if isinstance(node, exp.Column) else None

    def _reading(self, root: Sql, alias: str) -> Sql:
        """The expression, reading what the layer below passes on."""
        name = self._name(root, root)
        if name:
            return sql.column(alias, name)
        return self._rebuilt(root, root, alias)

    def _rebuilt(self, node: Sql, root: Sql, alias: str) -> Sql:
        name = self._name(node, root)
        if name:
            return sql.column(alias, name)
        return sql.with_parts(node, lambda part: self._rebuilt(part, root, alias))
