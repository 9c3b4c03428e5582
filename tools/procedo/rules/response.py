"""Response: after A, B in time.

Once the trigger `after` has happened, the demanded records (`needs`) or points (`done`) follow at the latest `within` a
duration, or `before` an absolute limit. Population: cases whose trigger has happened on or before the as-of day.
(Declare: response with a time window; BPMN: timer.)

## Says
`after`, `within` or `before`, `needs`, `done`, `unless` (the duty has lapsed).

## Counting
The trigger day is not counted: three working days from Friday end on Wednesday. The last day is in time to 24:00 ◆
(the close of business hours is not in the records). Working days come from the frozen calendar with its make-up days; a day
outside it leaves undetermined (`calendar-uncovered`). Calendar days run through holidays and a last day on a day off stays ◆.
Months keep the day number, cut to the month's end. Hours run to the instant, or to the day where a date carries no time.

## Verdicts
In time: conforms. Not yet and not over: pending. A candidate without a readable date: undetermined
(`target-date-missing`). Otherwise nonconforming: `late`, `missing`, or `only-before-trigger`. ◆ One later act answers all
triggers before it.

## Example
```yaml
- {id: a, kind: response, case: contract, after: signed_at, within: $archive_time,
   needs: {form: archive, match: contract, each: {department: $archive_departments}}}
```

## 中文
时限：甲发生之后，乙按时完成。

触发的事 `after` 发生之后，所要的记录（`needs`）或时点（`done`）须在 `within` 所定的时长之内，或在 `before` 所定的期限之前出现。
触发日在截至日或之前的都是案例。

**怎样计算** 触发当日不算：星期五起三个工作日，到星期三止。最后一日到 24 点为止 ◆（记录看不出营业时间）。工作日按冻结的日历计算，
调休上班日算工作日；日历之外的日子无法判定（`calendar-uncovered`）。按天计算的，节假日照算，最后一日遇休息日不顺延 ◆。
按月计算的取同一日，超过月末取月末。按小时计算的到时刻为止；只有日期的按整日。

**结论** 按时：符合。未做而期限未过：未到期。候选记录没有可读的日期：无法判定 `target-date-missing`。其余不符合：`late` 逾期完成、`missing` 没有完成、
`only-before-trigger` 只在触发之前有。
◆ 一次完成可以回应此前的全部触发。
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from procedo.rules._build import Build, Judged
from procedo.rules._fields import WindowFields
from procedo.rules._part import Words
from procedo.rules._window import judge

REASONS = (
    "late",
    "missing",
    "too-few",
    "only-before-trigger",
    "key-missing",
    "target-date-missing",
    "future-dated",
    "calendar-uncovered",
    "limit-attribute-missing",
    "value-unreadable",
    "value-missing",
)


class Fields(WindowFields):
    kind: Literal["response"]

    @model_validator(mode="after")
    def _complete(self):
        if not (self.needs or self.done):
            raise ValueError("response says `needs` or `done`")
        if not (self.after and (self.within or self.before)) and not self.before:
            raise ValueError("response says `after` with `within`, or `before`")
        return self


def judgement(fields: Fields, build: Build) -> Judged:
    return judge(fields, build, Words(late="late", early="only-before-trigger", anchor="lower", triggered=True), REASONS)
