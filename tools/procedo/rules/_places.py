"""Which places of an approval line are filled: by sound decisions, different persons, in the line's order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from procedo.language import sql
from procedo.language.context import Context
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

FAULTS = (
    "rejected",
    "missing",
    "review-only",
    "self-approval",
    "same-person",
    "role-not-held",
    "after-signing",
    "too-early",
    "amount-lower",
    "out-of-order",
)
"""Certain faults, the gravest first: against a refusal > no decision > no independence > no authority > too late > order."""

UNSURE = (
    "same-day-conflict",
    "approver-missing",
    "date-missing",
    "decision-missing",
    "author-missing",
    "future-dated",
    "no-appointments",
    "appointment-dates-missing",
    "approved-amount-unreadable",
    "value-unreadable",
)
ROW_FAULTS = ("review-only", "self-approval", "role-not-held", "after-signing", "too-early", "amount-lower")
SOUND, DARK_ROW, BAD = 0, 1, 2


@dataclass(frozen=True)
class DemandedLine:
    """One line of the matrix with its places: (place, step, act, offices)."""

    matrix: str
    revision: str
    line: str
    places: tuple[tuple[int, int, str, tuple[str, ...]], ...]
    same_person: bool


def outcome(context: Context, seats: str, standing: str) -> str:
    """One row per place: its best decision (sound, else dark, else the one with the fewest faults), and refusals."""
    t = "t"
    order = [column(t, "state"), column(t, "faults"), column(t, "found")]
    codes = [*ROW_FAULTS, *[c for c in UNSURE if c != "same-day-conflict"]]
    ranked = (
        sql.select(
            *[named(column(t, n), n) for n in ("case", "place", "state", "tie", *codes)],
            named(sql.row_number([column(t, "case"), column(t, "place")], order), "rank"),
        )
        .from_(sql.table(standing, t), copy=False)
        .where(equal(column(t, "refusal"), number(0)), copy=False)
    )
    best = context.step("ranked", ranked)
    refused = _refusals(context, standing)
    s, b, r = "s", "b", "r"
    on_best = all_of(
        equal(column(b, "case"), column(s, "case")), equal(column(b, "place"), column(s, "place")), equal(column(b, "rank"), number(1))
    )
    on_refused = all_of(equal(column(r, "case"), column(s, "case")), equal(column(r, "place"), column(s, "place")))
    query = (
        sql.select(
            named(column(s, "case"), "case"),
            named(column(s, "place"), "place"),
            named(sql.aggregate("min", column(s, "word")), "word"),
            named(sql.coalesce(sql.aggregate("max", column(b, "state")), number(3)), "state"),
            named(sql.coalesce(sql.aggregate("max", column(b, "tie")), number(0)), "tie"),
            named(sql.coalesce(sql.aggregate("max", column(r, "rejected")), number(0)), "rejected"),
            named(sql.coalesce(sql.aggregate("max", column(r, "conflict")), number(0)), "conflict"),
            *[named(sql.coalesce(sql.aggregate("max", column(b, code)), number(0)), code) for code in codes],
        )
        .from_(sql.table(seats, s), copy=False)
        .join(sql.table(best, b), on=on_best, join_type="left", copy=False)
        .join(sql.table(refused, r), on=on_refused, join_type="left", copy=False)
    )
    return context.step("places", query.group_by(column(s, "case"), column(s, "place"), copy=False))


def _refusals(context: Context, standing: str) -> str:
    """Per place: whether an office's last word before the gate is a refusal by a holder of the role."""
    t = "t"
    in_time = equal(column(t, "after-signing"), number(0))
    no = sql.aggregate(
        "max", choose([(all_of(equal(column(t, "refusal"), number(1)), in_time, equal(column(t, "held"), number(1))), column(t, "at"))])
    )
    yes = sql.aggregate(
        "max",
        choose(
            [(all_of(equal(column(t, "refusal"), number(0)), in_time, negated(equal(column(t, "state"), number(BAD)))), column(t, "at"))]
        ),
    )
    words = (
        sql.select(
            named(column(t, "case"), "case"),
            named(column(t, "place"), "place"),
            named(column(t, "office"), "office"),
            named(no, "no"),
            named(yes, "yes"),
        )
        .from_(sql.table(standing, t), copy=False)
        .group_by(column(t, "case"), column(t, "place"), column(t, "office"), copy=False)
    )
    last = context.step("last words", words)
    w = "w"
    rejected = all_of(present(column(w, "no")), any_of(missing(column(w, "yes")), compare(">", column(w, "no"), column(w, "yes"))))
    conflict = sql.sure(equal(column(w, "no"), column(w, "yes")))
    query = sql.select(
        named(column(w, "case"), "case"),
        named(column(w, "place"), "place"),
        named(sql.aggregate("max", sql.flag(sql.sure(rejected))), "rejected"),
        named(sql.aggregate("max", sql.flag(conflict)), "conflict"),
    )
    return context.step("refusals", query.from_(sql.table(last, w), copy=False).group_by(column(w, "case"), column(w, "place"), copy=False))


