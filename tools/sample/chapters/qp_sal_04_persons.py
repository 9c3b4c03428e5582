"""QP-SAL-04 where customers are persons: members of a shop, buyers of homes. Their data, their class and what they are interested in."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import Company
from sample.days import DAY
from sample.ledger import Ledger
from sample.shop import Shop

COMPANIES = ("shop", "estate")
PROCEDURE = "QP-SAL-04"
Row = dict[str, Any]
WEAR = (("日常服装", "衬衣、长裤"), ("通勤服装", "外套、连衣裙"), ("休闲服装", "T恤、针织衫"), ("换季添置", "新款到店时通知"))
HOMES = (("自住购房", "三房，朝南"), ("改善住房", "高楼层，近公园"), ("学区购房", "步行可到小学"), ("首次置业", "两房小户型，可按揭"))
JOINED = dt.date(2026, 3, 10)


def plant(company: Company, ledger: Ledger) -> None:
    """A telephone number, a basis of the class, preferences: each missing once."""
    for changed, check, zh, en in (
        ({"phone": " "}, "R-064.a", "没有电话", "no telephone number"),
        ({"class_basis": None}, "R-067.a", "没有写分类依据", "the class has no basis"),
        ({"class_date": None}, "R-067.a", "没有写分类日期", "the class has no date"),
        ({"preferences": None}, "R-069.a", "没有写偏好", "no preferences are on file"),
        ({}, None, "基本资料、类别和偏好齐全", "basic data, class and preferences are complete"),
    ):
        row = _joined(company)
        row |= changed
        if check:
            ledger.wrong(check, "customer", row["id"], "field-empty", zh, en)
        if "phone" in changed:
            ledger.wrong("R-069.a", "customer", row["id"], "field-empty", zh, en)
        for twin in () if check else ("R-064.a", "R-067.a", "R-069.a"):
            ledger.twin(twin, "customer", row["id"], zh, en)


def _joined(company: Any) -> Row:
    """A customer who has not bought anything yet, met on the day of entry."""
    who = company.sellers[1]
    company.member(JOINED, who) if isinstance(company, Shop) else company.buyer(JOINED, who)
    row = company.tables["customer"][-1]
    met(company, row)
    return row


def met(company: Any, row: Row) -> None:
    """The first talk, in the shop or on the site."""
    when = dt.datetime.combine(row["created_at"], dt.time(15, 20))
    company.add(
        "activity", id=company.number("GJ-", 5), type="visit", customer_id=row["id"], owner_id=row["owner_id"], done_by=row["owner_id"], done_at=when,
        direction="in", needs=row.get("purchase_need"), feedback="看过并了解价格", intent="intent", next_action_at=when.date() + 7 * DAY)


def settle(company: Company, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} persons")
    for n, row in enumerate(company.tables["customer"], 1):
        _data(row, n, dice, WEAR if isinstance(company, Shop) else HOMES)
    if not isinstance(company, Shop):
        talked = {row["customer_id"] for row in company.tables["activity"]}
        for row in company.tables["customer"]:
            if row["status"] == "active" and row["id"] not in talked:
                met(company, row)


def _data(row: Row, n: int, dice: Random, wishes: tuple[tuple[str, str], ...]) -> None:
    need, liked = dice.choice(wishes)
    row.setdefault("phone", f"139-5550-{n:04}")
    row.setdefault("purchase_need", need)
    row.setdefault("preferences", liked)
    if row["status"] == "active":
        row.setdefault("class_date", row["created_at"])
        row.setdefault("class_basis", "个人客户，按一般客户服务")
