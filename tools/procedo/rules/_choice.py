"""Distinct persons in the line's order: which choices of sound decisions fill the places (SEMANTICS A.5, 2 and 3).

The choice grows seat by seat in the order of the steps: one row per set of persons chosen so far, each at the earliest of
his decisions that is not before the steps already taken. So a case with very many decisions stays small.
"""

from __future__ import annotations

from procedo.language import sql
from procedo.language.context import Context
from procedo.language.sql import (
    NULL,
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    named,
    number,
    present,
)
from procedo.rules._lines import DemandedLine
from procedo.rules._stood import SOUND

TRACKS = ("loose", "strict")
"""Equal dates count as the demanded order, or as the wrong one."""


def choices(context: Context, refused: bool, lines: list[DemandedLine], suspects: str, graded: str, places: str) -> str:
    """Per case: `together` (distinct persons fill all places that can be filled), `loose` and `strict` (also in order).

    `in order` is the one that the same-day policy asks for; `reached`: when its last decision needed fell.
    """
    seats = [[(place, nth) for place in line.places for nth in range(place.need)] for line in lines]
    most = max((len(seat) for seat in seats), default=0)
    candidates = _candidates(context, lines, seats, graded, places)
    chosen = _nobody(context, lines, suspects)
    for seat in range(most):
        chosen = _seated(context, chosen, candidates, seat)
    return _judged(context, refused, chosen, _seats_filled(context, candidates))


def _candidates(context: Context, lines, seats, graded: str, places: str) -> str:
    """Sound decisions by seat: the n-th seat of a place that needs several counts only if n persons are sound."""
    rows = [
        sql.select(named(number(index), "line"), named(number(place.place), "place"), named(number(nth), "nth"), named(number(seat), "seat"))
        for index, line in enumerate(seats) for seat, (place, nth) in enumerate(line)
    ]
    table = context.step("seats", sql.union(rows))
    g, x, o = "g", "x", "o"
    on_seat = all_of(equal(column(x, "line"), column(g, "line")), equal(column(x, "place"), column(g, "place")))
    on_place = all_of(equal(column(o, "case"), column(g, "case")), equal(column(o, "place"), column(g, "place")))
    query = sql.select(
        *[named(column(g, n), n) for n in ("case", "place", "step", "person", "solo", "at", "tie")], named(column(x, "seat"), "seat"),
    ).distinct(copy=False).from_(sql.table(graded, g), copy=False)
    query = query.join(sql.table(table, x), on=on_seat, copy=False).join(sql.table(places, o), on=on_place, copy=False)
    sound = all_of(equal(column(g, "grade"), number(SOUND)), compare("<", column(x, "nth"), column(o, "sound")), equal(column(o, "rejected"), number(0)))
    return context.step("candidates", query.where(sound, copy=False))


def _nobody(context: Context, lines: list[DemandedLine], suspects: str) -> str:
    allowed = sql.one_of(column("s", "line"), [number(i) for i, line in enumerate(lines) if line.same_person])
    columns = [named(column("s", "case"), "case"), named(sql.flag(sql.sure(allowed)), "allowed"), named(number(0), "filled"), named(number(NEVER), "step")]
    for track in TRACKS:
        columns += [named(number(NEVER), f"{track} base"), named(number(NEVER), f"{track} reach"), named(number(0), f"{track} wrong")]
    return context.step("chosen", sql.select(*columns).from_(sql.table(suspects, "s"), copy=False))


NEVER = -(10**15)


def _seated(context: Context, chosen: str, candidates: str, seat: int) -> str:
    """One more seat: every person who may take it beside those chosen."""
    a, c = "a", "c"
    kept = ["case", "allowed", *[f"{name} {n}" for n in range(seat) for name in ("person", "place", "solo")]]
    state = ["filled", "step", *[f"{track} {name}" for track in TRACKS for name in ("base", "reach", "wrong")]]
    apart = [_apart(a, c, n) for n in range(seat)]
    on = all_of(equal(column(c, "case"), column(a, "case")), equal(column(c, "seat"), number(seat)), *apart)
    new = [named(column(c, name), f"{name} {seat}") for name in ("person", "place", "solo")]
    taken = present(column(c, "place"))
    query = sql.select(
        *[named(column(a, n), n) for n in kept], *new,
        named(sql.arithmetic("+", column(a, "filled"), sql.flag(taken)), "filled"),
        named(choose([(taken, column(c, "step"))], column(a, "step")), "step"),
    )
    for track in TRACKS:
        query = query.select(*_moved(track, taken), copy=False)
    query = query.from_(sql.table(chosen, a), copy=False).join(sql.table(candidates, c), on=on, join_type="left", copy=False)
    group = [column(a, n) for n in (*kept, *state)] + [column(c, n) for n in ("person", "place", "solo", "step")]
    return context.step(f"chosen {seat + 1}", query.group_by(*group, copy=False))


def _apart(a: str, c: str, seat: int) -> Sql:
    """Another person; or, where one may fill two places, another place by another decision."""
    person, place, solo = (column(a, f"{name} {seat}") for name in ("person", "place", "solo"))
    other_decision = any_of(equal(solo, number(0)), sql.compare("<>", solo, column(c, "solo")))
    twice = all_of(equal(column(a, "allowed"), number(1)), compare("<>", place, column(c, "place")), other_decision)
    return any_of(missing(person), compare("<>", person, column(c, "person")), twice)


def _moved(track: str, taken: Sql) -> list[Sql]:
    """The earliest of his decisions that is not before the steps taken; none: the order is wrong."""
    a, c = "a", "c"
    reach, at = column(a, f"{track} reach"), column(c, "at")
    base = choose([(compare(">", column(c, "step"), column(a, "step")), reach)], column(a, f"{track} base"))
    fits = compare(">=", at, base) if track == "loose" else all_of(compare(">", at, base), equal(column(c, "tie"), number(0)))
    first = sql.aggregate("min", choose([(fits, at)], NULL))
    moved = choose([(compare(">", first, reach), first)], reach)
    return [
        named(base, f"{track} base"),
        named(moved, f"{track} reach"),
        named(choose([(all_of(taken, missing(first)), number(1))], column(a, f"{track} wrong")), f"{track} wrong"),
    ]


def _seats_filled(context: Context, candidates: str) -> str:
    query = sql.select(named(column("c", "case"), "case"), named(sql.count_distinct(column("c", "seat")), "seats"))
    return context.step("seats to fill", query.from_(sql.table(candidates, "c"), copy=False).group_by(column("c", "case"), copy=False))


def _judged(context: Context, refused: bool, chosen: str, seats: str) -> str:
    a, f = "a", "f"
    full = equal(column(a, "filled"), sql.coalesce(column(f, "seats"), number(0)))

    order = ("in order", TRACKS[int(refused)])

    reached = choose([(all_of(full, equal(column(a, f"{order[1]} wrong"), number(0))), column(a, f"{order[1]} reach"))])

    def some(when: Sql) -> Sql:
        return sql.aggregate("max", sql.flag(all_of(full, when)))

    query = sql.select(
        named(column(a, "case"), "case"), named(some(sql.TRUE), "together"),
        *[named(some(equal(column(a, f"{track} wrong"), number(0))), name) for name, track in (*zip(TRACKS, TRACKS, strict=True), order)],
        named(sql.aggregate("min", reached), "reached"),
    ).from_(sql.table(chosen, a), copy=False).join(sql.table(seats, f), on=equal(column(f, "case"), column(a, "case")), join_type="left", copy=False)
    return context.step("choices", query.group_by(column(a, "case"), copy=False))
