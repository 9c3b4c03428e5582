"""Refusals and rounds: a role has one voice, its last; a refusal that was overcome lets what came before it lapse (SEMANTICS A.4)."""

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
)
from procedo.rules._build import Build
from procedo.rules._decisions import REJECTED
from procedo.rules._delegation import CHAIN_FAULTS
from procedo.rules._stood import KEYS, Asked

NO_VOICE = (
    "role-not-held", *(code for code in CHAIN_FAULTS if code != "self-approval-via-delegate"), "substitute-without-absence",
    "after-delivery", "after-signing", "too-early", "earlier-round",
)
"""Who may not decide, or not any more, may not refuse either: such a refusal is noted, not judged."""
UNCLEAR = (
    "approver-missing", "date-missing", "decision-missing", "future-dated", "no-appointments", "appointment-dates-missing",
    "chain-too-long", "tax-basis-missing", "value-unreadable", "value-missing",
)


@dataclass(frozen=True)
class Voices:
    """`places`: per (case, place) `rejected`, `conflict` and UNCLEAR as 0/1, only where one is. `stood`: the decisions that may fill a place."""

    places: str
    stood: str


@dataclass(frozen=True)
class _Heard:
    """The table of all that was said, and which reasons its columns hold."""

    table: str
    mute: tuple[str, ...]
    unclear: tuple[str, ...]
    faults: tuple[str, ...]
    unsure: tuple[str, ...]


def voices(build: Build, asked: Asked, table: str) -> Voices:
    context = build.context
    heard = _Heard(table, tuple(c for c in NO_VOICE if c in asked.faults), tuple(c for c in UNCLEAR if c in asked.unsure), asked.faults, asked.unsure)
    last = context.step("last words", _last_words(heard))
    open_words = context.step("unclear refusals", _unclear(heard, last))
    lapses = context.step("lapses", _lapses(heard, last, open_words)) if build.fields.after_reject == "restart" else None
    votes = context.step("votes against", _votes(heard))
    return Voices(context.step("voices", _places(heard, last, open_words)), context.step("standing", _stood(build, heard, lapses, votes)))


def _on(alias: str, codes: tuple[str, ...]) -> Sql:
    return any_of(*[equal(column(alias, code), number(1)) for code in codes])


def _refusal(alias: str) -> Sql:
    return sql.sure(equal(column(alias, "says"), number(REJECTED)))


def _solo(alias: str) -> Sql:
    return all_of(equal(column(alias, "need"), number(1)), equal(column(alias, "voice"), number(1)))


def _last_words(heard: _Heard):
    """Per office of a place that one person fills: its last clear no and its last clear yes."""
    h = "h"
    clear = all_of(negated(_on(h, heard.mute)), negated(_on(h, heard.unclear)))
    no, yes = all_of(clear, _refusal(h)), all_of(clear, negated(_refusal(h)))
    keys = [column(h, n) for n in ("case", "place", "office")]
    query = sql.select(
        *[named(key, name) for key, name in zip(keys, ("case", "place", "office"), strict=True)],
        named(sql.aggregate("max", choose([(no, column(h, "at"))])), "no"),
        named(sql.aggregate("max", choose([(yes, column(h, "at"))])), "yes"),
    ).from_(sql.table(heard.table, h), copy=False)
    return query.where(_solo(h), copy=False).group_by(*keys, copy=False)


def _of_office(other: str, h: str) -> Sql:
    return all_of(*[equal(column(other, n), column(h, n)) for n in ("case", "place", "office")])


def _unclear(heard: _Heard, last: str):
    """Decisions that may be refusals: of which date, by whom, or whether at all cannot be read."""
    h, w = "h", "w"
    maybe = any_of(_refusal(h), missing(column(h, "says")))
    query = sql.select(
        *[named(column(h, n), n) for n in ("case", "place", "office", "at", *heard.unclear)], named(column(w, "yes"), "yes"),
    ).from_(sql.table(heard.table, h), copy=False).join(sql.table(last, w), on=_of_office(w, h), copy=False)
    return query.where(all_of(_solo(h), maybe, _on(h, heard.unclear), negated(_on(h, heard.mute))), copy=False)


