"""What selling costs: budgets with their lines, standards, and claims with their papers, reviews and payment."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import LAST
from sample.days import later
from sample.trader import Trader

Row = dict[str, Any]
Decision = tuple[str, str, str, dt.date]
"""Role, what it says, who, when."""
DAY = dt.timedelta(days=1)
LINES = {"promotion": 160_000, "travel": 260_000, "entertainment": 90_000, "training": 60_000}
CODES = {"promotion": "TG", "travel": "CL", "entertainment": "ZD", "training": "PX"}
LINE_OF = {"lodging": "travel", "gift": "entertainment"}
STANDARDS = {
    dt.date(2025, 1, 1): {"travel": (300, "day"), "lodging": (350, "day"), "entertainment": (150, "person")},
    dt.date(2026, 1, 1): {"travel": (320, "day"), "lodging": (380, "day"), "entertainment": (160, "person")},
}
MORE = {"sales-supervisor": 40, "finance": 20, "sales-manager": 120}
"""How much more than a representative these may spend."""
PURPOSES = {
    "travel": ("拜访客户往返交通", "参加客户验收", "送样机上门"), "lodging": ("出差住宿", "现场安装期间住宿"),
    "entertainment": ("客户验收后用餐", "商务洽谈用餐"), "gift": ("中秋礼品", "新年台历"),
    "promotion": ("展会展台费用", "印制样本", "网络推广费"), "training": ("销售技巧课程", "产品培训资料"),
}


class Spending:
    """Budgets and claims of a company."""

    def __init__(self, company: Trader, dice: Random):
        self.company, self.dice = company, dice
        self.roles = {row["id"]: row["role"] for row in company.tables["employee"]}

    def plan(self, year: int) -> Row:
        """The yearly sales plan that a budget rests on: the company's, if there is one."""
        at = dt.date(year - 1, 12, 8)
        for row in self.company.tables["plan"]:
            if row.get("period_type") == "year" and row.get("year") == year and row.get("level") == "company" and row.get("submitted_at"):
                return row
        manager = self.company.holder("sales-manager", at)
        return self.company.add(
            "plan", id=f"JH-{year}", title=f"{year}年度销售计划", type="sales", level="company", period_type="year", year=year, period=str(year),
            period_start=dt.date(year, 1, 1), period_end=dt.date(year, 12, 31), prepared_by=manager, prepared_at=at,
            submitted_at=dt.datetime.combine(at, dt.time(10, 30)),
        )

    def budget(self, year: int, title: str, effective: dt.date, **given: Any) -> Row:
        """Submitted after the plan, approved two working days later; `lines`: line -> amount; `approved`: day, `by`: whom."""
        plan, lines = self.plan(year), given.get("lines", LINES)
        submitted = given.get("submitted", later(plan["submitted_at"].date(), 2))
        row = self.company.add(
            "budget", id=self.company.number("YS-", 3), title=title, category="expense", year=year, department="销售部", plan_id=plan["id"],
            amount=sum(lines.values()), prepared_by=self.company.holder("sales-manager", submitted), prepared_at=submitted - DAY,
            submitted_at=submitted, effective_from=effective, effective_to=dt.date(year, 12, 31),
        )
        for name, amount in lines.items():
            self.company.add("budget_line", id=f"{row['id']}-{CODES[name]}", budget_id=row["id"], line=name, amount=amount)
        approved = given.get("approved", later(submitted, 2))
        if approved:
            by = given.get("by") or self.company.holder("senior-management", approved)
            self.company.decide("budget", row["id"], "senior-management", given.get("says", "approved"), by, approved)
        return row

    def standards(self) -> None:
        for start, kinds in STANDARDS.items():
            for role in ("sales-rep", *MORE):
                for category, (limit, per) in kinds.items():
                    self.company.add(
                        "expense_standard", id=self.company.number("FYBZ-", 3), category=category, role=role, limit=limit + MORE.get(role, 0),
                        per=per, valid_from=start)

    def limit(self, who: str, category: str, day: dt.date) -> int:
        start = max(start for start in STANDARDS if start <= day)
        return STANDARDS[start][category][0] + MORE.get(self.roles[who], 0)

    def line(self, category: str, day: dt.date) -> str:
        """The line of the year's budget that a kind of expense is booked to."""
        budget = next(row["id"] for row in self.company.tables["budget"] if row["year"] == day.year and row["category"] == "expense")
        return f"{budget}-{CODES[LINE_OF.get(category, category)]}"

    def claim(self, who: str, category: str, amount: Any, incurred: dt.date, **given: Any) -> Row:
        """Claimed after a few days, reviewed by the manager and finance on the next two, then paid; `given` overrides fields.

        `attached`: the papers; `decisions`: replaces the two reviews.
        """
        submitted = given.pop("submitted_at", later(incurred, self.dice.randrange(2, 9)))
        submitted = submitted if submitted and submitted <= LAST else None
        attached, decisions = given.pop("attached", ("invoice", "voucher")), given.pop("decisions", None)
        decisions = self.reviews(who, submitted) if decisions is None and submitted else decisions or []
        paid = later(max([submitted, *(day for *_, day in decisions)]), 1) if submitted and decisions else None
        paid = given.pop("paid_at", paid if paid and paid <= LAST else None)
        row = self.company.add("expense_claim", **{
            "id": self.company.number("BX-"), "employee_id": who, "employee_role": self.roles[who], "category": category, "amount": amount,
            "days": 1 if category in ("travel", "lodging") else None, "budget_line_id": self.line(category, incurred),
            "purpose": self.dice.choice(PURPOSES[category]), "incurred_at": incurred, "submitted_at": submitted, "paid_at": paid,
            "paid_by": self.company.holder("finance", paid) if paid else None,
            "status": "paid" if paid else "submitted" if submitted else "draft",
        } | given)
        for role, says, by, day in decisions:
            if day <= LAST:
                self.company.decide("expense_claim", row["id"], role, says, by, day)
        for kind in attached:
            self.attach(row, kind)
        return row

    def reviews(self, who: str, submitted: dt.date) -> list[Decision]:
        """The manager, for a manager the general manager, then finance."""
        first, last = later(submitted, 1), later(submitted, 2)
        managers = {row["employee_id"] for row in self.company.tables["appointment"] if row["role"] == "sales-manager"}
        role = "general-manager" if who in managers else "sales-manager"
        clerk = next(p for p, held in self.roles.items() if held == "finance" and p != who)
        return [(role, "reviewed", self.company.holder(role, first), first), ("finance", "reviewed", clerk, last)]

    def attach(self, claim: Row, kind: str, **given: Any) -> Row:
        number = f"2531{self.dice.randrange(10**8):08}" if kind == "invoice" else None
        return self.company.add("attachment", **{
            "id": self.company.number("FJ-"), "claim_id": claim["id"], "type": kind, "invoice_no": number, "amount": claim["amount"],
            "issuer": self.dice.choice(("铁路客运公司", "商务酒店", "餐饮公司", "展览公司", "印刷公司")) if number else None,
            "issued_at": claim["incurred_at"],
        } | given)

    def analysis(self, period: str, issued: dt.date, findings: list[str], taken: dt.date | None = None) -> Row:
        """The quarter's analysis of expenses, and a measure for each problem found, after five working days by default."""
        row = self.company.add(
            "analysis", id=self.company.number("FX-", 3), type="expense", period=period, basis="报销单和预算科目",
            prepared_by=self.company.holder("sales-manager", issued), issued_at=issued, findings=findings, conclusion="费用总体受控",
        )
        for problem in findings:
            self.measure(row, problem, taken or later(issued, 5))
        return row

    def measure(self, analysis: Row, problem: str, day: dt.date) -> Row:
        closed = later(day, 15)
        return self.company.add(
            "improvement", id=self.company.number("GJCS-", 3), source_form="analysis", source_id=analysis["id"], problem=problem,
            measure="按月核对并提前申请", owner_id=self.company.holder("sales-supervisor", day), created_at=day, due_at=day + 30 * DAY,
            closed_at=closed if closed <= LAST else None, result="已落实" if closed <= LAST else None,
            verified_by=self.company.holder("sales-manager", day) if closed <= LAST else None,
        )
