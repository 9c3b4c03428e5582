"""Durations: `24 hours`, `5 days`, `5 working days`, `2 weeks`, `1 month`, `10 years`."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_TEXT = re.compile(r"\s*(\d+)\s+(minute|hour|working day|day|week|month|year)s?\s*")
_IN_MONTHS = {"month": 1, "year": 12}
_IN_DAYS = {"day": 1, "week": 7}
_IN_SECONDS = {"minute": 60, "hour": 3600}


class Duration(NamedTuple):
    """`unit` is seconds, days, working-days or months; calendar meaning is kept, nothing is converted across.

    `count` is a number, or an SQL node where the length stands in the records.
    """

    count: Any
    unit: str

    @property
    def fixed(self) -> bool:
        return isinstance(self.count, int)

    @property
    def words(self) -> tuple[str, str]:
        """The duration in Chinese and English."""
        names = {
            "seconds": ("秒", "second"),
            "days": ("天", "day"),
            "working-days": ("个工作日", "working day"),
            "months": ("个月", "month"),
        }
        count, (zh, en) = self.count, names[self.unit]
        if self.unit == "seconds" and count % 60 == 0:
            count, zh, en = (count // 3600, "小时", "hour") if count % 3600 == 0 else (count // 60, "分钟", "minute")
        if self.unit == "months" and count % 12 == 0 and count:
            count, zh, en = count // 12, "年", "year"
        return f"{count} {zh}" if zh.isascii() else f"{count}{zh}", f"{count} {en}{'' if count == 1 else 's'}"


def duration(text: object) -> Duration | None:
    """The duration that a text states, or None when it states none."""
    match = _TEXT.fullmatch(text) if isinstance(text, str) else None
    if not match:
        return None
    count, unit = int(match.group(1)), match.group(2)
    if unit == "working day":
        return Duration(count, "working-days")
    if unit in _IN_MONTHS:
        return Duration(count * _IN_MONTHS[unit], "months")
    if unit in _IN_DAYS:
        return Duration(count * _IN_DAYS[unit], "days")
    return Duration(count * _IN_SECONDS[unit], "seconds")