def _places(heard: _Heard, last: str, open_words: str):
    """Per place: refused for good, yes and no at once, or perhaps refused (any of its offices)."""
    w, u = "w", "u"
    rejected = all_of(present(column(w, "no")), any_of(missing(column(w, "yes")), compare(">", column(w, "no"), column(w, "yes"))))
    conflict = sql.sure(equal(column(w, "no"), column(w, "yes")))
    none = [named(number(0), code) for code in heard.unclear]
    told = sql.select(
        named(column(w, "case"), "case"), named(column(w, "place"), "place"),
        named(sql.flag(sql.sure(rejected)), "rejected"), named(sql.flag(conflict), "conflict"), *none,
    ).from_(sql.table(last, w), copy=False).where(any_of(sql.sure(rejected), conflict), copy=False)
    covered = all_of(present(column(u, "at")), sql.sure(compare("<", column(u, "at"), column(u, "yes"))))
    perhaps = sql.select(
        named(column(u, "case"), "case"), named(column(u, "place"), "place"), named(number(0), "rejected"), named(number(0), "conflict"),
        *[named(column(u, code), code) for code in heard.unclear],
    ).from_(sql.table(open_words, u), copy=False).where(negated(covered), copy=False)
    return sql.union([told, perhaps])


def _lapses(heard: _Heard, last: str, open_words: str):
    """Per case the last refusal that was overcome; and per reason the last one that may have been a refusal."""
    h, w, u = "h", "w", "u"
    overcome = sql.select(
        named(column(h, "case"), "case"), named(column(h, "at"), "lapse"), *[named(sql.NULL, code) for code in heard.unclear],
    ).from_(sql.table(heard.table, h), copy=False).join(sql.table(last, w), on=_of_office(w, h), copy=False)
    clear = all_of(_solo(h), _refusal(h), negated(_on(h, heard.mute)), negated(_on(h, heard.unclear)))
    overcome = overcome.where(all_of(clear, compare("<", column(h, "at"), column(w, "yes"))), copy=False)
    perhaps = sql.select(
        named(column(u, "case"), "case"), named(sql.NULL, "lapse"),
        *[named(choose([(equal(column(u, code), number(1)), column(u, "at"))]), code) for code in heard.unclear],
    ).from_(sql.table(open_words, u), copy=False).where(compare("<", column(u, "at"), column(u, "yes")), copy=False)
    return sql.union([overcome, perhaps])


def _votes(heard: _Heard):
    """Where several persons decide together each has one vote, his last: the last no of each."""
    h = "h"
    clear = all_of(_refusal(h), negated(_on(h, heard.mute)), negated(_on(h, heard.unclear)), compare(">", column(h, "need"), number(1)))
    keys = [column(h, n) for n in ("case", "place", "person")]
    query = sql.select(*[named(k, n) for k, n in zip(keys, ("case", "place", "person"), strict=True)],
                       named(sql.aggregate("max", column(h, "at")), "no"))
    return query.from_(sql.table(heard.table, h), copy=False).where(clear, copy=False).group_by(*keys, copy=False)


def _lapsed(build: Build, heard: _Heard, lapses: str) -> str:
    names = ("lapse", *heard.unclear)
    query = sql.select(named(column("l", "case"), "case"), *[named(sql.aggregate("max", column("l", n)), n) for n in names])
    return build.context.step("lapses of cases", query.from_(sql.table(lapses, "l"), copy=False).group_by(column("l", "case"), copy=False))


def _stood(build: Build, heard: _Heard, lapses: str | None, votes: str):
    """Every decision that is no refusal, with what refusals do to it."""
    h, v, x = "h", "v", "x"
    query = sql.select(*[named(column(h, n), n) for n in KEYS]).from_(sql.table(heard.table, h), copy=False)
    on = all_of(*[equal(column(v, n), column(h, n)) for n in ("case", "place", "person")])
    query = query.join(sql.table(votes, v), on=on, join_type="left", copy=False)
    unsure, lapsed, tie = {code: equal(column(h, code), number(1)) for code in heard.unsure}, FALSE, equal(column(h, "tie"), number(1))
    if lapses:
        query = query.join(sql.table(_lapsed(build, heard, lapses), x), on=equal(column(x, "case"), column(h, "case")), join_type="left", copy=False)
        before = "<=" if build.context.same_day == "refused" else "<"
        lapsed = sql.sure(compare(before, column(h, "at"), column(x, "lapse")))
        tie = any_of(tie, sql.sure(equal(column(h, "at"), column(x, "lapse"))))
        for code in heard.unclear:
            unsure[code] = any_of(unsure[code], sql.sure(compare("<", column(h, "at"), column(x, code))))
    unsure["same-day-conflict"] = sql.sure(equal(column(v, "no"), column(h, "at")))
    faults = {code: equal(column(h, code), number(1)) for code in heard.faults}
    if lapses:
        faults["earlier-round"] = any_of(faults["earlier-round"], lapsed)
    withdrawn = sql.sure(compare(">", column(v, "no"), column(h, "at")))
    query = query.select(*[named(sql.flag(when), code) for code, when in (faults | unsure).items()], named(sql.flag(tie), "tie"), copy=False)
    return query.where(all_of(negated(_refusal(h)), negated(withdrawn)), copy=False)
