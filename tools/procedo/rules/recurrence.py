"""Recurrence: again and again.

Either once in every period (`every: week`), or never too long and never too soon after the last time (`max_gap`, `min_gap`).
Each missed period, and each interval that is too long or too short, is a finding of its own: its case is `E1` in `2026-W16`,
or `C1` from `2026-05-31` on. There is no record to point at; the finding names whose it is, what was looked for, and by when.
(Calendar: RFC 5545 recur; gap: Timed Declare, chain response.)

## Says
`needs` (searches, each with `at_least`, `each` and a window of its own), `unless`, and either

- `every`: `day`, `working day`, `week`, `month`, `quarter`, `half-year`, `year`, a parameter, or a list of them; with `after` and
  `before`. The form declares the life of its records (`active`), the recordset the days that it covers (`period`);
- `max_gap`, `min_gap`: durations, which may depend on fields (`$interval[class]`), with one search; counted from `after`
  (default: start of life) to `before` (default: end of life); `pause` (`{form, match, from, to}`), time that does not count
  towards `max_gap`.

## In every period
Weeks run from Monday to Sunday and are named by their ISO year: 29 December 2025 lies in `2026-W01`. A period is judged if it
begins inside the recordset's `period` and ends there, or is still running.

**Not demanded** are, each counted with its reason: a period without a working day (`no-working-day`); ◆ one in which the
person or record was not active on every working day (`not-active-throughout`; nothing is demanded pro rata); one wholly on
leave (`on-leave`; partly on leave: demanded). Who joins on the first day worked after a holiday was there on every working day.

**Which record counts for which period.** ◆ A record that names its period (`match: {owner: id, period: period.label}`) counts
for that one, late or not. A record that names none counts by its date. A bound that the check does not say is the period's own:

| the check says | a record by date is in time | late |
|---|---|---|
| no bound | from the first to the last day of the period | - |
| `before: "period.start + days(2)"` | from the first day to the third | in the rest of the period |
| `before: "period.end + days(2)"` (grace) | from the first day to two days after the last | - |
| `before: "period.start - days(1)"` (ahead) | on any day before the period | in the period |

A record that names its period has no first day. ◆ Inside a grace period a record by date fills the oldest period that is still
open, and only one: of two weeks and one report on the Tuesday between them the second week lacks its report. The reports are
taken in order of date, each by the oldest period that it may fill; a period that is not demanded takes none. With `every:
[month, quarter]` a record counts once for its month and once for its quarter. A search whose `where` itself names the period
is not shared out.

**Last days** are inclusive to 24:00 ◆. Monday 09:00 is `before: "at_time(next_working_day(period.start), '09:00')"`: the instant
itself is in time ◆, a record with a date and no time on that Monday too, and where Monday is a day off the same time on the
next working day counts. Working day 5 of the next month is `before: "period.end + working_days(5)"`.

## Gaps
Each interval from one act (or the start) to the next is a case. For `max_gap` days count, and acts on one day are one. Day N is
inclusive: after an act on 1 May, `max_gap: 30 days` is kept by one on 31 May. The open interval is pending until it is over, and
is not judged (`ended`) if the record ends on or before the day due. `5 working days` leave out the days off; months keep the day number.
Intervals begin at the earliest on the first day that the recordset covers, and nobody is accused of what was due after the
last: what was done before and after is not known.
◆ `min_gap` lies between two acts; the time from the start to the first act counts only where the check names the start
(`after`). For `min_gap` every act counts, a second one on the same day too (a record listed twice is one): the second interval
that begins on a day is `2026-05-31#2`. In hours or minutes it is kept to the second: after 10:00, `24 hours` are over at 10:00
the next day, and 09:00 is `too-early`. ◆ Where the acts carry no time, whole days of it count, and what days do not show accuses
nobody: `24 hours` are one day, `47 hours` too, `12 hours` none. Lengths that depend on a field are all in hours, or none.

An act after the record's end fills nothing. Days on hold (`pause`) do not count: from the day of the hold to the day
before it is lifted ◆; a hold without an end leaves the interval pending (`paused`), and an act during it is in time. Leave
alone does not stop a gap.

## Verdicts
As for every check with a window: found in time conforms; not found while there is time is pending; otherwise nonconforming:
`missing`, `too-few`, `late`, `too-early`. ◆ Certain or silent: a record without a readable date, or of which nobody can say whether
it counts, leaves undetermined every period and interval that it could fill (or leave to another record to fill), and no other;
for `min_gap` every interval that it could cut too short, also the last one before the end of the record, but none of which the
duty has lapsed (`unless`): too short is no fault there.
A day beyond the working calendar leaves undetermined (`calendar-uncovered`), except for what is certain all the same. A record
without a begin that can be read is undetermined as a whole. Without `period` in the recordset a check with `every` cannot be
evaluated, and says so. ◆ The case date, which picks the revision, is the first day of the period or interval; working days are
those of the newest released calendar that covers them ◆.

## Examples
```yaml
- {id: a, kind: recurrence, case: salesperson, every: month, before: "period.end + $report_grace",
   needs: {form: report, match: {owner_id: id, period: period.label}, where: "type = 'performance'"}}
- {id: a, kind: recurrence, case: active_customer, max_gap: "$followup_interval[class]",
   needs: {form: activity, match: customer, where: "type in $contact_types"}}
```

A ladder of stages (a reminder after 10 days, a letter after 30) is no recurrence but a `condition`: the stage reached against
the stage that a stepped parameter demands.
```yaml
- {id: a, kind: condition, case: instalment, when: "due < as_of and paid is null", check: "coalesce(reached, 0) >= step($ladder, days_between(due, as_of))",
   let: {reached: {max: stage, form: dunning, match: instalment}}}
```

## 中文
周期性：一次又一次。

要么每个周期一次（`every: week`），要么两次之间不太久、也不太急（`max_gap`、`min_gap`）。每个缺漏的周期、每段过长或过短的间隔，
各是一项发现：其案例是 `E1` 的 `2026-W16`，或 `C1` 自 `2026-05-31` 起的一段。没有记录可指；发现写明是谁的、找的是什么、期限是哪天。

**写法** `needs`（可多项，各可带 `at_least`、`each` 和自己的期间）、`unless`，再加以下之一：
`every` 写 `day` 日、`working day` 工作日、`week` 周、`month` 月、`quarter` 季、`half-year` 半年、`year` 年、参数，或其列表，可带
`after`、`before`；表单须声明记录的起止（`active`），记录集须写明涵盖的日期（`period`）。
`max_gap`、`min_gap` 写时长，可随字段而定（`$interval[class]`），只配一项 `needs`；从 `after`（默认为起始日）算到 `before`（默认为终止日）；可带 `pause`
（`{form, match, from, to}`），其间的时间不计入 `max_gap`。

**每个周期** 一周从星期一到星期日，按 ISO 的年份命名：2025 年 12 月 29 日属于 `2026-W01`。在记录集的 `period` 之内开始并结束的周期、
以及正在进行的周期才判定。
以下周期不作要求，并注明原因计数：没有工作日（`no-working-day`）；◆ 人员或事项没有在其全部工作日在岗或有效（`not-active-throughout`，
不按比例要求）；全程休假（`on-leave`，只休一部分的仍须要求）。节后首个工作日入职的，算全部工作日都在岗。

**记录算在哪个周期** ◆ 写明周期的记录（`match: {owner: id, period: period.label}`）算在所写的周期，不论迟早；没有写明的按日期算。
检查没有写的界限，就是周期自己的界限：

| 检查写的 | 按日期算的记录，及时的是 | 逾期的是 |
|---|---|---|
| 没有界限 | 周期首日至末日 | 无 |
| `before: "period.start + days(2)"` | 首日至第三日 | 周期内其余各日 |
| `before: "period.end + days(2)"`（宽限） | 首日至末日之后第二日 | 无 |
| `before: "period.start - days(1)"`（提前） | 周期之前的任何一日 | 周期之内 |

写明周期的记录没有首日的限制。◆ 在宽限期内，按日期算的记录填补最早的尚缺的周期，而且只填一个：两周之间的星期二只有一份周报，
则第二周缺报。记录按日期先后，依次归入所能填补的最早的周期；不作要求的周期不占用记录。写 `every: [month, quarter]` 的，
一条记录在月和季中各算一次。`where` 自己提到周期的，不作这种分配。

**最后一日** 到 24 点为止 ◆。星期一九点写作 `before: "at_time(next_working_day(period.start), '09:00')"`：正好九点算及时 ◆，只有日期的
记录在当天也算及时；星期一放假的，顺延到下一个工作日的同一时刻。次月第五个工作日写作 `before: "period.end + working_days(5)"`。

**间隔** 从一次（或起始日）到下一次，每段间隔是一个案例。`max_gap` 按日计算，同一天的几次算一次。第 N 天当天仍算及时：5 月 1 日之后，`max_gap: 30 days`
到 5 月 31 日为止。最后一段未到期之前为未到期；对象在到期日当天或之前终止的，不再判定（`ended`）。`5 working days` 不计休息日，
月份取同一日。间隔最早从记录集涵盖的首日算起，涵盖的末日之后到期的
也不追究：此前此后做过什么无从知道。◆ `min_gap` 只看两次之间；从起始日到第一次的时间，
只有检查写明了起点（`after`）才算。对 `min_gap` 每次都算，同一天的第二次也算（同一条记录重复列出的算一次），同一天开始的第二段间隔
记作 `2026-05-31#2`。以小时或分钟写的，精确到秒：10:00 之后，`24 hours` 到次日 10:00 为止，次日 9:00 为 `too-early`。◆ 记录没有时刻的，
只计其中的整日，日期显示不出来的不予追究：`24 hours` 为一日，`47 hours` 也是一日，`12 hours` 不满一日、不计。随字段而定的时长，要么都用小时、
分钟，要么都不用。对象终止之后的记录不算。暂停（`pause`）的日子不计：从暂停当日到恢复的前一日 ◆；没有恢复的，该间隔为未到期
（`paused`），其间做了的算及时。休假本身不使间隔暂停。

**结论** 与其他带期间的检查相同：及时找到为符合；没找到而期限未过为未到期；其余不符合：`missing` 没有、`too-few` 次数不够、
`late` 逾期、`too-early` 过早。◆ 确定才下结论：日期读不出、或者不知道算不算的记录，使它可能填补（或者可能让出别的记录来填补）的
周期和间隔无法判定，其余不受影响；对 `min_gap`，则是它可能使之过短的间隔，对象终止前的
最后一段也在内，但已不再要求的（`unless`）除外：过短在那里不算错。日历之外的日子无法判定（`calendar-uncovered`），但无论如何都成立的除外。起始日读不出的对象，
整个无法判定。记录集没有写 `period` 的，带 `every` 的检查无法评价，并说明原因。◆ 案例日期（决定用哪个版本）是周期或间隔的首日；工作日取覆盖该日的
最新已发布日历 ◆。

逐级升级的催收（逾期 10 天提醒、30 天发函）不是周期性，而是 `condition`：用阶梯参数 `step($ladder, 逾期天数)` 算出应达到的级别，与已达到的
级别相比。
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from procedo.model.text import Wrong
from procedo.rules._build import Build, Judged
from procedo.rules._fields import WindowFields
from procedo.rules._gaps import judge_gaps
from procedo.rules._part import Words
from procedo.rules._window import judge

REASONS = (
    "missing",
    "too-few",
    "late",
    "too-early",
    "key-missing",
    "target-date-missing",
    "future-dated",
    "calendar-uncovered",
    "limit-attribute-missing",
    "pause-date-missing",
    "value-unreadable",
    "value-missing",
    "case-date-missing",
    "paused",
    "not-active-throughout",
    "no-working-day",
    "on-leave",
    "ended",
)

_NOT_WITH_GAPS = ("within", "done", "same_day")


class Fields(WindowFields):
    kind: Literal["recurrence"]
    max_gap: str | None = None
    min_gap: str | None = None

    @model_validator(mode="after")
    def _once(self):
        gap = self.max_gap or self.min_gap
        if bool(self.every) == bool(gap):
            raise Wrong(
                "recurrence-how-often",
                "recurrence 要写 every（每个周期一次），或 max_gap、min_gap（间隔），两种择一",
                "recurrence says either `every` (once in each period) or `max_gap`, `min_gap` (gaps)",
            )
        if not self.needs:
            raise Wrong("recurrence-needs", "recurrence 要写 needs（要找的记录）", "recurrence says `needs` (the records looked for)")
        if gap:
            self._only_gaps()
        return self

    def _only_gaps(self) -> None:
        said = [name for name in _NOT_WITH_GAPS if getattr(self, name)]
        search = self.needs[0]
        said += [name for name in ("each", "after", "before", "within") if getattr(search, name)]
        said += ["at: none"] if search.at == "none" else []
        said += ["at_least"] if search.at_least > 1 else []
        if said:
            raise Wrong("recurrence-gaps", f"间隔检查不能写 {said[0]}", f"a check of gaps takes no `{said[0]}`")
        if len(self.needs) > 1:
            raise Wrong("recurrence-gaps", "间隔检查只有一个 needs；请分成几条检查", "a check of gaps has one search; make it several checks")


def judgement(fields: Fields, build: Build) -> Judged:
    if fields.every:
        return judge(fields, build, Words(late="late", early="too-early", anchor="upper", names_form=True), REASONS)
    return judge_gaps(fields, build, REASONS)
