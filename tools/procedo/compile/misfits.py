"""The values that a profile sets, beside the choices that its procedures offer for them."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.compile.stretches import stretches
from procedo.library import Document, Library
from procedo.library.library import first_day
from procedo.model.procedure import Procedure, unoffered
from procedo.terms import Sentence


def misfits(library: Library, profile: Document) -> Iterator[tuple[str, Sentence]]:
    """Keys of `parameters` with what is wrong there: the value is offered by no revision that this one of the profile sets it for.

    One that some revision offers is meant for that: it may be chosen a while before it is offered, or a while after.
    """
    for id in profile.model.procedures:
        models = _reading(library, id, profile)
        for name in dict.fromkeys(name for model in models for name in model.parameters):
            key = profile.model.key(id, name)
            revisions = (model.parameters[name] for model in models if name in model.parameters)
            if key is not None and (wrong := unoffered(revisions, profile.model.parameters[key])):
                yield key, wrong


def _reading(library: Library, procedure: str, profile: Document) -> list[Procedure]:
    """The revisions of a procedure that judge some day by this revision of the profile, not only days before its first one."""
    begun = first_day(profile)

    def reads(document: Document) -> bool:
        return any(stretch.profile is profile and stretch.first >= begun for stretch in stretches(library, document, profile.id, None))

    return [document.model for document in library.revisions("procedure", procedure) if reads(document)]
