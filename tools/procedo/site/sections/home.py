"""The first page: what is here, for whom, and the box that goes to a document by its number."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.site.addresses import page_of
from procedo.site.markdown import data
from procedo.site.pages import Page
from procedo.site.sections.header import card
from procedo.site.sections.written import folder_of, read
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    automated = [r for _, r in view.requirements.values() if any(c.get("kind") != "attestation" for c in r.checks)]
    values = {
        "text": read(folder_of(view.library.root), "index", view.language) or "",
        "about": view.text(view.library.settings.about),
        "procedures": [card(view, d) for d in view.procedures],
        "matrices": [card(view, d) for d in view.matrices],
        "counts": {
            "procedures": len(view.procedures),
            "requirements": len(view.requirements),
            "automated": len(automated),
            "forms": len(view.forms),
            "roles": len(view.roles),
            "matrices": len(view.matrices),
        },
        "outcome": view.outcome,
        "latest": latest(view),
    }
    yield Page("index.md", view.organisation, "home", values, "home", view.t.home, toc=False, side=False)


def latest(view: View) -> list[dict]:
    """Revisions by the day they take effect, the newest first."""
    documents = [d for kind in ("procedure", "matrix") for id in view.library.ids(kind) for d in view.library.revisions(kind, id)]
    dated = sorted((d for d in documents if d.model.effective_from), key=lambda d: (d.model.effective_from, d.id), reverse=True)
    return [
        {"card": card(view, d), "change": view.text(d.model.change), "newest": d is view.library.newest(d.kind, d.id)} for d in dated[:6]
    ]


def documents(view: View) -> str:
    """A script with every number that leads somewhere: [number, title, page, anchor]; it also works from file://."""
    rows: list[list[str]] = []
    for document in [*view.procedures, *view.matrices]:
        rows.append([document.id, view.text(document.model.title), page_of(document.kind, document.id), ""])
    for id, form in view.forms.items():
        rows.append([form.number or id, view.text(form.title), page_of("form", id), ""])
    for id, role in view.roles.items():
        rows.append([id, role.label.in_(view.language), page_of("role", id), ""])
    for id, (document, requirement) in view.requirements.items():
        rows.append([id, view.text(requirement.text), page_of("procedure", document.id), id])
    for row in rows:
        row[2] = row[2][: -len(".md")] + ".html"
    return f"window.procedoDocuments = {data(rows)};\n"
