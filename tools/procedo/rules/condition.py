"""Condition: something holds.

Every condition of `check` is true of the case. Population: all cases that `when` picks. (FEEL: unary test.)

## Says
`check` (one condition or a list, each its own evidence), `let` (figures).

## Verdicts
All true: conforms. One certainly false: nonconforming `not-satisfied`, with the values of the names it reads. Otherwise, if
one is unknown (a value is unreadable, or empty: a blank is not zero): undetermined. With `every`, what does not hold yet
while the period runs is pending.

## Example
```yaml
- {id: a, kind: condition, case: customer, check: "class in ('A', 'B', 'C')"}
```

## 中文
条件：所列条件成立。

`check` 的每个条件对案例都成立；条件里可以用 `let` 算出的数。

**结论** 都成立：符合。有一个确实不成立：不符合 `not-satisfied`，列出所读的值。其余，只要有一个因值为空或读不出而不明：
无法判定（空不是零）。带 `every` 的，周期未结束而条件尚未成立：未到期。
"""

from __future__ import annotations

from typing import Literal

from procedo.language import sql
from procedo.language.sql import any_of, choose, column, equal, number
from procedo.language.term import merged
from procedo.model.text import Words
from procedo.rules._build import CONFORMS, NONCONFORMING, PENDING, UNDETERMINED, Build, Judged, Lacking
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define

REASONS = (
    "not-satisfied",
    "reference-missing",
    "no-appointments",
    "appointment-dates-missing",
    "future-dated",
    "calendar-uncovered",
    "limit-attribute-missing",
    "value-unreadable",
    "value-missing",
    "case-date-missing",
)


class Fields(CheckFields):
    kind: Literal["condition"]
    check: Words


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    query, scope = build.start()
    found = [build.condition(scope, text, "check", i, strict=True) for i, text in enumerate(fields.check)]
    columns = {f"test {i}": choose([(c.fails, number(0)), (c.holds, number(1))], number(2)) for i, c in enumerate(found)}
    reasons = merged(*[{code: sql.all_of(c.unknown, when) for code, when in c.reasons.items()} for c in found])
    columns |= {f"dark {code}": sql.flag(when) for code, when in reasons.items()}
    if build.laid:
        columns["period end"] = column("c", "period.end")
    table, codes = build.cases(query, scope, columns)
    tests = [column("k", f"test {i}") for i in range(len(found))]
    false = any_of(*[equal(t, number(0)) for t in tests])
    unknown = any_of(*[equal(t, number(2)) for t in tests])
    running = []
    if build.laid:
        ends = sql.compare(">=", column("k", "period end"), number(build.context.as_of))
        running = [(sql.all_of(false, ends), number(PENDING))]
    verdict = choose([*running, (false, number(NONCONFORMING)), (unknown, number(UNDETERMINED))], number(CONFORMS))
    whys = {"not-satisfied": false} | {code: equal(column("k", f"dark {code}"), number(1)) for code in reasons}
    shown = {f"false {i}": sql.flag(equal(t, number(0))) for i, t in enumerate(tests)}
    lacking = [Lacking(column=f"false {i}", word=text) for i, text in enumerate(fields.check)]
    return build.judged(table, codes, verdict, whys, REASONS, extra=shown, lacking=lacking)
