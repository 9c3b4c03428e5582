"""Where each page stands, and how one leads to another; relative, so that links work from a file share too."""

from __future__ import annotations

import posixpath

FOLDERS = {
    "procedure": "procedures", "matrix": "matrices", "form": "forms", "role": "roles", "profile": "profiles",
    "calendar": "calendars", "kind": "rules",
}
FIXED = {"glossary": "glossary.md", "clause_list": "clauses.md", "source_list": "sources.md", "role_list": "roles/index.md",
         "decision_list": "decisions.md", "indicator_list": "indicators.md"}


def page_of(kind: str, id: str, revision: str | None = None) -> str:
    """Path of a page below its language: `procedures/QP-SAL-07.md`; an earlier revision has a page of its own."""
    if kind in FIXED:
        return FIXED[kind]
    return f"{FOLDERS[kind]}/{id}{f'.rev-{revision}' if revision else ''}.md"


def relative(origin: str, target: str, anchor: str = "") -> str:
    """The link from page `origin` to page `target` as it stands in HTML."""
    path = posixpath.relpath(target, posixpath.dirname(origin) or ".")
    path = path[: -len(".md")] + ".html" if path.endswith(".md") else path
    return f"{path}#{anchor}" if anchor else path


def alternate(page: str, language: str, other: str, first: str) -> str:
    """The link to the same page in another language; the first language stands at the root."""
    climb = "../" * (page.count("/") + (language != first))
    return climb + ("" if other == first else f"{other}/") + page[: -len(".md")] + ".html"
