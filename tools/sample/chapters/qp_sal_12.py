"""QP-SAL-12: what customers think. Surveys with their answers and measures, targets held against them, what the sales staff say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Any

from sample.company import EXPORTED, LAST, Company
from sample.days import DAY, on_or_after
from sample.ledger import Ledger
from sample.shop import Shop

COMPANIES = ("sample", "shop", "estate", "office")
PROCEDURE = "QP-SAL-12"
Row = dict[str, Any]
HALVES = (("2025-H2", dt.date(2025, 7, 1), dt.date(2025, 12, 31)), ("2026-H1", dt.date(2026, 1, 1), LAST))
COVERAGE, LIMIT, ASKED = 30, 30, 18
"""Percent of the active customers; days for analysis and measures; days that a survey runs."""
SCORES = [78, 80, 84, 85, 88, 90, 90, 92, 95, 96, 100]
WORDS = ["响应及时", "希望缩短等候时间", "产品满意", "价格偏高", "服务人员专业", None, None]
IDEAS = ["报表重复填写", "移动端应能查库存", "样品申请太慢", "新人培训应更早", "促销信息应提前告知", "价格政策说明不清"]


@dataclass(frozen=True)
class Plan:
    """A survey: how many answers more than needed (None: plenty), and after how many days it was analysed and a measure decided on."""

    period: str
    method: str
    closed: dt.date
    more: int | None
    analysed: int | None
    measured: int | None
    by: str = "sales-manager"
    lacks: tuple[str, ...] = ()


TRADING = (
    Plan("2025-H2", "questionnaire", dt.date(2025, 11, 28), 0, 30, 30),
    Plan("2026-Q1", "telephone", dt.date(2026, 3, 13), -1, 12, 10, lacks=("analysis", "due_at")),
    Plan("2026-H1", "questionnaire", dt.date(2026, 5, 15), None, 31, 31),
)
RETAIL = (
    Plan("2025-H2", "questionnaire", dt.date(2025, 12, 5), None, 20, 22),
    Plan("2026-H1", "telephone", dt.date(2026, 5, 29), 0, None, 15, by="sales-supervisor"),
    Plan("2026-06", "interview", dt.date(2026, 6, 19), None, None, None, by="sales-supervisor"),
)


def live(company: Company) -> None:
    dice = company.dice(PROCEDURE)
    company.employ("quality-manager", "质量经理甲", "质量部")
    company.employ("customer-service", "客服甲", "客服部")
    for n in range(16):
        day = on_or_after(dt.date(2025, 7, 14) + n * 22 * DAY)
        company.add(
            "feedback", id=company.number("FK-"), source="sales-team", topic="销售过程", content=dice.choice(IDEAS), collected_at=day,
            collected_by=dice.choice(company.sellers), reported_at=day + 2 * DAY, reported_to=company.holder("sales-manager", day),
            answer=dice.choice(("采纳，下月调整", "已转相关部门办理", "暂不采纳，已说明理由")), answered_at=day + dice.randrange(4, 12) * DAY,
        )


def plant(company: Company, ledger: Ledger) -> None:
    if isinstance(company, Shop):
        ledger.twin("R-175.a", "organisation", "sales", "每半年都答复了团队意见", "the team was answered in each half-year")
        return
    for row in company.tables["feedback"]:
        if row["source"] == "sales-team" and row["collected_at"] >= HALVES[1][1]:
            row |= {"answer": None, "answered_at": None}
    zh, en = "收集了意见，一条也没有答复", "feedback collected and never answered"
    ledger.wrong("R-175.a", "organisation", "sales", "missing", zh, en, window="2026-H1")


# surveys, over all customers there are


def settle(company: Company, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} surveys")
    planted = {entry["case"] for entry in (*ledger.entries, *ledger.twins) if entry["form"] == "customer"}
    for plan in RETAIL if isinstance(company, Shop) else TRADING:
        survey = _survey(company, plan, dice)
        _told(ledger, plan, survey)
        answers = _answers(company, plan, survey, dice)
        _low_scores(company, ledger, dice, [row for row in answers if row["customer_id"] not in planted], plan)
    if isinstance(company, Shop):
        ledger.wrong(
            "R-171.a", "organisation", "sales", "missing", "调查由主管组织", "the survey was organised by a supervisor", window="2026-H1")
    else:
        ledger.twin("R-171.a", "organisation", "sales", "每半年由销售经理组织调查", "surveyed by the sales manager in each half-year")
    _targets(company, ledger)


def _survey(company: Company, plan: Plan, dice: Random) -> Row:
    manager = company.holder(plan.by, plan.closed)
    done = None if plan.analysed is None else plan.closed + plan.analysed * DAY
    survey = company.add(
        "survey", id=company.number("DC-", 3), period=plan.period, method=plan.method, organised_by=manager, started_at=plan.closed - ASKED * DAY,
        closed_at=plan.closed, analysis="多数客户满意，等候时间和价格意见较多" if done and "analysis" not in plan.lacks else None, analysed_at=done,
        analysed_by=manager if done else None,
    )
    for problem in ("等候时间长", "价格说明不清") if plan.measured is not None else ():
        row = _measure(company, "survey", survey["id"], problem, plan.closed + plan.measured * DAY, manager)
        if "due_at" in plan.lacks:
            row["due_at"] = None
    return survey


def _measure(company: Company, form: str, source: str, problem: str, day: dt.date, owner: str) -> Row:
    done = day + 40 * DAY
    return company.add(
        "improvement", id=company.number("GS-"), source_form=form, source_id=source, problem=problem, cause="安排不周", measure="调整排班并明确答复时限",
        owner_id=owner, created_at=day, due_at=day + 60 * DAY, closed_at=done if done <= LAST else None, result="已见效" if done <= LAST else None,
        verified_by=company.holder("quality-manager", day) if done <= LAST else None,
    )


def _told(ledger: Ledger, plan: Plan, survey: Row) -> None:
    key, over = survey["id"], plan.closed + LIMIT * DAY < EXPORTED
    if plan.more == -1:
        ledger.wrong("R-171.b", "survey", key, "not-satisfied", "答复的客户比三成少一个", "one customer short of thirty percent")
    elif plan.more == 0:
        ledger.twin("R-171.b", "survey", key, "答复的客户正好三成", "thirty percent of the customers answered")
    for check, days, zh, en in (("R-172.a", plan.analysed, "分析", "analysed"), ("R-172.c", plan.measured, "定措施", "measures decided")):
        if days == LIMIT:
            ledger.twin(check, "survey", key, f"结束后第 30 天{zh}", f"{en} on day 30")
        elif over and (days is None or days > LIMIT):
            ledger.wrong(check, "survey", key, "late" if days else "missing", f"结束后三十天内没有{zh}", f"not {en} within thirty days")
    if "analysis" in plan.lacks:
        ledger.wrong("R-172.b", "survey", key, "field-empty", "写了分析日期，没有分析结论", "a date of analysis and no analysis")
    if "due_at" in plan.lacks:
        ledger.wrong("R-172.c", "survey", key, "missing", "措施没有完成期限", "measures without a date")


def _answers(company: Company, plan: Plan, survey: Row, dice: Random) -> list[Row]:
    """Of those who were customers when the survey began; it must reach a part of those who were when it closed."""
    def known(day: dt.date) -> list[Row]:
        return [
            c for c in company.tables["customer"]
            if c["status"] == "active" and (not isinstance(c["created_at"], dt.date) or c["created_at"] <= day)]

    active = known(plan.closed - ASKED * DAY)
    least = -(-COVERAGE * len(known(plan.closed)) // 100)
    rows = []
    for customer in dice.sample(active, least + (dice.randrange(4, 12) if plan.more is None else plan.more)):
        asked = plan.closed - dice.randrange(ASKED - 2, ASKED) * DAY
        rows.append(company.add(
            "survey_response", id=company.number("DJ-"), survey_id=survey["id"], customer_id=customer["id"], respondent="客户经办人",
            score=dice.choice(SCORES), comment=dice.choice(WORDS), asked_at=asked, answered_at=asked + dice.randrange(1, ASKED - 3) * DAY,
            collected_by=company.holder("customer-service", plan.closed),
        ))
    return rows


def _low_scores(company: Company, ledger: Ledger, dice: Random, answers: list[Row], plan: Plan) -> None:
    """Some are not content; in the first survey of the year some of them wait too long for a measure."""
    odd = ((6, "late"), (5, None), (None, "missing")) if plan.period == "2025-H2" else ()
    for n, row in enumerate(dice.sample(answers, 3 + len(odd))):
        row |= {"score": dice.choice((40, 45, 50, 55, 58)), "comment": dice.choice(("等候太久", "问题反复出现", "答应的事没有办"))}
        days, reason = odd[n] if n < len(odd) else (dice.randrange(1, 5), None)
        who = next(c["owner_id"] for c in company.tables["customer"] if c["id"] == row["customer_id"])
        _call(company, row["customer_id"], row["answered_at"] + dice.randrange(1, 5) * DAY, who)
        if days is not None:
            _measure(company, "survey_response", row["id"], row["comment"], row["answered_at"] + days * DAY, who)
        if reason:
            ledger.wrong("R-173.a", "survey_response", row["id"], reason, "低分后五天内没有定出措施", "no measure within five days of a low score")
        elif n < len(odd):
            ledger.twin("R-173.a", "survey_response", row["id"], "低分后第 5 天定出措施", "a measure on day 5 after a low score")
    row = next(row for row in answers if row["score"] >= 60)
    row["score"] = 60
    if odd:
        ledger.twin("R-173.a", "survey_response", row["id"], "正好 60 分，不算低分", "exactly 60 is not low")


def _call(company: Company, customer: str, day: dt.date, who: str) -> None:
    company.add(
        "activity", id=company.number("GJ-", 5), type="call", customer_id=customer, owner_id=who, done_by=who,
        done_at=dt.datetime.combine(day, dt.time(11, 15)), direction="out", feedback="已致歉并说明处理办法", next_action_at=day + 14 * DAY)


def _targets(company: Company, ledger: Ledger) -> None:
    """The mean is exactly what was aimed at in one half-year, and a little below in the other."""
    for (period, start, end), wrong in zip(HALVES, (False, True), strict=True):
        rows = [row for row in company.tables["survey_response"] if start <= row["answered_at"] <= end]
        over = sum(row["score"] for row in rows) % len(rows)
        for row in sorted(rows, key=lambda row: -row["score"]):
            cut = min(over, max(row["score"] - 61, 0))
            row["score"] -= cut
            over -= cut
        mean = sum(row["score"] for row in rows) // len(rows)
        key = _target(company, period, start, end, mean + 1 if wrong else mean)
        if wrong:
            ledger.wrong("R-174.b", "target", key, "not-satisfied", "平均分比目标低一分", "the mean is one point below the target")
        else:
            ledger.twin("R-174.b", "target", key, "平均分正好达到目标", "the mean is exactly the target")
    _target(company, "2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31), 86)


def _target(company: Company, period: str, start: dt.date, end: dt.date, value: int) -> str:
    day = on_or_after(start - 18 * DAY)
    manager = company.holder("sales-manager", start)
    return company.add(
        "target", id=company.number("MB-", 3), metric="satisfaction", value=value, unit="分", owner_id=manager,
        period_type="half-year" if "H" in period else "year", year=start.year, period=period, period_start=start, period_end=end, set_at=day,
        evaluated_at=day, published_at=day,
        set_by=company.holder("general-manager", day), agreed_by=manager, status="current",
    )["id"]
