"""Attestation: what a person says of a requirement that no record can show."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as field

from procedo.model.document import Evidence
from procedo.model.text import Day, Node, Text


class Attestation(Node):
    """`window`: the period it is about (`2026`, `2026-Q1`), as the check's `every` says; `says`: what was attested to."""

    requirement: str
    """A requirement, or one of its checks (`R-194.a`)."""
    case: str | None = None
    """Key of the case; default: every case of the period."""
    window: str | None = None
    by: str = field(min_length=1)
    role: str | None = None
    date: Day
    says: Literal["conforms", "nonconforming"] = "conforms"
    statement: Text
    evidence: Evidence | None = None


class AttestationList(Node):
    """`records/attestations.yml`."""

    attestations: list[Attestation]
