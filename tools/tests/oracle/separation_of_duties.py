"""Separation of duties, read plainly from SEMANTICS D: two duties of a pair, not one person."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.values import CONFORMS, Answer, Cell, Records, Row, flag, unknown, word, worst, wrong

FORMS = [
    form("paper", "id:text! drafted:person reviewed:person approved:person open:boolean"),
    form("act", "id:text! paper_id:reference=paper by:person counts:boolean"),
    form("employee", "id:text! account:text", person={"id": "id", "aliases": ["account"]}),
]
PEOPLE = ["E1", "E1", "E1 ", "E2", "E3", "\u3000E2", "login1", "", " ", "E9"]
STAFF = [("E1", "login1"), ("E2", "login2"), ("E3", "")]
RECORDS = record_sets(
    paper=rows(4, 1, drafted=PEOPLE, reviewed=PEOPLE, approved=PEOPLE, open=["是", "是", "否", "", "也许"]),
    act=rows(4, paper_id=["paper-0", "paper-1"], by=PEOPLE, counts=["是", "是", "否", "也许"]),
    employee=rows(0),
).map(lambda records: records | {"employee": [{"id": id, "account": account} for id, account in STAFF]})


def person(text: str) -> Cell:
    """Ids of one person are one person; whom the staff list does not know cannot be read."""
    told = word(text)
    known = next((id for id, account in STAFF if told in (id, account)), None) if told else None
    return Cell(known) if known or told is None else Cell(broken="value-unreadable")


def apart(one: list[Cell], other: list[Cell]) -> Answer:
    """The persons of two duties. Nobody at all in one: not judged."""
    if not one or not other:
        return CONFORMS
    if {cell.value for cell in one if cell.value} & {cell.value for cell in other}:
        return wrong("same-person")
    return unknown("person-missing") if any(cell.value is None for cell in one + other) else CONFORMS


def column(name: str) -> Callable[[Row, Records], list[Cell]]:
    return lambda row, records: [person(row[name])]


def reading(*pairs: tuple) -> Callable[[Row, Records], Answer]:
    """One proven pair outweighs an unknown one, and is told alone."""

    def judge(row: Row, records: Records) -> Answer:
        told = worst([apart(one(row, records), other(row, records)) for one, other in pairs])
        return wrong("same-person") if told[0] == "nonconforming" else told

    return judge


DRAFTED, REVIEWED, APPROVED = column("drafted"), column("reviewed"), column("approved")


def when(row: Row, records: Records) -> Answer:
    picked = flag(row["open"])
    if picked.broken:
        return unknown(picked.broken)
    return reading((DRAFTED, APPROVED))(row, records) if picked.value else ("not-applicable", set())


def check(plain, duties: list[str], pairs: list | None = None, **said) -> Check:
    asked = {"kind": "separation-of-duties", "case": "paper", "duties": {name: name for name in duties}} | ({"pairs": pairs} if pairs else {})
    return Check({"check": asked | said}, each("paper", plain))


ALL = ["drafted", "reviewed", "approved"]
CHECKS = {
    "two duties": check(reading((DRAFTED, APPROVED)), ["drafted", "approved"]),
    "all pairs": check(reading(*combinations((DRAFTED, REVIEWED, APPROVED), 2)), ALL),
    "two pairs": check(reading((DRAFTED, REVIEWED), (DRAFTED, APPROVED)), ALL, [["drafted", "reviewed"], ["drafted", "approved"]]),
    "when": check(when, ["drafted", "approved"], when="open"),
}
KIND = Kind(
    FORMS, RECORDS, {"paper": ["id", *ALL], "act": ["id", "paper_id", "by"], "employee": ["id", "account"]}, CHECKS,
)
