"""The forms that records are read with: as they are on a day, and able to read what their earlier revisions offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from procedo.library import Library
from procedo.model import Field, Form
from procedo.records.names import named, roles_offered
from procedo.records.offered import Choices, called_now, joined


def readable(library: Library, day: dt.date) -> dict[str, Form]:
    """Form -> as it is on the day, roles and forms named. Codes and labels of the revisions begun before can be read too,
    save for a word that the form has for something else by now."""
    return named(library, {id: _reading(library, id, day) for id in library.ids("form")}, day)


def _reading(library: Library, id: str, day: dt.date) -> Form:
    document = library.begun("form", id, day)
    assert document is not None
    revisions = library.revisions("form", id)
    earlier = [other.model for other in reversed(revisions[: revisions.index(document)])]
    fields = {
        name: field.model_copy(update={"choices": joined(field.choices, list(_offered(name, field, earlier)))})
        for name, field in document.model.fields.items() if field.choices
    }
    return document.model.model_copy(update={"fields": document.model.fields | fields}) if earlier else document.model


def _offered(name: str, field: Field, revisions: Sequence[Form]) -> Iterator[Choices]:
    """What revisions of a form offer for a field, as long as it is one of the same kind."""
    return (form.fields[name].choices for form in revisions if name in form.fields and form.fields[name].alike(field))


def other_codes(library: Library, forms: Mapping[str, Form]) -> dict[str, dict[str, str]]:
    """`form.field` -> codes that only other revisions offer, those to come too -> the code by which such a value is read."""
    roles = list(roles_offered(library))
    found = {}
    for id in library.ids("form"):
        revisions = [document.model for document in library.revisions("form", id)]
        for name, field in forms[id].fields.items() if id in forms else ():
            offered = roles if field.type == "role" else _offered(name, field, revisions) if len(revisions) > 1 else ()
            found[f"{id}.{name}"] = _gone(field, offered) if field.choices else {}
    return found


def _gone(field: Field, offered: Sequence[Choices] | Iterator[Choices]) -> dict[str, str]:
    others = [choices for choices in offered if not choices.keys() <= field.choices.keys()]
    return {code: now for choices in others for code, now in called_now(field.choices, choices).items() if code not in field.choices}
