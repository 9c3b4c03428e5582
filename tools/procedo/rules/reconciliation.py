"""Reconciliation: two sources agree.

Both sides of every equation are equal, within the tolerance. Either the sides are values of the case and figures (`let`),
such as a price and the sum of its instalments; or `with` finds the counterpart of the case in another form, whose fields
are read as `there.amount`. Population: all cases that `when` picks; with `both` also the records that only the other side
has.

## Says
- `equal`: an equation or several, each its own evidence. The left side is the total, the right side its parts.
- `let`: the figures; `with`: a search for the counterpart (`match`, `where`, a window).
- `tolerance`: an amount (`0.01`) or a percentage (`0.5%`), a parameter too (`$plan_tolerance`, `$plan_tolerance%`); default 0.
  Texts and dates must be equal in any case.
- `direction`: `equal` (default), `at-most` (the parts may be less), `at-least` (they may be more).
- `round_parts`: `0.01`: every part of a sum is rounded before it is added.
- `both`: records of the counterpart (or of the summed form) that belong to no case are cases as well.
- `once`: exactly one counterpart.

## Verdicts
| found | verdict |
|---|---|
| every difference (parts less total) inside the tolerance, bounds included | conforms |
| a difference beyond it, in the direction that matters | nonconforming `sum-differs`, with the difference |
| the same, and the sum has no part at all | nonconforming `no-parts` |
| no counterpart; two of them with `once` | nonconforming `missing`; `duplicate` |
| a total that is blank, or cannot be read | undetermined `value-missing`, `value-unreadable` |
| such a part of a sum, even where the rest already exceeds (refunds are negative) | undetermined `part-amount-missing` |
| amounts in several currencies | undetermined `currency-mixed`: they are never added or compared without a rate |
| what joins the case to its counterpart is blank | undetermined `key-missing` |
| with `both`: a record that belongs to no case; one whose key is blank | nonconforming `orphan`; undetermined `key-missing` |
| with `every`, a fault while the period runs | pending |

A percentage is of the absolute total; of zero it is zero. Amounts are exact decimals, never rounded before a comparison
unless `round_parts` says so, and then ◆ half away from zero, as invoices are (GB/T 8170 rounds half to even). The currency
of an amount is what the field named by its `currency_field` says, blank meaning the field's own `currency`. ◆ Of several
counterparts one that agrees in every equation is enough, unless `once`. ◆ A record is an orphan only if it belongs to no
record of the check's form at all, also none that `when` leaves out; `where` of the search says which records are looked at.

## Example
```yaml
- {id: a, kind: reconciliation, case: contract, let: {planned: {sum: amount, form: payment_schedule}}, equal: "price = planned"}
- {id: b, kind: reconciliation, case: contract, with: {form: sales_ledger, match: {contract_no: number}},
   equal: ["price = there.amount", "unit_id = there.unit_id"], both: true, once: true}
```

## 中文
核对一致：两处的数据相符。

每个等式两边相等，差额不超过容差。两边可以是案例的值和用 `let` 算出的数，如合同价与各期款的合计；也可以用 `with` 在另一张表里找到案例的对应记录，
以 `there.amount` 的写法读取它的字段。`when` 选中的都是案例；写了 `both`，只有对方才有的记录也是案例。

- `equal`：一个或几个等式，各有各的证据。左边是总额，右边是各部分。
- `let`：算出的数；`with`：查找对应记录（`match`、`where`、期间）。
- `tolerance`：容差，金额（`0.01`）或百分数（`0.5%`），也可以是参数（`$plan_tolerance`、`$plan_tolerance%`）；默认 0。文字和日期总须相同。
- `direction`：`equal`（默认）、`at-most`（各部分可以不足）、`at-least`（各部分可以超出）。
- `round_parts`：如 `0.01`，合计之前每一部分先四舍五入。
- `both`：对应表单（或被合计的表单）里不属于任何案例的记录也是案例。
- `once`：对应记录须恰有一条。

**结论**

| 找到的 | 结论 |
|---|---|
| 差额（各部分减总额）都在容差之内，含边界 | 符合 |
| 差额超出容差，且在所管的方向上 | 不符合 `sum-differs`，列出差额 |
| 同上，而且没有任何明细 | 不符合 `no-parts` |
| 没有对应记录；写了 `once` 而有两条 | 不符合 `missing`；`duplicate` |
| 总额为空，或读不出 | 无法判定 `value-missing`、`value-unreadable` |
| 合计的某一部分如此，即使其余部分已经超出（退款是负数） | 无法判定 `part-amount-missing` |
| 金额的币种不同 | 无法判定 `currency-mixed`：没有汇率就不相加、不比较 |
| 用来查找对应记录的值为空 | 无法判定 `key-missing` |
| 写了 `both`：记录不属于任何案例；关联的值为空 | 不符合 `orphan`；无法判定 `key-missing` |
| 带 `every`，周期未结束而不符 | 未到期 |

百分数以总额的绝对值为准；总额为零，容差即为零。金额按十进制精确计算，比较之前不取舍；写了 `round_parts` 的才先取舍，
◆ 且按发票惯例四舍五入，逢五远离零（GB/T 8170 是四舍六入五成双）。金额的币种看其字段 `currency_field` 所指的字段，空着表示字段自己的 `currency`。
◆ 对应记录不止一条时，有一条在每个等式上都相符即可，除非写了 `once`。◆ 一条记录不属于本表单的任何记录（包括 `when` 没有选中的），才算无主；
查找里的 `where` 说明查看哪些记录。
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from pydantic import Field as field
from pydantic import field_validator, model_validator

from procedo.language import sql
from procedo.language.sql import Sql, all_of, any_of, choose, column, equal, number
from procedo.language.term import MISSING, UNREADABLE, Term
from procedo.language.tree import ExpressionError
from procedo.model.text import Words, Wrong
from procedo.rules._build import CONFORMS, NONCONFORMING, PENDING, UNDETERMINED, Build, Judged, Lacking, Misplaced
from procedo.rules._counterparts import counterparts, keyless, orphans, verdicts
from procedo.rules._equations import Equation, Tolerance, equation, tolerance
from procedo.rules._fields import CheckFields, Looked, Search
from procedo.rules._figure import define
from procedo.terms import say

REASONS = (
    "missing", "no-parts", "orphan", "duplicate", "sum-differs", "currency-mixed", "part-amount-missing", "key-missing",
    "reference-missing", "future-dated", UNREADABLE, MISSING, "case-date-missing",
)


class Fields(CheckFields):
    kind: Literal["reconciliation"]
    equal: Words
    with_: Search | None = field(default=None, alias="with")
    tolerance: str = "0"
    direction: Literal["equal", "at-most", "at-least"] = "equal"
    round_parts: str | None = None
    both: bool = False
    once: bool = False

    @field_validator("with_", mode="before")
    @classmethod
    def _form(cls, value: Any) -> Any:
        return {"form": value} if isinstance(value, str) else value

    @property
    def sums(self) -> dict[str, Looked]:
        return {name: figure for name, figure in self.let.items() if figure.sum is not None}

    @property
    def others(self) -> dict[tuple[str, ...], Looked]:
        """The searches of the other side, by their place in the check."""
        return {("with",): self.with_} if self.with_ else {("let", name): figure for name, figure in self.sums.items()}

    @property
    def places(self) -> int | None:
        """Decimals that parts are rounded to; None: as they are. InvalidOperation or ValueError for what is no 0.01."""
        if self.round_parts is None:
            return None
        sign, digits, exponent = Decimal(self.round_parts).normalize().as_tuple()
        if sign or digits != (1,) or not isinstance(exponent, int):
            raise ValueError(self.round_parts)
        return -exponent

    @model_validator(mode="after")
    def _together(self):
        self._rounded()
        if not self.tolerance.startswith("$") and tolerance(self.tolerance) is None:
            raise Wrong("bad-tolerance", f"容差“{self.tolerance}”须是不小于零的数或百分数，如 0.01 或 0.5%",
                        f"the tolerance “{self.tolerance}” is a number or percentage of at least zero, such as 0.01 or 0.5%")
        if self.once and not self.with_:
            raise Wrong("once-without-with", "once 须与 with 一起写", "`once` goes with `with`")
        if self.with_ and (self.with_.each or self.with_.at_least != 1):
            raise Wrong("with-counts", "with 里不能写 each 和 at_least；只要一条用 once", "`with` takes no `each` or `at_least`; `once` asks for exactly one")
        if self.both:
            self._both()
        return self

    def _rounded(self) -> None:
        try:
            places = self.places
        except (InvalidOperation, ValueError):
            raise Wrong("bad-rounding", f"round_parts 须是 1、0.1、0.01 这样的单位，不是“{self.round_parts}”",
                        f"`round_parts` is a unit such as 1, 0.1 or 0.01, not “{self.round_parts}”") from None
        if places is not None and not self.sums:
            raise Wrong("nothing-to-round", "round_parts 须有 let 里的合计（sum）", "`round_parts` needs a `sum` in `let`")

    def _both(self) -> None:
        if not self.others:
            raise Wrong("both-without-other", "both 须有 with，或 let 里的合计（sum）", "`both` needs `with`, or a `sum` in `let`")
        if self.every:
            raise Wrong("both-every", "both 不能与 every 一起写", "`both` does not go with `every`")
        for other in self.others.values():
            if other.match == "any" or "this." in (other.where or ""):
                raise Wrong("both-unjoined", "写了 both，对应记录须用 match 关联，where 里不能用 this.",
                            "with `both` the other side is joined by `match`, and its `where` does not read `this.`")


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    allowed = _tolerance(fields, build)
    judged = _with(fields, build, allowed) if fields.with_ else _alone(fields, build, allowed)
    if not fields.both:
        return judged
    return replace(judged, further=[orphans(build, looked, path) for path, looked in fields.others.items()])


def _tolerance(fields: Fields, build: Build) -> Tolerance:
    said = fields.tolerance
    if said.startswith("$"):
        name = said[1:].removesuffix("%").strip()
        build.term(build.start()[1], f"${name}", "tolerance")
        value = str(build.context.parameter(name)).strip()
        said = f"{value}%" if said.endswith("%") and not value.endswith("%") else value
    found = tolerance(said)
    if found is None:
        raise Misplaced(("tolerance",), ExpressionError(0, "bad-tolerance", say(
            f"容差“{said}”须是不小于零的数或百分数", f"the tolerance “{said}” is a number or percentage of at least zero")))
    return found


def _alone(fields: Fields, build: Build, allowed: Tolerance) -> Judged:
    """Both sides stand on the case."""
    query, scope = build.start()
    made = [equation(build, scope, text, ("equal", i), allowed, fields.direction) for i, text in enumerate(fields.equal)]
    columns: dict[str, Sql] = {}
    for i, one in enumerate(made):
        columns |= {f"wrong {i}": sql.flag(one.wrong), f"none {i}": sql.flag(one.none), f"dark {i}": sql.flag(one.unknown)}
        columns |= {f"difference {i}": one.difference.sql} if one.difference is not None else {}
    codes = dict.fromkeys(code for one in made for code in one.dark)
    columns |= {f"for {code}": sql.flag(any_of(*[one.dark.get(code, sql.FALSE) for one in made])) for code in codes}
    table, own = build.cases(query, scope, columns | _period(build))
    wrong, dark = (any_of(*[_on("k", f"{word} {i}") for i in range(len(made))]) for word in ("wrong", "dark"))
    bare = any_of(*[all_of(_on("k", f"wrong {i}"), _on("k", f"none {i}")) for i in range(len(made))])
    differs = any_of(*[all_of(_on("k", f"wrong {i}"), sql.negated(_on("k", f"none {i}"))) for i in range(len(made))])
    verdict = choose([*_running(build, wrong), (wrong, number(NONCONFORMING)), (dark, number(UNDETERMINED))], number(CONFORMS))
    whys = {"no-parts": bare, "sum-differs": differs} | {code: _on("k", f"for {code}") for code in codes}
    return build.judged(table, own, verdict, whys, REASONS, **_shown("k", fields, made, {}))


def _with(fields: Fields, build: Build, allowed: Tolerance) -> Judged:
    """The other side is a record of another form."""
    query, scope = build.start()
    columns = {"keyless": sql.flag(keyless(build, fields.with_, scope, ("with",)))}
    table, own = build.cases(query, scope, columns | _period(build))
    found = counterparts(build, fields, table, allowed)
    verdict, whys = verdicts("o", fields.once)
    wrong = equal(verdict, number(NONCONFORMING))
    running = _running(build, wrong)
    final = choose([*running], verdict) if running else verdict
    told = sql.negated(any_of(*whys.values()))
    whys["sum-differs"] = all_of(wrong, told)
    doubt = all_of(equal(verdict, number(UNDETERMINED)), told)
    for code in found.codes:
        whys[code] = any_of(whys.get(code, sql.FALSE), all_of(doubt, _on("o", f"why {code}")))
    there = _there(build, fields, found.equations)
    joins = [(found.table, "o", equal(column("o", "_row"), column("k", "_row")))]
    return build.judged(table, own, final, whys, REASONS, joins=joins, witnesses=[found.witness], **_shown("o", fields, found.equations, there))


def _on(alias: str, name: str) -> Sql:
    return sql.sure(equal(column(alias, name), number(1)))


def _period(build: Build) -> dict[str, Sql]:
    return {"period end": column("c", "period.end")} if build.laid else {}


def _running(build: Build, wrong: Sql) -> list[tuple[Sql, Sql]]:
    """What differs while the period still runs may yet be made good."""
    if not build.laid:
        return []
    ends = sql.compare(">=", column("k", "period end"), number(build.context.as_of))
    return [(all_of(wrong, ends), number(PENDING))]


def _there(build: Build, fields: Fields, made: list[Equation]) -> dict[str, tuple[str, Term]]:
    """Word -> (column, shape) of what the counterpart says, where the right side is one of its fields."""
    return {one.sides[1].field: (f"there {i}", replace(one.sides[1], sql=sql.NULL)) for i, one in enumerate(made) if one.sides[1].field}


def _shown(alias: str, fields: Fields, made: list[Equation], there: dict[str, tuple[str, Term]]) -> dict[str, Any]:
    """The equations that fail, each difference, and what the counterpart says."""
    differences = {i: one.difference for i, one in enumerate(made) if one.difference is not None and not one.difference.over}
    alone = len(differences) == 1
    told = {("difference" if alone else f"difference ({made[i].text})"): (f"difference {i}", replace(one, sql=sql.NULL)) for i, one in differences.items()}
    told |= there
    extra = {name: column(alias, name) for name, _ in told.values()}
    extra |= {f"wrong {i}": sql.flag(_on(alias, f"wrong {i}")) for i in range(len(made))}
    lacking = [Lacking(column=f"wrong {i}", word=one.text) for i, one in enumerate(made)]
    return {"extra": extra, "told": told, "lacking": lacking}
