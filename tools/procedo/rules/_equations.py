"""Equations: both sides exactly, the difference with its sign, and why it cannot be told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from procedo.language import sql
from procedo.language.literals import aligned, literal_number
from procedo.language.parser import parse
from procedo.language.scope import Scope
from procedo.language.sql import Sql, all_of, any_of, choose, compare, missing, negated, number
from procedo.language.term import MISSING, Term, merged
from procedo.language.tree import Binary, ExpressionError, names
from procedo.rules._build import Build
from procedo.rules._currency import currency, mixed
from procedo.terms import say

MIXED = "currency-mixed"


@dataclass(frozen=True)
class Tolerance:
    """How far the sides may lie apart: an amount, or a percentage of the absolute total."""

    value: Decimal
    percent: bool = False


@dataclass(frozen=True)
class Equation:
    """`wrong`: surely not equal; `dark`: reason -> why it cannot be told; `none`: a sum of it has no part at all."""

    text: str
    wrong: Sql
    dark: dict[str, Sql]
    none: Sql
    difference: Term | None
    """The right side less the left, of numbers."""
    sides: tuple[Term, Term]

    @property
    def unknown(self) -> Sql:
        return any_of(*self.dark.values())


def tolerance(text: str) -> Tolerance | None:
    """`0.01` or `0.5%`; None for what is neither, or below zero."""
    plain = text.strip()
    try:
        value = Decimal(plain.removesuffix("%").strip())
    except InvalidOperation:
        return None
    return Tolerance(value, plain.endswith("%")) if value.is_finite() and value >= 0 else None


def equation(build: Build, scope: Scope, text: str, path: tuple[str | int, ...], allowed: Tolerance, direction: str) -> Equation:
    """`left = right` in a scope: the left side is the total, the right side its parts."""
    node = build._at(path, lambda: parse(text))
    if not isinstance(node, Binary) or node.operator != "=":
        build._at(path, _refuse)
    left, right = build._at(path, lambda: build.compiler(scope).alike((node.left, node.right)))
    build._remember(scope)
    dark = merged(left.reasons, right.reasons, {MISSING: any_of(_blank(left), _blank(right))})
    currencies, faults = _currencies(build, scope, node, path)
    dark = merged(dark, faults, {MIXED: all_of(negated(any_of(*dark.values())), mixed(currencies))})
    none = any_of(*[build.parts[part].none for part in _sums(build, node)])
    if left.type != "number":
        differs = sql.sure(compare("<>", left.sql, right.sql))
        return Equation(text, all_of(differs, negated(any_of(*dark.values()))), dark, none, None, (left, right))
    apart = sql.arithmetic("-", right.sql, left.sql)
    wrong = all_of(negated(any_of(*dark.values())), sql.sure(_apart(apart, left, allowed, direction)))
    return Equation(text, wrong, dark, none, left.made(sql.group(apart)), (left, right))


def _refuse() -> None:
    raise ExpressionError(0, "no-equation", say(
        "此处应为等式，如 price = planned；方向写在 direction", "an equation is expected, such as price = planned; the direction is said in `direction`"))


def _blank(term: Term) -> Sql:
    return all_of(missing(term.sql), negated(term.unknown))


def _apart(apart: Sql, total: Term, allowed: Tolerance, direction: str) -> Sql:
    """Whether the sides lie further apart than allowed, in the direction that matters."""
    low, high = compare("<", apart, number(0)), compare(">", apart, number(0))
    absolute = choose([(low, sql.exp.Neg(this=sql.group(apart)))], apart)
    if allowed.percent:
        share = literal_number(allowed.value)
        bound = choose([(compare("<", total.sql, number(0)), sql.exp.Neg(this=sql.group(total.sql)))], total.sql)
        far = compare(">", sql.scaled(sql.wide(sql.group(absolute)), 100 * 10**share.scale), sql.arithmetic("*", sql.wide(sql.group(bound)), share.sql))
    else:
        one, bound = aligned([Term("number", absolute, total.scale, divisor=total.divisor, over=total.over), literal_number(allowed.value)])
        far = compare(">", one.sql, bound.sql)
    return all_of(far, {"at-most": high, "at-least": low}.get(direction, sql.TRUE))


def _sums(build: Build, node: object) -> list[str]:
    return [str(name) for name in names(node) if str(name) in build.parts]


def _currencies(build: Build, scope: Scope, node: object, path) -> tuple[list[Sql], dict[str, Sql]]:
    """The currencies of all amounts of an equation, and why one of them may be unknown."""
    found: list[Sql] = []
    faults: dict[str, Sql] = {}
    for name in dict.fromkeys(names(node)):
        if str(name) in build.parts:
            found += build.parts[str(name)].currencies
            continue
        of = currency(build, scope, str(name), scope.name(name.parts, name.offset), path)
        if of is not None:
            found.append(of.sql)
            faults = merged(faults, of.faults)
    return found, faults
