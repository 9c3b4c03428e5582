"""The developer: what each procedure's chapter adds to an empty company."""

from __future__ import annotations

from sample import chapters
from sample.estate import Estate
from sample.ledger import Ledger, asked
from sample.trading import renumber

MISSING = (2026, 21)
"""A contract number that nothing explains."""


def developing() -> tuple[Estate, Ledger]:
    company, ledger = Estate(), Ledger(asked("real-estate"))
    chapters.run("estate", company, ledger)
    chapters.settle("estate", company, ledger)
    renumber(company, ledger, MISSING)
    return company, ledger
