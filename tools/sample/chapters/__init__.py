"""One chapter for each procedure: what it leaves in a company's records in a year, and what is planted there.

A chapter is a module with `COMPANIES`, the names of the companies that live by it, and any of these, in this order:
`live(company)` makes records that conform; `plant(company, ledger)` makes those that do not, each with a twin just inside
the limit; `trade(company, ledger)` makes deals that customers are still short of, and what belongs to deals;
`settle(company, ledger)` runs last, over every record there is, for what no customer, contract or person may lack;
`audit(company, ledger)`, after all of these, adds no record and notes what those that there are amount to.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

from sample.company import Company
from sample.ledger import Ledger


def of(name: str) -> list[ModuleType]:
    """The chapters of a company, by name."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return sorted((m for m in modules if name in m.COMPANIES), key=lambda m: m.__name__)


def run(name: str, company: Company, ledger: Ledger) -> None:
    for chapter in of(name):
        if hasattr(chapter, "live"):
            chapter.live(company)
    for chapter in of(name):
        if hasattr(chapter, "plant"):
            chapter.plant(company, ledger)


def settle(name: str, company: Company, ledger: Ledger) -> None:
    for part in ("trade", "settle", "audit"):
        for chapter in of(name):
            if hasattr(chapter, part):
                getattr(chapter, part)(company, ledger)
