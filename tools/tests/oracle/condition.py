"""Condition, read plainly from LANGUAGE 2, 5 and 6: something holds of the case; a blank is not zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.truth import Truth, coalesce, holds, judged, lifted, of_all, true
from oracle.values import Answer, Cell, Records, Row, choice, event, flag, items, number, plan, unknown, word

FORMS = [
    form(
        "account",
        "id:text! key:text! open:money limit:money rate:number day:date until:date? note:text flagged:boolean topics:list owner_id:reference=owner",
        {"class": {"A": "甲", "B": "乙"}},
    ),
    form("owner", "id:text! level:integer"),
]
DAYS = ["2026-06-01", "2026-06-03", "2026-06-10", "2026-06-15", "2026-06-18", "2026-06-21", "", "2026-06-31"]
AMOUNTS = ["0", "10", "10.00", "9.99", "-5", "12.5", "", "1O"]
RECORDS = record_sets(
    account=rows(
        4, 1, key=["K1"], open=AMOUNTS, limit=AMOUNTS, rate=["0", "0.5", "1.5", "2.5", "-2.5", "", "half"], day=DAYS, until=DAYS,
        note=["", "\u3000", "甲", "Ａ 1"], flagged=["是", "否", "", "也许"], topics=["", "甲", "甲、乙", "乙、甲、丙"],
        owner_id=["owner-0", "owner-1", "owner-9", ""], **{"class": ["A", "乙", "", "丙"]},
    ),
    owner=rows(2, level=["1", "3", "", "x"]),
)


def money(name: str) -> Callable[[Row], Cell]:
    return lambda row: number(row[name])


OPEN, LIMIT, RATE = money("open"), money("limit"), money("rate")


def klass(row: Row) -> Cell:
    return choice(row["class"], {"A": "A", "甲": "A", "B": "B", "乙": "B"})


def flagged(row: Row) -> Truth:
    return true(flag(row["flagged"]))


def within(row: Row) -> Truth:
    return holds(lambda a, b: a <= b, OPEN(row), LIMIT(row))


def level(row: Row, records: Records) -> Cell:
    """An empty reference gives empty values, one that points nowhere gives unreadable ones."""
    owner = next((other for other in records["owner"] if other["id"] == word(row["owner_id"])), None)
    if word(row["owner_id"]) is None:
        return Cell()
    return number(owner["level"]) if owner else Cell(broken="reference-missing")


def whole(x: Decimal) -> Decimal:
    return x.quantize(Decimal(1), ROUND_HALF_UP)


def chosen(row: Row) -> Cell:
    """`if(flagged, open, limit)`."""
    told = flag(row["flagged"])
    return told if told.value is None else OPEN(row) if told.value else LIMIT(row)


def days_between(a: dt.date, b: dt.date) -> int:
    return (b - a).days


def simple(*tests: Callable[[Row], Truth]) -> Callable[[Row, Records], Answer]:
    return lambda row, records: judged(*(test(row) for test in tests))


def when(row: Row, records: Records) -> Answer:
    """False, or for want of an optional value never true: no case; unreadable: unknown."""
    picked = flagged(row) & holds(lambda a: a > 0, OPEN(row))
    if picked.holds is False or "value-missing" in picked.why:
        return "not-applicable", set()
    return judged(holds(lambda a: a <= 10, LIMIT(row))) if picked.holds else unknown(*picked.why)


TEN = dt.date(2026, 6, 10)
READINGS: dict[str, tuple[str | list[str], Callable[[Row, Records], Answer]]] = {
    "at most": ("open <= limit", simple(within)),
    "and": ("open <= limit and class in ('A')", simple(lambda r: within(r) & holds(lambda c: c == "A", klass(r)))),
    "or": ("open <= limit or flagged", simple(lambda r: within(r) | flagged(r))),
    "not": ("not (open > limit or flagged)", simple(lambda r: ~(holds(lambda a, b: a > b, OPEN(r), LIMIT(r)) | flagged(r)))),
    "between": ("open between 0 and limit", simple(lambda r: holds(lambda a: a >= 0, OPEN(r)) & within(r))),
    "is null": ("note is null or open > 5", simple(lambda r: Truth(word(r["note"]) is None) | holds(lambda a: a > 5, OPEN(r)))),
    "filled": ("filled(note) and not filled(until)", simple(lambda r: Truth(bool(word(r["note"]))) & ~present(plan(r["until"])))),
    "coalesce": (
        "coalesce(open, 0) <= coalesce(limit, 10)",
        simple(lambda r: holds(lambda a, b: a <= b, coalesce(OPEN(r), Cell(0)), coalesce(LIMIT(r), Cell(10)))),
    ),
    "arithmetic": ("open * 2 - 1 <= limit / 2", simple(lambda r: holds(lambda a, b: a * 2 - 1 <= b / 2, OPEN(r), LIMIT(r)))),
    "abs": ("abs(open - limit) < 3", simple(lambda r: holds(lambda d: abs(d) < 3, lifted(lambda a, b: a - b, OPEN(r), LIMIT(r))))),
    "round": ("round(rate, 0) in (2, 3, -3)", simple(lambda r: holds(lambda a: whole(a) in (2, 3, -3), RATE(r)))),
    "if": ("if(flagged, open, limit) <= 9.99", simple(lambda r: holds(lambda a: a <= Decimal("9.99"), chosen(r)))),
    "days": ("until >= day + days(2)", simple(lambda r: holds(lambda u, d: days_between(d, u) >= 2, plan(r["until"]), event(r["day"])))),
    "days between": ("days_between(day, until) <= 7", simple(lambda r: holds(lambda n: n <= 7, lifted(days_between, event(r["day"]), plan(r["until"]))))),
    "a day": ("day < '2026-06-10'", simple(lambda r: holds(lambda d: d < TEN, event(r["day"])))),
    "latest": ("latest(day, until) <= '2026-06-10'", simple(lambda r: holds(lambda d: d <= TEN, of_all(max, event(r["day"]), plan(r["until"]))))),
    "earliest": ("earliest(day, until) <= '2026-06-10'", simple(lambda r: holds(lambda d: d <= TEN, of_all(min, event(r["day"]), plan(r["until"]))))),
    "a list holds": ("contains(topics, '乙')", simple(lambda r: Truth("乙" in items(r["topics"])))),
    "a list's size": ("size(topics) >= 2", simple(lambda r: Truth(len(items(r["topics"])) >= 2))),
    "plain": ("plain(note) = 'a1'", simple(lambda r: holds(lambda n: n.replace(" ", "").replace("Ａ", "a") == "a1", Cell(word(r["note"]))))),
    "along a reference": ("owner.level > 2", lambda r, records: judged(holds(lambda n: n > 2, level(r, records)))),
    "several": (["open <= limit", "flagged", "class = 'B'"], simple(within, flagged, lambda r: holds(lambda c: c == "B", klass(r)))),
}


def present(cell: Cell) -> Truth:
    """`filled` is never empty itself, but what cannot be read may be empty or not."""
    return Truth(None, frozenset([cell.broken])) if cell.broken else Truth(cell.value is not None)


def check(reading, **said) -> Check:
    return Check({"check": {"kind": "condition", "case": "account"} | said}, each("account", reading))


CHECKS = {name: check(reading, check=text) for name, (text, reading) in READINGS.items()}
CHECKS["when"] = check(when, when="flagged and open > 0", check="limit <= 10")
KIND = Kind(FORMS, RECORDS, {"account": ["id", "owner_id"], "owner": ["id"]}, CHECKS)
