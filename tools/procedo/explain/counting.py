"""The days that were counted from the start of a time limit to its last day, one by one (SEMANTICS B.1 to B.5)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from procedo.finding import Finding
from procedo.library import Library
from procedo.model import Calendar, Procedure
from procedo.terms import Sentence, say

MOST = 45
"""Days that are told one by one; of longer limits only the days that are no plain working days or weekends."""
WEEKDAYS = (("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun"))
_PARAMETER = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")


def counted_days(library: Library, finding: Finding) -> list[Sentence]:
    """A line a day; nothing where the check counts no working days or the finding states no start and last day."""
    values = finding.evidence.values
    start, due = _day(next((values[name] for name in _starts(_body(library, finding)) if values.get(name)), None)), _day(values.get("due"))
    calendar = _calendar(library, finding)
    if start is None or due is None or due <= start or calendar is None or not _by_working_days(library, finding):
        return []
    told = list(_days(calendar, start, due))
    return [line for special, line in told if special or len(told) <= MOST]


def _starts(check: dict[str, Any]) -> tuple[str, ...]:
    """What the check counts from: its period, where it has periods."""
    return ("period.end", "period.start") if check.get("every") else ("from",)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _days(calendar: Calendar, start: dt.date, due: dt.date) -> Iterator[tuple[bool, Sentence]]:
    """(whether the day is special, what it counts as), from the start to the last day."""
    yield True, _line(start, "起点，当日不计", "the start, not counted itself")
    count = 0
    for number in range(1, (due - start).days + 1):
        day = start + dt.timedelta(days=number)
        if not calendar.first <= day <= calendar.last:
            yield True, _line(day, "工作日历未覆盖", "beyond the working calendar")
        elif calendar.is_working_day(day):
            count += 1
            extra = day.weekday() >= 5
            last = day == due
            zh = f"第 {count} 个工作日" + ("（调休上班）" if extra else "") + ("，最后一日" if last else "")
            en = f"working day {count}" + (" (make-up day)" if extra else "") + (", the last day" if last else "")
            yield extra or last, _line(day, zh, en)
        else:
            holiday = day.weekday() < 5
            yield holiday, _line(day, "放假" if holiday else "周末", "public holiday" if holiday else "weekend")


def _line(day: dt.date, zh: str, en: str) -> Sentence:
    weekday = WEEKDAYS[day.weekday()]
    return say(f"{day} {weekday[0]}  {zh}", f"{day} {weekday[1]}  {en}")


def _calendar(library: Library, finding: Finding) -> Calendar | None:
    check = _body(library, finding)
    profile = library.newest("profile", library.settings.profile).model
    name = check.get("calendar") or profile.calendar or library.settings.calendar
    return library.calendar(name) if name else None


def _by_working_days(library: Library, finding: Finding) -> bool:
    """Whether the check, or a parameter it names, speaks of working days."""
    document = next((d for d in library.revisions("procedure", finding.procedure) if d.revision == finding.revision), None)
    text = str(_body(library, finding))
    values = [_value(library, document.model, name) for name in _PARAMETER.findall(text)] if document else []
    return any("working" in str(part) for part in (text, *values))


def _value(library: Library, procedure: Procedure, name: str) -> Any:
    profile = library.newest("profile", library.settings.profile).model
    return profile.value(procedure.procedure, name, procedure.parameters[name].default if name in procedure.parameters else "")


def _body(library: Library, finding: Finding) -> dict[str, Any]:
    for document in library.revisions("procedure", finding.procedure):
        if document.revision == finding.revision:
            for requirement in document.model.requirements:
                if requirement.id == finding.requirement:
                    return next((c for c in requirement.checks if f"{requirement.id}.{c.get('id')}" == finding.check), {})
    return {}
