"""References to roles, forms, clauses, sources, procedures, profiles and calendars lead somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from procedo.library.document import Document
from procedo.library.library import Library
from procedo.library.marks import Path
from procedo.lint._known import Known, each, known, lookups
from procedo.problem import Place, Problem, nearest
from procedo.terms import say

Reference = tuple[str, Path, str | None]
"""What is meant (`role`, `form` …), where it stands, what it says."""


def problems(library: Library) -> Iterator[Problem]:
    names = known(library)
    yield from _settings(library, names)
    for document in names.subjects:
        for what, path, word in references(document):
            yield from lookups(document, what, names.names(what), [(path, word)], warning=path[0] == "related")


def references(document: Document) -> Iterator[Reference]:
    """Everything the document names by id, texts and checks apart."""
    yield from _common(document)
    yield from REFERENCES.get(document.kind, _none)(document)


def _settings(library: Library, names: Known) -> Iterator[Problem]:
    for what, word in (("profile", library.settings.profile), ("calendar", library.settings.calendar)):
        ids = names.names(what)
        if word is not None and ids is not None and word not in ids:
            yaml, hint = library.scan.settings_yaml, nearest(word, ids)
            place = yaml.place((what,)) if yaml else Place()
            zh = {"profile": "方案", "calendar": "日历"}[what]
            yield Problem(place, f"unknown-{what}", say(f"没有“{word}”这个{zh}{hint.zh}", f"there is no {what} “{word}”{hint.en}"))


def _common(document: Document) -> Iterator[Reference]:
    model = document.model
    yield "role", ("owner",), model.owner
    for name in ("prepared", "reviewed", "approved"):
        signature = getattr(model.signatures, name)
        if signature:
            yield "role", ("signatures", name, "role"), signature.role
    for path, word in each(("sources",), getattr(model, "sources", []) if document.kind != "source_list" else []):
        yield "source", path, word


def _none(document: Document) -> Iterator[Reference]:
    return iter(())


def _procedure(document: Document) -> Iterator[Reference]:
    model = document.model
    for index, duty in enumerate(model.responsibilities):
        yield "role", ("responsibilities", index, "role"), duty.role
    for name, parameter in model.parameters.items():
        yield "role", ("parameters", name, "owner"), parameter.owner
        yield from _sources(("parameters", name), parameter.sources)
    for index, step in enumerate(model.steps):
        yield from _step(("steps", index), step)
    for index, requirement in enumerate(model.requirements):
        at: Path = ("requirements", index)
        yield from (("clause", path, word) for path, word in each((*at, "clauses"), requirement.clauses))
        yield from (("profile", path, word) for path, word in each((*at, "profiles"), requirement.profiles))
        yield from _sources(at, requirement.sources)
    yield from (("procedure", path, word) for path, word in each(("related",), model.related))
    yield from (("form", path, word) for path, word in each(("records",), model.records))


def _step(at: Path, step) -> Iterator[Reference]:
    yield "role", (*at, "responsible"), step.responsible
    yield "role", (*at, "accountable"), step.accountable
    for name in ("consulted", "informed"):
        yield from (("role", path, word) for path, word in each((*at, name), getattr(step, name)))
    for name in ("inputs", "outputs"):
        yield from (("form", path, word) for path, word in each((*at, name), getattr(step, name)))
    yield from _sources(at, step.sources)


def _sources(at: Path, words: list[str]) -> Iterator[Reference]:
    return (("source", path, word) for path, word in each((*at, "sources"), words))


def _form(document: Document) -> Iterator[Reference]:
    yield from (("role", path, word) for path, word in each(("filled_by",), document.model.filled_by))


def _matrix(document: Document) -> Iterator[Reference]:
    for index, line in enumerate(document.model.lines):
        yield from _sources(("lines", index), line.sources)
        for number, approval in enumerate(line.approvals):
            at: Path = ("lines", index, "approvals", number)
            yield "role", (*at, "role"), approval.role
            yield from (("role", path, word) for path, word in each((*at, "roles"), approval.roles))


def _role_list(document: Document) -> Iterator[Reference]:
    for index, role in enumerate(document.model.roles):
        yield from _sources(("roles", index), role.sources)
        yield from (("role", path, word) for path, word in each(("roles", index, "may_act_for"), role.may_act_for))


def _glossary(document: Document) -> Iterator[Reference]:
    for index, term in enumerate(document.model.terms):
        yield from _sources(("terms", index), term.sources)


REFERENCES: dict[str, Callable[[Document], Iterator[Reference]]] = {
    "procedure": _procedure, "form": _form, "matrix": _matrix, "role_list": _role_list, "glossary": _glossary,
}
