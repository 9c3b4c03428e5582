"""What is planted among assessments, rewards and decisions, and in performance reports, with the twins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import spans
from sample.assessing import Assessing
from sample.company import Company
from sample.days import DAY, later
from sample.ledger import Ledger

Row = dict[str, Any]
DEPARTURES: dict[tuple[int, str], dict[str, Any]] = {
    (0, "2025-09"): {"day": lambda end: later(end, 6), "faults": {"R-195.a": "late", "R-196.a": "late"}, "zh": "第 6 个工作日才考核",
                     "en": "assessed on working day 6"},
    (1, "2025-09"): {"day": lambda end: later(end, 5), "faults": {"R-195.a": None, "R-196.a": None}, "zh": "第 5 个工作日考核",
                     "en": "assessed on working day 5"},
    (2, "2025-10"): {"drop": "satisfaction", "faults": {"R-195.a": "missing"}, "zh": "没有考核客户满意度", "en": "satisfaction not assessed"},
    (3, "2025-10"): {"blank": (-2, "value"), "faults": {"R-195.a": "missing"}, "zh": "一项指标没有值", "en": "no value for one indicator"},
    (4, "2025-11"): {"drop": "overall", "faults": {"R-196.a": "missing"}, "zh": "没有综合结果", "en": "no overall result"},
    (5, "2025-11"): {"blank": (-1, "result"), "faults": {"R-196.a": "missing"}, "zh": "综合一行没有结果", "en": "an overall line without a result"},
    (0, "2026-04"): {"day": lambda end: end, "faults": {"R-196.a": "too-early"}, "zh": "当月最后一天就考核", "en": "assessed on the last day of the month"},
}


def depart(company: Company, departure: dict[str, Any], rows: list[Row], ledger: Ledger, who: str, window: str) -> None:
    """Make the month of a seller what was planned for it: `drop` a line, `blank` a field of a line."""
    if "drop" in departure:
        gone = next(row for row in rows if row["metric"] == departure["drop"])
        key = gone["id"]
        company.tables["assessment"].remove(gone)
        company.tables["approval"] = [row for row in company.tables["approval"] if row["object_id"] != key]
    if "blank" in departure:
        line, field = departure["blank"]
        rows[line][field] = None
    for check, reason in departure["faults"].items():
        if reason:
            ledger.wrong(check, "employee", who, reason, departure["zh"], departure["en"], window=window)
        else:
            ledger.twin(check, "employee", who, departure["zh"], departure["en"])


def plant(desk: Assessing, ledger: Ledger) -> None:
    for step in (_scored, _managers, _coached, _decided, _rewarded):
        step(desk, ledger)


def _scored(desk: Assessing, ledger: Ledger) -> None:
    span, who = spans.month(2026, 1), desk.company.sellers[3]
    for by, reason, zh, en in (
        (who, "same-person", "给自己评分", "scored by the person assessed"), (desk.company.managers[-1], None, "由经理评分", "scored by a manager"),
    ):
        row = desk.row(who, span, "conduct", 95, dt.date(2026, 2, 4), scored_by=by)
        ledger.note("R-199.a", "assessment", row["id"], reason, zh, en)


def _managers(desk: Assessing, ledger: Ledger) -> None:
    span, day = spans.quarter(2026, 1), dt.date(2026, 4, 9)
    for approved, by, reason, zh, en in (
        (None, None, "missing", "总经理没有确定", "not settled by the general manager"),
        (day + 3 * DAY, None, "after-signing", "公布次日才确定", "settled the day after publication"),
        (day + 2 * DAY, None, None, "公布当日确定", "settled on the day of publication"),
        (day + DAY, "E012", "role-not-held", "由主管确定", "settled by a supervisor"),
    ):
        row = desk.manager(desk.company.managers[-1], span, day, approved, by)
        ledger.note("R-199.b", "assessment", row["id"], reason, zh, en)


def _coached(desk: Assessing, ledger: Ledger) -> None:
    """Of the clerks, who take part in no other training."""
    statistics, files = (desk.company.holder(role, dt.date(2025, 8, 1)) for role in ("statistics-clerk", "records-clerk"))
    for who, year, month, days, reason in ((statistics, 2025, 7, 31, "late"), (statistics, 2025, 10, 30, None), (files, 2026, 1, None, "missing")):
        span = spans.month(year, month)
        row = desk.overall(who, span, 60, later(span.end, 3))
        if days:
            desk.coach(who, row["assessed_at"] + days * DAY)
        zh, en = (f"第 {days} 天辅导", f"coached on day {days}") if days else ("没有辅导", "never coached")
        ledger.note("R-201.a", "assessment", row["id"], reason, zh, en)


def _decided(desk: Assessing, ledger: Ledger) -> None:
    """Three months below target in a row."""
    for who, months, days, reason in (
        ("E012", ((2025, 9), (2025, 10), (2025, 11)), 31, "late"), ("E013", ((2025, 12), (2026, 1), (2026, 2)), 30, None),
        ("E010", ((2026, 2), (2026, 3), (2026, 4)), None, "missing"), ("E012", ((2026, 2), (2026, 4), (2026, 5)), None, None),
    ):
        for span in (spans.month(*month) for month in months):
            row = desk.overall(who, span, 62, later(span.end, 2))
            desk.coach(who, later(row["assessed_at"], 5))
        if days:
            desk.decision(row, row["assessed_at"] + days * DAY)
        zh, en = (f"第三次未达标后第 {days} 天作出决定", f"a decision {days} days after the third result") if days else ("没有人事决定", "no decision")
        if days or reason:
            ledger.note("R-201.b", "assessment", row["id"], reason, zh, en)


def _rewarded(desk: Assessing, ledger: Ledger) -> None:
    span = spans.month(2025, 12)
    day = later(span.end, 3)
    for value, kind, granted, changed, faults, zh, en in (
        (95, "bonus", -1, {}, {"R-202.a": "after"}, "考核前一天就发奖金", "a bonus the day before the assessment"),
        (95, "bonus", 0, {}, {"R-202.a": None, "R-202.b": None}, "考核当日发奖金", "a bonus on the day of the assessment"),
        (70, "promotion", 9, {}, {"R-202.b": "not-satisfied"}, "未达标仍晋升", "promoted although below target"),
        (70, "penalty", 9, {}, {"R-202.a": None}, "未达标扣罚", "a penalty for a result below target"),
        (95, "honour", 9, {"employee_id": "E013"}, {"R-202.c": "not-satisfied"}, "依据别人的考核", "on the assessment of somebody else"),
        (95, "pay-rise", 9, {"assessment_id": None}, {"R-202.a": "missing"}, "没有依据考核", "without any assessment"),
    ):
        row = desk.overall("E010", span, value, day)
        if value < 75:
            desk.coach("E010", later(day, 5))
        key = desk.reward(row, kind, day + granted * DAY, **changed)["id"]
        for check, reason in faults.items():
            ledger.note(check, "reward", key, reason, zh, en)


def tamper(company: Company, ledger: Ledger) -> None:
    """Figures of some performance reports, against the records of orders, customers and targets."""
    for n, month, field, more, check, reason, zh, en in (
        (0, "2025-08", "sales", 12, "R-200.a", "sum-differs", "销售额多报 1.2%", "sales 1.2 % too high"),
        (1, "2025-08", "sales", 9, "R-200.a", None, "销售额相差 0.9%", "sales 0.9 % off"),
        (2, "2025-08", "profit", 50, "R-200.a", "sum-differs", "利润多报 5%", "profit 5 % too high"),
        (3, "2025-08", "new_customers", None, "R-200.a", "sum-differs", "新客户多报一名", "one new customer too many"),
        (4, "2025-12", "completion", 20, "R-200.b", "sum-differs", "完成率多报 2%", "completion 2 % too high"),
        (5, "2025-12", "completion", 9, "R-200.b", None, "完成率相差 0.9%", "completion 0.9 % off"),
    ):
        row = next(r for r in company.tables["report"] if r["type"] == "performance" and (r["owner_id"], r["month"]) == (company.sellers[n], month))
        value = row[field]
        if value in (None, 0) and more is not None:
            continue
        if field == "completion":
            row[field] = f"{float(value) * (1000 + more) / 1000:.2f}"
        else:
            row[field] = value + 1 if more is None else value * (1000 + more) // 1000
        if reason:
            ledger.wrong(check, "report", row["id"], reason, zh, en)
        else:
            ledger.twin(check, "report", row["id"], zh, en)
    for row in company.tables["report"]:
        if row["type"] == "performance" and row["profit"] is None:
            ledger.dark("R-200.a", "report", row["id"], "value-missing", "业绩报表没有利润", "a report without profit")
