"""Clauses, glossary and sources: one page each."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.inventory import nodes
from procedo.site.addresses import page_of
from procedo.site.pages import Page
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    clauses = [document.model for document in view.library.all("clause_list")]
    yield Page("clauses.md", view.t.clauses, "clauses", {"lists": clauses, "others": _others(view)}, "reference", toc=False)
    terms = [term for document in view.library.all("glossary") for term in document.model.terms]
    yield Page("glossary.md", view.t.glossary, "glossary", {"terms": terms, "defined": defined(view)}, "reference", toc=False)
    sources = [source for document in view.library.all("source_list") for source in document.model.sources]
    yield Page("sources.md", view.t.sources, "sources", {"sources": sources}, "reference", toc=False)
    decisions = [decision for document in view.library.all("decision_list") for decision in document.model.decisions]
    if decisions:
        title = view.t.both("冲突与决定", "Conflicts and decisions")
        yield Page("decisions.md", title, "decisions", {"decisions": decisions, "places": _places(view)}, "reference", toc=False)


def _places(view: View) -> dict[str, tuple[str, str]]:
    """Name of a node that a decision may name -> page and anchor."""
    found = {}
    for node in nodes(view.library):
        own = node.name.rpartition(".")[2]
        if node.kind in ("parameter", "limit"):
            found[node.name] = page_of("procedure", node.document.id), f"{'parameter' if node.kind == 'parameter' else 'step'}-{own}"
        elif node.kind == "line":
            found[node.name] = page_of("matrix", node.document.id), ""
        elif node.kind in ("check", "timed check"):
            found[node.name] = page_of("procedure", node.document.id), node.name.rpartition(".")[0]
        elif node.kind in ("form", "paper"):
            found[node.name] = page_of("form", node.document.id), f"paper-{own}" if node.kind == "paper" else ""
    found |= {id: (page_of("role", id), "") for id in view.library.roles()}
    return found | {id: (page_of("profile", id), "") for id in view.library.ids("profile")}


def _others(view: View) -> list[str]:
    """Clauses that requirements cite and no list holds."""
    return sorted(set(view.by_clause) - set(view.clause_pages))


def defined(view: View) -> list[tuple]:
    """Definitions that stand in procedures."""
    return [(document, definition) for document in view.procedures for definition in document.model.definitions]
