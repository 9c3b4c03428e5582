"""Existence: the companion record exists. 存在：须有对应的记录。

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
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from procedo.rules._build import Build, Judged
from procedo.rules._fields import WindowFields
from procedo.rules._pairs import Words
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
        return self


def judgement(fields: Fields, build: Build) -> Judged:
    return judge(fields, build, Words(late="late", early="too-early", anchor="upper"), REASONS)
