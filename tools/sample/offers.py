"""What stands between the needs of a customer and the contract: solution, quotation with its approvals, questions, prices set."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import EXPORTED, LAST
from sample.days import DAY, earlier, later
from sample.trader import Trader

Row = dict[str, Any]
REP, MANAGER = 5, 10
"""How many percent below the list each may go."""
SMALL, LARGE = 50_000, 300_000
QUESTIONS = (
    ("solution", "能否与现有设备联网", "可以，接口说明见附件"), ("solution", "安装需要停产几天", "周末安装，不停产"),
    ("quotation", "报价是否含安装费", "含安装和培训"), ("quotation", "付款能否分三期", "可以，按季度支付"), ("other", "备件的供货期多长", "常用备件三天内发货"),
)


def solve(company: Trader, deal: Row, submitted: dt.date, presented: dt.date | None, accepted: dt.date | None) -> Row:
    """The solution worked out for an opportunity, presented and accepted."""
    return company.add(
        "solution", id=company.number("FA-"), opportunity_id=deal["id"], customer_id=deal["customer_id"], title=f"{deal['name']}方案",
        prepared_by=deal["owner_id"], submitted_at=submitted, presented_at=presented, presented_by=[deal["owner_id"]] if presented else [],
        sections=["needs", "functions", "advantages", "implementation", "price"], accepted_at=accepted,
    )


def describe(row: Row, requirement: str, dice: Random) -> None:
    """What a quotation states beside its price: requirement, configuration, the parts of the price, the list price."""
    fee = row["price"] // 20 // 100 * 100
    below = dice.choice((0, 0, 0, 0, 2, 3, 5, 7, 9, 12))
    for field, value in (
        ("requirement_id", requirement), ("configuration", f"标准配置，{dice.choice(('含备件一套', '含安装调试', '含两年保养'))}"),
        ("service_fee", fee), ("product_price", row["price"] - fee), ("list_price", -(-row["price"] * 100 // (100 - below))),
        ("valid_to", row["issued_at"] + 60 * DAY),
    ):
        row.setdefault(field, value)
    row.setdefault("discount_pct", round(100 - 100 * row["price"] / row["list_price"], 1) if row["list_price"] else None)


def approvers(row: Row) -> list[str]:
    """Who decides: by the amount, and by how far the price is below the list."""
    below = 100 * (row["list_price"] - row["price"])
    roles = ["sales-supervisor"] if row["price"] < SMALL else ["sales-manager"]
    if below > REP * row["list_price"] and roles == ["sales-supervisor"]:
        roles.append("sales-manager")
    if row["price"] >= LARGE or below > MANAGER * row["list_price"]:
        roles.append("general-manager")
    return roles


def approve(company: Trader, row: Row, roles: list[str], last: dt.date) -> None:
    """One after the other, the last on the day given; nobody decides on an own quotation."""
    for n, role in enumerate(reversed(roles)):
        day = earlier(last, n) if n else last
        who = "E004" if role == "sales-manager" and row["prepared_by"] == "E003" else company.holder(role, day)
        company.decide("quotation", row["id"], role, "approved", who, day)


def ask(company: Trader, quotation: Row, received: dt.date, answered: dt.date | None, dice: Random) -> Row:
    about, question, answer = dice.choice(QUESTIONS)
    return company.add(
        "inquiry", id=company.number("YW-"), customer_id=quotation["customer_id"], opportunity_id=quotation["opportunity_id"],
        quotation_id=quotation["id"], about=about, question=question, received_at=received, received_by=quotation["prepared_by"],
        answer=answer if answered else None, answered_at=answered, answered_by=quotation["prepared_by"] if answered else None,
    )


def listed(company: Trader) -> dict[str, int]:
    """List prices of one piece each; a contract is for many."""
    return {item: 4_800 + 1_700 * n for n, item in enumerate(company.goods)}


def list_prices(company: Trader) -> None:
    """The list of 2025, and the one of 2026 with prices three percent up."""
    for item, price in listed(company).items():
        for year, now in ((2025, price), (2026, price * 103 // 100)):
            company.add(
                "price_list", item=item, price=now, unit="台" if "服务" not in item else "次", valid_from=dt.date(year, 1, 1),
                valid_to=dt.date(2025, 12, 31) if year == 2025 else None,
            )


def set_price(company: Trader, customer: Row, item: str, price: int, decided: dt.date, **given: Any) -> Row:
    """A price that a representative set for single pieces, filed the same day; `by` names who approved it, if anybody."""
    listed = next(p["price"] for p in company.tables["price_list"] if p["item"] == item and p["valid_from"].year == decided.year)
    row = company.add(
        "price_decision", id=company.number("DJ-"), customer_id=customer["id"], item=item, list_price=listed, price=price,
        reason="小批量现货" if price < listed else "按价目表", decided_by=customer["owner_id"] or company.sellers[0], decided_at=decided,
        filed_at=decided, filed_to=company.general_manager(decided),
    )
    if given.get("by"):
        company.decide("price_decision", row["id"], given["by"], "approved", company.holder(given["by"], decided), given.get("approved", decided))
    return row


def offer(company: Trader, price: int, issued: dt.date, dice: Random, **given: Any) -> Row:
    """A quotation on an opportunity of its own, which came to nothing; `given` replaces fields, `roles` and `last` the approvals.

    `solved` is the day the solution was accepted, `presented` the day it was presented; None leaves it open.
    """
    customer = dice.choice([c for c in company.tables["customer"][:48] if c["owner_id"]])
    opened = issued - 25 * DAY
    deal = company.add(
        "opportunity", id=company.number("SJ-"), customer_id=customer["id"], name=f"{dice.choice(company.goods)}采购", owner_id=customer["owner_id"],
        opened_at=opened, status="lost", closed_at=min(issued + 30 * DAY, LAST),
    )
    needs = company.add(
        "requirement", id=company.number("XQ-"), opportunity_id=deal["id"], customer_id=customer["id"], method="interview",
        business_process="采购、检验、入库", functions="精度与接口要求", usage_habits="两班运转", budget="未定", surveyed_by=deal["owner_id"],
        started_at=opened + 4 * DAY, completed_at=opened + 8 * DAY,
    )
    presented = given.pop("presented", opened + 12 * DAY)
    solve(company, deal, opened + 8 * DAY, presented, given.pop("solved", issued - 6 * DAY))
    roles, last = given.pop("roles", None), given.pop("last", earlier(issued, 1))
    row = company.add("quotation", **{
        "id": company.number("BJ-"), "opportunity_id": deal["id"], "customer_id": customer["id"], "price": price,
        "payment_terms": "预付30%，验收后付清", "prepared_by": deal["owner_id"], "issued_at": issued, "list_price": price,
    } | given)
    describe(row, needs["id"], dice)
    approve(company, row, approvers(row) if roles is None else roles, last)
    return row


def complete(company: Trader, odd: set[str], dice: Random) -> None:
    """Every opportunity that came to a quotation has a solution, every quotation what it must state and its approvals."""
    needs = {row["opportunity_id"]: row for row in company.tables["requirement"]}
    solved = {row["opportunity_id"] for row in company.tables["solution"]}
    decided = {row["object_id"] for row in company.tables["approval"] if row["object_form"] == "quotation"}
    for deal in company.tables["opportunity"]:
        if deal["id"] not in solved | odd and deal["stage"] in ("quotation", "negotiation", "contract", "after-sales"):
            known = deal["id"] in needs
            day = needs[deal["id"]]["completed_at"] if known else deal["opened_at"]
            submitted, presented, accepted = (min(day + n * DAY, EXPORTED) for n in (2, 4, 8))
            solve(company, deal, submitted, presented if known else None, accepted)
    for row in company.tables["quotation"]:
        if row["id"] not in decided and "roles" not in row and row["id"] not in odd:
            describe(row, needs[row["opportunity_id"]]["id"], dice)
            approve(company, row, approvers(row), earlier(later(row["issued_at"], 1), 2))
