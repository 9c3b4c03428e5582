"""What one kind offers the comparison: its forms, random records, and checks each with its plain reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st
from judging import declared_fields
from oracle.values import Answer, Records, Row

from procedo.model import Calendar, Form


def form(name: str, fields: str, choices: Mapping[str, Mapping[str, str]] = MappingProxyType({}), **more: Any) -> Form:
    """A form as `judging.form` declares it, with the words of its `choices`."""
    fields_ = declared_fields(fields) | {
        field: {"type": "choice", "label": field, "choices": words} for field, words in choices.items()
    }
    return Form.model_validate({"form": name, "title": name, "revision": "1", "status": "released", "key": "id", "fields": fields_} | more)


Reading = Callable[[Records], dict[str, Answer]]


@dataclass(frozen=True)
class Check:
    """A configuration: what `judging.judge_all` is asked, and the plain reading that must say the same."""

    asked: Mapping[str, Any]
    reading: Reading
    calendar: Calendar | None = None


DARK = ("-missing", "-unreadable", "-uncovered", "future-dated", "same-day-conflict", "no-appointments", "no-line", "-mixed", "not-in-force")


def dark(code: str) -> bool:
    """Whether a reason leaves undetermined; such reasons stand behind those of a fault."""
    return code.endswith(DARK)


@dataclass(frozen=True)
class Kind:
    """`keys`: form -> the fields that tell one record set from another. `always`: records that stand in every set.

    `days`: form -> the days that are moved as well, for a kind in which a record with a blank key reaches those of every key.
    """

    forms: list[Form]
    records: st.SearchStrategy[Records]
    keys: Mapping[str, list[str]]
    checks: Mapping[str, Check]
    always: Records = field(default_factory=dict)
    gravity: Callable[[str], int] = dark
    """Reason -> its place, the gravest first."""
    days: Mapping[str, list[str]] = field(default_factory=dict)
    period: tuple[str, str] | None = None
    """First and last day that the records cover, for a kind that asks every so often."""


def each(form: str, reading: Callable[[Row, Records], Answer]) -> Reading:
    """A reading case by case."""
    return lambda records: {row["id"]: reading(row, records) for row in records[form]}


def any_of(values: list[str]) -> st.SearchStrategy[str]:
    """One of the values; one told twice comes twice as often."""
    return st.sampled_from(values) if len(set(values)) > 1 else st.just(values[0])


def rows(most: int, least: int = 0, **cells: list[str]) -> st.SearchStrategy[list[Row]]:
    """Up to `most` rows whose cells are taken from what each may hold."""
    return st.lists(st.fixed_dictionaries({name: any_of(values) for name, values in cells.items()}), min_size=least, max_size=most)


def record_sets(**forms: st.SearchStrategy[list[Row]]) -> st.SearchStrategy[Records]:
    """Records of several forms, every row with an `id` of its own."""

    def numbered(records: Records) -> Records:
        return {form: [{"id": f"{form}-{n}"} | row for n, row in enumerate(found)] for form, found in records.items()}

    return st.fixed_dictionaries(forms).map(numbered)
