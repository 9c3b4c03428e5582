"""A trading company's deals, orders, money and visits, each with all the records that it leaves.

Everything made here conforms; `inject` makes what does not.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import EXPORTED, Staff
from sample.days import later, on_or_after
from sample.money import Money

STAFF = [
    ("E001", "总经理甲", "general-manager", "管理层", "2020-01-06", "2026-01-30"),
    ("E002", "总经理乙", "general-manager", "管理层", "2026-01-31", None),
    ("E003", "销售经理甲", "sales-manager", "销售部", "2021-03-01", None),
    ("E004", "销售经理乙", "sales-manager", "销售部", "2022-05-04", None),
    ("E005", "法务甲", "legal", "法务部", "2021-06-01", None),
    ("E006", "法务乙", "legal", "法务部", "2025-12-01", None),
    ("E007", "财务甲", "finance", "财务部", "2020-01-06", None),
    ("E008", "财务乙", "finance", "财务部", "2025-11-03", None),
    ("E009", "档案员甲", "records-clerk", "综合部", "2022-01-04", None),
    ("E010", "统计员甲", "statistics-clerk", "销售部", "2022-01-04", None),
    ("E011", "交付甲", "delivery", "交付部", "2021-01-04", None),
    ("E012", "主管甲", "sales-supervisor", "销售部", "2021-01-04", None),
    ("E013", "主管乙", "sales-supervisor", "销售部", "2023-02-01", None),
    *[(f"E{20 + n:03}", f"销售{'甲乙丙丁戊己'[n]}", "sales-rep", "销售部", f"2023-0{n % 9 + 1}-01", None) for n in range(6)],
]
SELLERS = [f"E{20 + n:03}" for n in range(6)]
GOODS = ["工业空压机", "变频器", "数控机床附件", "检测仪器", "备件包", "年度维护服务", "安装调试服务"]
TERMS = ["预付30%，验收后90天内付清", "签订后30天付30%，90天付70%", "分两期付清"]
STEP_UP = dt.date(2026, 3, 1)
"""From this day the general manager approves from 300,000 on, not from 500,000."""


class Trader(Money):
    """A company that sells by contract and by order."""

    data_roles: tuple[str, ...] = ("sales-manager", "sales-supervisor", "finance", "records-clerk")
    """Who may see the data of any customer."""
    file_first = False
    """Whether the complete file comes before the contract."""
    route = "manager"
    """Who settles a complaint: the manager always, or the representative within his authority."""
    by_amount = True
    """Whether the amount of a contract decides on who approves it."""
    goods = GOODS
    """What it sells."""
    managers: tuple[str, ...] = ("E003", "E004")
    """Who manages sales."""
    offices: tuple[tuple[str, str], ...] = (("legal", "法务部"), ("sales-manager", "销售部"))
    """What a supervisor holds besides: allowed, yet not to fill two places of one contract."""
    metrics: tuple[str, ...] = ("task-completion", "satisfaction", "process-compliance")
    """What a salesperson is assessed by."""
    departments: tuple[str, ...] = ("purchasing", "production", "logistics")
    """Who is told of an order."""
    fresh = 1
    """In every so many months everybody who sells wins a new customer."""
    pauses: tuple[int, ...] = (2, 3, 3)
    """Working days from one lead to the next."""
    quotas = True
    """Whether everybody who sells has to make so many calls a day and visits a week."""
    presales = False
    """Whether pre-sales takes part in surveys and presentations."""

    def __init__(self, seed: int = 20260701, staff: list[Staff] = STAFF, sellers: list[str] = SELLERS):
        super().__init__(seed, staff, sellers)
        for role, department in self.offices:
            self.appoint("E013", role, department, dt.date(2025, 7, 1), None)

    def customer(self, name: str | None = None, grade: str = "C", status: str = "active") -> str:
        id = self.number("C-")
        day = dt.date(2025, 1, 6) + dt.timedelta(days=self.random.randrange(150))
        self.add(
            "customer",
            id=id,
            name=name or f"客户{id[2:]}",
            **{"class": grade},
            status=status,
            owner_id=self.random.choice(self.sellers),
            created_at=day,
        )
        return id

    # contracts

    def general_manager(self, day: dt.date) -> str:
        return self.holder("general-manager", day)

    def deal(self, drafted: dt.date, price: int, **given: Any) -> dict[str, Any]:
        """A contract with everything that belongs to it; `given` overrides fields, None leaves a record out.

        Days by default: quotation accepted before drafting, legal review next working day, sent after three, approved by
        the sales manager after four, by the general manager after five, signed after seven.
        """
        drafted = on_or_after(drafted)
        owner = given.get("owner") or self.random.choice(self.sellers)
        customer = given.get("customer") or self.customer()
        row = {
            "number": f"HT-{drafted.year}-{self._next(drafted.year):04}",
            "title": f"{self.random.choice(self.goods)}销售合同",
            "customer_id": customer,
            "product_or_service": self.random.choice(self.goods),
            "price": price,
            "delivery_date": drafted + dt.timedelta(days=60),
            "payment_terms": self.random.choice(TERMS),
            "sales_owner_id": owner,
            "drafted_by": given.get("drafted_by", owner),
            "drafted_at": drafted,
            "sent_at": given.get("sent", later(drafted, 3)),
            "signed_at": given.get("signed", later(drafted, 7)),
            "template_id": "contract",
            "template_version": given.get("version", "1"),
            "deviation": bool(given.get("slip")) or given.get("deviation", False),
        }
        row["signed_by"] = "E003" if row["signed_at"] else None
        row["status"] = given.get("status") or ("active" if row["signed_at"] else "sent" if row["sent_at"] else "review")
        self._before(row, given)
        self.add("contract", **row)
        self._approve(row, given)
        if row["signed_at"]:
            self.file(row, given)
        return row

    def _next(self, year: int) -> int:
        self._numbers[f"HT{year}"] += 1
        return self._numbers[f"HT{year}"]

    def _before(self, row: dict[str, Any], given: dict[str, Any]) -> None:
        """Opportunity, quotation, negotiation and reviews."""
        drafted, price = row["drafted_at"], row["price"]
        opportunity, quotation = self.number("SJ-"), self.number("BJ-")
        row["opportunity_id"], row["quotation_id"] = opportunity, quotation
        accepted = given.get("accepted", drafted - dt.timedelta(days=self.random.randrange(1, 8)))
        agreed = given.get("agreed", drafted - dt.timedelta(days=self.random.randrange(0, 4)))
        issued = drafted - dt.timedelta(days=20)
        self.add(
            "opportunity",
            id=opportunity,
            customer_id=row["customer_id"],
            name=row["title"],
            owner_id=row["sales_owner_id"],
            opened_at=issued - dt.timedelta(days=20),
            status="won" if row["signed_at"] else "open",
        )
        self.add(
            "quotation",
            id=quotation,
            opportunity_id=opportunity,
            customer_id=row["customer_id"],
            price=price,
            payment_terms=row["payment_terms"],
            prepared_by=row["sales_owner_id"],
            issued_at=issued,
            accepted_at=accepted,
        )
        if agreed:
            self.add(
                "negotiation",
                id=self.number("TP-"),
                opportunity_id=opportunity,
                quotation_id=quotation,
                customer_id=row["customer_id"],
                led_by="E004",
                held_at=min(agreed, drafted),
                topics=["price", "service", "terms"],
                agreed_at=agreed,
            )
        for function, who in (("legal", "E005"), ("finance", "E007"), ("delivery", "E011")):
            self.review(row, function, who, later(drafted, 2), "countersignature")
        if given.get("slip"):
            self.review(row, "legal", "E005", given["slip"], "request-slip")

    def review(self, row: dict[str, Any], function: str, who: str, day: dt.date, method: str) -> None:
        self.add(
            "contract_review",
            id=self.number("PS-"),
            contract_no=row["number"],
            function=function,
            reviewer_id=who,
            scope=["clauses", "price", "delivery"],
            method=method,
            opinion="同意",
            conclusion="agreed",
            decided_at=day,
        )

    def _approve(self, row: dict[str, Any], given: dict[str, Any]) -> None:
        """The decisions that the line demands; `decisions` in `given` replaces them all."""
        if "decisions" in given:
            for decision in given["decisions"]:
                self.decide("contract", row["number"], *decision)
            return
        drafted, gate = row["drafted_at"], row["signed_at"] or EXPORTED
        self.decide("contract", row["number"], "legal", "reviewed", "E005", later(drafted, 1))
        self.decide("contract", row["number"], "sales-manager", "approved", "E003", later(drafted, 4))
        if row["price"] >= (300_000 if gate >= STEP_UP else 500_000):
            day = later(drafted, 5)
            self.decide("contract", row["number"], "general-manager", "approved", self.general_manager(day), day)

    # orders, visits, feedback

    def rate(self, customer: str, limit: int, day: dt.date) -> None:
        self.add("credit_rating", id=self.number("XY-", 3), customer_id=customer, grade="B", limit=limit, rated_at=day, rated_by="E007")

    def order(
        self, customer: str, amount: int, booked: dt.date, released: dt.date | None, review: dt.date | None, approve: dt.date | None,
        delivered: dt.date | None = None,
    ) -> dict[str, Any]:
        """An order; its release approvals stand in columns of the order ledger."""
        return self.add(
            "order",
            id=self.number("DD-"),
            customer_id=customer,
            amount=amount,
            booked_at=booked,
            released_at=released,
            delivered_at=delivered,
            owner_id="E021",
            status="released" if released else "open",
            finance_by="E007" if review else None,
            finance_at=review,
            manager_by="E004" if approve else None,
            manager_at=approve,
        )

    def visit(self, customer: str, day: dt.date, planned: dt.date | None, who: str | None = None) -> dict[str, Any]:
        who = who or self.random.choice(self.sellers)
        if planned:
            self.add(
                "visit_plan",
                id=self.number("BFJH-"),
                customer_id=customer,
                owner_id=who,
                planned_at=planned,
                place="客户办公室",
                purpose="了解需求",
                materials="样本、价目表",
                created_at=dt.datetime.combine(planned - dt.timedelta(days=1), dt.time(16, 30)),
            )
        return self.activity(customer, "visit", day, who)

    def activity(self, customer: str, kind: str, day: dt.date, who: str | None = None, contract: str | None = None) -> dict[str, Any]:
        return self.add(
            "activity",
            id=self.number("GJ-", 5),
            type=kind,
            customer_id=customer,
            contract_no=contract,
            done_by=who or self.random.choice(self.sellers),
            done_at=dt.datetime.combine(day, dt.time(9 + self.random.randrange(8), self.random.choice((0, 15, 30, 45)))),
            direction="out",
            feedback="沟通顺利",
            next_action_at=day + dt.timedelta(days=14),
        )

    def feedback(
        self, customer: str, collected: dt.date, reported: dt.date | None, to: str | None = "E003", source: str = "customer"
    ) -> dict[str, Any]:
        return self.add(
            "feedback",
            id=self.number("FK-"),
            source=source,
            customer_id=customer,
            topic="产品与服务",
            content="希望缩短交货期",
            collected_at=collected,
            collected_by=self.random.choice(self.sellers),
            reported_at=reported,
            reported_to=to if reported else None,
        )
