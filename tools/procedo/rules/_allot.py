"""A record that names no period fills one period only: inside a grace period the oldest that is open (SEMANTICS B.16).

Windows and records of one case stand in order of time, and each window takes the next records that lie in it and that no
older one took. So it is enough to know the number of the last record used, x: a window before whose first day `before` records
lie, `until` by its last, and that wants `need`, leaves min(until, max(before, x) + need). Such steps are clamps, x -> min(hi,
max(lo, x + add)), and two clamps are one again: by joining each window with the one 1, 2, 4 … places older, every window
learns what all older ones together leave. Exact however long the grace is, in as many joins as the periods have binary digits.

Done twice where something is not certain: once for what surely counts and is surely demanded, once with all that may help.
"""

from __future__ import annotations

from procedo.language import sql
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
    Sql,
    all_of,
    any_of,
    arithmetic,
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
from procedo.rules._build import Build
from procedo.rules._pairs import COUNTED, IN, OPEN, Pairs, counted_by_date
from procedo.rules._part import Part
from procedo.rules._search import in_window

_SURE, _PERHAPS = "", " perhaps"


def windows(build: Build, query: Query, scope: Scope, part: Part) -> str:
    """The step of every window that takes records, also those that another revision judges: `_row`, `record`, `place` (which
    in order of time), `unsure` whether it is demanded, and the bounds."""
    when = build.when(scope)
    chain = [column("c", "_record"), column("c", "_every")]
    columns = {
        "_row": scope.row,
        "record": chain[0],
        "every": chain[1],
        "place": sql.row_number(chain, [column("c", "period.start")]),
        "status": number(1),
        "unsure": sql.flag(any_of(when.unknown, equal(column("c", "demand"), number(2)))),
        **part.columns(),
    }
    where = all_of(scope.visible(), when.can_be_true, compare("<>", column("c", "demand"), number(0)))
    return build.context.step(f"{part.name} windows", query.select(*[named(v, n) for n, v in columns.items()], where=where))


def sides(pairs: Pairs) -> dict[str, Sql]:
    """What is counted of the candidates besides their places: those dated before the window, and those by its last day."""
    part, found = pairs.part, pairs.found
    dated, sure = counted_by_date(part, found), found.belongs.holds if found.belongs.reasons else sql.TRUE
    early, late = in_window(found.at, part.bound("lower"), part.bound("upper"), part.strict("lower"), part.strict("upper"))
    if part.lower is None and not part.leads:
        early = in_window(found.at, *part.period())[0]
    known = all_of(dated, present(found.at.sql), negated(found.at.broken), *([present(pairs.value)] if part.search.each else []))
    inside = {"before": all_of(known, sql.sure(early)), "until": all_of(known, sql.sure(negated(late)))}
    counted = {f"{name}{_PERHAPS}": when for name, when in inside.items()} | {n: all_of(w, sure) for n, w in inside.items()}
    named_ = negated(dated)
    if not sql.is_false(named_):
        counted |= {"named": all_of(equal(pairs.places, number(IN)), named_)}
    return counted | {"plain": all_of(equal(pairs.places, number(OPEN)), negated(known))}


def allotted(pairs: Pairs, counts: str | sql.exp.Select) -> str:
    """The step of `counts` (by value too, with `each`) in which a record counts for one window only."""
    return _Allotment(pairs, counts).step()


