"""The records looked for: where each stands to the window of its case, and counts per case."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.points import to_day
from procedo.language.sql import (
    FALSE,
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    named,
    negated,
    number,
    present,
)
from procedo.language.term import Term
from procedo.rules._build import NONCONFORMING, UNDETERMINED, Build, Witness
from procedo.rules._each import wanted
from procedo.rules._part import UNDATED, Part
from procedo.rules._search import Found, in_window, look

IN, LATE, EARLY, OPEN, BETWEEN, OUTSIDE = range(6)
COUNTED = {"in": IN, "late": LATE, "early": EARLY, "open": OPEN, "between": BETWEEN}
"""Where a record stands to the window: inside, after, before; open: its date cannot be read, or whether it belongs;
between: inside or after, as the bound is not known; outside: counts for nothing."""


def placed(part: Part, at: Term, undated: Sql, sure: Sql, dated: Sql = FALSE) -> list[tuple[Sql, int]]:
    """Where a point stands to the window of the cases table: (condition, place), the first that holds.

    `dated`: it counts for the period it is dated in, and is neither late nor early for any other.
    """
    early, late = in_window(at, part.bound("lower"), part.bound("upper"), part.strict("lower"), part.strict("upper"))
    unclear, elsewhere = part.unclear, FALSE
    if not sql.is_false(dated):
        before, after = in_window(at, *part.period())
        elsewhere = all_of(dated, any_of(before, after))
        early = any_of(early, all_of(dated, before)) if part.lower is None and not part.leads else early
    # What may not belong to the case at all can neither be late nor early for it.
    alien = all_of(any_of(early, late), any_of(negated(sure), elsewhere))
    found = [(undated, OPEN), (alien, OUTSIDE), (early, EARLY), (late, LATE)]
    for which, surely, perhaps in (("floor", IN, OPEN), ("ceiling", LATE, OUTSIDE)):
        limit = part.limit(which)
        if limit is not None:
            beyond = in_window(at, None, limit)[1]
            if which == "ceiling":
                found.append((all_of(unclear, beyond, elsewhere), OUTSIDE))
            certain = all_of(unclear, present(limit.sql), beyond if which == "ceiling" else negated(beyond))
            found += [(all_of(certain, sure), surely), (certain, perhaps)]
    return [*found, (unclear, BETWEEN), (sure, IN)]


def tied(part: Part, at: Term) -> Sql:
    """The point falls on the day of the event that the same-day policy is about."""
    bound = part.bound(part.anchor)
    return FALSE if bound is None or bound.counted else sql.sure(equal(to_day(at), to_day(bound)))


def _standing(part: Part, found: Found) -> tuple[list[tuple[Sql, int]], Sql]:
    """The places a candidate may have, and whether it rests on the same-day policy."""
    sure = found.belongs.holds if found.belongs.reasons else sql.TRUE
    if found.at is None or not part.bounds:
        return [(sure, IN)], FALSE
    blank = missing(found.at.sql) if _ever_blank(found, found.at) else FALSE
    undated = any_of(blank, found.at.broken)
    return placed(part, found.at, undated, sure, counted_by_date(part, found)), tied(part, found.at)


def counted_by_date(part: Part, found: Found) -> Sql:
    """With `every`: the candidate counts by its date, as it names no period."""
    if part.first is None:
        return FALSE
    return found.dated if part.label else sql.TRUE


def _ever_blank(found: Found, at: Term) -> bool:
    """Whether any candidate lacks its date, as far as is known before the query runs."""
    if not (isinstance(at.sql, sql.exp.Column) and at.sql.table == found.record.alias):
        return True
    known = found.record.context.table(found.record.form.form).columns.get(at.sql.name)
    return known is None or bool(known.empty or known.broken)


class Pairs:
    """The candidates of one search: a select of (case, found, at, place, tie, value), and what it can hold at all."""

    def __init__(self, build: Build, part: Part, cases: str):
        assert part.search is not None
        self.build, self.part, self.cases = build, part, cases
        self.form = build.context.form(part.search.form)[0].form
        self.found = look(build, part.search, part.path, cases, part.joined(), part.label)
        places, self.tie = _standing(part, self.found)
        self.at_type = self.found.at.type if self.found.at is not None else "date"
        self.valued: list[Sql] = []
        self.unread: dict[str, Sql] = {}
        """Why the value of `each` of a candidate cannot be read: reason -> when."""
        self.value = self._value()
        places = _may_be_any(places, any_of(*self.unread.values()))
        self.places = choose([(when, number(place)) for when, place in places], number(OPEN))
        self.reached = _reached(places)
        self.own: sql.exp.Select | None = None
        """With `answers: own`: the record that each trigger has to itself."""
        self.sides: dict[str, Sql] = {}
        """More that is counted of the candidates: name -> when."""
        self.doubts = self._doubts()
        """Why an open candidate may not count, where there can be more than one reason: column -> when."""

    @property
    def single(self) -> bool:
        """One dated record is enough: the earliest one that is not too early decides. (With `every`, which period a
        record counts for may depend on more than its date.)"""
        search, plain = self.part.search, self.part.first is None
        return bool(plain and search.at_least == 1 and not search.each and self.part.bounds and self.found.at is not None)

    @property
    def rivals(self) -> bool:
        """Whether a later record in time can keep a verdict from resting on the same-day policy."""
        return self.own is None and self.part.anchor == "lower" and not sql.is_false(self.tie)

    def _value(self) -> Sql:
        """The value of `each`; a record whose value is blank is no candidate for any, one that cannot be read may be for all."""
        each = self.part.search.each
        if not each:
            return sql.NULL
        term = self.build.term(self.found.record, next(iter(each)), *self.part.path, "each")
        self.valued = [any_of(present(term.sql), term.unknown)]
        self.unread = {code: when for code, when in term.reasons.items() if not sql.is_false(when)}
        return term.sql

    def _doubts(self) -> dict[str, Sql]:
        found, at = self.found, self.found.at
        if OPEN not in self.reached:
            return {}
        told = {f"doubt {code}": all_of(found.belongs.unknown, when) for code, when in found.belongs.reasons.items()}
        for code, when in self.unread.items():
            told[f"doubt {code}"] = any_of(told.get(f"doubt {code}", FALSE), when)
        faults = dict(at.faults) if at is not None and self.part.bounds else {}
        if self.part.future and "future-dated" in faults:
            told["doubt future-dated"] = any_of(told.get("doubt future-dated", FALSE), faults.pop("future-dated"))
        if not told or at is None or not self.part.bounds:
            return told
        blank = all_of(missing(at.sql), negated(at.broken)) if _ever_blank(found, at) else FALSE
        return told | {UNDATED: any_of(blank, *faults.values())}

    def select(self, value: Sql | None = None) -> sql.exp.Select:
        at = self.found.at.sql if self.found.at is not None else sql.NULL
        columns = {"case": column("k", "_row"), "at": at, "place": self.places, "tie": sql.flag(self.tie)}
        columns |= {"value": self.value if value is None else value}
        columns |= {name: sql.flag(when) for name, when in self.doubts.items()}
        return self._select(columns | {name: sql.flag(when) for name, when in self.sides.items()}, *self.valued)

    def _select(self, columns: dict[str, Sql], *also: Sql) -> sql.exp.Select:
        found = self.found
        where = all_of(found.belongs.can_be_true, found.visible, equal(column("k", "status"), number(1)), *also)
        return found.query.select(*[named(value, name) for name, value in columns.items()], where=where)

    def witness(self, judged: str) -> Witness:
        """The candidates of the flagged cases, looked at again only when there are any."""
        self.found.query.join(judged, "j", equal(column("j", "_row"), column("k", "_row")))
        at = self.found.at.sql if self.found.at is not None else sql.NULL
        flagged = sql.one_of(column("j", "verdict"), [number(UNDETERMINED), number(NONCONFORMING)])
        columns = {"case": column("k", "_row"), "found": self.found.record.row, "at": at}
        # With `every` most records of the case belong to its other periods.
        here = [] if self.part.first is None else [compare("<>", self.places, number(OUTSIDE))]
        return Witness(self.form, self._select(columns, flagged, *here), self.at_type)


def _may_be_any(places: list[tuple[Sql, int]], unread: Sql) -> list[tuple[Sql, int]]:
    """A candidate whose value of `each` cannot be read may be the one for any value, and is surely that for none."""
    if sql.is_false(unread):
        return places
    found: list[tuple[Sql, int]] = []
    for when, place in places:
        found += [(all_of(when, unread), OPEN)] if place in (IN, BETWEEN) else []
        found.append((when, place))
    return found


def _reached(places: list[tuple[Sql, int]]) -> set[int]:
    found = set()
    for when, place in places:
        if not sql.is_false(when):
            found.add(place)
        if sql.is_true(when):
            return found
    return found | {OPEN}


def counts(pairs: Pairs) -> sql.exp.Select:
    """Per case (`_row`): the record that decides, where one is enough, else how many stand in each place."""
    if pairs.own is not None:
        return pairs.own
    return _per_case(pairs, _deciding(pairs) if pairs.single else _counted(pairs))


def places(pairs: Pairs) -> sql.exp.Select:
    """Per case (`_row`): how many stand in each place."""
    return _per_case(pairs, _counted(pairs))


def _per_case(pairs: Pairs, found: list[Sql]) -> sql.exp.Select:
    query = sql.select(named(column("p", "case"), "_row"), *found)
    return query.from_(sql.source(pairs.select(), "p"), copy=False).group_by(column("p", "case"), copy=False)


def _deciding(pairs: Pairs) -> list[Sql]:
    """The earliest that is not too early (`reached`; `clear`: on another day than the anchor), and whether any is open or early."""
    place, at = column("p", "place"), column("p", "at")
    counts_ = sql.one_of(place, [number(p) for p in (IN, LATE, BETWEEN) if p in pairs.reached])
    found = {"reached": sql.aggregate("min", choose([(counts_, at)]))}
    if pairs.rivals:
        found["clear"] = sql.aggregate("min", choose([(all_of(counts_, equal(column("p", "tie"), number(0))), at)]))
    for name, p in (("early", EARLY), ("open", OPEN)):
        if p in pairs.reached:
            found[name] = sql.aggregate("max", sql.flag(equal(place, number(p))))
    for name in pairs.doubts:
        found[name] = sql.aggregate("max", sql.flag(_open_by(name)))
    return [named(value, name) for name, value in found.items()]


def _counted(pairs: Pairs) -> list[Sql]:
    place, at = column("p", "place"), column("p", "at")
    found = {name: sql.total(equal(place, number(p))) for name, p in COUNTED.items() if p in pairs.reached}
    if not sql.is_false(pairs.tie):
        found["tie"] = sql.total(all_of(equal(place, number(IN)), equal(column("p", "tie"), number(1))))
    found |= {name: sql.total(equal(column("p", name), number(1))) for name in pairs.sides}
    found |= {name: sql.total(_open_by(name)) for name in pairs.doubts}
    if pairs.part.bounds:
        for name, p in (("first", IN), ("next", LATE)):
            if p in pairs.reached:
                found[name] = sql.aggregate("min", choose([(equal(place, number(p)), at)]))
    return [named(value, name) for name, value in found.items()]


def _open_by(name: str) -> Sql:
    """The candidate is open, for this reason."""
    return all_of(equal(column("p", "place"), number(OPEN)), equal(column("p", name), number(1)))


def by_value(pairs: Pairs) -> str:
    """The step of counts for every case and every value of `each`."""
    part = pairs.part
    demanded = wanted(pairs.build, part.name, part.search, part.path, pairs.cases)
    place, row, value = column("p", "place"), column("w", "_row"), column("w", "value")
    same = any_of(equal(column("p", "value"), value), all_of(equal(place, number(OPEN)), missing(column("p", "value"))))
    each = sql.select(named(row, "_row"), named(value, "value"), *_counted(pairs)).from_(sql.table(demanded, "w"), copy=False)
    on = all_of(equal(column("p", "case"), row), same)
    each = each.join(sql.source(pairs.select(), "p"), on=on, join_type="left", copy=False).group_by(row, value, copy=False)
    return pairs.build.context.step(f"{pairs.part.name} by value", each)


def fewest(pairs: Pairs, values: str) -> sql.exp.Select:
    """Over all values of `each`: the fewest sound records, and what stands in the way."""
    need = number(pairs.part.search.at_least)

    def of(name: str) -> Sql:
        reached = COUNTED[name] in pairs.reached
        return column("v", name) if reached else number(0)

    def enough(*names: str) -> Sql:
        total = of(names[0])
        for name in names[1:]:
            total = sql.arithmetic("+", total, of(name))
        return compare(">=", total, need)

    lost = negated(enough("in", "open", "between"))
    found = {
        "in": sql.aggregate("min", of("in")),
        "open values": sql.total(all_of(negated(enough("in")), enough("in", "open"))),
        "between values": sql.total(all_of(negated(enough("in", "open")), enough("in", "open", "between"))),
        "lost values": sql.total(lost),
        "late": sql.total(all_of(lost, compare(">", of("late"), number(0)))),
        "early": sql.total(all_of(lost, compare(">", of("early"), number(0)))),
        "absent": sql.total(all_of(lost, equal(of("late"), number(0)), equal(of("early"), number(0)))),
    }
    waiting = all_of(negated(enough("in")), enough("in", "open"))
    found |= {name: sql.total(all_of(waiting, compare(">", column("v", name), number(0)))) for name in pairs.doubts}
    if not sql.is_false(pairs.tie):
        found["tie"] = sql.whole(sql.aggregate("sum", column("v", "tie")))
    if pairs.part.bounds:
        found["first"] = sql.aggregate("max", column("v", "first"))
    query = sql.select(named(column("v", "_row"), "_row"), *[named(value, name) for name, value in found.items()])
    return query.from_(sql.table(values, "v"), copy=False).group_by(column("v", "_row"), copy=False)
