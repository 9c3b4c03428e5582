"""Splitting: not cut up to stay below a line.

Records of one group (a customer, an owner) inside some days, each below a line of the matrix and together at or above it,
are judged as one: each is nonconforming unless all of them were approved as that line demands. Nobody evades a line by chance
alone, so the finding names all records of the window and leaves the judgement to the auditor.

## Says
| | |
|---|---|
| `by` | what makes a group: a field, a path or a list of them |
| `within` | the longest time between two records of a window: `30 days`. The first day is not counted |
| `matrix` | the approval matrix; its lines with a lower bound are the lines that may be evaded |
| `amount` | what is added up: the input of the matrix, by its name or its expression; default: its only amount |
| `at` | when a record counts; default the form's date. Blank: it is not signed and no case (`not-signed`) |
| `author`, `after`, `scope`, `after_reject`, `same_person` | as in an approval, for the approvals of the stricter line |

## How
A window begins with any record of the group and ends with the last one inside the duration. For each line its parts are the
records that are below it by themselves; one at or above every line is no part and no case (`above-line-itself`). The sum
reaches the line: each part is nonconforming `split`. ◆ All parts were approved as the line demands, each before its own
date: they conform (`approved-at-higher-line`), for nothing was evaded. The matrix revision is that of the record judged, also
for the other records of its window; amounts are read in its currency and basis as in an approval.

A blank or unreadable group (`key-missing`), amount (`amount-missing`) or date leaves the record undetermined. The others are
judged by what is known: a sum that reaches the line without it is split all the same; one that might reach it with it is
undetermined. Of several fields that make a group one that is blank may be any; what is known must be the same.
No matrix revision in force on the day of the record: undetermined `matrix-not-in-force` ◆. Amounts below zero
(refunds) are no parts.

## Example
```yaml
- {id: a, kind: splitting, case: contract, by: customer_id, within: 30 days, matrix: AM-CONTRACT, amount: price}
```

## 中文
拆分：不得化整为零，绕开审批线。

同一组（如同一客户、同一经办人）在若干天之内的几条记录，各自低于矩阵的一条线，合计达到该线的，合起来判定：除非都已按该线批准，每一条都不符合。
是否有意拆分查记录看不出，因此发现列出该期间内的全部记录，由审核员判断。

**写法**

| | |
|---|---|
| `by` | 按什么分组：字段、路径，或几项一起 |
| `within` | 一个期间内两条记录最多相隔多久：`30 days`。第一天不计 |
| `matrix` | 审批矩阵；有下限的行，就是可能被绕开的线 |
| `amount` | 相加的是矩阵的哪一项输入，写其名称或表达式；默认取唯一的金额 |
| `at` | 记录以哪个时点计；默认为表单的日期。为空：尚未签订，不是案例（`not-signed`） |
| `author`、`after`、`scope`、`after_reject`、`same_person` | 同审批，用于判断是否已按更高一行批准 |

**怎样判** 期间从组内任一记录开始，到时长之内的最后一条为止。对每一条线，本身低于它的记录才算在内；本身已达到所有线的不算，也不是案例
（`above-line-itself`）。合计达到该线：其中每一条不符合 `split`。◆ 每一条都在自己的日期之前按该线的要求批准过的，没有绕开什么，符合
（`approved-at-higher-line`）。矩阵取被判记录当日的版本，对同一期间的其他记录也用这一版；币种和含税口径同审批。

组别（`key-missing`）、金额（`amount-missing`）或日期为空或读不出的，该记录无法判定。其余记录按已知的判：不算它合计也达到该线的，照样是拆分；
算上它才可能达到的，无法判定。按几项分组的，空着的一项可能是任何值，写明的几项须相同。当日没有有效的矩阵版本：无法判定
`matrix-not-in-force` ◆。负数金额（退款）不算在内。
"""

from __future__ import annotations

from typing import Literal

from procedo.language import sql
from procedo.language.sql import FALSE, NULL, Sql, all_of, any_of, column, equal, named, negated, number
from procedo.language.term import Term
from procedo.model.text import Words
from procedo.rules._approved_higher import approved
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Build, Judged, Witness
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define
from procedo.rules._parts import Splitting
from procedo.rules._split import DOUBTS, Windows

