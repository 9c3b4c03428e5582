"""The stages of every opportunity, its needs and its outcome; and what is planted among them."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import EXPORTED
from sample.days import DAY
from sample.ledger import Ledger
from sample.trader import Trader

Row = dict[str, Any]
STAGES = ("lead", "contact", "needs", "solution", "quotation", "negotiation", "contract", "after-sales")
PACE = (0, 2, 6, 13, 20, 34, 45)
"""Days from the opening to each stage, where nothing else tells it."""
PLANS = ("本月完成需求调研，下月提交方案", "两周内演示方案并报价", "先试用，后谈价格与交货期")
RIVALS = ("同行一家报价略低", "没有竞争对手", "客户同时联系两家供应商")
WON, LOST = ("交货期和服务优于同行", "方案符合需求，价格合理"), ("价格高于同行", "交货期不能满足", "客户选用进口设备")
CANCELLED = ("客户取消项目", "客户推迟投资")
STALE = 14


def finish(company: Trader, ledger: Ledger, dice: Random) -> None:
    """Runs last: each opportunity there is gets what it may not lack."""
    contracts = {row["opportunity_id"]: row for row in company.tables["contract"]}
    asked = {row["opportunity_id"] for row in company.tables["requirement"]}
    for row in company.tables["opportunity"]:
        _close(row, contracts.get(row["id"]), dice)
        _describe(company, row, dice)
        stages(company, row, _days(company, row, contracts.get(row["id"])))
        if row["id"] not in asked:
            require(company, row, dice)
    _plant(company, ledger, dice)


def _close(row: Row, contract: Row | None, dice: Random) -> None:
    """Won on the day of signing; cancelled with a void contract."""
    if contract and contract["signed_at"]:
        row.setdefault("closed_at", contract["signed_at"])
    elif contract and contract["status"] == "void":
        row |= {"status": "cancelled", "closed_at": contract["drafted_at"] + 5 * DAY}
    reasons = {"won": WON, "lost": LOST, "cancelled": CANCELLED}
    if row["status"] in reasons:
        row.setdefault("reason", dice.choice(reasons[row["status"]]))


def _describe(company: Trader, row: Row, dice: Random) -> None:
    """What nobody said yet; in field sales a proposal is due to every customer with intent."""
    intents = ("low",) if company.file_first else ("high", "medium")
    for field, value in (
        ("needs", "设备更新与配套服务"), ("intent_level", dice.choice(intents)), ("intent_at", row["opened_at"]),
        ("competitor", dice.choice(RIVALS)), ("plan", dice.choice(PLANS)),
    ):
        row.setdefault(field, value)
    if row["status"] == "open":
        row.setdefault("updated_at", max(EXPORTED - dice.randrange(1, STALE) * DAY, row["opened_at"]))
        row.setdefault("next_action_at", EXPORTED + dice.randrange(2, 12) * DAY)
    else:
        row.setdefault("updated_at", row["closed_at"])


def _days(company: Trader, row: Row, contract: Row | None) -> list[dt.date]:
    """When each stage was entered, as far as the opportunity came."""
    days = [row["opened_at"] + n * DAY for n in PACE]
    if contract is None:
        return [day for day in days[:6] if day <= (row.get("closed_at") or EXPORTED)]
    days[4:7] = [row["opened_at"] + 20 * DAY, contract["drafted_at"], contract["signed_at"]]
    return [day for day in days if day]


def stages(company: Trader, row: Row, days: list[dt.date], names: tuple[str, ...] = STAGES) -> None:
    for stage, day in zip(names, days, strict=False):
        company.add(
            "stage_history", id=company.number("JD-", 5), opportunity_id=row["id"], stage=stage, entered_at=day, changed_by=row["owner_id"])
        row["stage"] = stage


def require(company: Trader, row: Row, dice: Random) -> None:
    """What the customer needs, asked in the week after the opening."""
    started = row["opened_at"] + 3 * DAY
    company.add(
        "requirement", id=company.number("XQ-"), opportunity_id=row["id"], customer_id=row["customer_id"],
        method=dice.choice(("interview", "interview", "questionnaire", "demonstration")), business_process="采购、生产、入库",
        functions="产能、能耗与接口要求", usage_habits="三班运转，停机损失大", budget="已列入年度预算", surveyed_by=row["owner_id"],
        started_at=min(started, EXPORTED), completed_at=min(started + 2 * DAY, EXPORTED),
    )


# planted


def _plant(company: Trader, ledger: Ledger, dice: Random) -> None:
    _unplanned(company, ledger, dice)
    _untended(company, ledger, dice)
    _disordered(company, ledger, dice)
    _unexplained(company, ledger, dice)


def _new(company: Trader, opened: dt.date, dice: Random, **changed: Any) -> Row:
    """An opportunity of a customer of the company's own, with everything, save what was changed."""
    customer = next(c for c in company.tables["customer"] if c["status"] == "active")
    row = company.add("opportunity", **{
        "id": company.number("SJ-"), "customer_id": customer["id"], "name": "备件采购", "owner_id": customer["owner_id"] or company.sellers[0],
        "opened_at": opened, "status": "open", "stage": "needs",
    } | changed)
    _describe(company, row, dice)
    return row


