"""The library as examples see it: what was never released counts from the desk, and parameters may be set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from procedo.library import Library


def with_desk(library: Library) -> Library:
    """Documents of which no revision is released are read from the desk, so that they can be tried out before."""
    scan = library.scan
    released = {(d.kind, d.id) for d in scan.released}
    fresh = [d for d in scan.desk if (d.kind, d.id) not in released]
    return Library(replace(scan, released=[*scan.released, *fresh]), library.drafts) if fresh else library


def with_parameters(library: Library, profile: str, values: Mapping[str, Any]) -> Library:
    """Every revision of a profile with these values laid over its own."""
    scan = library.scan

    def changed(document):
        if (document.kind, document.id) != ("profile", profile):
            return document
        model = document.model.model_copy(update={"parameters": {**document.model.parameters, **values}})
        return replace(document, model=model)

    fresh = replace(scan, released=[changed(d) for d in scan.released], desk=[changed(d) for d in scan.desk])
    return Library(fresh, library.drafts)


def applies(library: Library, profile: str, procedure: str, requirement: Any) -> bool:
    """Whether a profile asks for a requirement of a procedure."""
    model = library.newest("profile", profile).model
    within = procedure in model.procedures and requirement.id not in model.without
    return within and (not requirement.profiles or profile in requirement.profiles)
