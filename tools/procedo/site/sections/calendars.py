"""Working calendars: a grid for each month, with days off and make-up days."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Any

from procedo.model import Calendar
from procedo.site.addresses import page_of
from procedo.site.pages import Page
from procedo.site.sections.header import card, history
from procedo.site.view import View
from procedo.site.words import WEEKDAYS


def pages(view: View) -> Iterator[Page]:
    for document in view.library.all("calendar"):
        model: Calendar = document.model
        years = [year(view, model, number) for number in range(model.last.year, model.first.year - 1, -1)]
        values = {
            "c": model,
            "card": card(view, document),
            "history": history(view, document),
            "years": years,
            "weekdays": list(WEEKDAYS[view.language]),
        }
        yield Page(page_of("calendar", document.id), view.text(model.title), "calendar", values, "reference")


def year(view: View, model: Calendar, number: int) -> dict[str, Any]:
    notes = {day: text for days in (model.off, model.worked) if isinstance(days, dict) for day, text in days.items()}
    months = [
        {
            "number": month,
            "name": view.t.both(f"{month} 月", calendar.month_name[month]),
            "weeks": [
                [_day(view, model, notes, day, month) for day in week] for week in calendar.Calendar().monthdatescalendar(number, month)
            ],
        }
        for month in range(1, 13)
    ]
    return {"number": number, "months": months, "spans": spans(view, model, notes, number)}


def _day(view: View, model: Calendar, notes: dict, day: dt.date, month: int) -> dict[str, Any] | None:
    if day.month != month:
        return None
    if not model.first <= day <= model.last:
        return {"day": day.day, "kind": "outside", "note": ""}
    worked, weekend = model.is_working_day(day), day.weekday() >= 5
    kind = ("made-up" if weekend else "") if worked else ("weekend" if weekend and day not in notes else "off")
    note = view.text(notes.get(day)) or {"off": view.t.both("休", "day off"), "made-up": view.t.both("调休上班", "make-up day")}.get(
        kind, ""
    )
    return {"day": day.day, "kind": kind, "note": note if kind in ("off", "made-up") else ""}


def spans(view: View, model: Calendar, notes: dict, number: int) -> list[tuple[str, str, str]]:
    """Days off and make-up days of a year in a row as (name, first, last)."""
    found: list[list[Any]] = []
    for kind, days in (("off", model.off), ("made-up", model.worked)):
        for day in sorted(d for d in days if d.year == number):
            name = view.text(notes.get(day))
            last = found[-1] if found else None
            if last and last[0] == (kind, name) and (day - last[2]).days <= 3 and kind == "off":
                last[2] = day
            else:
                found.append([(kind, name), day, day])
    return [
        (f"{name or view.t.none}", kind, first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}")
        for (kind, name), first, last in found
    ]
