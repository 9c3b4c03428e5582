"""When a document was last looked at as a whole, and when it must be again (ISO 9001:2015, 7.5.3.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from procedo.library.document import Document
from procedo.library.library import Library, first_day
from procedo.model.register import ReviewNote


def reviews(library: Library, document: Document) -> tuple[ReviewNote, ...]:
    """What `procedo review` noted at a revision."""
    key = (document.kind, document.id, document.revision)
    return tuple(r for e in library.scan.register.documents if (e.kind, e.id, e.revision) == key for r in e.reviews)


def settled_on(library: Library, document: Document) -> dt.date:
    """The latest of approval, first day and last review of a revision."""
    return max([_begun(document), *(review.date for review in reviews(library, document))])


def at_hand(library: Library, document: Document) -> Callable[[Document], bool]:
    """Whether another revision was there when the document was last settled: in force by then, or approved by the day of a review."""
    settled = settled_on(library, document)
    reviewed = max((review.date for review in reviews(library, document)), default=dt.date.min)

    def seen(other: Document) -> bool:
        approved = other.model.signatures.approved
        return first_day(other) <= settled or (approved is not None and approved.date <= reviewed)

    return seen


def due_on(library: Library, document: Document) -> dt.date | None:
    """`review_by`, or, when it was reviewed since, as long after the last review as the first was planned after the beginning."""
    planned, begun = document.model.review_by, _begun(document)
    if planned is None or begun == dt.date.min:
        return planned
    return max(planned, settled_on(library, document) + (planned - begun))


def overdue(library: Library, today: dt.date) -> Iterator[tuple[Document, dt.date]]:
    """Documents in use whose day of review has passed, with that day."""
    for kind, id in dict.fromkeys((d.kind, d.id) for d in library.scan.released):
        document = [d for d in library.revisions(kind, id) if d.released][-1]
        due = due_on(library, document)
        if due and due < today and library.span(document)[1] is None:
            yield document, due


def _begun(document: Document) -> dt.date:
    approved = document.model.signatures.approved
    return max(first_day(document), approved.date if approved else dt.date.min)
