"""The days of field sales: plans, reports, first calls and clock-ins, the weekly meeting and its tables, the monthly check; and what is planted."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from random import Random
from typing import Any

from sample.company import EXPORTED, FIRST, LAST
from sample.days import DAY, earlier, later, on_or_after, worked
from sample.ledger import Ledger
from sample.trader import Trader

Row = dict[str, Any]
WORK = ("拜访老客户，预约新客户", "整理客户资料，电话回访", "送样品，催收货款", "跑片区，发样本", "跟进报价，约见设备科")
NEW_CUSTOMERS = 90
WEEK = dt.timedelta(days=7)


def keep(company: Trader, ledger: Ledger) -> None:
    days = Days(company, company.dice("field days"))
    days.meet()
    days.leave()
    for step in (_daily, _followed, _checked, _planned, _visits, _proposed):
        step(days, ledger)


class Days:
    """Who does what on which day."""

    def __init__(self, company: Trader, random: Random):
        self.company, self.random = company, random
        self.worked = [day for n in range((EXPORTED - FIRST).days + 1) if worked(day := FIRST + n * DAY)]
        self.away: dict[str, set[dt.date]] = {}
        self.meetings: list[dt.datetime] = []
        self.prospects = [self._prospect(on_or_after(FIRST + n * 4 * DAY)) for n in range(NEW_CUSTOMERS)]

    def _prospect(self, day: dt.date) -> Row:
        self.company.customer(status="prospect")
        row = self.company.tables["customer"][-1]
        row |= {"class": None, "created_at": day}
        return row

    def meet(self) -> None:
        """On the first working day of each week."""
        weeks: set[tuple[int, int]] = set()
        for day in self.worked:
            if day.isocalendar()[:2] not in weeks and day < EXPORTED:
                weeks.add(day.isocalendar()[:2])
                at = dt.datetime.combine(day, dt.time(14, 0))
                self.meetings.append(at)
                self.company.add(
                    "meeting", id=self.company.number("HY-"), type="weekly", held_at=at, convened_by="E003", organiser_dept="sales-manager",
                    attendees=["E003", "E012", *self.company.sellers], agenda=["last-week", "this-week"], topic="周例会",
                    minutes_ref=self.company.number("JY-"))

    def next_meeting(self, at: dt.datetime) -> dt.datetime | None:
        n = bisect_left(self.meetings, at)
        return self.meetings[n] if n < len(self.meetings) else None

    def leave(self) -> None:
        """A week off for each, at different times."""
        for n, who in enumerate(self.company.sellers):
            start = on_or_after(dt.date(2025, 8, 4) + n * 49 * DAY)
            self.away[who] = {start + k * DAY for k in range(5)}
            self.company.add(
                "leave", id=self.company.number("QJ-", 3), employee_id=who, type="annual", starts_at=start, ends_at=start + 4 * DAY, days=5,
                approved_at=earlier(start, 5))

    def plan(self, who: str, day: dt.date, made: dt.datetime) -> None:
        self.company.add(
            "plan", id=self.company.number("RJH-", 5), title="日计划", type="sales", level="individual", period_type="day", period=f"{day}", date=day,
            owner_id=who, created_at=made, activities=self.random.choice(WORK))

    def report(self, who: str, day: dt.date, at: dt.datetime) -> None:
        self.company.add("report", id=self.company.number("RB-", 5), type="day", owner_id=who, date=day, submitted_at=at, content=self.random.choice(WORK))

    def approach(self, who: str, day: dt.date) -> Row:
        """A call at a customer who is new."""
        known = [row for row in self.prospects if row["created_at"] <= day]
        row = self.company.activity(self.random.choice(known)["id"], "call", day, who)
        return row | {"customer_is_new": row.setdefault("customer_is_new", True)}

    def arrive(self, who: str, day: dt.date, at: dt.time) -> None:
        self.company.add(
            "attendance", employee_id=who, date=day, arrived_at=dt.datetime.combine(day, at),
            left_at=dt.datetime.combine(day, dt.time(18, self.random.randrange(10, 50))))


def _daily(days: Days, ledger: Ledger) -> None:
    """Everybody's days, but for some that are planted: a plan of the same day, a report of the next, nobody new, late by a minute."""
    a, b, c = days.company.sellers[:3]
    odd = {
        (a, dt.date(2026, 3, 18)): "plan", (a, dt.date(2026, 4, 14)): "no plan", (a, dt.date(2026, 4, 22)): "report", (a, dt.date(2026, 5, 20)): "no report",
        (b, dt.date(2025, 11, 12)): "nobody", (b, dt.date(2026, 2, 11)): "nobody",
        (c, dt.date(2025, 10, 15)): "late", (c, dt.date(2026, 3, 12)): "absent", (c, dt.date(2026, 3, 13)): "on time", (b, dt.date(2026, 3, 11)): "last minute",
    }
    for day in days.worked:
        for who in days.company.sellers:
            if day not in days.away[who]:
                _one_day(days, who, day, odd.get((who, day), ""))
    for (who, day), what in odd.items():
        _told(ledger, who, day, what)