def per_case(context: Context, outcome: str) -> str:
    """Per case: for each reason, how many places it leaves unfilled."""
    o = "o"
    state = column(o, "state")
    rejected, conflict = equal(column(o, "rejected"), number(1)), equal(column(o, "conflict"), number(1))
    counts = {
        "rejected": rejected,
        "missing": all_of(equal(state, number(3)), negated(rejected)),
        "same-day-conflict": all_of(conflict, negated(rejected)),
    }
    counts |= {code: all_of(equal(state, number(BAD)), negated(rejected), equal(column(o, code), number(1))) for code in ROW_FAULTS}
    dark = [c for c in UNSURE if c != "same-day-conflict"]
    counts |= {code: all_of(equal(state, number(DARK_ROW)), negated(rejected), equal(column(o, code), number(1))) for code in dark}
    counts["tie"] = all_of(equal(state, number(SOUND)), equal(column(o, "tie"), number(1)))
    query = sql.select(named(column(o, "case"), "_row"), *[named(sql.total(when), code) for code, when in counts.items()])
    return context.step("reasons", query.from_(sql.table(outcome, o), copy=False).group_by(column(o, "case"), copy=False))


def persons(context: Context, lines: list[DemandedLine], standing: str) -> str:
    """Hall's condition: every set of sound places has at least as many different persons (one person, one place)."""
    t = "t"
    most = max(len(line.places) for line in lines)
    short: Sql = FALSE
    for size in range(2, most + 1):
        for chosen in combinations(range(most), size):
            inside = sql.one_of(column(t, "place"), [number(p) for p in chosen])
            persons = sql.count_distinct(choose([(inside, column(t, "person"))]))
            filled = sql.count_distinct(choose([(inside, column(t, "place"))]))
            short = any_of(short, all_of(equal(filled, number(size)), compare("<", persons, number(size))))
    strict = [number(i) for i, line in enumerate(lines) if not line.same_person]
    query = sql.select(named(column(t, "case"), "_row"), named(sql.flag(short), "same-person")).from_(sql.table(standing, t), copy=False)
    sound = all_of(equal(column(t, "state"), number(SOUND)), equal(column(t, "refusal"), number(0)), sql.one_of(column(t, "line"), strict))
    return context.step("persons", query.where(sound, copy=False).group_by(column(t, "case"), copy=False))


def order(context: Context, lines: list[DemandedLine], standing: str) -> str:
    """Steps in order, among sound decisions: each place's earliest decision not before the step before it was done."""
    t, reached = "t", None
    wrong_tables = []
    for step in sorted({step for line in lines for _, step, _, _ in line.places}):
        sound = all_of(
            equal(column(t, "state"), number(SOUND)), equal(column(t, "refusal"), number(0)), equal(column(t, "step"), number(step))
        )
        query = sql.select(named(column(t, "case"), "case"), named(column(t, "place"), "place"))
        at: Sql = column(t, "at")
        source = sql.table(standing, t)
        if reached is None:
            first = query.select(named(sql.aggregate("min", at), "at")).from_(source, copy=False)
        else:
            in_turn = any_of(missing(column("r", "at")), compare(">=", at, column("r", "at")))
            first = query.select(named(sql.aggregate("min", choose([(in_turn, at)])), "at")).from_(source, copy=False)
            first = first.join(sql.table(reached, "r"), on=equal(column("r", "case"), column(t, "case")), join_type="left", copy=False)
        earliest = context.step(f"step {step}", first.where(sound, copy=False).group_by(column(t, "case"), column(t, "place"), copy=False))
        wrong_tables.append(
            sql.select(
                named(column("q", "case"), "case"), named(sql.flag(missing(column("q", "at"))), "wrong"), named(column("q", "at"), "at")
            ).from_(sql.table(earliest, "q"), copy=False)
        )
        merged_steps = context.step(f"until step {step}", sql.union([w.copy() for w in wrong_tables]))
        reached = context.step(
            f"reached {step}",
            sql.select(named(column("u", "case"), "case"), named(sql.aggregate("max", column("u", "at")), "at"))
            .from_(sql.table(merged_steps, "u"), copy=False)
            .group_by(column("u", "case"), copy=False),
        )
    query = sql.select(named(column("u", "case"), "_row"), named(sql.aggregate("max", column("u", "wrong")), "out-of-order")).from_(
        sql.table(merged_steps, "u"), copy=False
    )
    return context.step("order", query.group_by(column("u", "case"), copy=False))
