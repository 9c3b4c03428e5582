"""Splitting, read plainly from SEMANTICS D and the kind's page: records of a group that together need a stricter line.

Record sets are kept apart by their customers, and by time, since a record without a customer may belong to any of them: the days
of each set are moved. Left out of the draws:

- a record with neither customer nor day, which might complete a window of any other set;
- unreadable records beside windows that overlap in part only: there the query adds what may be near, whether or not one window
  holds it all, and so leaves more undetermined than it must (never a pass or a fault that is not certain);
- an amount of zero, which no unreadable amount can complete: the query leaves it undetermined all the same;
- durations in months: the days of a set would not stay as far apart when moved. Decisions for an amount of their own.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from oracle import approvals
from oracle.approval import Case, Place, Rule, judged
from oracle.kit import Check, Kind, form, record_sets, rows
from oracle.values import CONFORMS, NO_CASE, Answer, Records, Row, event, number, unknown, word, wrong

FORMS = [form("contract", "id:text! customer:text owner:text author:person amount:money signed_at:date", date=["signed_at"]), *approvals.FORMS[1:]]
MANAGER, CHIEF = Place(1, ("manager",)), Place(2, ("chief",))
LINES = [(Decimal(100), [MANAGER]), (Decimal(500), [MANAGER, CHIEF])]
_MANAGER, _CHIEF = {"step": 1, "role": "manager"}, {"step": 2, "role": "chief"}
_LINES = [
    {"id": "L1", "amount": "[0..100)", "approvals": [{"step": 1, "role": "legal"}]},
    {"id": "L2", "amount": "[100..500)", "approvals": [_MANAGER]},
    {"id": "L3", "amount": "[500..)", "approvals": [_MANAGER, _CHIEF]},
]


def lacks(row: Row, by: tuple[str, ...]) -> set[str]:
    """What of a record cannot be read, as the others are told of it."""
    found = {"key-missing": any(word(row[field]) is None for field in by), "amount-missing": number(row["amount"]).value is None}
    return {code for code, missing in found.items() if missing} | ({"case-date-missing"} if event(row["signed_at"]).broken else set())


def below(row: Row, line: Decimal) -> bool:
    """A part of what may evade the line; an amount that cannot be read may be one."""
    amount = number(row["amount"]).value
    return amount is None or 0 <= amount < line


def windows(case: Row, others: list[Row], days: int) -> list[list[Row]]:
    """The records of each window that holds the case: it begins with one of them; one without a day may lie in any."""
    day = event(case["signed_at"]).value
    known = [event(row["signed_at"]).value for row in others]
    begins = {begin for begin in known if begin and begin <= day <= begin + dt.timedelta(days)}
    return [
        [row for row, at in zip(others, known, strict=True) if at is None or begin <= at <= begin + dt.timedelta(days)] for begin in sorted(begins)
    ]


def approved(row: Row, records: Records, places: list[Place]) -> Answer:
    """The record as if the stricter line were its own."""
    rule = Rule([("stricter", Decimal("-Infinity"), places)])
    return judged(Case(row | {"class": ""}, rule, records, event(row["signed_at"]).value, None, number(row["amount"]).value), places)


def evaded(parts: list[Row], records: Records, places: list[Place]) -> Answer:
    told = [approved(row, records, places) for row in parts]
    if any(verdict == "nonconforming" for verdict, _ in told):
        return wrong("split")
    dark = set().union(*(reasons for verdict, reasons in told if verdict == "undetermined"))
    return unknown(*dark) if dark else CONFORMS


def near(case: Row, row: Row, by: tuple[str, ...]) -> bool:
    """A part that is blank may be any."""
    return all(word(row[field]) in (None, word(case[field])) for field in by)


def against(case: Row, records: Records, days: int, by: tuple[str, ...], line: Decimal, places: list[Place]) -> list[Answer]:
    """What each window that reaches the line says of the case, for certain or perhaps."""
    there = [row for row in records["contract"] if word(row["signed_at"]) and not event(row["signed_at"]).ahead and below(row, line)]
    told = []
    for window in windows(case, [row for row in there if near(case, row, by)], days):
        parts = [row for row in window if not lacks(row, by)]
        dark = [row for row in window if lacks(row, by)]
        if sum(number(row["amount"]).value for row in parts) >= line:
            told.append(evaded(parts, records, places))
        why = set().union(*(lacks(row, by) for row in dark))
        if dark and ("amount-missing" in why or sum(number(row["amount"]).value for row in window) >= line):
            told.append(unknown(*why))
    return told


def contract(case: Row, records: Records, days: int, by: tuple[str, ...]) -> Answer:
    day, amount = event(case["signed_at"]), number(case["amount"])
    if day.nothing:
        return NO_CASE
    if day.broken:
        return unknown(day.broken)
    if amount.value is not None and not any(below(case, line) for line, _ in LINES):
        return NO_CASE
    if lacks(case, by):
        return unknown(*lacks(case, by))
    told = [answer for line, places in LINES if below(case, line) for answer in against(case, records, days, by, line, places)]
    if any(verdict == "nonconforming" for verdict, _ in told):
        return wrong("split")
    dark = set().union(*(reasons for verdict, reasons in told if verdict == "undetermined"))
    return unknown(*dark) if dark else CONFORMS


def check(days: int, by: tuple[str, ...] = ("customer",)) -> Check:
    asked = {"kind": "splitting", "case": "contract", "within": f"{days} days", "matrix": "M", "amount": "amount", "author": "author"}
    asked["by"] = list(by) if len(by) > 1 else by[0]
    return Check(
        {"check": asked, "matrix": approvals.matrix(_LINES)}, lambda records: {row["id"]: contract(row, records, days, by) for row in records["contract"]},
    )


def decisions(days: list[str], by: list[str]):
    return rows(
        8, contract=[f"contract-{n}" for n in range(4)], role=["manager", "manager", "chief"], decision=["approved"] * 5 + ["rejected", ""],
        by=["P3", "P3", "P4", *by], decided_at=days, amount=[""], round=[""],
    )


def appointed(records: Records) -> Records:
    held = enumerate([("P3", "manager"), ("P4", "chief"), ("P3", "chief")])
    usual = [{"id": f"h{n}", "person": person, "role": role, "from": "1900-01-01", "to": ""} for n, (person, role) in held]
    return records | {"appointment": usual}


def placed(records: Records) -> Records:
    """No record with neither customer nor day."""

    def one(row: Row) -> Row:
        return row if event(row["signed_at"]).value or word(row["customer"]) else row | {"customer": "C1"}

    return records | {"contract": [one(row) for row in records["contract"]]}


def drawn(customers: list[str], amounts: list[str], days: list[str], owners: list[str]):
    records = record_sets(
        contract=rows(5, 1, customer=customers, owner=owners, author=["P1", "P1", "P3", ""], amount=amounts, signed_at=days),
        approval=decisions(["2026-04-10", "2026-04-10", "2026-04-10", "2026-05-20", "2026-06-14", ""], ["P1", ""]),
    )
    return records.map(placed).map(appointed)


AMOUNTS = ["40", "50", "60", "99.99", "100", "300", "260", "500", "-60"]
WIDE = ["2026-04-16", "2026-05-01", "2026-05-15", "2026-05-16", "2026-05-17", "2026-05-31", "2026-06-14", "2026-06-15", "2026-06-16", ""]
NEAR = ["2026-05-16", "2026-05-20", "2026-05-31", "2026-06-15", "2026-04-01", "2026-02-31", "2026-06-21", "2026-06-18", ""]
KEYS = {"contract": ["id", "author", "customer", "owner"], "approval": ["id", "contract", "by"], "appointment": ["id", "person"]}
DAYS = {"contract": ["signed_at"], "approval": ["decided_at"]}
READABLE = drawn(["C1", "C1", "C2", " C1\u3000"], AMOUNTS, WIDE, ["O1", "O1", "O1\u00a0", "O2"])
UNREADABLE = drawn(["C1", "C1", "C1", "C2", ""], [*AMOUNTS, "", "6O"], NEAR, ["O1", "O1", "O1", "O2", ""])
APPROVED = record_sets(
    contract=rows(2, 2, customer=["C1"], owner=["O1"], author=["P1"], amount=["60", "50", "300"], signed_at=["2026-05-16", "2026-05-20"]),
    approval=rows(
        7, 3, contract=["contract-0", "contract-1"], role=["manager", "manager", "manager", "chief"], decision=["approved"] * 6 + ["rejected"],
        by=["P3"] * 6 + [""], decided_at=["2026-04-10", "2026-04-11", "2026-06-14"], amount=[""], round=[""],
    ),
).map(appointed)
BOTH = {"30 days, customer and owner": check(30, ("customer", "owner"))}
CHECKS, UNSURE = {f"{n} days": check(n) for n in (30, 14, 0)} | BOTH, {"30 days": check(30)} | BOTH
KINDS = {
    "splitting, approved": Kind(FORMS, APPROVED, KEYS, {"30 days": check(30)}, approvals.ALWAYS, days=DAYS),
    "splitting": Kind(FORMS, READABLE, KEYS, CHECKS, approvals.ALWAYS, days=DAYS),
    "splitting, unreadable": Kind(FORMS, UNREADABLE, KEYS, UNSURE, approvals.ALWAYS, days=DAYS),
}
