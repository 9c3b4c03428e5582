"""What every salesperson does in a year: a new customer and an order each month, calls every day, visits every week."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random
from typing import Any

from sample import spans
from sample.company import FIRST, LAST
from sample.days import DAY, later, on_or_after, worked
from sample.ledger import Ledger
from sample.spans import Span
from sample.trader import Trader

Row = dict[str, Any]
CALLS, VISITS, SALES = 3, 2, 50_000
"""A day, a week, a month."""
UNSOLD, SOLD, IDLE = (4, "2026-03"), (3, "2026-03"), (5, "2025-11")
"""Seller and month: one yuan short of the quota, exactly the quota, no new customer."""
LIMIT = 800_000
"""Credit of those who were won."""
ESTABLISHED = 48
"""So many customers of the company are old ones, whom anybody may call."""


def live(company: Trader, dice: Random) -> None:
    _idle(company, company.sellers[IDLE[0]], IDLE[1])
    for n, who in enumerate(company.sellers):
        customer = ""
        for no, span in enumerate(spans.months(FIRST, LAST)):
            booked = on_or_after(span.start + dice.randrange(8) * DAY)
            if (n, span.label) != IDLE and no % company.fresh == 0:
                customer = _won(company, who, booked)
            sell(company, customer, who, 55_000 + 1_000 * no + 500 * dice.randrange(8), booked)


def _won(company: Trader, who: str, booked: dt.date) -> str:
    """A customer who orders for the first time, three weeks after the first contact."""
    id = company.customer()
    company.tables["customer"][-1] |= {"owner_id": who, "created_at": booked - 21 * DAY, "first_order_at": booked}
    company.rate(id, LIMIT, max(booked - 7 * DAY, booked.replace(day=1)))
    company.activity(id, "message", booked - 20 * DAY, who)
    return id


def sell(company: Trader, customer: str, who: str, amount: int, booked: dt.date, **changed: Any) -> Row:
    row = company.order(customer, amount, booked, later(booked, 2), None, None, later(booked, 7))
    row |= {"owner_id": who, "cost": amount * 7 // 10} | changed
    return row


def trade(company: Trader, ledger: Ledger) -> None:
    """The quota of a month, in orders."""
    _grow(company)
    _sold(company, ledger)


def settle(company: Trader, ledger: Ledger, dice: Random) -> None:
    _idle(company, company.sellers[IDLE[0]], IDLE[1])
    for order in company.tables["order"]:
        if isinstance(order["amount"], int):
            order.setdefault("cost", order["amount"] * 7 // 10)
    if company.quotas:
        desk = Desk(company, ledger, dice)
        desk.calls(ledger)
        desk.visits(ledger)


def _orders(company: Trader, who: str, span: Span) -> list[Row]:
    return [o for o in company.tables["order"] if o["owner_id"] == who and span.start <= o["booked_at"] <= span.end]


def _grow(company: Trader) -> None:
    """No quarter falls behind the one before: the last order of a quarter makes up for it."""
    won = {rating["customer_id"] for rating in company.tables["credit_rating"] if rating["limit"] == LIMIT}
    for who in company.sellers:
        last = 0
        for span in (spans.quarter(2025, 3), spans.quarter(2025, 4), spans.quarter(2026, 1), spans.quarter(2026, 2)):
            orders = _orders(company, who, span)
            sold = sum(order["amount"] for order in orders)
            if sold < last:
                own = max((o for o in orders if o["customer_id"] in won), key=lambda o: o["booked_at"])
                own["amount"] += last - sold
            last = max(sold, last)


def _sold(company: Trader, ledger: Ledger) -> None:
    for (n, label), amount in ((UNSOLD, SALES - 1), (SOLD, SALES)):
        who = company.sellers[n]
        orders = _orders(company, who, spans.month(int(label[:4]), int(label[5:])))
        orders[-1]["amount"] += amount - sum(order["amount"] for order in orders)
        if amount < SALES:
            ledger.wrong("R-040.c", "employee", who, "not-satisfied", "当月销售额差一元", "one yuan short of the month's sales", window=label)
        else:
            ledger.twin("R-040.c", "employee", who, "当月销售额正好达到定额", "sales of a month exactly at the quota")
    who = company.sellers[IDLE[0]]
    ledger.wrong("R-039.a", "employee", who, "not-satisfied", "当月没有新客户", "no new customer in the month", window=IDLE[1])
    ledger.twin("R-039.a", "employee", company.sellers[0], "每月都有新客户", "a new customer every month")


def _idle(company: Trader, who: str, label: str) -> None:
    """Whoever bought for the first time in that month belongs to a colleague."""
    first: dict[str, dt.date] = {}
    for form, at in (("contract", "signed_at"), ("order", "booked_at")):
        for row in company.tables[form]:
            if row[at]:
                first[row["customer_id"]] = min(row[at], first.get(row["customer_id"], LAST))
    for customer in company.tables["customer"]:
        if customer["owner_id"] == who and f"{first.get(customer['id'], FIRST):%Y-%m}" == label:
            customer["owner_id"] = company.sellers[0]
            for look in company.tables["access_log"]:
                if look["object_id"] == customer["id"] and look["user_id"] == who:
                    look["user_id"] = company.sellers[0]


class Desk:
    """Calls and visits are made up to the quota, with customers of whom nothing is planted."""

    def __init__(self, company: Trader, ledger: Ledger, dice: Random):
        self.company, self.dice = company, dice
        self.crew = [e for e in company.tables["employee"] if e["role"] == "sales-rep"]
        odd = {entry["case"] for entry in (*ledger.entries, *ledger.twins)}
        known = [c for c in company.tables["customer"] if c["status"] == "active" and c["id"] not in odd]
        self.customers = [c for c in known if int(c["id"][2:]) <= ESTABLISHED or c.get("first_order_at")]
        self.called: Counter[tuple[str, dt.date]] = Counter()
        self.visited: Counter[tuple[str, str]] = Counter()
        for row in company.tables["activity"]:
            day = row["done_at"].date()
            self.called[row["done_by"], day] += row["type"] == "call"
            self.visited[row["done_by"], spans.week(day).label] += row["type"] == "visit"

    def _customer(self, day: dt.date) -> str:
        while True:
            customer = self.dice.choice(self.customers)
            if customer["created_at"] < day:
                return customer["id"]

    def _present(self, day: dt.date) -> list[str]:
        return [e["id"] for e in self.crew if e["active_from"] <= day and (e["active_to"] is None or day <= e["active_to"])]

    def _along(self, row: Row) -> Row:
        """Newcomers go along with a colleague."""
        if row["done_by"] not in self.company.sellers:
            row["accompanied"] = True
        return row

    def calls(self, ledger: Ledger) -> None:
        lazy = self.company.sellers[0]
        planted = False
        day = FIRST
        while day <= LAST:
            for who in self._present(day) if worked(day) else ():
                done, wanted = self.called[who, day], CALLS
                if who == lazy and not planted and day >= dt.date(2026, 4, 15) and done < CALLS:
                    wanted, planted = CALLS - 1, True
                    ledger.wrong("R-040.a", "employee", who, "not-satisfied", "当日只打了两个电话", "only two calls on the day", window=day)
                for _ in range(wanted - done):
                    self._along(self.company.activity(self._customer(day), "call", day, who))
            day += DAY
        ledger.twin("R-040.a", "employee", self.company.sellers[1], "每日至少三个电话", "three calls every day")

    def visits(self, ledger: Ledger) -> None:
        lazy = self.company.sellers[2]
        planted = False
        for span in spans.weeks(FIRST, LAST):
            days = [span.start + n * DAY for n in range(7) if worked(span.start + n * DAY)]
            for who in self._present(span.start) if days else ():
                done, wanted = self.visited[who, span.label], VISITS
                if who == lazy and not planted and span.start >= dt.date(2026, 4, 13) and done < VISITS:
                    wanted, planted = VISITS - 1, True
                    ledger.wrong("R-040.b", "employee", who, "not-satisfied", "当周只拜访一次", "one visit in the week", window=span.label)
                for _ in range(wanted - done):
                    day = self.dice.choice(days)
                    self._along(self.company.visit(self._customer(day), day, day, who))["customer_is_new"] = False
        ledger.twin("R-040.b", "employee", self.company.sellers[3], "每周至少拜访两次", "two visits every week")
