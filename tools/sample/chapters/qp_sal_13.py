"""QP-SAL-13: reports, meetings and analyses of a year."""

from __future__ import annotations

import datetime as dt
from random import Random

from sample import reporting_faults, spans
from sample.company import EXPORTED, FIRST, LAST, Company
from sample.days import DAY, later, on_or_after
from sample.ledger import Ledger
from sample.reporting import Reporting, last_worked, quarters
from sample.reporting_faults import DEPARTURES, OTHERWISE
from sample.spans import Span

COMPANIES = ("sample", "office", "field")
PROCEDURE = "QP-SAL-13"
PROBLEMS = ["新客户转化率下降", "回款集中在季末", "报价到签约时间过长", "备件订单减少", "部分客户长期未下单", "拜访记录不完整"]


def live(company: Company) -> None:
    company.employ("quality-manager", "质量经理甲", "质量部")
    dice = company.dice(PROCEDURE)
    desk = Reporting(company, dice)
    _analyses(desk, dice)
    for span in quarters():
        if span.label not in OTHERWISE:
            desk.forecast(span, last_worked(span.start - dice.randrange(4, 12) * DAY))
    for day in (dt.date(2025, 7, 22), dt.date(2026, 1, 21)):
        review = desk.review(day)
        desk.measure(review, "process_review", "跨部门交接不及时", later(day, 4))
    _meetings(desk)
    _sheets(desk, dice)
    for span in quarters()[:4]:
        for department in ("财务部", "生产部", "售后服务部"):
            sent = on_or_after(span.end + 12 * DAY)
            if sent < EXPORTED:
                company.add(
                    "distribution", id=company.number("FF-"), report_id=f"FX-{span.label}", content=f"{span.label} 销售数据分析", department=department,
                    sent_at=sent, sent_by=company.holder("statistics-clerk", sent))


def _analyses(desk: Reporting, dice: Random) -> None:
    for span in spans.months(FIRST, LAST):
        issued = last_worked(span.end + dice.randrange(4, 11) * DAY)
        if issued < EXPORTED and span.label not in OTHERWISE:
            row = desk.analysis(span, issued, dice.sample(PROBLEMS, dice.randrange(3)))
            for problem in row["findings"]:
                desk.measure(row, "analysis", problem, later(issued, dice.randrange(1, 5)))


def _meetings(desk: Reporting) -> None:
    for span in spans.months(FIRST, LAST):
        if span.label not in OTHERWISE:
            desk.meeting(on_or_after(span.start + 9 * DAY), "monthly", ["last-week", "experience"])


def _sheets(desk: Reporting, dice: Random) -> None:
    """The newer customers' information, filled in on a form after the first contact."""
    for customer in desk.company.tables["customer"][:60]:
        event = on_or_after(FIRST + dice.randrange(330) * DAY)
        desk.sheet(customer, event, dice.randrange(4))


def plant(company: Company, ledger: Ledger) -> None:
    reporting_faults.plant(Reporting(company, company.dice(f"{PROCEDURE} faults")), ledger)


def settle(company: Company, ledger: Ledger) -> None:
    """Every seller has a superior, to whom the week is reported, and hands in the reports of every month."""
    desk = Reporting(company, company.dice(f"{PROCEDURE} reports"))
    bosses = [row["id"] for row in company.tables["employee"] if row["role"] == "sales-supervisor" and row["active_to"] is None]
    for n, row in enumerate(row for row in company.tables["employee"] if row["role"] == "sales-rep"):
        row.setdefault("manager_id", bosses[n % len(bosses)])
    for order in company.tables["order"]:
        order.setdefault("cost", order["amount"] * 7 // 10 if isinstance(order["amount"], int) else None)
    for span in (*spans.months(FIRST, LAST), *spans.weeks(FIRST, LAST)):
        for who in desk.sellers(span):
            _hand_in(desk, ledger, who, span)


def _hand_in(desk: Reporting, ledger: Ledger, who: dict, span: Span) -> None:
    n = desk.company.sellers.index(who["id"]) if who["id"] in desk.company.sellers else -1
    planted = [departure for departure in DEPARTURES if departure.of == (n, span.label)]
    for kind in ("week-summary",) if span.type == "week" else ("market-feedback", "performance"):
        departure = next((d for d in planted if d.kind == kind), None)
        if departure is None or departure.does is not None:
            row = {"week-summary": desk.week, "market-feedback": desk.market, "performance": desk.performance}[kind](
                who if kind == "week-summary" else who["id"], span)
            if departure:
                departure.does(row, span)
        if departure:
            departure.note(ledger, who["id"])
