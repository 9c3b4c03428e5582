"""Concession: permission to depart from a requirement, before (deviation permit, ISO 9000:2015 3.12.6) or after (3.12.5)."""

from __future__ import annotations

from pydantic import Field as field
from pydantic import model_validator

from procedo.model.document import Evidence
from procedo.model.text import Day, Flag, Node, Text, Words, Wrong


class Granted(Node):
    """Who allowed it, and when; a concession without name or date is not granted."""

    by: str = ""
    role: str | None = None
    date: Day | None = None
    evidence: Evidence | None = None


class Concession(Node):
    """`from` … `to` are inclusive and mean the case date. What is not listed (cases, reasons, revisions) is not limited.

    `quantity`: how many nonconforming cases it covers, by case date, then case; `retrospective`: also what had happened
    before it was granted.
    """

    id: str = field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    requirement: str
    """A requirement, or one of its checks (`R-113.a`)."""
    cases: Words = []
    """Keys of the cases; with a period `E017/2026-03`."""
    from_: Day = field(alias="from")
    to: Day
    reasons: Words = []
    revisions: Words = []
    quantity: int | None = field(default=None, ge=1)
    retrospective: Flag = False
    granted: Granted = Granted()
    why: Text

    @model_validator(mode="after")
    def _forwards(self):
        if self.to < self.from_:
            raise Wrong("backwards", "让步的止日早于起日", "the concession ends before it begins")
        return self


class ConcessionList(Node):
    """`records/concessions.yml`."""

    concessions: list[Concession]