REASONS = (
    "split", "approved-at-higher-line", "key-missing", "amount-missing", "rate-missing", "tax-basis-missing", "case-date-missing",
    "matrix-not-in-force", "not-signed", "above-line-itself",
)


class Fields(CheckFields):
    kind: Literal["splitting"]
    by: Words
    within: str
    matrix: str
    amount: str | None = None
    at: str | None = None
    author: str | None = None
    after: str | None = None
    scope: str | None = None
    after_reject: Literal["restart", "resume"] = "restart"
    same_person: Literal["allowed", "refused"] | None = None


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    if build.context.matrix is None:
        query, scope = build.start()
        cases, codes = build.cases(query, scope, {}, reasons={"matrix-not-in-force": sql.TRUE})
        return build.judged(cases, codes, number(UNDETERMINED), {}, REASONS)
    splitting = Splitting(fields, build)
    cases, codes = splitting.cases()
    windows = Windows(build.context, splitting.parts())
    decided, unsure = approved(build, splitting, windows)
    found = build.context.step("split", _worst(decided, unsure))
    doubts = windows.doubts()
    joins = [(table, alias, equal(column(alias, "_row"), column("k", "_row"))) for alias, table in (("w", found), ("d", doubts))]
    return build.judged(
        cases, codes, _verdict(), _whys(unsure), REASONS, joins,
        extra={"line": column("w", "line"), "sum": column("w", "sum")},
        witnesses=[_companions(build, windows)],
        lines=tuple(splitting.lines),
        told={"sum": ("sum", Term("number", NULL, windows.parts.scale))},
    )


def _worst(decided: str, unsure: tuple[str, ...]):
    """Per part the worst of its windows, the strictest line it evades and the largest sum."""
    m = "m"
    query = sql.select(
        named(column(m, "_row"), "_row"), named(sql.aggregate("max", column(m, "state")), "state"),
        named(sql.aggregate("max", column(m, "line")), "line"), named(sql.aggregate("max", column(m, "sum")), "sum"),
        *[named(sql.aggregate("max", column(m, code)), code) for code in unsure])
    return query.from_(sql.table(decided, m), copy=False).group_by(column(m, "_row"), copy=False)


def _on(alias: str, name: str, value: int = 1) -> Sql:
    return sql.sure(equal(column(alias, name), number(value)))


def _doubtful() -> Sql:
    return any_of(*[_on("d", code) for code in DOUBTS])


def _verdict() -> Sql:
    split, unclear = _on("w", "state", NONCONFORMING), any_of(_on("w", "state", UNDETERMINED), _doubtful())
    return sql.choose([(split, number(NONCONFORMING)), (unclear, number(UNDETERMINED))], number(CONFORMS))


def _whys(unsure: tuple[str, ...]) -> dict[str, Sql]:
    split = _on("w", "state", NONCONFORMING)
    whys = {"split": split, "approved-at-higher-line": all_of(_on("w", "state", CONFORMS), negated(_doubtful()))}
    whys |= {code: all_of(negated(split), _on("w", code)) for code in unsure}
    for code in DOUBTS:
        whys[code] = any_of(whys.get(code, FALSE), all_of(negated(split), _on("d", code)))
    return whys


def _companions(build: Build, windows: Windows) -> Witness:
    """The parts of the windows that hold the case, itself included: what was added up."""
    m, o = "m", "o"
    same = all_of(equal(column(o, "window"), column(m, "window")), equal(column(o, "step"), column(m, "step")))
    query = sql.select(named(column(m, "_row"), "case"), named(column(o, "_row"), "found"), named(column("p", "day"), "at")).distinct(copy=False)
    query = query.from_(sql.table(windows.members, m), copy=False).join(sql.table(windows.members, o), on=same, copy=False)
    query = query.join(sql.table(windows.parts.table, "p"), on=equal(column("p", "_row"), column(o, "_row")), copy=False)
    return Witness(build.form.form, build.context.step("window of cases", query), "date")
