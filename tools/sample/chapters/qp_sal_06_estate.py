"""QP-SAL-06 at a developer: discount slips, which come with every sale, and recommendation sheets, which are no source of a price."""

from __future__ import annotations

import datetime as dt

from sample.estate import Estate, Row, ago
from sample.ledger import Ledger

COMPANIES = ("estate",)
DRAFTED = dt.date(2026, 3, 4), dt.date(2026, 5, 20)


def plant(company: Estate, ledger: Ledger) -> None:
    for contract in company.tables["contract"][::9]:
        recommend(company, contract)
    _amounts(company, ledger)
    _granted(company, ledger)
    _sources(company, ledger)


def recommend(company: Estate, contract: Row) -> Row:
    return company.add(
        "recommendation", id=company.number("TJ-", 3), page_no="1", customer_id=contract["customer_id"], unit_id=contract["unit_id"],
        payment_method=contract["payment_terms"], remittance_guide="汇入公司监管账户并注明房号", bank="甲银行", consultant_id=contract["sales_owner_id"],
        recommended_at=ago(contract["drafted_at"], 11))


def _sold(company: Estate) -> tuple[Row, Row]:
    """A contract and its slip."""
    head = company.rows("project", management_type="HQ")[0]
    row = company.sell(head, "二期", company.some_day(*DRAFTED), delivery_date=dt.date(2027, 4, 30), deviation=False)
    return row, company.rows("discount_slip", unit_id=row["unit_id"])[0]


def _amounts(company: Estate, ledger: Ledger) -> None:
    for short, reason, zh, en in (
        (1, "missing", "优惠金额比差额少一元", "the slip grants one yuan less than the difference"),
        (0, None, "优惠金额等于差额", "it grants exactly the difference"),
        (None, "missing", "低于标价而没有优惠批示单", "sold below the list price without a slip"),
    ):
        row, slip = _sold(company)
        if short is None:
            company.drop("discount_slip", id=slip["id"])
            company.drop("approval", object_id=slip["id"])
        else:
            slip["amount"] = slip["list_price"] - row["price"] - short
        ledger.note("R-105.a", "contract", row["number"], reason, zh, en)


def _granted(company: Estate, ledger: Ledger) -> None:
    for role, change, contract, reason, zh, en in (
        ("general-manager", {"decided_at": 1}, "after", "after-signing", "签订次日才批示", "granted the day after signing"),
        ("general-manager", {"decided_at": 0}, None, None, "签订当日批示", "granted on the day of signing"),
        ("sales-manager", None, None, "missing", "未经销售经理审核", "the sales manager did not review it"),
        ("general-manager", {"approver_id": "E002"}, "missing", "role-not-held", "副总经理代批而无授权", "the deputy granted it without a delegation"),
    ):
        row, slip = _sold(company)
        company.redecide(slip["id"], role, change, row["signed_at"])
        ledger.note("R-105.b", "discount_slip", slip["id"], reason, zh, en)
        ledger.note("R-105.a", "contract", row["number"], contract or (role == "sales-manager" and "missing") or None, zh, en)


def _sources(company: Estate, ledger: Ledger) -> None:
    row, slip = _sold(company)
    row["price_source"] = slip["price_source"] = recommend(company, row)["id"]
    zh, en = "以推荐表作定价依据", "a recommendation sheet is named as the price source"
    ledger.wrong("R-106.a", "contract", row["number"], "present", zh, en)
    ledger.wrong("R-106.a", "discount_slip", slip["id"], "present", zh, en)
    row, slip = _sold(company)
    row["price_source"] = slip["id"]
    recommend(company, row)
    for form, key in (("contract", row["number"]), ("discount_slip", slip["id"])):
        ledger.twin("R-106.a", form, key, "有推荐表，价格依据是批示单和价格表", "there is a sheet, the price rests on slip and price list")
