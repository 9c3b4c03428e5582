"""What a form demanded of its fields on a day, said of records as they are read now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from procedo.library import Library
from procedo.model import Field, Form

DEMANDS = ("required", "required_when", "pattern", "choices", "minimum", "maximum")
"""What a revision of a form says that a record can fall short of (SEMANTICS E.1: by the case's clock)."""


def readable(library: Library, day: dt.date) -> dict[str, Form]:
    """The forms of a day, able to read the values that earlier revisions allowed too."""
    return {id: _reading(form, [document.model for document in library.revisions("form", id)]) for id, form in library.forms(day).items()}


def _reading(form: Form, revisions: Sequence[Form]) -> Form:
    fields = {}
    for name, field in form.fields.items():
        earlier = [other.fields[name].choices for other in revisions if name in other.fields and other.fields[name].type == field.type]
        known = {code: label for choices in earlier for code, label in choices.items()} | field.choices
        if field.choices and known != field.choices:
            fields[name] = field.model_copy(update={"choices": known})
    return form.model_copy(update={"fields": {**form.fields, **fields}}) if fields else form


def demanding(now: Form, then: Form) -> Form:
    """The form as its records are read, with what its revision of that time demanded; a field that it had not, it demanded nothing of."""
    if now == then:
        return now
    return now.model_copy(update={"fields": {name: _demanding(field, then.fields.get(name)) for name, field in now.fields.items()}})


def _demanding(now: Field, then: Field | None) -> Field:
    if then is None:
        return now.model_copy(update={"required": False, "required_when": None, "pattern": None, "minimum": None, "maximum": None})
    if then.type != now.type:
        return now
    return now.model_copy(update={word: getattr(then, word) for word in DEMANDS})
