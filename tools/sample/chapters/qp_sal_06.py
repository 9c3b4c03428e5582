"""QP-SAL-06: solutions, quotations with their approvals, customers' questions, the price list and prices set by representatives."""

from __future__ import annotations

import datetime as dt
from random import Random

from sample import offers
from sample.company import FIRST, LAST
from sample.days import DAY, later, on_or_after
from sample.ledger import Ledger
from sample.trader import Trader

COMPANIES = ("sample", "office")
PROCEDURE = "QP-SAL-06"
YEARLY = "远程监测年费"
"""A service sold by contract at one price a year."""


def live(company: Trader) -> None:
    dice = company.dice(PROCEDURE)
    offers.list_prices(company)
    company.add("price_list", item=YEARLY, price=60_000, unit="年", valid_from=dt.date(2025, 1, 1))
    _lost(company, dice)
    _questions(company, dice)
    _prices(company, dice)


def _lost(company: Trader, dice: Random) -> None:
    """Offers that were not taken."""
    day = on_or_after(FIRST + 30 * DAY)
    while day < LAST - 40 * DAY:
        offers.offer(company, dice.randrange(20, 420) * 1_000, day, dice)
        day = later(day, dice.randrange(6, 14))


def _questions(company: Trader, dice: Random) -> None:
    for quotation in company.tables["quotation"][::3]:
        received = quotation["issued_at"] + dice.randrange(1, 6) * DAY
        offers.ask(company, quotation, received, received + dice.randrange(3) * DAY, dice)
    offers.ask(company, company.tables["quotation"][-1], LAST, None, dice)


