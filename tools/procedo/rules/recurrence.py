"""Recurrence: again and again.

Either once in every period (`every`), or without gaps that are too long or too short (`max_gap`, `min_gap`).
(Calendar: RFC 5545 recur; gap: Timed Declare, chain response.)

## 中文
周期性：一次又一次。
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
