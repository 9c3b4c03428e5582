"""What becomes of an order: lines, notices to departments, inspection, shipment, invoice, and word to the customer until it is closed."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import EXPORTED, LAST
from sample.days import DAY, earlier, later, worked
from sample.trader import Trader

Row = dict[str, Any]
SIGNATORIES = ("仓库收货员", "设备科", "项目部", "采购部")
YEAR_END = dt.date(2026, 12, 31)
TRACKED = 14
"""Days within which whoever owns an order follows it and tells the customer."""


def frame(company: Trader, order: Row) -> Row:
    """The contract that an order is called off under: the customer's own, else one for the year, signed before anything was ordered."""
    customer, booked = order["customer_id"], order["booked_at"]
    for contract in company.tables["contract"]:
        if contract["customer_id"] == customer and contract["signed_at"] and contract["signed_at"] <= booked and contract["delivery_date"] == YEAR_END:
            return contract
    rated = sorted(r["rated_at"] for r in company.tables["credit_rating"] if r["customer_id"] == customer)
    first = min(o["booked_at"] for o in company.tables["order"] if o["customer_id"] == customer)
    signed = earlier(min([first, *rated]) + DAY, 1)
    total = sum(o["amount"] for o in company.tables["order"] if o["customer_id"] == customer)
    row = company.deal(earlier(signed, 8), total, customer=customer, owner=order["owner_id"] if order["owner_id"] in company.sellers else None, signed=signed)
    contract = company.tables["contract"][-1]
    contract |= {"title": "年度框架销售合同", "delivery_date": YEAR_END}
    company.instalment(row, total, YEAR_END, None)
    last = max([signed, *rated])
    if last <= EXPORTED.replace(year=EXPORTED.year - 1):
        company.rate(customer, 200_000, last + 350 * DAY)
    return contract


def fulfil(company: Trader, order: Row, contract: Row | None, dice: Random) -> list[Row]:
    """Everything an order leaves behind; its lines."""
    booked = order["booked_at"]
    entered = dt.datetime.combine(booked, dt.time(dice.randrange(10, 18), dice.randrange(60)))
    order |= {"received_at": booked, "created_at": entered, "entered_at": entered, "entered_by": order["owner_id"], "scheduled_at": booked}
    if contract:
        order |= {"contract_no": contract["number"], "opportunity_id": contract["opportunity_id"]}
    lines = _lines(company, order, dice)
    notify(company, order, max(booked, contract["signed_at"]) if contract else booked, dice)
    if order["delivered_at"]:
        for line in lines:
            _deliver(company, order, line, dice)
        _close(company, order, dice)
    track(company, order)
    return lines


def _lines(company: Trader, order: Row, dice: Random) -> list[Row]:
    """One product or two; their quantities and amounts make the order's."""
    qty = order.get("qty") or dice.randrange(2, 12)
    order["qty"] = qty
    parts = [(qty, order["amount"])]
    if qty > 2 and dice.random() < 0.35:
        some = dice.randrange(1, qty)
        share = order["amount"] * some // qty
        parts = [(some, share), (qty - some, order["amount"] - share)]
    products = dice.sample([item for item in company.goods if "服务" not in item], len(parts))
    return [
        company.add(
            "order_line", id=f"{order['id']}-{n}", order_id=order["id"], product=product, qty=count, unit_price=round(amount / count, 2),
            amount=amount, delivered_at=order["delivered_at"],
        )
        for n, (product, (count, amount)) in enumerate(zip(products, parts, strict=True), 1)
    ]


def notify(company: Trader, order: Row, start: dt.date, dice: Random) -> None:
    for department in company.departments:
        at = dt.datetime.combine(start + dice.randrange(2) * DAY, dt.time(dice.randrange(9, 18), dice.randrange(60)))
        company.add(
            "order_notification", id=company.number("DT-", 5), order_id=order["id"], department=department, notified_at=at,
            notified_by=order["owner_id"], acknowledged_at=at + dt.timedelta(hours=dice.randrange(1, 5)),
        )


def _deliver(company: Trader, order: Row, line: Row, dice: Random) -> None:
    """Inspected (now and then twice), then shipped and signed for."""
    shipped = max(order["released_at"], order["delivered_at"] - dice.randrange(1, 4) * DAY)
    inspected = max(order["booked_at"], earlier(shipped, 1))
    if dice.random() < 0.1:
        inspect(company, line, max(order["booked_at"], earlier(shipped, 3)), "failed")
    inspect(company, line, inspected, "passed")
    ship(company, order, line, line["qty"], line["amount"], shipped, dice)


def inspect(company: Trader, line: Row, day: dt.date, result: str) -> Row:
    return company.add(
        "inspection", id=company.number("JY-", 5), line_id=line["id"], result=result, inspected_at=day, inspected_by=company.holder("delivery", day),
        remark="返工后再检" if result == "failed" else None,
    )


def ship(company: Trader, order: Row, line: Row, qty: int, amount: int, shipped: dt.date, dice: Random) -> Row:
    arranged = order["booked_at"] + dice.randrange(2) * DAY
    return company.add(
        "shipment", id=company.number("FH-", 5), order_id=order["id"], line_id=line["id"], product=line["product"], qty=qty, amount=amount,
        arranged_at=arranged, planned_at=shipped, shipped_at=shipped, delivered_at=line["delivered_at"], received_by=dice.choice(SIGNATORIES),
    )


def _close(company: Trader, order: Row, dice: Random) -> None:
    invoiced = later(order["delivered_at"], dice.randrange(1, 4))
    closed = later(invoiced, dice.randrange(1, 6))
    order["status"] = "delivered"
    if closed <= LAST:
        order |= {"status": "closed", "closed_at": closed}
        invoice(company, order, order["amount"], invoiced)


def invoice(company: Trader, order: Row, amount: int, day: dt.date) -> Row:
    return company.add(
        "invoice", number=company.number("2531", 8), order_id=order["id"], contract_no=order.get("contract_no"), customer_id=order["customer_id"],
        amount=amount, issued_at=day, issued_by=company.holder("finance", day),
    )


def track(company: Trader, order: Row, gap: int | None = None) -> list[Row]:
    """Word to the customer within every fortnight, `gap` days apart the first time, until the order is closed or the records end."""
    day, end, told = order["booked_at"], order.get("closed_at") or EXPORTED, []
    while (end - day).days > (gap or TRACKED) or gap:
        day = day + gap * DAY if gap else _within(day)
        gap = None
        told.append(word(company, order, day))
    return told


def word(company: Trader, order: Row, day: dt.date) -> Row:
    row = company.activity(order["customer_id"], "progress-report", day, order["owner_id"], order.get("contract_no"))
    row |= {"order_id": order["id"], "feedback": "客户已知进度"}
    return row


def _within(day: dt.date) -> dt.date:
    """A working day at the end of the fortnight; no holiday lasts longer."""
    last = day + (TRACKED - 2) * DAY
    while not worked(last):
        last -= DAY
    return last
