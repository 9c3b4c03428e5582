"""QP-SAL-04: customer files. Key customers who buy often, customers lost, who looked at whose data; each file complete at the end."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample import customer_faults
from sample.company import FIRST, LAST
from sample.customer_life import look, lose
from sample.days import DAY, later, on_or_after, worked
from sample.files import Files, events
from sample.ledger import Ledger
from sample.trader import Trader

COMPANIES = ("sample", "field", "office")
PROCEDURE = "QP-SAL-04"
YEAR_END = dt.date(2026, 12, 31)
"""Until then a key customer may call off goods."""
Row = dict[str, Any]
REASONS = ["报价高于同行", "交货两次延期", "联系人离职后无人跟进", "转用进口设备", "项目取消"]


def live(company: Trader) -> None:
    dice = company.dice(PROCEDURE)
    _key_customers(company, dice)
    _lost(company, dice)
    _changes(company, dice)
    _looks(company, dice)


def _key_customers(company: Trader, dice: Random) -> None:
    """Key customers call off goods under their contracts, four times a year or more."""
    signed: dict[str, Row] = {}
    for contract in company.tables["contract"]:
        if contract["signed_at"]:
            signed.setdefault(contract["customer_id"], contract)
    for customer in list(company.tables["customer"]):
        contract = signed.get(customer["id"])
        if customer["class"] == "A" and contract:
            contract["delivery_date"] = YEAR_END
            start = contract["signed_at"] + dt.timedelta(days=14)
            step = (LAST - dt.timedelta(days=20) - start) / 5
            for n in range(dice.choice((4, 5))):
                booked = on_or_after(start + step * n)
                order = company.order(
                    customer["id"], dice.randrange(20, 90) * 1_000, booked, later(booked, 2), None, None, later(booked, 8))
                order |= {"contract_no": contract["number"], "qty": dice.randrange(2, 30)}


def _lost(company: Trader, dice: Random) -> None:
    for n, reason in enumerate(REASONS):
        lose(company, on_or_after(FIRST + dt.timedelta(days=40 + n * 60)), reason, dice.randrange(3, 12), dice.randrange(5, 14))


def _changes(company: Trader, dice: Random) -> None:
    """Now and then a contact changes."""
    customers = [c["id"] for c in company.tables["customer"] if c["status"] == "active" and c["created_at"] < FIRST]
    for n in range(14):
        day = on_or_after(FIRST + dt.timedelta(days=20 + n * 24))
        company.activity(dice.choice(customers), "contact-change", day)["feedback"] = "联系人变更"


def _looks(company: Trader, dice: Random) -> None:
    """Owners see their own customers every day, managers, finance and the clerk whom they need."""
    customers = [c for c in company.tables["customer"] if c["created_at"] < FIRST]
    day = FIRST
    while day <= LAST:
        for _ in range(dice.randrange(1, 4)) if worked(day) else ():
            customer = dice.choice(customers)
            role = dice.choice((None, None, *company.data_roles))
            look(company, company.holder(role, day) if role else customer["owner_id"], customer["id"], _at(day, dice), dice)
        day += DAY


def _at(day: dt.date, dice: Random) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(dice.randrange(9, 18), dice.randrange(60)))


def plant(company: Trader, ledger: Ledger) -> None:
    customer_faults.plant(company, ledger)


def trade(company: Trader, ledger: Ledger) -> None:
    """Everybody buys as often as the class demands."""
    Files(company, ledger, company.dice(f"{PROCEDURE} bought")).bought()


def settle(company: Trader, ledger: Ledger) -> None:
    files = Files(company, ledger, company.dice(f"{PROCEDURE} files"))
    files.basic()
    files.classed()
    files.filed()
    if not company.file_first:
        files.rated()
    files.updated(events(company))
    files.listed(ledger)
