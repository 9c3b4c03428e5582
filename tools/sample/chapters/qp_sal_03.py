"""QP-SAL-03: leads and opportunities. A year of leads, some of which became deals; every opportunity with its stages and its outcome."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import FIRST, LAST
from sample.days import DAY, later, on_or_after
from sample.ledger import Ledger
from sample.pipeline import finish
from sample.trader import Trader

COMPANIES = ("sample", "office", "field")
PROCEDURE = "QP-SAL-03"
Row = dict[str, Any]
CHANNELS = ("market-research", "online", "exhibition", "telephone", "referral", "promotion")
CALLERS = ("采购经理", "设备科长", "生产经理", "项目负责人", "总经办")
NEEDED = ("扩建生产线需要设备", "现有设备老化，准备更换", "需要年度维护服务", "比较各家报价", "新厂区配套")
WHY_NOT = ("近期没有采购计划", "预算不足", "只是询价", "需求与产品不符")


def live(company: Trader) -> None:
    dice = company.dice(PROCEDURE)
    _from_deals(company, dice)
    _leads(company, dice)
    for year in (2025, 2026):
        development(company, year)


def lead(company: Trader, captured: dt.date, dice: Random, **changed: Any) -> Row:
    """A lead somebody caught that day, on record with all that is asked of it."""
    return company.add("lead", **{
        "id": (id := company.number("XS-")), "source_channel": dice.choice(CHANNELS), "company": f"单位{id[3:]}",
        "contact_name": dice.choice(CALLERS), "contact_phone": f"021-5560{dice.randrange(10_000):04}", "intent": dice.choice(("high", "medium")),
        "needs": dice.choice(NEEDED), "owner_id": dice.choice(company.sellers), "captured_at": captured, "status": "contacted",
    } | changed)


def prospect(company: Trader, row: Row) -> str:
    """The customer file of a lead, made on the day it was caught."""
    id = company.customer(row["company"], status="prospect")
    company.tables["customer"][-1] |= {"created_at": row["captured_at"], "owner_id": row["owner_id"] or company.sellers[0]}
    row["customer_id"] = id
    return id


def call(company: Trader, row: Row, day: dt.date, kind: str = "call") -> Row:
    """Always at ten, so that no two calls are less than a day apart."""
    activity = company.activity(row["customer_id"], kind, day, row["owner_id"])
    activity |= {"lead_id": row["id"], "done_at": dt.datetime.combine(day, dt.time(10, 0))}
    return activity


def opportunity(company: Trader, row: Row, opened: dt.date, **changed: Any) -> Row:
    return company.add("opportunity", **{
        "id": company.number("SJ-"), "customer_id": row["customer_id"], "lead_id": row["id"], "owner_id": row["owner_id"],
        "name": f"{company.random.choice(company.goods)}采购", "opened_at": opened, "status": "open",
    } | changed)


def _from_deals(company: Trader, dice: Random) -> None:
    """One deal in four began with a lead."""
    for deal in company.tables["opportunity"][::4]:
        captured = deal["opened_at"] - dt.timedelta(days=dice.randrange(8, 20))
        if captured >= FIRST and deal["status"] == "won":
            qualified = deal["opened_at"] - dice.randrange(3) * DAY
            row = lead(company, captured, dice, owner_id=deal["owner_id"], customer_id=deal["customer_id"], status="qualified", qualified_at=qualified)
            deal["lead_id"] = row["id"]
            call(company, row, captured + dice.randrange(3) * DAY)


def _leads(company: Trader, dice: Random) -> None:
    """A lead every few days; half of them lead somewhere."""
    day = on_or_after(FIRST + 3 * DAY)
    while day <= LAST - 5 * DAY:
        row = lead(company, day, dice)
        prospect(company, row)
        call(company, row, on_or_after(day + DAY) if (on_or_after(day + DAY) - day).days <= 3 else day)
        if dice.random() < 0.45:
            _qualify(company, row, dice)
        else:
            _discard(row, dice)
        day = later(day, dice.choice(company.pauses))


def _qualify(company: Trader, row: Row, dice: Random) -> None:
    qualified = on_or_after(row["captured_at"] + dice.randrange(4, 9) * DAY)
    if qualified > LAST:
        return
    row |= {"status": "qualified", "qualified_at": qualified}
    found = opportunity(company, row, qualified)
    if qualified + 75 * DAY < LAST:
        closed = qualified + dice.randrange(40, 75) * DAY
        found |= {"status": dice.choice(("lost", "lost", "cancelled")), "closed_at": closed}
    if dice.random() < 0.5 and qualified + 20 * DAY < LAST:
        first_visit(company, row, found, on_or_after(qualified + 10 * DAY))


def _discard(row: Row, dice: Random) -> None:
    closed = on_or_after(row["captured_at"] + dice.randrange(15, 60) * DAY)
    if closed <= LAST:
        row |= {"status": "discarded", "closed_at": closed, "intent": dice.choice(("low", "none")), "reason": dice.choice(WHY_NOT)}


def first_visit(
    company: Trader, row: Row, found: Row, day: dt.date, called: int | None = 4, appointed: bool = True, asked: int | None = 3,
) -> Row:
    """The first meeting, `called` and `asked` days after a call and the research of needs, by appointment."""
    if called is not None:
        call(company, row, day - called * DAY)["opportunity_id"] = found["id"]
    if asked is not None:
        call(company, row, day - asked * DAY, "needs-research")["opportunity_id"] = found["id"]
    visit = company.visit(row["customer_id"], day, day, row["owner_id"])
    visit |= {"customer_is_new": True, "opportunity_id": found["id"], "lead_id": row["id"], "done_at": dt.datetime.combine(day, dt.time(10, 0))}
    plan = company.tables["visit_plan"][-1]
    plan |= {"customer_is_new": True, "customer_type": "new", "opportunity_id": found["id"]}
    plan["appointment_at"] = visit["done_at"] if appointed else None
    return visit


def development(company: Trader, year: int, **changed: Any) -> Row:
    """The plan by which new customers are won in a year."""
    start = dt.date(year, 1, 1)
    made = dt.datetime(year - 1, 12, 12, 10, 0)
    return company.add("plan", **{
        "id": company.number("JH-"), "title": f"{year}年新客户开发计划", "type": "customer-development", "level": "department", "period_type": "year",
        "year": year, "period": str(year), "period_start": start, "period_end": dt.date(year, 12, 31), "owner_id": company.holder("sales-manager", FIRST),
        "prepared_by": company.holder("sales-manager", FIRST), "prepared_at": made.date(),
        "created_at": made, "target": "新客户六十家", "strategy": "以行业展会和老客户推荐为主", "steps": "调研、邀约、拜访、试用、签约",
        "status": "approved",
    } | changed)


# planted


def plant(company: Trader, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} planted")
    for step in (_registered, _screened, _contacted, _met):
        step(company, ledger, dice)
    _plans(company, ledger)


def _told(company: Trader, captured: str, dice: Random, called: int | None = 1, **changed: Any) -> Row:
    row = lead(company, dt.date.fromisoformat(captured), dice, **changed)
    prospect(company, row)
    if called is not None:
        call(company, row, row["captured_at"] + called * DAY)
    return row


def _registered(company: Trader, ledger: Ledger, dice: Random) -> None:
    for changed, zh, en in (
        ({"contact_phone": None}, "没有电话也没有邮箱", "neither telephone nor mail"),
        ({"intent": None}, "没有写购买意向", "the purchase intent is blank"),
        ({"source_channel": None}, "没有写来源渠道", "the source channel is blank"),
        ({"owner_id": None}, "没有负责人", "nobody owns the lead"),
    ):
        key = _told(company, "2026-03-10", dice, **changed)["id"]
        ledger.wrong("R-055.a", "lead", key, "field-empty", zh, en)
    key = _told(company, "2026-03-11", dice, contact_phone=None, contact_email="cg@example.com")["id"]
    ledger.twin("R-055.a", "lead", key, "没有电话，有邮箱", "no telephone, but a mail address")
    key = _told(company, "2026-03-12", dice, source_channel="other")["id"]
    ledger.wrong("R-055.b", "lead", key, "not-satisfied", "来源写“其他”", "the source reads “other”")
    key = _told(company, "2026-03-12", dice, source_channel="朋友圈")["id"]
    for check in ("R-055.a", "R-055.b"):
        ledger.dark(check, "lead", key, "value-unreadable", "来源写“朋友圈”，不是登记的渠道", "the source is no channel on the list")


def _screened(company: Trader, ledger: Ledger, dice: Random) -> None:
    qualified = dt.date(2026, 4, 15)
    for more, reason in ((-1, "too-early"), (0, None), (None, "missing")):
        row = _told(company, "2026-04-08", dice, status="qualified", qualified_at=qualified)
        if more is not None:
            opportunity(company, row, qualified + more * DAY)
        if reason:
            ledger.wrong("R-056.b", "lead", row["id"], reason, "确认意向后没有建立商机", "no opportunity from the day it was qualified on")
        else:
            ledger.twin("R-056.b", "lead", row["id"], "确认意向当日建立商机", "the opportunity was opened on the day")
    row = _told(company, "2026-04-09", dice, status="qualified", qualified_at=qualified)
    opportunity(company, row, qualified)
    row["customer_id"] = None
    ledger.wrong("R-056.a", "lead", row["id"], "missing", "有意向而没有客户档案", "qualified without a customer file")


def _contacted(company: Trader, ledger: Ledger, dice: Random) -> None:
    for called, reason in ((4, "late"), (3, None), (None, "missing"), (-1, "only-before-trigger")):
        row = _told(company, "2026-05-11", dice, called)
        if called == -1:
            company.tables["customer"][-1]["created_at"] = row["captured_at"] - DAY
        if reason:
            ledger.wrong("R-057.a", "lead", row["id"], reason, "获取后三天内没有联系", "not contacted within three days")
        else:
            ledger.twin("R-057.a", "lead", row["id"], "第三天联系", "contacted on the third day")


def _met(company: Trader, ledger: Ledger, dice: Random) -> None:
    """First meetings; the customers ask themselves, so that nobody is called twice a day."""
    day = dt.date(2026, 4, 22)
    for check, given, reason in (
        ("R-058.a", {"called": None}, "after"), ("R-058.a", {"called": 0}, None), ("R-058.b", {"appointed": False}, "missing"),
        ("R-058.c", {"asked": None}, "missing"), ("R-058.c", {"asked": -1}, "after"), ("R-058.c", {"asked": 0}, None),
    ):
        row = _told(company, "2026-04-20", dice, 3 if given == {"called": None} else 1, status="qualified", qualified_at=dt.date(2026, 4, 20))
        visit = first_visit(company, row, opportunity(company, row, dt.date(2026, 4, 20)), day, **({"called": None, "asked": 1} | given))
        visit["done_at"] = dt.datetime.combine(day, dt.time(17, 30))
        for activity in company.tables["activity"]:
            if activity["customer_id"] == row["customer_id"]:
                activity["direction"] = "in"
        if reason:
            ledger.wrong(check, "activity", visit["id"], reason, "第一次见面前没有联系、约定或了解需求", "met without contact, appointment or research before")
        else:
            ledger.twin(check, "activity", visit["id"], "当天先联系、了解需求，后见面", "contacted and asked earlier on the day of the meeting")


def _plans(company: Trader, ledger: Ledger) -> None:
    key = development(company, 2026, steps=None, title="2026年新客户开发计划（华南）")["id"]
    ledger.wrong("R-063.a", "plan", key, "field-empty", "计划没有写步骤", "the plan states no steps")


def settle(company: Trader, ledger: Ledger) -> None:
    for visit in company.tables["activity"]:
        if visit["type"] == "visit":
            visit.setdefault("customer_is_new", False)
    finish(company, ledger, company.dice(f"{PROCEDURE} stages"))
