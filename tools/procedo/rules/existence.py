"""Existence: the companion record exists.

For every case the demanded records (`needs`) are found; with a window (`after`, `before`, `within`) they are dated inside
it. Population: all cases that `when` picks; a case whose optional bound is empty is no case yet.
(Declare: existence, responded existence.)

## Says
| word | meaning |
|---|---|
| `needs` | searches, with `each` (one record for every value) and `at_least` (how many) |
| `after`, `before`, `within` | the window; a search may have one of its own |
| `unless` | condition on which the duty has lapsed |
| `pause`, `roll: next-working-day` | as in response: holds do not count; a last day on a day off moves (default: it stays ◆) |
| `same_day` | whether a record on the very day of `before`, where that is an event, is in time ◆; a last day that was counted is always inclusive |

## Verdicts
| found | verdict |
|---|---|
| as many as demanded, inside the window | conforms; without a window no date is needed |
| a required bound is empty or cannot be read | undetermined |
| a plan date as bound is blank | pending `event-not-set` |
| not found, but a candidate cannot be read | undetermined |
| not found, the last day not over | pending |
| otherwise | nonconforming `missing`, `too-few`, `late` or `too-early` |

Rows are counted, not days: two equal rows are two. A required value that joins the records is blank: undetermined
`key-missing`; a blank never equals a blank.

## Example
```yaml
- {id: a, kind: existence, case: contract, needs: {form: contract_review, match: contract, where: "filled(opinion)"}, before: signed_at}
```

## 中文
存在：须有对应的记录。

每个案例都要找到 `needs` 所要的记录；写了期间（`after`、`before`、`within`）的，记录须落在期间之内。`when` 选中的都是案例；
选填的界限为空，表示其事尚未发生，不是案例。

**可以写**

| 词 | 含义 |
|---|---|
| `needs` | 所找的记录，可带 `each`（每个取值一条）和 `at_least`（至少几条） |
| `after`、`before`、`within` | 期间；每个搜索也可有自己的期间 |
| `unless` | 满足此条件，义务即告解除 |
| `pause`、`roll: next-working-day` | 同“时限”：暂停期不计；最后一日遇休息日顺延（默认不顺延 ◆） |
| `same_day` | `before` 是一件事时，与它同日的记录算不算按时 ◆；算出来的最后一日，当日总算按时 |

**结论**

| 情形 | 结论 |
|---|---|
| 期间之内找到所要的数量 | 符合；没有期间时不需要日期 |
| 必填的界限空着或读不出 | 无法判定 |
| 作为界限的计划日期空着 | 未到期 `event-not-set` |
| 没找到，但有候选记录读不出 | 无法判定 |
| 没找到，期限未过 | 未到期 |
| 其余 | 不符合：`missing` 没有、`too-few` 不够、`late` 过晚、`too-early` 过早 |

数的是记录，不是日子：两条相同的记录算两条。关联所用的必填值为空：无法判定 `key-missing`；空值不等于空值。
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from procedo.model.text import Wrong
from procedo.rules._build import Build, Judged
from procedo.rules._fields import WindowFields
from procedo.rules._part import Words
from procedo.rules._window import judge

REASONS = (
    "missing",
    "too-few",
    "late",
    "too-early",
    "due-missing",
    "key-missing",
    "target-date-missing",
    "future-dated",
    "value-unreadable",
    "value-missing",
    "calendar-uncovered",
    "limit-attribute-missing",
    "pause-date-missing",
    "paused",
    "event-not-set",
)


class Fields(WindowFields):
    kind: Literal["existence"]

    @model_validator(mode="after")
    def _needs(self):
        if not self.needs or self.done:
            raise ValueError("existence says `needs`, and no `done`")
        if self.every:
            raise Wrong("every-existence", "带 every 的请用 recurrence（周期性）", "with `every` the kind is `recurrence`")
        return self


def judgement(fields: Fields, build: Build) -> Judged:
    return judge(fields, build, Words(late="late", early="too-early", anchor="upper"), REASONS)
