"""Time cut at every change of what a check reads: revisions of procedure, profile, matrix and form (SEMANTICS E.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from procedo.compile.days import number_of
from procedo.library import Document, Library
from procedo.rules._span import Days, Picked, Revision, Span


@dataclass(frozen=True)
class Stretch:
    """Clocks [first, end) with one revision of everything. `picked`: revisions found by a day of their own (transitions)."""

    first: dt.date
    end: dt.date | None
    profile: Document
    matrix: Document | None
    tables: Mapping[str, Document | None]
    """Decision tables that the check reads, by id."""
    form: Document | None = None
    """The revision of the case's form that says what its fields must hold; None where the library has no such form."""
    picked: tuple[Picked, ...] = ()


def stretches(
    library: Library, document: Document, profile: str, matrix: str | None, tables: Sequence[str] = (), form: str = ""
) -> list[Stretch]:
    """The stretches of one procedure revision, in order of time. `tables`: the decision tables that the check reads."""
    own = _transitions(library, "procedure", document.id)
    first, end = library.span(document)
    if own:
        first, end = library.span(library.revisions("procedure", document.id)[0])[0], None
    by_day = matrix if matrix and not _transitions(library, "matrix", matrix) else None
    found = []
    read = [("profile", profile), ("form", form), *(("matrix", id) for id in (*tables, *([by_day] if by_day else [])))]
    for day, following in pairwise([*_cuts(library, read, first, end), end]):
        profile_document = library.newest("profile", profile, day)
        in_force = {id: library.in_force("matrix", id, day) for id in tables}
        for chosen, picked in _matrices(library, matrix, by_day, day):
            procedure = (Picked(_days(library, document), own),) if own else ()
            found.append(Stretch(day, following, profile_document, chosen, in_force, library.begun("form", form, day), procedure + picked))
    return found


def spans(library: Library, document: Document, own: list[Stretch]) -> list[Span]:
    """The span of each stretch; the newest revision's last one also counts the records that none was in force for."""
    revisions = library.revisions("procedure", document.id)
    elsewhere = _elsewhere(library, document, revisions)
    each = [Span(number_of(s.first), number_of(s.end) if s.end else None, rest=False, picked=s.picked) for s in own]
    last = document is revisions[-1]
    return [
        Span(span.first, span.end, (*elsewhere, *each[:n], *each[n + 1:]), last and n == len(each) - 1, span.picked)
        for n, span in enumerate(each)
    ]


def _elsewhere(library: Library, document: Document, revisions: tuple[Document, ...]) -> list[Span]:
    """What the other revisions of the procedure judge."""
    days = [_days(library, other) for other in revisions if other is not document]
    chosen = _transitions(library, "procedure", document.id)
    if not chosen:
        return [Span(*each, rest=False) for each in days]
    return [Span(chosen[0].first, None, rest=False, picked=(Picked(each, chosen),)) for each in days]


def _cuts(library: Library, read: list[tuple[str, str]], first: dt.date, end: dt.date | None) -> list[dt.date]:
    cuts = {first}
    for revision in (document for kind, id in read for document in library.revisions(kind, id)):
        cuts |= {day for day in library.span(revision) if day and first < day and (end is None or day < end)}
    return sorted(cuts)


def _matrices(library: Library, matrix: str | None, by_day: str | None, day: dt.date) -> Iterator[tuple[Document | None, tuple[Picked, ...]]]:
    """The matrix revisions that may judge a case of this stretch, with how they are picked."""
    if matrix is None or by_day:
        yield (library.in_force("matrix", by_day, day) if by_day else None), ()
        return
    revisions = _revisions(library, "matrix", matrix)
    covered = []
    for document in library.revisions("matrix", matrix):
        days = _days(library, document)
        covered.append(days)
        yield document, (Picked(days, revisions),)
    for days in _gaps(covered):
        yield None, (Picked(days, revisions),)


def _gaps(covered: list[Days]) -> Iterator[Days]:
    """The stretches between and around the days covered, in order."""
    free = number_of(dt.date.min)
    for first, end in sorted(covered):
        if free < first:
            yield free, first
        if end is None:
            return
        free = end
    yield free, None


def _days(library: Library, document: Document) -> Days:
    first, end = library.span(document)
    return number_of(first), number_of(end) if end else None


def _transitions(library: Library, kind: str, id: str) -> tuple[Revision, ...]:
    """The revisions of a document one of which takes cases by their begin; () where none does."""
    revisions = _revisions(library, kind, id)
    return revisions if any(r.transition != "end" for r in revisions) else ()


def _revisions(library: Library, kind: str, id: str) -> tuple[Revision, ...]:
    return tuple(
        Revision(*_days(library, d), d.model.transition, number_of(d.model.until) if d.model.until else None)
        for d in library.revisions(kind, id)
    )
