"""Which places of the line are filled, and why the others are not: the best of the decisions that speak for each (SEMANTICS A.5)."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.context import Context
from procedo.language.sql import Sql, all_of, any_of, choose, column, compare, equal, missing, named, negated, number
from procedo.rules._authority import count, weight
from procedo.rules._stood import BAD, OPEN, SOUND, Asked
from procedo.rules._stood import UNSURE as ROW_UNSURE
from procedo.rules._voices import UNCLEAR, Voices

UNSURE = (*ROW_UNSURE, "same-day-conflict")


KEPT = ("case", "line", "place", "step", "need", "source", "found", "person", "at", "solo", "tie")


class Grades:
    """Which reasons the tables of places hold."""

    def __init__(self, asked: Asked):
        self.faults, self.unsure = asked.faults, (*asked.unsure, "same-day-conflict")
        self.unclear = tuple(code for code in UNCLEAR if code in asked.unsure)


def outcome(context: Context, grades: Grades, wanted: str, found: Voices) -> str:
    """One row per case and place of `wanted` (case, place, need, word): persons sound, open and bad, and the reasons.

    `unfilled`; `rejected`; `missing`; the faults of the best bad decision where it counts, `one day` where it failed only
    by the same-day policy; what is unknown; `spare <code>`: what is unknown of the best open decision that could stand in
    for a sound one.
    """
    graded = graded_table(context, grades, found.stood)
    people = _people(context, graded)
    best = _best(context, grades, graded, people)
    return context.step("places", _places(grades, wanted, _counts(context, people), best, _voices(context, grades, found.places)))


def graded_table(context: Context, grades: Grades, stood: str) -> str:
    """The decisions with their grade (SOUND, OPEN, BAD), how many faults and unknowns, and how grave they are."""
    t = "t"
    faults, unsure = count(grades.faults, t), count(grades.unsure, t)
    grade = choose([(compare(">", faults, number(0)), number(BAD)), (compare(">", unsure, number(0)), number(OPEN))], number(SOUND))
    nobody = choose([(missing(column(t, "person")), column(t, "found"))], number(0))
    query = sql.select(
        *[named(column(t, n), n) for n in (*KEPT, *grades.faults, *grades.unsure)],
        named(nobody, "nobody"), named(grade, "grade"), named(faults, "faults"), named(unsure, "unknowns"),
        named(weight(grades.faults, t), "gravity"), named(weight(grades.unsure, t), "doubt"),
    )
    return context.step("graded", query.from_(sql.table(stood, t), copy=False))


def _people(context: Context, graded: str) -> str:
    """Per place and person (one who is not named counts as somebody of his own): the best grade of his decisions."""
    keys = [column("g", n) for n in ("case", "place", "person", "nobody")]
    query = sql.select(*[named(k, n) for k, n in zip(keys, ("case", "place", "person", "nobody"), strict=True)],
                       named(sql.aggregate("min", column("g", "grade")), "grade"))
    return context.step("people", query.from_(sql.table(graded, "g"), copy=False).group_by(*keys, copy=False))


def _counts(context: Context, people: str) -> str:
    grade = column("p", "grade")
    query = sql.select(
        named(column("p", "case"), "case"), named(column("p", "place"), "place"),
        *[named(sql.total(equal(grade, number(value))), name) for value, name in ((SOUND, "sound"), (OPEN, "open"), (BAD, "bad"))])
    return context.step("people per place", query.from_(sql.table(people, "p"), copy=False).group_by(column("p", "case"), column("p", "place"), copy=False))


def _best(context: Context, grades: Grades, graded: str, people: str) -> str:
    """Per place and grade the decision with the fewest faults, the mildest of those; only decisions that do their person justice."""
    g, p = "g", "p"
    same = any_of(equal(column(p, "person"), column(g, "person")), all_of(missing(column(p, "person")), missing(column(g, "person"))))
    on = all_of(*[equal(column(p, n), column(g, n)) for n in ("case", "place", "nobody", "grade")], same)
    order = [column(g, n) for n in ("faults", "gravity", "unknowns", "doubt")]
    query = sql.select(
        *[named(column(g, n), n) for n in ("case", "place", "grade", "tie", *grades.faults, *grades.unsure)],
        named(sql.row_number([column(g, n) for n in ("case", "place", "grade")], order), "rank"),
    ).from_(sql.table(graded, g), copy=False).join(sql.table(people, p), on=on, copy=False)
    return context.step("best", query.where(compare(">", column(g, "grade"), number(SOUND)), copy=False))


def _voices(context: Context, grades: Grades, places: str) -> str:
    names = ("rejected", "conflict", *grades.unclear)
    query = sql.select(named(column("v", "case"), "case"), named(column("v", "place"), "place"),
                       *[named(sql.aggregate("max", column("v", n)), n) for n in names])
    return context.step("voices of places", query.from_(sql.table(places, "v"), copy=False).group_by(column("v", "case"), column("v", "place"), copy=False))


def _places(grades: Grades, wanted: str, counts: str, best: str, said: str):
    s, n, v = "s", "n", "v"

    def here(alias: str) -> Sql:
        return all_of(equal(column(alias, "case"), column(s, "case")), equal(column(alias, "place"), column(s, "place")))

    def ranked(alias: str, grade: int) -> Sql:
        return all_of(here(alias), equal(column(alias, "rank"), number(1)), equal(column(alias, "grade"), number(grade)))

    def many(name: str) -> Sql:
        return sql.coalesce(column(n, name), number(0))

    query = sql.select().from_(sql.table(wanted, s), copy=False)
    query = query.join(sql.table(counts, n), on=here(n), join_type="left", copy=False)
    query = query.join(sql.table(said, v), on=here(v), join_type="left", copy=False)
    for alias, grade in (("o", OPEN), ("b", BAD)):
        query = query.join(sql.table(best, alias), on=ranked(alias, grade), join_type="left", copy=False)
    short = sql.arithmetic("-", column(s, "need"), many("sound"))
    rejected = sql.sure(equal(column(v, "rejected"), number(1)))
    conflict = sql.sure(equal(column(v, "conflict"), number(1)))
    unclear = any_of(*[sql.sure(equal(column(v, code), number(1))) for code in grades.unclear])
    empty, lost = compare(">", short, number(0)), compare(">", short, many("open"))
    stands = negated(rejected)
    columns = {
        "rejected": rejected,
        "missing": all_of(stands, compare(">", short, sql.arithmetic("+", many("open"), many("bad")))),
        "unfilled": any_of(rejected, conflict, unclear, empty),
        "one day": all_of(stands, lost, sql.sure(equal(column("b", "tie"), number(1)))),
    }
    columns |= {code: all_of(stands, lost, sql.sure(equal(column("b", code), number(1)))) for code in grades.faults}
    for code in grades.unsure:
        here_open = all_of(empty, sql.sure(equal(column("o", code), number(1))))
        voice = sql.sure(equal(column(v, code), number(1))) if code in grades.unclear else conflict if code == "same-day-conflict" else sql.FALSE
        columns[code] = all_of(stands, any_of(here_open, voice))
        spare = all_of(compare(">", many("sound"), number(0)), sql.sure(equal(column("o", code), number(1))))
        columns[f"spare {code}"] = all_of(stands, spare)
    return query.select(
        *[named(column(s, name), name) for name in ("case", "place", "need", "word")], named(many("sound"), "sound"),
        *[named(sql.flag(when), name) for name, when in columns.items()], copy=False)


def per_case(context: Context, grades: Grades, places: str) -> str:
    """Per case: for each reason, whether it leaves a place unfilled."""
    o, names = "o", ("rejected", "missing", "one day", *grades.faults, *grades.unsure, *(f"spare {code}" for code in grades.unsure))
    query = sql.select(named(column(o, "case"), "case"), *[named(sql.aggregate("max", column(o, n)), n) for n in names])
    return context.step("reasons", query.from_(sql.table(places, o), copy=False).group_by(column(o, "case"), copy=False))
