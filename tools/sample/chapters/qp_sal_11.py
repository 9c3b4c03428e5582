"""QP-SAL-11: complaints, service requests, returns and claims of a year."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample import service_faults
from sample.company import FIRST, LAST
from sample.days import on_or_after
from sample.ledger import Ledger
from sample.service import After, Row
from sample.trader import Trader

COMPANIES = ("sample", "field", "office")
PROCEDURE = "QP-SAL-11"
SETTLED = dt.date(2026, 6, 12)
"""Complaints from later days are still open."""
PROBLEMS = ["设备异响", "参数漂移", "无法联网", "备件更换", "操作指导", "年度保养", "软件升级"]


def live(company: Trader) -> None:
    company.employ("after-sales", "售后甲", "售后服务部")
    company.employ("quality-manager", "质量经理甲", "质量部")
    dice = company.dice(PROCEDURE)
    after = After(company)
    _complaints(after, dice)
    _requests(after, dice)
    _returns(after, dice)
    _claims(after, dice)


def _complaints(after: After, dice: Random) -> None:
    day = on_or_after(FIRST + dt.timedelta(days=24))
    while day <= SETTLED:
        at = dt.datetime.combine(day, dt.time(dice.randrange(9, 17), dice.randrange(60)))
        after.complaint(at, dice, beyond=dice.random() < 0.3, waits=dice.random() < 0.15, kind=dice.randrange(8))
        day = on_or_after(day + dt.timedelta(days=dice.randrange(3, 9)))
    manager = after.company.holder("sales-manager", FIRST)
    for day in (dt.date(2025, 10, 22), dt.date(2026, 3, 25)):
        after.complaint(dt.datetime.combine(day, dt.time(10, 20)), dice, against=manager)
    for day in (dt.date(2026, 6, 25), dt.date(2026, 6, 29)):
        after.complaint(dt.datetime.combine(day, dt.time(14, 5)), dice, settled=False)


def _requests(after: After, dice: Random) -> None:
    day = on_or_after(FIRST + dt.timedelta(days=24))
    while day <= LAST - dt.timedelta(days=5):
        at = dt.datetime.combine(day, dt.time(dice.randrange(8, 17), dice.randrange(60)))
        after.request(at, dice, dice.choice(PROBLEMS), dt.timedelta(minutes=dice.randrange(5, 230)), dice.randrange(0, 5))
        day = on_or_after(day + dt.timedelta(days=dice.randrange(1, 5)))


def _returns(after: After, dice: Random) -> None:
    """Some goods of large orders come back: paid back as far as paid, exchanged or repaired otherwise."""
    for order in [order for order in after.sized() if order["delivered_at"]][::3]:
        day = on_or_after(order["delivered_at"] + dt.timedelta(days=dice.randrange(3, 20)))
        qty = dice.randrange(1, order["qty"])
        refund = order["amount"] * qty // order["qty"]
        paid = after.paid(order["contract_no"], day) >= refund and dice.random() < 0.7
        decision, disposition = ("refund", dice.choice(("restock", "scrap"))) if paid else dice.choice((("exchange", "supplier"), ("repair", "rework")))
        if day <= LAST - dt.timedelta(days=8):
            after.back(order, day, qty, refund if paid else None, decision=decision, disposition=disposition)


def _claims(after: After, dice: Random) -> None:
    """Compensation asked for in a complaint; where it was the handler's own fault, with both reports."""
    for n, complaint in enumerate(after.company.tables["complaint"][3:50:6]):
        after.claim(complaint, dice.randrange(2, 30) * 500, own_fault=n % 3 == 0, reported=dice.randrange(2, 7))


def plant(company: Trader, ledger: Ledger) -> None:
    service_faults.plant(After(company), ledger, company.dice(f"{PROCEDURE} faults"))


def settle(company: Trader, ledger: Ledger) -> None:
    """Where a cause came back, a corrective action before the month is over."""
    odd = {entry["case"] for entry in ledger.entries if entry["check"] == "R-165.a"}
    after, dice = After(company), company.dice(f"{PROCEDURE} causes")
    told: dict[str, list[dt.date]] = {}
    rows: dict[str, list[Row]] = {}
    for report in company.tables["capa"]:
        if report["type"] == "corrective" and report.get("cause_code"):
            told.setdefault(report["cause_code"], []).append(report["submitted_at"])
    for complaint in sorted(company.tables["complaint"], key=lambda row: row["received_at"]):
        earlier = rows.setdefault(complaint["cause_code"], [])
        if complaint["cause_code"] and complaint["id"] not in odd and _again(complaint, earlier, told):
            day = complaint["received_at"].date() + dt.timedelta(days=dice.randrange(8, 28))
            if day <= LAST:
                after.corrective(complaint, day)
                told.setdefault(complaint["cause_code"], []).append(day)
        earlier.append(complaint)


def _again(complaint: Row, earlier: list[Row], told: dict[str, list[dt.date]]) -> bool:
    """The cause came back within the window, and nothing was reported about it in that time."""
    at: dt.datetime = complaint["received_at"]
    window = dt.timedelta(days=90)
    if not any(at - row["received_at"] <= window for row in earlier):
        return False
    days: list[Any] = told.get(complaint["cause_code"], [])
    return not any(at.date() - window <= day <= at.date() + dt.timedelta(days=30) for day in days)
