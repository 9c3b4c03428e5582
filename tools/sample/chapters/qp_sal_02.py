"""QP-SAL-02: marketing. A strategy for each half-year, a promotion plan for each quarter, two campaigns a month, publicity and partners."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample import promotion, promotion_faults, spans
from sample.company import EXPORTED, FIRST, LAST
from sample.days import DAY, later, on_or_after
from sample.ledger import Ledger
from sample.promotion import BUDGET
from sample.spans import Span
from sample.trader import Trader

COMPANIES = ("sample", "office")
PROCEDURE = "QP-SAL-02"
Row = dict[str, Any]
KINDS = {
    "exhibition": "行业展会", "online": "网络推广", "advertising": "行业杂志广告", "product-promotion": "产品促销", "event": "客户技术交流会",
}
HALVES = (
    Span("half-year", "2025-H2", FIRST, dt.date(2025, 12, 31)), Span("half-year", "2026-H1", dt.date(2026, 1, 1), LAST),
    Span("half-year", "2026-H2", dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
)
QUARTERS = ((2025, 3), (2025, 4), (2026, 1), (2026, 2), (2026, 3))
PAPERS = [
    ("产品样本2025版", "brochure"), ("网站首页更新", "website"), ("服务承诺书", "promise"), ("行业杂志整版广告", "advertisement"),
    ("标准合同文本公示", "contract-text"),
    ("展会宣传册", "brochure"), ("产品样本2026版", "brochure"), ("以旧换新公告", "promise"), ("公众号推文", "website"), ("户外广告", "advertisement"),
]
PARTNERS = ("distributor", "distributor", "agent", "distributor", "agent", "distributor")


def live(company: Trader) -> None:
    dice = company.dice(PROCEDURE)
    company.employ("marketing-vp", "营销副总", "管理层")
    policies = {half.label: promotion.strategy(company, half, on_or_after(half.start - 20 * DAY)) for half in HALVES}
    for year, number in QUARTERS:
        span = spans.quarter(year, number)
        plan = promotion.programme(company, span, on_or_after(span.start - 12 * DAY))
        _campaigns(company, span, plan, policies[f"{year}-H{(number + 1) // 2}"], dice)
    for n, (title, kind) in enumerate(PAPERS):
        published = on_or_after(FIRST + (20 + 33 * n) * DAY)
        promotion.passed(company, promotion.publication(company, title, kind, published), on_or_after(published - 4 * DAY))
    for n, kind in enumerate(PARTNERS):
        promotion.partner(company, kind, on_or_after(FIRST + (30 + 45 * n) * DAY))
    promotion.partner(company, "agent", None, status="candidate", sales_area=None)
    promotion.partner(company, "referrer", None)


def _campaigns(company: Trader, span: Span, plan: Row, policy: Row, dice: Random) -> None:
    """Two in every month; each is analysed a few days after it ended."""
    months = [spans.month(span.start.year, span.start.month + n) for n in range(3)]
    for month in months if span.end <= LAST else months[:1]:
        for first, last in ((2, 12), (15, 25)):
            kind = dice.choice(list(KINDS))
            row = promotion.campaign(
                company, kind, f"{month.label}{KINDS[kind]}", month.start + first * DAY, month.start + last * DAY, plan, policy,
                cost=dice.randrange(60, BUDGET // 700) * 100)
            analysed = later(row["end_at"], dice.randrange(2, 8))
            if analysed < EXPORTED:
                promotion.effect(company, row, analysed)


def plant(company: Trader, ledger: Ledger) -> None:
    promotion_faults.plant(company, ledger)


def settle(company: Trader, ledger: Ledger) -> None:
    """A promotion expense belongs to the campaign that had begun last."""
    odd = {entry["case"] for entry in (*ledger.entries, *ledger.twins) if entry["form"] == "campaign"}
    rows = sorted((r for r in company.tables["campaign"] if r["id"] not in odd), key=lambda r: r["start_at"])
    for claim in company.tables["expense_claim"]:
        if claim["category"] == "promotion" and "campaign_id" not in claim:
            begun = [r["id"] for r in rows if r["start_at"] <= claim["incurred_at"]]
            claim["campaign_id"] = begun[-1] if begun else rows[0]["id"]
