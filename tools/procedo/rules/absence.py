"""Absence: the companion record must not exist.

None of the records that `forbids` names lies inside the window (days inclusive; no window: none at all). Population: all
cases. (Declare: absence, not co-existence.)

## Says
| word | meaning |
|---|---|
| `forbids` | searches for what must not be there |
| `after`, `before`, `within` | the window, first and last day included; it never rolls |

## Verdicts
| found | verdict |
|---|---|
| a certain hit in the window | nonconforming `present`, whatever else is undated |
| only undated hits, or hits while the start is blank or a bound cannot be read | undetermined `date-missing` |
| hits that lie in the window or after it, as the last day is not known | undetermined `calendar-uncovered`, `limit-attribute-missing` |
| a required value that joins the records is blank | undetermined `key-missing` |
| no record at all | conforms, so far; a prohibition is never pending |

A blank end of the window is open, a blank start is unknown; where nothing happened neither matters.

## Example
```yaml
- {id: a, kind: absence, case: employee, when: "active_to is not null", forbids: {form: access_log, match: {user_id: account_id}}, after: "active_to + days(1)"}
```

## 中文
不存在：不得有这样的记录。

`forbids` 所说的记录不得落在期间之内（首尾两日都算；没有期间则一条也不得有）。所有案例都判定。

**可以写**

| 词 | 含义 |
|---|---|
| `forbids` | 不得有的记录 |
| `after`、`before`、`within` | 期间，首尾两日都算；从不顺延 |

**结论**

| 情形 | 结论 |
|---|---|
| 期间之内确有一条 | 不符合 `present`，其余记录是否缺日期都不影响 |
| 只有缺日期的记录，或起日空着、界限读不出而有记录 | 无法判定 `date-missing` |
| 最后一日不确定，记录可能在期间之内也可能在其后 | 无法判定 `calendar-uncovered`、`limit-attribute-missing` |
| 关联所用的必填值为空 | 无法判定 `key-missing` |
| 一条也没有 | 符合（到目前为止）；禁止性的要求不会“未到期” |

期间没有写止日，表示不设止日；起日空着则不知从何时起；什么也没发生时，两者都无关紧要。
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field as field
from pydantic import field_validator

from procedo.language import sql
from procedo.language.points import UNCOVERED
from procedo.language.sql import FALSE, Sql, all_of, any_of, choose, column, compare, equal, missing, negated, number
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Build, Judged, worst
from procedo.rules._fields import Search, WindowFields, searches
from procedo.rules._figure import define
from procedo.rules._pairs import BETWEEN, COUNTED, IN, OPEN, Pairs, places
from procedo.rules._part import UNDATED, Part
from procedo.rules._window import searched

REASONS = (
    "present",
    "key-missing",
    "date-missing",
    "calendar-uncovered",
    "limit-attribute-missing",
    "future-dated",
    "value-unreadable",
    "value-missing",
)


class Fields(WindowFields):
    kind: Literal["absence"]
    forbids: list[Search] = field(min_length=1)

    @field_validator("forbids", mode="before")
    @classmethod
    def _forbidden(cls, value):
        return searches(value)


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    query, scope = build.start()
    parts = [_started(part) for part in searched(fields.forbids, "forbids", fields, build, query, scope)]
    table, codes = build.cases(query, scope, {name: value for part in parts for name, value in part.columns().items()})
    pairs = [Pairs(build, part, table) for part in parts]
    joins = [(places(one), one.part.name, equal(column(one.part.name, "_row"), column("k", "_row"))) for one in pairs]
    final = worst([_verdict(one) for one in pairs])
    dark = equal(final, number(UNDETERMINED))
    whys = {"present": any_of(*[_some(one, IN) for one in pairs])}
    for one in pairs:
        for code, when in _doubts(one).items():
            whys[code] = any_of(whys.get(code, FALSE), all_of(dark, when))
    judged = build.judged(table, codes, final, whys, REASONS, joins)
    judged.witnesses = [one.witness(judged.table) for one in pairs]
    return judged


def _started(part: Part) -> Part:
    """A blank start of the window is unknown, not the absence of a case."""
    if part.lower is None:
        return part
    return replace(part, lower=part.lower.with_faults({"date-missing": missing(part.lower.sql)}))


def _verdict(pairs: Pairs) -> Sql:
    perhaps = any_of(_some(pairs, OPEN, BETWEEN), _keyless(pairs))
    return choose([(_some(pairs, IN), number(NONCONFORMING)), (perhaps, number(UNDETERMINED))], number(CONFORMS))


def _doubts(pairs: Pairs) -> dict[str, Sql]:
    """Reason -> when: a date that is missing or cannot be read, or a bound that is not known for a reason of its own."""
    counted = {
        code: all_of(_some(pairs, BETWEEN), pairs.part.on(f"{which} {code}"))
        for which, term in pairs.part.bounds.items()
        for code in term.reasons
        if code in (UNCOVERED, "limit-attribute-missing")
    }
    blurred = all_of(_some(pairs, BETWEEN), *[negated(when) for when in counted.values()])
    open_ = _open(pairs) if pairs.doubts else {"date-missing": _some(pairs, OPEN)}
    return {**open_, "date-missing": any_of(blurred, open_.get("date-missing", FALSE)), "key-missing": _keyless(pairs)} | counted


def _open(pairs: Pairs) -> dict[str, Sql]:
    """Why records that may be forbidden cannot be told to be."""
    return {
        "date-missing" if name == UNDATED else name.removeprefix("doubt "): sql.sure(compare(">", column(pairs.part.name, name), number(0)))
        for name in pairs.doubts
    }


def _keyless(pairs: Pairs) -> Sql:
    return FALSE if sql.is_false(pairs.part.keyless) else pairs.part.on("keyless")


def _some(pairs: Pairs, *places: int) -> Sql:
    """Whether any record stands in one of these places."""
    names = [name for name, place in COUNTED.items() if place in places and place in pairs.reached]
    return any_of(*[sql.sure(compare(">", column(pairs.part.name, name), number(0))) for name in names])
