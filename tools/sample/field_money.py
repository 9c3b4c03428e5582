"""The dunning table of field sales: every late customer stands in it with an answer, and it is handed in after the weekly meeting."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left

from sample.company import EXPORTED, FIRST, LAST
from sample.days import DAY, on_or_after, worked
from sample.ledger import Ledger
from sample.trader import Trader


def plant(company: Trader, ledger: Ledger) -> None:
    """Called, with the customer's answer on record or without."""
    due = dt.date(2026, 3, 6)
    for answer in (" ", "客户答应月底付清"):
        row = company.deal(dt.date(2026, 1, 13), 66_000)
        schedule = company.instalment(row, 66_000, due, due + 4 * DAY, remind=due - 3 * DAY, dun=due + 2 * DAY)
        call = company.tables["dunning"][-1]
        call["feedback"] = answer
        if answer == " ":
            ledger.wrong("R-152.a", "payment_schedule", schedule["id"], "too-early", "催款没有客户答复", "no answer of the customer")
            ledger.wrong("R-152.b", "dunning", call["id"], "field-empty", "催款没有客户答复", "no answer of the customer")
        else:
            ledger.twin("R-152.a", "payment_schedule", schedule["id"], "有客户答复", "the customer's answer is on record")
            ledger.twin("R-152.b", "dunning", call["id"], "有客户答复", "the customer's answer is on record")


def keep(company: Trader, ledger: Ledger) -> None:
    meetings = sorted(row["held_at"] for row in company.tables["meeting"] if row["type"] == "weekly")
    _tables(company, ledger, meetings)
    _called(company, ledger)


def _tables(company: Trader, ledger: Ledger, meetings: list[dt.datetime]) -> None:
    """One table for each representative and week."""
    dice = company.dice("dunning tables")
    day = FIRST + 3 * DAY
    while day <= LAST:
        for who in company.sellers if worked(day) else ():
            _table(company, meetings, who, dt.datetime.combine(day, dt.time(17, 0)), dt.timedelta(hours=dice.randrange(3, 8)))
        day += 7 * DAY
    for wait, reason in ((dt.timedelta(hours=24), None), (dt.timedelta(hours=24, minutes=1), "late"), (None, "missing")):
        key = _table(company, meetings, "E022", dt.datetime(2026, 5, 14, 17, 30), wait)
        zh, en = "周会后 24 小时内交存催款跟进表", "the dunning table is filed within 24 hours of the meeting"
        if reason:
            ledger.wrong("R-153.a", "form_record", key, reason, zh, en)
        else:
            ledger.twin("R-153.a", "form_record", key, zh, en)


def _table(company: Trader, meetings: list[dt.datetime], who: str, filled: dt.datetime, wait: dt.timedelta | None) -> str:
    n = bisect_left(meetings, filled)
    filed = meetings[n] + wait if n < len(meetings) and wait is not None else None
    return company.form("F-51", who, filled, filed_at=filed, filed_to="E010" if filed else None)["serial"]


def _called(company: Trader, ledger: Ledger) -> None:
    """Whoever is late on the day of the export has been called; who paid late and never was is planted elsewhere."""
    calls: dict[str, list[dt.date]] = {}
    for call in company.tables["dunning"]:
        calls.setdefault(call["schedule_id"], []).append(call["done_at"])
    for schedule in company.tables["payment_schedule"]:
        due, paid, days = schedule["due_date"], schedule["paid_at"], calls.get(schedule["id"], [])
        late = due < EXPORTED and (paid is None or paid > due) and not any(day > due for day in days)
        if late and not paid:
            company.dun(schedule, on_or_after(due + DAY), "资金周转困难", "call")
        elif late:
            reason = "too-early" if days else "missing"
            ledger.wrong("R-152.a", "payment_schedule", schedule["id"], reason, "逾期而没有催款", "late and never dunned")
