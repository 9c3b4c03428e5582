"""What marketing leaves in a year: strategies, promotion plans, campaigns with what came of them, publicity and partners; all conforming."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import planning
from sample.company import EXPORTED
from sample.days import DAY, later
from sample.spans import Span
from sample.trader import Trader

Row = dict[str, Any]
STRATEGY = ["positioning", "price", "promotion", "channel"]
SCOPE = ["advertising", "product-promotion", "exhibition", "online", "event"]
BUDGET = 160_000
PROMOTED = {
    "swot": "服务网点多，价格略高；同行交期长", "targets": "成交二十单，新客户五家", "measures": "以旧换新、赠送首年维护",
}
"""What a product promotion states besides."""


def _signed(company: Trader, row: Row, approved: dt.date, reviewed: dt.date | None = None) -> Row:
    """Reviewed by finance and approved by the general manager."""
    reviewed = reviewed or approved
    company.decide("plan", row["id"], "finance", "reviewed", company.holder("finance", reviewed), reviewed)
    company.decide("plan", row["id"], "general-manager", "approved", company.holder("general-manager", approved), approved)
    return row


def _plan(company: Trader, kind: str, span: Span, approved: dt.date, title: str, **changed: Any) -> Row:
    """Written a week before it is approved, issued two days after."""
    made = approved - 7 * DAY
    who = company.holder("marketing-vp", made)
    row = planning.plan(company, "company", span, who, made, **{
        "type": kind, "title": f"{span.label}{title}", "period": f"{span.label}{title}", "department": "营销部", "issued_at": later(approved, 2)} | changed)
    return _signed(company, row, approved, made + 3 * DAY)


def strategy(company: Trader, span: Span, approved: dt.date, **changed: Any) -> Row:
    return _plan(company, "strategy", span, approved, changed.pop("title", "营销策略"), **{"sections": STRATEGY} | changed)


def programme(company: Trader, span: Span, approved: dt.date, **changed: Any) -> Row:
    return _plan(company, "promotion-plan", span, approved, changed.pop("title", "营销推广方案"), **{"scope": SCOPE, "budget": BUDGET} | changed)


def campaign(company: Trader, kind: str, name: str, start: dt.date, end: dt.date, plan: Row | None, policy: Row | None, **changed: Any) -> Row:
    more = PROMOTED if kind == "product-promotion" else {}
    return company.add("campaign", **{
        "id": company.number("TGHD-", 3), "name": name, "type": kind, "strategy_id": policy and policy["id"], "plan_id": plan and plan["id"],
        "cost": 12_000, "responsible_id": company.holder("marketing-vp", start), "start_at": start, "end_at": end,
    } | more | changed)


def effect(company: Trader, row: Row, analysed: dt.date, **changed: Any) -> Row:
    return company.add("campaign_effect", **{
        "id": company.number("XGFX-", 3), "campaign_id": row["id"], "customer_analysis_ref": f"KHFX-{row['id'][5:]}", "spend": row["cost"], "visits": 46,
        "sales_uplift": row["cost"] * 6, "conclusion": "带来的订单大于投入", "analysed_by": company.holder("sales-manager", analysed),
        "analysed_at": analysed,
    } | changed)


def publication(company: Trader, title: str, kind: str, published: dt.date, **changed: Any) -> Row:
    """Written two weeks before it comes out; who reviewed and approved it is added apart."""
    made = published - 14 * DAY
    return company.add("publication", **{
        "id": company.number("XC-", 3), "title": title, "kind": kind, "promises": "两年保修，四十八小时到场",
        "prepared_by": company.holder("marketing-vp", made), "prepared_at": made, "published_at": published,
    } | changed)


def passed(company: Trader, row: Row, approved: dt.date, **changed: Any) -> None:
    """Reviewed by legal and finance a week before the general manager approves; `changed`: role -> who does it, None for nobody."""
    reviewed = approved - 5 * DAY
    for role, says, day in (("legal", "reviewed", reviewed), ("finance", "reviewed", reviewed), ("general-manager", "approved", approved)):
        who = changed.get(role, company.holder(role, day))
        if who:
            company.decide("publication", row["id"], role, says, who, day)


def partner(company: Trader, kind: str, signed: dt.date | None, until: dt.date | None = None, **changed: Any) -> Row:
    """A partner, with an agreement where it was signed."""
    row = company.add("channel_partner", **{
        "id": (id := company.number("QD-", 3)), "name": f"渠道商{id[3:]}", "type": kind, "status": "active", "contact_name": "渠道负责人",
        "phone": f"021-5570{id[3:]}0", "sales_area": "华东", "started_at": signed,
    } | changed)
    if signed:
        company.deal(signed - 14 * DAY, 120_000, signed=signed)
        company.tables["contract"][-1] |= {"title": "渠道合作协议", "partner_id": row["id"], "valid_to": until or dt.date(EXPORTED.year, 12, 31)}
    return row
