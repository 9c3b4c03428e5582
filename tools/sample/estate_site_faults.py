"""What is planted on site and in the summaries, each fault with a twin just inside the limit."""

from __future__ import annotations

import datetime as dt

from sample.days import DAY
from sample.estate import Estate, Row, at
from sample.estate_projects import summarise
from sample.estate_site import days, entry, interest, label, schedule, telephone
from sample.ledger import Ledger


def plant(company: Estate, ledger: Ledger) -> None:
    head, subsidiary = (company.rows("project", management_type=kind)[0] for kind in ("HQ", "SUB"))
    showroom = company.add(
        "project", id="ZT-01", name="城市展厅", kind="showroom", set_up_at=dt.date(2026, 4, 1), opened_at=dt.date(2026, 5, 6))
    _register(company, ledger, showroom, head)
    _entries(company, ledger, head)
    _telephone(company, ledger, showroom)
    _followed(company, ledger, head)
    _schedules(company, ledger, head, subsidiary)
    _summaries(company, ledger, head)
    _head_office(company, ledger, head)
    _subsidiary(company, ledger, subsidiary)
    _forms(company, ledger, head, subsidiary)
    _one_person(company, ledger, head)


def _register(company: Estate, ledger: Ledger, showroom: Row, head: Row) -> None:
    forgotten = dt.date(2026, 5, 20)
    for n, day in enumerate(days(showroom["opened_at"])):
        if day != forgotten:
            row = entry(company, showroom, at(day, 10), "visit" if n % 3 else "none", "E008" if n % 3 else None)
            row |= {"name": f"来客{row['id'][3:]}", "intent": False} if n % 3 else {}
    ledger.wrong("R-250.a", "project", showroom["id"], "missing", "一个工作日没有登记", "a working day without an entry", window=forgotten)
    ledger.twin("R-250.a", "project", head["id"], "没有来客的日子登记“无”", "days without callers are registered as such")


def _entries(company: Estate, ledger: Ledger, head: Row) -> None:
    for who, given, reason, zh, en in (
        (None, {"name": "来客某"}, "field-empty", "没有写接待人", "nobody is named who received the caller"),
        ("E006", {"phone": " "}, "field-empty", "姓名和电话都没有", "neither name nor telephone"),
        ("E006", {"phone": "13800000000"}, None, "只有电话", "a telephone number alone"),
    ):
        row = entry(company, head, at(dt.date(2026, 4, 15), 11), "visit", who)
        row |= given | {"intent": False}
        ledger.note("R-250.b", "visitor_register", row["id"], reason, zh, en)


def _telephone(company: Estate, ledger: Ledger, showroom: Row) -> None:
    """Calls at the showroom, the last ones without a sheet of their day."""
    for day, sheet, reason, zh, en in (
        (dt.date(2026, 6, 2), 0, None, "当天的电话记录表", "a sheet of the day"),
        (dt.date(2026, 6, 4), 1, "late", "记录表写成次日", "the sheet is of the day after"),
        (dt.date(2026, 6, 9), None, "only-before-trigger", "来电没有电话记录表", "a call without a sheet"),
        (dt.date(2026, 6, 11), 0, "only-before-trigger", "记录表没有写接听人", "the sheet names nobody who answered"),
    ):
        row = entry(company, showroom, at(day, 15), "call", "E009")
        row |= {"name": f"来客{row['id'][3:]}", "intent": False}
        if sheet is not None:
            paper = telephone(company, showroom, day + sheet * DAY, "E009")
            paper["consultant_id"] = None if "names nobody" in en else "E009"
        ledger.note("R-270.a", "visitor_register", row["id"], reason, zh, en)


def _followed(company: Estate, ledger: Ledger, head: Row) -> None:
    day = dt.date(2026, 5, 11)
    for after, who, reason, zh, en in (
        (4, None, "late", "第四天才跟进", "followed up on day 4"),
        (3, None, None, "第三天跟进", "followed up on day 3"),
        (None, None, "missing", "一直没有跟进", "never followed up"),
        (1, "E007", "missing", "由别人跟进", "followed up by somebody else"),
    ):
        row = entry(company, head, at(day, 14), "visit", "E006")
        row |= {"name": f"来客{row['id'][3:]}", "need": "三房两厅"}
        interest(company, row, None if after is None else day + after * DAY, who)
        ledger.note("R-251.a", "visitor_register", row["id"], reason, zh, en)


def _schedules(company: Estate, ledger: Ledger, head: Row, subsidiary: Row) -> None:
    for monday, reason, zh, en in (
        (dt.date(2026, 3, 9), "missing", "一周没有工作安排表", "a week without a schedule"),
        (dt.date(2026, 4, 13), "late", "星期二才排班", "scheduled on Tuesday"),
        (dt.date(2026, 5, 18), "missing", "安排表没有写值班人员", "the schedule names nobody"),
        (dt.date(2026, 3, 16), None, "星期一当天排班", "scheduled on the Monday"),
    ):
        project = subsidiary if reason else head
        company.drop("form_record", form_no="YL-ZS-XS003", project_id=project["id"], week=label(monday))
        if en != "a week without a schedule":
            made = schedule(company, project, monday, monday + DAY if reason == "late" else monday)
            made["staff"] = [] if reason == "missing" else made["staff"]
        ledger.note("R-253.a", "project", project["id"], reason, zh, en, window=label(monday))


