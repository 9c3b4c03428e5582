"""Clauses, glossary and sources: one page each."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.site.pages import Page
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    clauses = [document.model for document in view.library.all("clause_list")]
    yield Page("clauses.md", view.t.clauses, "clauses", {"lists": clauses, "others": _others(view)}, "reference", toc=False)
    terms = [term for document in view.library.all("glossary") for term in document.model.terms]
    yield Page("glossary.md", view.t.glossary, "glossary", {"terms": terms, "defined": defined(view)}, "reference", toc=False)
    sources = [source for document in view.library.all("source_list") for source in document.model.sources]
    yield Page("sources.md", view.t.sources, "sources", {"sources": sources}, "reference", toc=False)


def _others(view: View) -> list[str]:
    """Clauses that requirements cite and no list holds."""
    return sorted(set(view.by_clause) - set(view.clause_pages))


def defined(view: View) -> list[tuple]:
    """Definitions that stand in procedures."""
    return [(document, definition) for document in view.procedures for definition in document.model.definitions]
