"""QP-SAL-09 in field sales: goods are arranged when an order comes in, and every order has a plan of supply."""

from __future__ import annotations

import datetime as dt

from sample.days import DAY, later
from sample.fulfilment import Row
from sample.ledger import Ledger
from sample.trader import Trader

COMPANIES = ("field",)


def settle(company: Trader, ledger: Ledger) -> None:
    """Orders that are under way have a plan of supply as well; then some that are planted."""
    planned = {row["order_id"] for row in company.tables["shipment"]}
    for order in company.tables["order"]:
        if order["id"] not in planned and order.get("received_at"):
            _plan(company, order)
    odd = {entry["case"] for entry in (*ledger.entries, *ledger.twins)}
    orders = iter([o for o in company.tables["order"] if o.get("closed_at") and o["id"] not in odd])
    for days, reason, zh, en in (
        (2, "late", "接单后第二天才排产", "scheduled on the second day"), (1, None, "接单次日排产", "scheduled on the next day"),
        (None, "missing", "接单后没有排产", "never scheduled"),
    ):
        order = next(orders)
        order["scheduled_at"] = None if days is None else order["received_at"] + days * DAY
        ledger.note("R-139.a", "order", order["id"], reason, zh, en)
    for days, reason, zh, en in (
        (2, "late", "接单后第二天才安排供货", "supply was arranged on the second day"), (1, None, "接单次日安排供货", "arranged on the next day"),
        (None, "missing", "没有供货计划日期", "the day of supply was never planned"),
    ):
        _arranged(company, order := next(orders), None if days is None else order["received_at"] + days * DAY)
        ledger.note("R-139.b", "order", order["id"], reason, zh, en)


def _plan(company: Trader, order: Row) -> None:
    for line in company.tables["order_line"]:
        if line["order_id"] == order["id"]:
            company.add(
                "shipment", id=company.number("FH-", 5), order_id=order["id"], line_id=line["id"], product=line["product"], qty=line["qty"],
                amount=line["amount"], arranged_at=order["booked_at"], planned_at=later(order["booked_at"], 10))


def _arranged(company: Trader, order: Row, day: dt.date | None) -> None:
    for row in company.tables["shipment"]:
        if row["order_id"] == order["id"]:
            row |= {"planned_at": None} if day is None else {"arranged_at": day}
