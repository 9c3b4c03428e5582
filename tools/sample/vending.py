"""The vendor of office systems: fewer deals than a trading company has, and larger ones."""

from __future__ import annotations

import datetime as dt

from sample import chapters, contacts, inject, plans, vendor_contracts, vendor_words, year
from sample.company import FIRST, LAST
from sample.days import later, on_or_after
from sample.ledger import Ledger, asked
from sample.trading import renumber
from sample.vendor import Vendor

PRICES = [38_000, 68_000, 96_000, 148_000, 186_000, 260_000, 320_000, 480_000, 760_000]


def vending() -> tuple[Vendor, Ledger]:
    company, ledger = Vendor(), Ledger(asked("oa-vendor"))
    _live(company)
    inject.common(company, ledger)
    inject.followed(company, ledger)
    vendor_contracts.plant(company, ledger)
    plans.plant(company, ledger)
    chapters.run("office", company, ledger)
    plans.complete(company, ledger)
    contacts.keep(company, ledger)
    chapters.settle("office", company, ledger)
    vendor_words.say(company)
    renumber(company, ledger, (2026, 33))
    return company, ledger


def _live(company: Vendor) -> None:
    customers = [company.customer(grade="ABC"[n % 3]) for n in range(30)]
    day = FIRST
    while later(day, 12) <= LAST:
        price = company.random.choice(PRICES) + company.random.choice((0, 0, 0, 1_500, 4_000))
        slip = later(on_or_after(day), 5) if company.random.random() < 0.1 else None
        year.money(company, company.deal(day, price, customer=company.random.choice(customers), slip=slip))
        day += dt.timedelta(days=company.random.choice((6, 7, 8, 9)))
    year.underway(company, customers)
    _orders(company)
    _visits(company, customers)
    year.feedback(company, customers)
    year.targets(company)


def _orders(company: Vendor) -> None:
    """Further licences and equipment for systems that are there already."""
    for n in range(12):
        customer = company.customer()
        booked = on_or_after(FIRST + dt.timedelta(days=12 + n * 27))
        company.rate(customer, 300_000, booked - dt.timedelta(days=30))
        company.order(customer, 24_000 + n * 6_500, booked, later(booked, 2), None, None, later(booked, 9))


def _visits(company: Vendor, customers: list[str]) -> None:
    """A visit every third working day, with a call to somebody else."""
    day = on_or_after(FIRST)
    while day <= LAST:
        company.visit(company.random.choice(customers), day, day - dt.timedelta(days=company.random.choice((0, 0, 1, 2))))
        company.activity(company.random.choice(customers), company.random.choice(("call", "message", "follow-up", "return-visit")), day)
        day = later(day, 3)
