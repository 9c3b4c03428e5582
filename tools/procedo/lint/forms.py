"""What a form declares names its own fields, and fields are declared whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procedo.library.document import Document
from procedo.library.library import Library
from procedo.library.marks import Path
from procedo.lint._known import Known, each, form_models, known, lookups, problem
from procedo.model import Field, Form, Node
from procedo.problem import Problem

YAML_WORDS = {"no", "yes", "on", "off", "true", "false", "null"}
LANGUAGE_WORDS = {"and", "or", "not", "in", "is", "between", "null", "this", "there", "as_of"}
_ID = re.compile(r"[a-z][a-z0-9_]*")
DECLARATIONS = ("active", "decisions", "appoints", "delegates", "substitutes", "absent", "rates", "person", "history")
"""Parts of a form whose words are fields of the form."""


def problems(library: Library) -> Iterator[Problem]:
    names = known(library)
    for document, form in form_models(names):
        yield from _ids(document, form)
        yield from _own_fields(document, form)
        yield from _other_forms(document, form, names)
        for name, field in form.fields.items():
            yield from _field(document, ("fields", name), field, names)


def _ids(document: Document, form: Form) -> Iterator[Problem]:
    words = [(("form",), form.form, False)]
    words += [((part, name), name, True) for part in ("fields", "subsets", "events") for name in getattr(form, part)]
    for path, word, key in words:
        if not _ID.fullmatch(word):
            yield problem(document, path, "bad-id", f"“{word}”须以小写字母开头，只含小写字母、数字和下划线（会写在条件里）",
                          f"“{word}” must begin with a small letter and hold small letters, digits and _ only (it stands in conditions)", key)
        elif word in YAML_WORDS | LANGUAGE_WORDS:
            yield problem(document, path, "reserved-word", f"“{word}”有特殊含义，不能作名称", f"“{word}” has a meaning of its own and cannot be a name", key)


def _own_fields(document: Document, form: Form) -> Iterator[Problem]:
    fields = set(form.fields)
    for part in ("key", "date"):
        yield from lookups(document, "field", fields, each((part,), getattr(form, part)))
    for name, event in form.events.items():
        yield from lookups(document, "field", fields, [(("events", name, "at"), event.at), (("events", name, "by"), event.by)])
    for part in DECLARATIONS:
        declared = getattr(form, part)
        if declared is not None:
            yield from lookups(document, "field", fields, _words((part,), declared, leave=("except_",)))
    yield from _dates(document, form)


def _words(path: Path, node: Node, leave: tuple[str, ...] = ()) -> Iterator[tuple[Path, str | None]]:
    for name, info in type(node).model_fields.items():
        value, at = getattr(node, name), (*path, info.alias or name)
        if name in leave:
            continue
        yield from each(at, value) if isinstance(value, list) else [(at, value)]


def _dates(document: Document, form: Form) -> Iterator[Problem]:
    for path, word in each(("date",), form.date):
        if word in form.fields and form.fields[word].type not in ("date", "datetime"):
            yield problem(document, path, "wrong-type", f"“{word}”不是日期字段，不能作记录日期", f"“{word}” is no date, so it cannot be the case date")


def _other_forms(document: Document, form: Form, names: Known) -> Iterator[Problem]:
    ids = names.names("form")
    absence = form.active.except_ if form.active else None
    if absence:
        at: Path = ("active", "except")
        yield from lookups(document, "form", ids, [((*at, "form"), absence.form)])
        fields = names.fields(absence.form)
        yield from lookups(document, "field", fields, _words(at, absence, leave=("form", "match")))
        yield from lookups(document, "field", fields and fields | _path_names(fields), [((*at, "match"), absence.match)])


def _path_names(fields: set[str]) -> set[str]:
    """What references are called in paths and joins: `customer` for `customer_id`."""
    return {name.removesuffix("_id").removesuffix("_no") for name in fields}


def _field(document: Document, at: Path, field: Field, names: Known) -> Iterator[Problem]:
    name, refers = at[-1], "reference" in (field.type, field.of if field.type == "list" else None)
    if refers and field.to is None:
        yield problem(document, at, "missing-key", f"引用字段“{name}”缺少“to”（指向哪个表单）", f"the reference “{name}” lacks “to” (the form it points to)")
    elif field.to is not None and not refers:
        yield problem(document, (*at, "to"), "wrong-type", f"“{name}”不是引用字段，不能有“to”", f"“{name}” is no reference, so it takes no “to”", True)
    elif field.to not in (None, "any"):
        yield from lookups(document, "form", names.names("form"), [((*at, "to"), field.to)])
    if "choice" in (field.type, field.of if field.type == "list" else None) and not field.choices:
        yield problem(document, at, "missing-key", f"选择字段“{name}”缺少“choices”", f"the choice “{name}” lacks “choices”")
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield problem(document, (*at, "minimum"), "bad-value", f"“{name}”的最小值大于最大值", f"the minimum of “{name}” is above its maximum")
    yield from _pattern(document, (*at, "pattern"), field.pattern)


def _pattern(document: Document, path: Path, pattern: str | None) -> Iterator[Problem]:
    try:
        re.compile(pattern or "")
    except (re.error, OverflowError, RecursionError) as error:
        yield problem(document, path, "bad-pattern", f"“{pattern}”不是正确的格式规则（{error}）", f"“{pattern}” is no correct pattern: {error}")
