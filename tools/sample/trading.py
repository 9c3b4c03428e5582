"""The trading company: contracts, orders and visits of a year, then what each procedure's chapter adds."""

from __future__ import annotations

from sample import chapters, contacts, plans
from sample.company import Company
from sample.inject import plant
from sample.ledger import Ledger, asked
from sample.trader import Trader
from sample.year import live

MISSING = (2026, 40)
"""A contract number that nothing explains."""


def trading() -> tuple[Trader, Ledger]:
    company, ledger = Trader(), Ledger(asked("general-b2b"))
    live(company)
    plant(company, ledger)
    plans.plant(company, ledger)
    chapters.run("sample", company, ledger)
    plans.complete(company, ledger)
    contacts.keep(company, ledger)
    chapters.settle("sample", company, ledger)
    renumber(company, ledger, MISSING)
    return company, ledger


def renumber(company: Company, ledger: Ledger, missing: tuple[int, int]) -> None:
    """Contract numbers follow the day of drafting, so that nothing tells a planted contract from another."""
    rows = sorted(company.tables["contract"], key=lambda row: (row["drafted_at"], row["number"]))
    counts: dict[int, int] = {}
    names = {}
    for row in rows:
        year = row["drafted_at"].year
        counts[year] = counts.get(year, 0) + 1
        if (year, counts[year]) == missing:
            ledger.wrong(
                "R-127.a", "contract", f"HT-{year}", "gap", "编号缺号而无说明", "a number is missing without explanation", window=counts[year])
            counts[year] += 1
        names[row["number"]] = f"HT-{year}-{counts[year]:04}"
    for table in company.tables.values():
        for row in table:
            for field in ("number", "contract_no", "object_id", "topic_ref"):
                if row.get(field) in names:
                    row[field] = names[row[field]]
    company.tables["contract"] = rows
    for entry in (*ledger.entries, *ledger.twins):
        entry["case"] = names.get(entry["case"], entry["case"]) if entry["form"] == "contract" else entry["case"]
