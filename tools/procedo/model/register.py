"""The document register: every released revision with its fingerprint. Written by `release` alone."""

from __future__ import annotations

from procedo.model.text import Day, Node, RevisionNumber


class Entry(Node):
    kind: str
    id: str
    revision: RevisionNumber
    effective_from: Day | None = None
    withdrawn_on: Day | None = None
    fingerprint: str
    """`sha256:` of the content, without status and signatures."""


class Register(Node):
    format: str = "procedo.register/1"
    documents: list[Entry] = []
