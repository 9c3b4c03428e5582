"""Profiles: what applies to this organisation, with its values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procedo.library import Document
from procedo.model import Profile
from procedo.site.addresses import page_of
from procedo.site.pages import Page
from procedo.site.sections.header import card, history
from procedo.site.values import shown
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    for document in view.library.all("profile"):
        profile: Profile = document.model
        declared = _declared(view, profile)
        rows = [_row(view, key, value, *declared.get(key, (None, key))) for key, value in profile.parameters.items()]
        values = {"p": profile, "card": card(view, document), "history": history(view, document), "parameters": rows}
        yield Page(page_of("profile", document.id), view.text(profile.title), "profile", values, "reference", toc=False)


def _declared(view: View, profile: Profile) -> dict[str, tuple[Document, str]]:
    """Key of a profile's parameter, `days` or `QP-1.days` -> the procedure that takes it, one of the profile's if it can be, and its name there."""
    procedures = sorted(view.procedures, key=lambda document: document.id in profile.procedures)
    return {key: (d, name) for d in procedures for name in d.model.parameters for key in (name, f"{d.id}.{name}")}


def _row(view: View, key: str, value: Any, procedure: Document | None, name: str) -> dict[str, Any]:
    if procedure is None:
        return {"key": key, "name": name, "title": None, "procedure": None, "value": shown(value, view.language)}
    parameter = procedure.model.parameters[name]
    told = shown(view.lexicon(procedure.model).labelled(value, name), view.language, parameter.unit)
    return {"key": key, "name": name, "title": parameter.title, "procedure": procedure.id, "value": told}
