"""A customer is lost and its loss analysed; somebody looks at a customer's data."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import EXPORTED
from sample.trader import Trader

Row = dict[str, Any]


def lose(company: Trader, lost: dt.date, reason: str, met: int | None, told: int | None, **changed: Any) -> str:
    """A customer lost on that day, discussed and reported on so many days later."""
    customer = company.customer(status="lost")
    row = company.tables["customer"][-1]
    row["lost_at"] = lost
    if met is not None:
        day = lost + dt.timedelta(days=met)
        company.add(
            "meeting", id=company.number("HY-"), type="other", held_at=dt.datetime.combine(day, dt.time(14, 0)),
            convened_by=company.holder("sales-manager", day), organiser_dept="sales-manager",
            attendees=[company.holder("sales-manager", day), row["owner_id"]], agenda=["other"], topic_ref=customer,
            topic="流失客户分析", minutes_ref=company.number("JY-"),
        )
    if told is not None:
        report = {"summary": f"客户停止采购：{reason}", "cause": reason, "prevention": "同类客户由经理每季拜访一次"} | changed
        _report(company, customer, row["owner_id"], lost + dt.timedelta(days=told), report)
    return customer


def _report(company: Trader, customer: str, author: str, day: dt.date, report: Row) -> None:
    company.add(
        "capa", id=company.number("JZ-"), type="loss-analysis", source_form="customer", source_id=customer, **report,
        correction="已当面说明并致歉", author_id=author, submitted_at=day, due_at=day + dt.timedelta(days=30),
        completed_at=min(day + dt.timedelta(days=21), EXPORTED), verified_by=company.holder("sales-manager", day),
        verified_at=min(day + dt.timedelta(days=45), EXPORTED), effective=True,
    )


def look(company: Trader, who: str, customer: str, at: dt.datetime, dice: Random) -> str:
    action = dice.choice(("view", "view", "view", "search", "change", "print", "export"))
    row = company.add(
        "access_log", id=company.number("RZ-", 5), user_id=who, object_form="customer", object_id=customer, action=action, at=at)
    return row["id"]
