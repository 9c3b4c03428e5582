"""The block at the top of a controlled document: number, revision, status, dates, owner, signatures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from procedo.difference import changes, redline
from procedo.difference.changes import OF_REVISION
from procedo.library import Document
from procedo.library.reviews import due_on
from procedo.site.view import View

SIGNED = ("prepared", "reviewed", "approved")


def status_of(view: View, document: Document) -> str:
    """draft, withdrawn, superseded or current; the page itself marks a date that lies ahead."""
    if not document.released and (document.model.status == "draft" or view.library.drafts):
        return "draft"
    first, end = view.library.span(document)
    newest = view.library.newest(document.kind, document.id)
    if document is not newest:
        return "superseded"
    return "withdrawn" if document.model.status == "withdrawn" or end is not None else "current"


def last_day(end: dt.date | None) -> str:
    """The last day in force, from the day on which a revision ceased."""
    return (end - dt.timedelta(days=1)).isoformat() if end else ""


def card(view: View, document: Document, number: str | None = None) -> dict[str, Any]:
    """Values for the document card of `_card.md.j2`."""
    model, status, due = document.model, status_of(view, document), due_on(view.library, document)
    first, end = view.library.span(document)
    return {
        "number": number or document.id,
        "title": view.text(model.title),
        "revision": document.revision,
        "status": status,
        "kind": document.kind,
        "id": document.id,
        "first": model.effective_from.isoformat() if model.effective_from else "",
        "end": end.isoformat() if end else "",
        "owner": model.owner or "",
        "review_by": model.review_by.isoformat() if model.review_by else "",
        "due": due.isoformat() if due and status in ("current", "draft") else "",
        "suspect": view.suspects.get((document.kind, document.id, document.revision), []),
        "signatures": [(name, getattr(model.signatures, name)) for name in SIGNED],
    }


def history(view: View, document: Document) -> list[dict[str, Any]]:
    """Every revision, the newest first."""
    rows = []
    revisions = view.library.revisions(document.kind, document.id)
    for older, other in reversed(list(zip((None, *revisions[:-1]), revisions, strict=True))):
        first, end = view.library.span(other)
        signed = other.model.signatures.approved
        rows.append(
            {
                "revision": other.revision,
                "status": status_of(view, other),
                "change": view.text(other.model.change),
                "last": last_day(end),
                "first": other.model.effective_from.isoformat() if other.model.effective_from else "",
                "end": end.isoformat() if end else "",
                "approved": (signed.by or view.role(signed.role)) if signed else "",
                "changes": redlines(view, older, other),
                "newest": other is view.library.newest(document.kind, document.id),
            }
        )
    return rows


def redlines(view: View, old: Document | None, new: Document) -> list[str]:
    """What the revision changed against the one before, as HTML; dates and numbers of the revision itself are seen beside it."""
    if old is None:
        return []
    found = changes(old.yaml.data, new.yaml.data)
    return [redline(change, view.language) for change in found if change.path[0] not in OF_REVISION]
