"""Whose authority: each claim to a role on a day, and the best of the ways in which its person may have had it."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.sql import FALSE, all_of, any_of, choose, column, equal, missing, named, negated, number, present
from procedo.rules import _delegation as delegation
from procedo.rules._build import Build
from procedo.rules._delegation import Chains, Holders

NEVER = -(10**9)
"""Stands for an unknown day where days are compared as keys."""


def weight(codes: tuple[str, ...], alias: str) -> sql.Sql:
    """One number per set of codes; graver ones weigh more, so that the smallest is the mildest."""
    total = number(0)
    for place, code in enumerate(reversed(codes)):
        total = sql.arithmetic("+", total, sql.arithmetic("*", column(alias, code), number(2**place)))
    return total


def count(codes: tuple[str, ...], alias: str) -> sql.Sql:
    total = number(0)
    for code in codes:
        total = sql.arithmetic("+", total, column(alias, code))
    return total


def authority(build: Build, suspects: str, spoken: str, readings: list) -> str:
    """Table of (case, spoken, person, on, FAULTS, UNSURE): what may be said of each claim. Neither: he had the authority.

    `spoken`: rows of (case, spoken, person, day) that claim a role; `on` is the day, NEVER where it is unknown.
    """
    context = build.context
    claims = _claims(build, spoken)
    ways = [_direct(build, claims)]
    open_claims = _unheld(build, claims)
    if delegation.forms_with(context, "delegates"):
        ways += Chains(context, open_claims, suspects, Holders(context), readings).rows()
    ways += delegation.substitutes(context, open_claims)
    return _best(build, claims, context.step("ways", sql.union(ways)))


def _claims(build: Build, spoken: str) -> str:
    """Each claim once, with what appointments alone say of it."""
    holders, r = Holders(build.context), "r"
    on = sql.coalesce(column(r, "day"), number(NEVER))
    keys = [column(r, "case"), column(r, "spoken"), column(r, "person"), column(r, "day")]
    once = sql.select(
        *[named(key, name) for key, name in zip(keys, ("case", "spoken", "person", "day"), strict=True)], named(on, "on"),
    ).distinct(copy=False).from_(sql.table(spoken, r), copy=False).where(present(column(r, "person")), copy=False)
    table = build.context.step("claimed", once)
    person, role, day = column("q", "person"), column("q", "spoken"), column("q", "day")
    told = sql.select(
        named(sql.row_number([], [column("q", n) for n in ("case", "spoken", "person", "on")]), "claim"),
        *[named(column("q", n), n) for n in ("case", "spoken", "person", "day", "on")],
        named(sql.flag(holders.some(person, role, day, True)), "surely"),
        named(sql.flag(holders.some(person, role, day, False)), "possibly"),
        named(sql.flag(holders.ever(person, role)), "ever"),
        named(sql.flag(holders.anybody(role)), "known"),
    )
    return build.context.step("claims", told.from_(sql.table(table, "q"), copy=False))


def _direct(build: Build, claims: str) -> sql.exp.Select:
    """By appointment: surely, possibly, undated though he held the role once, or a role that nobody was ever appointed to."""
    surely, possibly, ever, known = (equal(column("q", n), number(1)) for n in ("surely", "possibly", "ever", "known"))
    undated = all_of(missing(column("q", "day")), ever)
    wrong = {
        "no-appointments": negated(known),
        "appointment-dates-missing": all_of(possibly, negated(surely), negated(undated)),
    }
    query = sql.select(named(column("q", "claim"), "claim"), *[
        named(sql.flag(wrong.get(code, FALSE)), code) for code in delegation.codes(build.context).all])
    return query.from_(sql.table(claims, "q"), copy=False).where(any_of(surely, possibly, undated, negated(known)), copy=False)


def _unheld(build: Build, claims: str) -> str:
    names = ("claim", "case", "spoken", "person", "day")
    query = sql.select(*[named(column("q", n), n) for n in names]).from_(sql.table(claims, "q"), copy=False)
    return build.context.step("claims not held", query.where(
        all_of(equal(column("q", "surely"), number(0)), equal(column("q", "known"), number(1))), copy=False))


def _best(build: Build, claims: str, ways: str) -> str:
    """One sound way is enough; else one that may be sound; else the one with the fewest faults, the mildest of those."""
    w, known = "w", delegation.codes(build.context)
    faults, unsure = count(known.faults, w), count(known.unsure, w)
    state = choose([(sql.compare(">", faults, number(0)), number(2)), (sql.compare(">", unsure, number(0)), number(1))], number(0))
    ranked = sql.select(
        *[named(column(w, n), n) for n in ("claim", *known.all)],
        named(sql.row_number([column(w, "claim")], [state, faults, weight(known.faults, w), unsure, weight(known.unsure, w)]), "rank"),
    )
    table = build.context.step("ways ranked", ranked.from_(sql.table(ways, w), copy=False))
    on = all_of(equal(column("w", "claim"), column("q", "claim")), equal(column("w", "rank"), number(1)))
    lost = missing(column("w", "claim"))
    query = sql.select(
        *[named(column("q", n), n) for n in ("case", "spoken", "person", "on", "surely", "possibly", "ever")],
        named(sql.flag(lost), "role-not-held"),
        *[named(sql.coalesce(column("w", code), number(0)), code) for code in known.all],
    ).from_(sql.table(claims, "q"), copy=False).join(sql.table(table, "w"), on=on, join_type="left", copy=False)
    return build.context.step("authority", query)
