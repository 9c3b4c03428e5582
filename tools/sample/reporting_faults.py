"""What is planted among reports, meetings, analyses, measures, forecasts, reviews and forms, with the twins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sample import spans
from sample.company import EXPORTED
from sample.days import DAY
from sample.ledger import Ledger
from sample.reporting import Reporting, at, quarters
from sample.spans import Span

Row = dict[str, Any]
OTHERWISE = {"2025-10", "2026-02", "2026-05", "2026-Q1", "2026-Q2"}
"""Months and quarters in which something is planted instead of the ordinary record."""


def _set(**changed: Any) -> Callable[[Row, Span], None]:
    return lambda row, span: row.update(changed)


def _on(days: int, hour: int = 16) -> Callable[[Row, Span], None]:
    """Handed in so many days after the last one."""
    return lambda row, span: row.update(submitted_at=at(span.end + days * DAY, hour))


@dataclass(frozen=True)
class Departure:
    """What seller number and period have instead of the ordinary report; `does` nothing: there is none."""

    kind: str
    of: tuple[int, str]
    does: Callable[[Row, Span], None] | None
    check: str
    reason: str | None
    zh: str
    en: str

    def note(self, ledger: Ledger, who: str) -> None:
        if self.reason:
            for check in (self.check, "R-177.a") if self.kind == "week-summary" and self.does is None else (self.check,):
                ledger.wrong(check, "employee", who, self.reason, self.zh, self.en, window=self.of[1])
        else:
            ledger.twin(self.check, "employee", who, self.zh, self.en)


DEPARTURES = [
    Departure("performance", (0, "2025-09"), _on(1, 9), "R-184.a", "late", "次月一日才交业绩报表", "handed in on the first of the next month"),
    Departure("performance", (1, "2025-10"), _on(0, 23), "R-184.a", None, "当月最后一天交业绩报表", "handed in on the last day of the month"),
    Departure("performance", (2, "2025-11"), None, "R-184.a", "missing", "没有业绩报表", "no performance report"),
    Departure("performance", (3, "2026-03"), _set(feedback="　"), "R-184.a", "missing", "业绩报表没有客户反馈", "a report without customer feedback"),
    Departure("performance", (4, "2026-04"), _set(profit=None), "R-184.a", "missing", "业绩报表没有利润", "a report without profit"),
    Departure("market-feedback", (3, "2025-11"), None, "R-185.a", "missing", "没有市场反馈报告", "no market feedback report"),
    Departure("market-feedback", (4, "2025-12"), _on(1), "R-185.a", "missing", "次月一日才交市场反馈", "handed in on the first of the next month"),
    Departure("market-feedback", (5, "2025-12"), _on(0), "R-185.a", None, "当月最后一天交市场反馈", "handed in on the last day of the month"),
    Departure("week-summary", (0, "2026-W11"), None, "R-193.a", "missing", "当周没有报告上级", "nothing reported in the week"),
    Departure("week-summary", (1, "2026-W14"), _set(submitted_to="E003"), "R-193.a", "missing", "报告交给了别人", "reported to somebody else"),
    Departure("week-summary", (2, "2025-W45"), _on(0, 23), "R-193.a", None, "周日晚上交报告", "reported on Sunday night"),
]


def plant(desk: Reporting, ledger: Ledger) -> None:
    for step in (_analysed, _measured, _forecast, _reviewed, _met, _filled, _done):
        step(desk, ledger)


def _of_company(ledger: Ledger, check: str, reason: str, window: str, zh: str, en: str) -> None:
    ledger.wrong(check, "organisation", "sales", reason, zh, en, window=window)


def _analysed(desk: Reporting, ledger: Ledger) -> None:
    month = spans.month(2026, 2)
    desk.analysis(month, month.end + 11 * DAY, [])
    _of_company(ledger, "R-186.a", "late", "2026-02", "月末后第 11 天才完成分析", "the analysis came on day 11")
    _of_company(ledger, "R-186.a", "missing", "2025-10", "没有分析", "no analysis")
    month = spans.month(2026, 5)
    desk.analysis(month, month.end + 10 * DAY, [])


def _measured(desk: Reporting, ledger: Ledger) -> None:
    month, issued, problem = spans.month(2026, 1), dt.date(2026, 2, 9), "大客户流失"
    for days, changed, reason, zh, en in (
        (11, {}, "late", "第 11 天定出措施", "a measure on day 11"), (10, {}, None, "第 10 天定出措施", "a measure on day 10"),
        (None, {}, "missing", "没有措施", "no measure"), (3, {"owner_id": None}, "missing", "措施没有责任人", "a measure without an owner"),
        (3, {"due_at": None}, "missing", "措施没有期限", "a measure without a due date"),
        (3, {"problem": "客户流失"}, "missing", "措施针对别的问题", "a measure about another problem"),
    ):
        row = desk.analysis(month, issued, [problem])
        if days is not None:
            desk.measure(row, "analysis", problem, issued + days * DAY, **changed)
        ledger.note("R-186.b", "analysis", row["id"], reason, zh, en)


def _forecast(desk: Reporting, ledger: Ledger) -> None:
    first, second = (span for span in quarters() if span.label in OTHERWISE)
    desk.forecast(first, first.start)
    _of_company(ledger, "R-187.a", "late", first.label, "季度第一天才作出预测", "the forecast came on the first day of the quarter")
    desk.forecast(second, second.start - 9 * DAY, basis=None)
    _of_company(ledger, "R-187.a", "missing", second.label, "预测没有写依据", "the forecast states no basis")


def _reviewed(desk: Reporting, ledger: Ledger) -> None:
    day = dt.date(2026, 4, 21)
    for days, changed, reason, zh, en in (
        (11, {}, "late", "评审后第 11 天才定出措施", "a measure on day 11"), (10, {}, None, "第 10 天定出措施", "a measure on day 10"),
        (None, {}, "missing", "没有措施也没有理由", "neither a measure nor a reason"),
        (None, {"no_action_reason": "指标全部达到，无改进项"}, None, "写明无需改进的理由", "it is stated why none is needed"),
    ):
        row = desk.review(day, **changed)
        if days is not None:
            desk.measure(row, "process_review", "跨部门交接不及时", day + days * DAY)
        if not changed:
            ledger.note("R-188.b", "process_review", row["id"], reason, zh, en)


def _met(desk: Reporting, ledger: Ledger) -> None:
    boss = desk.company.holder("sales-manager", dt.date(2026, 2, 1))
    desk.meeting(dt.date(2026, 2, 10), "monthly", ["last-week", "experience"], [boss])
    for check in ("R-189.b",) if desk.company.weekly_meeting else ("R-189.a", "R-189.b"):
        _of_company(ledger, check, "missing", "2026-02", "会议只有一人出席", "only one person attended")
    desk.meeting(dt.date(2025, 10, 14), "monthly", ["last-week"])
    _of_company(ledger, "R-189.b", "missing", "2025-10", "当月没有交流经验", "no sharing of experience in the month")
    desk.meeting(dt.date(2026, 5, 12), "monthly", ["last-week"])
    desk.meeting(dt.date(2026, 5, 29), "sharing", ["experience"], [boss, desk.company.sellers[0]])


def _filled(desk: Reporting, ledger: Ledger) -> None:
    event, customer = dt.date(2026, 3, 17), desk.company.tables["customer"][2]
    for days, reason, zh, en in (
        (4, "late", "第 4 天填写", "filled in on day 4"), (3, None, "第 3 天填写", "filled in on day 3"), (0, None, "当天填写", "filled in on the day"),
        (-1, "only-before-trigger", "提前一天填写", "filled in a day before the event"), (None, "missing", "没有填写", "never filled in"),
    ):
        key = desk.sheet(customer, event, days)["serial"]
        ledger.note("R-191.a", "form_record", key, reason, zh, en)
        for check in ("R-285.b", "R-285.c") if days is None else ():
            ledger.dark(check, "form_record", key, "case-date-missing", zh, en)
    for minutes, reason, zh, en in ((1, "not-satisfied", "归档后一分钟修改", "changed a minute after filing"), (0, None, "归档时修改", "changed on filing")):
        row = desk.sheet(customer, event, 1)
        row["changed_at"] = row["filed_at"] + dt.timedelta(minutes=minutes)
        ledger.note("R-191.b", "form_record", row["serial"], reason, zh, en)


def _done(desk: Reporting, ledger: Ledger) -> None:
    created, due = dt.date(2026, 3, 12), dt.date(2026, 4, 10)
    row = desk.analysis(spans.month(2026, 3), created - DAY, ["样机调配不及时"])
    for closed, until, reason, zh, en in (
        (due + DAY, due, "late", "期限次日完成", "done the day after it was due"), (due, due, None, "期限当日完成", "done on the day it was due"),
        (None, due, "missing", "过了期限仍未完成", "not done although due"),
        (None, EXPORTED, None, "期限当日，尚可完成", "due today"),
        (created - DAY, due, "only-before-trigger", "完成日期早于提出日期", "done before it was raised"),
    ):
        found = desk.measure(row, "analysis", row["findings"][0], created, due_at=until, closed_at=closed)
        ledger.note("R-192.a", "improvement", found["id"], reason, zh, en)
