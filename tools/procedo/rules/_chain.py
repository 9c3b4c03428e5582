"""The approval chain of a case: its line, the places the line demands, the standing of each decision, what is unfilled."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from procedo.language import sql
from procedo.language.authority import appointments, held
from procedo.language.points import to_day
from procedo.language.sql import FALSE, NULL, Sql, all_of, any_of, choose, column, compare, equal, missing, named, negated, number, present, text
from procedo.language.term import Condition, Term, both, merged
from procedo.language.unary import unary
from procedo.model.matrix import Approval, Line
from procedo.rules._build import Build, Witness
from procedo.rules._decisions import DARK, deciding_forms, decisions

FAULTS = (
    "rejected", "missing", "review-only", "self-approval", "same-person", "role-not-held", "after-signing", "too-early",
    "amount-lower", "out-of-order",
)
"""Certain faults, the gravest first: against a refusal > no decision > no independence > no authority > too late > order."""

UNSURE = (
    "same-day-conflict", "approver-missing", "date-missing", "decision-missing", "author-missing", "future-dated", "no-appointments",
    "appointment-dates-missing", "approved-amount-unreadable", "value-unreadable",
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
        from procedo.language.term import ALWAYS

        found = ALWAYS
        for name, test in line.tests.items():
            if name in inputs:
                found = both(found, self.build._at(("matrix", line.id, name), lambda: unary(self.build.compiler(scope), inputs[name], test)))
        return found

    def _demanded(self, line: Line) -> DemandedLine:
        matrix = self.context.matrix
        allowed = "allowed" in (line.same_person, self.fields.same_person)
        return DemandedLine(matrix.matrix, matrix.revision, line.id, places(line.approvals), allowed)

    # places and decisions

    def summary(self, cases: str) -> dict[str, str]:
        """Tables per case: `seats` (reasons of unfilled places), `persons` and `order` where they can matter."""
        seats = self._seats(cases)
        standing = self._standing(cases, seats)
        outcome = self._outcome(seats, standing)
        found = {"seats": self._per_case(outcome)}
        self.lacking = self.context.step("lacking", sql.select(
            named(column("o", "case"), "_row"), named(column("o", "word"), "value"),
        ).from_(sql.table(outcome, "o"), copy=False).where(negated(all_of(equal(column("o", "state"), number(SOUND)), equal(column("o", "rejected"), number(0)))), copy=False))
        if any(len(line.places) > 1 and not line.same_person for line in self.lines):
            found["persons"] = self._persons(cases, standing)
        if any(len({step for _, step, _, _ in line.places}) > 1 for line in self.lines):
            found["order"] = self._order(standing)
        return found

    def _seats(self, cases: str) -> str:
        """One row per case, place and office that may fill it."""
        rows = []
        for index, line in enumerate(self.lines):
            for place, step, act, offices in line.places:
                word = " / ".join(offices)
                for office in offices:
                    rows.append(sql.select(named(number(index), "line"), named(number(place), "place"), named(number(step), "step"),
                                           named(text(act), "act"), named(text(office), "office"), named(text(word), "word")))
        demanded = self.context.step("demanded", sql.union(rows))
        wanted = ["gate", "gate open", *(n for n in ("after", "author", "author broken", "amount") if self._has(n))]
        query = sql.select(
            named(column("k", "_row"), "case"), named(column("c", "_key"), "object"), *[named(column("p", n), n) for n in ("place", "step", "act", "office", "word", "line")],
            *[named(column("k", n), n) for n in wanted],
        ).from_(sql.table(cases, "k"), copy=False).join(sql.table(self.build.form.form, "c"), on=equal(column("c", "_row"), column("k", "_row")), copy=False)
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
        query = sql.select().from_(sql.table(seats, s), copy=False).join(sql.table(table, d), on=equal(column(d, "object"), column(s, "object")), copy=False)
        query = self._ever(query, roles, office)
        surely, possibly = self._authority(roles, person, office, day, True), self._authority(roles, person, office, day, False)
        speaks = any_of(equal(column(d, "role"), office), all_of(missing(column(d, "role")), any_of(surely, possibly)))
        faults = self._row_faults(day, person, surely, possibly, roles, office)
        dark = {code: equal(column(d, code), number(1)) for code in DARK}
        dark["no-appointments"] = all_of(missing(column("e", "role")), present(person))
        dark["appointment-dates-missing"] = all_of(possibly, negated(surely))
        if self.fields.author:
            dark["author-missing"] = equal(column(s, "author broken"), number(1))
        refusal = sql.sure(equal(column(d, "says"), text("rejected")))
        return self.context.step("standing", self._stood(query, faults, dark, refusal, day, surely, s, d, speaks))

    def _ever(self, query, roles: str, office: Sql):
        """Join whether the office has any appointment at all (alias `e`)."""
        ever = self.context.steps.add("appointed roles", sql.select(named(column("a", "role"), "role")).distinct(copy=False).from_(sql.table(roles, "a"), copy=False))
        return query.join(sql.table(ever, "e"), on=equal(column("e", "role"), office), join_type="left", copy=False)

    def _authority(self, roles: str, person: Sql, office: Sql, day: Sql, certain: bool) -> Sql:
        query = sql.select(number(1)).from_(sql.table(roles, "h"), copy=False)
        return sql.exists(query.where(all_of(equal(column("h", "role"), office), held(self.context, "h", person, day, certain)), copy=False))

    def _row_faults(self, day: Sql, person: Sql, surely: Sql, possibly: Sql, roles: str, office: Sql) -> dict[str, Sql]:
        s, d = "s", "d"
        gate = column(s, "gate")
        gate_day = sql.day_of(gate) if self.gate_type == "datetime" else gate
        closed = equal(column(s, "gate open"), number(0))
        exact = self.at_type == self.gate_type == "datetime"
        late = compare(">", column(d, "at"), gate) if exact else compare(">", day, gate_day)
        never = negated(sql.exists(sql.select(number(1)).from_(sql.table(roles, "n"), copy=False).where(all_of(equal(column("n", "role"), office), equal(column("n", "person"), person)), copy=False)))
        dated = present(column(d, "at"))
        faults = {
            "review-only": all_of(equal(column(s, "act"), text("approve")), sql.sure(equal(column(d, "says"), text("reviewed")))),
            "role-not-held": all_of(present(column("e", "role")), present(person), negated(surely), negated(possibly), any_of(dated, never)),
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
            named(column(s, "case"), "case"), named(column(s, "place"), "place"), named(column(s, "step"), "step"), named(column(s, "office"), "office"),
            named(column(s, "line"), "line"), named(column(d, "found"), "found"), named(column(d, "form"), "form"), named(column(d, "person"), "person"),
            named(column(d, "at"), "at"), named(state, "state"), named(count, "faults"), named(sql.flag(refusal), "refusal"),
            named(sql.flag(sql.sure(equal(day, gate_day))), "tie"), named(sql.flag(surely), "held"),
            *[named(sql.flag(faults.get(code, FALSE)), code) for code in ROW_FAULTS],
            *[named(sql.flag(dark.get(code, FALSE)), code) for code in UNSURE if code != "same-day-conflict"],
        ]
        return query.select(*columns).where(speaks, copy=False)

    # what is filled

    def _outcome(self, seats: str, standing: str) -> str:
        """One row per place: its best decision (sound, else dark, else the one with the fewest faults), and refusals."""
        t = "t"
        order = [column(t, "state"), column(t, "faults"), column(t, "found")]
        codes = [*ROW_FAULTS, *[c for c in UNSURE if c != "same-day-conflict"]]
        ranked = sql.select(
            *[named(column(t, n), n) for n in ("case", "place", "state", "tie", *codes)],
            named(sql.row_number([column(t, "case"), column(t, "place")], order), "rank"),
        ).from_(sql.table(standing, t), copy=False).where(equal(column(t, "refusal"), number(0)), copy=False)
        best = self.context.step("ranked", ranked)
        refused = self._refusals(standing)
        s, b, r = "s", "b", "r"
        on_best = all_of(equal(column(b, "case"), column(s, "case")), equal(column(b, "place"), column(s, "place")), equal(column(b, "rank"), number(1)))
        on_refused = all_of(equal(column(r, "case"), column(s, "case")), equal(column(r, "place"), column(s, "place")))
        query = sql.select(
            named(column(s, "case"), "case"), named(column(s, "place"), "place"), named(sql.aggregate("min", column(s, "word")), "word"),
            named(sql.coalesce(sql.aggregate("max", column(b, "state")), number(3)), "state"),
            named(sql.coalesce(sql.aggregate("max", column(b, "tie")), number(0)), "tie"),
            named(sql.coalesce(sql.aggregate("max", column(r, "rejected")), number(0)), "rejected"),
            named(sql.coalesce(sql.aggregate("max", column(r, "conflict")), number(0)), "conflict"),
            *[named(sql.coalesce(sql.aggregate("max", column(b, code)), number(0)), code) for code in codes],
        ).from_(sql.table(seats, s), copy=False).join(sql.table(best, b), on=on_best, join_type="left", copy=False).join(sql.table(refused, r), on=on_refused, join_type="left", copy=False)
        return self.context.step("places", query.group_by(column(s, "case"), column(s, "place"), copy=False))

    def _refusals(self, standing: str) -> str:
        """Per place: whether an office's last word before the gate is a refusal by a holder of the role."""
        t = "t"
        in_time = equal(column(t, "after-signing"), number(0))
        no = sql.aggregate("max", choose([(all_of(equal(column(t, "refusal"), number(1)), in_time, equal(column(t, "held"), number(1))), column(t, "at"))]))
        yes = sql.aggregate("max", choose([(all_of(equal(column(t, "refusal"), number(0)), in_time, negated(equal(column(t, "state"), number(BAD)))), column(t, "at"))]))
        words = sql.select(
            named(column(t, "case"), "case"), named(column(t, "place"), "place"), named(column(t, "office"), "office"), named(no, "no"), named(yes, "yes"),
        ).from_(sql.table(standing, t), copy=False).group_by(column(t, "case"), column(t, "place"), column(t, "office"), copy=False)
        last = self.context.step("last words", words)
        w = "w"
        rejected = all_of(present(column(w, "no")), any_of(missing(column(w, "yes")), compare(">", column(w, "no"), column(w, "yes"))))
        conflict = sql.sure(equal(column(w, "no"), column(w, "yes")))
        query = sql.select(
            named(column(w, "case"), "case"), named(column(w, "place"), "place"), named(sql.aggregate("max", sql.flag(sql.sure(rejected))), "rejected"),
            named(sql.aggregate("max", sql.flag(conflict)), "conflict"),
        )
        return self.context.step("refusals", query.from_(sql.table(last, w), copy=False).group_by(column(w, "case"), column(w, "place"), copy=False))

    def _per_case(self, outcome: str) -> str:
        """Per case: for each reason, how many places it leaves unfilled."""
        o = "o"
        state = column(o, "state")
        rejected, conflict = equal(column(o, "rejected"), number(1)), equal(column(o, "conflict"), number(1))
        counts = {"rejected": rejected, "missing": all_of(equal(state, number(3)), negated(rejected)), "same-day-conflict": all_of(conflict, negated(rejected))}
        counts |= {code: all_of(equal(state, number(BAD)), negated(rejected), equal(column(o, code), number(1))) for code in ROW_FAULTS}
        dark = [c for c in UNSURE if c != "same-day-conflict"]
        counts |= {code: all_of(equal(state, number(DARK_ROW)), negated(rejected), equal(column(o, code), number(1))) for code in dark}
        counts["tie"] = all_of(equal(state, number(SOUND)), equal(column(o, "tie"), number(1)))
        query = sql.select(named(column(o, "case"), "_row"), *[named(sql.total(when), code) for code, when in counts.items()])
        return self.context.step("reasons", query.from_(sql.table(outcome, o), copy=False).group_by(column(o, "case"), copy=False))

    def _persons(self, cases: str, standing: str) -> str:
        """Hall's condition: every set of sound places has at least as many different persons (one person, one place)."""
        t = "t"
        most = max(len(line.places) for line in self.lines)
        short: Sql = FALSE
        for size in range(2, most + 1):
            for chosen in combinations(range(most), size):
                inside = sql.one_of(column(t, "place"), [number(p) for p in chosen])
                persons = sql.count_distinct(choose([(inside, column(t, "person"))]))
                filled = sql.count_distinct(choose([(inside, column(t, "place"))]))
                short = any_of(short, all_of(equal(filled, number(size)), compare("<", persons, number(size))))
        strict = [number(i) for i, line in enumerate(self.lines) if not line.same_person]
        query = sql.select(named(column(t, "case"), "_row"), named(sql.flag(short), "same-person")).from_(sql.table(standing, t), copy=False)
        sound = all_of(equal(column(t, "state"), number(SOUND)), equal(column(t, "refusal"), number(0)), sql.one_of(column(t, "line"), strict))
        return self.context.step("persons", query.where(sound, copy=False).group_by(column(t, "case"), copy=False))

    def _order(self, standing: str) -> str:
        """Steps in order, among sound decisions: each place's earliest decision not before the step before it was done."""
        t, reached = "t", None
        wrong_tables = []
        for step in sorted({step for line in self.lines for _, step, _, _ in line.places}):
            sound = all_of(equal(column(t, "state"), number(SOUND)), equal(column(t, "refusal"), number(0)), equal(column(t, "step"), number(step)))
            query = sql.select(named(column(t, "case"), "case"), named(column(t, "place"), "place"))
            at: Sql = column(t, "at")
            source = sql.table(standing, t)
            if reached is None:
                first = query.select(named(sql.aggregate("min", at), "at")).from_(source, copy=False)
            else:
                in_turn = any_of(missing(column("r", "at")), compare(">=", at, column("r", "at")))
                first = query.select(named(sql.aggregate("min", choose([(in_turn, at)])), "at")).from_(source, copy=False)
                first = first.join(sql.table(reached, "r"), on=equal(column("r", "case"), column(t, "case")), join_type="left", copy=False)
            earliest = self.context.step(f"step {step}", first.where(sound, copy=False).group_by(column(t, "case"), column(t, "place"), copy=False))
            wrong_tables.append(sql.select(named(column("q", "case"), "case"), named(sql.flag(missing(column("q", "at"))), "wrong"), named(column("q", "at"), "at")).from_(sql.table(earliest, "q"), copy=False))
            merged_steps = self.context.step(f"until step {step}", sql.union([w.copy() for w in wrong_tables]))
            reached = self.context.step(f"reached {step}", sql.select(named(column("u", "case"), "case"), named(sql.aggregate("max", column("u", "at")), "at")).from_(sql.table(merged_steps, "u"), copy=False).group_by(column("u", "case"), copy=False))
        query = sql.select(named(column("u", "case"), "_row"), named(sql.aggregate("max", column("u", "wrong")), "out-of-order")).from_(sql.table(merged_steps, "u"), copy=False)
        return self.context.step("order", query.group_by(column("u", "case"), copy=False))

    # evidence

    def witnesses(self, cases: str) -> list[Witness]:
        """All decisions on the case, by the form that holds them."""
        table, at_type = decisions(self.context, self.build.form)
        found = []
        for form in deciding_forms(self.context, self.build.form.form):
            query = sql.select(named(column("k", "_row"), "case"), named(column("d", "found"), "found"), named(column("d", "at"), "at"))
            query = query.from_(sql.table(cases, "k"), copy=False).join(sql.table(self.build.form.form, "c"), on=equal(column("c", "_row"), column("k", "_row")), copy=False)
            query = query.join(sql.table(table, "d"), on=equal(column("d", "object"), column("c", "_key")), copy=False)
            on_form = equal(column("d", "form"), text(form.form))
            found.append(Witness(form.form, self.context.step(f"{form.form} of cases", query.where(on_form, copy=False)), at_type))
        return found


__all__ = ["Chain", "FAULTS", "UNSURE", "merged"]
