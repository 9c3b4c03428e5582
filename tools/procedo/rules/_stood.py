"""The standing of each decision for each place it speaks for: sound, open (something is unknown) or bad (SEMANTICS A.2)."""

from __future__ import annotations

from dataclasses import dataclass

from procedo.language import sql
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
    text,
)
from procedo.rules import _decisions
from procedo.rules import _delegation as delegation
from procedo.rules._authority import NEVER, authority
from procedo.rules._build import Build
from procedo.rules._decisions import FLAGS, REJECTED, REVIEWED, Decisions

FAULTS = (
    "review-only", "self-approval", "self-approval-via-delegate", "role-not-held", "delegation-loop", "delegation-chain",
    "delegator-not-holder", "delegation-out-of-scope", "delegation-over-cap", "delegation-expired", "delegation-not-yet",
    "substitute-without-absence", "after-delivery", "after-signing", "too-early", "amount-lower", "stale", "earlier-round",
)
"""Certain faults of a decision, the gravest first."""
UNSURE = (
    "tax-basis-missing", "approver-missing", "date-missing", "decision-missing", "author-missing", "approved-amount-unreadable",
    "change-date-missing", "no-appointments", "appointment-dates-missing", "chain-too-long", "future-dated", "value-unreadable", "value-missing",
)
SOUND, OPEN, BAD = 0, 1, 2
KEYS = ("case", "line", "place", "step", "need", "office", "voice", "word", "source", "found", "says", "person", "at", "day", "solo")


@dataclass(frozen=True)
class Asked:
    """What the standing of decisions rests on: the suspects, the demanded places, the decisions, and the check's settings."""

    suspects: str
    demanded: str
    decisions: Decisions
    gate_type: str
    changes: str | None
    stated: str | None
    """Table of (case, source, found, says so 1 / perhaps 0) where the check says what a decision must state."""
    readings: list
    faults: tuple[str, ...]
    """Of FAULTS, those that can occur here."""
    unsure: tuple[str, ...]


