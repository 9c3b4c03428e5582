"""QP-SAL-15: the expenses of selling in a year, from the budget to the analysis."""

from __future__ import annotations

import datetime as dt
from random import Random

from sample import spending_faults
from sample.company import FIRST, LAST
from sample.days import later, on_or_after
from sample.ledger import Ledger
from sample.spending import Spending
from sample.trader import Trader

COMPANIES = ("sample", "office")
PROCEDURE = "QP-SAL-15"
PROBLEMS = {
    "2025-Q3": ["月末集中出差"],
    "2025-Q4": ["招待费集中在少数客户", "展会费用未与效果对照"],
    "2026-Q1": [],
}


def live(company: Trader) -> None:
    company.employ("finance", "财务甲", "财务部")
    for person, role, department, start, end in _heads(company):
        if not any(row["role"] == "senior-management" and row["employee_id"] == person for row in company.tables["appointment"]):
            company.appoint(person, role, department, start, end)
    dice = company.dice(PROCEDURE)
    spending = Spending(company, dice)
    spending.standards()
    for year in (2025, 2026):
        spending.budget(year, f"{year}年度销售费用预算", dt.date(year, 1, 1))
    for who in (*company.sellers, "E012", "E013", *company.managers):
        _claims(spending, who, dice)
    _analyses(spending)


def _heads(company: Trader) -> list[tuple]:
    """Company management is the general manager of the day."""
    return [
        (row["employee_id"], "senior-management", row["department"], row["from_date"], row["to_date"])
        for row in company.tables["appointment"] if row["role"] == "general-manager"
    ]


def _claims(spending: Spending, who: str, dice: Random) -> None:
    """Every week or two something: mostly travel, at times a night, a dinner, a present or a leaflet."""
    day = on_or_after(FIRST + dt.timedelta(days=dice.randrange(10)))
    while day <= LAST:
        _claim(spending, who, day, dice)
        day = on_or_after(day + dt.timedelta(days=dice.randrange(5, 20)))


def _claim(spending: Spending, who: str, day: dt.date, dice: Random) -> None:
    category = dice.choice(("travel", "travel", "travel", "lodging", "lodging", "entertainment", "gift", "promotion"))
    customers = [row["id"] for row in spending.company.tables["customer"] if row["status"] == "active" and row["created_at"] <= day]
    guest = dice.choice(customers) if category in ("entertainment", "gift") else None
    if category in ("travel", "lodging"):
        days = dice.randrange(1, 4)
        spending.claim(who, category, days * spending.limit(who, category, day) - dice.randrange(0, 90), day, days=days)
    elif category == "entertainment":
        persons = dice.randrange(3, 7)
        spending.claim(who, category, persons * spending.limit(who, category, day) - dice.randrange(0, 150), day, persons=persons, customer_id=guest)
    elif category == "gift":
        spending.claim(who, category, dice.randrange(80, 500), day, customer_id=guest)
    else:
        spending.claim(who, category, dice.randrange(4, 30) * 100, day)


def _analyses(spending: Spending) -> None:
    for (period, findings), end in zip(PROBLEMS.items(), (dt.date(2025, 9, 30), dt.date(2025, 12, 31), dt.date(2026, 3, 31)), strict=True):
        spending.analysis(period, later(end, 6), findings)


def plant(company: Trader, ledger: Ledger) -> None:
    spending_faults.plant(Spending(company, company.dice(f"{PROCEDURE} faults")), ledger)
