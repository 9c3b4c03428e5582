"""Response: after A, B in time.

Once the trigger `after` has happened, the demanded records (`needs`) or points (`done`) follow at the latest `within` a
duration, or `before` an absolute limit. Population: cases whose trigger has happened on or before the as-of day.
(Declare: response with a time window; BPMN: timer.)

## Says
| word | meaning |
|---|---|
| `after` | the trigger |
| `within` | the limit: `5 working days`, `$p`, `$p[class]`, `days(n)` with a number from the record; or `before`, a point |
| `needs`, `done` | what must follow: records, or points of the case itself |
| `unless` | condition on which the duty has lapsed: conforms, and counted as lapsed |
| `pause` | `{form, match, where, from, to}`: holds, whose time does not count |
| `roll: next-working-day` | a last day on a day off moves to the next working day; default: it stays |
| `answers: own` | every trigger needs a record of its own; default `shared` |
| `same_day: refused` | an answer on the day of the trigger does not count unless clock times show that it came later; default: the library's |

## Counting
◆ The revision in force on the trigger day judges: a clock that runs is not shortened by a new revision. `clock` names another
day. The trigger day is not counted: three working days from Friday end on Wednesday. No working days at all means the trigger day
if it is worked, else the next working day. The last day is in time to 24:00 ◆ (the close of business hours is not in the
records). Working days come from the calendar, make-up days included; ◆ each day from the newest released calendar that covers it,
whatever revision judges, since a calendar is a fact and no rule. Calendar days run through holidays, and a last day on a
day off stays where it is ◆; `roll` moves it: say so for duties towards customers, whom the law gives the next working day.
Months and years keep the day number, cut to the month's end, in one step. Hours run to the instant, that instant included ◆;
from a date they are rounded up to whole days, and where either side has only dates it is a matter of days. Monday 09:00 is
`before: "at_time(next_working_day(end_of('week', d) + days(1)), '09:00')"`.

**Holds.** Days from the day of the hold to the day before it is lifted do not count ◆. Holds that overlap count once; one from
before the trigger delays the start; one that is still open stops the clock (pending `paused`), unless the last day had passed
before it began. What is done during a hold is in time. Working-day limits lose the working days of a hold, day and month
limits its calendar days, limits in hours the exact time where trigger and limit go by the clock. A hold without a readable
date: the case is judged only if every possible hold gives the same verdict, else undetermined `pause-date-missing`.

**What is not known.** A limit by a class that is blank, unreadable or not in the table is judged with every limit: if all
agree, that is the verdict; else undetermined `limit-attribute-missing`. Where the calendar ends before the last day, what was
done, or is open, on a covered day is certain; anything else is undetermined `calendar-uncovered`.

## Verdicts
| found | verdict |
|---|---|
| the trigger has not happened | no case |
| the trigger cannot be read | undetermined |
| done from the trigger to the last day | conforms, whatever other records say |
| a record without a readable date, none in time | undetermined `target-date-missing`, even while there is time: done or not is not known |
| nothing yet, the last day not over | pending |
| nothing at all · only after the last day · only before the trigger | nonconforming `missing` · `late` · `only-before-trigger` |

The finding shows the day it counts from, the last day and the earliest record that answers. ◆ One later act answers all
triggers before it; with `answers: own` each trigger, in order of date and then id, takes its own earliest record, and the next
one goes without (`missing`; a record that another trigger took is not one before it).
A trigger or record without a date then leaves undetermined whom it may concern. Two acts on one day are in
order ◆ (`same_day`; verdicts that rest on it are counted).

## Example
```yaml
- {id: a, kind: response, case: contract, after: signed_at, within: $archive_time,
   needs: {form: archive, match: contract, each: {department: $archive_departments}}}
```

## 中文
时限：甲发生之后，乙按时完成。

触发的事 `after` 发生之后，所要的记录（`needs`）或时点（`done`）须在 `within` 所定的时长之内，或在 `before` 所定的期限之前出现。
触发日在截至日或之前的都是案例。

**可以写**

| 词 | 含义 |
|---|---|
| `after` | 触发的事 |
| `within` | 时限：`5 working days`、`$p`、`$p[class]`，或取自记录的 `days(n)`；也可用 `before` 写明期限时点 |
| `needs`、`done` | 须随后出现的记录，或案例自己的时点 |
| `unless` | 满足此条件，义务即告解除：判为符合，另行计数 |
| `pause` | `{form, match, where, from, to}`：暂停期，期间不计时 |
| `roll: next-working-day` | 最后一日遇休息日，顺延到下一个工作日；默认不顺延 |
| `answers: own` | 每次触发都须有自己的一条记录；默认 `shared`，即可以共用 |
| `same_day: refused` | 与触发同日的完成不算，除非时刻表明在其后；默认依库的设置 |

**怎样计算** ◆ 用触发当日有效的版本判定：已经起算的时限不因新版本而缩短；`clock` 可另指一日。
触发当日不算：星期五起三个工作日，到星期三止。零个工作日：当日上班就是当日，否则是下一个工作日。最后一日到 24 点为止 ◆（记录看不出营业时间）。
工作日按日历计算，调休上班日算工作日；◆ 每一天取覆盖它的最新已发布日历，不论用哪个版本判定，因为日历是事实，不是规则。
按天计算的，节假日照算，最后一日遇休息日不顺延 ◆；对客户的义务，法律允许顺延，应写 `roll`。
按月、按年计算的取同一日，没有这一日的取月末，一次算清。按小时计算的到时刻为止，该时刻本身算按时 ◆；从日期起算的进为整日，只要有一方只有日期就按日比较。
“周一九点”写作 `before: "at_time(next_working_day(end_of('week', d) + days(1)), '09:00')"`。

**暂停** 从暂停当日到恢复的前一日不计 ◆。重叠的暂停合并计算；触发之前已暂停的，恢复后才起算；尚未恢复的，计时停住（未到期 `paused`），除非期限在暂停之前已过。
暂停期间完成的算按时。工作日时限扣除其中的工作日，按天、按月的扣除自然日；按小时的，触发与时限都有时刻时扣除实际时间。
暂停的日期读不出：无论怎样取值结论都一样才下结论，否则无法判定 `pause-date-missing`。

**说不准时** 时限随类别而定、类别却空着、读不出或不在表中：按每一种时限各判一次，结论都一样就用它，否则无法判定 `limit-attribute-missing`。
日历在期限之前就到头的：在日历覆盖之日已经完成、或截至日还在覆盖之内，结论是确定的；其余无法判定 `calendar-uncovered`。

**结论**

| 情形 | 结论 |
|---|---|
| 触发的事没有发生 | 不是案例 |
| 触发日读不出 | 无法判定 |
| 从触发日到最后一日之间完成 | 符合，其余记录怎样都不影响 |
| 有记录读不出日期，又没有按时的 | 无法判定 `target-date-missing`，即使期限未到：做没做过并不知道 |
| 尚未完成，期限未过 | 未到期 |
| 一条也没有 · 都在期限之后 · 只在触发之前有 | 不符合 `missing` · `late` · `only-before-trigger` |

结论附起算日、最后一日和最早的一条记录。◆ 一次完成可以回应此前的全部触发；写 `answers: own` 时，各次触发按日期、再按编号的次序，各取最早的一条，取完为止，
没有的报 `missing`（已归其他触发的记录，不算在它之前完成）；
这时缺日期的触发或记录，会使可能受影响的案例无法判定。同日发生视为合乎顺序 ◆（`same_day`，据此得出的结论计数）。
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from procedo.rules._build import Build, Judged
from procedo.rules._fields import WindowFields
from procedo.rules._part import Words
from procedo.rules._window import judge

REASONS = (
    "missing",
    "too-few",
    "only-before-trigger",
    "late",
    "key-missing",
    "trigger-date-unreadable",
    "target-date-missing",
    "pause-date-missing",
    "future-dated",
    "calendar-uncovered",
    "limit-attribute-missing",
    "value-unreadable",
    "value-missing",
    "paused",
    "event-not-set",
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
