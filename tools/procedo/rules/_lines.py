"""Which line of the matrix applies: its inputs as recorded, in the currency and tax basis of the matrix (SEMANTICS A.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from procedo.language import sql
from procedo.language.context import Context
from procedo.language.scope import Scope
from procedo.language.sql import NULL, Sql, all_of, any_of, choose, equal, missing, negated, number
from procedo.language.term import ALWAYS, Condition, Term, both
from procedo.language.unary import unary
from procedo.model.matrix import Approval, Matrix
from procedo.rules._amounts import Reading, readings
from procedo.rules._build import Build


@dataclass(frozen=True)
class Place:
    """One demand of a line: `need` distinct persons of these offices, in this step."""

    place: int
    step: int
    act: str
    offices: tuple[str, ...]
    need: int

    @property
    def word(self) -> str:
        return " / ".join(self.offices)


@dataclass(frozen=True)
class DemandedLine:
    """One line of the matrix with its places, in the order of their steps."""

    matrix: str
    revision: str
    line: str
    places: tuple[Place, ...]
    same_person: bool


@dataclass
class Applied:
    """`line`: number of the line that applies, or why none can be told. `values`: the case's amount as the matrix reads it."""

    lines: list[DemandedLine]
    line: Sql
    reasons: dict[str, Sql] = field(default_factory=dict)
    values: list[Reading] = field(default_factory=list)


def places(context: Context, approvals: list[Approval]) -> tuple[Place, ...]:
    """`all`: one place per role; `need: k`: one place that k persons fill, each in any of the roles. The profile binds the roles."""
    found: list[tuple[int, str, tuple[str, ...], int]] = []
    for approval in sorted(approvals, key=lambda a: a.step):
        offices = tuple(context.role(office) for office in approval.offices)
        if approval.need == "all":
            found += [(approval.step, approval.act, (office,), 1) for office in offices]
        else:
            found.append((approval.step, approval.act, offices, int(approval.need)))
    return tuple(Place(index, *rest) for index, rest in enumerate(found))


def applied(build: Build, scope: Scope, day: Sql) -> Applied:
    """The line for each case; `day` is its case date, for exchange rates."""
    fields, matrix = build.fields, build.context.matrix
    if getattr(fields, "roles", None):
        approvals = [Approval(step=i + 1, role=role) for i, role in enumerate(fields.roles)]
        values = readings(build, scope, fields.amount, ("amount",), None, day) if fields.amount else []
        return Applied([DemandedLine("", "", "", places(build.context, approvals), fields.same_person == "allowed")], number(0), {}, values)
    if matrix is None:
        return Applied([], NULL, {"matrix-not-in-force": sql.TRUE})
    return _by_matrix(build, scope, day, matrix)


def _by_matrix(build: Build, scope: Scope, day: Sql, matrix: Matrix) -> Applied:
    inputs = {i.name: readings(build, scope, i.is_, ("matrix", i.name), matrix, day) for i in matrix.inputs}
    amounts = [found for found in inputs.values() if found[0].money]
    said = [_line(build, scope, matrix, {name: r[min(which, len(r) - 1)] for name, r in inputs.items()}) for which in (0, 1)]
    both_ways = any(len(found) > 1 for found in inputs.values())
    line = choose([(sql.sure(equal(said[0], said[1])), said[0])]) if both_ways else said[0]
    reasons = _reasons(inputs, line, both_ways, all_of(*[negated(missing(one)) for one in said]))
    return Applied(demanded(build.context, matrix, getattr(build.fields, "same_person", None)), line, reasons, amounts[0] if amounts else [])


def demanded(context: Context, matrix: Matrix, same_person: str | None) -> list[DemandedLine]:
    """The lines of the matrix. `same_person: allowed` of the check or of the line lets one person fill two places."""
    return [
        DemandedLine(matrix.matrix, matrix.revision, line.id, places(context, line.approvals), "allowed" in (line.same_person, same_person))
        for line in matrix.lines
    ]


def _line(build: Build, scope: Scope, matrix: Matrix, inputs: dict[str, Reading]) -> Sql:
    """The first line that surely applies; with `hit: first` none before it may apply."""
    hits, before = [], sql.FALSE
    for index, line in enumerate(matrix.lines):
        test = ALWAYS
        for name, said in line.tests.items():
            if name in inputs:
                test = both(test, _test(build, scope, (line.id, name), inputs[name], said))
        hits.append((all_of(test.holds, negated(before)) if matrix.hit == "first" else test.holds, number(index)))
        before = any_of(before, test.unknown)
    return choose(hits)


def _test(build: Build, scope: Scope, path: tuple[str, str], subject: Reading, test) -> Condition:
    return build._at(("matrix", *path), lambda: unary(build.compiler(scope), subject.term, test, subject.per))


def _reasons(inputs: dict[str, list[Reading]], line: Sql, both_ways: bool, clear: Sql) -> dict[str, Sql]:
    """Why no line can be told: an input is not known, its two readings give two lines, or no line takes it."""
    none, unknown, reasons = missing(line), sql.FALSE, {}
    for name_readings in inputs.values():
        for code, when in _unknown(name_readings[0].term).items():
            reasons[code] = any_of(reasons.get(code, sql.FALSE), when)
            unknown = any_of(unknown, when)
    found = {code: all_of(none, when) for code, when in reasons.items()}
    if both_ways:
        found["tax-basis-missing"] = any_of(found.get("tax-basis-missing", sql.FALSE), all_of(none, clear))
        none = all_of(none, negated(clear))
    return found | {"no-line": all_of(none, negated(unknown))}


def _unknown(term: Term) -> dict[str, Sql]:
    """A number that is blank or unreadable is `amount-missing`, whatever the loader calls it."""
    own = {code: when for code, when in term.faults.items() if code in ("rate-missing", "tax-basis-missing")}
    apart = any_of(*own.values())
    lost = all_of(any_of(missing(term.sql), term.unknown), negated(apart))
    return {code: when for code, when in {**own, ("amount-missing" if term.type == "number" else "value-missing"): lost}.items() if not sql.is_false(when)}