def _prices(company: Trader, dice: Random) -> None:
    """Single pieces for customers of the year's business: within the own authority, or approved beforehand."""
    customers = [c for c in company.tables["customer"][:48] if c["owner_id"]]
    day = on_or_after(FIRST + 8 * DAY)
    while day < LAST:
        item, percent = dice.choice(company.goods), dice.choice((0, 0, 2, 3, 5, 8, 10, 15))
        listed = offers.listed(company)[item] if day.year == 2025 else offers.listed(company)[item] * 103 // 100
        by = None if percent <= offers.REP else "sales-manager" if percent <= offers.MANAGER else "general-manager"
        offers.set_price(company, dice.choice(customers), item, -(-listed * (100 - percent) // 100), day, by=by)
        day = later(day, dice.randrange(4, 9))


# planted


def plant(company: Trader, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} planted")
    for step in (_solutions, _contents, _amounts, _approvals, _discounts, _contracts, _decisions, _answers):
        step(company, ledger, dice)


def _solutions(company: Trader, ledger: Ledger, dice: Random) -> None:
    issued = dt.date(2026, 3, 17)
    surveyed = issued - 17 * DAY
    for presented, reason in ((surveyed - DAY, "after"), (surveyed, None)):
        offers.offer(company, 86_000, issued, dice, presented=presented)
        key = company.tables["solution"][-1]["id"]
        for check in ("R-095.a", "R-095.b")[:1 + company.presales]:
            ledger.note(check, "solution", key, reason, "演示方案时调研已完成或未完成", "presented on the day the survey was completed, or before")
    for solved, reason in ((issued + DAY, "after"), (issued, None)):
        key = offers.offer(company, 86_000, issued, dice, solved=solved)["id"]
        ledger.note("R-099.a", "quotation", key, reason, "报价发出时客户已认可或未认可方案", "issued on the day the solution was accepted, or the day before")
    key = offers.offer(company, 86_000, issued, dice, solved=None)["id"]
    ledger.dark("R-099.a", "quotation", key, "date-missing", "方案没有写客户何时认可", "when the solution was accepted is not on record")
    row = offers.offer(company, 45_000, dt.date(2026, 2, 10), dice)
    company.tables["solution"].pop()
    ledger.wrong("R-097.a", "opportunity", row["opportunity_id"], "missing", "已报价而没有方案", "a quotation without any solution")
    ledger.wrong("R-099.a", "quotation", row["id"], "missing", "已报价而没有方案", "a quotation without any solution")


def _contents(company: Trader, ledger: Ledger, dice: Random) -> None:
    issued = dt.date(2026, 1, 20)
    for field, zh in (("configuration", "产品配置"), ("payment_terms", "付款方式")):
        key = offers.offer(company, 64_000, issued, dice, **{field: " "})["id"]
        ledger.wrong("R-100.a", "quotation", key, "field-empty", f"报价没有写{zh}", f"{field} is blank")
    key = offers.offer(company, 64_000, issued, dice, service_fee=None, product_price=64_000)["id"]
    ledger.wrong("R-100.a", "quotation", key, "field-empty", "没有写服务费", "the service fee is blank")
    key = offers.offer(company, 64_000, issued, dice, service_fee=0, product_price=64_000)["id"]
    ledger.twin("R-100.a", "quotation", key, "服务费写明为零", "the service fee is stated as nought")
    other = company.tables["requirement"][-1]["id"]
    for requirement in (None, other):
        key = offers.offer(company, 64_000, issued, dice, requirement_id=requirement)["id"]
        ledger.wrong("R-101.a", "quotation", key, "missing", "没有写需求，或写了别的商机的需求", "no requirement, or one of another opportunity")


def _amounts(company: Trader, ledger: Ledger, dice: Random) -> None:
    issued = dt.date(2025, 11, 18)
    for price, roles, reason in (
        (50_000, ["sales-supervisor"], "missing"), (49_999, ["sales-supervisor"], None),
        (300_000, ["sales-manager"], "missing"), (299_999, ["sales-manager"], None),
    ):
        key = offers.offer(company, price, issued, dice, roles=roles)["id"]
        ledger.note("R-102.a", "quotation", key, reason, f"金额 {price}，由{'主管' if price <= 50_000 else '经理'}批准", f"approved by {roles[0]} alone")


def _approvals(company: Trader, ledger: Ledger, dice: Random) -> None:
    issued = dt.date(2026, 4, 21)
    for last, reason in ((issued + DAY, "after-signing"), (issued, None)):
        key = offers.offer(company, 120_000, issued, dice, last=last)["id"]
        ledger.note("R-102.a", "quotation", key, reason, "报价发出当日或次日批准", "approved on the day of issue, or the day after")
    for who, reason in (("E003", "self-approval"), ("E004", None))[:len(company.managers)]:
        row = offers.offer(company, 120_000, issued, dice, roles=[], prepared_by="E003")
        company.decide("quotation", row["id"], "sales-manager", "approved", who, issued - DAY)
        ledger.note("R-102.a", "quotation", row["id"], reason, "经理报价，由本人或另一名经理批准", "quoted by a manager, approved by the same or the other")
    row = offers.offer(company, 120_000, issued, dice, roles=[])
    ledger.wrong("R-102.a", "quotation", row["id"], "missing", "无人批准就发出", "issued without any approval")


def _discounts(company: Trader, ledger: Ledger, dice: Random) -> None:
    """List price 40,000; representatives go down to 38,000, managers to 36,000."""
    issued = dt.date(2026, 5, 19)
    for price, roles, reason, zh, en in (
        (37_999, ["sales-supervisor"], "missing", "低于目录价 5% 多一元，经理未批准", "a yuan more than 5 % below the list, without the manager"),
        (38_000, ["sales-supervisor"], None, "正好低 5%", "exactly 5 % below"),
        (35_999, ["sales-supervisor", "sales-manager"], "missing", "低 10% 多一元，总经理未批准", "a yuan more than 10 % below, without the general manager"),
        (36_000, ["sales-supervisor", "sales-manager"], None, "正好低 10%，经理批准", "exactly 10 % below, approved by the manager"),
    ):
        key = offers.offer(company, price, issued, dice, list_price=40_000, roles=roles)["id"]
        ledger.note("R-104.a", "quotation", key, reason, zh, en)


def _contracts(company: Trader, ledger: Ledger, dice: Random) -> None:
    """Signed below the list without a quotation."""
    for price, reason in ((56_999, "missing"), (57_000, None)):
        row = company.deal(dt.date(2026, 2, 24), price, decisions=[])
        for role, what in (("legal", "reviewed"), ("sales-manager", "approved")):
            day = later(row["drafted_at"], 2)
            if role == "legal" or reason is None:
                company.decide("contract", row["number"], role, what, company.holder(role, day), day)
        contract = company.tables["contract"][-1]
        contract |= {"quotation_id": None, "product_or_service": YEARLY}
        ledger.note("R-104.b", "contract", row["number"], reason, "没有报价，按低于目录价签订", "signed below the list without a quotation")
        if reason and company.by_amount:
            ledger.wrong("R-113.a", "contract", row["number"], "missing", "未经销售经理批准", "without the sales manager")


def _decisions(company: Trader, ledger: Ledger, dice: Random) -> None:
    """List price of one piece: 103 % of that of 2025."""
    item, day = company.goods[0], dt.date(2026, 3, 25)
    listed = offers.listed(company)[item] * 103 // 100
    customer = company.tables["customer"][4]
    for price, given, reason, zh, en in (
        (-(-listed * 95 // 100) - 1, {}, "missing", "超出代表权限一元，无人批准", "a yuan beyond the representative's authority, approved by nobody"),
        (-(-listed * 95 // 100), {}, None, "在代表权限之内", "within the representative's authority"),
        (-(-listed * 90 // 100) - 1, {"by": "sales-manager"}, "missing", "超出经理权限，总经理未批准", "beyond the manager's authority"),
        (-(-listed * 92 // 100), {"by": "sales-manager", "approved": day + DAY}, "after-signing", "定价次日才批准", "approved the day after"),
        (-(-listed * 92 // 100), {"by": "sales-manager"}, None, "定价当日批准", "approved on the day"),
    ):
        key = offers.set_price(company, customer, item, price, day, **given)["id"]
        ledger.note("R-104.c", "price_decision", key, reason, zh, en)


def _answers(company: Trader, ledger: Ledger, dice: Random) -> None:
    received = dt.date(2026, 4, 14)
    for days, reason in ((3, "late"), (2, None), (None, "missing")):
        answered = None if days is None else received + days * DAY
        key = offers.ask(company, company.tables["quotation"][60], received, answered, dice)["id"]
        ledger.note("R-108.a", "inquiry", key, reason, "第 2 天答复，或更晚，或没有答复", "answered on day 2, later, or never")


def settle(company: Trader, ledger: Ledger) -> None:
    odd = {entry["case"] for entry in ledger.entries if entry["check"] in ("R-097.a", "R-102.a", "R-104.a", "R-101.a")}
    offers.complete(company, odd | {twin["case"] for twin in ledger.twins if twin["form"] == "quotation"}, company.dice(f"{PROCEDURE} settled"))
    for contract in company.tables["contract"]:
        if not isinstance(contract["price"], int):
            ledger.dark("R-104.b", "contract", contract["number"], ["value-unreadable", "value-missing"], "合同金额读不出", "the price cannot be read")
