"""QP-SAL-09 in field sales: goods arranged when an order comes in, dates promised at the customer's, stock counted by the storekeeper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sample import spans
from sample.company import FIRST, LAST
from sample.days import DAY, later
from sample.fulfilment import Row
from sample.ledger import Ledger
from sample.spans import last_worked
from sample.trader import Trader

COMPANIES = ("field",)
PROCEDURE = "QP-SAL-09"


def live(company: Trader) -> None:
    """The storekeeper counts the samples and spare parts every month, and a representative helps."""
    company.employ("storekeeper", "保管员甲", "综合部")
    for n, span in enumerate(spans.months(FIRST, LAST)):
        count(company, last_worked(span.end), company.sellers[n % 6])


def count(company: Trader, day: dt.date, helped: str, signed: str | None = None) -> Row:
    return company.add(
        "stock_count", id=company.number("PD-", 3), date=day, place="样品与备件库", signed_by=signed or company.holder("storekeeper", day),
        assisted_by=helped, difference="无差异")


def plant(company: Trader, ledger: Ledger) -> None:
    day, (one, two) = dt.date(2026, 5, 13), company.sellers[:2]
    keeper = company.holder("storekeeper", day)
    for signed, helped, check, reason, zh, en in (
        (keeper, keeper, "R-147.a", "same-person", "签字人自己协助", "whoever signed helped as well"),
        (keeper, one, "R-147.a", None, "保管员签字，业务代表协助", "signed by the storekeeper, a representative helped"),
        (one, two, "R-147.b", "not-satisfied", "业务代表签字", "signed by a representative"),
        (keeper, two, "R-147.b", None, "保管员签字", "signed by the storekeeper"),
    ):
        ledger.note(check, "stock_count", count(company, day, helped, signed)["id"], reason, zh, en)


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
    _promised(company, ledger, orders)


def _promised(company: Trader, ledger: Ledger, orders: Iterator[Row]) -> None:
    """Orders taken at the customer's, who is told when the goods will come."""
    for less, check, reason, zh, en in (
        *((-2, "", None, "", ""),) * 9, (1, "R-144.b", "late", "比答应的日期晚一天送到", "delivered a day after the date promised"),
        (0, "R-144.b", None, "答应的日期当天送到", "delivered on the date promised"),
        (None, "R-144.a", "field-empty", "没有记下答应的日期", "no date on record"), (-1, "R-144.a", None, "记下答应的日期", "the date is on record"),
    ):
        order = next(orders)
        row = company.visit(order["customer_id"], order["booked_at"], order["booked_at"], order["owner_id"])
        row |= {"intent": "order", "order_id": order["id"], "promised_delivery_at": None if less is None else order["delivered_at"] - less * DAY}
        if check:
            ledger.note(check, "activity", row["id"], reason, zh, en)


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
