"""A property developer: one project under head office, one under a subsidiary, and what selling a unit leaves. All of it conforms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import EXPORTED, Staff
from sample.days import DAY, later, on_or_after, worked
from sample.money import Money

Row = dict[str, Any]
STAFF: list[Staff] = [
    (id, name, role, department, "2021-03-01", None)
    for id, name, role, department in (
        ("E001", "总经理甲", "general-manager", "管理层"),
        ("E002", "副总经理甲", "deputy-gm", "管理层"),
        ("E003", "经营销售部经理甲", "sales-manager", "经营销售部"),
        ("E004", "经营销售甲", "operating-sales", "经营销售部"),
        ("E005", "经营销售乙", "operating-sales", "经营销售部"),
        ("E006", "置业顾问甲", "marketing-dept", "营销部"),
        ("E007", "置业顾问乙", "marketing-dept", "营销部"),
        ("E008", "置业顾问丙", "marketing-dept", "营销部"),
        ("E009", "置业顾问丁", "marketing-dept", "营销部"),
        ("E010", "客户服务甲", "customer-service", "客户服务部"),
        ("E011", "客户服务乙", "customer-service", "客户服务部"),
        ("E012", "企划甲", "planning-dept", "企划部"),
        ("E013", "企划乙", "planning-dept", "企划部"),
        ("E014", "法务甲", "legal", "法务部"),
        ("E015", "法务乙", "legal", "法务部"),
        ("E016", "财务甲", "finance", "财务计统部"),
        ("E017", "财务乙", "finance", "财务计统部"),
        ("E018", "审计甲", "audit", "审计核算部"),
        ("E019", "设计甲", "design-rd", "设计研发部"),
        ("E020", "工程甲", "engineering", "工程材料部"),
        ("E021", "人力资源甲", "hr", "人力资源部"),
        ("E022", "项目部甲", "project-dept", "项目部"),
        ("E023", "财务分管高管甲", "finance-executive", "总部"),
        ("E024", "营销分管高管甲", "marketing-executive", "总部"),
        ("E025", "下属公司财务高管甲", "subsidiary-finance-executive", "下属公司"),
        ("E026", "下属公司营销高管甲", "subsidiary-marketing-executive", "下属公司"),
        ("E027", "档案员甲", "records-clerk", "综合部"),
        ("E028", "公司管理层甲", "senior-management", "管理层"),
    )
]
ON_SITE = ["E006", "E007", "E008", "E009"]
POSTS = {
    "general-manager", "deputy-gm", "sales-manager", "legal", "finance", "hr", "records-clerk", "customer-service", "operating-sales",
    "marketing-dept", "planning-dept",
}
"""Roles that the staff list knows as posts; it calls the others 其他."""
REVIEWERS = {"legal": "E014", "audit": "E018", "finance": "E016", "design": "E019", "engineering": "E020"}
TERMS = {
    "full": "签约后30天内一次付清",
    "instalments": "签约时付三成，余款90天内付清",
    "mortgage": "签约时付三成，余款按揭，75天内到账",
}
DEPOSIT = 20_000


def at(day: dt.date, hour: int = 10, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute))


def ago(day: dt.date, days: int) -> dt.date:
    """So many days before, or the last working day before that."""
    day -= dt.timedelta(days=days)
    while not worked(day):
        day -= DAY
    return day


def past(day: dt.date | None) -> dt.date | None:
    """The day, if it has come."""
    return day if day and day < EXPORTED else None


class Estate(Money):
    """The developer's tables, and the life of one unit until it is sold."""

    def __init__(self, seed: int = 20260703):
        super().__init__(seed, STAFF, ON_SITE)
        self.units: dict[str, int] = {}

    def hire(self, id: str, name: str, role: str, department: str, start: str, end: str | None = None) -> None:
        super().hire(id, name, role, department, start, end)
        self.tables["employee"][-1]["role"] = role if role in POSTS else "other"

    def rows(self, form: str, **match: Any) -> list[Row]:
        return [row for row in self.tables[form] if all(row.get(field) == value for field, value in match.items())]

    def drop(self, form: str, **match: Any) -> None:
        """Records that should be there and are not."""
        gone = self.rows(form, **match)
        self.tables[form] = [row for row in self.tables[form] if row not in gone]

    def redecide(self, key: str, role: str, change: Row | None, start: dt.date | None = None) -> None:
        """Changes a decision, `decided_at` as so many days from `start`; None takes the decision away."""
        if change is None:
            self.drop("approval", object_id=key, role=role)
            return
        if start and "decided_at" in change:
            change = change | {"decided_at": start + change["decided_at"] * DAY}
        for decision in self.rows("approval", object_id=key, role=role):
            decision |= change

    def some_day(self, first: dt.date, last: dt.date) -> dt.date:
        return on_or_after(first + self.random.randrange((last - first).days) * DAY)

    def team(self, project: Row) -> list[str]:
        """The consultants of a project: one half of them at head-office projects, the other half elsewhere."""
        return ON_SITE[:2] if project["management_type"] == "HQ" else ON_SITE[2:]

    def unit(self, project: Row, phase: str) -> Row:
        n = self.units[project["id"]] = self.units.get(project["id"], 0) + 1
        area = self.random.choice((78, 89, 96, 108, 126, 143))
        return self.add(
            "unit", id=f"{project['id'][3:]}-{1 + n // 40}-{2 + n % 40 // 4:02}{1 + n % 4:02}", project_id=project["id"], phase=phase,
            area=area, list_price=area * self.random.randrange(105, 132) * 100, status="free",
        )

    def buyer(self, day: dt.date, consultant: str, status: str = "active") -> str:
        id = self.number("C-")
        self.add(
            "customer", id=id, name=f"客户{id[2:]}", **{"class": "C"}, status=status, owner_id=consultant, created_at=day,
            purchase_need="自住购房", file_ref=f"DA-{id[2:]}",
        )
        return id

    def subscribe(self, project: Row, unit: Row, customer: str, day: dt.date, **given: Any) -> Row:
        """A subscription with its deposit; signed by whom the variant of the project says."""
        signer = self.random.choice(self.team(project)) if project["signing_variant"] == "A" else "E004"
        unit["status"] = "subscribed"
        row = self.add(
            "subscription", number=self.number("RG-"), unit_id=unit["id"], customer_id=customer, price=unit["list_price"] * 98 // 100,
            deposit=DEPOSIT, signed_at=day, signed_by=signer, valid_to=day + dt.timedelta(days=20), status="active",
        )
        row |= given
        return row

    def deposit(self, subscription: Row, day: dt.date) -> Row:
        """Money for a subscription that is no contract yet."""
        held = {"number": None, "customer_id": subscription["customer_id"]}
        row = self.receive(held, "", DEPOSIT, day, self.holder("finance", day))
        row |= {"schedule_id": None, "type": "deposit", "subscription_no": subscription["number"]}
        return row

    def sell(self, project: Row, phase: str, drafted: dt.date, method: str = "full", **given: Any) -> Row:
        """A unit subscribed, reviewed, approved, signed, registered and paid; `given` overrides fields of the contract.

        Days: subscribed a week before drafting, reviewed after two working days, concluded after three, approved after four
        and five, sent after six, signed after eight.
        """
        drafted = on_or_after(drafted)
        unit = self.unit(project, phase)
        consultant = self.random.choice(self.team(project))
        customer = self.buyer(ago(drafted, 12), consultant)
        subscription = self.subscribe(project, unit, customer, ago(drafted, 7))
        signed = past(given.pop("signed_at", later(drafted, 8)))
        signer = self.random.choice(("E010", "E011")) if project["signing_variant"] == "A" else "E005"
        row = self.add(
            "contract", number=self.number(f"HT-{drafted.year}-"), title="商品房买卖合同", customer_id=customer, unit_id=unit["id"],
            product_or_service=f"{project['name']}{phase} {unit['id']}", price=subscription["price"],
            delivery_date=given.pop("delivery_date"), payment_terms=TERMS[method], payment_method=method, sales_owner_id=consultant,
            drafted_by=signer, drafted_at=drafted, sent_at=past(later(drafted, 6)), signed_at=signed, signed_by=signer if signed else None,
            template_id="contract", template_version="1", deviation=self.random.random() < 0.08, status="active" if signed else "review",
        )
        row |= given
        row["quotation_id"] = self._quote(row, ago(drafted, 8))
        self.discount(unit, row, ago(drafted, 6))
        if later(drafted, 5) < EXPORTED:
            self._review(row)
            self._approve(row, project)
        if signed:
            subscription |= {"status": "converted", "ended_at": signed}
            unit["status"] = "sold"
            self.file(row, {})
            self._register(row, subscription, unit)
            self._collect(row, subscription)
        else:
            self.deposit(subscription, subscription["signed_at"])["contract_no"] = None
        return row

    def _quote(self, row: Row, day: dt.date) -> str:
        return self.add(
            "quotation", id=self.number("JJ-"), customer_id=row["customer_id"], price=row["price"], payment_terms=row["payment_terms"],
            prepared_by=row["sales_owner_id"], issued_at=day, accepted_at=later(day, 1),
        )["id"]

    def discount(self, unit: Row, row: Row, day: dt.date) -> Row:
        """The slip that grants what a unit is sold below its list price, in round thousands."""
        less = unit["list_price"] - row["price"]
        slip = self.add(
            "discount_slip", id=self.number("YHPS-"), unit_id=unit["id"], customer_id=row["customer_id"], list_price=unit["list_price"],
            amount=(less // 1_000 + 1) * 1_000, price_source="现行价格表", reason="按时签约优惠", requested_by=row["sales_owner_id"], requested_at=day,
        )
        self.decide("discount_slip", slip["id"], "sales-manager", "reviewed", "E003", later(day, 1))
        self.decide("discount_slip", slip["id"], "general-manager", "approved", "E001", later(day, 2))
        return slip

    def _review(self, row: Row) -> None:
        """The five functions; legal's sheet concludes the review, and everybody is told the result."""
        drafted = row["drafted_at"]
        decided, closed = later(drafted, 2), later(drafted, 3)
        method = self.random.choice(("countersignature", "countersignature", "contact-sheet", "meeting"))
        if method == "meeting":
            self.meet("contract-review", decided, row["number"], "购房合同评审", list(REVIEWERS.values()))
        sheets = [self.review(row, function, who, decided, method) for function, who in REVIEWERS.items()]
        if row["deviation"]:
            self.review(row, "legal", "E014", later(drafted, 3), "request-slip")
        sheets[0] |= {"closed_at": closed, "participants": list(REVIEWERS.values())}
        told = closed + DAY if worked(closed + DAY) and closed + DAY < EXPORTED and self.random.random() < 0.5 else closed
        for who in REVIEWERS.values():
            self.tell(sheets[0], who, told)

    def review(self, row: Row, function: str, who: str, day: dt.date, method: str) -> Row:
        return self.add(
            "contract_review", id=self.number("PS-"), contract_no=row["number"], function=function, reviewer_id=who,
            scope=["clauses", "subscription", "promises"], method=method, opinion="同意", conclusion="agreed", decided_at=day,
        )

    def tell(self, sheet: Row, who: str, day: dt.date) -> Row:
        return self.add(
            "notification", id=self.number("TZ-", 5), object_form="contract_review", object_id=sheet["id"], subject="合同评审结果",
            recipient_id=who, channel="office-system", sent_at=at(day, 16, 30), sent_by="E004",
        )

    def meet(self, kind: str, day: dt.date, about: str | None, topic: str, who: list[str], project: str | None = None) -> Row:
        return self.add(
            "meeting", id=self.number("HY-"), type=kind, held_at=at(day, 9, 30), convened_by=who[0], organiser_dept="marketing-dept",
            attendees=who, project_id=project, topic_ref=about, topic=topic, minutes_ref=self.number("JY-"),
        )

    def _approve(self, row: Row, project: Row) -> None:
        number, drafted = row["number"], row["drafted_at"]
        approved = later(drafted, 5)
        for role, says, who, day in (
            ("legal", "reviewed", "E014", later(drafted, 2)), ("finance", "reviewed", "E016", later(drafted, 2)),
            ("sales-manager", "approved", "E003", later(drafted, 4)), ("general-manager", "approved", "E001", approved),
        ):
            self.decide("contract", number, role, says, who, day)
        self.paper(
            "F-17", "购房销售合同审核单", approved, "E004", contract_no=number, customer_id=row["customer_id"], project_id=project["id"],
            completed_at=at(approved, 17),
        )

    def paper(self, number: str, title: str, day: dt.date, owner: str, hour: int = 16, **fields: Any) -> Row:
        """A sheet of a printed form."""
        return self.add(
            "form_record", serial=self.number("BD-", 5), form_no=number, form_version="1", title=title, owner_id=owner,
            filled_at=at(day, hour), **fields)

    def _register(self, row: Row, subscription: Row, unit: Row) -> None:
        self.add(
            "deal_register", id=self.number("CJ-"), contract_no=row["number"], unit_id=unit["id"], customer_id=row["customer_id"],
            subscription_no=subscription["number"], area=unit["area"], price=row["price"], payment_method=row["payment_terms"],
            consultant_id=row["sales_owner_id"], registered_at=row["signed_at"],
        )

    def _collect(self, row: Row, subscription: Row) -> None:
        """The deposit at subscription, then by the terms; now and then late, and chased as it should be."""
        subscribed, signed, price = subscription["signed_at"], row["signed_at"], row["price"]
        first = 0 if row["payment_method"] == "full" else price * 3 // 10 - DEPOSIT
        self.instalment(row, DEPOSIT, subscribed, subscribed)
        self.tables["payment"][-1] |= {"type": "deposit", "subscription_no": subscription["number"]}
        if first:
            self.instalment(row, first, signed, signed, no=2)
        due = signed + dt.timedelta(days={"full": 30, "instalments": 90, "mortgage": 75}[row["payment_method"]])
        late = self.random.random() < 0.1
        paid = due + dt.timedelta(days=self.random.randrange(4, 14)) if late else due - dt.timedelta(days=self.random.randrange(0, 6))
        paid = paid if paid < EXPORTED - DAY else None
        unpaid = paid is None or paid > due
        self.instalment(
            row, price - first - DEPOSIT, due, paid, no=3 if first else 2, remind=due - dt.timedelta(days=4) if unpaid else None,
            dun=due + dt.timedelta(days=3) if unpaid else None,
        )
        if row["payment_method"] == "mortgage":
            self.mortgage(row, price - first - DEPOSIT, later(signed, self.random.randrange(2, 12)), paid)

    def mortgage(self, row: Row, amount: int, applied: dt.date, paid: dt.date | None) -> Row | None:
        approved = later(applied, 12)
        if applied >= EXPORTED:
            return None
        return self.add(
            "mortgage", id=self.number("AJ-"), contract_no=row["number"], bank="甲银行", amount=amount, applied_at=applied,
            approved_at=past(approved), paid_out_at=paid, handled_by="E004",
        )
