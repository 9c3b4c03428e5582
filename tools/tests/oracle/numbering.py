"""Numbering, read plainly from SEMANTICS D: every number of a series, from the first to the last, once."""

from __future__ import annotations

import re

from oracle.kit import Check, Kind, record_sets, rows
from oracle.kit import form as declared
from oracle.values import CONFORMS, Answer, Records, Row, flag, unknown, word, wrong

FORMS = [declared("paper", "id:text! number:text void:boolean")]
NUMBERS = [f"HT-A-{n}" for n in ("001", "002", "003", "004", "4", "05", "7")] + [f"HT-B-{n}" for n in ("1", "2", "4")]
SHAPE = re.compile(r"(HT-[A-Z]+)-([0-9]+)")
RECORDS = record_sets(paper=rows(6, 1, number=[*NUMBERS, *NUMBERS, ""], void=["否", "否", "是", "", "也许"]))
ILL = record_sets(paper=rows(4, 1, number=[*NUMBERS, "HT-A-O2", "HT 3", "", "\u3000"], void=["否", "否", "是"]))


def excuse(row: Row) -> bool | None:
    """`explained: void`; None where it cannot be read."""
    return None if flag(row["void"]).broken else flag(row["void"]).value is True


def series(records: Records) -> dict[str, dict[int, list[bool | None]]]:
    """Series -> number -> for each record that carries it whether it is explained."""
    found: dict[str, dict[int, list[bool | None]]] = {}
    for row in records["paper"]:
        told = SHAPE.fullmatch(word(row["number"]) or "")
        if told:
            found.setdefault(told[1], {}).setdefault(int(told[2]), []).append(excuse(row))
    return found


def reading(start: int | None = None, explained: bool = False):
    def judge(records: Records) -> dict[str, Answer]:
        told: dict[str, Answer] = {}
        unreadable = False
        for row in records["paper"]:
            if row["id"] == "odd":
                unreadable = True
                continue
            number = word(row["number"])
            excused = explained and excuse(row)
            if number is None:
                told[row["id"]] = CONFORMS if excused else wrong("field-empty") if excused is False else unknown("value-unreadable")
            elif not SHAPE.fullmatch(number):
                unreadable = True
                told[row["id"]] = CONFORMS if excused else unknown("number-unreadable")
        for name, numbers in series(records).items():
            for n in range(min(numbers) if start is None else min(start, *numbers), max(numbers) + 1):
                told[f"{name}/{n}"] = one(numbers.get(n, []), explained, unreadable)
        return told

    return judge


def one(carried: list[bool | None], explained: bool, unreadable: bool) -> Answer:
    if not carried:
        return unknown("gap-or-unreadable") if unreadable else wrong("gap")
    certain, possible = ([excused for excused in carried if not explained or excused in told] for told in ((False,), (False, None)))
    return wrong("duplicate") if len(certain) > 1 else unknown("value-unreadable") if len(possible) > 1 else CONFORMS


def check(plain, **said) -> Check:
    return Check({"check": {"kind": "numbering", "case": "paper", "field": "number", "series": "{any}-HT-{letters}-{0000}"} | said}, plain)


CHECKS = {"from the least": check(reading()), "from one": check(reading(1), start=1), "explained": check(reading(explained=True), explained="void")}
KEYS = {"paper": ["id", "number"]}
KIND = Kind(FORMS, RECORDS, KEYS, CHECKS)
ILL_FORMED = Kind(FORMS, ILL, KEYS, CHECKS, {"paper": [{"id": "odd", "number": "odd", "void": "否"}]})
"""Beside a number that cannot be read, in whatever series it may belong."""
