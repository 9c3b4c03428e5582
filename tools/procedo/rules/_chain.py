"""The approval chain of a check: which line -> whose authority -> standing of each decision -> places filled -> verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace

from procedo.language import sql
from procedo.language.points import to_day
from procedo.language.scope import Scope
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
    text,
)
from procedo.language.term import Term, merged
from procedo.language.tree import ExpressionError
from procedo.rules import _places, _stood
from procedo.rules._build import Build, Lacking, Misplaced, Witness
from procedo.rules._changes import changes
from procedo.rules._choice import choices
from procedo.rules._decisions import Decisions, decisions
from procedo.rules._lines import Applied, applied
from procedo.rules._quick import settled
from procedo.rules._stood import Asked, standing
from procedo.rules._voices import voices
from procedo.terms import say


@dataclass(frozen=True)
class Settled:
    """The tables that the verdict rests on. `plain`: (`_row`, `tie`) of cases settled by the cheap test; the others per suspect."""

    plain: str | None
    suspects: str
    reasons: str
    choices: str


@dataclass(frozen=True)
class Asks:
    """What an approval check says, for those that ask whether a line is approved without being one."""

    author: str | None = None
    after: str | None = None
    scope: str | None = None
    after_reject: str = "restart"
    same_person: str | None = None
    every: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    delivery: None = None
    happened: None = None
    amount: None = None
    where: None = None
    roles: tuple[str, ...] = ()

    @staticmethod
    def of(fields) -> Asks:
        return Asks(fields.author, fields.after, fields.scope, fields.after_reject, fields.same_person, tuple(fields.every))


class Chain:
    """Builds the steps of one judgement; the tables it makes are its results."""

    def __init__(self, fields, build: Build):
        self.fields, self.build, self.context = fields, build, build.context
        self.records: str | None = build.laid.table if build.laid else None
        """Where a case is not a record: the table of `_row`, the case, and `_record`, the record decided on."""
        self.gate_type = "date"
        self.applied = Applied([], NULL)

    # the case

    def cases(self) -> tuple[str, tuple[str, ...]]:
        """The cases with gate, author, amount and the number of the line that applies."""
        build = self.build
        query, scope = build.start()
        gate, delivered = self._gate(scope)
        self.gate_type = gate.type
        happened = sql.sure(all_of(present(gate.sql), compare("<=", to_day(gate), number(self.context.as_of))))
        day = choose([(gate.broken, NULL), (happened, to_day(gate))], number(self.context.as_of))
        columns = {"gate": gate.sql, "gate open": sql.flag(negated(happened)), "delivered": delivered}
        columns |= self.said(scope)
        self.applied = self._demanding(applied(build, scope, day))
        columns |= {"line": self.applied.line} | self.values()
        faults = merged(dict(gate.faults), self._happened(scope, gate))
        return build.cases(query, scope, columns, Term("date", day, 0, faults), reasons=self.applied.reasons)

    def _demanding(self, found: Applied) -> Applied:
        """A matrix none of whose lines asks for an approval is none that an approval check can use."""
        if found.lines and not any(line.places for line in found.lines):
            name = self.context.matrix.matrix
            raise Misplaced(("matrix",), ExpressionError(0, "no-approvals", say(
                f"矩阵 {name} 没有一行要求批准", f"no line of {name} demands an approval")))
        return found

    def _gate(self, scope: Scope) -> tuple[Term, Sql]:
        """The earliest of `before` and `delivery`, and the delivery alone, at one precision."""
        build, fields = self.build, self.fields
        points = [build.point(scope, said, "before") for said in fields.before]
        delivery = build.point(scope, fields.delivery, "delivery") if fields.delivery else None
        every = [*points, *([delivery] if delivery else [])]
        kind = "datetime" if all(p.type == "datetime" for p in every) else "date"
        values = [p.sql if p.type == kind else to_day(p) for p in every]
        gate = values[0]
        for value in values[1:]:
            gate = choose([(all_of(present(value), any_of(missing(gate), sql.sure(compare("<", value, gate)))), value)], gate)
        faults = merged(*[p.faults for p in every], {"case-date-missing": any_of(*[p.lacking for p in every])})
        not_yet = any_of(*[p.not_yet for p in every])
        return Term(kind, gate, 0, faults, FALSE, not_yet), values[-1] if delivery else NULL

    def _happened(self, scope: Scope, gate: Term) -> dict[str, Sql]:
        """A blank gate although the record says that it was passed: the date is missing."""
        if not self.fields.happened:
            return {}
        said = self.build.condition(scope, self.fields.happened, "happened")
        blank = all_of(missing(gate.sql), negated(gate.broken), negated(gate.not_yet))
        unclear = {code: all_of(blank, said.unknown, when) for code, when in said.reasons.items()}
        return {"case-date-missing": all_of(blank, said.holds)} | unclear

    def said(self, scope: Scope) -> dict[str, Sql]:
        """`after`, `author` and `amount` of the case, and whether they are not known."""
        build, fields = self.build, self.fields
        columns: dict[str, Sql] = {}
        if fields.after:
            term = build.point(scope, fields.after, "after")
            columns |= {"after": to_day(term), "after dark": sql.flag(term.unknown)}
        if fields.author:
            term = build.term(scope, fields.author, "author")
            columns |= {"author": term.sql, "author dark": sql.flag(any_of(term.broken, missing(term.sql)))}
        if fields.amount:
            term = build.term(scope, fields.amount, "amount")
            columns["amount"] = sql.scaled(term.sql, 10 ** (4 - term.scale)) if term.scale <= 4 else term.sql
        if fields.scope:
            columns["scope"] = build.term(scope, fields.scope, "scope").sql
        return columns

    def values(self) -> dict[str, Sql]:
        """The amount as the matrix reads it, for the caps of delegations."""
        found: dict[str, Sql] = {}
        for index, reading in enumerate(self.applied.values):
            found[f"value {index}"] = reading.term.sql
            if reading.per is not None:
                found[f"per {index}"] = reading.per
        return found

    # decisions and places

    def settle(self, cases: str) -> Settled:
        """The cheap test, then the exact chain for what it leaves open."""
        known = self.decisions = self._by_case(decisions(self.context, self.build.form))
        asked = self._asked(cases, known)
        self.plain = settled(self.build, self.applied.lines, cases, asked)
        self.suspects = suspects = self.context.step("suspects", self._suspects(cases))
        asked = replace(asked, suspects=suspects)
        grades = self.grades = _places.Grades(asked)
        found = voices(self.build, asked, standing(self.build, asked))
        self.places = places = _places.outcome(self.context, grades, self._wanted(suspects), found)
        self.graded = graded = _places.graded_table(self.context, grades, found.stood)
        chosen = choices(self.context, self.context.same_day == "refused", self.applied.lines, suspects, graded, places)
        return Settled(self.plain, suspects, _places.per_case(self.context, grades, places), chosen)

    def _by_case(self, known: Decisions) -> Decisions:
        """Where several cases rest on one record its decisions stand for each of them."""
        if self.records is None:
            return known
        query = sql.select(named(column("c", "_row"), "case"), *[named(column("d", n), n) for n in known.kept if n != "case"])
        query = query.from_(sql.table(self.records, "c"), copy=False)
        query = query.join(sql.table(known.table, "d"), on=equal(column("d", "case"), column("c", "_record")), copy=False)
        return replace(known, table=self.context.step("decisions by case", query))

    def _asked(self, cases: str, known: Decisions) -> Asked:
        changed, stated = changes(self.build, cases, self.gate_type, self.records), self._stated(cases, known)
        faults, unsure = _stood.possible(self.build, known, bool(changed), bool(stated), len(self.applied.values) > 1)
        return Asked("", self._demanded(), known, self.gate_type, changed, stated, self._readings(), faults, unsure)

    def _readings(self) -> list:
        return [
            replace(reading, term=replace(reading.term, sql=column("s", f"value {index}")),
                    per=None if reading.per is None else column("s", f"per {index}"))
            for index, reading in enumerate(self.applied.values)
        ]

    def _demanded(self) -> str:
        """One row per line, place, office and role that may speak for it."""
        rows = []
        for index, line in enumerate(self.applied.lines):
            own = {office for place in line.places for office in place.offices}
            for place in line.places:
                for office in place.offices:
                    deputies = [role for role, others in self.context.acts_for.items() if office in others and role not in place.offices]
                    rows += [self._demand(index, place, office, role, role == office or role not in own) for role in (office, *deputies)]
        return self.context.step("demanded", sql.union(rows))

    @staticmethod
    def _demand(index: int, place, office: str, spoken: str, voice: bool):
        return sql.select(
            named(number(index), "line"), named(number(place.place), "place"), named(number(place.step), "step"), named(text(place.act), "act"),
            named(number(place.need), "need"), named(text(office), "office"), named(text(spoken), "spoken"), named(number(int(voice)), "voice"),
            named(text(place.word), "word"))

    def _suspects(self, cases: str):
        k = "k"
        names = ["line", "gate", "gate open", "delivered", *self.columns()]
        query = sql.select(named(column(k, "_row"), "case"), *[named(column(k, n), n) for n in names if n not in self._absent()])
        query = query.select(*[named(NULL, n) for n in self._absent()], copy=False).from_(sql.table(cases, k), copy=False)
        return query.where(self._left_open(k), copy=False)

    def columns(self) -> list[str]:
        said = [n for n in ("after", "author", "amount", "scope") if getattr(self.fields, n)]
        values = [n for i, r in enumerate(self.applied.values) for n in (f"value {i}", *([f"per {i}"] if r.per is not None else []))]
        return said + [f"{n} dark" for n in said if n in ("after", "author")] + values

    def _absent(self) -> list[str]:
        return [n for n in ("author", "scope") if not getattr(self.fields, n)]

    def _left_open(self, k: str) -> Sql:
        case = equal(column(k, "status"), number(1))
        if not self.plain:
            return case
        done = sql.select(number(1)).from_(sql.table(self.plain, "q"), copy=False)
        return all_of(case, negated(sql.exists(done.where(equal(column("q", "_row"), column(k, "_row")), copy=False))))

    def _wanted(self, suspects: str) -> str:
        """One row per suspect and place of its line."""
        p, s = "p", "s"
        query = sql.select(named(column(s, "case"), "case"), *[named(column(p, n), n) for n in ("place", "need", "word")]).distinct(copy=False)
        query = query.from_(sql.table(suspects, s), copy=False)
        query = query.join(sql.table(self._demanded(), p), on=equal(column(p, "line"), column(s, "line")), copy=False)
        return self.context.step("places demanded", query)

    def _stated(self, cases: str, known: Decisions) -> str | None:
        """Which decisions state what the check wants stated: surely 1, perhaps 0."""
        if not self.fields.where:
            return None
        parts = []
        for source, form in enumerate(known.forms):
            query, case = self.build.start(cases)
            query.join(known.table, "d", all_of(equal(column("d", "case"), column("k", "_row")), _of_form(known, "d", source)))
            query.join(form.form, "f", equal(column("f", "_row"), column("d", "found")))
            said = self.build.condition(Scope(query, form, "f", this=case), self.fields.where, "where")
            parts.append(query.select(
                *known.all("d", "case", "source", "found"), named(sql.flag(said.holds), "sure"), where=said.can_be_true))
        return self.context.step("stated", sql.union(parts))

    # evidence

    def lacking(self) -> Lacking:
        """The roles of unfilled places."""
        o = "o"
        query = sql.select(named(column(o, "case"), "_row"), named(column(o, "word"), "value")).from_(sql.table(self.places, o), copy=False)
        return Lacking(table=self.context.step("lacking", query.where(equal(column(o, "unfilled"), number(1)), copy=False)))

    def witnesses(self, cases: str) -> list[Witness]:
        """All decisions on cases that the cheap test left open, by the form that holds them, with what is wrong with each."""
        known, codes = self.decisions, (*self.grades.faults, *self.grades.unsure)
        notes, shown, d, t = self._notes(codes), self._shown(cases), "d", "t"
        on_notes = all_of(equal(column(t, "case"), column(d, "case")), equal(column(t, "found"), column(d, "found")),
                          equal(column(t, "source"), known.of(d, "source")))
        found = []
        for source, form in enumerate(known.forms):
            query = sql.select(
                named(column(d, "case"), "case"), named(column(d, "found"), "found"), named(column(d, "at"), "at"),
                *[named(sql.coalesce(column(t, code), number(0)), code) for code in codes],
            ).from_(sql.table(shown, "s"), copy=False)
            query = query.join(sql.table(known.table, d), on=all_of(equal(column(d, "case"), column("s", "case")), _of_form(known, d, source)), copy=False)
            query = query.join(sql.table(notes, t), on=on_notes, join_type="left", copy=False)
            found.append(Witness(form.form, self.context.step(f"{form.form} of cases", query), known.at_type, codes))
        return found

    def _shown(self, cases: str) -> str:
        """The cases whose decisions the evidence may show: what the cheap test left open, and what has no line."""
        left = sql.select(named(column("s", "case"), "case")).from_(sql.table(self.suspects, "s"), copy=False)
        unknown = sql.select(named(column("k", "_row"), "case")).from_(sql.table(cases, "k"), copy=False)
        return self.context.step("cases shown", sql.union([left, unknown.where(equal(column("k", "status"), number(2)), copy=False)]))

    def _notes(self, codes: tuple[str, ...]) -> str:
        """What is wrong with each decision, for every place it speaks for."""
        t, names = "t", ("case", "source", "found")
        keys = [column(t, n) for n in names]
        query = sql.select(*[named(key, n) for key, n in zip(keys, names, strict=True)],
                           *[named(sql.aggregate("max", column(t, code)), code) for code in codes])
        return self.context.step("notes", query.from_(sql.table(self.graded, t), copy=False).group_by(*keys, copy=False))


def _of_form(known: Decisions, alias: str, source: int) -> Sql:
    return sql.TRUE if len(known.forms) == 1 else equal(known.of(alias, "source"), number(source))
