"""The library as examples see it: what was never released counts from the desk, and documents may be supposed otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from procedo.library import Document, Library
from procedo.library.typed import Where, typed_part
from procedo.model import DOCUMENTS


def with_desk(library: Library) -> Library:
    """Documents of which no revision is released are read from the desk, so that they can be tried out before."""
    scan = library.scan
    released = {(d.kind, d.id) for d in scan.released}
    fresh = [d for d in scan.desk if (d.kind, d.id) not in released]
    return Library(replace(scan, released=[*scan.released, *fresh]), library.drafts) if fresh else library


def with_parameters(library: Library, profile: str, values: Mapping[str, Any]) -> Library:
    """Every revision of a profile with these values laid over its own, under whatever name those stand (`days`, `QP-1.days`)."""

    def changed(document: Document) -> Document:
        if (document.kind, document.id) != ("profile", profile):
            return document
        kept = {key: value for key, value in document.model.parameters.items() if key.rpartition(".")[2] not in values}
        return replace(document, model=document.model.model_copy(update={"parameters": {**kept, **values}}))

    return _with(library, changed)


def supposing(library: Library, changes: Mapping[str, Mapping[str, Any]], where: Where) -> Library:
    """Every revision of some documents (by id) with these keys laid over: mappings are merged, all else is replaced.

    A mapping laid over a list changes the items of these ids (requirements, checks, lines) and leaves the others alone.
    `where` places a path that begins at the document's id. ProblemError for what fits no document of its kind.
    """

    def changed(document: Document) -> Document:
        if document.id not in changes:
            return document
        data = _merged(document.yaml.data, changes[document.id])
        model = typed_part(DOCUMENTS[document.kind], data, lambda path=(), key=False: where((document.id, *path), key=key))
        return replace(document, model=model)

    return _with(library, changed)


def _merged(data: Any, change: Any) -> Any:
    if isinstance(data, list) and isinstance(change, dict):
        return [_merged(item, change[item["id"]]) if isinstance(item, dict) and item.get("id") in change else item for item in data]
    if not (isinstance(data, dict) and isinstance(change, dict)):
        return change
    return {**data, **{key: _merged(data.get(key), value) for key, value in change.items()}}


def _with(library: Library, changed: Callable[[Document], Document]) -> Library:
    scan = library.scan
    fresh = replace(scan, released=[changed(d) for d in scan.released], desk=[changed(d) for d in scan.desk])
    return Library(fresh, library.drafts)


def applies(library: Library, profile: str, procedure: str, requirement: Any) -> bool:
    """Whether a profile asks for a requirement of a procedure."""
    model = library.newest("profile", profile).model
    within = procedure in model.procedures and requirement.id not in model.without
    return within and (not requirement.profiles or profile in requirement.profiles)
