"""Authority that comes from somebody else: delegations, passed on if the delegation says so, and standing substitutes.

Every way in which a person could have the authority he claims is one row, with what is wrong with it (SEMANTICS A.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from procedo.language import sql
from procedo.language.authority import appointments, held
from procedo.language.context import Context
from procedo.language.points import to_day
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
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
    negated,
    number,
    present,
)
from procedo.language.term import Term
from procedo.model import Form
from procedo.rules._amounts import Reading

LINKS = 4
"""How many delegations a chain may have. A longer one is not followed and stays undetermined (`chain-too-long`)."""
CHAIN_FAULTS = (
    "self-approval-via-delegate", "delegation-loop", "delegation-chain", "delegator-not-holder", "delegation-out-of-scope",
    "delegation-over-cap", "delegation-expired", "delegation-not-yet",
)
CHAIN_UNSURE = ("date-missing", "tax-basis-missing", "value-missing", "value-unreadable", "chain-too-long")


@dataclass(frozen=True)
class Codes:
    """What can be wrong with a claim to a role, as far as the recordset has records that it could be wrong with."""

    faults: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.faults, *self.unsure)


def codes(context: Context) -> Codes:
    chains, orders = forms_with(context, "delegates"), forms_with(context, "substitutes")
    faults = (*(CHAIN_FAULTS if chains else ()), *(("substitute-without-absence",) if orders else ()))
    unsure = CHAIN_UNSURE if chains else ("date-missing",) if orders else ()
    return Codes(faults, (*unsure, "no-appointments", "appointment-dates-missing"))


class Holders:
    """Who held which role, by dated appointments."""

    def __init__(self, context: Context):
        self.context, self.table = context, appointments(context)

    def some(self, person: Sql, role: Sql, day: Sql, certain: bool) -> Sql:
        """Whether an appointment covers the day: surely, or possibly (one of its dates is unknown)."""
        return self._row(equal(column("h", "role"), role), held(self.context, "h", person, day, certain))

    def ever(self, person: Sql, role: Sql) -> Sql:
        return self._row(equal(column("h", "role"), role), equal(column("h", "person"), person))

    def anybody(self, role: Sql) -> Sql:
        return self._row(equal(column("h", "role"), role))

    def _row(self, *when: Sql) -> Sql:
        return sql.exists(sql.select(number(1)).from_(sql.table(self.table, "h"), copy=False).where(all_of(*when), copy=False))


def forms_with(context: Context, word: str) -> list[Form]:
    """Forms in the recordset that declare `delegates`, `substitutes` … and hold a record."""
    return [f for f in context.forms.values() if getattr(f, word) and f.form in context.tables and context.tables[f.form].rows]


def _optional(context: Context, scope: Scope, name: str | None, kind: str = "date") -> Term:
    known = name and name in context.table(scope.form.form).columns
    return scope.field(name) if known else Term(kind, NULL)


def covers(start: Sql, end: Sql, dark: Sql, day: Sql) -> dict[str, Sql]:
    """A period against a day: both ends inclusive, a blank end is open, an unknown one matters unless the other excludes the day."""
    over, early = sql.sure(compare(">", day, end)), sql.sure(compare("<", day, start))
    return {
        "delegation-expired": over,
        "delegation-not-yet": all_of(early, negated(over)),
        "date-missing": all_of(dark, present(day), negated(any_of(over, early))),
    }


class Chains:
    """The ways by delegation, for claims (claim, case, spoken, person, day) that no appointment of the person covers."""

    def __init__(self, context: Context, claims: str, suspects: str, holders: Holders, readings: list[Reading]):
        self.context, self.claims, self.suspects, self.holders, self.readings = context, claims, suspects, holders, readings
        self.codes = codes(context).all

    def rows(self) -> list[sql.exp.Select]:
        """Selects of finished ways: claim, FAULTS, UNSURE as 0/1."""
        links = self._links()
        level, done = self._first(links), []
        for number_ in range(1, LINKS + 1):
            done.append(self._finished(level, number_ == LINKS))
            if number_ < LINKS:
                level = self._next(links, level, number_ + 1)
        return done

    def _links(self) -> str:
        parts = [self._link(form) for form in forms_with(self.context, "delegates")]
        return self.context.steps.add("delegations", sql.union(parts))

    def _link(self, form: Form):
        query = Query(self.context)
        query.start(form.form, "l")
        scope, said = Scope(query, form, "l"), form.delegates
        giver, to = scope.field(said.giver), scope.field(said.to)
        role, cap = _optional(self.context, scope, said.role, "text"), _optional(self.context, scope, said.cap, "number")
        start, end = scope.field(said.from_), _optional(self.context, scope, said.until)
        sub, words = _optional(self.context, scope, said.sub, "boolean"), _optional(self.context, scope, said.scope, "text")
        return query.select(
            named(sql.text(form.form), "form"), named(scope.row, "row"), named(giver.sql, "giver"), named(to.sql, "taker"),
            named(role.sql, "role"), named(sql.flag(role.broken), "role unread"),
            named(words.sql if words.type == "text" else choose([(compare(">", words.sql, number(0)), sql.text("*"))]), "scope"),
            named(sql.flag(words.broken), "scope unread"), named(sql.scaled(cap.sql, 10 ** (4 - cap.scale)) if cap.type == "number" else cap.sql, "cap"),
            named(sql.flag(cap.broken), "cap unread"), named(to_day(start), "from"), named(to_day(end), "to"),
            named(sql.flag(any_of(missing(start.sql), start.broken, end.broken)), "dates unread"),
            named(sql.flag(sql.sure(equal(sub.sql, number(1)))), "sub"), named(sql.flag(sub.broken), "sub unread"),
            where=all_of(present(to.sql), any_of(present(giver.sql), giver.broken)),
        )

    def _role_fits(self, link: str, spoken: Sql) -> Sql:
        role = column(link, "role")
        return any_of(missing(role), equal(role, spoken))

    def _wrong(self, link: str, s: str, spoken: Sql, day: Sql) -> dict[str, Sql]:
        """What is wrong with one delegation for this case, role and day."""
        of_link = {name: column(link, name) for name in ("from", "to", "cap", "scope")}
        found = covers(of_link["from"], of_link["to"], equal(column(link, "dates unread"), number(1)), day)
        over = [reading.above(of_link["cap"], 4) for reading in self.readings]
        found["delegation-over-cap"] = all_of(*[sql.sure(one) for one in over]) if over else FALSE
        found["tax-basis-missing"] = all_of(any_of(*[sql.sure(one) for one in over]), negated(found["delegation-over-cap"])) if len(over) > 1 else FALSE
        inside = any_of(*[self._named(link, word) for word in (column(s, "scope"), spoken)])
        blank = missing(of_link["scope"])
        outside = all_of(negated(blank), negated(sql.sure(inside)))
        found["delegation-out-of-scope"] = any_of(
            all_of(outside, present(column(s, "scope"))), negated(sql.sure(self._role_fits(link, spoken))))
        unread = any_of(*[equal(column(link, f"{n} unread"), number(1)) for n in ("scope", "cap", "role")], missing(column(link, "giver")))
        found["value-missing"] = any_of(
            all_of(outside, missing(column(s, "scope"))), *([] if over else [present(of_link["cap"])]))
        found["value-unreadable"] = unread
        found["self-approval-via-delegate"] = sql.sure(equal(column(link, "giver"), column(s, "author")))
        return found

    def _named(self, link: str, word: Sql) -> Sql:
        """Whether the scope names the word; a scope that lists several is looked up in its list."""
        options = [equal(column(link, "scope"), word)]
        for form in forms_with(self.context, "delegates"):
            name = form.delegates.scope
            if name and form.fields[name].type == "list" and name in self.context.table(form.form).columns:
                listed = sql.select(number(1)).from_(sql.table(f"{form.form}.{name}", "w"), copy=False)
                mine = all_of(equal(column(link, "form"), sql.text(form.form)), equal(column("w", "_row"), column(link, "row")))
                options.append(sql.exists(listed.where(all_of(mine, equal(column("w", "value"), word)), copy=False)))
        return any_of(*options)

    def _first(self, links: str) -> str:
        """The delegations to the person himself. One for another role counts only if its giver holds the claimed one: out of scope."""
        spoken, day = column("q", "spoken"), column("q", "day")
        fits = any_of(self._role_fits("l", spoken), equal(column("l", "role unread"), number(1)), self.holders.some(column("l", "giver"), spoken, day, True))
        query = (sql.select().from_(sql.table(self.claims, "q"), copy=False)
                 .join(sql.table(self.suspects, "s"), on=equal(column("s", "case"), column("q", "case")), copy=False)
                 .join(sql.table(links, "l"), on=equal(column("l", "taker"), column("q", "person")), copy=False)
                 .where(fits, copy=False))
        wrong = self._wrong("l", "s", spoken, day)
        return self._level(query, wrong, "q", 1, [column("q", "person")])

    def _next(self, links: str, level: str, number_: int) -> str:
        """One delegation further up, where the giver has no authority of his own."""
        spoken, day = column("v", "spoken"), column("v", "day")
        query = (sql.select().from_(sql.table(level, "v"), copy=False)
                 .join(sql.table(self.suspects, "s"), on=equal(column("s", "case"), column("v", "case")), copy=False)
                 .join(sql.table(links, "l"), on=all_of(equal(column("l", "taker"), column("v", "giver")), self._role_fits("l", spoken)), copy=False)
                 .where(all_of(equal(column("v", "holder"), number(0)), equal(column("v", "ring"), number(0))), copy=False))
        wrong = self._wrong("l", "s", spoken, day)
        wrong["delegation-chain"] = all_of(equal(column("l", "sub"), number(0)), equal(column("l", "sub unread"), number(0)))
        wrong["value-unreadable"] = any_of(wrong["value-unreadable"], equal(column("l", "sub unread"), number(1)))
        merged = {code: any_of(wrong.get(code, FALSE), equal(column("v", code), number(1))) for code in self.codes}
        return self._level(query, merged, "v", number_, [column("v", f"by {n}") for n in range(number_)])

    def _level(self, query, wrong: dict[str, Sql], source: str, number_: int, path: list[Sql]) -> str:
        giver, spoken, day = column("l", "giver"), column(source, "spoken"), column(source, "day")
        ring = sql.sure(any_of(*[equal(giver, person) for person in path]))
        holder = self.holders.some(giver, spoken, day, True)
        maybe = self.holders.some(giver, spoken, day, False)
        columns = [named(column(source, n), n) for n in ("claim", "case", "spoken", "day")]
        columns += [named(person, f"by {n}") for n, person in enumerate(path)] + [named(giver, f"by {len(path)}"), named(giver, "giver")]
        columns += [named(sql.flag(holder), "holder"), named(sql.flag(maybe), "maybe"), named(sql.flag(all_of(ring, negated(holder))), "ring")]
        columns += [named(sql.flag(wrong.get(code, FALSE)), code) for code in self.codes]
        return self.context.step(f"delegated {number_}", query.select(*columns, copy=False))

    def _finished(self, level: str, last: bool) -> sql.exp.Select:
        """Ways that end here: at a holder, in a ring, or at somebody who has no authority from anywhere."""
        holder, maybe, ring = (equal(column("v", n), number(1)) for n in ("holder", "maybe", "ring"))
        upward = sql.select(number(1)).from_(sql.table(self._links(), "u"), copy=False).where(
            all_of(equal(column("u", "taker"), column("v", "giver")), self._role_fits("u", column("v", "spoken"))), copy=False)
        onward = all_of(negated(holder), negated(ring), sql.exists(upward))
        own = {code: all_of(equal(column("v", code), number(1)), negated(ring)) for code in self.codes}
        own["delegation-loop"] = ring
        ended = all_of(negated(holder), negated(ring), negated(sql.exists(upward.copy())))
        dated = present(column("v", "day"))
        own["delegator-not-holder"] = all_of(ended, negated(maybe), dated, present(column("v", "giver")))
        own["appointment-dates-missing"] = all_of(ended, maybe)
        if last:
            own["chain-too-long"] = onward
        query = sql.select(named(column("v", "claim"), "claim"), *[named(sql.flag(own[code]), code) for code in self.codes])
        query = query.from_(sql.table(level, "v"), copy=False)
        return query if last else query.where(negated(onward), copy=False)


def substitutes(context: Context, claims: str) -> list[sql.exp.Select]:
    """The ways by a standing order: on days its holder is recorded absent, and only then."""
    orders = forms_with(context, "substitutes")
    if not orders:
        return []
    absences = _absences(context)
    found = []
    for form in orders:
        query = Query(context)
        query.start(claims, "q")
        query.join(form.form, "o", sql.TRUE, "cross")
        scope, said = Scope(query, form, "o"), form.substitutes
        holder, person, role = scope.field(said.holder), scope.field(said.person), scope.field(said.role)
        start, end = _optional(context, scope, said.from_), _optional(context, scope, said.to)
        day = column("q", "day")
        standing = covers(to_day(start), to_day(end), any_of(start.broken, end.broken), day)
        away, unclear = _absent(context, absences, holder.sql, day)
        wrong = {
            "substitute-without-absence": all_of(present(day), negated(away), negated(unclear)),
            "date-missing": any_of(standing["date-missing"], all_of(unclear, negated(away))),
        }
        on = all_of(equal(person.sql, column("q", "person")), any_of(missing(role.sql), equal(role.sql, column("q", "spoken"))),
                    negated(any_of(standing["delegation-expired"], standing["delegation-not-yet"])))
        query.sources[1] = (query.sources[1][0], on, "inner")
        found.append(query.select(named(column("q", "claim"), "claim"),
                                  *[named(sql.flag(wrong.get(code, FALSE)), code) for code in codes(context).all]))
    return found


def _absences(context: Context) -> str | None:
    parts = []
    for form in forms_with(context, "absent"):
        query = Query(context)
        query.start(form.form, "b")
        scope, said = Scope(query, form, "b"), form.absent
        person, start, end = scope.field(said.person), scope.field(said.from_), _optional(context, scope, said.to)
        unread = any_of(missing(start.sql), start.broken, end.broken)
        parts.append(query.select(named(person.sql, "person"), named(to_day(start), "from"), named(to_day(end), "to"), named(sql.flag(unread), "unread")))
    return context.steps.add("absences", sql.union(parts)) if parts else None


def _absent(context: Context, table: str | None, person: Sql, day: Sql) -> tuple[Sql, Sql]:
    """(the holder was surely absent that day, he may have been)."""
    if table is None:
        return FALSE, FALSE

    def some(unread: int) -> Sql:
        period = covers(column("b", "from"), column("b", "to"), FALSE, day)
        outside = any_of(period["delegation-expired"], period["delegation-not-yet"])
        found = sql.select(number(1)).from_(sql.table(table, "b"), copy=False)
        return sql.exists(found.where(all_of(
            equal(column("b", "person"), person), equal(column("b", "unread"), number(unread)), negated(outside)), copy=False))

    return some(0), some(1)
