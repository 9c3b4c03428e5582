"""Which requirements a changed document can judge otherwise: their examples are those worth trying before a release."""

from __future__ import annotations

from collections.abc import Iterable

from procedo.library import Document, Library
from procedo.lint._uses import Uses
from procedo.model import Form, Matrix

SILENT = {"glossary", "clause_list", "source_list", "decision_list", "indicator_list"}
"""Kinds that no check reads."""
DERIVED = ("approved_at", "approved_by", "reviewed_by", "rejected_at")
"""Fields that a form has from the matrix about it."""
FACTS = ("decisions", "history", "person", "appoints", "delegates", "substitutes", "absent", "rates", "active")
"""What a form can declare that checks about other forms rest on."""


def touched(library: Library, documents: Iterable[Document]) -> set[str] | None:
    """Requirements that read any of the documents; None: any requirement may."""
    found: set[str] = set()
    reading = _Reading(library)
    for document in documents:
        if document.kind in SILENT:
            continue
        if document.kind == "procedure":
            found |= {requirement.id for requirement in document.model.requirements}
        elif isinstance(document.model, Matrix):
            found |= reading.matrix(document.model)
        elif isinstance(document.model, Form) and not any(getattr(document.model, fact) for fact in FACTS):
            found |= reading.form(document.id)
        else:
            return None
    return found


class _Reading:
    """Requirement -> forms and matrices that its checks name, along references too."""

    def __init__(self, library: Library):
        uses = Uses(library)
        self.named: dict[str, set[tuple[str, str]]] = {}
        self.texts: dict[str, str] = {}
        for procedure in library.all("procedure"):
            for requirement in procedure.model.requirements:
                found = {(what if what == "matrix" else "form", name if what == "matrix" else form or name)
                         for body in requirement.checks for what, form, name, _ in uses.check(body, ())}
                self.named[requirement.id], self.texts[requirement.id] = found, str(requirement.checks)

    def form(self, id: str) -> set[str]:
        return {requirement for requirement, named in self.named.items() if ("form", id) in named}

    def matrix(self, matrix: Matrix) -> set[str]:
        derived = {id for id in self.form(matrix.about) if any(word in self.texts[id] for word in DERIVED)}
        return derived | {requirement for requirement, named in self.named.items() if ("matrix", matrix.matrix) in named}
