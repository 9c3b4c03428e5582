"""Cases of one group that together need a stricter line: the windows, who is in them, and what might be (SEMANTICS D)."""

from __future__ import annotations

from dataclasses import dataclass

from procedo.language import sql
from procedo.language.context import Context
from procedo.language.sql import Sql, all_of, any_of, choose, column, compare, equal, missing, named, negated, number
from procedo.rules._bounds import Bound

DOUBTS = ("key-missing", "amount-missing", "case-date-missing")


@dataclass(frozen=True)
class Parts:
    """Table of records that may be part: `_row`, `day`, `until`, `by i`, `low`, `high` (the amount between), `known`, DOUBTS, `below j`.

    `below j`: under the j-th bound by itself. Amounts have `scale` decimals.
    """

    table: str
    keys: int
    bounds: tuple[Bound, ...]
    scale: int


class Windows:
    """Every window begins with one of its parts: all of the group from that day to the last one inside the duration."""

    def __init__(self, context: Context, parts: Parts):
        self.context, self.parts = context, parts
        self.steps = context.step("stricter lines", sql.union([self._bound(index, bound) for index, bound in enumerate(parts.bounds)]))
        self.pairs = context.step("window parts", self._pairs())
        self.sums = context.step("windows", self._sums())
        self.members = context.step("split parts", self._members())

    def _bound(self, index: int, bound: Bound):
        low = int(bound.amount.scaleb(self.parts.scale).to_integral_value())
        return sql.select(named(number(index), "step"), named(number(bound.line), "line"), named(number(low), "low"), named(number(int(bound.above)), "above"))

    def same_group(self, one: str, other: str) -> Sql:
        return all_of(*[equal(column(one, f"by {i}"), column(other, f"by {i}")) for i in range(self.parts.keys)])

    def _perhaps_group(self, unread: str, other: str) -> Sql:
        """A part of the group that is blank may be any; what is known must be the same."""
        by = [(column(unread, f"by {i}"), column(other, f"by {i}")) for i in range(self.parts.keys)]
        return all_of(*[equal(a, b) if len(by) == 1 else any_of(missing(a), equal(a, b)) for a, b in by])

    def _groupless(self, part: str) -> Sql:
        return all_of(*[missing(column(part, f"by {i}")) for i in range(self.parts.keys)])

    def _below(self, part: str, step: str) -> Sql:
        options = [all_of(equal(column(step, "step"), number(i)), equal(column(part, f"below {i}"), number(1))) for i in range(len(self.parts.bounds))]
        return any_of(*options)

    def _pairs(self):
        """One row per window, bound and part of it."""
        a, p, b = "a", "p", "b"
        inside = all_of(self.same_group(p, a), compare(">=", column(p, "day"), column(a, "day")), compare("<=", column(p, "day"), column(a, "until")))
        query = sql.select(named(column(a, "_row"), "window"), named(column(b, "step"), "step"), named(column(p, "_row"), "_row"),
                           named(column(p, "low"), "low"), named(column(p, "high"), "high"))
        query = query.from_(sql.table(self.parts.table, a), copy=False).join(sql.table(self.parts.table, p), on=inside, copy=False)
        query = query.join(sql.table(self.steps, b), on=all_of(self._below(a, b), self._below(p, b)), copy=False)
        return query.where(all_of(equal(column(a, "known"), number(1)), equal(column(p, "known"), number(1))), copy=False)

    def reaches(self, total: Sql, b: str) -> Sql:
        return choose([(equal(column(b, "above"), number(1)), compare(">", total, column(b, "low")))], compare(">=", total, column(b, "low")))

    def _sums(self):
        r, keys = "r", [column("r", "window"), column("r", "step")]
        query = sql.select(named(keys[0], "window"), named(keys[1], "step"), named(sql.aggregate("sum", column(r, "low")), "low"),
                           named(sql.aggregate("sum", column(r, "high")), "high"))
        return query.from_(sql.table(self.pairs, r), copy=False).group_by(*keys, copy=False)

    def _members(self):
        """The parts of windows whose sum surely needs the stricter line: `window`, `step`, `line`, `_row`, `sum`."""
        r, w, b = "r", "w", "b"
        same = all_of(equal(column(w, "window"), column(r, "window")), equal(column(w, "step"), column(r, "step")))
        query = sql.select(*[named(column(r, n), n) for n in ("window", "step", "_row")], named(column(b, "line"), "line"), named(column(w, "low"), "sum"))
        query = query.from_(sql.table(self.pairs, r), copy=False).join(sql.table(self.sums, w), on=same, copy=False)
        query = query.join(sql.table(self.steps, b), on=equal(column(b, "step"), column(r, "step")), copy=False)
        return query.where(sql.sure(self.reaches(column(w, "low"), b)), copy=False)

    # what cannot be read

    def doubts(self) -> str:
        """Per part: DOUBTS as 0/1, where a record that cannot be read in full might complete a window that holds it."""
        return self.context.step("doubts", self._doubts(self.context.step("most by part", self._most()), self.context.step("unknown nearby", self._nearby())))

    def _most(self):
        """Per part and bound the largest sum that is known of a window that holds it."""
        r, w, keys = "r", "w", [column("r", "_row"), column("r", "step")]
        same = all_of(equal(column(w, "window"), column(r, "window")), equal(column(w, "step"), column(r, "step")))
        query = sql.select(named(keys[0], "_row"), named(keys[1], "step"), named(sql.aggregate("max", column(w, "high")), "high"))
        query = query.from_(sql.table(self.pairs, r), copy=False).join(sql.table(self.sums, w), on=same, copy=False)
        return query.group_by(*keys, copy=False)

    def _nearby(self):
        """Per part: how much the unreadable records that may lie in a window with it may add, and what they lack."""
        dark = self.context.step("unreadable parts", self._unreadable())
        keyed = self.context.step("unreadable in group", self._near(dark, self._perhaps_group("u", "p"), True))
        loose = self._near(self._by_day(dark), equal(column("u", "near"), column("p", "day")), False)
        return sql.union([sql.select(*[named(column("n", n), n) for n in ("_row", "step", "high", *DOUBTS)]).from_(sql.table(keyed, "n"), copy=False), loose])

    def _unreadable(self):
        """One row per record and bound that it may be below: a refund or one above the line adds nothing, whatever it lacks."""
        u, b = "u", "b"
        names = ("_row", "day", "until", "high", *DOUBTS, *(f"by {i}" for i in range(self.parts.keys)))
        query = sql.select(named(column(b, "step"), "step"), *[named(column(u, n), n) for n in names]).from_(sql.table(self.parts.table, u), copy=False)
        query = query.join(sql.table(self.steps, b), on=any_of(equal(column(u, "amount-missing"), number(1)), self._below(u, b)), copy=False)
        return query.where(equal(column(u, "known"), number(0)), copy=False)

    def _near(self, dark: str, on: Sql, dated: bool):
        p, u = "p", "u"
        keyed = negated(self._groupless(u)) if dated else sql.TRUE
        reach = any_of(missing(column(u, "day")), _together(u, p)) if dated else sql.TRUE
        query = sql.select(named(column(p, "_row"), "_row"), *[named(column(u, n), n) for n in ("step", "high")], *[named(column(u, n), n) for n in DOUBTS])
        query = query.from_(sql.table(self.parts.table, p), copy=False).join(sql.table(dark, u), on=on, copy=False)
        return query.where(all_of(equal(column(p, "known"), number(1)), keyed, reach), copy=False)

    def _by_day(self, dark: str) -> str:
        """What a record of no known group may add on each day: summed once per day, not once per record."""
        p, u = "p", "u"
        days = sql.select(named(column(p, "day"), "day"), named(column(p, "until"), "until")).distinct(copy=False)
        days = days.from_(sql.table(self.parts.table, p), copy=False).where(equal(column(p, "known"), number(1)), copy=False)
        days = self.context.step("days of parts", days)
        reach = any_of(missing(column(u, "day")), _together(u, "p"))
        query = sql.select(named(column(p, "day"), "near"), named(column(u, "step"), "step"), named(sql.aggregate("sum", column(u, "high")), "high"),
                           *[named(sql.aggregate("max", column(u, n)), n) for n in DOUBTS])
        query = query.from_(sql.table(days, p), copy=False).join(sql.table(dark, u), on=all_of(self._groupless(u), reach), copy=False)
        return self.context.step("groupless by day", query.group_by(column(p, "day"), column(u, "step"), copy=False))

    def _doubts(self, most: str, nearby: str):
        m, n, b = "m", "n", "b"
        keys = [column(m, "_row"), column(m, "step")]
        same = all_of(*[equal(column(n, name), column(m, name)) for name in ("_row", "step")])
        summed = sql.select(
            named(keys[0], "_row"), named(keys[1], "step"), named(column(m, "high"), "known"),
            named(sql.aggregate("sum", column(n, "high")), "more"), *[named(sql.aggregate("max", column(n, code)), code) for code in DOUBTS],
        ).from_(sql.table(most, m), copy=False).join(sql.table(nearby, n), on=same, copy=False)
        table = self.context.step("doubtful sums", summed.group_by(*keys, column(m, "high"), copy=False))
        total = sql.arithmetic("+", column("d", "known"), sql.coalesce(column("d", "more"), number(0)))
        may = any_of(equal(column("d", "amount-missing"), number(1)), sql.sure(self.reaches(total, b)))
        query = sql.select(named(column("d", "_row"), "_row"), *[named(sql.aggregate("max", column("d", code)), code) for code in DOUBTS])
        query = query.from_(sql.table(table, "d"), copy=False).join(sql.table(self.steps, b), on=equal(column(b, "step"), column("d", "step")), copy=False)
        return query.where(may, copy=False).group_by(column("d", "_row"), copy=False)


def _together(u: str, p: str) -> Sql:
    """The two days lie in one window."""
    after = all_of(compare(">=", column(u, "day"), column(p, "day")), compare("<=", column(u, "day"), column(p, "until")))
    before = all_of(compare("<=", column(u, "day"), column(p, "day")), compare(">=", column(u, "until"), column(p, "day")))
    return sql.sure(any_of(after, before))