class _Allotment:
    def __init__(self, pairs: Pairs, counts: str | sql.exp.Select):
        self.pairs, self.build, self.part = pairs, pairs.build, pairs.part
        self.values = ["value"] if self.part.search.each else []
        self.scans = (_SURE, _PERHAPS)
        self.counts = counts if isinstance(counts, str) else self._add("counts", counts)

    def _add(self, word: str, select: sql.exp.Select) -> str:
        return self.build.context.step(f"{self.part.name} {word}", select)

    def step(self) -> str:
        base = self._base()
        clamps, older = base, 1
        while older < self.build.laid.longest:
            clamps, older = self._doubled(clamps, older), older * 2
        return self._taken(base, self._used(clamps))

    def _base(self) -> str:
        """One clamp for each window."""
        query = Query(self.build.context)
        query.start(self.pairs.cases, "w")
        query.join(self.counts, "g", equal(column("g", "_row"), column("w", "_row")), "inner" if self.values else "left")
        columns = {name: column("w", name) for name in ("_row", "record", "every")} | {v: column("g", v) for v in self.values}
        columns["place"] = column("w", "place")
        idle = FALSE if sql.is_false(self.part.unknown) else equal(column("w", f"{self.part.name} unclear"), number(1))
        for scan in self.scans:
            before, until = (_whole("g", f"{name}{scan}") for name in ("before", "until"))
            wanted = choose([(idle, number(0))], self._wanted(scan))
            columns |= {f"before{scan}": before, f"until{scan}": until, f"add{scan}": wanted}
            columns |= {f"lo{scan}": choose([(idle, number(0))], _least(arithmetic("+", before, wanted), until))}
            columns |= {f"hi{scan}": choose([(idle, number(_MANY))], until)}
        return self._add("clamps", query.select(*[named(v, n) for n, v in columns.items()]))

    def _wanted(self, scan: str) -> Sql:
        """How many records by date a window takes: those that are not named for it already."""
        lacking = arithmetic("-", number(self.part.search.at_least), self._named())
        if scan == _SURE:
            return _most(lacking, number(0))
        helped = arithmetic("-", lacking, _whole("g", "plain"))
        return choose([(equal(column("w", "unsure"), number(1)), number(0))], _most(sql.group(helped), number(0)))

    def _named(self) -> Sql:
        return _whole("g", "named") if "named" in self.pairs.sides else number(0)

    def _doubled(self, clamps: str, older: int) -> str:
        """Each window's clamp after that of the window so many places older."""
        query = Query(self.build.context)
        query.start(clamps, "a")
        query.join(clamps, "b", self._same("b", arithmetic("-", column("a", "place"), number(older))), "left")
        none = missing(column("b", "_row"))
        columns = {name: column("a", name) for name in ("_row", "record", "every", *self.values, "place")}
        for scan in self.scans:
            add, lo, hi = (column("a", f"{name}{scan}") for name in ("add", "lo", "hi"))
            columns[f"add{scan}"] = choose([(none, add)], arithmetic("+", add, column("b", f"add{scan}")))
            for end in ("lo", "hi"):
                moved = arithmetic("+", column("b", f"{end}{scan}"), add)
                columns[f"{end}{scan}"] = choose([(none, lo if end == "lo" else hi)], _least(_most(moved, lo), hi))
        return self._add("clamps", query.select(*[named(v, n) for n, v in columns.items()]))

    def _same(self, alias: str, place: Sql) -> Sql:
        keys = [equal(column(alias, name), column("a", name)) for name in ("record", "every", *self.values)]
        return all_of(*keys, equal(column(alias, "place"), place))

    def _used(self, clamps: str) -> str:
        """The number of the last record that a window and all older ones used."""
        used = {f"used{s}": _least(_most(column("a", f"add{s}"), column("a", f"lo{s}")), column("a", f"hi{s}")) for s in self.scans}
        columns = {name: column("a", name) for name in ("_row", "record", "every", *self.values, "place")} | used
        query = sql.select(*[named(v, n) for n, v in columns.items()])
        return self._add("used", query.from_(sql.table(clamps, "a"), copy=False))

    def _taken(self, base: str, used: str) -> str:
        """The counts, with what a window took and what it might have taken instead of what lies in it."""
        query = Query(self.build.context)
        query.start(base, "a")
        query.join(used, "u", self._same("u", arithmetic("-", column("a", "place"), number(1))), "left")
        same = [equal(column("g", name), column("a", name)) for name in ("_row", *self.values)]
        query.join(self.counts, "g", all_of(*same))
        took = self._left(_SURE, column("a", f"add{_SURE}"))
        may = self._left(_PERHAPS, number(self.part.search.at_least))
        columns: dict[str, Sql] = {name: column("g", name) for name in self._kept()}
        columns["in"] = arithmetic("+", self._named(), took)
        columns["open"] = arithmetic("+", _whole("g", "plain"), _most(arithmetic("-", sql.group(may), sql.group(took)), number(0)))
        if "first" in columns:
            columns["first"] = choose([(equal(columns["in"], column("g", "in")), column("g", "first"))])
        return self._add("taken", query.select(*[named(v, n) for n, v in columns.items()]))

    def _left(self, scan: str, wanted: Sql) -> Sql:
        """How many of the records in the window are left for it, at most so many."""
        start = _most(column("a", f"before{scan}"), sql.coalesce(column("u", f"used{scan}"), number(0)))
        return _most(_least(arithmetic("-", column("a", f"until{scan}"), sql.group(start)), wanted), number(0))

    def _kept(self) -> list[str]:
        reached = self.pairs.reached
        dates = [name for name, place in (("first", IN), ("next", COUNTED["late"])) if place in reached] if self.part.bounds else []
        tie = [] if sql.is_false(self.pairs.tie) else ["tie"]
        return ["_row", *self.values, *[name for name, place in COUNTED.items() if place in reached], *self.pairs.doubts, *tie, *dates]


_MANY = 10**12


def _whole(alias: str, name: str) -> Sql:
    return sql.coalesce(column(alias, name), number(0))


def _least(left: Sql, right: Sql) -> Sql:
    return choose([(compare("<", left, right), left)], right)


def _most(left: Sql, right: Sql) -> Sql:
    return choose([(compare(">", left, right), left)], right)
