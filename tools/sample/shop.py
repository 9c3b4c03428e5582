"""A clothing retailer with two shops: its staff, its members, and what a sale leaves behind.

Everything made here conforms; the chapter of the shop's procedure changes some of it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from sample.company import Company, Staff

Row = dict[str, Any]
SHOPS = ("MD-01", "MD-02")
STAFF: list[Staff] = [
    ("E001", "总经理甲", "general-manager", "管理层", "2019-03-04", None),
    ("E002", "销售经理甲", "sales-manager", "零售部", "2020-05-06", "2025-12-31"),
    ("E003", "销售经理乙", "sales-manager", "零售部", "2026-01-01", None),
    ("E004", "质量经理甲", "quality-manager", "管理层", "2021-02-01", None),
    ("E005", "财务甲", "finance", "财务部", "2019-03-04", None),
    ("E006", "保管员甲", "storekeeper", "零售部", "2020-03-02", None),
    ("E007", "客服甲", "customer-service", "零售部", "2021-07-01", None),
    ("E008", "人事甲", "hr", "管理层", "2020-01-06", None),
    ("E009", "售后甲", "after-sales", "零售部", "2022-03-01", None),
    ("E010", "法务甲", "legal", "管理层", "2021-06-01", None),
    ("E011", "主管甲", "sales-supervisor", "一店", "2020-09-01", None),
    ("E012", "主管乙", "sales-supervisor", "二店", "2021-09-01", None),
    *[(f"E{21 + n:03}", f"导购{'甲乙丙丁戊己'[n]}", "shop-sales", "一店" if n < 3 else "二店", f"2023-0{n + 2}-01", None) for n in range(6)],
    # Two who came and went in the year.
    ("E027", "导购庚", "shop-sales", "一店", "2024-04-01", "2026-03-31"),
    ("E028", "导购辛", "shop-sales", "二店", "2025-10-09", None),
]
CREW = {"MD-01": ["E021", "E022", "E023"], "MD-02": ["E024", "E025", "E026"]}
SUPERVISOR = {"MD-01": "E011", "MD-02": "E012"}
STYLES = [("CY", "衬衣", 299), ("KZ", "长裤", 359), ("WT", "外套", 799), ("QZ", "连衣裙", 499), ("ZZ", "针织衫", 329), ("TX", "T恤", 159)]
ARTICLES = [(f"{code}-{1021 + n * 7}", name, price + n * 20) for code, name, price in STYLES for n in range(4)]
COLOURS, SIZES = ("藏青", "米白", "黑", "浅灰", "驼色"), ("S", "M", "L", "XL")
METHODS = ["cash"] * 5 + ["electronic"] * 24 + ["voucher"]
PROMOTIONS = (
    ("CX-2501", dt.date(2025, 9, 26), dt.date(2025, 10, 8)), ("CX-2502", dt.date(2025, 11, 8), dt.date(2025, 11, 11)),
    ("CX-2601", dt.date(2026, 2, 7), dt.date(2026, 2, 15)), ("CX-2602", dt.date(2026, 6, 13), dt.date(2026, 6, 20)),
)


class Shop(Company):
    """A company that sells over the counter."""

    def __init__(self, seed: int = 20260703):
        super().__init__(seed, STAFF, [who for crew in CREW.values() for who in crew])
        self.lines: dict[str, list[Row]] = defaultdict(list)
        self.paid: dict[str, Row] = {}
        self.taken: set[str] = set()

    def pick(self, dice: Random, fits: Callable[[Row], bool] = lambda sale: True) -> Row:
        """An ordinary sale at list price that nothing has been done to yet."""
        while True:
            sale = dice.choice(self.tables["pos_sale"])
            plain = all(line["price"] == line["list_price"] for line in self.lines[sale["id"]])
            if plain and sale["id"] not in self.taken and fits(sale):
                self.taken.add(sale["id"])
                return sale

    def member(self, day: dt.date, owner: str) -> str:
        id = self.number("HY-")
        self.add("customer", id=id, name=f"会员{id[3:]}", **{"class": "C"}, status="active", owner_id=owner, created_at=day)
        return id

    def sale(self, dice: Random, shop: str, at: dt.datetime, basket: list[tuple[str, int, int]], member: str | None, who: str) -> Row:
        """Confirmed, entered, paid and handed over within minutes; `basket`: article, list price, quantity."""
        confirmed = at + dt.timedelta(minutes=dice.randrange(5, 25))
        paid = confirmed + dt.timedelta(minutes=dice.randrange(1, 5))
        key = self.number(f"XS{shop[-1]}-{at:%y%m%d}-", 2)
        row = self.add(
            "pos_sale", id=key, shop_id=shop, date=at.date(), customer_id=member, total=0, sold_by=who, confirmed_at=confirmed, paid_at=paid,
            delivered_at=paid + dt.timedelta(minutes=dice.randrange(1, 6)), entered_at=confirmed + dt.timedelta(minutes=dice.randrange(0, 8)),
            entered_by=who, status="sold",
        )
        for article in basket:
            self._line(dice, row, *article)
        self.paid[key] = self.add(
            "pos_payment", id=self.number("ZF-", 5), sale_id=key, method=dice.choice(METHODS), paid_at=paid)
        self.ring_up(row)
        return row

    def _line(self, dice: Random, sale: Row, sku: str, list_price: int, qty: int) -> None:
        promotion = next((no for no, first, last in PROMOTIONS if first <= sale["date"] <= last), None)
        lines = self.lines[sale["id"]]
        lines.append(self.add(
            "pos_line", sale_id=sale["id"], line_no=len(lines) + 1, sku=sku, colour=dice.choice(COLOURS), size=dice.choice(SIZES), qty=qty,
            list_price=list_price, price=list_price * 8 // 10 if promotion else list_price, discount=0, net_amount=0, promotion_no=promotion,
        ))

    def ring_up(self, sale: Row) -> None:
        """Net amounts, total and payment as the lines have it; cash is given in hundreds."""
        for line in self.lines[sale["id"]]:
            line["net_amount"] = line["qty"] * line["price"] - line["discount"]
        sale["total"] = sum(line["net_amount"] for line in self.lines[sale["id"]])
        payment = self.paid[sale["id"]]
        payment["amount"] = -(-sale["total"] // 100) * 100 if payment["method"] == "cash" else sale["total"]
        payment["change"] = payment["amount"] - sale["total"]

    def reprice(self, sale: Row, line: Row, price: int, discount: int = 0) -> str:
        """A price changed by hand by whoever sold; the key of the line."""
        line |= {"price": price, "discount": discount, "override_by": sale["sold_by"]}
        self.ring_up(sale)
        return line_key(line)

    def allow(self, sale: Row, line: Row, role: str = "sales-supervisor", says: str = "approved", who: str | None = None, **given: Any) -> Row:
        """A decision on a changed price, by the shop's supervisor on the day of the sale."""
        who = who or (SUPERVISOR[sale["shop_id"]] if role == "sales-supervisor" else self.holder(role, sale["date"]))
        self.decide("pos_line", line_key(line), role, says, who, given.get("day", sale["date"]))
        return self.tables["approval"][-1]

    def follow_up(self, sale: Row, day: dt.date, hour: int = 15, **given: Any) -> Row:
        return self.add("activity", **{
            "id": self.number("GJ-", 5), "type": "message", "customer_id": sale["customer_id"], "owner_id": sale["sold_by"],
            "done_by": sale["sold_by"], "done_at": dt.datetime.combine(day, dt.time(hour, 30)), "direction": "out", "feedback": "穿着满意",
            "product_use": "合身，洗后不变形", "satisfaction": 5,
        } | given)

    def complaint(self, at: dt.datetime, dice: Random, **changed: Any) -> Row:
        """Taken in the shop, reported at once, settled within the week with the manager's approval."""
        shop, day = dice.choice(SHOPS), at.date()
        manager, member = self.holder("sales-manager", day), dice.choice(self.tables["customer"])["id"]

        def on(days: int, hour: int) -> dt.datetime:
            return dt.datetime.combine(day + dt.timedelta(days=days), dt.time(hour, 30))

        row = self.add("complaint", **{
            "id": self.number("TS-"), "customer_id": member, "channel": dice.choice(("in-person", "telephone", "message")), "category": "service",
            "subject": "对接待不满", "severity": "ordinary", "received_at": at, "received_by": dice.choice(CREW[shop]),
            "recorded_at": at + dt.timedelta(minutes=20), "reported_at": at + dt.timedelta(hours=1), "reported_to": manager, "within_authority": True,
            "first_reply_at": at + dt.timedelta(hours=dice.randrange(2, 20)), "handled_by": "E009", "organised_by": manager,
            "investigated_by": SUPERVISOR[shop], "cause": "高峰时人手不足", "solution": "当面致歉并说明", "feedback_at": on(2, 10),
            "resolved_at": on(4, 15), "customer_confirmed_at": on(5, 9), "evaluated_at": on(9, 9).date(), "effective": True,
            "prevention": "周末增加一名导购", "closed_at": on(10, 9).date(),
        } | changed)
        self.decide("complaint", row["id"], "sales-manager", "approved", manager, day + dt.timedelta(days=1))
        return row

    def returned(self, sale: Row, day: dt.date | None, cause: str, reason: str) -> Row:
        """Brought back, decided on the same day and closed."""
        first = self.lines[sale["id"]][0]
        exchange = cause == "size"
        return self.add(
            "return", id=self.number("TH-"), sale_id=sale["id"], customer_id=sale["customer_id"], type="exchange" if exchange else "return",
            at=day, reason=reason, cause=cause, qty=1, decision="exchange" if exchange else "refund", decided_by=SUPERVISOR[sale["shop_id"]],
            decided_at=day, disposition="supplier" if cause == "defect" else "restock", refund_amount=0 if exchange else first["price"],
            closed_at=day,
        )

    def count(self, shop: str, day: dt.date, short: int | Decimal = 0) -> Row:
        """The day's count: what the sales of the day come to, or `short` of it."""
        sums = {"cash": 0, "electronic": 0, "voucher": 0}
        for sale in self.tables["pos_sale"]:
            if sale["shop_id"] == shop and sale["date"] == day and sale["paid_at"] and sale["status"] == "sold":
                sums[self.paid[sale["id"]]["method"]] += sale["total"]
        sums["cash"] -= short
        return self.add("cash_count", shop_id=shop, date=day, **sums, counted_by=CREW[shop][day.toordinal() % 3], checked_by="E005")


def line_key(line: Row) -> str:
    return f"{line['sale_id']} / {line['line_no']}"
