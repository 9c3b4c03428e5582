"""What is planted in marketing, each fault with its twin."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import planning, promotion, spans
from sample.company import EXPORTED
from sample.days import DAY
from sample.ledger import Ledger
from sample.spending import Spending
from sample.trader import Trader

Row = dict[str, Any]
START, END = dt.date(2026, 4, 14), dt.date(2026, 4, 24)


def plant(company: Trader, ledger: Ledger) -> None:
    for step in (_researched, _strategy, _from_strategy, _planned, _analysed, _spent, _published, _promoted, _partners):
        step(company, ledger)


def _bases(company: Trader, approved: dt.date = START - 5 * DAY) -> tuple[Row, Row]:
    """A promotion plan and a strategy of their own."""
    span = spans.quarter(2026, 2)
    return promotion.programme(company, span, approved, title="区域推广方案"), promotion.strategy(company, span, approved, title="区域营销策略")


def _campaign(company: Trader, kind: str = "exhibition", **changed: Any) -> Row:
    plan, policy = _bases(company)
    return promotion.campaign(company, kind, "区域推广活动", START, END, plan, policy, **changed)


def _researched(company: Trader, ledger: Ledger) -> None:
    for lacking in ("objective", "method", "customer", "competitor", "share", "conclusion", None):
        row = planning.research(company, 2026, dt.date(2026, 3, 20), title="区域市场调研报告", **({lacking: " "} if lacking else {}))
        zh, en = ("调研报告缺一项内容", "a part of the research report is blank") if lacking else ("调研报告内容齐全", "nothing is missing")
        ledger.note("R-044.a", "market_research", row["id"], lacking and "field-empty", zh, en)


def _strategy(company: Trader, ledger: Ledger) -> None:
    for lacking in (*promotion.STRATEGY, None):
        row = promotion.strategy(company, spans.quarter(2026, 2), START, sections=[part for part in promotion.STRATEGY if part != lacking])
        zh, en = ("营销策略缺一部分", "a part of the strategy is missing") if lacking else ("营销策略各部分齐全", "the strategy has its four parts")
        ledger.note("R-045.a", "plan", row["id"], lacking and "value-lacking", zh, en)


def _from_strategy(company: Trader, ledger: Ledger) -> None:
    plan, _ = _bases(company)
    for more, reason in ((1, "after"), (0, None)):
        _, policy = _bases(company, START + more * DAY)
        row = promotion.campaign(company, "online", "区域网络推广", START, END, plan, policy)
        ledger.note("R-046.a", "campaign", row["id"], reason, "开始当日批准策略，或次日才批准", "the strategy was approved on the first day, or the day after")
    for more, reason in ((1, "after"), (0, None)):
        found = planning.research(company, 2026, START + more * DAY, title="展会需求调研")
        row = promotion.campaign(company, "exhibition", "区域展会", START, END, plan, None, research_id=found["id"])
        ledger.note("R-046.a", "campaign", row["id"], reason, "开始当日完成调研，或次日才完成", "the research was complete on the first day, or the day after")
    row = promotion.campaign(company, "event", "没有依据的交流会", START, END, plan, None)
    ledger.wrong("R-046.a", "campaign", row["id"], "missing", "既无策略也无调研", "neither strategy nor research")
    row = promotion.campaign(company, "event", "以推广方案代替策略", START, END, plan, plan)
    ledger.wrong("R-046.a", "campaign", row["id"], "missing", "所引的是推广方案，不是策略", "what it names is a promotion plan, no strategy")


def _planned(company: Trader, ledger: Ledger) -> None:
    _, policy = _bases(company)
    for more, reason in ((1, "after"), (0, None)):
        plan, _ = _bases(company, START + more * DAY)
        row = promotion.campaign(company, "exhibition", "区域展会", START, END, plan, policy)
        ledger.note("R-047.a", "campaign", row["id"], reason, "活动开始当日批准方案，或次日才批准", "the plan was approved on the first day, or the day after")
    row = promotion.campaign(company, "exhibition", "没有方案的展会", START, END, None, policy)
    ledger.wrong("R-047.a", "campaign", row["id"], "missing", "没有推广方案", "no promotion plan")
    for kind, reason in (("other", "not-satisfied"), ("event", None)):
        row = _campaign(company, kind)
        ledger.note("R-047.b", "campaign", row["id"], reason, "活动类型不在方案之内，或在其内", "a kind of campaign outside the plan, or inside")
    for more, reason in ((1, "not-satisfied"), (0, None)):
        row = _campaign(company, cost=promotion.BUDGET + more)
        ledger.note("R-047.c", "campaign", row["id"], reason, "费用比方案预算多一元，或正好", "a yuan above the budget of the plan, or exactly at it")


def _analysed(company: Trader, ledger: Ledger) -> None:
    for days, given, reason in (
        (16, {}, "late"), (15, {}, None), (8, {"customer_analysis_ref": None}, "missing"), (None, {}, "missing"),
    ):
        row = _campaign(company, "advertising")
        if days is not None:
            promotion.effect(company, row, END + days * DAY, **given)
        zh, en = "广告结束后第 15 天分析，或更晚、没有依据、没有做", "analysed on day 15, later, without a basis, or never"
        ledger.note("R-049.a", "campaign", row["id"], reason, zh, en)
    for role, reason in (("sales-rep", "not-satisfied"), ("sales-manager", None)):
        row = promotion.effect(company, _campaign(company), END + 4 * DAY, analysed_by=company.holder(role, END))
        ledger.note("R-049.b", "campaign_effect", row["id"], reason, "由业务员或销售经理分析", "analysed by a representative, or by the sales manager")


def _spent(company: Trader, ledger: Ledger) -> None:
    spending = Spending(company, company.dice("QP-SAL-02 spent"))
    who = company.sellers[2]
    for days, given, reason in (
        (16, {}, "late"), (15, {}, None), (5, {"sales_uplift": None}, "missing"), (5, {"spend": None}, "missing"), (None, {}, "missing"),
    ):
        row = _campaign(company)
        if days is not None:
            promotion.effect(company, row, END + days * DAY, **given)
        claim = spending.claim(who, "promotion", 900, START + 2 * DAY, campaign_id=row["id"])
        zh, en = "活动结束后第 15 天评估效果，或更晚、不全、没有", "evaluated on day 15, later, in part, or never"
        ledger.note("R-050.a", "expense_claim", claim["id"], reason, zh, en)
    claim = spending.claim(who, "promotion", 900, START + 2 * DAY, campaign_id=None)
    ledger.wrong("R-050.b", "expense_claim", claim["id"], "field-empty", "推广费用没有写所属活动", "a promotion expense without its campaign")


def _published(company: Trader, ledger: Ledger) -> None:
    day = dt.date(2026, 3, 19)
    cases: list[tuple[int, dict[str, Any], dict[str, Any], str | None, str, str]] = [
        (1, {}, {}, "after-signing", "发布次日才批准", "approved the day after it came out"),
        (0, {}, {}, None, "发布当日批准", "approved on the day it came out"),
        (0, {}, {"finance": None}, "missing", "没有财务评审", "finance did not review it"),
        (0, {}, {"general-manager": None}, "missing", "没有总经理批准", "the general manager did not approve it"),
        (0, {"prepared_by": "E005"}, {"legal": "E005"}, "self-approval", "法务评审自己编写的内容", "legal reviewed a text of its own"),
        (0, {"prepared_by": "E005"}, {"legal": "E006"}, None, "由另一名法务评审", "reviewed by the other lawyer"),
        (0, {}, {"general-manager": "E001"}, "role-not-held", "由前任总经理批准", "approved by the former general manager"),
    ]
    for more, given, by, reason, zh, en in cases:
        row = promotion.publication(company, "春季宣传页", "brochure", day, **given)
        promotion.passed(company, row, day + more * DAY, **by)
        ledger.note("R-052.a", "publication", row["id"], reason, zh, en)


def _promoted(company: Trader, ledger: Ledger) -> None:
    for lacking in (*promotion.PROMOTED, None):
        row = _campaign(company, "product-promotion", **({lacking: None} if lacking else {}))
        zh, en = ("促销缺一项内容", "a part of the promotion is blank") if lacking else ("促销内容齐全", "situation, targets and measures are stated")
        ledger.note("R-053.a", "campaign", row["id"], lacking and "field-empty", zh, en)


def _partners(company: Trader, ledger: Ledger) -> None:
    signed = dt.date(2025, 7, 22)
    for lacking in ("name", "contact_name", "sales_area", None):
        row = promotion.partner(company, "agent", signed, **({lacking: None} if lacking else {}))
        ledger.note("R-054.a", "channel_partner", row["id"], lacking and "field-empty", "代理商档案缺一项，或齐全", "a part of the file is blank, or none")
    for less, reason in ((1, "missing"), (0, None)):
        row = promotion.partner(company, "distributor", signed, EXPORTED - less * DAY)
        ledger.note("R-054.b", "channel_partner", row["id"], reason, "协议当日或前一日到期", "the agreement ends today, or ended the day before")
    row = promotion.partner(company, "distributor", None)
    ledger.wrong("R-054.b", "channel_partner", row["id"], "missing", "合作中的分销商没有协议", "an active distributor without an agreement")
