"""The approval chain of a case: its line, the places the line demands, the standing of each decision, what is unfilled."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.authority import appointments, held
from procedo.language.points import to_day
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
from procedo.language.term import ALWAYS, Condition, Term, both
from procedo.language.unary import unary
from procedo.model.matrix import Approval, Line
from procedo.rules._build import Build, Witness
from procedo.rules._decisions import DARK, deciding_forms, decisions
from procedo.rules._places import (
    BAD,
    DARK_ROW,
    ROW_FAULTS,
    SOUND,
    UNSURE,
    DemandedLine,
    order,
    outcome,
    per_case,
    persons,
)


def places(approvals: list[Approval]) -> tuple[tuple[int, int, str, tuple[str, ...]], ...]:
    """`all`: one place per role; `need: k`: k places, each for any of the roles."""
    found: list[tuple[int, int, str, tuple[str, ...]]] = []
    for approval in approvals:
        if approval.need == "all":
            found += [(0, approval.step, approval.act, (office,)) for office in approval.offices]
        else:
            found += [(0, approval.step, approval.act, tuple(approval.offices))] * approval.need
    return tuple((index, *rest[1:]) for index, rest in enumerate(found))


class Chain:
    """Builds the steps; the names of the tables it makes are its results."""

    def __init__(self, fields, build: Build):
        self.fields, self.build, self.context = fields, build, build.context
        self.lacking = ""
        self.gate_type = "date"
        self.lines: list[DemandedLine] = []

    # the case

    def cases(self) -> tuple[str, tuple[str, ...]]:
        """The cases with gate, author, amount and the number of the line that applies."""
        build, fields = self.build, self.fields
        query, scope = build.start()
        gate = build.point(scope, fields.before, "before")
        self.gate_type = gate.type
        day = to_day(gate)
        happened = all_of(present(gate.sql), compare("<=", day, number(self.context.as_of)))
        clock = Term("date", choose([(gate.broken, NULL), (happened, day)], number(self.context.as_of)), 0, dict(gate.faults))
        columns = {"gate": gate.sql, "gate open": sql.flag(negated(sql.sure(happened)))}
        columns |= self._bounds(scope)
        line, reasons = self._line(scope)
        columns["line"] = line
        return build.cases(query, scope, columns, clock, reasons=reasons)

    def _bounds(self, scope) -> dict[str, Sql]:
        columns: dict[str, Sql] = {}
        for name in ("after", "author", "amount"):
            said = getattr(self.fields, name)
            if not said:
                continue
            term = self.build.point(scope, said, name) if name == "after" else self.build.term(scope, said, name)
            columns[name] = to_day(term) if name == "after" else term.sql
            columns[f"{name} broken"] = sql.flag(any_of(term.broken, missing(term.sql)))
            if name == "amount":
                columns["amount"] = sql.scaled(term.sql, 10 ** (4 - term.scale)) if term.scale <= 4 else term.sql
        return columns

    def _line(self, scope) -> tuple[Sql, dict[str, Sql]]:
        """(number of the line that applies, why none can be told)."""
        matrix = self.context.matrix
        if self.fields.roles:
            approvals = [Approval(step=i + 1, role=role) for i, role in enumerate(self.fields.roles)]
            allowed = self.fields.same_person == "allowed"
            self.lines = [DemandedLine("", "", "", places(approvals), allowed)]
            return number(0), {}
        if matrix is None:
            return NULL, {"matrix-not-in-force": sql.TRUE}
        inputs = {i.name: self.build.term(scope, i.is_, "matrix", i.name) for i in matrix.inputs}
        tests = [self._tests(scope, line, inputs) for line in matrix.lines]
        self.lines = [self._demanded(line) for line in matrix.lines]
        hits = [(test.holds, number(index)) for index, test in enumerate(tests)]
        none = all_of(*[negated(test.holds) for test in tests])
        unknown = any_of(*[test.unknown for test in tests])
        return choose(hits), {"amount-missing": all_of(none, unknown), "no-line": all_of(none, negated(unknown))}

    def _tests(self, scope, line: Line, inputs: dict[str, Term]) -> Condition:
        found = ALWAYS
        for name, test in line.tests.items():
            if name in inputs:
                found = both(found, self._test(scope, line, name, inputs[name], test))
        return found

    def _test(self, scope, line: Line, name: str, subject: Term, test) -> Condition:
        return self.build._at(("matrix", line.id, name), lambda: unary(self.build.compiler(scope), subject, test))

    def _demanded(self, line: Line) -> DemandedLine:
        matrix = self.context.matrix
        allowed = "allowed" in (line.same_person, self.fields.same_person)
        return DemandedLine(matrix.matrix, matrix.revision, line.id, places(line.approvals), allowed)

    # places and decisions

    def summary(self, cases: str) -> dict[str, str]:
        """Tables per case: `seats` (reasons of unfilled places), `persons` and `order` where they can matter."""
        seats = self._seats(cases)
        standing = self._standing(cases, seats)
        filled = outcome(self.context, seats, standing)
        found = {"seats": per_case(self.context, filled)}
        self.lacking = self.context.step(
            "lacking",
            sql.select(
                named(column("o", "case"), "_row"),
                named(column("o", "word"), "value"),
            )
            .from_(sql.table(filled, "o"), copy=False)
            .where(negated(all_of(equal(column("o", "state"), number(SOUND)), equal(column("o", "rejected"), number(0)))), copy=False),
        )
        if any(len(line.places) > 1 and not line.same_person for line in self.lines):
            found["persons"] = persons(self.context, self.lines, standing)
        if any(len({step for _, step, _, _ in line.places}) > 1 for line in self.lines):
            found["order"] = order(self.context, self.lines, standing)
        return found

    def _seats(self, cases: str) -> str:
        """One row per case, place and office that may fill it."""
        rows = []
        for index, line in enumerate(self.lines):
            for place, step, act, offices in line.places:
                word = " / ".join(offices)
                for office in offices:
                    rows.append(
                        sql.select(
                            named(number(index), "line"),
                            named(number(place), "place"),
                            named(number(step), "step"),
                            named(text(act), "act"),
                            named(text(office), "office"),
                            named(text(word), "word"),
                        )
                    )
        demanded = self.context.step("demanded", sql.union(rows))
        wanted = ["gate", "gate open", *(n for n in ("after", "author", "author broken", "amount") if self._has(n))]
        query = (
            sql.select(
                named(column("k", "_row"), "case"),
                named(column("c", "_key"), "object"),
                *[named(column("p", n), n) for n in ("place", "step", "act", "office", "word", "line")],
                *[named(column("k", n), n) for n in wanted],
            )
            .from_(sql.table(cases, "k"), copy=False)
            .join(sql.table(self.build.form.form, "c"), on=equal(column("c", "_row"), column("k", "_row")), copy=False)
        )
        query = query.join(sql.table(demanded, "p"), on=equal(column("p", "line"), column("k", "line")), copy=False)
        return self.context.step("seats", query.where(equal(column("k", "status"), number(1)), copy=False))

    def _has(self, column_name: str) -> bool:
        return bool(getattr(self.fields, column_name.split()[0]))

    def _standing(self, cases: str, seats: str) -> str:
        """One row per place and decision that speaks for it: its faults, and whether it is sound, dark or bad."""
        table, self.at_type = decisions(self.context, self.build.form)
        roles = appointments(self.context)
        s, d = "s", "d"
        at, person, office = column(d, "at"), column(d, "person"), column(s, "office")
        day = sql.day_of(at) if self.at_type == "datetime" else at
        query = (
            sql.select()
            .from_(sql.table(seats, s), copy=False)
            .join(sql.table(table, d), on=equal(column(d, "object"), column(s, "object")), copy=False)
        )
        query = self._authority(self._ever(query, roles, office), seats, table, roles)
        surely, possibly = equal(column("w", "surely"), number(1)), equal(column("w", "possibly"), number(1))
        speaks = any_of(equal(column(d, "role"), office), all_of(missing(column(d, "role")), any_of(surely, possibly)))
        faults = self._row_faults(day, person, surely, possibly)
        dark = {code: equal(column(d, code), number(1)) for code in DARK}
        dark["no-appointments"] = all_of(missing(column("e", "role")), present(person))
        dark["appointment-dates-missing"] = all_of(possibly, negated(surely))
        if self.fields.author:
            dark["author-missing"] = equal(column(s, "author broken"), number(1))
        refusal = sql.sure(equal(column(d, "says"), text("rejected")))
        return self.context.step("standing", self._stood(query, faults, dark, refusal, day, surely, s, d, speaks))

    def _ever(self, query, roles: str, office: Sql):
        """Join whether the office has any appointment at all (alias `e`)."""
        ever = self.context.steps.add(
            "appointed roles", sql.select(named(column("a", "role"), "role")).distinct(copy=False).from_(sql.table(roles, "a"), copy=False)
        )
        return query.join(sql.table(ever, "e"), on=equal(column("e", "role"), office), join_type="left", copy=False)

    def _authority(self, query, seats: str, table: str, roles: str):
        """Join what appointments say of each decision for each place (alias `w`): once, since much rests on it."""
        s, d = "s", "d"
        office, person = column(s, "office"), column(d, "person")
        at = column(d, "at")
        day = sql.day_of(at) if self.at_type == "datetime" else at

        def some(*more: Sql) -> Sql:
            found = sql.select(number(1)).from_(sql.table(roles, "h"), copy=False)
            return sql.flag(sql.exists(found.where(all_of(equal(column("h", "role"), office), *more), copy=False)))

        keys = [(s, "case"), (s, "place"), (s, "office"), (d, "found"), (d, "form")]
        said = sql.select(
            *[named(column(alias, name), name) for alias, name in keys],
            named(some(held(self.context, "h", person, day, True)), "surely"),
            named(some(held(self.context, "h", person, day, False)), "possibly"),
            named(some(equal(column("h", "person"), person)), "ever"),
        )
        said = said.from_(sql.table(seats, s), copy=False)
        said = said.join(sql.table(table, d), on=equal(column(d, "object"), column(s, "object")), copy=False)
        authority = self.context.step("authority", said)
        same = all_of(*[equal(column("w", name), column(alias, name)) for alias, name in keys])
        return query.join(sql.table(authority, "w"), on=same, copy=False)

    def _row_faults(self, day: Sql, person: Sql, surely: Sql, possibly: Sql) -> dict[str, Sql]:
        s, d = "s", "d"
        gate = column(s, "gate")
        gate_day = sql.day_of(gate) if self.gate_type == "datetime" else gate
        closed = equal(column(s, "gate open"), number(0))
        exact = self.at_type == self.gate_type == "datetime"
        late = compare(">", column(d, "at"), gate) if exact else compare(">", day, gate_day)
        never = equal(column("w", "ever"), number(0))
        dated = present(column(d, "at"))
        faults = {
            "review-only": all_of(equal(column(s, "act"), text("approve")), sql.sure(equal(column(d, "says"), text("reviewed")))),
            "role-not-held": all_of(
                present(column("e", "role")), present(person), negated(surely), negated(possibly), any_of(dated, never)
            ),
            "after-signing": all_of(closed, sql.sure(late)),
        }
        if self.fields.author:
            faults["self-approval"] = sql.sure(equal(person, column(s, "author")))
        if self.fields.after:
            faults["too-early"] = sql.sure(compare("<", day, column(s, "after")))
        if self.fields.amount:
            faults["amount-lower"] = sql.sure(compare("<", column(d, "amount"), column(s, "amount")))
        return faults

    def _stood(self, query, faults, dark, refusal, day, surely, s, d, speaks):
        bad, unsure = any_of(*faults.values()), any_of(*dark.values())
        state = choose([(bad, number(BAD)), (unsure, number(DARK_ROW))], number(SOUND))
        count = number(0)
        for when in faults.values():
            count = sql.arithmetic("+", count, sql.flag(when))
        gate = column(s, "gate")
        gate_day = sql.day_of(gate) if self.gate_type == "datetime" else gate
        columns = [
            named(column(s, "case"), "case"),
            named(column(s, "place"), "place"),
            named(column(s, "step"), "step"),
            named(column(s, "office"), "office"),
            named(column(s, "line"), "line"),
            named(column(d, "found"), "found"),
            named(column(d, "form"), "form"),
            named(column(d, "person"), "person"),
            named(column(d, "at"), "at"),
            named(state, "state"),
            named(count, "faults"),
            named(sql.flag(refusal), "refusal"),
            named(sql.flag(sql.sure(equal(day, gate_day))), "tie"),
            named(sql.flag(surely), "held"),
            *[named(sql.flag(faults.get(code, FALSE)), code) for code in ROW_FAULTS],
            *[named(sql.flag(dark.get(code, FALSE)), code) for code in UNSURE if code != "same-day-conflict"],
        ]
        return query.select(*columns).where(speaks, copy=False)

    # evidence

    def witnesses(self, cases: str) -> list[Witness]:
        """All decisions on the case, by the form that holds them."""
        table, at_type = decisions(self.context, self.build.form)
        found = []
        for form in deciding_forms(self.context, self.build.form.form):
            query = sql.select(named(column("k", "_row"), "case"), named(column("d", "found"), "found"), named(column("d", "at"), "at"))
            query = query.from_(sql.table(cases, "k"), copy=False).join(
                sql.table(self.build.form.form, "c"), on=equal(column("c", "_row"), column("k", "_row")), copy=False
            )
            query = query.join(sql.table(table, "d"), on=equal(column("d", "object"), column("c", "_key")), copy=False)
            on_form = equal(column("d", "form"), text(form.form))
            found.append(Witness(form.form, self.context.step(f"{form.form} of cases", query.where(on_form, copy=False)), at_type))
        return found
