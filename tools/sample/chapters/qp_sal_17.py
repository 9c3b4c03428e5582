"""QP-SAL-17: conduct and risk. Declarations, violations and misled customers, accounts, risks and emergencies."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import FIRST, LAST, Company
from sample.days import DAY, on_or_after
from sample.ledger import Ledger
from sample.service import After
from sample.shop import Shop
from sample.trader import Trader

COMPANIES = ("sample", "shop", "field", "office")
PROCEDURE = "QP-SAL-17"
Row = dict[str, Any]
HALVES = (("2025-H2", dt.date(2025, 7, 7), dt.date(2025, 12, 31)), ("2026-H1", dt.date(2026, 1, 12), LAST))
YEAR_BEGUN = dt.date(2026, 1, 31)
"""The last day for the register of risks."""
RISKS = [
    ("market", "主要客户行业订单下滑", "每季复核目标，增加新行业客户"), ("policy", "消费者权益和广告法规变化", "法务每季解读，更新话术"),
    ("competitor", "同行降价促销", "准备价格说明和增值服务"), ("market", "旺季缺货", "提前两个月备货"), ("other", "系统中断不能开单", "备用手工单据"),
]
INCIDENTS = ["仓库漏水，部分商品受损", "开单系统中断", "网上出现负面评价", "运输车辆事故，交货推迟", "顾客在店内滑倒", "供应商突然停产"]
BREACHES = [
    ("special-treatment", "未经批准给予客户额外赠品", "书面警告"), ("disclosure", "把客户名单发到个人邮箱", "停职一周，删除资料"),
    ("other", "不按流程登记来访", "口头告诫并补登"), ("private-gain", "接受客户礼品未申报", "退还礼品，扣减奖金"),
]


def live(company: Company) -> None:
    dice = company.dice(PROCEDURE)
    for role, name, department in (("hr", "人事甲", "人力资源部"), ("after-sales", "售后甲", "售后服务部"), ("quality-manager", "质量经理甲", "质量部")):
        company.employ(role, name, department)
    _declarations(company, dice)
    for n, (category, facts, decision) in enumerate(BREACHES * 2):
        found = on_or_after(FIRST + (20 + n * 40) * DAY)
        violation(company, found, dice, category=category, description=facts, decision=decision)
    for n, (category, what, plan) in enumerate(RISKS):
        _risk(company, category, what, plan, dt.date(2025, 12, 8) + n * 3 * DAY)
    for n, what in enumerate(INCIDENTS):
        _incident(company, dt.datetime.combine(FIRST + (25 + n * 55) * DAY, dt.time(8 + n, 40)), dt.timedelta(hours=1 + n * 3), what)
    company.add(
        "process_review", id=company.number("HG-", 3), type="compliance", period="2025", held_at=dt.date(2026, 1, 20),
        led_by=company.holder("quality-manager", YEAR_BEGUN), participants=[company.holder("sales-manager", YEAR_BEGUN), company.holder("legal", YEAR_BEGUN)],
        inputs=["行为声明", "违规事件", "价格与折扣"], conclusion="未发现违法情形", no_action_reason="没有发现问题",
    )
    if isinstance(company, Shop):
        _shop(company, dice)


def _declarations(company: Company, dice: Random) -> None:
    """Everybody who sells or manages sales, in the first weeks of each half-year."""
    for _, start, _ in HALVES:
        for person in company.tables["employee"]:
            sells = person["role"] in ("sales-rep", "shop-sales", "sales-supervisor", "sales-manager")
            day = max(on_or_after(start + dice.randrange(12) * DAY), person["active_from"])
            if sells and (person["active_to"] is None or day <= person["active_to"]):
                company.add(
                    "declaration", id=company.number("SM-"), type="integrity", employee_id=person["id"], year=day.year, signed_at=day,
                    interests="无", received_by=company.holder("hr", day))


def violation(company: Company, found: dt.date, dice: Random, **changed: Any) -> Row:
    """Reported on the day, decided within three weeks by the sales manager."""
    decided = found + dice.randrange(6, 21) * DAY
    manager = company.holder("sales-manager", decided)
    return company.add("violation", **{
        "id": company.number("WG-", 3), "category": "other", "person_id": dice.choice(company.sellers), "description": "未按规定登记", "found_at": found,
        "found_by": company.holder("sales-supervisor", found), "reported_at": found, "reported_to": company.holder("sales-manager", found),
        "investigated_by": company.holder("sales-supervisor", found), "decision": "口头告诫", "decided_at": decided, "decided_by": manager,
    } | changed)


def _risk(company: Company, category: str, what: str, plan: str, day: dt.date) -> Row:
    return company.add(
        "risk", id=company.number("FX-", 3), category=category, description=what, response=plan, owner_id=company.holder("sales-manager", day),
        identified_at=day, review_at=day + 182 * DAY)


def _incident(company: Company, at: dt.datetime, response: dt.timedelta | None, what: str) -> Row:
    who = company.holder("sales-supervisor", at.date())
    return company.add(
        "incident", id=company.number("TF-", 3), description=what, occurred_at=at, reported_by=company.sellers[at.day % len(company.sellers)],
        responded_at=at + response if response else None, responded_by=who if response else None,
        measures="现场处置，通知客户并安排替代" if response else None, closed_at=at + 3 * DAY if response else None,
    )


def _shop(company: Shop, dice: Random) -> None:
    """A few complaints, and what was looked up in the till system."""
    for n in range(9):
        against = company.sellers[n % 6] if n % 3 == 0 else None
        company.complaint(dt.datetime.combine(FIRST + (12 + n * 37) * DAY, dt.time(11 + n, 20)), dice, against_id=against)
    for sale in company.tables["pos_sale"][::9]:
        look(company, sale["sold_by"], sale["id"], sale["paid_at"] + dt.timedelta(minutes=30))


def look(company: Company, who: str, key: str, at: dt.datetime) -> None:
    form = "pos_sale" if isinstance(company, Shop) else "contract"
    company.add("access_log", id=company.number("RZ-", 5), user_id=who, object_form=form, object_id=key, action="view", at=at)


# planted


def plant(company: Trader | Shop, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} planted")
    for step in (_signed, _misled, _reported, _neutral, _risks, _emergencies, _accounts):
        step(company, ledger, dice)


def complain(company: Trader | Shop, day: dt.date, dice: Random, **changed: Any) -> Row:
    at = dt.datetime.combine(day, dt.time(10, 10))
    made: Any = After(company).complaint if isinstance(company, Trader) else company.complaint
    return made(at, dice, **changed)


def _signed(company: Company, ledger: Ledger, dice: Random) -> None:
    """Half-yearly in shops; elsewhere the year is still running."""
    if not isinstance(company, Shop):
        return
    rows = company.tables["declaration"]
    for period, _, end in HALVES:
        for check in ("R-226.a", "R-230.a"):
            ledger.wrong(check, "organisation", "sales", "attestation-due", "尚未声明", "not attested to yet", "undetermined", window=period)
        mine = [row for row in rows if row["employee_id"] == "E026" and row["signed_at"] <= end][-1]
        if period == "2026-H1":
            rows.remove(mine)
            ledger.wrong("R-226.b", "employee", "E026", "missing", "没有签署廉洁声明", "no declaration of integrity", window=period)
            next(row for row in rows[::-1] if row["employee_id"] == "E023")["type"] = "confidentiality"
            ledger.wrong("R-226.b", "employee", "E023", "missing", "只签了保密声明", "confidentiality only", window=period)
            next(row for row in rows[::-1] if row["employee_id"] == "E025")["signed_at"] = end
            ledger.twin("R-226.b", "employee", "E025", "期末当日签署", "signed on the last day")


def _misled(company: Trader | Shop, ledger: Ledger, dice: Random) -> None:
    for n, (days, reason) in enumerate(((31, "late"), (30, None), (None, "missing"), (12, None))):
        day = on_or_after(dt.date(2026, 2, 9) + n * 16 * DAY)
        row = complain(company, day, dice, category="misleading", subject="宣传与实际不符")
        if days:
            violation(
                company, day + DAY, dice, category="misleading", source_form="complaint", source_id=row["id"], decided_at=day + days * DAY,
                description="夸大产品效果", decision="书面警告，向客户更正")
        if reason:
            ledger.wrong("R-227.a", "complaint", row["id"], reason, "误导投诉三十天内没有处理决定", "no decision within thirty days")
        elif days == 30:
            ledger.twin("R-227.a", "complaint", row["id"], "误导投诉第 30 天作出决定", "decided on day 30")


def _reported(company: Company, ledger: Ledger, dice: Random) -> None:
    found = dt.date(2026, 4, 8)
    for check, changed, reason, zh, en in (
        ("R-228.a", {"reported_at": found + 2 * DAY}, "late", "发现后第 2 天才上报", "reported on day 2"),
        ("R-228.a", {"reported_at": found + DAY}, None, "次日上报", "reported on the next day"),
        ("R-228.a", {"reported_at": None, "reported_to": None}, "missing", "一直没有上报", "never reported"),
        ("R-228.b", {"decided_at": found + 31 * DAY}, "late", "第 31 天才决定", "decided on day 31"),
        ("R-228.b", {"decided_at": found + 30 * DAY}, None, "第 30 天决定", "decided on day 30"),
        ("R-228.b", {"decided_at": None, "decided_by": None, "decision": None}, "missing", "一直没有决定", "never decided"),
        ("R-228.c", {"decision": " "}, "field-empty", "写了决定日期，没有决定", "a date of decision and no decision"),
    ):
        row = violation(company, found, dice, **changed)
        if reason:
            ledger.wrong(check, "violation", row["id"], reason, zh, en)
        else:
            ledger.twin(check, "violation", row["id"], zh, en)
    row = violation(company, found, dice, reported_at="次日")
    ledger.dark("R-228.a", "violation", row["id"], "target-date-missing", "上报日期写作“次日”", "the day of reporting reads “next day”")


def _neutral(company: Trader | Shop, ledger: Ledger, dice: Random) -> None:
    """Somebody else than the person complained about handles the complaint and looks into it."""
    day = dt.date(2026, 3, 17)
    accused = company.sellers[1]
    for changed, reason, zh, en in (
        ({"handled_by": accused}, "same-person", "被投诉人自己经办", "handled by the person complained about"),
        ({"investigated_by": accused}, "same-person", "被投诉人自己调查", "investigated by the person complained about"),
        ({"handled_by": company.sellers[2]}, None, "由同事经办", "handled by a colleague"),
    ):
        row = complain(company, day, dice, against_id=accused, **changed)
        if reason:
            ledger.wrong("R-229.a", "complaint", row["id"], reason, zh, en)
        else:
            ledger.twin("R-229.a", "complaint", row["id"], zh, en)


def _risks(company: Company, ledger: Ledger, dice: Random) -> None:
    """The policy risk comes on the last day, or a day too late."""
    late = not isinstance(company, Shop)
    for row in company.tables["risk"]:
        if row["category"] == "policy":
            row["identified_at"] = YEAR_BEGUN + (DAY if late else 0 * DAY)
    if late:
        zh, en = "政策风险 2 月 1 日才登记", "the risk from policy was registered on 1 February"
        ledger.wrong("R-231.b", "organisation", "sales", "late", zh, en, window="2026")
    else:
        ledger.twin("R-231.b", "organisation", "sales", "政策风险 1 月 31 日登记", "the risk from policy was registered on 31 January")
    for field, zh, en in (("response", "没有预案", "no response plan"), ("review_at", "没有复查日期", "no date of review")):
        row = _risk(company, "market", "新店周边修路" if field == "response" else "汇率波动", "调整排班与促销", dt.date(2026, 3, 2))
        row[field] = None
        ledger.wrong("R-231.a", "risk", row["id"], "field-empty", zh, en)


def _emergencies(company: Company, ledger: Ledger, dice: Random) -> None:
    at = dt.datetime(2026, 5, 6, 9, 15)
    for minutes, reason in ((24 * 60 + 1, "late"), (24 * 60, None), (None, "missing")):
        row = _incident(company, at, dt.timedelta(minutes=minutes) if minutes else None, "暴雨，交货中断")
        if reason:
            ledger.wrong("R-232.a", "incident", row["id"], reason, "二十四小时内没有响应", "no response within 24 hours")
        else:
            ledger.twin("R-232.a", "incident", row["id"], "整 24 小时响应", "responded to after exactly 24 hours")
    row = _incident(company, at + 3 * DAY, dt.timedelta(hours=2), "店门玻璃破碎" if isinstance(company, Shop) else "样机运输受损")
    row["measures"] = None
    ledger.wrong("R-232.b", "incident", row["id"], "field-empty", "没有记采取的措施", "no measures on record")


def _accounts(company: Company, ledger: Ledger, dice: Random) -> None:
    """A leaver's account on the day after (or on the last day), and one account for two."""
    form, key = ("pos_sale", "id") if isinstance(company, Shop) else ("contract", "number")
    object = company.tables[form][5][key]
    gone = [person for person in company.tables["employee"] if person["active_to"] and person["active_to"] <= LAST]
    for person, after in zip(gone, (1, 0), strict=False):
        look(company, person["id"], object, dt.datetime.combine(person["active_to"] + after * DAY, dt.time(9, 5)))
        if after:
            ledger.wrong("R-233.a", "employee", person["id"], "present", "离职次日账号仍有操作", "the account was used on the day after leaving")
        else:
            ledger.twin("R-233.a", "employee", person["id"], "离职当日的操作", "used on the last day")
    one, two = (next(row for row in company.tables["employee"] if row["role"] == role) for role in ("finance", "legal"))
    two["account_id"] = one["account_id"]
    for person in (one, two):
        ledger.wrong("R-233.b", "employee", person["id"], "duplicate", "两人共用一个账号", "two people share an account")
