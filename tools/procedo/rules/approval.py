"""Approval: the right people said yes, in order, in time. 审批：应当批准的人，按顺序、在期限内批准。

Before the gate (`before`, usually the signing) every approval that the matrix line demands is there: by a holder of the role
on the day of the decision, not by the author, not later than the gate, in the line's order. Population: all cases.

## Says
`matrix` (or `roles`: one line, in order), `before` (the gate), `after` (decisions before it do not count), `author` (who may
not approve), `amount` (a decision for less does not count), `where` (what a decision must state).

## Which line
The revision of the matrix in force on the day of the gate ◆ (a matrix governs commitments); while the gate is open, on the
as-of day. Its inputs are taken as recorded. An input that is blank or unreadable leaves the case undetermined
(`amount-missing`), a value outside every line too (`no-line`); no revision in force: `matrix-not-in-force`.

## A decision counts when
it is an approval (a review fills a place that demands a review; an approval covers a review, not the reverse ◆), its person
holds the demanded role that day by dated appointment (both days inclusive), it is not the author's, and it is dated on or
before the gate (same day: policy). A role that nobody was ever appointed to leaves a decision undetermined
(`no-appointments`); a missing one is still missing. One person fills one place of a case ◆ unless the line says
`same_person: allowed`. A demanded role's last word before the gate is a refusal: `rejected` ◆.

## Verdicts
All places filled in order: conforms. A fault: nonconforming while the gate has happened, `pending` (not-yet-signed) while it
is open. The only reason is a date, person or decision that cannot be read: undetermined.

## Example
```yaml
- {id: a, kind: approval, case: contract, matrix: AM-CONTRACT, before: signed_at, author: drafted_by, amount: price}
```
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from procedo.language import sql
from procedo.language.sql import all_of, any_of, choose, column, equal, negated, number
from procedo.rules._build import CONFORMS, NONCONFORMING, PENDING, UNDETERMINED, Build, Judged, Lacking
from procedo.rules._chain import Chain
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define
from procedo.rules._places import FAULTS, UNSURE

REASONS = (
    *FAULTS,
    "not-yet-signed",
    *UNSURE,
    "amount-missing",
    "no-line",
    "matrix-not-in-force",
    "value-unreadable",
    "value-missing",
    "case-date-missing",
)


class Fields(CheckFields):
    kind: Literal["approval"]
    matrix: str | None = None
    roles: list[str] = []
    before: str
    after: str | None = None
    author: str | None = None
    amount: str | None = None
    where: str | None = None
    same_person: Literal["allowed", "refused"] | None = None

    @model_validator(mode="after")
    def _line(self):
        if bool(self.matrix) == bool(self.roles):
            raise ValueError("approval says either `matrix` or `roles`")
        return self


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    chain = Chain(fields, build)
    cases, codes = chain.cases()
    if not chain.lines:
        return build.judged(cases, codes, number(UNDETERMINED), {}, REASONS)
    summary = chain.summary(cases)
    joins = [(table, alias, equal(column(alias, "_row"), column("k", "_row"))) for alias, table in summary.items()]

    def flagged(alias: str, name: str):
        return sql.sure(sql.compare(">", column(alias, name), number(0)))

    gate_open = equal(column("k", "gate open"), number(1))
    faults = {code: flagged("seats", code) for code in FAULTS if code not in ("same-person", "out-of-order")}
    faults["same-person"] = flagged("persons", "same-person") if "persons" in summary else sql.FALSE
    faults["out-of-order"] = flagged("order", "out-of-order") if "order" in summary else sql.FALSE
    unsure = {code: flagged("seats", code) for code in UNSURE}
    wrong, dark = any_of(*faults.values()), any_of(*unsure.values())
    verdict = choose(
        [
            (all_of(wrong, negated(gate_open)), number(NONCONFORMING)),
            (dark, number(UNDETERMINED)),
            (all_of(wrong, gate_open), number(PENDING)),
        ],
        number(CONFORMS),
    )
    whys = faults | unsure | {"not-yet-signed": all_of(wrong, gate_open)}
    tie = all_of(negated(wrong), negated(dark), flagged("seats", "tie"))
    shown = {"line": column("k", "line"), "gate": column("k", "gate")}
    return build.judged(
        cases,
        codes,
        verdict,
        whys,
        REASONS,
        joins,
        tie,
        shown,
        lacking=[Lacking(table=chain.lacking)],
        witnesses=chain.witnesses(cases),
        lines=tuple(chain.lines),
        facts={"gate": ("gate", chain.gate_type)},
    )
