"""Plans, targets, budgets and what is reported on them: one builder for each kind of record, all conforming."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import spans
from sample.company import EXPORTED, Company
from sample.days import DAY, on_or_after
from sample.spans import Span, last_worked

Row = dict[str, Any]
SECTIONS = [
    "sales-target", "profit-target", "expense-control", "collection", "price", "channel", "promotion", "staffing-and-training", "assessment",
    "product",
]
UNITS = {"sales-amount": "元", "profit": "元", "new-customers": "家", "sales-quantity": "台"}
COMPLETE = {
    "target": "销售额与新客户数按目标表", "strategy": "老客户增购与新客户开发并重", "visit_plan": "每周拜访两家", "activities": "电话、拜访、报价、催款",
    "timetable": "按周安排", "responsible": "本人负责，主管协助",
}
LINES = (("expense", "销售一组"), ("staff", "销售一组"), ("promotion", "销售二组"), ("travel", "销售二组"))


def at(day: dt.date, hour: int = 16) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 0))


def plan(company: Company, level: str, span: Span, owner: str, made: dt.date, **changed: Any) -> Row:
    """A plan handed in that day; approved unless told otherwise by its status."""
    titles = {"department": "销售部", "individual": "个人", "company": "公司"}
    return company.add("plan", **{
        "id": company.number("JH-"), "title": f"{titles[level]}{span.label}销售计划", "type": "sales", "level": level, "period_type": span.type,
        "year": span.start.year, "period": span.label, "period_start": span.start, "period_end": span.end, "department": "销售部",
        "owner_id": owner, "prepared_by": owner, "created_at": at(made, 10), "prepared_at": made, "submitted_at": at(made),
        "status": "closed" if span.end < EXPORTED else "approved", "version": "1",
    } | changed)


def department_plan(company: Company, year: int, **changed: Any) -> Row:
    """The yearly plan of the department, resting on the research of November."""
    made = on_or_after(dt.date(year - 1, 12, 6))
    head = company.holder("sales-manager", made)
    return plan(company, "department", spans.year(year), head, made, **{
        "flow": "annual", "effective_from": dt.date(year, 1, 1), "sections": SECTIONS} | changed)


def personal_plan(company: Company, who: str, span: Span, made: dt.date, approved: dt.date | None, **changed: Any) -> Row:
    row = plan(company, "individual", span, who, made, **{"customer_group": "老客户、新客户"} | COMPLETE | changed)
    if approved:
        company.decide("plan", row["id"], "sales-supervisor", "approved", company.holder("sales-supervisor", approved), approved)
    return row


def research(company: Company, year: int, done: dt.date, **changed: Any) -> Row:
    return company.add("market_research", **{
        "id": company.number("DY-", 3), "title": f"{year}年市场调研报告", "year": year, "objective": "制定下年度销售计划", "method": "客户访谈与同行对比",
        "customer": "存量客户更新设备为主", "competitor": "两家同行降价", "share": "约百分之十二", "forecast": "需求增长百分之八",
        "conclusion": "以服务带动设备销售", "prepared_by": company.holder("marketing-vp", done), "started_at": done - 21 * DAY, "completed_at": done,
    } | changed)


def meeting(company: Company, kind: str, day: dt.date, role: str, topic: str) -> Row:
    who = company.holder(role, day)
    return company.add(
        "meeting", id=company.number("HY-"), type=kind, held_at=at(day, 9), convened_by=who, organiser_dept=role, attendees=[who, *company.sellers],
        agenda=["other"], topic=topic, minutes_ref=company.number("JY-"))


def budget(company: Company, made: dt.date, given: Row, amount: int = 1_200_000, **changed: Any) -> Row:
    """A yearly sales budget that rests on a plan, with its lines given to the two groups."""
    row = company.add("budget", **{
        "id": company.number("YS-", 3), "title": f"{given['year']}年销售预算", "category": "sales", "year": given["year"], "department": "销售部",
        "plan_id": given["id"], "amount": amount, "prepared_by": given["prepared_by"], "prepared_at": made, "submitted_at": made,
        "effective_from": given["period_start"], "effective_to": given["period_end"],
    } | changed)
    for line, group in LINES:
        company.add("budget_line", id=company.number("YSM-"), budget_id=row["id"], line=line, amount=amount // len(LINES), allocated_to=group)
    return row


def agree(company: Company, row: Row, reviewed: dt.date, checked: dt.date, approved: dt.date) -> None:
    """The three decisions on a budget."""
    for role, says, day in (("marketing-vp", "reviewed", reviewed), ("finance", "reviewed", checked), ("general-manager", "approved", approved)):
        company.decide("budget", row["id"], role, says, company.holder(role, day), day)


def target(company: Company, metric: str, value: float, span: Span, owner: str, set_at: dt.date, **changed: Any) -> Row:
    return company.add("target", **{
        "id": company.number("MB-", 3), "metric": metric, "value": value, "unit": UNITS.get(metric, "%"), "owner_id": owner, "department": "销售部",
        "period_type": span.type, "year": span.start.year, "period": span.label, "period_start": span.start, "period_end": span.end,
        "cycle": "year", "set_at": set_at, "set_by": company.holder("sales-manager", set_at), "evaluated_at": min(set_at + DAY, span.start),
        "published_at": min(set_at + 2 * DAY, span.start), "issued_at": min(set_at + 2 * DAY, span.start), "version": 1, "status": "current",
    } | changed)


def task(company: Company, row: Row, span: Span, who: str, **changed: Any) -> Row:
    done = span.end < EXPORTED - 4 * DAY
    made = on_or_after(dt.date(row["year"], 1, 8))
    return company.add("task", **{
        "id": company.number("RW-"), "title": f"{span.label}销售任务", "plan_id": row["id"], "period_type": span.type, "period": span.label,
        "period_end": span.end, "responsible_id": who, "created_at": made, "status": "done" if done else "open",
        "checked_at": on_or_after(span.end + DAY) if done else None, "checked_by": company.holder("sales-supervisor", made) if done else None,
    } | changed)


def tracked(company: Company, row: Row, span: Span, **changed: Any) -> Row:
    """Execution of a plan, checked on the last day worked in the period."""
    day = last_worked(span.end)
    return company.add("plan_check", **{
        "id": company.number("JC-"), "plan_id": row["id"], "owner_id": row.get("owner_id"), "period": span.label, "target": 100, "actual": 96, "gap": 4,
        "result": "基本按计划进行", "guidance": "加快逾期项目的跟进", "checked_by": company.holder("sales-supervisor", day), "checked_at": day,
    } | changed)


def guided(company: Company, who: str, span: Span, **changed: Any) -> Row:
    """A week's plan of a salesperson, looked at by the supervisor at its end."""
    day = last_worked(span.end)
    day = day if day >= span.start else span.end
    return company.add("plan_check", **{
        "id": company.number("JC-"), "owner_id": who, "week": span.label, "result": "周计划已完成", "guidance": "下周重点跟进未签合同",
        "checked_by": company.holder("sales-supervisor", day), "checked_at": day,
    } | changed)