def _unplanned(company: Trader, ledger: Ledger, dice: Random) -> None:
    opened = dt.date(2026, 6, 1)
    row = _new(company, opened, dice, plan="　")
    require(company, row, dice)
    ledger.wrong("R-059.a", "opportunity", row["id"], "field-empty", "推进计划只有空格", "the plan is blank")
    row = _new(company, opened, dice)
    ledger.wrong("R-059.b", "opportunity", row["id"], "missing", "没有需求分析", "no analysis of needs")


def _untended(company: Trader, ledger: Ledger, dice: Random) -> None:
    opened = dt.date(2026, 5, 6)
    for changed, check, wrong in (
        ({"competitor": None}, "R-060.a", True), ({"next_action_at": None}, "R-060.a", True),
        ({"updated_at": EXPORTED - (STALE + 1) * DAY}, "R-060.b", True), ({"updated_at": EXPORTED - STALE * DAY}, "R-060.b", False),
        ({"updated_at": None, "opened_at": EXPORTED - (STALE + 1) * DAY}, "R-060.b", True),
        ({"updated_at": None, "opened_at": EXPORTED - STALE * DAY}, "R-060.b", False),
    ):
        row = _new(company, opened, dice, **changed)
        require(company, row, dice)
        if not wrong:
            ledger.twin(check, "opportunity", row["id"], "第 14 天没有再更新", "fourteen days since the last update")
        elif check == "R-060.a":
            ledger.wrong(check, "opportunity", row["id"], "field-empty", "竞争或下一步没有填写", "competition or next step is blank")
        else:
            ledger.wrong(check, "opportunity", row["id"], "not-satisfied", "十五天没有更新", "fifteen days without an update")


def _disordered(company: Trader, ledger: Ledger, dice: Random) -> None:
    opened = dt.date(2026, 2, 2)
    days = [opened + n * DAY for n in (0, 3, 8, 15, 22, 30)]
    for names, order, reason in (
        (("lead", "contact", "solution", "quotation"), (0, 1, 3, 4), "skipped"),
        (("lead", "contact", "needs", "solution", "quotation"), (0, 1, 3, 2, 4), "out-of-order"),
        (("lead", "contact", "needs", "solution"), (0, 1, 3, 3), None),
        (("lead", "contact", "needs", "solution", "quotation", "contract"), (0, 1, 2, 3, 4, 5), None),
    ):
        closed = {"status": "lost", "closed_at": days[-1] + 9 * DAY, "reason": LOST[0]}
        row = _new(company, opened, dice, **closed)
        stages(company, row, [days[n] for n in order], names)
        if reason:
            ledger.wrong("R-061.a", "opportunity", row["id"], reason, "跳过或颠倒了销售阶段", "a stage was skipped or dated backwards")
        else:
            ledger.twin("R-061.a", "opportunity", row["id"], "同日进入两个阶段，或没有单列谈判", "two stages on a day, or no negotiation of its own")


def _unexplained(company: Trader, ledger: Ledger, dice: Random) -> None:
    opened, closed = dt.date(2026, 3, 2), dt.date(2026, 4, 30)
    row = _new(company, opened, dice, status="lost", closed_at=closed, reason=None)
    ledger.wrong("R-062.b", "opportunity", row["id"], "field-empty", "输单没有分析原因", "lost without a reason")
    row = _new(company, opened, dice, status="open", closed_at=closed, reason="价格高于同行")
    require(company, row, dice)
    ledger.wrong("R-062.a", "opportunity", row["id"], "not-satisfied", "已关闭而没有结果", "closed without an outcome")
