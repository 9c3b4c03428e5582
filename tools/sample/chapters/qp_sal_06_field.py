"""QP-SAL-06 in field sales: prices that representatives set on the road, filed with the general manager."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import FIRST, LAST
from sample.days import DAY, later, on_or_after
from sample.ledger import Ledger
from sample.trader import GOODS, Trader

COMPANIES = ("field",)
PROCEDURE = "QP-SAL-06"
Row = dict[str, Any]


def live(company: Trader) -> None:
    dice = company.dice(f"{PROCEDURE} prices")
    day = on_or_after(FIRST + 5 * DAY)
    while day < LAST - 3 * DAY:
        # Before a day off a price is filed on the day itself.
        wait = DAY if later(day, 1) == day + DAY else 0 * DAY
        decided(company, day, dice.choice(company.sellers), dice.choice(GOODS), dice.randrange(20, 90) * 100, dice.randrange(4), wait)
        day = later(day, dice.randrange(4, 10))


def decided(company: Trader, day: dt.date, who: str, item: str, listed: int, percent: int, wait: dt.timedelta | None, **changed: Any) -> Row:
    """A price a little below the list, within the representative's own authority."""
    customers = [c["id"] for c in company.tables["customer"] if c["owner_id"] == who and c["created_at"] < day and c["status"] == "active"]
    filed = None if wait is None else day + wait
    return company.add("price_decision", **{
        "id": company.number("DJ-", 3), "customer_id": customers[day.day % len(customers)], "item": item, "list_price": listed,
        "price": listed * (100 - percent) // 100, "reason": "老客户小批量", "decided_by": who, "decided_at": day, "filed_at": filed,
        "filed_to": company.holder("general-manager", filed) if filed else None,
    } | changed)


def plant(company: Trader, ledger: Ledger) -> None:
    day = dt.date(2026, 4, 14)
    for days, reason, zh, en in (
        (2, "late", "定价后第二天才报备", "filed on the second day"), (1, None, "定价次日报备", "filed on the next day"),
        (None, "missing", "定价没有报备", "never filed"),
    ):
        row = decided(company, day, company.sellers[2], "备件包", 3_600, 2, None)
        row |= {} if days is None else {"filed_at": day + days * DAY, "filed_to": "E001"}
        ledger.note("R-103.a", "price_decision", row["id"], reason, zh, en)
    for who, reason, zh, en in (
        ("E003", "not-satisfied", "报给了业务经理", "filed with a sales manager"), ("E001", None, "报给总经理", "filed with the general manager"),
    ):
        row = decided(company, day, company.sellers[3], "变频器", 8_800, 1, DAY, filed_to=who)
        ledger.note("R-103.b", "price_decision", row["id"], reason, zh, en)