def report(company: Company, kind: str, who: str, span: Span, day: dt.date, **changed: Any) -> Row:
    return company.add("report", **{
        "id": company.number("BG-"), "type": kind, "owner_id": who, "department": "销售部", "period": span.label, "period_start": span.start,
        "period_end": span.end, "month": span.label if span.type == "month" else None, "submitted_at": at(day),
        "submitted_to": company.holder("sales-manager", day), "content": "完成情况与原因分析",
    } | changed)


def summary(company: Company, who: str, span: Span, day: dt.date, days: int = 2, **changed: Any) -> Row:
    """A salesperson's own summary, compiled by the supervisor so many days later."""
    compiled = day + days * DAY
    done = {"compiled_at": compiled, "compiled_by": company.holder("sales-supervisor", day)} if compiled < EXPORTED else {}
    return report(company, "target-summary", who, span, day, **done | changed)


def adjustment(company: Company, who: str, day: dt.date, **changed: Any) -> Row:
    row = company.add("plan_adjustment", **{
        "id": company.number("TZ-J", 3), "type": "target", "requested_by": who, "requested_at": day, "reason": "主要客户推迟投资", "old_value": "90",
        "new_value": "85", "effective_from": day + 20 * DAY,
    } | changed)
    return row


def papers(company: Company, row: Row, numbers: tuple[str, ...] = ("F-37a", "F-37b")) -> None:
    """The difficulty report and the correction form that go with an adjustment."""
    for number in numbers:
        company.add(
            "form_record", serial=company.number("BD-"), form_no=number, form_version="1", title={"F-37a": "执行困难报告单", "F-37b": "修正单"}[number],
            owner_id=row["requested_by"], adjustment_id=row["id"], event_at=row["requested_at"], filled_at=at(row["requested_at"], 11),
            submitted_at=at(row["requested_at"], 15))


def adjusted(company: Company, who: str, asked: dt.date, approved: dt.date | None, **changed: Any) -> tuple[Row, Row]:
    """A collection target lowered from 90 to 85: the first version, the adjustment with its papers, the new version."""
    series = company.number("XL-", 3)
    span = spans.year(asked.year)
    old = target(company, "collection-rate", 90, span, who, on_or_after(dt.date(asked.year - 1, 12, 20)), series_id=series, status="superseded")
    row = adjustment(company, who, asked, **{"target_id": series, "concerned": [who]} | changed)
    papers(company, row)
    day = approved or asked
    if approved:
        company.decide("plan_adjustment", row["id"], "sales-manager", "approved", company.holder("sales-manager", approved), approved)
    new = target(company, "collection-rate", 85, span, who, old["set_at"], series_id=series, version=2, changed_at=day + DAY, issued_at=day + DAY)
    new["adjustment_id"] = row["id"]
    return row, new


def assessment(company: Company, span: Span, done: dt.date, **changed: Any) -> Row:
    """The department's overall result of a quarter: assessed, corrected, then approved and published."""
    row = company.add("assessment", **{
        "id": company.number("KH-"), "scope": "department", "department": "销售部", "period": span.label, "period_start": span.start,
        "metric": "overall", "value": 88, "result": "met", "assessed_at": done, "scored_at": at(done, 11),
        "scored_by": company.holder("sales-supervisor", done), "corrected_at": done + 3 * DAY, "published_at": done + 7 * DAY,
        "published_by": company.holder("sales-manager", done),
    } | changed)
    return row
