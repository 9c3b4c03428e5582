"""Contacts through the year: every active customer at the interval of its class, key customers seen by a manager, buyers
visited again, prospects left in peace; and what is planted among them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from sample.days import DAY, worked
from sample.ledger import Ledger
from sample.trader import EXPORTED, Trader
from sample.year import FIRST

INTERVALS = {"A": 14, "B": 30, "C": 90}
AGAIN = 90
"""Days between two return visits to a buyer, and between two visits of a manager to a key customer."""
SEED = 20260702
CHOOSE = random.Random(SEED)


def keep(company: Trader, ledger: Ledger) -> None:
    """After everything else, since every customer there is must be looked after."""
    CHOOSE.seed(SEED)
    for grade, days in INTERVALS.items():
        company.add("policy", **{"class": grade}, interval_days=days)
    ordinary = [(c["id"], c["class"], max(FIRST, c["created_at"])) for c in company.tables["customer"] if c["status"] == "active"]
    for id, grade, start in ordinary:
        look_after(company, id, grade, list(_rhythm(INTERVALS[grade], start)))
    _left_alone(company, ledger)
    _no_manager(company, ledger)
    _buyers(company, ledger)
    _prospects(company, ledger)


def look_after(company: Trader, customer: str, grade: str, days: list[dt.date], managers: list[dt.date] | None = None) -> None:
    """A contact on each day; for a key customer a manager's visit on some of them."""
    for day in days:
        company.activity(customer, CHOOSE.choice(("call", "message", "follow-up")), day, CHOOSE.choice(company.sellers))
    if grade == "A":
        for day in _some(days, AGAIN) if managers is None else managers:
            company.visit(customer, day, day, CHOOSE.choice(company.managers))


def _rhythm(interval: int, start: dt.date = FIRST) -> Iterator[dt.date]:
    """Working days, never more than `interval` days apart, from after `start` until the export."""
    day = start
    while True:
        day += dt.timedelta(days=interval - CHOOSE.randrange(1, 4))
        while not worked(day):
            day -= DAY
        if day >= EXPORTED:
            return
        yield day


def _some(days: list[dt.date], interval: int) -> Iterator[dt.date]:
    """As few of the days as leave no gap above `interval`."""
    last = FIRST
    for day, following in zip(days, [*days[1:], EXPORTED], strict=True):
        if (following - last).days > interval:
            yield day
            last = day


def _around(gap_from: dt.date, gap_to: dt.date, interval: int) -> list[dt.date]:
    """A rhythm with one gap of our choosing."""
    before = [day for day in _rhythm(interval) if day < gap_from]
    return [*before, gap_from, gap_to, *_rhythm(interval, gap_to)]


def _left_alone(company: Trader, ledger: Ledger) -> None:
    start = dt.date(2026, 4, 13)
    for days, wrong in ((15, True), (14, False)):
        customer = company.customer(grade="A")
        look_after(company, customer, "A", _around(start, start + dt.timedelta(days=days), INTERVALS["A"]))
        if wrong:
            zh, en = "A 类客户隔了 15 天才联系", "a class A customer was left alone for 15 days"
            ledger.wrong("R-087.a", "customer", customer, "late", zh, en, window=start)
        else:
            ledger.twin("R-087.a", "customer", customer, "A 类客户第 14 天联系", "a class A customer contacted on day 14")


def _no_manager(company: Trader, ledger: Ledger) -> None:
    start = dt.date(2026, 3, 9)
    for days, wrong in ((91, True), (90, False)):
        customer = company.customer(grade="A")
        managers = _around(start, start + dt.timedelta(days=days), AGAIN)
        look_after(company, customer, "A", list(_rhythm(INTERVALS["A"])), managers)
        if wrong:
            zh, en = "经理隔了 91 天才拜访", "the manager's visit came after 91 days"
            ledger.wrong("R-091.a", "customer", customer, "late", zh, en, window=start)
        else:
            ledger.twin("R-091.a", "customer", customer, "经理第 90 天拜访", "the manager's visit came on day 90")


def _buyers(company: Trader, ledger: Ledger) -> None:
    """Return visits from the first delivery on."""
    first: dict[str, dt.date] = {}
    for order in company.tables["order"]:
        if order["delivered_at"]:
            first[order["customer_id"]] = min(order["delivered_at"], first.get(order["customer_id"], EXPORTED))
    odd = dict(zip(list(first)[:2], ((91, True), (90, False)), strict=False))
    for customer, delivered in first.items():
        days = _rhythm(AGAIN, delivered)
        if customer in odd:
            gap, wrong = odd[customer]
            on = delivered + dt.timedelta(days=gap)
            days = iter([on, *_rhythm(AGAIN, on)])
            if wrong:
                zh, en = "首次交付后第 91 天才回访", "the first return visit came 91 days after delivery"
                ledger.wrong("R-090.a", "customer", customer, "late", zh, en, window=delivered)
            else:
                ledger.twin("R-090.a", "customer", customer, "首次交付后第 90 天回访", "the first return visit came on day 90")
        for day in days:
            company.activity(customer, "return-visit", day, CHOOSE.choice(company.sellers))["satisfaction"] = CHOOSE.choice((4, 4, 5))


def _prospects(company: Trader, ledger: Ledger) -> None:
    start = dt.datetime(2026, 5, 12, 10, 0)
    for hours, wrong in ((23, True), (24, False), (None, False)):
        customer = company.customer(grade="C", status="prospect")
        for day in _rhythm(21):
            if abs((day - start.date()).days) > 3:
                company.activity(customer, "call", day, company.sellers[1])
        for at in (start, start + dt.timedelta(hours=hours)) if hours else ():
            company.activity(customer, "call", at.date(), company.sellers[1])["done_at"] = at
        if wrong:
            zh, en = "两次主动联系只隔 23 小时", "two outgoing contacts 23 hours apart"
            ledger.wrong("R-089.a", "customer", customer, "too-early", zh, en, window=start)
        elif hours:
            ledger.twin("R-089.a", "customer", customer, "两次主动联系隔 24 小时", "two outgoing contacts 24 hours apart")
