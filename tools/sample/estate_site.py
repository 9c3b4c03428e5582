"""The site of a project day by day: callers, schedules, meetings and reports. All of it conforms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any

from sample.company import EXPORTED, LAST
from sample.days import DAY, earlier, on_or_after, worked
from sample.estate import Estate, Row, at

CHANNELS = ("户外广告", "网络", "朋友介绍", "路过", "短信")
NEEDS = ("三房两厅", "两房小户型", "学区房", "投资", "改善住房")
ANSWERS = ("周末再来看样板房", "与家人商量后答复", "希望了解按揭条件", "等下一批房源")


def days(start: dt.date, end: dt.date = LAST) -> Iterator[dt.date]:
    """The working days from one day to another."""
    while start <= end:
        if worked(start):
            yield start
        start += DAY


def run(company: Estate, project: Row, start: dt.date, dice: Random) -> None:
    """Everything that the site writes down from `start` on."""
    for day in days(start):
        receive(company, project, day, dice)
    day = start
    while day <= LAST:
        _report(company, project, "day", day, dice.choice(company.team(project)), date=day, content="接待来访，整理客户资料")
        day += DAY
    for monday in _mondays(start):
        _week(company, project, monday, dice)
    for month in _months(start):
        _month(company, project, month)


def receive(company: Estate, project: Row, day: dt.date, dice: Random) -> None:
    """The callers of one day, or one line saying that there were none."""
    callers = [dice.choice(("call", "visit", "visit")) for _ in range(dice.choice((0, 1, 1, 2, 3)))]
    if not callers:
        entry(company, project, at(day, 17, 30), "none")
    for n, kind in enumerate(callers):
        who = dice.choice(company.team(project))
        row = entry(company, project, at(day, 9 + 2 * n, dice.choice((5, 20, 40))), kind, who)
        row |= {"name": f"来客{row['id'][3:]}", "channel": dice.choice(CHANNELS), "need": dice.choice(NEEDS), "intent": False}
        if dice.random() < 0.2:
            interest(company, row, day + dice.randrange(0, 4) * DAY)
    if "call" in callers:
        telephone(company, project, day, dice.choice(company.team(project)))


def entry(company: Estate, project: Row, when: dt.datetime, kind: str, who: str | None = None) -> Row:
    return company.add("visitor_register", id=company.number("LF-", 5), project_id=project["id"], at=when, type=kind, consultant_id=who)


def interest(company: Estate, row: Row, followed: dt.date | None, who: str | None = None) -> None:
    """An interested caller gets a file and is contacted again."""
    who = who or row["consultant_id"]
    row |= {"intent": True, "customer_id": company.buyer(row["at"].date(), row["consultant_id"], "prospect")}
    if followed and followed < EXPORTED:
        company.add(
            "activity", id=company.number("GJ-", 5), type="call", customer_id=row["customer_id"], visitor_id=row["id"], owner_id=who,
            done_by=who, done_at=at(followed, 18), direction="out", needs=row.get("need"), feedback=company.random.choice(ANSWERS),
            intent="intent", next_action_at=followed + dt.timedelta(days=7),
        )


def telephone(company: Estate, project: Row, day: dt.date, who: str) -> Row:
    return company.paper("F-19", "电话记录表", day, who, 17, project_id=project["id"], consultant_id=who, date=day)


def _report(company: Estate, project: Row, kind: str, day: dt.date, who: str, **given: Any) -> Row:
    return company.add(
        "report", id=company.number("BG-", 5), type=kind, owner_id=who, prepared_by=who, department="营销部", project_id=project["id"],
        submitted_at=at(day, 18), submitted_to="E012", **given)


def _mondays(start: dt.date) -> Iterator[dt.date]:
    monday = start - dt.timedelta(days=start.weekday())
    while monday <= LAST:
        yield monday
        monday += dt.timedelta(days=7)


def label(day: dt.date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def schedule(company: Estate, project: Row, monday: dt.date, filled: dt.date | None = None) -> Row:
    return company.paper(
        "YL-ZS-XS003", "现场工作安排表", filled or earlier(monday, 1), company.team(project)[0], project_id=project["id"],
        week=label(monday), staff=company.team(project))


def _week(company: Estate, project: Row, monday: dt.date, dice: Random) -> None:
    """A meeting on the first day worked, or with whoever is on duty on Sunday where there is none; a report on the last."""
    team, sunday = company.team(project), monday + 6 * DAY
    first = min(on_or_after(monday), sunday)
    schedule(company, project, monday)
    if first >= EXPORTED:
        return
    met = company.meet("weekly", first, None, "项目销售周例会", [*team, "E012", "E010"], project["id"])
    met |= {"attendee_depts": ["marketing-dept", "planning-dept", "customer-service"], "agenda": ["last-week", "this-week"]}
    if on_or_after(monday - 7 * DAY).month != first.month:
        met["agenda"].append("experience")
    minutes(company, project, monday, first)
    last = max(earlier(sunday + DAY, 1), first)
    if last < EXPORTED:
        weekly(company, project, monday, at(last, 17))
        _report(
            company, project, "week-summary", last, team[1], period=label(monday), week=label(monday), new_customers=dice.randrange(0, 6))


def minutes(company: Estate, project: Row, monday: dt.date, day: dt.date) -> Row:
    """Those of the meeting, on the form that belongs to it."""
    week = {"project_id": project["id"], "week": label(monday)}
    return company.paper("YL-ZS-XS004", "项目销售周例会会议纪要", day, company.team(project)[0], 14, event_at=day, submitted_at=at(day, 15), **week)


def weekly(company: Estate, project: Row, monday: dt.date, when: dt.datetime) -> Row:
    """The sales report of a week, filled in on its last day at the latest and handed in then."""
    filled = min(when.date(), monday + 6 * DAY)
    week = {"project_id": project["id"], "week": label(monday)}
    return company.paper("YL-ZS-XS006", "销售周报", filled, company.team(project)[1], 17, event_at=filled, submitted_at=when, **week)


def _months(start: dt.date) -> Iterator[dt.date]:
    month = start.replace(day=1)
    while month <= LAST:
        yield month
        month = (month + dt.timedelta(days=32)).replace(day=1)


def _month(company: Estate, project: Row, month: dt.date) -> None:
    """Before a long holiday the summary is written on the last day worked."""
    following = (month + dt.timedelta(days=32)).replace(day=1)
    day = on_or_after(following)
    day = day if day < following + 5 * DAY else earlier(following, 1)
    if day < EXPORTED:
        name = f"{month:%Y-%m}"
        monthly(company, project, name, at(day, 15))
        _report(company, project, "month-analysis", day, "E012", period=name, month=name, content="来访量、成交量与推广效果分析")


def monthly(company: Estate, project: Row, month: str, when: dt.datetime) -> Row:
    return company.paper(
        "YL-ZS-XS005", "月度营销总结", when.date(), "E012", 15, project_id=project["id"], month=month, event_at=when.date(), submitted_at=when)