def _one_day(days: Days, who: str, day: dt.date, what: str) -> None:
    if what != "no plan":
        on, at = (day, dt.time(8, 45)) if what == "plan" else (earlier(day, 1), dt.time(17, 15))
        days.plan(who, day, dt.datetime.combine(day - DAY, dt.time(23, 55)) if what == "last minute" else dt.datetime.combine(on, at))
    if day == EXPORTED:
        return
    if what != "no report":
        on, at = (day + DAY, dt.time(8, 30)) if what == "report" else (day, dt.time(23, 50) if what == "last minute" else dt.time(17, 50))
        days.report(who, day, dt.datetime.combine(on, at))
    if what != "nobody":
        days.approach(who, day)
    if what != "absent":
        late = {"late": dt.time(9, 1), "on time": dt.time(9, 0)}
        days.arrive(who, day, late.get(what) or dt.time(8, days.random.randrange(30, 59)))


def _told(ledger: Ledger, who: str, day: dt.date, what: str) -> None:
    for check, reason, zh, en in {
        "plan": [("R-084.a", "late", "当天早上才订计划", "planned on the morning itself")],
        "no plan": [("R-084.a", "missing", "没有当天的计划", "no plan for the day")],
        "report": [("R-084.a", "late", "次日早上才交日报", "reported the next morning")],
        "no report": [("R-084.a", "missing", "没有日报", "no report of the day")],
        "nobody": [("R-085.a", "not-satisfied", "当天没有联系新客户", "nobody new was approached")],
        "late": [("R-094.a", "late", "九点零一分到岗", "came a minute past nine")],
        "absent": [("R-094.a", "missing", "没有到岗记录", "never clocked in")],
    }.get(what, []):
        ledger.wrong(check, "employee", who, reason, zh, en, window=day)
    # Those days have other faults beside them, so their twins stand for a whole person.
    if what == "last minute":
        ledger.twin("R-084.a", "employee", who, "前一晚订计划，当晚交日报", "planned the night before, reported the same night")


def _followed(days: Days, ledger: Ledger) -> None:
    """The first two follow-ups of a new customer stand in the visit table, handed in after the meeting."""
    company = days.company
    for n, row in enumerate(days.prospects[::2]):
        for no, after in ((1, 3), (2, 10)):
            day = on_or_after(row["created_at"] + after * DAY)
            if day <= LAST - 10 * DAY:
                _table(days, row, no, day, dt.timedelta(hours=6 + n % 3))
    for hours, minutes, reason in ((24, 0, None), (24, 1, "late"), (None, 0, "missing")):
        wait = None if hours is None else dt.timedelta(hours=hours, minutes=minutes)
        call = _table(days, days.prospects[20], 2, dt.date(2026, 3, 12), wait)
        zh, en = "周会后 24 小时内交存拜访情况表", "the visit table is filed within 24 hours of the meeting"
        if reason:
            ledger.wrong("R-082.a", "activity", call["id"], reason, zh, en)
        else:
            ledger.twin("R-082.a", "activity", call["id"], zh, en)
    company.tables["activity"].sort(key=lambda row: row["id"])


def _table(days: Days, customer: Row, no: int, day: dt.date, wait: dt.timedelta | None) -> Row:
    company = days.company
    call = company.activity(customer["id"], "follow-up", day, customer["owner_id"])
    call |= {"sequence_no": no, "customer_is_new": True}
    meeting = days.next_meeting(call["done_at"])
    if wait is not None:
        filed = call["done_at"] + dt.timedelta(hours=1)
        company.form("F-50", customer["owner_id"], filed, activity_id=call["id"], customer_id=customer["id"],
                     filed_at=meeting + wait if meeting else None, filed_to="E010" if meeting else None)
    return call


def _checked(days: Days, ledger: Ledger) -> None:
    """The general manager goes through both tables in the first five working days of the next month."""
    company, month = days.company, FIRST
    planted = {"2025-10": ("E003", 3), "2026-01": (None, 6), "2026-03": (None, 5), "2026-04": (None, 0)}
    while month < LAST.replace(day=1):
        following = (month + 31 * DAY).replace(day=1)
        label = f"{month:%Y-%m}"
        who, count = planted.get(label, (None, days.random.randrange(1, 5)))
        on = later(following - DAY, count) if count else None
        for form in ("F-50", "F-51"):
            if on and not (form == "F-51" and label == "2025-10" and who is None):
                company.add(
                    "record_check", id=company.number("JC-", 3), form_no=form, period=label, checked_by=who or company.holder("general-manager", on),
                    checked_at=on, result="记录完整", action=None)
        month = following
    name = "sales"
    for label, reason, zh, en in (
        ("2025-10", "missing", "由业务经理代查", "a sales manager checked instead"), ("2026-01", "late", "第 6 个工作日才检查", "checked on working day 6"),
        ("2026-04", "missing", "当月没有检查", "not checked at all"),
    ):
        ledger.wrong("R-083.a", "organisation", name, reason, zh, en, window=label)


