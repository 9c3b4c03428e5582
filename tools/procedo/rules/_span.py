"""Which build judges a case: the stretch of days in which nothing the check reads changes, and transitions.

A check is compiled once per stretch. A case belongs to the stretch that holds its clock; a document whose entering revision
says `transition: start` or `grandfathered` is picked by the day the case began instead (SEMANTICS E.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from procedo.language import sql
from procedo.language.sql import Sql, all_of, any_of, choose, compare, negated, number, present
from procedo.language.term import Term

Days = tuple[int, int | None]
"""First day, and the day after the last or None."""


class Revision(NamedTuple):
    """When a revision is in force, and how it takes cases that began before it."""

    first: int
    end: int | None
    transition: str = "end"
    until: int | None = None


@dataclass(frozen=True)
class Picked:
    """A document with transitions: `days` of the revision that this build reads, and all its revisions."""

    days: Days
    revisions: tuple[Revision, ...]


@dataclass(frozen=True)
class Span:
    """The stretch [first, end) of clocks that this build judges, and the revisions it reads of documents with transitions.

    `others`: the spans of all other builds of the check; `rest`: this one also takes what none of them takes.
    """

    first: int
    end: int | None
    others: tuple[Span, ...] = ()
    rest: bool = True
    picked: tuple[Picked, ...] = ()

    def holds(self, day: Sql, begun: Term | None) -> Sql:
        """Whether a case with this clock (and begin) belongs here; unknown where the clock is."""
        return all_of(_within(day, (self.first, self.end)), *[_within(pick(p.revisions, day, begun), p.days) for p in self.picked])

    def unclear(self, day: Sql, begun: Term | None) -> Sql:
        """The day the case began would decide, and cannot be read."""
        if begun is None:
            return sql.FALSE
        return all_of(begun.broken, any_of(*[sql.sure(_straddles(p.revisions, day)) for p in self.picked]))

    def takes(self, day: Sql, begun: Term | None, dated: Sql) -> Sql:
        """Whether this build looks at the record: its clock lies in the span, or in nobody's and this is the last."""
        if self.rest:
            return all_of(*[negated(sql.sure(all_of(dated, other.holds(day, begun)))) for other in self.others])
        return sql.sure(all_of(dated, self.holds(day, begun)))


def pick(revisions: tuple[Revision, ...], day: Sql, begun: Term | None) -> Sql:
    """The day that picks the revision: the case's clock, or its begin where the revision entered last says so."""
    if begun is None:
        return day
    started = all_of(present(begun.sql), any_of(*[_within(begun.sql, (r.first, r.end)) for r in revisions]))
    return choose([(sql.sure(all_of(_straddles(revisions, day), started, compare("<", begun.sql, day))), begun.sql)], day)


def _straddles(revisions: tuple[Revision, ...], day: Sql) -> Sql:
    """The revision in force on the clock takes cases by their begin."""
    found = []
    for revision in revisions:
        if revision.transition != "end":
            by = [compare("<=", day, number(revision.until))] if revision.transition == "grandfathered" and revision.until is not None else []
            found.append(all_of(_within(day, (revision.first, revision.end)), *by))
    return any_of(*found)


def _within(day: Sql, days: Days) -> Sql:
    first, end = days
    return all_of(compare(">=", day, number(first)), *([compare("<", day, number(end))] if end is not None else []))
