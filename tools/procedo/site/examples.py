"""Worked examples as a requirement shows them: what the records say, and the verdict they deserve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from procedo.compile.builtin import builtin_forms
from procedo.examples import Linked, Record
from procedo.model import Field, Form
from procedo.reasons import REASONS
from procedo.records.values import chooser
from procedo.site.values import number, shown
from procedo.site.view import View


def examples_of(view: View, procedure: str) -> dict[str, list[dict[str, Any]]]:
    """Requirement of the procedure -> its examples, ready for the template."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for example in (e for e in view.examples if e.procedure == procedure):
        found[example.requirement.id].append(_example(view, example))
    return found


def _example(view: View, linked: Linked) -> dict[str, Any]:
    example, records = linked.example, linked.case.records
    forms = {**builtin_forms(), **(linked.case.library.forms(linked.case.as_of) if linked.supposed else view.forms)}
    own = {form: [r for r in of_form if not r.shared] for form, of_form in records.items()}
    return {
        "id": example.id,
        "check": linked.check if len(linked.requirement.checks) > 1 else "",
        "title": view.text(example.title),
        "note": view.text(example.note),
        "expect": example.expect,
        "word": view.t.verdict_word(example.expect.replace("-", "_")),
        "reasons": [REASONS[code].in_(view.language) if code in REASONS else code for code in example.reasons or ()],
        "as_of": linked.case.as_of.isoformat(),
        "case": example.case,
        "profile": _profile(view, linked.case.profile),
        "parameters": _parameters(view, linked),
        "background": view.t.both("；", "; ").join(view.text(title) for title in linked.backgrounds),
        "tables": [table for form, of_form in own.items() if of_form for table in [_table(view, forms, form, of_form, own)]],
        "supposed": [_document(view, id) for id in linked.supposed],
        "none": [view.form(form) for form, of_form in records.items() if not of_form],
    }


def _profile(view: View, id: str) -> str:
    """The profile, where it is not the library's own."""
    if id == view.library.settings.profile:
        return ""
    return next((view.text(d.model.title) for d in (*view.library.documents, *view.library.desk) if d.kind == "profile" and d.id == id), id)


def _parameters(view: View, linked: Linked) -> list[tuple[str, str]]:
    """Values that the example sets: what they are called, and how people write them."""
    known = view.library.newest("procedure", linked.procedure).model.parameters
    lexicon = view.lexicon(view.library.newest("procedure", linked.procedure).model)
    return [
        (view.text(known[name].title), shown(lexicon.labelled(value, name), view.language, known[name].unit))
        for name, value in linked.case.parameters.items()
    ]


def _document(view: View, id: str) -> str:
    """A document by id and title; a form by its title alone."""
    titles = {d.id: (d.kind, view.text(d.model.title)) for d in (*view.library.desk, *view.library.documents)}
    kind, title = titles.get(id, ("", ""))
    return title if kind == "form" else f"{id} {title}".strip()


def _table(
    view: View, forms: Mapping[str, Form], name: str, records: list[Record], beside: Mapping[str, list[Record]]
) -> dict[str, Any]:
    form = forms[name]
    columns = [field for field in form.fields if any(field in r.values for r in records)]
    told = [field for field in columns if not _said_elsewhere(forms, form, field, records, beside)] or columns
    return {
        "form": name,
        "title": view.text(form.title),
        "columns": [form.fields[field].label.in_(view.language) for field in told],
        "rows": [[_value(view, form.fields[field], r.values.get(field)) for field in told] for r in records],
    }


def _said_elsewhere(
    forms: Mapping[str, Form], form: Form, field: str, records: list[Record], beside: Mapping[str, list[Record]]
) -> bool:
    """A made-up number, the kind of paper, or a reference to the only record of another table: no news to the reader."""
    declared, values = form.fields[field], [r.values.get(field) for r in records]
    if declared.type == "form" or (form.key == [field] and values == [str(n) for n in range(1, len(records) + 1)]):
        return True
    if declared.type != "reference" or len(set(map(str, values))) != 1:
        return False
    keys = {str(r.values.get(forms[other].key[0])) for other, of in beside.items() if len(of) == 1 and other != form.form for r in of}
    return str(values[0]) in keys


def _value(view: View, field: Field, value: Any) -> str:
    """A cell as the reader would write it; what the form's words do not cover stays as it stands."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return view.t.both("、", ", ").join(_value(view, field, item) for item in value)
    if isinstance(value, bool):
        return view.t.both("是", "yes") if value else view.t.both("否", "no")
    if field.type in ("money", "number", "integer"):
        return number(value)
    if field.type in ("role", "form"):
        return view.role(str(value)) if field.type == "role" else view.form(str(value))
    if field.choices:
        code = chooser(field)(str(value))
        return field.choices[code].in_(view.language) if code in field.choices else str(value)
    return str(value)
