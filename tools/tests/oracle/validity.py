"""Validity, read plainly from LANGUAGE 6 and SEMANTICS 0.4, F: a record is what its form declares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oracle.kit import Check, Kind, form, record_sets, rows
from oracle.values import BLANKS, CONFORMS, Answer, Cell, Records, Row, event, flag, number, unknown, word, wrong

FORMS = [
    form(
        "order",
        "id:text! number:text price:money! pieces:integer day:date done_on:date! urgent:boolean customer_id:reference=customer seller_id:reference!=customer",
        {"class": {"A": "甲", "B": "乙"}},
    ),
    form("customer", "id:text! name:text!"),
]
FORMS[0].fields["number"] = FORMS[0].fields["number"].model_copy(update={"pattern": "DD-[0-9]{2}"})
FORMS[0].fields["pieces"] = FORMS[0].fields["pieces"].model_copy(update={"minimum": 1, "maximum": 10})
FORMS[0].fields["price"] = FORMS[0].fields["price"].model_copy(update={"minimum": 0})
DAYS = ["2026-06-01", "2026-06-01", "2026-06-01", "2026-06-18", "2026-06-21", "2026-06-31", ""]
WHOM = ["customer-0", "customer-0", "customer-0 ", "customer-8", ""]
RECORDS = record_sets(
    order=rows(
        5, 1, twice=["", "", "", "是"], number=["DD-01", "DD-01", "DD-1", " DD-02", ""], price=["5", "5", "0", "-0.01", "", "5O"],
        pieces=["1", "10", "11", "0", "2.5", "", "two"], day=DAYS, done_on=DAYS, urgent=["是", "否", "", "也许"], customer_id=WHOM, seller_id=WHOM,
        **{"class": ["A", "乙", "丙", ""]},
    ),
    customer=rows(1, 1, name=["甲", "甲", "", "\u3000"]),
)


def doubled(records: Records) -> Records:
    """Some orders stand there twice, word for word."""
    return records | {"order": [row for row in records["order"] for _ in range(2 if row["twice"] else 1)]}


def reasons(row: Row, records: Records) -> Iterator[str]:
    known = {other["id"] for other in records["customer"]}
    cells = {
        "number": Cell(word(row["number"])), "price": number(row["price"]), "pieces": number(row["pieces"]), "day": event(row["day"]),
        "done_on": event(row["done_on"]), "urgent": flag(row["urgent"]), "customer_id": Cell(word(row["customer_id"])),
        "seller_id": Cell(word(row["seller_id"])), "class": Cell(word(row["class"])),
    }
    if [other["id"] for other in records["order"]].count(row["id"]) > 1:
        yield "duplicate-key"
    for name in ("price", "done_on", "seller_id"):
        if cells[name].nothing and not cells[name].ahead:
            yield "required-empty"
    for name in ("price", "pieces", "day", "done_on", "urgent"):
        yield from {"value-unreadable": ["wrong-type"], "future-dated": ["future-dated"]}.get(cells[name].broken, [])
    pieces = cells["pieces"].value
    if pieces is not None and pieces != int(pieces):
        yield "wrong-type"
    elif pieces is not None and not 1 <= pieces <= 10:
        yield "out-of-range"
    if cells["price"].value is not None and cells["price"].value < 0:
        yield "out-of-range"
    if cells["number"].value and not re.fullmatch("DD-[0-9]{2}", cells["number"].value):
        yield "pattern"
    if cells["class"].value not in (None, "A", "甲", "B", "乙"):
        yield "not-in-list"
    for name in ("customer_id", "seller_id"):
        if cells[name].value is not None and cells[name].value not in known:
            yield "reference-missing"


def told(found: set[str]) -> Answer:
    """0.4: a day after the export is no fault, for the true day may be a good one."""
    if found - {"future-dated"}:
        return wrong(*found)
    return unknown(*found) if found else CONFORMS


def orders(records: Records) -> dict[str, Answer]:
    return {row["id"]: told(set(reasons(row, records))) for row in records["order"]}


def customers(records: Records) -> dict[str, Answer]:
    return {row["id"]: CONFORMS if row["name"].strip(BLANKS) else wrong("required-empty") for row in records["customer"]}


def check(plain, *forms: str) -> Check:
    return Check({"check": {"kind": "validity", "forms": list(forms)}}, plain)


CHECKS = {
    "one form": check(orders, "order"),
    "another": check(customers, "customer"),
    "both": check(lambda records: orders(records) | customers(records), "order", "customer"),
}
KIND = Kind(FORMS, RECORDS.map(doubled), {"order": ["id", "customer_id", "seller_id"], "customer": ["id"]}, CHECKS)
