"""Approval: the right people said yes, in order, in time.

Before the gate (usually the signing) every approval that the line of the matrix demands is there: by a holder of the role on
the day of the decision, not by the author, not after the gate, in the line's order. Population: all cases.

## Says
| | |
|---|---|
| `matrix` or `roles` | the approval matrix, or one line written out: its roles in order |
| `before` | the gate: a point, or a list of points of which the earliest counts |
| `delivery` | delivery or performance, ◆ a gate too (it commits without a signature); a decision after it is `after-delivery` |
| `happened` | condition that says the gate was passed although its date is blank, such as `status = 'signed'`: `case-date-missing` |
| `after` | a decision before it does not count (`too-early`); blank: no such limit |
| `author` | who may not decide, himself or through a delegate |
| `amount` | a decision for less does not count; ◆ blank there means as presented |
| `where` | what a decision must state to count; `this.` is the case. A refusal counts without it |
| `scope` | what of the case the scope of a delegation is compared with, such as `class` |
| `after_reject` | ◆ `restart` (default): after a refusal all is approved anew; `resume`: what was approved before stays |
| `same_person` | ◆ `refused` (default): one person fills one place; `allowed` here or in a line: also two places, never two of one k-of-n |

## Which line
The gate is the earlier of signing and delivery. The matrix revision of that day applies ◆ (a matrix governs commitments), or
of the day the case began, where the entering revision says so (`transition`); while the gate is open, that of the as-of day.
The inputs are taken as recorded. One that is blank or unreadable: `amount-missing` (a text: `value-missing`); in no line:
`no-line`; no revision in force: `matrix-not-in-force` ◆ (approval was due all the same, only its measure is lacking). All are
undetermined.

A matrix may state `currency` and `basis` (net, gross); the money field of the form says its own: `currency`, `basis`, or
record by record `currency_field`, `tax_included_field`, `tax_rate_field` (0.13). Only a plain field is converted. ◆ The rate
in force on the case date is used (one date decides revision and rate) and the product is not rounded; no rate:
`rate-missing`. A blank currency means the field's own. Lines are compared with amount and bound multiplied out. Where it is
not known whether tax is included, both readings are tried: two lines, or no tax rate, is `tax-basis-missing`.

## Which decision counts
A decision speaks for the role it states; with none stated, for the demanded roles its person held that day. It is bad with
one certain fault, open where something that matters cannot be read, else sound. A review fills a review; an approval covers
a review, ◆ not the reverse (`review-only`).

**Authority on that day.** By dated appointment, both days inclusive. ◆ Two persons in office at once (handover) both hold
it. Else by a delegation: inside its days (`delegation-not-yet`, `delegation-expired`), scope (case or role), cap (in
currency and basis of the matrix; equal is inside). A giver who does not hold the role himself makes it
`delegator-not-holder`; a giver who is a delegate may pass it on only if his own delegation says `sub`
(`delegation-chain`), each link is tested. A ring without a holder is `delegation-loop`. A chain is followed over 4
delegations; a longer one is undetermined (`chain-too-long`), for it may be in order. A scope can be compared with the
case only where the check says `scope`; else what names neither the role nor nothing is undetermined. A standing substitute
acts on days the holder is recorded absent (`substitute-without-absence`) ◆ by the standing order, not by the holder, so that
an author's substitute may approve. ◆ No hierarchy, unless the role list says `may_act_for`. One sound way is enough; of
several unsound ones the one with the fewest faults is told, the mildest of those. A role that nobody was ever appointed to:
decisions are undetermined (`no-appointments`), a missing one is still missing. No delegations in the recordset: nobody
delegated.

**Stale.** A change of one of the matrix's `key_fields` after the decision and not after the gate, in a form that declares
`history`; ◆ in any direction, since a lower price may be an unapproved discount. Old = new is no change; an undated change
is `change-date-missing`.

## Refusals and rounds
A role has one voice, its last before the gate. Is it a refusal: `rejected`; the others are not called lapsed while it
stands. ◆ Of an any-of one office that refused is enough (no shopping for the friendlier office); k-of-n counts the last
vote of each person, votes against do not block. Who may not approve may not refuse. Yes and no on one day:
`same-day-conflict`, until a later clear decision. A recorded round outranks dates: only the last counts (`earlier-round`).
A decision that may be a refusal (nothing readable, or no date) leaves the place undetermined unless the role clearly
decided later.

## Places
`all`: one place per role; `need: 1`: any of them; `need: k`: k distinct persons. If some choice of sound decisions fills all
places with distinct persons the case is sound, else `same-person`; a later step not before an earlier one, else
`out-of-order`. Equal dates count as the demanded order ◆, unless the library says `same_day: refused`. For an unfilled place the
decision with the fewest faults gives the reasons, of equal ones the mildest; an open one leaves it undetermined.

## Verdicts
All places filled in order: conforms. A fault: nonconforming, told by gravity ◆: refusal, no decision, independence,
authority, too late, content, order. Before the gate a fault is `pending` (`not-yet-signed`). Only what cannot be read:
undetermined, and then the faults of an open gate are not told.

## Example
```yaml
- {id: a, kind: approval, case: contract, matrix: AM-CONTRACT, before: signed_at, delivery: delivered_at, author: drafted_by, amount: price}
```

## 中文
审批：应当批准的人，按顺序、在期限内批准。

把关时点（通常是签订）之前，矩阵该行所要的批准都已具备：由决定当日任该角色的人作出，不是起草人本人，不晚于把关时点，次序不乱。
全部记录都是案例。

**写法**

| | |
|---|---|
| `matrix` 或 `roles` | 审批矩阵；或直接写一行：依次列出角色 |
| `before` | 把关时点；可列几个，取最早的 |
| `delivery` | 交付或履行的时点。◆ 未签先交付同样构成承诺，因此也是把关时点；在它之后的批准报 `after-delivery`，不报 `after-signing` |
| `happened` | 日期为空、但另有字段表明已经发生的条件，如 `status = 'signed'`：`case-date-missing` |
| `after` | 早于它的决定不算（`too-early`）；为空则没有这一限制 |
| `author` | 不得作决定的人，本人不行，经受托人也不行 |
| `amount` | 批准金额低于它的不算；◆ 批准金额为空视为按送审金额批准 |
| `where` | 决定须写明什么才算数；`this.` 指案例。驳回不受此限 |
| `scope` | 委托范围与案例的哪一项比较，如 `class` |
| `after_reject` | ◆ `restart`（默认）：驳回后全部重新批准；`resume`：此前的批准仍有效 |
| `same_person` | ◆ `refused`（默认）：一人只占一个位置；检查或矩阵行写 `allowed`：可占两个，但同一个 k 取 n 之内不行 |

**用哪一行** 把关时点取签订与交付中较早的一个，用当日有效的矩阵版本 ◆（矩阵管的是承诺）；新版本写明 `transition` 的，按案例开始之日；
尚未把关的取截至日。输入按记录取值。金额为空或读不出：`amount-missing`（文字输入：`value-missing`）；哪一行都不合：`no-line`；
当日没有有效版本：`matrix-not-in-force` ◆（仍须批准，只是没有尺度可依）。都是无法判定。

矩阵可写 `currency`（币种）和 `basis`（net 不含税、gross 含税）；表单的金额字段写自己的 `currency`、`basis`，逐条不同的用
`currency_field`、`tax_included_field`、`tax_rate_field`（0.13）指明字段。只换算直接写出的字段。◆ 用案例日有效的汇率（同一个日期决定版本和
汇率），乘积不舍入；没有汇率：`rate-missing`。币种为空即字段自己的币种。比较时两边相乘，不做除法。不知是否含税的，两种读法都试：
结果落在两行，或没有税率，即 `tax-basis-missing`。

**怎样的决定算数** 决定为它写明的角色说话；没写角色的，为其人当日担任的应批角色说话。有一个确定的毛病就不算；要紧处读不出的是存疑；
其余有效。评审只能填评审的位置；批准可代替评审，◆ 反之不可（`review-only`）。

**当日权限** 按任命起止日，首尾两日都算。◆ 交接期两人同时在任，都算。否则看委托：须在期限内（`delegation-not-yet`、
`delegation-expired`），在范围内（案例类别或角色），不超金额上限（按矩阵的币种和含税口径；正好等于上限不算超）。委托人自己当日不在任：
`delegator-not-holder`；委托人也只是受托人的，须其受托写明可转委托（`sub`），否则 `delegation-chain`，每一环都要查。
转成一圈而无人在任：`delegation-loop`。最多追 4 层委托；再多的无法判定（`chain-too-long`），因为它可能是合规的。检查没写 `scope` 时，
委托范围无从与案例比较，除非范围为空或写的就是角色，否则无法判定。常设代理人只在本人有缺勤记录的日子代行
（`substitute-without-absence`）◆，权限来自代理安排而不是本人，所以起草人的代理人可以批准。◆ 上级不能代替下级，除非岗位清单写明
`may_act_for`。几条来源有一条有效即可；都无效的，报毛病最少的一条，同样少的报较轻的。从来没有人任过的角色：已有的决定无法判定
（`no-appointments`），缺少的仍是缺少。记录集没有委托记录，即无人委托。

**批准后变更** 声明了 `history` 的表单里，矩阵 `key_fields` 所列的内容在决定之后、把关之前有变更：`stale`；◆ 不论变大变小，降价也可能是未经
批准的折扣。新旧相同不算变更；变更没有日期：`change-date-missing`。

**驳回与轮次** 一个角色只有一个声音，即把关之前最后的一次。最后是驳回：`rejected`，此时不说其他人的批准失效。◆ 任一即可的，其中一个角色
驳回就不行（不得另找好说话的部门）；k 取 n 的，按每人最后一票计，反对票不阻断。无权批准的人也无权驳回。同一天既批又驳：
`same-day-conflict`，除非其后另有明确的决定。记录了轮次的，轮次优先于日期，只有最后一轮算数（`earlier-round`）。可能是驳回的记录
（结论读不出，或没有日期）使该位置无法判定，除非该角色其后有明确的决定。

**位置** `all`：每个角色一个位置；`need: 1`：任一角色；`need: k`：k 个不同的人。只要有一种选法能让不同的人填满全部位置，就算填满，否则
`same-person`；后一步不得早于前一步，否则 `out-of-order`。同日视为合乎顺序 ◆，除非文件库写明 `same_day: refused`。未填满的位置，由毛病最少的决定给出
原因，同样少的取较轻的；有存疑的决定，则无法判定。

**结论** 位置都按顺序填满：符合。有毛病：不符合，由重到轻列出 ◆：驳回、没有决定、不独立、无权、太晚、内容、次序。尚未把关时有毛病：未到期
`not-yet-signed`。只是读不出：无法判定，此时未把关的毛病不列。
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from procedo.language import sql
from procedo.language.sql import any_of, column, equal, named, number, present
from procedo.model.text import Words
from procedo.rules import _places, _stood
from procedo.rules._build import CONFORMS, UNDETERMINED, Build, Judged
from procedo.rules._chain import Chain
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define
from procedo.rules._ruling import on, verdicts

_OFFICE = _stood.FAULTS.index("role-not-held")
"""Who decided is graver than in which office."""
FAULTS = ("rejected", "missing", *_stood.FAULTS[:_OFFICE], "same-person", *_stood.FAULTS[_OFFICE:], "out-of-order")
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
    table, told = verdicts(build, found, chain.grades)
    joins = [(table, "v", equal(column("v", "case"), column("k", "_row")))]
    tie = on("v", "tie")
    if found.plain:
        joins.append((_ties(build, found.plain), "q", equal(column("q", "_row"), column("k", "_row"))))
        tie = any_of(tie, present(column("q", "_row")))
    return build.judged(
        cases,
        codes,
        sql.coalesce(column("v", "verdict"), number(CONFORMS)),
        {code: on("v", code) for code in told},
        REASONS,
        joins,
        tie,
        {"line": column("k", "line"), "gate": column("k", "gate")},
        lacking=[chain.lacking()],
        witnesses=chain.witnesses(cases),
        lines=tuple(chain.applied.lines),
        facts={"gate": ("gate", chain.gate_type)},
    )


def _ties(build: Build, plain: str) -> str:
    """Cases settled by the cheap test that rest on the same-day policy."""
    query = sql.select(named(column("q", "_row"), "_row")).from_(sql.table(plain, "q"), copy=False)
    return build.context.step("plain on one day", query.where(equal(column("q", "tie"), number(1)), copy=False))
