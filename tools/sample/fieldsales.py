"""The field sales company: representatives on the road every day, the general manager looks at every contract before it goes out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import chapters, contacts, field_contracts, field_days, field_money, inject, plans, year
from sample.company import FIRST, LAST, Staff
from sample.days import earlier, later, on_or_after
from sample.ledger import Ledger, asked
from sample.trader import STEP_UP, Trader
from sample.trading import renumber

SELLERS = [f"E{20 + n:03}" for n in range(6)]
STAFF: list[Staff] = [
    ("E001", "总经理甲", "general-manager", "管理层", "2019-04-01", None),
    ("E003", "业务经理甲", "sales-manager", "业务部", "2020-03-02", None),
    ("E004", "业务经理乙", "sales-manager", "业务部", "2021-09-01", None),
    ("E005", "法务甲", "legal", "综合部", "2021-06-01", None),
    ("E006", "法务乙", "legal", "综合部", "2025-12-01", None),
    ("E007", "财务甲", "finance", "财务部", "2019-04-01", None),
    ("E008", "财务乙", "finance", "财务部", "2025-11-03", None),
    ("E009", "档案员甲", "records-clerk", "综合部", "2022-01-04", None),
    ("E010", "信息统计员甲", "statistics-clerk", "业务部", "2022-01-04", None),
    ("E011", "交付甲", "delivery", "服务部", "2021-01-04", None),
    ("E012", "主管甲", "sales-supervisor", "业务部", "2021-01-04", None),
    ("E013", "主管乙", "sales-supervisor", "业务部", "2023-02-01", None),
    ("E014", "档案员乙", "records-clerk", "综合部", "2026-02-02", None),
    *[(who, f"业务代表{'甲乙丙丁戊己'[n]}", "sales-rep", "业务部", f"2023-0{n + 1}-01", None) for n, who in enumerate(SELLERS)],
]


class Fielder(Trader):
    """A company of representatives who visit customers."""

    data_roles = ("sales-manager", "records-clerk")
    file_first = True
    route = "representative"
    by_amount = False
    weekly_meeting = True

    def __init__(self, seed: int = 20260709):
        super().__init__(seed, STAFF, SELLERS)

    def deal(self, drafted: dt.date, price: int, **given: Any) -> dict[str, Any]:
        row = super().deal(drafted, price, **given)
        opportunity = next(o for o in reversed(self.tables["opportunity"]) if o["id"] == row["opportunity_id"])
        intent = on_or_after(opportunity["opened_at"] + dt.timedelta(days=4))
        customer = next(c for c in reversed(self.tables["customer"]) if c["id"] == row["customer_id"])
        if intent >= max(FIRST, customer["created_at"]):
            self.propose(opportunity, intent, earlier(intent + dt.timedelta(days=4), 1), earlier(intent + dt.timedelta(days=7), 1))
        return row

    def _approve(self, row: dict[str, Any], given: dict[str, Any]) -> None:
        """Before it is sent the general manager reviews a contract: by default on the second working day.

        Until the procedure was revised, manager, legal and general manager approved it by amount besides.
        """
        usual = later(row["drafted_at"], 2)
        day = given.get("reviewed", usual)
        if day and given.get("decisions") != []:
            who = given.get("reviewer", self.general_manager(usual))
            self.decide("contract", row["number"], "general-manager", given.get("says", "reviewed"), who, day, given.get("amount"))
        if row["signed_at"] and row["signed_at"] < STEP_UP:
            super()._approve(row, given)

    def propose(self, opportunity: dict[str, Any], intent: dt.date, called: dt.date | None, proposed: dt.date | None) -> None:
        """A customer who means to buy is called, and gets a proposal."""
        opportunity |= {"intent_level": "high", "intent_at": intent, "needs": "扩产换代"}
        if called:
            self.activity(opportunity["customer_id"], "call", called, opportunity["owner_id"])["opportunity_id"] = opportunity["id"]
        if proposed:
            self.add(
                "solution", id=self.number("FA-"), opportunity_id=opportunity["id"], customer_id=opportunity["customer_id"],
                title=f"{opportunity['name']}方案", prepared_by=opportunity["owner_id"], submitted_at=proposed, sections=["needs", "functions", "price"],
            )

    def visit(self, customer: str, day: dt.date, planned: dt.date | None, who: str | None = None) -> dict[str, Any]:
        """Talked through before, reported and written down on the same day."""
        row = super().visit(customer, day, planned, who)
        if planned:
            evening = dt.datetime.combine(earlier(planned, 1), dt.time(16, 30))
            self.tables["visit_plan"][-1] |= {
                "created_at": evening, "supervisor_briefed_at": evening + dt.timedelta(minutes=25), "instructed_at": evening + dt.timedelta(minutes=30),
                "departed_at": dt.datetime.combine(planned, dt.time(8, 40)), "customer_type": "existing", "route": "公司—客户厂区—公司",
                "customer_data": "客户档案摘要", "price_list": "现行价目表", "advertising": "产品样本",
            }
        row |= {
            "needs": "备件与扩产", "intent": "intent", "product_use": "运行正常", "reported_at": dt.datetime.combine(day, dt.time(18, 0)),
            "reported_to": self.holder("sales-supervisor", day),
        }
        for form in ("F-47", "F-48"):
            self.form(form, row["done_by"], dt.datetime.combine(day, dt.time(17, 30)), activity_id=row["id"], customer_id=customer)
        return row

    def form(self, number: str, who: str, filled: dt.datetime, **more: Any) -> dict[str, Any]:
        return self.add("form_record", serial=self.number("BD-", 5), form_no=number, form_version="1", owner_id=who, filled_at=filled, **more)


def fieldsales() -> tuple[Fielder, Ledger]:
    company, ledger = Fielder(), Ledger(asked("field-sales"))
    _live(company)
    inject.common(company, ledger)
    field_contracts.plant(company, ledger)
    field_money.plant(company, ledger)
    plans.plant(company, ledger)
    chapters.run("field", company, ledger)
    plans.complete(company, ledger)
    contacts.keep(company, ledger)
    field_days.keep(company, ledger)
    field_money.keep(company, ledger)
    chapters.settle("field", company, ledger)
    renumber(company, ledger, (2026, 21))
    return company, ledger


def _live(company: Fielder) -> None:
    customers = [company.customer(grade="ABC"[n % 3]) for n in range(30)]
    day = FIRST
    while later(day, 12) <= LAST:
        price = company.random.choice(year.PRICES) + company.random.choice((0, 0, 0, 800, 2_600))
        year.money(company, company.deal(day, price, customer=company.random.choice(customers)))
        day += dt.timedelta(days=company.random.choice((3, 4, 5, 6, 7)))
    year.underway(company, customers)
    year.orders(company)
    year.visits(company, customers)
    year.feedback(company, customers)
    year.targets(company)
