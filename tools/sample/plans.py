"""Payment plans that add up to the contract, and the money chased until it comes; and what is planted there."""

from __future__ import annotations

import datetime as dt

from sample.company import LAST
from sample.ledger import Ledger
from sample.trader import Trader

LATER = dt.date(2026, 12, 30)


def plant(company: Trader, ledger: Ledger) -> None:
    for less, wrong in ((1, True), (0, False)):
        row = company.deal(dt.date(2026, 2, 2), 86_000)
        company.instalment(row, 86_000 - less, LATER, None)
        if wrong:
            zh, en = "付款计划合计比合同价少一元", "the payment plan is one yuan short of the price"
            ledger.wrong("R-122.a", "contract", row["number"], "sum-differs", zh, en)
        else:
            ledger.twin("R-122.a", "contract", row["number"], "付款计划合计等于合同价", "the payment plan makes the price")
    for changed, more in (("price", 1), ("payment_terms", "货到付款")):
        row = company.deal(dt.date(2026, 3, 16), 86_000)
        quotation = next(q for q in company.tables["quotation"] if q["id"] == row["quotation_id"])
        quotation[changed] = quotation[changed] + more if changed == "price" else more
        zh, en = ("合同价比报价少一元", "one yuan less than the quotation") if changed == "price" else ("付款条款与报价不同", "other terms than quoted")
        ledger.wrong("R-121.a", "contract", row["number"], "sum-differs", zh, en)
    _short(company, ledger)
    _void(company)
    _slow(company, ledger)


def _short(company: Trader, ledger: Ledger) -> None:
    """Closed when everything was paid, or all but a yuan."""
    for less, wrong in ((1, True), (0, False)):
        row = company.deal(dt.date(2025, 8, 13), 86_000)
        company.instalment(row, 86_000, dt.date(2025, 10, 30), dt.date(2025, 10, 20))
        company.tables["payment"][-1]["amount"] -= less
        if wrong:
            company.tables["contract"][-1] |= {"closed_at": dt.date(2025, 10, 31), "status": "closed"}
            ledger.wrong("R-156.c", "contract", row["number"], "sum-differs", "少收一元就完结", "closed a yuan short")
        else:
            ledger.twin("R-156.c", "contract", row["number"], "收齐之后完结", "closed when everything was paid")


def _void(company: Trader) -> None:
    """A number that was given and not used: the contract is void, with the reason."""
    row = company.deal(dt.date(2026, 1, 19), 86_000, sent=None, signed=None, decisions=[])
    void = next(r for r in company.tables["contract"] if r["number"] == row["number"])
    void |= {"status": "void", "voided_reason": "客户取消项目"}


def _slow(company: Trader, ledger: Ledger) -> None:
    """Chased on day 3, and again only after eight days (or seven)."""
    due = dt.date(2026, 4, 10)
    for gap, wrong in ((8, True), (7, False)):
        row = company.deal(dt.date(2026, 2, 9), 86_000)
        first = due + dt.timedelta(days=3)
        schedule = company.instalment(row, 25_800, due, due + dt.timedelta(days=14), remind=due - dt.timedelta(days=3))
        for day in (first, first + dt.timedelta(days=gap)):
            company.dun(schedule, day, "资金周转困难", "call")
        if wrong:
            zh, en = "隔了 8 天才再次催款", "the next call came after 8 days"
            ledger.wrong("R-155.a", "payment_schedule", schedule["id"], "late", zh, en, window=first)
        else:
            ledger.twin("R-155.a", "payment_schedule", schedule["id"], "第 7 天再次催款", "the next call came on day 7")


def complete(company: Trader, ledger: Ledger) -> None:
    """What no instalment covers yet is due after the year."""
    odd = {entry["case"] for entry in ledger.entries if entry["check"] in ("R-122.a", "R-156.b")}
    sums: dict[str, int] = {}
    for schedule in company.tables["payment_schedule"]:
        sums[schedule["contract_no"]] = sums.get(schedule["contract_no"], 0) + (schedule["amount"] or 0)
    for row in company.tables["contract"]:
        rest = row["price"] - sums.get(row["number"], 0) if isinstance(row["price"], int) else 0
        if row["signed_at"] and rest > 0 and row["number"] not in odd:
            company.instalment(row, rest, LATER, None, no=3)
    _close(company)


def _close(company: Trader) -> None:
    """A contract that is paid in full is closed ten days later."""
    received: dict[str, int] = {}
    last: dict[str, dt.date] = {}
    for payment in company.tables["payment"]:
        key = payment["contract_no"]
        received[key] = received.get(key, 0) + payment["amount"]
        last[key] = max(payment["received_at"], last.get(key, payment["received_at"]))
    for row in company.tables["contract"]:
        closed = last.get(row["number"], LATER) + dt.timedelta(days=10)
        if received.get(row["number"]) == row["price"] and closed <= LAST:
            row |= {"closed_at": closed, "status": "closed"}
