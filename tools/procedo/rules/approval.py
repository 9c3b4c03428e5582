"""Approval: the right people said yes, in order, in time.

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

## 中文
审批：应当批准的人，按顺序、在期限内批准。

把关时点（`before`，通常是签订）之前，矩阵该行所要的批准都已具备：由当日任该角色的人作出，不是起草人本人，不晚于把关时点，
次序不乱。

**用哪一行** 取把关当日有效的矩阵版本 ◆（矩阵管的是承诺）；尚未把关的取截至日。输入值为空或读不出：无法判定 `amount-missing`；
哪一行都不合：`no-line`；当日没有有效版本：`matrix-not-in-force`。

**怎样的决定算数** 是批准（要求评审的位置，评审即可；批准可以代替评审，反之不可 ◆）；决定人当日按任命担任该角色（首尾两日都算）；
不是起草人；不晚于把关时点（同日按同日规则）。从来没有人任过的角色，已有的决定无法判定 `no-appointments`，缺少的仍是缺少。
◆ 一人在一个案例里只占一个位置，除非该行写明 `same_person: allowed`。◆ 角色在把关之前最后的意见是驳回：`rejected`。

**结论** 位置都按顺序填满：符合。有毛病：已把关的不符合，未把关的未到期（not-yet-signed）。唯一的原因是日期、人员或结论读不出：
无法判定。
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
