"""Which two revisions a comparison means."""

from __future__ import annotations

from collections.abc import Mapping

from procedo.library import Document, Library
from procedo.lifecycle.revise import desk_copy
from procedo.problem import refuse


def pair(library: Library, id: str, old: str | None = None, new: str | None = None) -> tuple[Document, Document]:
    """The two revisions meant: those named; else what is released and the draft on the desk; else the last two."""
    desk = desk_copy(library.scan, id)
    released = list(library.revisions(desk.kind, id))
    known = {d.revision: d for d in released}
    if not released:
        raise refuse("never-released", f"“{id}”还没有发布过，没有可比的版本", f"“{id}” was never released: there is nothing to compare with")
    drafted = all(desk.fingerprint != d.fingerprint for d in released)
    if drafted:
        known.setdefault(desk.revision, desk)
    if old and new is None:
        new = desk.revision if drafted else released[-1].revision
    if old and new:
        return _named(known, id, old), _named(known, id, new)
    if drafted:
        return released[-1], desk
    if len(released) < 2:
        raise refuse("one-revision", f"“{id}”只有一个版本", f"“{id}” has one revision only")
    return released[-2], released[-1]


def _named(known: Mapping[str, Document], id: str, revision: str) -> Document:
    if revision not in known:
        have = ", ".join(known)
        raise refuse("no-such-revision", f"“{id}”没有第 {revision} 版（有：{have}）", f"“{id}” has no revision {revision} (it has {have})")
    return known[revision]
