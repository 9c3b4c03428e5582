"""Precedence: first A, then B.

When B (`before`) happens, the demanded records (`needs`) or points (`done`) are already there, and not older than `after`
where that is given. Population: cases whose B has happened or has a date ahead. With `order`: several points, or the stages
of a history, in their order. (Declare: precedence, succession.)

## Says
| word | meaning |
|---|---|
| `before` | B, or a last day counted back from it: `"opened_at - days(60)"` |
| `needs`, `done` | A: records, or points of the case; several: the worst decides |
| `after` | A may not be older than this |
| `order` | `[a, b, c]`, points of the case; or `{stage: $stages}`, values of a field of the records that `needs` finds |
| `optional` | places of `order` that may be skipped |
| `unless` | condition on which the demand has lapsed |
| `same_day` | `allowed` or `refused`; default: the library's |

## Lead times
◆ "60 days before" has two readings with opposite verdicts, so the rule states one. *At least* 60 days before:
`before: "event_at - days(60)"`. *Within the last* 60 days before: `after: "event_at - days(60)", before: event_at`. The day of
the event is not counted; a last day counted back is never rolled, and inclusive under either same-day policy, since it is no
event. One month before 31 March is the last day of February. Not done by the last day is nonconforming although the event
still lies ahead. A plan date that is blank: pending `event-not-set`.

## Verdicts
| found | verdict |
|---|---|
| B has not happened | no case (a plan date: pending `event-not-set`) |
| no A at all | nonconforming `missing`, even if B's date cannot be read |
| some A not later than B | conforms, whatever other records say |
| an A without a readable date, none in order | undetermined `date-missing` |
| nothing yet, and B or the last day still ahead of the as-of day | pending |
| every A later | nonconforming `after`; after a last day that was counted `too-late`; before the window `too-early` |

◆ A and B on one day are in order. `same_day: refused` takes equal dates as the wrong order; clock times still decide where
both have them. Verdicts that rest on the policy are counted and say so.

## Order
Each place that is filled needs all earlier ones filled (else `skipped`) and not later (else `out-of-order`); nothing filled: no
case. Of several records of one stage the first counts ◆: going back to a stage undoes nothing. An unreadable date leaves
undetermined what depends on it; a place that is surely empty is skipped even if the later date cannot be read. A record whose
stage is blank or unreadable may be any stage.

## Example
```yaml
- {id: a, kind: precedence, case: contract, done: quotation.accepted_at, before: drafted_at}
- {id: b, kind: precedence, case: opportunity, needs: stage_history, order: {stage: $sales_stages}, optional: $skippable_stages}
```

## 中文
先后：先有甲，后有乙。

乙（`before`）发生时，所要的记录（`needs`）或时点（`done`）已经在先；写了 `after` 的，还不得早于它。乙已发生或日期在前头的都是案例。
写 `order` 时，几个时点或一段历史的各个阶段须依次发生。

**可以写**

| 词 | 含义 |
|---|---|
| `before` | 乙，或从它往回算的最后一日：`"opened_at - days(60)"` |
| `needs`、`done` | 甲：记录，或案例自己的时点；有几个时取最坏的结论 |
| `after` | 甲不得早于此 |
| `order` | `[a, b, c]`：案例的几个时点；或 `{stage: $stages}`：`needs` 所找记录的某字段的各个取值 |
| `optional` | `order` 中可以跳过的环节 |
| `unless` | 满足此条件，要求即告解除 |
| `same_day` | `allowed` 或 `refused`；默认依库的设置 |

**提前期** ◆“提前 60 日”有两种读法，结论相反，规则必须写明是哪一种。*至少*提前 60 日：`before: "event_at - days(60)"`；*前 60 日以内*：
`after: "event_at - days(60)", before: event_at`。事件当日不算；往回算出的最后一日不顺延，
而且它不是事件，不论同日规则怎样，当日都算按时。3 月 31 日之前一个月是 2 月最后一日。
到最后一日仍未做的不符合，尽管事件还没到。计划日期空着：未到期 `event-not-set`。

**结论**

| 情形 | 结论 |
|---|---|
| 乙没有发生 | 不是案例（计划日期：未到期 `event-not-set`） |
| 一个甲也没有 | 不符合 `missing`，即使乙的日期读不出 |
| 有一个甲不晚于乙 | 符合，其余记录怎样都不影响 |
| 甲的日期读不出，又没有一个在先的 | 无法判定 `date-missing` |
| 尚未做，而乙或最后一日还没到 | 未到期 |
| 甲都在乙之后 | 不符合 `after`；晚于算出的最后一日为 `too-late`，早于期间为 `too-early` |

◆ 甲乙同日视为合乎顺序。`same_day: refused` 把同日视为顺序不对；双方都有时刻的仍看时刻。据此得出的结论计数并注明。

**次序** 每个已有的环节，其前各环节都须已有（否则 `skipped`），且不得在其后（否则 `out-of-order`）；一个也没有的不是案例。同一阶段有几条记录的取最早一条 ◆：
退回重来不算颠倒。日期读不出，取决于它的无法判定；确实空着的环节，即使后面的日期读不出也是跳过。阶段空着或读不出的记录可能是任何阶段。
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from procedo.rules._build import Build, Judged
from procedo.rules._fields import WindowFields
from procedo.rules._order import checked, judge_order
from procedo.rules._part import Words
from procedo.rules._window import judge

REASONS = (
    "missing",
    "after",
    "skipped",
    "out-of-order",
    "too-few",
    "too-early",
    "too-late",
    "date-missing",
    "future-dated",
    "key-missing",
    "limit-attribute-missing",
    "calendar-uncovered",
    "value-unreadable",
    "value-missing",
    "event-not-set",
)


class Fields(WindowFields):
    kind: Literal["precedence"]
    order: list[str] | dict[str, Any] | None = None
    optional: str | list[Any] = []

    @model_validator(mode="after")
    def _demands(self):
        if self.order is not None:
            for fault in checked(self.order, self.needs, self.before, self.done):
                raise ValueError(fault)
        elif not self.before:
            raise ValueError("precedence says `before`, or `order`")
        elif not (self.needs or self.done):
            raise ValueError("precedence says `needs` or `done`")
        if self.optional and self.order is None:
            raise ValueError("`optional` belongs to `order`")
        return self


def judgement(fields: Fields, build: Build) -> Judged:
    if fields.order is not None:
        return judge_order(fields, build, REASONS)
    words = Words(
        late="after", late_for_limit="too-late", early="too-early", blank="date-missing", anchor="upper", certain_missing=True, future=True,
    )
    return judge(fields, build, words, REASONS)
