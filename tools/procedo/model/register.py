"""The document register: every released revision with its fingerprint and its life. Written by commands alone."""

from __future__ import annotations

from procedo.model.document import Signatures
from procedo.model.text import Day, Node, RevisionNumber


class ReviewNote(Node):
    """Somebody looked at the revision and found it still right (ISO 9001:2015, 7.5.3.2)."""

    by: str
    date: Day
    note: str = ""


class Entry(Node):
    kind: str
    id: str
    revision: RevisionNumber
    effective_from: Day | None = None
    withdrawn_on: Day | None = None
    fingerprint: str
    """`sha256:` of the content, without status and signatures."""
    signatures: Signatures = Signatures()
    reviews: list[ReviewNote] = []


class Register(Node):
    format: str = "procedo.register/1"
    documents: list[Entry] = []
    seal: str | None = None
    """`sha256:` over all entries: a register changed by hand does not fit it."""
