"""The clean year: about two hundred contracts with their money, orders, visits and feedback."""

from __future__ import annotations

import datetime as dt

from sample.days import later, on_or_after
from sample.trader import EXPORTED, Trader

FIRST, LAST = dt.date(2025, 7, 1), dt.date(2026, 6, 30)
PRICES = [18_000, 45_600, 86_000, 99_999, 100_000, 128_000, 180_000, 240_000, 299_999, 300_000, 420_000, 499_999, 500_000, 640_000, 880_000]


def live(company: Trader) -> None:
    """A year of ordinary business."""
    customers = [company.customer(grade="ABC"[n % 3]) for n in range(48)]
    _contracts(company, customers)
    underway(company, customers)
    orders(company)
    visits(company, customers)
    feedback(company, customers)
    targets(company)


def _contracts(company: Trader, customers: list[str]) -> None:
    day = FIRST
    while later(day, 12) <= LAST:
        price = company.random.choice(PRICES) + company.random.choice((0, 0, 0, 1_200, 3_500))
        slip = later(on_or_after(day), 5) if company.random.random() < 0.1 else None
        row = company.deal(day, price, customer=company.random.choice(customers), slip=slip)
        money(company, row)
        day += dt.timedelta(days=company.random.choice((0, 1, 2, 2, 3, 3)))


def money(company: Trader, row: dict) -> None:
    """Thirty percent after 30 days, the rest after 90; now and then a few days late, and chased as it should be."""
    first = row["price"] * 3 // 10
    for no, (amount, days) in enumerate(((first, 30), (row["price"] - first, 90)), 1):
        due = row["signed_at"] + dt.timedelta(days=days)
        late = company.random.random() < 0.12
        paid = due + dt.timedelta(days=company.random.randrange(2, 25)) if late else due - dt.timedelta(days=company.random.randrange(0, 6))
        if paid > EXPORTED - dt.timedelta(days=1):
            paid = None
        # Whoever has not paid when the due date comes near is reminded, whoever is late is chased on the third day.
        unpaid = paid is None or paid > due
        company.instalment(
            row,
            amount,
            due,
            paid,
            no=no,
            remind=due - dt.timedelta(days=4) if unpaid else None,
            dun=due + dt.timedelta(days=3) if unpaid else None,
        )


def underway(company: Trader, customers: list[str]) -> None:
    """Contracts not signed yet at the end of the year: nothing is wrong with them so far."""
    for n in range(6):
        drafted = dt.date(2026, 6, 22) + dt.timedelta(days=n)
        company.deal(drafted, 120_000 + n * 90_000, customer=customers[n], sent=None, signed=None, decisions=[])
    for n in range(3):
        drafted = on_or_after(dt.date(2026, 6, 15) + dt.timedelta(days=n))
        company.deal(drafted, 150_000, customer=customers[n + 8], signed=None)


def orders(company: Trader) -> None:
    for n in range(24):
        customer = company.customer()
        booked = on_or_after(FIRST + dt.timedelta(days=10 + n * 14))
        company.rate(customer, 200_000, booked - dt.timedelta(days=30))
        company.order(customer, 60_000 + n * 5_000, booked, later(booked, 2), None, None, later(booked, 9))
    for n in range(6):
        customer = company.customer()
        booked = on_or_after(FIRST + dt.timedelta(days=25 + n * 50))
        company.rate(customer, 100_000, booked - dt.timedelta(days=30))
        company.order(customer, 130_000, booked, later(booked, 4), later(booked, 1), later(booked, 2), later(booked, 12))


def visits(company: Trader, customers: list[str]) -> None:
    day = FIRST
    while day <= LAST:
        day = on_or_after(day)
        if day <= LAST:
            company.visit(company.random.choice(customers), day, day - dt.timedelta(days=company.random.choice((0, 0, 1, 3))))
            company.activity(company.random.choice(customers), company.random.choice(("call", "message", "follow-up", "return-visit")), day)
        day += dt.timedelta(days=1)


def feedback(company: Trader, customers: list[str]) -> None:
    for n in range(60):
        day = on_or_after(FIRST + dt.timedelta(days=n * 6))
        company.feedback(
            company.random.choice(customers),
            day,
            day + dt.timedelta(days=company.random.randrange(0, 3)),
            company.random.choice(company.managers),
        )
    company.feedback(customers[0], EXPORTED - dt.timedelta(days=2), None)
    company.feedback(customers[1], dt.date(2026, 2, 3), dt.date(2026, 2, 20), "E012", source="market")


def targets(company: Trader) -> None:
    for name, start, end in (
        ("2025-Q3", (2025, 7, 1), (2025, 9, 30)),
        ("2025-Q4", (2025, 10, 1), (2025, 12, 31)),
        ("2026-Q1", (2026, 1, 1), (2026, 3, 31)),
    ):
        target(company, name, dt.date(*start), dt.date(*end), 60)
    target(company, "2026-Q3", dt.date(2026, 7, 1), dt.date(2026, 9, 30), 90)


def target(company: Trader, name: str, start: dt.date, end: dt.date, value: float) -> str:
    id = company.number("MB-", 3)
    company.add(
        "target",
        id=id,
        metric="collection-rate",
        value=value,
        unit="%",
        owner_id="E003",
        period_type="quarter",
        period=name,
        period_start=start,
        period_end=end,
        set_at=start - dt.timedelta(days=20),
        set_by=company.holder("general-manager", start - dt.timedelta(days=20)),
    )
    return id
