"""Reconciliation, read plainly from SEMANTICS D: a total and its parts, or a record and its counterpart, agree."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from oracle.kit import Check, Kind, form, record_sets, rows
from oracle.values import CONFORMS, Answer, Cell, Records, Row, number, unknown, word, worst, wrong

PART = form("part", "id:text! parent:text amount:money currency:text")
PART.fields["amount"] = PART.fields["amount"].model_copy(update={"currency_field": "currency"})
FORMS = [form("total", "id:text! key:text! amount:money unit:text"), PART, form("ledger", "id:text! key:text amount:money unit:text")]
AMOUNTS = ["10", "10.00", "-10", "0", "9.95", "", "1O"]
RECORDS = record_sets(
    total=rows(3, 1, key=["K0", "K1", "K2", ""], amount=AMOUNTS, unit=["甲", "乙", ""]),
    part=rows(
        5, parent=["total-0", "total-0", "total-1", " total-0", "total-9", ""], amount=["5", "5", "4.95", "5.005", "-5", "10", "10.05", "0", "", "5O"],
        currency=["", "", "", "CNY", "USD"],
    ),
    ledger=rows(4, key=["K0", "K1", "K1 ", "K9", ""], amount=AMOUNTS, unit=["甲", "乙", ""]),
)
Difference = Callable[[Decimal, Decimal], bool]
"""(difference, total) -> beyond what is tolerated."""


def beyond(direction: str = "equal", tolerance: str = "0", percent: str = "0") -> Difference:
    def judge(difference: Decimal, total: Decimal) -> bool:
        allowed = Decimal(tolerance) + abs(total) * Decimal(percent) / 100
        too_much, too_little = difference > allowed, difference < -allowed
        return {"equal": too_much or too_little, "at-most": too_much, "at-least": too_little}[direction]

    return judge


def parts(total: Row, records: Records) -> list[Row]:
    return [row for row in records["part"] if word(row["parent"]) == total["id"]]


def summed(fault: Difference, rounded: bool = False) -> Callable[[Row, Records], Answer]:
    def judge(total: Row, records: Records) -> Answer:
        amount, mine = number(total["amount"]), parts(total, records)
        told = [number(row["amount"]) for row in mine]
        dark = {amount.broken or "value-missing"} if amount.value is None else set()
        used = {word(row["currency"]) or "CNY" for row, cell in zip(mine, told, strict=True) if cell.value is not None}
        used |= {"CNY"} if amount.value is not None and used else set()
        if len(used) > 1:  # then there is no sum that a part could be missing from
            dark.add("currency-mixed")
        elif any(cell.value is None for cell in told):
            dark.add("part-amount-missing")
        if dark:
            return unknown(*dark)
        values = [cell.value.quantize(Decimal("0.01"), ROUND_HALF_UP) if rounded else cell.value for cell in told]
        if not fault(sum(values) - amount.value, amount.value):
            return CONFORMS
        return wrong("sum-differs" if mine else "no-parts")

    return judge


def totals(reading: Callable[[Row, Records], Answer]):
    return lambda records: {row["id"]: reading(row, records) for row in records["total"]}


def with_orphans(reading: Callable[[Row, Records], Answer]):
    """Parts that belong to no total are cases too; without a key nobody can say."""

    def judge(records: Records) -> dict[str, Answer]:
        known = {row["id"] for row in records["total"]}
        alone = {row["id"]: word(row["parent"]) for row in records["part"] if word(row["parent"]) not in known}
        return totals(reading)(records) | {id: wrong("orphan") if parent else unknown("key-missing") for id, parent in alone.items()}

    return judge


def agreeing(total: Row, other: Row) -> Answer:
    """Amount by amount, text by text; a side that is empty or unreadable leaves unknown."""
    told = []
    for one, two in ((number(total["amount"]), number(other["amount"])), (Cell(word(total["unit"])), Cell(word(other["unit"])))):
        dark = {cell.broken or "value-missing" for cell in (one, two) if cell.value is None}
        told.append(unknown(*dark) if dark else CONFORMS if one.value == two.value else wrong("sum-differs"))
    return wrong("sum-differs") if wrong("sum-differs") in told else worst(told)


def counterpart(once: bool) -> Callable[[Row, Records], Answer]:
    """One that agrees in every equation is enough, unless exactly one is demanded."""

    def judge(total: Row, records: Records) -> Answer:
        if not word(total["key"]):
            return unknown("key-missing")
        found = [row for row in records["ledger"] if word(row["key"]) == word(total["key"])]
        told = [agreeing(total, row) for row in found]
        if not found:
            return wrong("missing")
        if once and len(found) > 1:
            return wrong("duplicate")
        return CONFORMS if CONFORMS in told else worst(told)

    return judge


SUM = {"let": {"sums": {"sum": "amount", "form": "part", "match": {"parent": "id"}}}, "equal": "amount = sums"}
WITH = {"with": {"form": "ledger", "match": {"key": "key"}}, "equal": ["amount = there.amount", "unit = there.unit"]}


def check(reading, said: dict, **more) -> Check:
    return Check({"check": {"kind": "reconciliation", "case": "total"} | said | more}, reading)


CHECKS = {
    "equal": check(totals(summed(beyond())), SUM),
    "at most": check(totals(summed(beyond("at-most"))), SUM, direction="at-most"),
    "at least": check(totals(summed(beyond("at-least"))), SUM, direction="at-least"),
    "tolerance": check(totals(summed(beyond(tolerance="0.05"))), SUM, tolerance="0.05"),
    "per cent": check(totals(summed(beyond(percent="0.5"))), SUM, tolerance="0.5%"),
    "rounded": check(totals(summed(beyond(), rounded=True)), SUM, round_parts="0.01"),
    "orphans": check(with_orphans(summed(beyond())), SUM, both=True),
    "a counterpart": check(totals(counterpart(False)), WITH),
    "exactly one": check(totals(counterpart(True)), WITH, once=True),
}
KIND = Kind(FORMS, RECORDS, {"total": ["id", "key"], "part": ["id", "parent"], "ledger": ["id", "key"]}, CHECKS)
