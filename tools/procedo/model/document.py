"""What every controlled document carries (ISO 9001:2015, 7.5.2)."""

from __future__ import annotations

from typing import ClassVar, Literal

from procedo.model.text import Day, Node, RevisionNumber, Text


class Evidence(Node):
    """Where a signature can be seen: on paper, in the office system, or in git."""

    kind: Literal["paper", "office-system", "git"]
    ref: str


class Signature(Node):
    by: str = ""
    role: str
    date: Day
    evidence: Evidence | None = None


class Signatures(Node):
    prepared: Signature | None = None
    reviewed: Signature | None = None
    approved: Signature | None = None


class Controlled(Node):
    """Identity and life of a document. `superseded` is computed, never written."""

    id_key: ClassVar[str]

    title: Text
    revision: RevisionNumber
    status: Literal["draft", "released", "withdrawn"]
    effective_from: Day | None = None
    withdrawn_on: Day | None = None
    transition: Literal["end", "start", "grandfathered"] = "end"
    until: Day | None = None
    owner: str | None = None
    review_by: Day | None = None
    signatures: Signatures = Signatures()
    change: Text | None = None
    """What this revision changed, in words (shown in the revision history)."""

    @property
    def id(self) -> str:
        return getattr(self, type(self).id_key)
