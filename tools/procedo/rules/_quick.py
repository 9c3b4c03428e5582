"""The cheap test: cases that certainly conform, so that the exact chain is built for the others alone.

It holds where every place of the line has exactly one decision that counts beyond doubt: in time, by a holder of the role
by appointment, not the author, for the amount, all by different persons and in the line's order; and where nobody refused,
no round but the first is recorded and no key field changed. Whatever it leaves open is no verdict: the chain judges it.
"""

from __future__ import annotations

from itertools import combinations, pairwise

from procedo.language import sql
from procedo.language.sql import (
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
    text,
)
from procedo.rules._build import Build
from procedo.rules._decisions import APPROVED, REJECTED, REVIEWED
from procedo.rules._delegation import Holders
from procedo.rules._lines import DemandedLine
from procedo.rules._stood import Asked


def plain(line: DemandedLine) -> bool:
    """Whether the cheap test can settle a line: one person per place, and no role in two places."""
    offices = [office for place in line.places for office in place.offices]
    return bool(line.places) and all(place.need == 1 for place in line.places) and len(offices) == len(set(offices))


def settled(build: Build, lines: list[DemandedLine], cases: str, asked: Asked) -> str | None:
    """Table of (`_row`, `tie`, `reached`) of the cases that certainly conform.

    `tie`: only because equal dates count as the demanded order; `reached`: when the last decision fell.
    """
    able = [(index, line) for index, line in enumerate(lines) if plain(line)]
    if not able or "role" not in asked.decisions.kept:
        return None
    places = max(len(line.places) for _, line in able)
    summed = build.context.step("plain places", _summed(_usable(build, able, cases, asked), places))
    return build.context.step("plainly approved", _approved(build, able, summed, asked))


def _holders(build: Build, able) -> str:
    """Certain appointments to the roles of these lines; `who` numbers the persons, since numbers are compared faster than names."""
    table = Holders(build.context).table
    people = sql.select(named(column("h", "person"), "person")).distinct(copy=False).from_(sql.table(table, "h"), copy=False)
    people = build.context.step("people appointed", people.where(present(column("h", "person")), copy=False))
    numbered = sql.select(named(column("p", "person"), "person"), named(sql.row_number([], [column("p", "person")]), "who"))
    numbered = build.context.step("people numbered", numbered.from_(sql.table(people, "p"), copy=False))
    offices = sorted({office for _, line in able for place in line.places for office in place.offices})
    office = choose([(equal(column("h", "role"), text(word)), number(index)) for index, word in enumerate(offices)])
    query = sql.select(*[named(column("h", n), n) for n in ("person", "role", "from", "to")], named(column("n", "who"), "who"), named(office, "office"))
    query = query.distinct(copy=False).from_(sql.table(table, "h"), copy=False).join(
        sql.table(numbered, "n"), on=equal(column("n", "person"), column("h", "person")), copy=False)
    certain = all_of(equal(column("h", "certain"), number(1)), sql.one_of(column("h", "role"), [text(word) for word in offices]))
    return build.context.step("holders", query.where(certain, copy=False))


def _usable(build: Build, able, cases: str, asked: Asked):
    """Decisions that count beyond doubt, with the place they fill."""
    k, d, h, known = "k", "d", "h", asked.decisions
    exact = known.at_type == asked.gate_type == "datetime"
    gate = column(k, "gate") if exact or asked.gate_type == "date" else sql.day_of(column(k, "gate"))
    at, day = column(d, "at") if exact else known.of(d, "day"), known.of(d, "day")
    on_day = all_of(equal(column(h, "person"), column(d, "person")), equal(column(h, "role"), column(d, "role")),
                    compare("<=", column(h, "from"), day), any_of(missing(column(h, "to")), compare(">=", column(h, "to"), day)))
    tie = all_of(equal(column(k, "gate open"), number(0)), equal(at, gate))
    query = sql.select(
        named(column(k, "_row"), "_row"), named(column(k, "line"), "line"), named(column(h, "who"), "who"), named(column(d, "at"), "at"),
        named(sql.flag(sql.sure(tie)), "tie"), named(_place(able, k, d, h), "place"),
    ).from_(sql.table(known.table, d), copy=False).join(sql.table(cases, k), on=equal(column(d, "case"), column(k, "_row")), copy=False)
    query = query.join(sql.table(_holders(build, able), h), on=on_day, copy=False)
    if asked.stated:
        said = all_of(*[equal(column("t", n), known.of(d, n)) for n in ("case", "source", "found")], equal(column("t", "sure"), number(1)))
        query = query.join(sql.table(asked.stated, "t"), on=said, copy=False)
    return query.where(all_of(equal(column(k, "status"), number(1)), *_beyond_doubt(build, asked, at, gate)), copy=False)


