"""Role and form fields hold names as people write them: the role list and the forms' titles tell what they stand for."""

from __future__ import annotations

from collections.abc import Mapping

from procedo.model import Form
from procedo.model.lists import Role
from procedo.model.text import Label


def named(forms: Mapping[str, Form], roles: Mapping[str, Role]) -> dict[str, Form]:
    """The forms with the choices of every `role` and `form` field filled in."""
    words = {
        "role": {role.id: role.label for role in roles.values()},
        "form": {form.form: Label({language: [text] for language, text in form.title.root.items()}) for form in forms.values()},
    }
    return {name: _with_choices(form, words) for name, form in forms.items()}


def _with_choices(form: Form, words: Mapping[str, dict[str, Label]]) -> Form:
    fields = {
        name: field.model_copy(update={"choices": words[field.type]}) if field.type in words else field
        for name, field in form.fields.items()
    }
    return form.model_copy(update={"fields": fields})
