"""What a form said of its fields on a day, for records that are read as they are read now (SEMANTICS E.1: by the case's clock)."""

from __future__ import annotations

from procedo.language.parser import parse
from procedo.language.tree import ExpressionError, names
from procedo.model import Field, Form
from procedo.model.text import Label
from procedo.records.offered import words

DEMANDS = ("required", "pattern", "minimum", "maximum")
"""What a revision of a form says that a record can fall short of, beside its choices and `required_when`."""


def expecting(now: Form, then: Form) -> Form:
    """The form as expressions read it: an empty field that was required then is missing, any other has just not happened."""
    changed = {name: field for name, field in now.fields.items() if field.required != _required(field, then.fields.get(name))}
    said = {name: field.model_copy(update={"required": not field.required}) for name, field in changed.items()}
    return now.model_copy(update={"fields": {**now.fields, **said}}) if said else now


def _required(now: Field, then: Field | None) -> bool:
    if then is None:
        return False
    return then.required if then.alike(now) else now.required


def demanding(now: Form, then: Form) -> Form:
    """The form as records must comply with it: the fields that it had then, each with what it had to hold."""
    return now.model_copy(update={"fields": {name: _held(now, then, name) for name in now.fields if name in then.fields}})


def _held(now: Form, then: Form, name: str) -> Field:
    """A field that is of another kind by now is read as that, and must hold what is said of that."""
    field, was = now.fields[name], then.fields[name]
    if not field.alike(was):
        return field
    said = {word: getattr(was, word) for word in DEMANDS}
    when = was.required_when if was.required_when and _is_still(now, then, was.required_when) else None
    return field.model_copy(update=said | {"required_when": when, "choices": _allowed(field, was)})


def _allowed(now: Field, then: Field) -> dict[str, Label]:
    """The codes of then, and those that stand for one of its words by now; of roles and forms, which are no choices, all."""
    offered = words(then.choices)
    if not offered:
        return now.choices
    return {code: label for code, label in now.choices.items() if code in then.choices or not offered.keys().isdisjoint(words({code: label}))}


def _is_still(now: Form, then: Form, condition: str) -> bool:
    """Whether the form has the fields that a condition names, each of the kind that it was. What is no expression is for
    the compiler to refuse."""
    try:
        heads = {name.parts[0] for name in names(parse(condition))}
    except ExpressionError:
        return True
    read = [name for name in then.fields if heads & {name, name.removesuffix("_id"), name.removesuffix("_no")}]
    return all(name in now.fields and now.fields[name].alike(then.fields[name]) for name in read)
