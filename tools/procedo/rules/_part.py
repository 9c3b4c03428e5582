"""One demand of a window kind: a search or a point with its window, and how it stands in the cases table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from procedo.language import sql
from procedo.language.sql import FALSE, Sql, any_of, choose, column, equal, negated, number
from procedo.language.term import Term
from procedo.rules._fields import Search

UNDATED = "doubt undated"
"""Name of the column that says: an open candidate lacks a readable date (others: `doubt <reason>`)."""


@dataclass(frozen=True)
class Words:
    """How a window kind calls what it finds. `anchor`: the bound that the same-day policy is about."""

    late: str
    early: str
    blank: str = "target-date-missing"
    anchor: str = "lower"
    late_for_limit: str | None = None
    """What `late` is called where the bound is a last day counted from an event."""
    triggered: bool = False
    """No case before the lower bound is reached (response)."""
    future: bool = False
    """A candidate dated after the export is told as such, not as one without a date (precedence)."""
    names_form: bool = False
    """What is missing is told by the name of its form: there is no record of the case to look at (recurrence)."""
    certain_missing: bool = False
    """No candidate at all is a fault even when the bound is unreadable (precedence)."""

    def late_of(self, part: Part) -> str:
        limited = part.upper is not None and part.upper.counted
        return self.late_for_limit if self.late_for_limit and limited else self.late


@dataclass
class Part:
    """One demand of the rule: a search or a point, with its window; later, how that stands in the cases table `k`."""

    name: str
    search: Search | None
    path: tuple[str | int, ...]
    lower: Term | None = None
    upper: Term | None = None
    point: Term | None = None
    ours: list[tuple[str, Term]] = field(default_factory=list)
    """What of the case the search joins: (their field, our term)."""
    listed: Term | None = None
    """The list of `each`: while it is not known, neither is what is demanded."""
    paused: Sql = FALSE
    """A hold without an end has stopped the clock: there is no last day."""
    refused: bool = False
    anchor: str = "lower"
    label: tuple[str, ...] = ()
    """With `every`: the fields of the search that say which period a record is for."""
    first: Term | None = None
    last: Term | None = None
    """With `every`: the first and last day of the period."""
    contested: bool = False
    """With `every`: windows may overlap, and a record without a name fills one of them only."""
    future: bool = False
    leads: bool = False
    """With `every`: what is demanded comes before the period."""

    @property
    def bounds(self) -> dict[str, Term]:
        return {which: term for which in ("lower", "upper") if (term := getattr(self, which)) is not None}

    @property
    def keyless(self) -> Sql:
        """The case lacks a value that it is joined by, though its form requires it: a blank key cannot be linked."""
        return any_of(*[our.lacking for _, our in self.ours])

    @property
    def unlisted(self) -> Sql:
        known = self.listed is None or sql.is_false(self.listed.unknown)
        return FALSE if known else self.on("unlisted")

    @property
    def unknown(self) -> Sql:
        return any_of(self.keyless, *[b.unknown for b in self.bounds.values()])

    def strict(self, which: str) -> bool:
        """Whether equal dates are the wrong order at this bound."""
        term = getattr(self, which)
        return self.refused and self.anchor == which and term is not None and not term.counted

    # as columns of the cases table

    def on(self, name: str, value: int | None = 1) -> Sql:
        """A column of this part; compared with `value` unless None."""
        found = column("k", f"{self.name} {name}")
        return found if value is None else equal(found, number(value))

    def bound(self, which: str) -> Term | None:
        term = getattr(self, which)
        return None if term is None else Term(term.type, self.on(which, None), planned=term.planned, counted=term.counted)

    @property
    def unclear(self) -> Sql:
        return FALSE if sql.is_false(self.unknown) else self.on("unclear")

    def limit(self, which: str) -> Term | None:
        """The earliest (`floor`) or latest (`ceiling`) that an unknown upper bound may be."""
        known = self.upper is not None and getattr(self.upper, which) is not None
        return Term(self.upper.type, self.on(which, None)) if known and self.upper else None

    def joined(self) -> list[tuple[str, Term]]:
        """`ours`, read from the cases table."""
        return [(theirs, self._carried(n, our)) for n, (theirs, our) in enumerate(self.ours)]

    def _carried(self, n: int, our: Term) -> Term:
        faults = {code: self.on(f"key {n} {code}") for code in our.faults}
        return replace(our, sql=self.on(f"key {n}", None), faults=faults, lacking=FALSE)

    def columns(self) -> dict[str, Sql]:
        """What the cases table holds of this part."""
        found: dict[str, Sql] = {}
        if not sql.is_false(self.unknown):
            found["unclear"] = sql.flag(self.unknown)
        if not sql.is_false(self.keyless):
            found["keyless"] = sql.flag(self.keyless)
        if self.listed is not None and not sql.is_false(self.listed.unknown):
            found["unlisted"] = sql.flag(self.listed.unknown)
            found |= {f"each {code}": sql.flag(when) for code, when in self.listed.reasons.items()}
        if not sql.is_false(self.paused):
            found["paused"] = sql.flag(self.paused)
        for which, term in self.bounds.items():
            found[which] = term.sql
            found |= {f"{which} {code}": sql.flag(when) for code, when in term.reasons.items()}
        found |= self._range()
        if self.first is not None and self.last is not None:
            found |= {"first day": self.first.sql, "last day": self.last.sql}
        for n, (_, our) in enumerate(self.ours):
            found[f"key {n}"] = our.sql
            found |= {f"key {n} {code}": sql.flag(when) for code, when in our.faults.items()}
        if self.point is not None:
            found["at"] = self.point.sql
            if not sql.is_false(self.point.unknown):
                found["broken"] = sql.flag(self.point.unknown)
            ahead = self.point.faults.get("future-dated", FALSE) if self.future else FALSE
            if not sql.is_false(ahead):
                found["doubt future-dated"] = sql.flag(ahead)
                found[UNDATED] = sql.flag(any_of(*[when for code, when in self.point.reasons.items() if code != "future-dated"]))
        return {f"{self.name} {name}": value for name, value in found.items()}

    def period(self) -> tuple[Term, Term]:
        """The first and last day of the period."""
        return Term("date", self.on("first day", None)), Term("date", self.on("last day", None))

    def _range(self) -> dict[str, Sql]:
        if self.upper is None:
            return {}
        others = any_of(self.keyless, *([self.lower.unknown] if self.lower is not None else []))
        limits = {"floor": self.upper.floor, "ceiling": self.upper.ceiling}
        return {which: choose([(negated(others), limit)]) for which, limit in limits.items() if limit is not None}
