"""QP-SAL-14: every seller assessed every month, the managers every quarter; rewards, coaching and decisions."""

from __future__ import annotations

from typing import Any

from sample import assessing_faults, spans
from sample.assessing import Assessing
from sample.assessing_faults import DEPARTURES
from sample.company import EXPORTED, FIRST, LAST
from sample.days import DAY, later
from sample.ledger import Ledger
from sample.reporting import Reporting, quarters
from sample.trader import Trader

COMPANIES = ("sample", "office")
PROCEDURE = "QP-SAL-14"


def live(company: Trader) -> None:
    company.employ("hr", "人事甲", "人力资源部")
    desk = Assessing(company, company.dice(PROCEDURE))
    managers = [row["id"] for row in company.tables["employee"] if row["role"] == "sales-manager"]
    for span in quarters()[:3]:
        for who in managers:
            day = later(span.end, 4)
            desk.manager(who, span, day, day + DAY)


def plant(company: Trader, ledger: Ledger) -> None:
    assessing_faults.plant(Assessing(company, company.dice(f"{PROCEDURE} faults")), ledger)


def settle(company: Trader, ledger: Ledger) -> None:
    desk = Assessing(company, company.dice(f"{PROCEDURE} months"))
    sellers = Reporting(company, desk.dice).sellers
    for span in spans.months(FIRST, LAST):
        if later(span.end, 5) < EXPORTED:
            for who in sellers(span):
                _assess(desk, ledger, who["id"], span)
    assessing_faults.tamper(company, ledger)


def _assess(desk: Assessing, ledger: Ledger, who: str, span: spans.Span) -> None:
    n = desk.company.sellers.index(who) if who in desk.company.sellers else -1
    day = later(span.end, desk.dice.randrange(1, 5))
    departure: dict[str, Any] = DEPARTURES.get((n, span.label), {})
    low = not departure and desk.dice.random() < 0.06
    row = desk.month(who, span, departure.get("day", lambda end: day)(span.end), 40 if low else 75)
    if departure:
        assessing_faults.depart(desk.company, departure, desk.company.tables["assessment"][-1 - len(desk.company.metrics):], ledger, who, span.label)
    if row["result"] == "below-target":
        desk.coach(who, later(row["assessed_at"], 6))
    elif row["result"] == "excellent" and desk.dice.random() < 0.6:
        granted = later(row["assessed_at"], 7)
        if granted <= LAST:
            desk.reward(row, desk.dice.choice(("bonus", "bonus", "honour")), granted)
