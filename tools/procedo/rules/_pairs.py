"""The records looked for: pairs of case and candidate with their place in the window, and counts per case."""

from __future__ import annotations

from dataclasses import dataclass, field

from procedo.language import sql
from procedo.language.literals import constant_term
from procedo.language.points import to_day
from procedo.language.sql import FALSE, Sql, all_of, any_of, choose, column, compare, equal, missing, named, number
from procedo.language.term import Term
from procedo.rules._build import Build
from procedo.rules._fields import Search, WindowFields
from procedo.rules._search import in_window, look

IN, LATE, EARLY, OPEN, OUTSIDE = range(5)


@dataclass(frozen=True)
class Words:
    """How a window kind calls what it finds. `anchor`: the bound that the same-day policy is about."""

    late: str
    early: str
    blank: str = "target-date-missing"
    anchor: str = "lower"
    never_pending: bool = False
    triggered: bool = False
    """No case before the lower bound is reached (response)."""
    certain_missing: bool = False
    """No candidate at all is a fault even when the bound is unreadable (precedence)."""


@dataclass
class Part:
    """One demand of the rule: a search or a point, with its window as columns of the cases table."""

    name: str
    search: Search | None
    path: tuple[str | int, ...]
    lower: Term | None = None
    upper: Term | None = None
    point: Term | None = None
    joins: list = field(default_factory=list)
    wanted: str | None = None
    pairs: str | None = None
    at_type: str = "date"
    keyless: Sql = FALSE

    def bound(self, which: str) -> Term | None:
        """The bound as a column of the cases table."""
        term = getattr(self, which)
        return None if term is None else Term(term.type, column("k", f"{self.name} {which}"))

    def unclear(self) -> Sql:
        return self.on("unclear")

    def on(self, name: str, value: int | None = 1) -> Sql:
        """A column of this part; compared with `value` unless None."""
        found = column("k", f"{self.name} {name}")
        return found if value is None else equal(found, number(value))


def pair(build: Build, part: Part, cases: str, words: Words, fields: WindowFields) -> None:
    """The step of (case, found, at, place, value) for a search."""
    search = part.search
    assert search is not None
    found = look(build, search, part.path, cases)
    refused = (fields.same_day or build.context.same_day) == "refused"
    lower, upper = part.bound("lower"), part.bound("upper")
    place = choose([(found.belongs.holds, number(IN))], number(OPEN))
    anchor = FALSE
    if found.at is not None:
        part.at_type = found.at.type
        if lower is not None or upper is not None:
            early, late = in_window(found.at, lower, upper, refused and words.anchor == "lower", refused and words.anchor == "upper")
            undated = any_of(missing(found.at.sql), found.at.broken)
            # What may not belong to the case at all can neither be late nor early for it.
            maybe_outside = all_of(any_of(early, late), sql.negated(found.belongs.holds))
            places = [
                (undated, OPEN),
                (maybe_outside, OUTSIDE),
                (early, EARLY),
                (late, LATE),
                (part.unclear(), OPEN),
                (found.belongs.holds, IN),
            ]
            place = choose([(when, number(p)) for when, p in places], number(OPEN))
            bound = part.bound(words.anchor)
            if bound is not None:
                anchor = sql.sure(equal(to_day(found.at), to_day(bound)))
    value = column("f", next(iter(search.each))) if search.each else sql.NULL
    if search.each:
        field_name = next(iter(search.each))
        value = build.term(found.record, field_name, *part.path, "each").sql
    part.pairs = build.context.step(
        f"{part.name} records",
        found.query.select(
            named(found.case.row, "case"),
            named(found.record.row, "found"),
            named(found.at.sql if found.at is not None else sql.NULL, "at"),
            named(place, "place"),
            named(sql.flag(anchor), "tie"),
            named(value, "value"),
            where=all_of(found.belongs.can_be_true, found.visible, equal(column("k", "status"), number(1))),
        ),
    )
    if search.each:
        part.wanted = _wanted(build, part, cases)


