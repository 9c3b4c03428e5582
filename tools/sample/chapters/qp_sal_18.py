"""QP-SAL-18: real-estate sales. Projects from plan to opening, their sites, their sales, summaries, titles and handovers."""

from __future__ import annotations

import datetime as dt
from random import Random

from sample import estate_handover_faults, estate_plan_faults, estate_sale_faults, estate_site_faults
from sample.company import FIRST, LAST
from sample.days import later, on_or_after
from sample.estate import Estate, Row
from sample.estate_handover import complete, hand_over, settled
from sample.estate_projects import budget, decorate, develop, summarise, yearly_plan
from sample.estate_site import run
from sample.ledger import Ledger

COMPANIES = ("estate",)
PROCEDURE = "QP-SAL-18"
METHODS = ("full", "instalments", "mortgage", "mortgage", "mortgage")


def live(company: Estate) -> None:
    dice = company.dice(PROCEDURE)
    for year, submitted in ((2025, dt.date(2025, 1, 10)), (2026, dt.date(2025, 12, 12))):
        yearly_plan(company, year, submitted)
    _head_office(company, dice)
    _subsidiary(company, dice)
    for project in company.tables["project"]:
        _withdrawn(company, project, dice)


def _head_office(company: Estate, dice: Random) -> None:
    """Sold in two phases since April 2025; the first is handed over from December on."""
    project = develop(company, "滨江花园", "HQ", "A", dt.date(2025, 4, 15), phases=["一期", "二期"])
    decorate(company, project, dt.date(2025, 2, 5), 860_000)
    decorate(company, project, dt.date(2025, 2, 10), 420_000, "sample-room")
    budget(company, project, "outdoor-advertising", 300_000, dt.date(2025, 4, 8))
    first = _sales(company, project, "一期", dt.date(2025, 4, 17), dt.date(2025, 8, 29), dt.date(2026, 4, 30), dice)
    _sales(company, project, "二期", dt.date(2025, 9, 10), dt.date(2026, 6, 26), dt.date(2027, 4, 30), dice)
    begin = on_or_after(dt.date(2025, 12, 8))
    complete(company, project, begin)
    for n, contract in enumerate(first):
        ready = max(settled(company, contract) or LAST, later(begin, n))
        hand_over(company, project, contract, on_or_after(ready), defects=dice.choice((0, 0, 0, 1, 2)))
    run(company, project, FIRST, dice)
    for day, about in ((dt.date(2025, 9, 15), "一期"), (dt.date(2026, 1, 19), "二期第一阶段"), (dt.date(2026, 5, 18), "二期第二阶段")):
        summarise(company, project, day, about)


def _subsidiary(company: Estate, dice: Random) -> None:
    """Planned, permitted and opened within the year."""
    project = develop(company, "湖畔新城", "SUB", "B", dt.date(2026, 2, 2))
    decorate(company, project, dt.date(2025, 11, 10), 640_000)
    budget(company, project, "outdoor-advertising", 220_000, dt.date(2026, 1, 12))
    _sales(company, project, "一期", dt.date(2026, 2, 4), dt.date(2026, 6, 26), dt.date(2027, 10, 31), dice)
    run(company, project, project["opened_at"], dice)
    for day, about in ((dt.date(2026, 4, 13), "一期第一阶段"), (dt.date(2026, 6, 1), "一期第二阶段")):
        summarise(company, project, day, about)


def _sales(company: Estate, project: Row, phase: str, start: dt.date, end: dt.date, delivery: dt.date, dice: Random) -> list[Row]:
    """Contracts drafted from one day to another, a few days apart."""
    sold, day = [], on_or_after(start)
    while day <= end:
        sold.append(company.sell(project, phase, day, dice.choice(METHODS), delivery_date=delivery))
        day = on_or_after(day + dt.timedelta(days=dice.choice((2, 3, 4, 6, 7))))
    return sold


def _withdrawn(company: Estate, project: Row, dice: Random) -> None:
    """Customers who subscribed, thought better of it and got their deposits back."""
    for n in range(4):
        day = on_or_after(dt.date(2026, 2, 24) + dt.timedelta(days=23 * n + dice.randrange(9)))
        unit = company.unit(project, "一期" if project["management_type"] == "SUB" else "二期")
        row = company.subscribe(project, unit, company.buyer(day, dice.choice(company.team(project))), day)
        company.deposit(row, day)
        ended = later(day, dice.randrange(4, 12))
        row |= {"status": "cancelled", "ended_at": ended, "remark": "贷款条件不符，客户退订"}
        unit["status"] = "free"
        refund = company.deposit(row, ended)
        refund |= {"type": "refund", "amount": -refund["amount"]}


def plant(company: Estate, ledger: Ledger) -> None:
    for part in (estate_plan_faults, estate_sale_faults, estate_site_faults, estate_handover_faults):
        part.plant(company, ledger)


def settle(company: Estate, ledger: Ledger) -> None:
    """Units that nobody has taken yet."""
    for project, phase in zip(company.tables["project"][:2], ("二期", "一期"), strict=True):
        for _ in range(28):
            company.unit(project, phase)
