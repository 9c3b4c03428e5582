"""Every page of the site, as Markdown: a pure function of the library and the last check.

A section is a function `(View) -> Iterator[Page]`; SECTIONS lists them in the order of the navigation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from procedo.finding import Outcome
from procedo.library import Library
from procedo.site.addresses import alternate, relative
from procedo.site.markdown import environment, front_matter, plain
from procedo.site.view import View

Content = str | bytes


@dataclass(frozen=True)
class Page:
    """A page before it is rendered: `template` with `values`; `menu` is its place in the navigation, "" for none."""

    path: str
    title: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    menu: str = ""
    label: str = ""
    """Words in the navigation; default: the title."""
    found: bool = True
    """Whether the search finds it."""
    toc: bool = True
    side: bool = True
    """Whether the menu stands beside it on a wide screen."""
    shelf: str = ""
    """What kind of page it is, for the style sheet."""


def views(view: View) -> Iterator[Page]:
    """Every page to be rendered, in the order of the navigation."""
    from procedo.site import sections

    for section in sections.SECTIONS:
        yield from section(view)


def pages(
    library: Library, outcome: Outcome | None = None, audience: str = "staff", language: str = "zh", notes: tuple[str, ...] = (),
    templates: str | None = None,
) -> Iterator[tuple[str, Content]]:
    """(path below the language's folder, content) of every file of the site in one language."""
    view = View(library, outcome, audience, language, notes)
    yield from files(view, views(view), templates)


def files(view: View, listed: Iterable[Page], templates: str | None = None) -> Iterator[tuple[str, Content]]:
    """(path, content) of the pages listed, and of what the search for documents needs."""
    for page in listed:
        yield page.path, render(view, page, templates)
    from procedo.site.sections.home import documents

    yield "assets/documents.js", documents(view)


def render(view: View, page: Page, templates: str | None = None) -> str:
    """Front matter and body of one page."""
    languages = view.library.settings.languages
    others = {other: alternate(page.path, view.language, other, languages[0]) for other in languages if other != view.language}
    other = next(iter(others), None)
    hidden = [name for name, shown in (("toc", page.toc), ("navigation", page.side)) if not shown]
    head = front_matter(
        title=plain(page.title), alternate=others.get(other or "", ""), alternate_language=other or "", shelf=page.shelf or page.template,
        hide=hidden or None, search=None if page.found else {"exclude": True},
    )
    template = environment(templates).get_template(f"{page.template}.md.j2")
    context = {"kinds_known": kinds_known, "view": view, "t": view.t, "page": page, "lang": view.language, "links": Links(view, page.path)}
    return head + template.render(**context, **page.values)


def kinds_known(view: View) -> set[str]:
    """Kinds of check that have a page."""
    from procedo.site.sections.rules import kinds

    return {kind for kind, _ in kinds("en")}


class Links:
    """Links of one page, ready for an attribute: "" where there is nothing to lead to; templates then show plain words."""

    def __init__(self, view: View, origin: str):
        self.view, self.origin = view, origin

    def to(self, kind: str, id: str, part: str = "") -> str:
        return _href(self.view.link(self.origin, kind, id, part))

    def page(self, path: str, part: str = "") -> str:
        return _href(relative(self.origin, path, part))

    def requirement(self, id: str) -> str:
        found = self.view.requirements.get(id)
        return self.to("procedure", found[0].id, id) if found else ""

    def clause(self, cited: str) -> str:
        place = self.view.clause_pages.get(cited)
        return self.page("clauses.md", place) if place else ""

    def source(self, id: str) -> str:
        return self.page("sources.md", f"source-{id}") if id in self.view.source_ids else ""


def _href(link: str) -> Any:
    from markupsafe import Markup, escape

    return Markup(escape(link))
