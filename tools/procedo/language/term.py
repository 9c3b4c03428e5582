"""Typed values and conditions, with what may be wrong with them carried alongside.

A condition is two plain booleans, *can be true* and *can be false* (Belnap's four values): true, false, both = an
unreadable or missing operand decides, neither = an optional value is empty, so there is no case. Without reasons nothing
can be both. Where an unknown and an empty part meet, two more booleans tell them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from procedo.language import sql
from procedo.language.duration import Duration
from procedo.language.sql import FALSE, Sql, all_of, any_of, negated

UNREADABLE, MISSING, BROKEN_REFERENCE = "value-unreadable", "value-missing", "reference-missing"


def merged(*faults: dict[str, Sql]) -> dict[str, Sql]:
    """Union of reason -> when it applies."""
    found: dict[str, Sql] = {}
    for one in faults:
        for reason, when in one.items():
            if not sql.is_false(when):
                found[reason] = any_of(found.get(reason, FALSE), when)
    return found


@dataclass(frozen=True)
class Term:
    """A value. `type`: text number date datetime boolean list duration record, or empty (the word `null`).

    `scale`: decimals of a number (12.5 at scale 1 is 125). `faults`: why the value is unknown although something stood
    there. `lacking`: the value is empty although its form requires it. `not_yet`: it happens after the as-of. `divisor`: the value is this integer part of
    `sql`; `over`: further divisors that each record has of its own (a mean's count), never empty, never 0.
    `choices`: durations that depend on an attribute, as (condition, duration) pairs.
    `entries`: the values of a map parameter, each with the condition under which it is meant.
    """

    type: str
    sql: Sql
    scale: int = 0
    faults: dict[str, Sql] = field(default_factory=dict)
    lacking: Sql = FALSE
    not_yet: Sql = FALSE
    divisor: int = 1
    over: tuple[Sql, ...] = ()
    choices: tuple[tuple[Sql, Duration], ...] = ()
    field: str | None = None
    """`form.field` where the value is a field, for its choices and label."""
    person: bool = False
    items: Items | None = None
    form: str | None = None
    """For records: which form; `sql` is then its `_row`."""
    constant: object = None
    spelled: str | None = None
    """How a constant number was written, should it stand beside a text."""
    entries: tuple[tuple[Sql, Term], ...] = ()
    planned: bool = False
    """Points: it rests on a plan date, which is not set yet while it is blank."""
    counted: bool = False
    """Points: a day that was counted out, such as a last day, and not itself an event."""
    floor: Sql | None = None
    ceiling: Sql | None = None
    """Points that are not known, but lie between these two in any case."""

    @property
    def broken(self) -> Sql:
        return any_of(*self.faults.values())

    @property
    def unknown(self) -> Sql:
        """The value is not known: broken, or empty although required."""
        return any_of(self.broken, self.lacking)

    @property
    def reasons(self) -> dict[str, Sql]:
        return merged(self.faults, {MISSING: self.lacking})

    def made(self, value: Sql, **changes: Any) -> Term:
        """A computed value of this type: no field, constant or map entry any more."""
        return replace(self, sql=value, field=None, person=False, constant=None, spelled=None, entries=(), **changes)

    def with_faults(self, *more: dict[str, Sql], lacking: Sql = FALSE) -> Term:
        return replace(self, faults=merged(self.faults, *more), lacking=any_of(self.lacking, lacking))


@dataclass(frozen=True)
class Items:
    """A list: constants, or a select of (`_row`, `value`) that gives each record's values."""

    constants: tuple[object, ...] | None = None
    table: str | None = None
    """Table with `_row` and `value`; `row` says whose `_row`."""
    row: Sql | None = None
    element: Term | None = None
    """Type and scale of the values; texts where it is None."""


@dataclass(frozen=True)
class Condition:
    """`can_be_true`, `can_be_false`; and, where unknown and empty parts meet, whether it may turn out not true, not false.

    Of an unknown and an empty part joined by *or* it cannot be said whether there is a case; by *and* there is none.
    """

    can_be_true: Sql
    can_be_false: Sql
    reasons: dict[str, Sql] = field(default_factory=dict)
    not_true: Sql | None = None
    not_false: Sql | None = None

    @property
    def can_be_not_true(self) -> Sql:
        """False or empty."""
        if self.not_true is not None:
            return self.not_true
        return any_of(negated(self.can_be_true), self.can_be_false) if self.reasons else negated(self.can_be_true)

    @property
    def can_be_not_false(self) -> Sql:
        return (~self).can_be_not_true

    @property
    def holds(self) -> Sql:
        if self.not_true is not None:
            return all_of(self.can_be_true, negated(self.not_true))
        return all_of(self.can_be_true, negated(self.can_be_false)) if self.reasons else self.can_be_true

    @property
    def fails(self) -> Sql:
        return (~self).holds

    @property
    def unknown(self) -> Sql:
        """It may be true and may be not."""
        if not self.reasons:
            return FALSE
        return all_of(self.can_be_true, self.can_be_false if self.not_true is None else self.not_true)

    @property
    def open(self) -> Sql:
        """Which way it goes cannot be said: between true and not true, or between false and not false."""
        return any_of(self.unknown, (~self).unknown) if self.not_true is not None else self.unknown

    def __invert__(self) -> Condition:
        return Condition(self.can_be_false, self.can_be_true, self.reasons, self.not_false, self.not_true)


def both(left: Condition, right: Condition) -> Condition:
    reasons = merged(left.reasons, right.reasons)
    return Condition(
        all_of(left.can_be_true, right.can_be_true),
        any_of(left.can_be_false, right.can_be_false),
        reasons,
        any_of(left.can_be_not_true, right.can_be_not_true) if reasons else None,
        all_of(left.can_be_not_false, right.can_be_not_false) if reasons else None,
    )


def either(left: Condition, right: Condition) -> Condition:
    return ~both(~left, ~right)


def atom(test: Sql, operands: list[Term], strict: bool) -> Condition:
    """A comparison of operands. `strict`: an empty operand is an unknown one, not the absence of a case."""
    reasons = merged(*[o.reasons for o in operands])
    if strict:
        empty = any_of(*[all_of(sql.missing(o.sql), negated(o.unknown)) for o in operands if not sql.is_false(sql.missing(o.sql))])
        reasons = merged(reasons, {MISSING: empty})
    unknown = any_of(*reasons.values())
    yes, no = sql.sure(test), sql.sure(sql.negated(test))
    if sql.is_false(unknown):
        return Condition(yes, no, reasons)
    not_true, not_false = any_of(unknown, negated(yes)), any_of(unknown, negated(no))
    return Condition(any_of(unknown, yes), any_of(unknown, no), reasons, not_true, not_false)


ALWAYS = Condition(sql.TRUE, sql.FALSE)