def _beyond_doubt(build: Build, asked: Asked, at: Sql, gate: Sql) -> list[Sql]:
    """In time, readable, not by the author, for the amount."""
    k, d, fields, known = "k", "d", build.fields, asked.decisions
    before = "<" if build.context.same_day == "refused" else "<="
    tests = [any_of(equal(column(k, "gate open"), number(1)), compare(before, at, gate)), *[equal(column(d, code), number(0)) for code in known.dark]]
    if fields.author:
        tests += [equal(column(k, "author dark"), number(0)), compare("<>", column(d, "person"), column(k, "author"))]
    if fields.after:
        late_enough = any_of(missing(column(k, "after")), compare(">=", known.of(d, "day"), column(k, "after")))
        tests += [equal(column(k, "after dark"), number(0)), late_enough]
    if fields.amount and "amount" in known.kept:
        tests.append(any_of(missing(column(d, "amount")), compare(">=", column(d, "amount"), column(k, "amount"))))
    return tests


def _place(able, k: str, d: str, h: str) -> Sql:
    """The place a decision fills; NULL where its role is not demanded or its act is not enough."""
    offices = sorted({office for _, line in able for place in line.places for office in place.offices})
    found = []
    for index, line in able:
        for place in line.places:
            fits = [equal(column(k, "line"), number(index)), sql.one_of(column(h, "office"), [number(offices.index(o)) for o in place.offices])]
            enough = compare(">=", column(d, "says"), number(APPROVED if place.act == "approve" else REVIEWED))
            found.append((all_of(*fits, enough), number(place.place)))
    return choose(found)


def _summed(usable, places: int):
    """One row per case: how many decisions, and of each place the person and the time."""
    u = "u"
    columns = [named(sql.aggregate("min", column(u, "line")), "line"), named(sql.aggregate("count", column(u, "place")), "many"),
               named(sql.aggregate("max", column(u, "tie")), "tie")]
    for place in range(places):
        here = equal(column(u, "place"), number(place))
        columns += [named(sql.aggregate("min", choose([(here, column(u, name))])), f"{name} {place}") for name in ("who", "at")]
    query = sql.select(named(column(u, "_row"), "_row"), *columns).from_(sql.within(usable, u), copy=False)
    return query.where(present(column(u, "place")), copy=False).group_by(column(u, "_row"), copy=False)


def _approved(build: Build, able, summed: str, asked: Asked):
    m = "m"
    fits, tied, reached = [], [], []
    for index, line in able:
        full, tie = _full(line, m, build.context.same_day == "refused")
        here = equal(column(m, "line"), number(index))
        fits.append(all_of(here, full))
        tied.append((here, sql.flag(tie)))
        reached.append((here, _last(line, m)))
    tie = any_of(equal(column(m, "tie"), number(1)), equal(choose(tied, number(0)), number(1)))
    query = sql.select(named(column(m, "_row"), "_row"), named(sql.flag(tie), "tie"), named(choose(reached), "reached")).from_(sql.table(summed, m), copy=False)
    clear = [negated(sql.exists(troubled.where(equal(column("d", "case"), column(m, "_row")), copy=False))) for troubled in _troubled(build, asked)]
    return query.where(all_of(any_of(*fits), *clear), copy=False)


def _last(line: DemandedLine, m: str) -> Sql:
    """The latest decision: one of the last step, since the steps are in order."""
    step = max(place.step for place in line.places)
    first, *others = [column(m, f"at {place.place}") for place in line.places if place.step == step]
    for other in others:
        first = choose([(compare(">", other, first), other)], first)
    return first


def _full(line: DemandedLine, m: str, refused: bool) -> tuple[Sql, Sql]:
    """(one decision per place, by distinct persons, in order; two steps fell together)."""
    count = len(line.places)
    filled = [present(column(m, f"at {n}")) for n in range(count)]
    persons = [compare("<>", column(m, f"who {a}"), column(m, f"who {b}")) for a, b in combinations(range(count), 2)]
    steps = [[p.place for p in line.places if p.step == step] for step in sorted({p.step for p in line.places})]
    pairs = [(column(m, f"at {a}"), column(m, f"at {b}")) for one, two in pairwise(steps) for a in one for b in two]
    order = [compare("<" if refused else "<=", a, b) for a, b in pairs]
    together = any_of(*[equal(a, b) for a, b in pairs])
    distinct = [] if line.same_person else persons
    return all_of(equal(column(m, "many"), number(count)), *filled, *distinct, *order), together


def _troubled(build: Build, asked: Asked):
    """Cases on which somebody refused (or may have), a later round is recorded, or a key field changed."""
    d, dark = "d", asked.decisions.dark
    trouble = [equal(column(d, "says"), number(REJECTED))]
    if "decision-missing" in dark:
        trouble.append(missing(column(d, "says")))
    if asked.decisions.rounds:
        trouble += [compare(">", column(d, "round"), number(1)), equal(asked.decisions.of(d, "round unread"), number(1))]
    refused = sql.select(named(column(d, "case"), "case")).distinct(copy=False).from_(sql.table(asked.decisions.table, d), copy=False)
    found = [build.context.step("refused or again", refused.where(any_of(*trouble), copy=False)), *([asked.changes] if asked.changes else [])]
    return [sql.select(number(1)).from_(sql.table(table, d), copy=False) for table in found]
