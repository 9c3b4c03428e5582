"""Working calendar: public holidays and make-up days, frozen up to the last decreed year."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from pydantic import Field as field

from procedo.model.document import Controlled
from procedo.model.text import Day, Text


class Calendar(Controlled):
    id_key: ClassVar[str] = "calendar"

    calendar: str = field(pattern=r"^[a-z][a-z0-9-]*$")
    first: Day
    last: Day
    off: dict[Day, Text | None] | list[Day] = []
    """Weekdays that are not worked."""
    worked: dict[Day, Text | None] | list[Day] = []
    """Saturdays and Sundays that are worked (make-up days)."""
    source: Text | None = None

    def over(self, older: Calendar) -> Calendar:
        """This calendar, and the older one for the days before and after it that adjoin."""
        day = dt.timedelta(days=1)
        if older.last < self.first - day or older.first > self.last + day:
            return self

        def joined(name: str) -> list[dt.date]:
            added = (d for d in getattr(older, name) if not self.first <= d <= self.last)
            return sorted({*getattr(self, name), *added})

        return self.model_copy(update={
            "first": min(self.first, older.first), "last": max(self.last, older.last), "off": joined("off"), "worked": joined("worked")})

    def is_working_day(self, day: dt.date) -> bool:
        """Whether `day` is worked; ValueError outside first..last."""
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} is outside the calendar")
        return day in set(self.worked) or (day.weekday() < 5 and day not in set(self.off))
