"""Completeness, read plainly from LANGUAGE 6: every field named says something, every list holds what it must."""

from __future__ import annotations

from collections.abc import Callable

from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.values import (
    CONFORMS,
    Answer,
    Cell,
    Records,
    Row,
    choice,
    event,
    flag,
    items,
    number,
    unknown,
    word,
    worst,
    wrong,
)

FORMS = [
    form(
        "lead", "id:text! name:text phone:text seen_at:date price:money open:boolean topics:list",
        {"grade": {"A": "甲级", "B": "乙级"}},
        subsets={"open_lead": "open"},
    )
]
RECORDS = record_sets(
    lead=rows(
        5, 1, name=["甲", "", " \u3000", "0"], phone=["1", "", "\u00a0"], seen_at=["2026-06-01", "2026-06-31", "2026-06-18", "2026-06-21", ""],
        price=["0", "5.00", "6O", ""], grade=["A", "B ", "乙级", "Q", ""], open=["是", "是", "否", "", "也许"], topics=["", "甲", "甲、乙", "乙、丙、甲", "、"],
    )
)


def text(value: str) -> Cell:
    return Cell(word(value))


READS: dict[str, Callable[[str], Cell]] = {
    "name": text, "phone": text, "seen_at": event, "price": number, "grade": lambda value: choice(value, {"A": "A", "B": "B", "乙级": "B"}),
}


def one_of(*names: str) -> Callable[[Row, Records], Answer]:
    """`a | b`: one of them is enough."""

    def judge(case: Row, records: Records) -> Answer:
        cells = [READS[name](case[name]) for name in names]
        if any(cell.value is not None for cell in cells):
            return CONFORMS
        return unknown(*(cell.broken for cell in cells if cell.broken)) if any(cell.broken for cell in cells) else wrong("field-empty")

    return judge


def contains(*values: str) -> Callable[[Row, Records], Answer]:
    return lambda case, records: CONFORMS if set(values) <= set(items(case["topics"])) else wrong("value-lacking")


def all_of(*parts: Callable[[Row, Records], Answer]) -> Callable[[Row, Records], Answer]:
    return lambda case, records: worst([part(case, records) for part in parts])


def when_open(case: Row, records: Records) -> Answer:
    chosen = flag(case["open"])
    if chosen.broken:
        return unknown(chosen.broken)
    return one_of("name")(case, records) if chosen.value else ("not-applicable", set())


def check(plain, **said) -> Check:
    return Check({"check": {"kind": "completeness", "case": "lead"} | said}, each("lead", plain))


CHECKS = {
    "one field": check(one_of("name"), fields=["name"]),
    "each sort of field": check(all_of(*(one_of(name) for name in READS)), fields=list(READS)),
    "one of two": check(one_of("phone", "seen_at"), fields=["phone | seen_at"]),
    "one of three, and another": check(all_of(one_of("name", "price", "grade"), one_of("phone")), fields=["name | price | grade", "phone"]),
    "a list": check(contains("甲", "乙"), contains={"topics": ["甲", "乙"]}),
    "both": check(all_of(one_of("price"), contains("丙")), fields=["price"], contains={"topics": ["丙"]}),
    "of a subset": check(when_open, case="open_lead", fields=["name"]),
    "when": check(when_open, when="open", fields=["name"]),
}
KIND = Kind(FORMS, RECORDS, {"lead": ["id"]}, CHECKS)
