"""What is planted in subscriptions, contracts and the register of deals, each fault with a twin just inside the limit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.days import DAY, earlier
from sample.estate import Estate, Row, ago
from sample.estate_projects import permit
from sample.ledger import Ledger

SUBSCRIBED, DELIVERY = dt.date(2026, 4, 8), dt.date(2027, 4, 30)


def plant(company: Estate, ledger: Ledger) -> None:
    head, subsidiary = (company.rows("project", management_type=kind)[0] for kind in ("HQ", "SUB"))
    _permits(company, ledger, head)
    _deals(company, ledger, head)
    _subscribed_first(company, ledger, head)
    _signers(company, ledger, head, subsidiary)
    _sold_twice(company, ledger, subsidiary)


def _sell(company: Estate, project: Row, phase: str = "二期", drafted: dt.date | None = None, **given: Any) -> Row:
    drafted = drafted or company.some_day(dt.date(2026, 3, 18), dt.date(2026, 5, 26))
    return company.sell(project, "一期" if project["management_type"] == "SUB" else phase, drafted, delivery_date=DELIVERY, **given)


def _of(company: Estate, contract: Row) -> tuple[Row, Row]:
    """The subscription and the deposit of a contract."""
    subscription = company.rows("subscription", unit_id=contract["unit_id"], customer_id=contract["customer_id"])[0]
    return subscription, company.rows("payment", subscription_no=subscription["number"])[0]


def _permits(company: Estate, ledger: Ledger, head: Row) -> None:
    """A third phase whose permit is issued on the tenth of March, and a fourth that has none."""
    issued = dt.date(2026, 3, 10)
    permit(company, head, "presale", ago(issued, 40), issued, scope=["三期"], papers=["drawings"])
    for phase, drafted, reason, zh, en in (
        ("三期", earlier(issued, 9), "after", "取得许可前一天签约", "signed the day before the permit"),
        ("三期", dt.date(2026, 3, 17), None, "取得许可当日认购", "subscribed on the day of the permit"),
        ("四期", dt.date(2026, 5, 11), "missing", "该分期没有许可", "no permit for the phase"),
    ):
        contract = _sell(company, head, phase, drafted)
        subscription, deposit = _of(company, contract)
        for check, form, key in (
            ("R-247.a", "contract", contract["number"]), ("R-247.b", "payment", deposit["id"]),
            ("R-247.c", "subscription", subscription["number"]), ("R-247.d", "payment", deposit["id"]),
        ):
            ledger.note(check, form, key, reason, zh, en)


def _deals(company: Estate, ledger: Ledger, head: Row) -> None:
    for change, reason, zh, en in (
        ("price", "sum-differs", "登记的价格比合同少一元", "one yuan less than the contract"),
        ("customer", "sum-differs", "登记成另一位客户", "another customer was registered"),
        ("drop", "missing", "签约而未登记", "signed and not registered"),
        ("twice", "duplicate", "登记了两次", "registered twice"),
        ("", None, "登记与合同一致", "registered as in the contract"),
    ):
        contract = _sell(company, head)
        deal = company.rows("deal_register", contract_no=contract["number"])[0]
        if change == "price":
            deal["price"] -= 1
        elif change == "customer":
            deal["customer_id"] = company.tables["customer"][0]["id"]
        elif change == "drop":
            company.drop("deal_register", contract_no=contract["number"])
        elif change == "twice":
            company.add("deal_register", **deal | {"id": company.number("CJ-")})
        ledger.note("R-252.a", "contract", contract["number"], reason, zh, en)
    contract = _sell(company, head)
    company.rows("deal_register", contract_no=contract["number"])[0]["price"] = "一百五十万"
    ledger.dark("R-252.a", "contract", contract["number"], "value-unreadable", "登记的价格读不出", "the registered price cannot be read")
    deal = company.add("deal_register", **company.tables["deal_register"][0] | {"id": company.number("CJ-"), "contract_no": "HT-2025-0999"})
    ledger.wrong("R-252.a", "deal_register", deal["id"], "orphan", "登记的成交没有合同", "a deal without a contract")


def _subscribed_first(company: Estate, ledger: Ledger, head: Row) -> None:
    for more, wrong in ((1, True), (0, False)):
        contract = _sell(company, head)
        subscription, _ = _of(company, contract)
        subscription |= {"signed_at": contract["signed_at"] + more * DAY, "ended_at": contract["signed_at"] + more * DAY}
        zh, en = ("签约次日才签认购", "subscribed the day after the contract") if wrong else ("签约当日签认购", "subscribed on the day of the contract")
        ledger.note("R-254.a", "contract", contract["number"], "after" if wrong else None, zh, en)
    contract = _sell(company, head)
    subscription, deposit = _of(company, contract)
    deposit["subscription_no"] = None
    company.drop("subscription", number=subscription["number"])
    ledger.wrong("R-254.a", "contract", contract["number"], "missing", "没有认购协议", "no subscription")


def _signers(company: Estate, ledger: Ledger, head: Row, subsidiary: Row) -> None:
    for project, contracted, subscribed, wrong in (
        (head, "E005", "E004", True), (head, "E010", "E006", False), (subsidiary, "E011", "E008", True), (subsidiary, "E005", "E004", False)):
        contract = _sell(company, project, signed_by=contracted)
        subscription, _ = _of(company, contract)
        subscription["signed_by"] = subscribed
        zh, en = ("签约部门与项目所定不符", "not signed by the department set for the project") if wrong else ("由所定部门签订", "signed by that department")
        for check, form, key in (("R-255.a", "contract", contract["number"]), ("R-255.b", "subscription", subscription["number"])):
            ledger.note(check, form, key, "not-satisfied" if wrong else None, zh, en)


def _sold_twice(company: Estate, ledger: Ledger, subsidiary: Row) -> None:
    one, other = _sell(company, subsidiary), _sell(company, subsidiary)
    for row in (other, _of(company, other)[0], company.rows("deal_register", contract_no=other["number"])[0]):
        row["unit_id"] = one["unit_id"]
    for contract in (one, other):
        ledger.wrong("R-256.a", "contract", contract["number"], "duplicate", "一套房屋签了两份合同", "one unit, two contracts")
    unit = company.unit(subsidiary, "一期")
    for _ in range(2):
        row = company.subscribe(subsidiary, unit, company.buyer(SUBSCRIBED, "E008"), SUBSCRIBED)
        company.deposit(row, SUBSCRIBED)
        ledger.wrong("R-256.b", "subscription", row["number"], "duplicate", "一套房屋有两份有效的认购", "one unit, two active subscriptions")
    for status, reason, zh, en in (
        ("active", "present", "另一位客户的认购仍然有效", "another customer's subscription is still active"),
        ("cancelled", None, "先前的认购已撤销", "the earlier subscription was cancelled"),
    ):
        contract = _sell(company, subsidiary)
        unit = company.rows("unit", id=contract["unit_id"])[0]
        ended = None if reason else ago(contract["signed_at"], 30)
        row = company.subscribe(
            subsidiary, unit, company.buyer(SUBSCRIBED, "E008"), ago(contract["signed_at"], 40), status=status, ended_at=ended)
        unit["status"] = "sold"
        company.deposit(row, row["signed_at"])
        ledger.note("R-256.c", "contract", contract["number"], reason, zh, en)
        if not reason:
            ledger.twin("R-256.a", "contract", contract["number"], "一房一约", "one unit, one contract")
            ledger.twin("R-256.b", "subscription", row["number"], "已撤销的认购不算", "a cancelled subscription does not count")
