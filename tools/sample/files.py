"""What the file of a customer holds once everything else is known: its data, its class, its file, its rating and its line in the ledger."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from random import Random
from typing import Any

from sample.company import EXPORTED
from sample.days import later
from sample.ledger import Ledger
from sample.trader import Trader

Row = dict[str, Any]
DAY = dt.timedelta(days=1)
CONTACTS = ["采购经理", "采购主管", "设备科长", "生产经理", "项目负责人"]
SCOPES = ["机械加工", "电子装配", "食品包装", "汽车零部件", "化工设备", "仓储物流", "印刷包装"]
PREFERENCES = ["送货前电话通知", "发票随货同行", "技术资料用电子版", "周五不收货", "以微信联系为主"]
POTENTIAL = {"A": "high", "B": "high", "C": "low"}
BASIS = {"A": "潜力高，一年四单以上", "B": "潜力高，订单尚少", "C": "潜力低"}
KEY_ORDERS = 4
"""Orders in a year that make a customer with high potential class A."""


class Files:
    """The customers of a company with what happened to each; `odd`: what was planted, by check and case."""

    def __init__(self, company: Trader, ledger: Ledger, random: Random):
        self.company, self.random = company, random
        self.odd = {(entry["check"], entry["case"]) for entry in ledger.entries}
        self.rows = [row for row in company.tables["customer"]]
        self.contracts = self._by_customer("contract", "signed_at")
        self.orders = self._by_customer("order", "booked_at")
        self.ratings = self._by_customer("credit_rating", "rated_at")

    def _by_customer(self, form: str, at: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.company.tables[form]:
            if isinstance(row.get(at), dt.date):
                found[row["customer_id"]].append(row)
        return found

    def sold(self, row: Row) -> list[dt.date]:
        """Days of the deals with a customer: contracts, orders where there are none, or whatever came first where the file does."""
        contracts = sorted(c["signed_at"] for c in self.contracts[row["id"]])
        orders = sorted(o["booked_at"] for o in self.orders[row["id"]])
        return sorted(contracts + orders) if self.company.file_first else contracts or orders

    def basic(self) -> None:
        for row in self.rows:
            n, pick = int(row["id"][2:]), self.random.choice
            for field, value in (
                ("contact_name", pick(CONTACTS)), ("phone", f"021-5550{n:04}"), ("business_scope", pick(SCOPES)),
                ("purchase_need", pick(self.company.goods)), ("preferences", pick(PREFERENCES)), ("tax_id", f"91310000X{n:09}"),
            ):
                row.setdefault(field, value)

    def classed(self) -> None:
        """Potential, date and basis."""
        for row in self.rows:
            grade = row["class"]
            row.setdefault("potential", POTENTIAL.get(grade, "medium"))
            if row["status"] == "active":
                row.setdefault("class_date", row["created_at"])
                row.setdefault("class_basis", BASIS[grade])

    def bought(self) -> None:
        for row in self.rows:
            if row["status"] == "active":
                self._buy(row, KEY_ORDERS if row["class"] == "A" else 1)

    def _buy(self, row: Row, least: int) -> None:
        """Orders of the last spring, until a customer has as many deals as its class says."""
        planted = {("R-068.a", row["id"]), ("R-069.b", row["id"])} & self.odd
        have = len(self.orders[row["id"]]) + (len(self.contracts[row["id"]]) if least == 1 else 0)
        bought = sum(order["amount"] for order in self.orders[row["id"]])
        for n in range(have, 0 if planted or bought >= 1_000_000 else least):
            booked = later(max(dt.date(2026, 4, 7), row["created_at"]), n * 10 + self.random.randrange(8))
            self.orders[row["id"]].append(
                self.company.order(row["id"], 12_000 + 1_500 * n, booked, later(booked, 2), None, None, later(booked, 6)))

    def filed(self) -> None:
        """The complete file on the day of the deal, or before a rating that orders need; kept by the records clerk."""
        for row in self.rows:
            deals, rated = self.sold(row), sorted(r["rated_at"] for r in self.ratings[row["id"]])
            if not deals:
                continue
            day = deals[0] if self.contracts[row["id"]] and not self.company.file_first else min([deals[0], *rated])
            row.setdefault("file_created_at", day)
            if row["file_created_at"]:
                row.setdefault("filed_at", row["file_created_at"])
                row.setdefault("filed_by", self.company.holder("records-clerk", row["file_created_at"]))
            row.setdefault("file_ref", f"KHDA-{row['id'][2:]}")
            row.setdefault("first_order_at", deals[0])

    def rated(self) -> None:
        """Whoever signed is rated within a week."""
        for row in self.rows:
            if self.contracts[row["id"]] and not self.ratings[row["id"]] and ("R-074.a", row["id"]) not in self.odd:
                day = min(later(row["file_created_at"] or self.sold(row)[0], self.random.randrange(4)), EXPORTED)
                self.company.rate(row["id"], 1_000_000, day)

    def updated(self, events: dict[str, dt.date]) -> None:
        """Within a week of the last event, or a while after the customer was entered."""
        for row in self.rows:
            last = events.get(row["id"], row["created_at"])
            day = last + dt.timedelta(days=self.random.randrange(7))
            row.setdefault("updated_at", day if day < EXPORTED else None)

    def listed(self, ledger: Ledger) -> None:
        """One line of the sales ledger for each signed contract, as the contract says."""
        have = {line["contract_no"] for line in self.company.tables["sales_ledger"]}
        for contract in self.company.tables["contract"]:
            key = contract["number"]
            if contract["signed_at"] is None or contract["status"] == "void" or key in have or ("R-076.a", key) in self.odd:
                continue
            line(self.company, contract)
            if not isinstance(contract["price"], int):
                ledger.dark("R-076.a", "contract", key, "value-unreadable", "合同金额读不出", "the price cannot be read")


def line(company: Trader, contract: Row, **changed: Any) -> Row:
    """A line of the sales ledger, entered on the day after signing."""
    entered = min(later(contract["signed_at"], 1), EXPORTED)
    price = contract["price"] if isinstance(contract["price"], int) else 86_000
    return company.add("sales_ledger", **{
        "id": company.number("TZ-"), "contract_no": contract["number"], "customer_id": contract["customer_id"], "amount": price,
        "entered_at": entered, "entered_by": company.holder("statistics-clerk", entered),
    } | changed)


def events(company: Trader) -> dict[str, dt.date]:
    """The last thing in each customer's life that its file must show."""
    last: dict[str, dt.date] = {}
    told = (
        ("contract", "signed_at", lambda row: True), ("complaint", "closed_at", lambda row: True),
        ("activity", "done_at", lambda row: row["type"] == "contact-change"),
    )
    for form, at, counts in told:
        for row in company.tables[form]:
            day, customer = row.get(at), row.get("customer_id")
            if isinstance(day, dt.date) and customer and counts(row):
                day = day.date() if isinstance(day, dt.datetime) else day
                last[customer] = max(day, last.get(customer, day))
    return last
