"""A page for each form: its fields, what they mean, who fills it in, which procedures use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procedo.model import Field, Form
from procedo.site.addresses import page_of
from procedo.site.expression_words import in_words
from procedo.site.lexicon import Lexicon
from procedo.site.pages import Page
from procedo.site.sections.header import card, history
from procedo.site.sections.procedures import retention
from procedo.site.values import number
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    cards = {document.id: card(view, document) for document in view.library.all("form")}
    listed = [{"id": id, "form": form, "card": cards.get(id, {}), "used": view.used_in.get(id, [])} for id, form in view.forms.items()]
    yield Page("forms/index.md", view.t.forms, "forms", {"forms": listed}, "forms", toc=False)
    for document in view.library.all("form"):
        form: Form = document.model
        values = {
            "f": form,
            "card": card(view, document, form.number or document.id),
            "history": history(view, document),
            "fields": [field_row(view, form, name, field) for name, field in form.fields.items()],
            "used": view.used_in.get(document.id, []),
            "retention": retention(view, document.id),
            "life": life(view, form),
        }
        title = f"{form.number} {view.text(form.title)}" if form.number else view.text(form.title)
        yield Page(page_of("form", document.id), title, "form", values, "forms", view.text(form.title))


def field_row(view: View, form: Form, name: str, field: Field) -> dict[str, Any]:
    labels = field.label.root.get(view.language) or field.label.root.get("*") or field.label.every()
    return {
        "name": name,
        "f": field,
        "label": labels[0] if labels else name,
        "also": labels[1:],
        "rules": rules(view, form, field),
        "to": field.to if field.to in view.forms else None,
        "key": name in form.key,
    }


def rules(view: View, form: Form, field: Field) -> list[str]:
    """What a value must be, one sentence each."""
    both, told = view.t.both, []
    if field.required_when:
        condition = in_words(field.required_when, Lexicon(view.forms, {}, {}, {}, view.language), form)
        told.append(both(f"{condition}时必填", f"required when {condition}"))
    if field.pattern:
        told.append(both(f"格式 {field.pattern}", f"pattern {field.pattern}"))
    if field.choices:
        told.append(both("、", ", ").join(label.in_(view.language) for label in field.choices.values()))
    if field.minimum is not None:
        told.append(both("不小于 ", "at least ") + number(f"{field.minimum:g}"))
    if field.maximum is not None:
        told.append(both("不大于 ", "at most ") + number(f"{field.maximum:g}"))
    if field.type == "money":
        basis = {"net": both("不含税", "net of tax"), "gross": both("含税", "tax included"), None: ""}[field.basis]
        told.append(" ".join(filter(None, [field.currency, basis])))
    if field.planned:
        told.append(both("计划日期，可在将来", "a planned day, may lie ahead"))
    if field.personal:
        told.append(both("个人信息", "personal"))
    if field.note:
        told.append(view.text(field.note))
    return told


def life(view: View, form: Form) -> str:
    if not form.active:
        return ""
    fields = [
        form.fields[name].label.in_(view.language) if name in form.fields else name for name in (form.active.from_, form.active.to) if name
    ]
    return f" {view.t.from_to} ".join(fields) if len(fields) > 1 else view.t.both(f"自{fields[0]}起", f"from {fields[0]}")
