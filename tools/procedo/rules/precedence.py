"""Precedence: first A, then B.

When B (`before`) happens, the demanded records (`needs`) or points (`done`) are already there, and not older than `after`
where that is given. Population: cases whose B has happened or has a date ahead. (Declare: precedence.)

## Says
`before` (required), `needs`, `done`, `after`, `unless`.

## Verdicts
Some A not later than B: conforms, whatever other records say. No A at all: nonconforming `missing`, even if B's date cannot
be read. All A later: `after`. An A without a readable date and none in order: undetermined `date-missing`. B still ahead of
the as-of day: pending. ◆ A and B on one day are in order (setting `same_day`, counted where a verdict rests on it).

## Example
```yaml
- {id: a, kind: precedence, case: contract, done: quotation.accepted_at, before: drafted_at}
```

## 中文
先后：先有甲，后有乙。

乙（`before`）发生时，所要的记录（`needs`）或时点（`done`）已经在先；写了 `after` 的，还不得早于它。乙已发生或日期在前头的都是案例。

**结论** 有一个甲不晚于乙：符合，其余记录怎样都不影响。一个甲也没有：不符合 `missing`，即使乙的日期读不出。甲都在乙之后：`after`。
甲的日期读不出、又没有一个在先的：无法判定`date-missing`。乙的日期还没到：未到期。◆ 甲乙同日视为合乎顺序（设置 `same_day`，
据此得出的结论计数）。
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
        late="after", late_for_limit="too-late", early="too-early", blank="date-missing", anchor="upper", certain_missing=True
    )
    return judge(fields, build, words, REASONS)