# summaries


def _summary(company: Estate, project: Row) -> Row:
    """A summary of one subject, at some time since the project opened."""
    return summarise(company, project, company.some_day(max(dt.date(2025, 8, 1), project["opened_at"] + 40 * DAY), dt.date(2026, 5, 29)), "专题")


def _summaries(company: Estate, ledger: Ledger, head: Row) -> None:
    for given, check, reason, zh, en in (
        ({"experience": None}, "R-257.a", "field-empty", "没有总结经验", "no lessons drawn"),
        ({"inputs": ["reports", "ad-effect"]}, "R-257.a", "value-lacking", "没有依据客户档案", "not built from customer files"),
        ({"sections": ["销售情况", "推广效果", "客户分析"]}, "R-257.a", "value-lacking", "缺后续建议", "proposes nothing"),
        ({}, "R-257.a", None, "内容齐全", "complete"),
        ({"contributors": ["E006", "E010"]}, "R-257.b", "not-satisfied", "没有财务人员参与", "nobody of finance took part"),
        ({"contributors": ["E016"]}, "R-257.b", None, "财务人员参与", "somebody of finance took part"),
    ):
        row = _summary(company, head)
        row |= given
        ledger.note(check, "report", row["id"], reason, zh, en)


def _head_office(company: Estate, ledger: Ledger, head: Row) -> None:
    for role, change, reason, zh, en in (
        ("finance-executive", None, "missing", "未经财务分管高管审核", "not reviewed for finance"),
        ("finance-executive", {"form_no": "F-09"}, "missing", "意见写在下属公司的表上", "the opinion stands on the subsidiary form"),
        ("finance-executive", {"decided_at": -1}, "out-of-order", "先批准、后审核", "approved before it was reviewed"),
        ("marketing-executive", {"decision": "reviewed"}, "review-only", "营销分管高管只审核", "marketing only reviewed"),
        ("marketing-executive", {"decided_at": 1}, "after-signing", "办结次日才批准", "approved the day after closing"),
        ("marketing-executive", {"decided_at": 0}, None, "办结当日批准", "approved on the day of closing"),
        ("marketing-executive", {"decision": "rejected"}, "rejected", "驳回后仍办结", "closed against a refusal"),
    ):
        row = _summary(company, head)
        company.redecide(row["id"], role, change, row["closed_at"])
        ledger.note("R-258.a", "report", row["id"], reason, zh, en)


def _subsidiary(company: Estate, ledger: Ledger, subsidiary: Row) -> None:
    for role, change, reason, zh, en in (
        ("general-manager", None, "missing", "没有最后批准", "nobody approved it in the end"),
        ("subsidiary-finance-executive", {"approver_id": "E023"}, "role-not-held", "总部高管代下属公司审核", "reviewed by head office"),
        ("subsidiary-marketing-executive", {"decided_at": 0}, "out-of-order", "最后批准早于营销客服审核", "approved before marketing reviewed it"),
        ("general-manager", {"decided_at": 1}, "after-signing", "办结次日才批准", "approved the day after closing"),
        ("general-manager", {"decided_at": 0}, None, "办结当日批准", "approved on the day of closing"),
    ):
        row = _summary(company, subsidiary)
        company.redecide(row["id"], role, change, row["closed_at"])
        ledger.note("R-259.a", "report", row["id"], reason, zh, en)


def _forms(company: Estate, ledger: Ledger, head: Row, subsidiary: Row) -> None:
    for project, number, wrong in ((subsidiary, "F-08", True), (head, "F-09", True), (head, "F-08", False)):
        paper = company.paper(number, "销售总结审批表", dt.date(2026, 5, 12), "E012", project_id=project["id"])
        zh, en = ("所用审批表与管理方式不符", "the form is that of the other kind of project") if wrong else ("审批表与管理方式相符", "the right form")
        ledger.note("R-260.a", "form_record", paper["serial"], "not-satisfied" if wrong else None, zh, en)


def _one_person(company: Estate, ledger: Ledger, head: Row) -> None:
    """One executive holds both offices."""
    company.appoint("E024", "finance-executive", "总部", dt.date(2025, 7, 1), None)
    row = _summary(company, head)
    company.redecide(row["id"], "finance-executive", {"approver_id": "E024"})
    for check in ("R-258.a", "R-261.a"):
        ledger.wrong(check, "report", row["id"], "same-person", "财务审核与营销批准为同一人", "one person reviewed for finance and approved for marketing")
    row = _summary(company, head)
    row["prepared_by"] = "E023"
    ledger.wrong("R-258.a", "report", row["id"], "self-approval", "编制人自己审核", "reviewed by its author")
    ledger.wrong("R-261.a", "report", row["id"], "same-person", "编制人自己审核", "reviewed by its author")
    row = _summary(company, head)
    ledger.twin("R-261.a", "report", row["id"], "编制、审核、批准为不同的人", "three different people")