def _wanted(build: Build, part: Part, cases: str) -> str:
    """The step of (`_row`, `value`): every value for which a record is demanded."""
    (listed,) = part.search.each.values()
    if isinstance(listed, str):
        query, scope = build.start(cases)
        term = build.term(scope, listed, *part.path, "each")
        items = term.items
        if items is None:
            items_constants = (term.constant,)
        elif items.constants is not None:
            items_constants = items.constants
        else:
            source = query.select(named(scope.row, "_row"), named(column("w", "value"), "value"))
            on = equal(column("w", "_row"), items.row)
            return build.context.step(
                f"{part.name} wanted", source.join(sql.table(items.table, "w"), on=on, copy=False).distinct(copy=False)
            )
    else:
        items_constants = tuple(listed)
    rows = [sql.select(named(constant_text(value), "value")) for value in items_constants]
    values = build.context.step(f"{part.name} values", sql.union(rows))
    source = sql.select(named(column("k", "_row"), "_row"), named(column("w", "value"), "value")).from_(sql.table(cases, "k"), copy=False)
    return build.context.step(f"{part.name} wanted", source.join(sql.table(values, "w"), join_type="cross", copy=False))


def constant_text(value: object) -> Sql:
    term = constant_term(value)
    return term.sql if term.type == "text" else sql.text(str(value))


def tally(build: Build, part: Part) -> tuple[str, str | None]:
    """The step of counts per case; with `each` also the table of values without a record."""
    place = column("p", "place")
    counts = [named(sql.total(equal(place, number(p))), n) for p, n in ((IN, "in"), (LATE, "late"), (EARLY, "early"), (OPEN, "open"))]
    tie = named(sql.total(all_of(equal(place, number(IN)), equal(column("p", "tie"), number(1)))), "tie")
    if part.wanted is None:
        query = sql.select(named(column("p", "case"), "_row"), *counts, tie).from_(sql.table(part.pairs or "", "p"), copy=False)
        return build.context.step(f"{part.name} counts", query.group_by(column("p", "case"), copy=False)), None
    row, value = column("w", "_row"), column("w", "value")
    on = all_of(
        equal(column("p", "case"), row),
        any_of(equal(column("p", "value"), value), all_of(equal(place, number(OPEN)), missing(column("p", "value")))),
    )
    each = sql.select(named(row, "_row"), named(value, "value"), *counts, tie).from_(sql.table(part.wanted, "w"), copy=False)
    each = each.join(sql.table(part.pairs or "", "p"), on=on, join_type="left", copy=False).group_by(row, value, copy=False)
    values = build.context.step(f"{part.name} by value", each)
    return _fewest(build, part, values), values


def _fewest(build: Build, part: Part, values: str) -> str:
    """Over all values: the fewest sound records, and what stands in the way."""
    need = part.search.at_least

    def of(name: str) -> Sql:
        return column("v", name)

    open_value = all_of(compare("<", of("in"), number(need)), compare(">=", sql.arithmetic("+", of("in"), of("open")), number(need)))
    lost = compare("<", sql.arithmetic("+", of("in"), of("open")), number(need))
    query = sql.select(
        named(of("_row"), "_row"),
        named(sql.aggregate("min", of("in")), "in"),
        named(sql.total(open_value), "open values"),
        named(sql.total(lost), "lost values"),
        named(sql.total(all_of(lost, compare(">", of("late"), number(0)))), "late"),
        named(sql.total(all_of(lost, compare(">", of("early"), number(0)))), "early"),
        named(sql.total(all_of(lost, equal(of("late"), number(0)), equal(of("early"), number(0)))), "absent"),
        named(sql.whole(sql.aggregate("sum", of("tie"))), "tie"),
    )
    return build.context.step(f"{part.name} counts", query.from_(sql.table(values, "v"), copy=False).group_by(of("_row"), copy=False))
