"""Existence: the companion record exists.

For every case the demanded records (`needs`) are found; with a window (`after`, `before`, `within`) they are dated inside
it. Population: all cases that `when` picks; a case whose optional bound is empty is no case yet.
(Declare: existence, responded existence.)

## Says
`needs` (searches, with `each` and `at_least`), `after`, `before`, `within`, `unless`.

## Verdicts
Found: conforms. Not found but a candidate cannot be read: undetermined. Not found and the last day is not over: pending.
Otherwise nonconforming: `missing`, `too-few`, `late` or `too-early`. Without a window no date is needed.

## Example
```yaml
- {id: a, kind: existence, case: contract, needs: {form: contract_review, match: contract, where: "filled(opinion)"}, before: signed_at}
```

## 中文
存在：须有对应的记录。

每个案例都要找到 `needs` 所要的记录；写了期间（`after`、`before`、`within`）的，记录须落在期间之内。`when` 选中的都是案例；
选填的界限为空，表示其事尚未发生，不是案例。

**结论** 找到：符合。没找到而有候选记录读不出：无法判定。没找到而期限未过：未到期。其余不符合：`missing` 没有、`too-few` 不够、`late` 过晚、`too-early` 过早。
没有期间时不需要日期；关联所用的必填值为空：`key-missing`。
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
