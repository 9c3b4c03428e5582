"""Role and form fields hold names as people write them: the role list and the forms' titles tell what they stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from procedo.library import Library
from procedo.model import Form
from procedo.model.text import Label
from procedo.records.offered import Choices, joined


def named(library: Library, forms: Mapping[str, Form], day: dt.date) -> dict[str, Form]:
    """The forms with the choices of every `role` and `form` field filled in: as on the day, then as called before it."""
    roles = {role.id: role.label for role in library.roles(day).values()}
    words = {
        "role": joined(roles, list(roles_offered(library, day))),
        "form": joined({id: _titles(form) for id, form in forms.items()}, list(_former_titles(library, day))),
    }
    return {name: _with_choices(form, words) for name, form in forms.items()}


def roles_offered(library: Library, day: dt.date | None = None) -> Iterator[Choices]:
    """The roles of each revision of each role list, the newest first; with a day, of those begun by then."""
    for id in library.ids("role_list"):
        for document in reversed(library.revisions("role_list", id)):
            if day is None or library.span(document)[0] <= day:
                yield {role.id: role.label for role in document.model.roles}


def _former_titles(library: Library, day: dt.date) -> Iterator[Choices]:
    for id in library.ids("form"):
        for document in reversed(library.revisions("form", id)):
            if library.span(document)[0] <= day:
                yield {id: _titles(document.model)}


def _titles(form: Form) -> Label:
    return Label({language: [text] for language, text in form.title.root.items()})


def _with_choices(form: Form, words: Mapping[str, Choices]) -> Form:
    fields = {
        name: field.model_copy(update={"choices": words[field.type]}) if field.type in words else field
        for name, field in form.fields.items()
    }
    return form.model_copy(update={"fields": fields})
