"""Neighbours of a parameter's value: what somebody might change it to, by little and by much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

DURATION = re.compile(r"(\d+) (.+)")
TIME = re.compile(r"(\d\d):(\d\d)")


def small_changes(value: Any) -> Iterator[list[Any]]:
    """One more and one less; an item of a list left out; each value of a map a little different.

    Groups of which one change at least must be noticed: each direction is one, a list is one, each key of a map.
    """
    if isinstance(value, bool):
        yield [not value]
    elif isinstance(value, (int, float)):
        step = 1 if float(value).is_integer() else 0.01
        yield from ([round(n, 4)] for n in (value - step, value + step) if n >= 0)
    elif isinstance(value, list):
        yield [value[:n] + value[n + 1 :] for n in range(len(value))]
    elif isinstance(value, dict):
        yield from ([{**value, key: other} for group in small_changes(inner) for other in group] for key, inner in value.items())
    elif duration := DURATION.fullmatch(str(value)):
        yield from ([f"{n} {duration[2]}"] for n in (int(duration[1]) - 1, int(duration[1]) + 1) if n >= 0)
    elif time := TIME.fullmatch(str(value)):
        minutes = int(time[1]) * 60 + int(time[2])
        yield from ([f"{n // 60:02}:{n % 60:02}"] for n in (minutes - 1, minutes + 1))
    else:
        yield [f"X{value}"]


def changes(value: Any) -> Iterator[Any]:
    """Small ones, then great ones."""
    yield from (other for group in small_changes(value) for other in group)
    yield from great_changes(value)


def great_changes(value: Any) -> Iterator[Any]:
    """Next to nothing, and far too much."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from (0, value * 100 + 1000)
    elif isinstance(value, list):
        yield from (["x"], [*value, "x"])
    elif isinstance(value, dict):
        yield from ({key: other for key in value} for inner in value.values() for other in great_changes(inner))
    elif duration := DURATION.fullmatch(str(value)):
        yield from (f"{n} {duration[2]}" for n in (0, int(duration[1]) * 40 + 40))
