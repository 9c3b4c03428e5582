"""A profile lists procedures, requirements, parameters, roles and matrices that exist."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.compile.misfits import misfits
from procedo.library.document import Document
from procedo.library.library import Library
from procedo.lint._known import Known, desk_copy, each, known, lookups, unknown
from procedo.model import Profile
from procedo.problem import Problem


def problems(library: Library) -> Iterator[Problem]:
    names = known(library)
    for document in names.subjects:
        if isinstance(document.model, Profile):
            yield from _lists(document, document.model, names)
            yield from _parameters(document, document.model, names)
            yield from _bindings(document, "role", document.model.roles, names)
            yield from _bindings(document, "matrix", document.model.matrices, names)
    yield from _choices(library, names)


def _lists(document: Document, profile: Profile, names: Known) -> Iterator[Problem]:
    yield from lookups(document, "procedure", names.names("procedure"), each(("procedures",), profile.procedures))
    unread = any(kind == "procedure" for kind, _ in names.unread)
    yield from lookups(document, "requirement", None if unread else names.requirements(), each(("without",), profile.without))
    yield from lookups(document, "calendar", names.names("calendar"), [(("calendar",), profile.calendar)])


def _parameters(document: Document, profile: Profile, names: Known) -> Iterator[Problem]:
    """A parameter by its name, or as `QP-SAL-07.gm_threshold` where two procedures share the name."""
    if any(kind == "procedure" for kind, _ in names.unread):
        return
    declared = {word for d in names.of("procedure") for name in d.model.parameters for word in (name, f"{d.id}.{name}")}
    for name in profile.parameters:
        if name not in declared:
            yield unknown(document, ("parameters", name), "parameter", name, {word for word in declared if "." in name or "." not in word}, key=True)


def _choices(library: Library, names: Known) -> Iterator[Problem]:
    """Values that their parameters do not offer, those on the desk included."""
    if any(kind == "procedure" for kind, _ in names.unread):
        return
    library = Library(library.scan, drafts=True)
    for document in (d for id in library.ids("profile") for d in library.revisions("profile", id)):
        for key, wrong in misfits(library, document):
            yield Problem(desk_copy(library, document).place(("parameters", key)), "unknown-choice", wrong)


def _bindings(document: Document, what: str, bound: dict[str, str], names: Known) -> Iterator[Problem]:
    part = {"role": "roles", "matrix": "matrices"}[what]
    ids = names.names(what)
    for canonical, own in bound.items():
        if ids is not None and canonical not in ids:
            yield unknown(document, (part, canonical), what, canonical, ids, key=True)
        yield from lookups(document, what, ids, [((part, canonical), own)])
