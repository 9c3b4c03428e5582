"""QP-SAL-13 at a developer: meetings and reports of a project, which come from its site. Here are those that are late or missing."""

from __future__ import annotations

import datetime as dt

from sample.days import DAY
from sample.estate import Estate, Row, at
from sample.estate_site import label, minutes, monthly, weekly
from sample.ledger import Ledger

COMPANIES = ("estate",)


def plant(company: Estate, ledger: Ledger) -> None:
    head, subsidiary = (company.rows("project", management_type=kind)[0] for kind in ("HQ", "SUB"))
    _meetings(company, ledger, head, subsidiary)
    _weekly(company, ledger, head, subsidiary)
    _monthly(company, ledger, head, subsidiary)
    _daily(company, ledger, head, subsidiary)
    for meeting in company.tables["meeting"]:
        if f"{meeting['held_at']:%Y-%m}" == "2025-11":
            meeting["agenda"] = [item for item in meeting.get("agenda") or [] if item != "experience"] or None
    ledger.wrong("R-189.b", "organisation", "sales", "missing", "当月没有经验交流", "no sharing of experience in the month", window="2025-11")


def _meetings(company: Estate, ledger: Ledger, head: Row, subsidiary: Row) -> None:
    """Minutes that were never written, a meeting never held, minutes of the Sunday."""
    for monday, zh, en in (
        (dt.date(2026, 3, 23), "没有周例会纪要", "no minutes of the weekly meeting"), (dt.date(2026, 5, 25), "没有召开周例会", "no weekly meeting"),
    ):
        week = label(monday)
        company.drop("form_record", form_no="YL-ZS-XS004", project_id=subsidiary["id"], week=week)
        for meeting in company.rows("meeting", project_id=subsidiary["id"]) if "meeting" in en and "minutes" not in en else ():
            if monday <= meeting["held_at"].date() <= monday + 6 * DAY:
                company.drop("meeting", id=meeting["id"])
        ledger.wrong("R-180.a", "project", subsidiary["id"], "missing", zh, en, window=week)
    monday = dt.date(2026, 4, 20)
    company.drop("form_record", form_no="YL-ZS-XS004", project_id=head["id"], week=label(monday))
    minutes(company, head, monday, monday + 6 * DAY)
    ledger.twin("R-180.a", "project", head["id"], "星期日补写纪要", "minutes written on the Sunday")


def _weekly(company: Estate, ledger: Ledger, head: Row, subsidiary: Row) -> None:
    for project, monday, minute, reason, zh, en in (
        (subsidiary, dt.date(2026, 3, 9), 1, "late", "下周一18:01才交销售周报", "in at 18:01 on the next Monday"),
        (subsidiary, dt.date(2026, 5, 11), None, "missing", "没有销售周报", "no weekly sales report"),
        (head, dt.date(2026, 3, 9), 0, None, "下周一18:00交销售周报", "in at 18:00 on the next Monday"),
    ):
        week = label(monday)
        company.drop("form_record", form_no="YL-ZS-XS006", project_id=project["id"], week=week)
        if minute is not None:
            weekly(company, project, monday, at(monday + 7 * DAY, 18, minute))
        ledger.note("R-181.a", "project", project["id"], reason, zh, en, window=week if reason else None)


def _monthly(company: Estate, ledger: Ledger, head: Row, subsidiary: Row) -> None:
    for project, month, day, reason, zh, en in (
        (subsidiary, "2026-03", dt.date(2026, 4, 6), "late", "次月第六天才交月度营销总结", "in on the sixth day of the next month"),
        (subsidiary, "2026-05", None, "missing", "没有月度营销总结", "no monthly summary"),
        (head, "2026-03", dt.date(2026, 4, 5), None, "次月第五天交月度营销总结", "in on the fifth day of the next month"),
    ):
        company.drop("form_record", form_no="YL-ZS-XS005", project_id=project["id"], month=month)
        if day:
            monthly(company, project, month, at(day, 15))
        ledger.note("R-182.a", "project", project["id"], reason, zh, en, window=month if reason else None)


def _daily(company: Estate, ledger: Ledger, head: Row, subsidiary: Row) -> None:
    forgotten = dt.date(2026, 5, 16)
    company.drop("report", type="day", project_id=subsidiary["id"], date=forgotten)
    ledger.wrong(
        "R-183.a", "project", subsidiary["id"], "late", "星期六没有日报", "no report of a Saturday", window=forgotten - DAY)
    ledger.twin("R-183.a", "project", head["id"], "休息日也有日报", "reports on days off as well")
    week = label(dt.date(2026, 4, 13))
    company.drop("report", type="week-summary", project_id=subsidiary["id"], week=week)
    ledger.wrong("R-183.b", "project", subsidiary["id"], "missing", "一周没有周报", "a week without a report", window=week)
    ledger.twin("R-183.b", "project", head["id"], "每周每月都有报告", "a report of every week and month")
