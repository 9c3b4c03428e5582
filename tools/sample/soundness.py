"""Whether records are what their forms declare, told without the checker: what is required, types, choices, keys and references."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sample import forms
from sample.company import Company
from sample.ledger import Ledger

Row = dict[str, Any]
CHECK = "R-190.a"
NUMBERS, POINTS = ("integer", "number", "money"), ("date", "datetime")


class Soundness:
    """The records of a company beside the forms of the library."""

    def __init__(self, company: Company):
        self.company = company
        self.keys = {form: {_key(form, row) for row in rows} for form, rows in company.tables.items()}
        people = company.tables["employee"]
        self.people = {str(row.get(name)) for row in people for name in ("id", "account_id", "name")}

    def note(self, ledger: Ledger) -> None:
        for form, rows in self.company.tables.items():
            counted = Counter(_key(form, row) for row in rows)
            for row in rows:
                found = set(self._faults(form, row)) | ({"duplicate-key"} if counted[_key(form, row)] > 1 else set())
                if why := self._undated(form, row):
                    ledger.dark(CHECK, form, _key(form, row), why, "不知道记录是哪一天的", "the day of the record is not known")
                elif found:
                    reasons = [reason for reason in RANK if reason in found]
                    ledger.wrong(CHECK, form, _key(form, row), reasons, "记录与表单的规定不符", "the record is not what its form declares")

    def _undated(self, form: str, row: Row) -> str | None:
        """Why it cannot be told which revision judges the record: the first date of its form that is filled cannot be read, or none is."""
        dates = forms.forms()[form].date
        filled = [row[name] for name in ([dates] if isinstance(dates, str) else dates or []) if row.get(name) is not None]
        if not dates or (filled and _point(filled[0])):
            return None
        return "value-unreadable" if filled else "case-date-missing"

    def _faults(self, form: str, row: Row) -> Iterator[str]:
        for name, field in forms.forms()[form].fields.items():
            value = row.get(name)
            if value is None or (isinstance(value, str) and not value.strip()):
                if field.required or (field.required_when and _wanted(field.required_when, row)):
                    yield "required-empty"
            elif isinstance(value, list):
                for item in value:
                    yield from self._value(field, field.of, item)
            else:
                yield from self._value(field, field.type, value)

    def _value(self, field: Any, kind: str, value: Any) -> Iterator[str]:
        if kind in NUMBERS and not _number(value):
            yield "wrong-type"
        elif kind in POINTS and not _point(value):
            yield "wrong-type"
        elif kind == "choice" and value not in field.choices:
            yield "not-in-list"
        elif kind == "person" and str(value) not in self.people:
            yield "reference-missing"
        elif kind == "reference" and field.to in self.keys and str(value) not in self.keys[field.to]:
            yield "reference-missing"
        elif kind == "role" and value not in forms.names()["role"]:
            yield "not-in-list"
        elif kind == "text" and field.pattern and not re.fullmatch(field.pattern, str(value)):
            yield "pattern"


RANK = ("required-empty", "wrong-type", "pattern", "not-in-list", "duplicate-key", "reference-missing")


def _key(form: str, row: Row) -> str:
    """As a report writes it: the fields of the key, joined."""
    key = forms.forms()[form].key
    return " / ".join(str(row.get(name)) for name in ([key] if isinstance(key, str) else key))


def _wanted(condition: str, row: Row) -> bool:
    """`status = 'closed'` or `form_serial is null`, the only kinds of condition that forms use."""
    name, _, value = condition.partition(" = ")
    if not value:
        return row.get(condition.removesuffix(" is null")) is None
    return row.get(name.strip()) == value.strip().strip("'")


def _number(value: Any) -> bool:
    return bool(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(value)))


def _point(value: Any) -> bool:
    if isinstance(value, dt.date):
        return True
    try:
        dt.datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True
