"""The library's forms, as the exports of an office system show them: Chinese headings, words instead of codes."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

from procedo.library import Library, read
from procedo.model import Form
from procedo.model.form import Field

ROOT = Path(__file__).resolve().parents[2]


PLAIN = Field.model_validate({"type": "text", "label": "x"})
"""For columns that are no field of the form: a ledger's columns of approvals."""


@lru_cache(maxsize=1)
def library() -> Library:
    return read(ROOT)


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    return {id: library().newest("form", id).model for id in library().ids("form")}


@lru_cache(maxsize=1)
def names() -> dict[str, dict[str, str]]:
    """What codes of the two kinds that every form shares are called: role -> 总经理, form -> 销售合同."""
    roles = library().newest("role_list", "roles").model.roles
    return {
        "role": {role.id: role.label.in_("zh") for role in roles},
        "form": {id: form.title.in_("zh") for id, form in forms().items()},
    }


def heading(form: str, field: str) -> str:
    return forms()[form].fields[field].label.in_("zh")


def fields(form: str) -> list[str]:
    """An export has a column for every field, whether a record fills it or not."""
    return list(forms()[form].fields)


def shown(form: str, field: str, value: Any) -> str:
    """A value as a cell of a CSV file holds it; one that the field's type does not know is written as it is."""
    own = forms()[form].fields.get(field, PLAIN)
    if isinstance(value, list):
        return "、".join(_word(own, item) for item in value)
    return _word(own, value)


def _word(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value)
    if text in field.choices:
        return field.choices[text].in_("zh")
    return names().get(field.type, {}).get(text, text)
