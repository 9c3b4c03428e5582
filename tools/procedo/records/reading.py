"""The forms that records are read with: as they are on a day, and able to read what their earlier revisions offered."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from procedo.library import Library
from procedo.model import Field, Form
from procedo.model.text import Label
from procedo.records.names import named
from procedo.records.words import fold, same_width

Choices = Mapping[str, Label]
"""Code -> its labels."""


def readable(library: Library, day: dt.date) -> dict[str, Form]:
    """Form -> as it is on the day, roles and forms named. Codes and labels of the revisions begun before can be read too,
    save for a word that the form has for something else by now."""
    return named({id: _reading(library, id, day) for id in library.ids("form")}, library.roles(day))


def _reading(library: Library, id: str, day: dt.date) -> Form:
    document = library.begun("form", id, day)
    assert document is not None
    revisions = library.revisions("form", id)
    earlier = [other.model for other in reversed(revisions[: revisions.index(document)])]
    fields = {name: _with_words(field, list(_of_field(name, field, earlier))) for name, field in document.model.fields.items()}
    return document.model.model_copy(update={"fields": fields}) if earlier else document.model


def _of_field(name: str, field: Field, revisions: Sequence[Form]) -> Iterator[Choices]:
    """What other revisions of a form offer for a field, as long as it is one of the same kind."""
    return (form.fields[name].choices for form in revisions if name in form.fields and form.fields[name].alike(field))


def _with_words(field: Field, earlier: Sequence[Choices]) -> Field:
    choices = dict(field.choices)
    for offered in earlier if choices else ():
        for code, now in called_now(choices, offered).items():
            choices[now] = _joined(choices, now, code, offered[code])
    return field.model_copy(update={"choices": choices}) if choices != field.choices else field


def _joined(choices: Choices, now: str, code: str, label: Label) -> Label:
    """The labels of `now`, and those words of an earlier code that stand for nothing yet."""
    taken = words(choices)
    free = {language: [name for name in names if plain(name) not in taken] for language, names in label.root.items()}
    if now not in choices:
        return Label({language: names for language, names in free.items() if names} or {"*": [code]})
    root = choices[now].root
    more = [name for name in (code, *(name for names in free.values() for name in names)) if plain(name) not in taken]
    first = next(iter(root), "*")
    return Label(root | {first: [*root.get(first, ()), *dict.fromkeys(more)]})


def other_codes(library: Library, forms: Mapping[str, Form]) -> dict[str, dict[str, str]]:
    """`form.field` -> codes that only other revisions offer, those to come too -> the code by which such a value is read."""
    found: dict[str, dict[str, str]] = {}
    for id in library.ids("form"):
        revisions = [document.model for document in library.revisions("form", id)]
        for name, field in forms[id].fields.items() if id in forms and len(revisions) > 1 else ():
            for offered in _of_field(name, field, revisions) if field.choices else ():
                known = found.setdefault(f"{id}.{name}", {})
                known |= {code: now for code, now in called_now(field.choices, offered).items() if code not in field.choices}
    return found


def called_now(now: Choices, offered: Choices) -> dict[str, str]:
    """Each code that another revision offered -> the code it goes by now.

    A code that is gone goes by the one that its words stand for, if no other code went over to that; or if its own name
    has become a word for it. Else it stays itself.
    """
    taken = words(now)
    met = {code: {code} if code in now else {taken[w] for w in _words_of(code, label) if w in taken} for code, label in offered.items()}
    times = Counter(code for codes in met.values() for code in codes)
    alone = {code: next(iter(codes)) for code, codes in met.items() if len(codes) == 1 and times[next(iter(codes))] == 1}
    return {code: alone.get(code, code if code in now else taken.get(plain(code), code)) for code in offered}


def words(choices: Choices) -> dict[str, str]:
    """Every word, folded for comparing -> the code that it stands for."""
    return {word: code for code, label in choices.items() for word in _words_of(code, label)} | {plain(code): code for code in choices}


def _words_of(code: str, label: Label) -> Iterator[str]:
    return map(plain, (code, *label.every()))


def plain(word: str) -> str:
    """As cells are compared; a word of mere signs by its width only."""
    return fold(word) or same_width(word)
