"""Indicators: what each means, and the values of the last check, by period, team and person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from procedo.finding import IndicatorResult
from procedo.site.pages import Page
from procedo.site.values import number
from procedo.site.view import View

UNITS = {"CNY": ("元", "CNY"), "count": ("个", ""), "number": ("", "")}


class Line(NamedTuple):
    """The values of everybody (no team), of a team, or of a person, one for each period."""

    team: str
    person: str
    values: list[str]


def pages(view: View) -> Iterator[Page]:
    listed = [one for document in view.library.all("indicator_list") for one in document.model.indicators]
    if not listed:
        return
    results = {one.id: one for one in view.outcome.indicators} if view.outcome and view.auditor else {}
    units = {one.id: UNITS.get(one.unit, (one.unit, one.unit))[view.language != "zh"] for one in listed}
    inside = {"indicators": listed, "results": results, "periods": _periods, "lines": _lines, "units": units, "outcome": view.outcome}
    yield Page("indicators.md", view.t.both("销售指标", "Indicators"), "indicators", inside, "reference")


def _periods(result: IndicatorResult) -> list[str]:
    return list(dict.fromkeys(value.period for value in result.values))


def _lines(result: IndicatorResult) -> list[Line]:
    """Everybody first, then each team followed by its people."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for value in result.values:
        shown = "—" if value.value is None else number(f"{value.value:.2f}".rstrip("0").rstrip("."))
        found.setdefault((value.team or "", value.person or ""), {})[value.period] = shown
    return [Line(*whom, [values.get(period, "—") for period in _periods(result)]) for whom, values in sorted(found.items())]