def _planned(days: Days, ledger: Ledger) -> None:
    """Plan, talk, departure; everything needed taken along; asked for before."""
    company, day = days.company, dt.date(2026, 3, 24)
    evening, leave = dt.datetime(2026, 3, 23, 16, 30), dt.datetime(2026, 3, 24, 8, 40)
    for changed, told, zh, en in (
        ({"supervisor_briefed_at": leave + dt.timedelta(minutes=1)}, {"R-079.a": "out-of-order"}, "出发之后才与主管沟通", "talked through after departure"),
        ({"supervisor_briefed_at": leave}, {"R-079.a": None}, "出发时与主管沟通", "talked through at departure"),
        ({"supervisor_briefed_at": None}, {"R-079.a": "skipped"}, "没有与主管沟通", "never talked through"),
        ({"route": " "}, {"R-079.b": "field-empty"}, "没有路线", "no route"),
        ({"price_list": None}, {"R-079.b": "field-empty"}, "没有带价目表", "no price list taken along"),
        ({"instructed_at": leave + dt.timedelta(minutes=1)}, {"R-092.a": "after"}, "出发之后才请示", "asked for after departure"),
        ({"instructed_at": None, "approved_at": leave}, {"R-092.a": None}, "出发时获批准", "approved at departure"),
        ({"instructed_at": None}, {"R-092.a": "missing"}, "没有请示", "never asked for"),
    ):
        company.visit(days.prospects[3]["id"], day, day)
        plan = company.tables["visit_plan"][-1]
        plan |= {"created_at": evening, "departed_at": leave} | changed
        _tell(ledger, "visit_plan", plan["id"], told, zh, en)


def _tell(ledger: Ledger, form: str, key: str, told: dict[str, str | None], zh: str, en: str) -> None:
    for check, reason in told.items():
        if reason:
            ledger.wrong(check, form, key, reason, zh, en)
        else:
            ledger.twin(check, form, key, zh, en)


def _visits(days: Days, ledger: Ledger) -> None:
    """What a visit leaves behind, by the end of the day."""
    company, day = days.company, dt.date(2026, 3, 25)
    night = dt.datetime(2026, 3, 25, 23, 59)
    for changed, forms, told, zh, en in (
        ({"needs": " "}, night, {"R-080.a": "field-empty"}, "没有写真实需求", "the needs are not recorded"),
        ({"product_use": None}, night, {"R-080.a": "field-empty"}, "没有写产品使用情况", "product use is not recorded"),
        ({"reported_at": night + dt.timedelta(minutes=1)}, night, {"R-081.a": "late", "R-092.b": "late"}, "过了半夜才汇报", "reported past midnight"),
        ({"reported_at": night}, night, {"R-081.a": None, "R-092.b": None}, "半夜之前填表汇报", "filled in and reported before midnight"),
        ({}, night + dt.timedelta(minutes=1), {"R-081.a": "late"}, "过了半夜才填表", "filled in past midnight"),
        ({}, None, {"R-081.a": "missing"}, "没有填写客户信息表", "the form was not filled in"),
        ({"reported_at": None}, night, {"R-081.a": "missing", "R-092.b": "missing"}, "没有汇报", "never reported"),
    ):
        row = company.visit(days.prospects[4]["id"], day, day)
        row |= changed
        last = company.tables["form_record"]
        last[-1]["filled_at"] = forms
        if forms is None:
            last.pop()
        _tell(ledger, "activity", row["id"], told, zh, en)


def _proposed(days: Days, ledger: Ledger) -> None:
    company, intent = days.company, dt.date(2026, 4, 21)
    for called, proposed, reason in ((2, 8, "late"), (7, 7, None), (None, 3, "missing"), (2, None, "missing")):
        customer = days.prospects[5]
        opportunity = company.add(
            "opportunity", id=company.number("SJ-"), customer_id=customer["id"], name="扩产项目", owner_id=customer["owner_id"], opened_at=intent - 6 * DAY,
            status="open")
        company.propose(opportunity, intent, called and intent + called * DAY, proposed and intent + proposed * DAY)
        told = {"R-086.a": reason}
        _tell(ledger, "opportunity", opportunity["id"], told, "七天内提交方案并跟进", "a proposal and a follow-up within seven days")
