"""Uniqueness, read plainly from SEMANTICS D: every record of a group that shares its key; a blank in any part is unknown."""

from __future__ import annotations

from collections.abc import Callable

from oracle.kit import Check, Kind, form, record_sets, rows
from oracle.values import CONFORMS, NO_CASE, Answer, Cell, Records, Row, event, flag, number, unknown, word, wrong

FORMS = [form("paper", "id:text! number:text amount:money day:date open:boolean")]
NUMBERS = ["甲1", "甲1", "甲1 ", "甲２", "甲2", "", "\u3000"]
RECORDS = record_sets(
    paper=rows(
        6, 1, number=NUMBERS, amount=["5", "5.00", "7", "", "6O"], day=["2026-06-01", "2026-06-02", "", "2026-06-31", "2026-06-21"],
        open=["是", "是", "否", "", "也许"],
    )
)
Part = Callable[[Row], Cell]


def reading(*parts: Part, chosen: Part = lambda row: Cell(True)) -> Callable[[Records], dict[str, Answer]]:
    def judge(records: Records) -> dict[str, Answer]:
        told = {row["id"]: [part(row) for part in parts] for row in records["paper"]}
        picked = {row["id"]: chosen(row) for row in records["paper"]}
        cases = [tuple(cell.value for cell in told[id]) for id, pick in picked.items() if pick.value and all(c.value is not None for c in told[id])]
        return {id: one(told[id], picked[id], cases) for id in told}

    return judge


def one(cells: list[Cell], chosen: Cell, cases: list[tuple]) -> Answer:
    dark = {cell.broken or "value-missing" for cell in cells if cell.value is None}
    if chosen.nothing or chosen.value is False:
        return NO_CASE
    if chosen.broken:
        return unknown(chosen.broken, *dark)
    if dark:
        return unknown(*dark)
    return wrong("duplicate") if cases.count(tuple(cell.value for cell in cells)) > 1 else CONFORMS


def the_number(row: Row) -> Cell:
    return Cell(word(row["number"]))


def folded(row: Row) -> Cell:
    """`plain`: full-width digits and blanks do not tell two numbers apart."""
    return Cell((word(row["number"]) or "").replace("２", "2") or None)


def check(plain, **said) -> Check:
    return Check({"check": {"kind": "uniqueness", "case": "paper"} | said}, plain)


CHECKS = {
    "a number": check(reading(the_number), by="number"),
    "folded": check(reading(folded), by="plain(number)"),
    "number and amount": check(reading(the_number, lambda row: number(row["amount"])), by=["number", "amount"]),
    "number and day": check(reading(the_number, lambda row: event(row["day"])), by=["number", "day"]),
    "when": check(reading(the_number, chosen=lambda row: flag(row["open"])), by="number", when="open"),
}
KIND = Kind(FORMS, RECORDS, {"paper": ["id", "number"]}, CHECKS)
