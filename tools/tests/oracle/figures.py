"""Figures of `let`, read plainly from LANGUAGE 5: one aggregate over the records of the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.truth import holds, judged, lifted
from oracle.values import UNREADABLE, Answer, Cell, Records, Row, event, flag, number, plan, word

FORMS = [
    form("deal", "id:text! until:date? who:text"),
    form("payment", "id:text! deal_id:reference=deal amount:money must:money! who:text day:date nth:integer counts:boolean", date=["day"]),
]
DAYS = ["2026-06-01", "2026-06-03", "2026-06-05", "2026-06-08", "2026-06-15", "2026-06-18", "2026-06-21", "", "2026-06-31"]
AMOUNTS = ["1", "2", "3.00", "-1", "10", "2.5"]
RECORDS = record_sets(
    deal=rows(3, 1, until=["2026-06-03", "2026-06-08", "2026-06-30", "", "2026-06-31"], who=["甲", "乙", ""]),
    payment=rows(
        7, deal_id=["deal-0", "deal-0", "deal-1", " deal-0", ""], amount=[*AMOUNTS, *AMOUNTS, "", "1O"], must=[*AMOUNTS, *AMOUNTS, *AMOUNTS, "", "1O"],
        who=["甲", "乙", "甲 ", ""], day=DAYS, nth=["1", "2", "3", "4", "5", "6", "7"], counts=["是", "是", "是", "否", "", "也许"],
    ),
)
Chosen = Callable[[Row], Cell]


def field(name: str) -> Chosen:
    """A required value that is empty is as unknown as an unreadable one."""

    def value(row: Row) -> Cell:
        cell = number(row[name]) if name in ("amount", "must", "nth") else event(row[name]) if name == "day" else Cell(word(row[name]))
        return Cell(broken="value-missing") if name == "must" and cell.nothing else cell

    return value


def payments(deal: Row, records: Records) -> list[Row]:
    """Those that point to the deal and are not ahead of the as-of day."""
    return [row for row in records["payment"] if word(row["deal_id"]) == deal["id"] and not event(row["day"]).ahead]


def figure(aggregate: Callable[[list], Any], of: Chosen, nothing: Any = None, picked: Callable[[Row, Row], Cell] | None = None):
    """Empty ones are passed over, but not in a sum; one unreadable among those used makes the figure unreadable."""

    def compute(deal: Row, records: Records) -> Cell:
        used = [(row, picked(deal, row) if picked else Cell(True)) for row in payments(deal, records)]
        used = [(row, pick) for row, pick in used if pick.value or pick.broken]
        told = [of(row) for row, _ in used]
        if any(cell.broken for cell in [*told, *(pick for _, pick in used)]):
            return UNREADABLE
        if aggregate is sum and any(cell.nothing for cell in told):
            return UNREADABLE
        values = [cell.value for cell in told if cell.value is not None]
        return Cell(aggregate(values) if values else nothing)

    return compute


def ordered(last: bool, of: Chosen, by: Chosen):
    """The value of the first or last record; where several share that place and differ, none is known."""

    def compute(deal: Row, records: Records) -> Cell:
        used = payments(deal, records)
        if any(by(row).value is None for row in used):
            return UNREADABLE
        ends = [by(row).value for row in used]
        place = max(ends, default=None) if last else min(ends, default=None)
        told = {of(row) for row in used if by(row).value == place}
        return told.pop() if len(told) == 1 else UNREADABLE if told else Cell()

    return compute


def counts(deal: Row, row: Row) -> Cell:
    return flag(row["counts"])


def early(deal: Row, row: Row) -> Cell:
    """On or before the deal's day; a payment without a day may be."""
    day, until = event(row["day"]), plan(deal["until"])
    return Cell(broken=day.broken or "value-unreadable") if day.value is None else lifted(lambda d, u: d <= u, day, until)


def mean(values: list[Decimal]) -> Decimal:
    return sum(values) / len(values)


def check(compute, test: Callable[[Any], bool], expression: str, **said) -> Check:
    asked = {"kind": "condition", "case": "deal", "let": {"x": {"form": "payment"} | said}, "check": expression}
    return Check({"check": asked}, each("deal", lambda deal, records: judged(holds(test, compute(deal, records)))))


def listed(deal: Row, records: Records) -> Answer:
    """`contains(x, who)`, x the list of all whom the payments name."""
    return judged(holds(lambda who: who in {word(row["who"]) for row in payments(deal, records)}, Cell(word(deal["who"]))))


AMOUNT, MUST, WHO, DAY, NTH = field("amount"), field("must"), field("who"), field("day"), field("nth")
CHECKS = {
    "sum": check(figure(sum, AMOUNT, 0), lambda x: x <= 3, "x <= 3", sum="amount"),
    "sum of what must be given": check(figure(sum, MUST, 0), lambda x: x <= 3, "x <= 3", sum="must"),
    "sum where": check(figure(sum, AMOUNT, 0, counts), lambda x: x <= 3, "x <= 3", sum="amount", where="counts"),
    "count": check(figure(len, lambda row: Cell(1), 0), lambda x: x <= 2, "x <= 2", count="all"),
    "count where": check(figure(len, lambda row: Cell(1), 0, counts), lambda x: x == 1, "x = 1", count="all", where="counts"),
    "count of different": check(figure(lambda v: len(set(v)), WHO, 0), lambda x: x <= 1, "x <= 1", count="who"),
    "min": check(figure(min, AMOUNT), lambda x: x > 1, "x > 1", min="amount"),
    "max": check(figure(max, AMOUNT), lambda x: x < 3, "x < 3", max="amount"),
    "max of days": check(figure(max, DAY), lambda x: x <= dt.date(2026, 6, 5), "x <= '2026-06-05'", max="day"),
    "sum up to a day": check(figure(sum, AMOUNT, 0, early), lambda x: x <= 3, "x <= 3", sum="amount", before="until"),
    "first": check(ordered(False, AMOUNT, NTH), lambda x: x <= 2, "x <= 2", first="amount", order_by="nth"),
    "last": check(ordered(True, AMOUNT, NTH), lambda x: x <= 2, "x <= 2", last="amount", order_by="nth"),
    "last by day": check(ordered(True, AMOUNT, DAY), lambda x: x <= 2, "x <= 2", last="amount", order_by="day"),
    "list": Check(
        {"check": {"kind": "condition", "case": "deal", "let": {"x": {"form": "payment", "list": "who"}}, "check": "contains(x, who)"}},
        each("deal", listed),
    ),
    "mean": check(figure(mean, AMOUNT), lambda x: x <= 2, "x <= 2", mean="amount"),
}
KIND = Kind(FORMS, RECORDS, {"deal": ["id"], "payment": ["id", "deal_id"]}, CHECKS)
