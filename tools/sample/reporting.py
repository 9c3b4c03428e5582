"""What sellers and their superiors write down: weekly and monthly reports, meetings, analyses, measures, forecasts and reviews."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import EXPORTED, FIRST, LAST, Company
from sample.days import DAY, later, worked
from sample.spans import Span

Row = dict[str, Any]
WORK = ["拜访老客户并报价", "跟进合同签订和回款", "整理新客户资料", "处理交货和售后问题", "参加产品培训并走访市场"]
MARKET = ["同行降价，客户要求重新报价", "客户关心交货期", "新型号询价增多", "客户预算收紧", "行业检修季，备件需求上升"]
TOLD = ["总体满意", "希望缩短交货期", "希望增加培训", "价格偏高", "服务及时"]


def at(day: dt.date, hour: int = 16, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute))


def last_worked(day: dt.date) -> dt.date:
    """The day itself when it is worked, else the last one before it that is."""
    while not worked(day):
        day -= DAY
    return day


class Reporting:
    """The reports of a company."""

    def __init__(self, company: Company, dice: Random):
        self.company, self.dice = company, dice

    def sellers(self, span: Span) -> list[Row]:
        """Whoever sold all through the span."""
        return [
            row for row in self.company.tables["employee"]
            if row["role"] == "sales-rep" and row["active_from"] <= span.start and (row["active_to"] is None or row["active_to"] >= span.end)
        ]

    def report(self, kind: str, who: str, span: Span, day: dt.date, **changed: Any) -> Row:
        return self.company.add("report", **{
            "id": self.company.number("BG-", 5), "type": kind, "owner_id": who, "department": "销售部", "period": span.label,
            "week": span.label if span.type == "week" else None, "month": span.label if span.type == "month" else None,
            "period_start": span.start, "period_end": span.end, "submitted_at": at(day, 15 + self.dice.randrange(8), self.dice.randrange(60)),
            "submitted_to": self.company.holder("sales-manager", day),
        } | changed)

    def week(self, who: Row, span: Span, **changed: Any) -> Row:
        day = last_worked(span.end)
        day = day if day >= span.start else span.end
        return self.report("week-summary", who["id"], span, day, **{"submitted_to": who["manager_id"], "content": self.dice.choice(WORK)} | changed)

    def market(self, who: str, span: Span, day: dt.date | None = None) -> Row:
        return self.report("market-feedback", who, span, day or last_worked(span.end - self.dice.randrange(7) * DAY), content=self.dice.choice(MARKET))

    def performance(self, who: str, span: Span, day: dt.date | None = None, **changed: Any) -> Row:
        """The month's figures as the records of orders, customers and targets give them."""
        sold, cost, gained = self.figures(who, span)
        goal = sum(
            row["value"] for row in self.company.tables["target"]
            if row["metric"] == "sales-amount" and row["owner_id"] == who and row["period"] == span.label and row.get("status") != "superseded")
        return self.report("performance", who, span, day or last_worked(span.end), **{
            "sales": sold, "profit": sold - cost, "new_customers": gained, "completion": f"{100 * sold / goal:.2f}" if goal else None,
            "feedback": self.dice.choice(TOLD),
        } | changed)

    def figures(self, who: str, span: Span) -> tuple[int, int, int]:
        """Sales, cost and new customers of somebody in a span."""
        tables = self.company.tables
        orders = [o for o in tables["order"] if o["owner_id"] == who and span.start <= o["booked_at"] <= span.end and o["status"] != "cancelled"]
        first = [c.get("first_order_at") for c in tables["customer"] if c["owner_id"] == who]
        return sum(o["amount"] for o in orders), sum(o["cost"] for o in orders), sum(1 for day in first if day and span.start <= day <= span.end)

    def analysis(self, span: Span, issued: dt.date, findings: list[str]) -> Row:
        return self.company.add(
            "analysis", id=self.company.number("FX-", 3), type="sales", period=span.label, basis="订单、回款和业绩报表", issued_at=issued,
            prepared_by=self.company.holder("sales-manager", issued), findings=findings, conclusion="按措施改进" if findings else "运行正常")

    def measure(self, source: Row, form: str, problem: str, created: dt.date, /, **changed: Any) -> Row:
        """Owned by a supervisor, due after a month, done some days earlier."""
        due = later(created, 22)
        closed = later(created, 10 + self.dice.randrange(10))
        done = closed < EXPORTED
        return self.company.add("improvement", **{
            "id": self.company.number("GJCS-", 3), "source_form": form, "source_id": source["id"], "problem": problem, "cause": "安排和检查不够",
            "measure": "明确责任和时限并每周检查", "owner_id": self.company.holder("sales-supervisor", created), "created_at": created, "due_at": due,
            "closed_at": closed if done else None, "result": "已见效" if done else None,
            "verified_by": self.company.holder("quality-manager", created) if done else None,
        } | changed)

    def forecast(self, span: Span, day: dt.date, **changed: Any) -> Row:
        return self.company.add("forecast", **{
            "id": self.company.number("YC-", 3), "period": span.label, "value": 9_000_000 + self.dice.randrange(30) * 100_000,
            "basis": "上年同期订单、在手商机和市场调研", "created_at": day, "prepared_by": self.company.holder("sales-manager", day),
        } | changed)

    def review(self, day: dt.date, **changed: Any) -> Row:
        who = self.company.holder("sales-manager", day)
        return self.company.add("process_review", **{
            "id": self.company.number("PSJL-", 3), "type": "effectiveness", "period": str(day.year - 1), "held_at": day, "led_by": who,
            "participants": [who, self.company.holder("quality-manager", day)], "inputs": ["数据分析", "客户反馈", "检查结果"],
            "conclusion": "过程总体有效",
        } | changed)

    def meeting(self, day: dt.date, kind: str, agenda: list[str], attendees: list[str] | None = None) -> Row:
        who = self.company.holder("sales-manager", day)
        return self.company.add(
            "meeting", id=self.company.number("HY-"), type=kind, held_at=at(day, 14), convened_by=who, organiser_dept="sales-manager",
            attendees=[who, *self.company.sellers] if attendees is None else attendees, agenda=agenda, topic="月度销售会议",
            minutes_ref=f"JY-{day:%Y%m%d}")

    def sheet(self, customer: Row, event: dt.date, days: int | None, **changed: Any) -> Row:
        """A customer information form, filled in so many days after the event and filed after a week."""
        filled = None if days is None else at(event + days * DAY, 17)
        return self.company.add("form_record", **{
            "serial": self.company.number("KHXX-"), "form_no": "F-47", "form_version": "1", "title": "客户信息表", "owner_id": customer["owner_id"],
            "customer_id": customer["id"], "event_at": event, "filled_at": filled, "filed_at": filled and filled + 7 * DAY,
            "filed_to": self.company.holder("statistics-clerk", event),
        } | changed)


def quarters() -> list[Span]:
    """Those of the year, and the one that begins."""
    starts = [FIRST, dt.date(2025, 10, 1), dt.date(2026, 1, 1), dt.date(2026, 4, 1), LAST + DAY]
    return [Span("quarter", f"{day.year}-Q{(day.month + 2) // 3}", day, _end(day)) for day in starts]


def _end(start: dt.date) -> dt.date:
    return (start + 95 * DAY).replace(day=1) - DAY
