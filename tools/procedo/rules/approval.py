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
from procedo.language.sql import Sql, all_of, any_of, choose, column, equal, negated, number
from procedo.model.text import Words
from procedo.rules import _places, _stood
from procedo.rules._build import CONFORMS, NONCONFORMING, PENDING, UNDETERMINED, Build, Judged
from procedo.rules._chain import Chain, Settled
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define
from procedo.rules._places import Grades

FAULTS = ("rejected", "missing", *_stood.FAULTS, "same-person", "out-of-order")
REASONS = (
    *FAULTS,
    "not-yet-signed",
    *_places.UNSURE,
    "amount-missing",
    "no-line",
    "matrix-not-in-force",
    "rate-missing",
    "case-date-missing",
)


class Fields(CheckFields):
    kind: Literal["approval"]
    matrix: str | None = None
    roles: list[str] = []
    before: Words
    delivery: str | None = None
    happened: str | None = None
    after: str | None = None
    author: str | None = None
    amount: str | None = None
    where: str | None = None
    scope: str | None = None
    after_reject: Literal["restart", "resume"] = "restart"
    same_person: Literal["allowed", "refused"] | None = None

    @model_validator(mode="after")
    def _line(self):
        if bool(self.matrix) == bool(self.roles):
            raise ValueError("approval says either `matrix` or `roles`")
        if not self.before:
            raise ValueError("approval says the point that must not be passed: `before`")
        return self


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    chain = Chain(fields, build)
    cases, codes = chain.cases()
    if not chain.applied.lines:
        return build.judged(cases, codes, number(UNDETERMINED), {}, REASONS)
    found = chain.settle(cases)
    faults, unsure = _faults(found, chain.grades), _unsure(found, chain.grades)
    wrong, dark = any_of(*faults.values()), any_of(*unsure.values())
    open_gate = equal(column("k", "gate open"), number(1))
    verdict = choose(
        [
            (all_of(wrong, negated(open_gate)), number(NONCONFORMING)),
            (dark, number(UNDETERMINED)),
            (wrong, number(PENDING)),
        ],
        number(CONFORMS),
    )
    silent = all_of(open_gate, dark)
    whys = {code: all_of(when, negated(silent)) for code, when in faults.items()} | unsure
    whys["not-yet-signed"] = all_of(wrong, open_gate, negated(dark))
    return build.judged(
        cases,
        codes,
        verdict,
        whys,
        REASONS,
        _joins(found),
        _tie(found, build.context.same_day == "refused", wrong, dark),
        {"line": column("k", "line"), "gate": column("k", "gate")},
        lacking=[chain.lacking()],
        witnesses=chain.witnesses(cases),
        lines=tuple(chain.applied.lines),
        facts={"gate": ("gate", chain.gate_type)},
    )


def _joins(found: Settled) -> list[tuple[str, str, Sql]]:
    row = column("k", "_row")
    joins = [(found.reasons, "r", equal(column("r", "case"), row)), (found.choices, "h", equal(column("h", "case"), row))]
    return joins + ([(found.plain, "q", equal(column("q", "_row"), row))] if found.plain else [])


def _on(alias: str, name: str, value: int = 1) -> Sql:
    return sql.sure(equal(column(alias, name), number(value)))


def _faults(found: Settled, grades: Grades) -> dict[str, Sql]:
    """Certain faults. An open decision that might mend the choice of persons or the order leaves that unknown."""
    mended = any_of(*[_on("r", f"spare {code}") for code in grades.unsure])
    faults = {code: _on("r", code) for code in ("rejected", "missing", *grades.faults)}
    faults["same-person"] = all_of(_on("h", "together", 0), negated(mended))
    faults["out-of-order"] = all_of(_on("h", "together"), _on("h", "in order", 0), negated(mended))
    return faults


def _unsure(found: Settled, grades: Grades) -> dict[str, Sql]:
    muddled = any_of(_on("h", "together", 0), _on("h", "in order", 0))
    return {code: any_of(_on("r", code), all_of(muddled, _on("r", f"spare {code}"))) for code in grades.unsure}


def _tie(found: Settled, refused: bool, wrong: Sql, dark: Sql) -> Sql:
    """The verdict rests on the same-day policy: under the other one the chain would not have been judged as it was."""
    differs = all_of(_on("h", "loose"), _on("h", "strict", 0))
    chain = all_of(differs, negated(dark), wrong if refused else negated(wrong))
    return any_of(chain, _on("q", "tie")) if found.plain else chain