def possible(build: Build, known: Decisions, changed: bool, stated: bool, two_readings: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of FAULTS and UNSURE those that can occur: fewer columns make a shorter query."""
    fields, ways = build.fields, delegation.codes(build.context)
    faults = {"review-only", "role-not-held", "after-signing", *ways.faults}
    asked = {"self-approval": fields.author, "after-delivery": fields.delivery, "too-early": fields.after, "amount-lower": fields.amount,
             "stale": changed, "earlier-round": known.rounds or fields.after_reject == "restart"}
    faults |= {code for code, when in asked.items() if when}
    doubted = {"author-missing": fields.author, "change-date-missing": changed, "value-missing": known.rounds or stated or fields.amount,
               "value-unreadable": fields.after or known.rounds}
    unsure = {*ways.unsure, *known.dark, *(code for code, when in doubted.items() if when)}
    if not two_readings:
        unsure.discard("tax-basis-missing")
    return tuple(c for c in FAULTS if c in faults), tuple(c for c in UNSURE if c in unsure)


def standing(build: Build, asked: Asked) -> str:
    """Table `heard`: one row per place and decision that speaks for it, with KEYS, FAULTS, UNSURE, `tie`.

    Whether a refusal lets earlier decisions lapse is not told here: it needs the voices of all.
    """
    rows = _rows(build, asked)
    spoken = _spoken(build, asked, rows)
    known = authority(build, asked.suspects, spoken, asked.readings)
    return _judged(build, asked, spoken, known)


def _rows(build: Build, asked: Asked) -> str:
    """Decisions on the suspects, equal ones once; only those that state what the check wants stated (refusals need not)."""
    d, known = "d", asked.decisions
    names = ("case", "source", "role", "says", "person", "at", "day", "round", "amount", *FLAGS)
    query = sql.select(*known.all(d, *names), named(sql.aggregate("min", column(d, "found")), "found"))
    perhaps: Sql = number(0)
    query = query.from_(sql.table(asked.suspects, "s"), copy=False).join(
        sql.table(known.table, d), on=equal(column(d, "case"), column("s", "case")), copy=False)
    group = [column(d, name) for name in known.kept if name != "found"]
    if asked.stated:
        on = all_of(*[equal(column("t", n), known.of(d, n)) for n in ("case", "source", "found")])
        query = query.join(sql.table(asked.stated, "t"), on=on, join_type="left", copy=False)
        query = query.where(any_of(present(column("t", "sure")), sql.sure(equal(column(d, "says"), number(REJECTED)))), copy=False)
        perhaps = sql.coalesce(choose([(equal(column("t", "sure"), number(0)), number(1))], number(0)), number(0))
        group.append(column("t", "sure"))
    query = query.select(named(perhaps, "perhaps"), copy=False).group_by(*group, copy=False)
    return build.context.step("decisions on suspects", query)


def _spoken(build: Build, asked: Asked, rows: str) -> str:
    """Decisions by the place they may speak for: that of the role they state; with none stated, any place demanded."""
    parts = []
    if "role" in asked.decisions.kept:
        parts.append(_speaking(asked, rows, equal(column("p", "spoken"), column("d", "role")), sql.TRUE))
    if asked.decisions.roles_blank:
        parts.append(_speaking(asked, rows, sql.TRUE, missing(column("d", "role"))))
    return build.context.step("spoken", sql.union(parts))


def _speaking(asked: Asked, rows: str, fits: Sql, which: Sql):
    s, d, p = "s", "d", "p"
    names = ["source", "found", "role", "says", "person", "at", "day", "round", "amount", "role unread", "round unread", "perhaps", *_decisions.DARK]
    query = sql.select(
        named(column(d, "case"), "case"), *[named(column(p, n), n) for n in ("line", "place", "step", "need", "act", "office", "spoken", "voice", "word")],
        *[named(column(d, n), n) for n in names],
    ).from_(sql.table(rows, d), copy=False)
    query = query.join(sql.table(asked.suspects, s), on=equal(column(s, "case"), column(d, "case")), copy=False)
    query = query.join(sql.table(asked.demanded, p), on=all_of(equal(column(p, "line"), column(s, "line")), fits), copy=False)
    return query if sql.is_true(which) else query.where(which, copy=False)


def _judged(build: Build, asked: Asked, spoken: str, known: str) -> str:
    d, s, w = "d", "s", "w"
    query = sql.select().from_(sql.table(spoken, d), copy=False)
    query = query.join(sql.table(asked.suspects, s), on=equal(column(s, "case"), column(d, "case")), copy=False)
    on = all_of(*[equal(column(w, n), column(d, n)) for n in ("case", "spoken", "person")],
                equal(column(w, "on"), sql.coalesce(column(d, "day"), number(NEVER))))
    query = query.join(sql.table(known, w), on=on, join_type="left", copy=False)
    if asked.changes:
        query = query.join(sql.table(asked.changes, "x"), on=equal(column("x", "case"), column(d, "case")), join_type="left", copy=False)
    if asked.decisions.rounds:
        query = query.join(sql.table(_rounds(build, asked), "n"), on=equal(column("n", "case"), column(d, "case")), join_type="left", copy=False)
    faults, unsure = _faults(build, asked), _unsure(build, asked)
    columns = [named(column(d, n), n) for n in KEYS if n != "solo"]
    columns.append(named(choose([(missing(column(d, "role")), column(d, "found"))], number(0)), "solo"))
    columns += [named(sql.flag(faults.get(code, FALSE)), code) for code in asked.faults]
    columns += [named(sql.flag(unsure.get(code, FALSE)), code) for code in asked.unsure]
    columns.append(named(sql.flag(_tie(asked)), "tie"))
    return build.context.step("heard", query.select(*columns, copy=False).where(_speaks(), copy=False))


def _speaks() -> Sql:
    """A decision without a role speaks for those its person held that day, or for all where nobody knows who or which."""
    held = any_of(*[equal(column("w", n), number(1)) for n in ("surely", "possibly")],
                  all_of(missing(column("d", "day")), equal(column("w", "ever"), number(1))))
    return any_of(present(column("d", "role")), sql.sure(held), missing(column("d", "person")), equal(column("d", "role unread"), number(1)))


def _after(asked: Asked, bound: Sql, strictly: bool) -> Sql:
    """Whether the decision lies after a point of the case; at the coarser of the two precisions."""
    exact = asked.decisions.at_type == asked.gate_type == "datetime"
    left = column("d", "at") if exact else column("d", "day")
    right = bound if exact or asked.gate_type == "date" else sql.day_of(bound)
    return sql.sure(compare(">" if strictly else ">=", left, right))


def _refused(build: Build) -> bool:
    return build.context.same_day == "refused"


def _faults(build: Build, asked: Asked) -> dict[str, Sql]:
    d, s, fields = "d", "s", build.fields
    says = column(d, "says")
    late, strictly = any_of(_after(asked, column(s, "gate"), not _refused(build))), not _refused(build)
    delivered = _after(asked, column(s, "delivered"), strictly) if fields.delivery else FALSE
    faults = {code: sql.sure(equal(column("w", code), number(1))) for code in ("role-not-held", *delegation.codes(build.context).faults)}
    dated = any_of(present(column(d, "day")), sql.sure(equal(column("w", "ever"), number(0))))
    faults["role-not-held"] = all_of(faults["role-not-held"], dated)
    faults["review-only"] = all_of(equal(column(d, "act"), text("approve")), sql.sure(equal(says, number(REVIEWED))))
    faults["after-delivery"] = delivered
    faults["after-signing"] = all_of(equal(column(s, "gate open"), number(0)), late, negated(delivered))
    if fields.author:
        faults["self-approval"] = sql.sure(equal(column(d, "person"), column(s, "author")))
    if fields.after:
        faults["too-early"] = sql.sure(compare("<", column(d, "day"), column(s, "after")))
    if fields.amount:
        faults["amount-lower"] = sql.sure(compare("<", column(d, "amount"), column(s, "amount")))
    if asked.changes:
        faults["stale"] = _stale(build, asked)
    if asked.decisions.rounds:
        faults["earlier-round"] = sql.sure(compare("<", column(d, "round"), column("n", "last")))
    return faults


def _stale(build: Build, asked: Asked) -> Sql:
    return sql.sure(compare("<=" if _refused(build) else "<", column("d", "day"), column("x", "changed")))


def _unsure(build: Build, asked: Asked) -> dict[str, Sql]:
    d, s = "d", "s"
    unsure = {code: sql.sure(equal(column("w", code), number(1))) for code in delegation.codes(build.context).unsure}
    for code in asked.decisions.dark:
        unsure[code] = any_of(unsure.get(code, FALSE), equal(column(d, code), number(1)))
    if build.fields.author:
        unsure["author-missing"] = equal(column(s, "author dark"), number(1))
    if build.fields.after:
        unsure["value-unreadable"] = any_of(unsure.get("value-unreadable", FALSE), equal(column(s, "after dark"), number(1)))
    if build.fields.amount:
        unsure["value-missing"] = any_of(unsure.get("value-missing", FALSE), all_of(missing(column(s, "amount")), present(column(d, "amount"))))
    if asked.stated:
        unsure["value-missing"] = any_of(unsure.get("value-missing", FALSE), equal(column(d, "perhaps"), number(1)))
    if asked.changes:
        unsure["change-date-missing"] = sql.sure(equal(column("x", "undated"), number(1)))
    if asked.decisions.rounds:
        blank = all_of(missing(column(d, "round")), compare(">", column("n", "last"), number(1)))
        unsure["value-missing"] = any_of(unsure.get("value-missing", FALSE), sql.sure(blank))
        unsure["value-unreadable"] = any_of(unsure.get("value-unreadable", FALSE), sql.sure(equal(column("n", "unread"), number(1))))
    return unsure


def _rounds(build: Build, asked: Asked) -> str:
    """Per case the last recorded round, and whether one cannot be read."""
    d = "d"
    query = sql.select(
        named(column(d, "case"), "case"), named(sql.aggregate("max", asked.decisions.of(d, "round")), "last"),
        named(sql.aggregate("max", asked.decisions.of(d, "round unread")), "unread"),
    ).from_(sql.table(asked.suspects, "s"), copy=False)
    query = query.join(sql.table(asked.decisions.table, d), on=equal(column(d, "case"), column("s", "case")), copy=False)
    return build.context.step("rounds", query.group_by(column(d, "case"), copy=False))


def _tie(asked: Asked) -> Sql:
    """Whether the decision is in time only because equal dates count as the demanded order."""
    on_gate = all_of(_after(asked, column("s", "gate"), False), negated(_after(asked, column("s", "gate"), True)))
    on_change = sql.sure(equal(column("d", "day"), column("x", "changed"))) if asked.changes else FALSE
    return any_of(all_of(equal(column("s", "gate open"), number(0)), on_gate), on_change)
