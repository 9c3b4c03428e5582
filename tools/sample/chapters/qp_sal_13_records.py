"""QP-SAL-13, in every company: what the records as a whole are worth."""

from __future__ import annotations

from sample.company import Company
from sample.ledger import Ledger
from sample.soundness import Soundness

COMPANIES = ("sample", "shop", "estate", "field", "office")


def audit(company: Company, ledger: Ledger) -> None:
    Soundness(company).note(ledger)
