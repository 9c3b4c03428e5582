"""Which revision of which document is in force on which day."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from procedo.library.document import Document, fingerprint
from procedo.library.scan import Scan, scan
from procedo.model import Calendar, Form, Requirement, Settings
from procedo.model.lists import Role
from procedo.problem import ProblemError, nearest, refuse


def read(root: Path, drafts: bool = False) -> Library:
    """The library in `root` (the folder that holds `procedures/`); ProblemError with every structural problem.

    With `drafts` the desk copies that differ from what is released count too, as the last revision of each document.
    """
    found = scan(Path(root))
    if found.problems:
        raise ProblemError(found.problems)
    return Library(found, drafts)


class Library:
    """Released revisions by kind, id and date; see `read`."""

    def __init__(self, found: Scan, drafts: bool = False):
        assert found.settings is not None
        self.root: Path = found.root
        self.settings: Settings = found.settings
        self.drafts = drafts
        self.desk: tuple[Document, ...] = tuple(found.desk)
        self.scan = found
        self._revisions = _by_id(found.released, found.desk if drafts else [])

    @cached_property
    def fingerprint(self) -> str:
        """`sha256:` over the settings and every revision in use."""
        used = sorted((d.kind, d.id, d.revision, d.fingerprint) for d in self.documents)
        settings = fingerprint(self.scan.settings_yaml.data) if self.scan.settings_yaml else ""
        return "sha256:" + sha256(json.dumps([settings, used]).encode()).hexdigest()

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every revision in use, by kind, id and date."""
        return tuple(document for key in sorted(self._revisions) for document in self._revisions[key])

    def ids(self, kind: str) -> list[str]:
        return sorted(id for other, id in self._revisions if other == kind)

    def revisions(self, kind: str, id: str) -> tuple[Document, ...]:
        """Released revisions by the day they took effect; with drafts the desk copy last. Empty for an unknown id."""
        return self._revisions.get((kind, id), ())

    def span(self, document: Document) -> tuple[dt.date, dt.date | None]:
        """First day, and the day it ceased (exclusive) or None.

        A desk copy without date is taken to be in force on every day, so that a draft can be tried on any record.
        """
        first = first_day(document)
        ends = [day for day in (self._withdrawn(document),) if day]
        seen = False
        for other in self.revisions(document.kind, document.id):
            if seen:
                ends.append(first_day(other))
            seen = seen or other is document
        return first, min(ends) if ends else None

    def in_force(self, kind: str, id: str, day: dt.date) -> Document | None:
        for document in reversed(self.revisions(kind, id)):
            first, ceased = self.span(document)
            if first <= day:
                return document if ceased is None or day < ceased else None
        return None

    def begun(self, kind: str, id: str, day: dt.date) -> Document | None:
        """The last revision that had begun by the day, ceased or not; before the first, that one. None for an unknown id."""
        revisions = self.revisions(kind, id)
        return next((d for d in reversed(revisions) if first_day(d) <= day), revisions[0] if revisions else None)

    def newest(self, kind: str, id: str, day: dt.date | None = None) -> Document:
        """In force on `day`, else the newest of all; ProblemError when nothing of that id is released."""
        revisions = self.revisions(kind, id)
        if not revisions:
            hint = nearest(id, self.ids(kind))
            raise refuse("not-released", f"没有已发布的“{id}”{hint.zh}", f"no revision of “{id}” is released{hint.en}")
        return (self.in_force(kind, id, day) if day else None) or revisions[-1]

    def all(self, kind: str, day: dt.date | None = None) -> list[Document]:
        """`newest` of each id."""
        return [self.newest(kind, id, day) for id in self.ids(kind)]

    def forms(self, day: dt.date | None = None) -> dict[str, Form]:
        return {document.id: document.model for document in self.all("form", day)}

    def roles(self, day: dt.date | None = None) -> dict[str, Role]:
        return {role.id: role for document in self.all("role_list", day) for role in document.model.roles}

    def calendar(self, id: str) -> Calendar:
        """Each day from the newest released calendar that covers it: a calendar is a fact, not a rule (SEMANTICS E.1)."""
        newest, *older = (document.model for document in reversed(self.revisions("calendar", id) or (self.newest("calendar", id),)))
        for other in older:
            newest = newest.over(other)
        return newest

    def requirement(self, id: str) -> tuple[Document, Requirement, int] | None:
        """The newest procedure revision that holds the requirement, and its index there."""
        return self._requirements.get(id)

    @cached_property
    def _requirements(self) -> dict[str, tuple[Document, Requirement, int]]:
        """The newest revision of a procedure wins; an older one still answers for what it alone holds."""
        procedures = [d for id in self.ids("procedure") for d in self.revisions("procedure", id)]
        procedures.sort(key=first_day)
        return {r.id: (document, r, index) for document in procedures for index, r in enumerate(document.model.requirements)}

    def _withdrawn(self, document: Document) -> dt.date | None:
        if document.model.withdrawn_on:
            return document.model.withdrawn_on
        return self._withdrawals.get((document.kind, document.id, document.revision)) if document.released else None

    @cached_property
    def _withdrawals(self) -> dict[tuple[str, str, str], dt.date]:
        return {(e.kind, e.id, e.revision): e.withdrawn_on for e in self.scan.register.documents if e.withdrawn_on}


def first_day(document: Document) -> dt.date:
    return document.model.effective_from or dt.date.min


def _by_id(released: list[Document], desk: list[Document]) -> dict[tuple[str, str], tuple[Document, ...]]:
    found: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in sorted(released, key=lambda d: (first_day(d), d.file)):
        found[document.kind, document.id].append(document)
    for document in desk:
        archived = found[document.kind, document.id]
        if all(document.fingerprint != other.fingerprint for other in archived):
            archived.append(document)
    return {key: tuple(documents) for key, documents in found.items() if documents}
