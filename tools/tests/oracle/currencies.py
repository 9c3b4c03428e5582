"""Approval for amounts in other currencies, with or without tax, read plainly from SEMANTICS A.1 and the kind's page: which line.

Left out of the draws: rates whose day cannot be read; gates that cannot be read; negative amounts; tax where the field itself states its basis.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from judging import declared_fields
from oracle import approvals
from oracle.approval import Case, Place, Rule, judged
from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.values import AS_OF, Answer, Records, Row, event, flag, number, unknown, word

from procedo.model import Form

ONE = Decimal(1)
MONEY = {"currency": "CNY", "currency_field": "currency", "tax_included_field": "taxed", "tax_rate_field": "tax"}
FIELDS = declared_fields("id:text! author:person amount:money currency:text taxed:boolean tax:number class:text submitted_at:date signed_at:date")
CONTRACT = Form.model_validate({
    "form": "contract", "title": "x", "revision": "1", "status": "released", "key": "id", "date": ["signed_at", "submitted_at"],
    "fields": FIELDS | {"amount": FIELDS["amount"] | MONEY},
})
RATE = form("rate", "id:text! currency:text rate:number from:date", rates={"currency": "currency", "rate": "rate", "from": "from"})
RATES = [
    {"currency": "USD", "rate": "7.123", "from": "2026-01-01"}, {"currency": "USD", "rate": "7.2", "from": "2026-06-10"},
    {"currency": "USD", "rate": "8", "from": "2026-07-01"}, {"currency": "EUR", "rate": "8", "from": "2026-06-10"},
    {"currency": "HKD", "rate": "x", "from": "2026-01-01"}, {"currency": "GBP", "rate": "9", "from": "2026-01-01"},
    {"currency": "GBP", "rate": "9.1", "from": "2026-01-01"},
]


def rate(row: Row, records: Records) -> Decimal | None:
    """Of the case date; rows of one day that differ, or cannot be read, tell nothing."""
    currency, day = word(row["currency"]) or "CNY", event(row["signed_at"]).value or AS_OF
    known = [one for one in records["rate"] if word(one["currency"]) == currency and dt.date.fromisoformat(one["from"]) <= day]
    told = {number(one["rate"]).value for one in known if one["from"] == max(other["from"] for other in known)}
    return ONE if currency == "CNY" else told.pop() if len(told) == 1 else None


def factors(row: Row, basis: str) -> list[Decimal | None]:
    """(what the amount is multiplied by, each way in which tax may be meant); None: the rate of tax is not known."""
    included, tax = flag(row["taxed"]).value, number(row["tax"]).value
    other = [included != (basis == "gross")] if included is not None else [False, True]
    return [(None if tax is None else ONE + tax) if differs else ONE for differs in other]


def line(amount: Decimal, factor: Decimal, basis: str) -> tuple[str, list[Place]]:
    """Tax is added to the smaller side, so that nothing is rounded."""
    left, per = (amount * factor, ONE) if basis == "gross" else (amount, factor)
    return next((name, places) for name, least, places in approvals.LINES if left >= least * per)


def reading(basis: str):
    def judge(row: Row, records: Records) -> Answer:
        amount, exchanged, ways = number(row["amount"]).value, rate(row, records), factors(row, basis)
        if amount is None:
            return unknown("amount-missing")
        if exchanged is None:
            return unknown("rate-missing")
        told = [line(amount * exchanged, factor, basis) for factor in ways if factor is not None]
        if None in ways or len({name for name, _ in told}) > 1:
            return unknown("tax-basis-missing")
        rule = Rule([(told[0][0], Decimal("-Infinity"), told[0][1])])
        return judged(Case(row, rule, records, event(row["signed_at"]).value, None, amount), told[0][1])

    return judge


def check(basis: str) -> Check:
    asked = {"kind": "approval", "case": "contract", "matrix": "M", "before": "signed_at", "author": "author", "amount": "amount"}
    return Check({"check": asked, "matrix": approvals.matrix(approvals._LINES, currency="CNY", basis=basis)}, each("contract", reading(basis)))


RECORDS = record_sets(
    contract=rows(
        2, 1, author=["P1"], currency=["", "CNY", "USD", "USD", " EUR", "HKD", "GBP", "JPY"], tax=["0.13", "0.13", "0.06", "", "O.13"],
        taxed=["是", "是", "否", "", "也许"], signed_at=["2026-06-09", "2026-06-10", "", "2026-06-18"], submitted_at=["2026-06-01"], **{"class": [""]},
        amount=["600", "565", "564.99", "500", "113", "112.99", "106", "99.99", "70.20", "69.45", "80", "62.50", "88.50", "", "6O"],
    ),
    approval=approvals.decided(approvals.STEPS, 0, amount=["600", "100"]), appointment=rows(0), rate=rows(0),
)
ALWAYS = approvals.ALWAYS | {"rate": [{"id": f"r{n}"} | row for n, row in enumerate(RATES)]}
KEYS = {one: approvals.KEYS[one] for one in ("contract", "approval", "appointment")} | {"rate": ["id"]}
KIND = Kind(
    [CONTRACT, *approvals.FORMS[1:], RATE], RECORDS.map(approvals.appointed), KEYS,
    {basis: check(basis) for basis in ("net", "gross")}, ALWAYS, approvals.gravity,
)
