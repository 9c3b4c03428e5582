"""Planted among complaints, requests and returns, each with its twin."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.ledger import Ledger
from sample.service import DAY, HOUR, After, Row

AT = dt.datetime(2026, 3, 10, 10, 0)
MINUTE = dt.timedelta(minutes=1)


class Faults:
    """Plants in the complaints of a company."""

    def __init__(self, after: After, ledger: Ledger, dice: Random):
        self.after, self.ledger, self.dice = after, ledger, dice
        self.company = after.company

    def complaint(self, at: dt.datetime = AT, **changed: Any) -> Row:
        return self.after.complaint(at, self.dice, **changed)

    def told(self, check: str, row: Row, reason: str | None, zh: str, en: str, form: str = "complaint") -> None:
        """A fault with its reason, a twin without."""
        if reason:
            self.ledger.wrong(check, form, row["id"], reason, zh, en)
        else:
            self.ledger.twin(check, form, row["id"], zh, en)

    def holder(self, role: str, day: dt.date = AT.date()) -> str:
        return self.company.holder(role, day)


def plant(after: After, ledger: Ledger, dice: Random) -> None:
    faults = Faults(after, ledger, dice)
    for step in (_recorded, _answered, _resolved, _confirmed, _investigated, _approved, _passed_up, _evaluated, _again, _stated, _served, _own_fault):
        step(faults)
    if ledger.asks("R-168"):
        _returned(faults)
        _too_much(faults)


def _night(days: int) -> dt.datetime:
    """The last minutes of a day after the complaint came in, or the first of the next."""
    return dt.datetime.combine(AT.date() + days * DAY, dt.time(23, 50))


def _recorded(faults: Faults) -> None:
    for check, field in (("R-159.a", "recorded_at"), ("R-159.b", "reported_at")):
        for at, reason in ((_night(1) + 20 * MINUTE, "late"), (_night(1), None), (None, "missing")):
            row = faults.complaint(**{field: at})
            faults.told(check, row, reason, "记录或汇报的最后一天是次日", "the next day is the last for recording and reporting")
    row = faults.complaint(reported_to=faults.holder("sales-supervisor"))
    faults.told("R-159.c", row, "not-satisfied", "报给了主管", "reported to a supervisor")


def _answered(faults: Faults) -> None:
    for reply, reason in ((24 * HOUR + MINUTE, "late"), (24 * HOUR, None)):
        row = faults.complaint(first_reply_at=AT + reply)
        faults.told("R-160.a", row, reason, "24 小时为限", "24 hours are the limit")
    row = faults.complaint(dt.datetime(2026, 6, 24, 9, 30), first_reply_at=None, settled=False)
    faults.told("R-160.a", row, "missing", "一直没有回复", "never answered")


def _days(count: int) -> Row:
    """Resolved and confirmed on that day, closed later."""
    at = dt.datetime.combine(AT.date() + count * DAY, dt.time(16, 0))
    return {"resolved_at": at, "customer_confirmed_at": at + HOUR, "evaluated_at": at.date() + 5 * DAY, "closed_at": at.date() + 6 * DAY}


def _resolved(faults: Faults) -> None:
    for days, waits, reason in ((8, False, "late"), (7, False, None), (12, True, "late"), (11, True, None)):
        row = faults.complaint(waits=waits, **_days(days))
        zh, en = ("暂停四天，第 11 天为限", "four days on hold, day 11 is the limit") if waits else ("第 7 天为限", "day 7 is the limit")
        faults.told("R-161.a", row, reason, zh, en)
    row = faults.complaint(dt.datetime(2026, 6, 22, 11, 0), settled=False)
    faults.told("R-161.a", row, "missing", "第 8 天仍未解决", "not resolved on the eighth day")


def _confirmed(faults: Faults) -> None:
    closed = AT.date() + 14 * DAY
    for at, reason in (
        (dt.datetime.combine(closed + DAY, dt.time(9, 0)), "after"), (dt.datetime.combine(closed, dt.time(17, 0)), None), (None, "missing"),
    ):
        row = faults.complaint(**_days(6) | {"closed_at": closed, "customer_confirmed_at": at})
        faults.told("R-161.b", row, reason, "关闭之前客户须确认", "the customer confirms before closing")


def _investigated(faults: Faults) -> None:
    manager = faults.holder("sales-manager")
    for field in ("cause", "feedback_at", "investigated_by"):
        more = {"approved": []} if field == "feedback_at" else {}
        row = faults.complaint(**{field: None} | more)
        faults.told("R-162.a", row, "field-empty", "关闭的投诉缺项", "something is missing in a closed complaint")
    row = faults.complaint(organised_by=faults.holder("sales-supervisor"))
    faults.told("R-162.b", row, "not-satisfied", "由主管组织调查", "a supervisor organised the investigation")
    row = faults.complaint(against=manager, organised_by=manager)
    faults.told("R-162.d", row, "not-satisfied", "经理组织调查对自己的投诉", "the manager investigated a complaint about himself")


def _approved(faults: Faults) -> None:
    manager, told = faults.holder("sales-manager"), AT.date() + 2 * DAY
    for decision, reason, zh, en in (
        ([], "missing", "方案未经批准", "the solution was not approved"),
        ([("sales-manager", "approved", manager, told + DAY)], "after-signing", "反馈客户次日才批准", "approved the day after the customer was told"),
        ([("sales-manager", "approved", manager, told)], None, "反馈客户当日批准", "approved on the day the customer was told"),
        ([("sales-manager", "approved", faults.holder("sales-supervisor"), told)], "role-not-held", "主管代批", "a supervisor approved"),
        ([("sales-manager", "rejected", manager, told)], "rejected", "方案被驳回", "the solution was refused"),
    ):
        faults.told("R-162.c", faults.complaint(beyond=True, approved=decision), reason, zh, en)
    row = faults.complaint(against=manager, approved=[("sales-manager", "approved", manager, told)])
    faults.told("R-162.c", row, "missing", "经理批准对自己的投诉", "the manager approved the solution of a complaint about himself")


def _passed_up(faults: Faults) -> None:
    for after, reason in ((24 * HOUR + MINUTE, "late"), (24 * HOUR, None)):
        row = faults.complaint(beyond=True, escalated_at=AT + after)
        faults.told("R-163.a", row, reason, "24 小时内上报", "passed up within 24 hours")
    row = faults.complaint(beyond=True, escalated_at=None, escalated_to=None)
    faults.told("R-163.a", row, "missing", "没有上报", "never passed up")
    row = faults.complaint(beyond=True, escalated_to=faults.holder("sales-supervisor"))
    faults.told("R-163.b", row, "not-satisfied", "只报到主管", "passed up to a supervisor only")
    row = faults.complaint(beyond=True, assisted_by=None)
    faults.told("R-163.c", row, "not-satisfied", "没有主管协助", "no supervisor helped")


def _evaluated(faults: Faults) -> None:
    closed = AT.date() + 14 * DAY
    for day, reason in ((closed + DAY, "after"), (closed, None), (None, "missing")):
        row = faults.complaint(closed_at=closed, evaluated_at=day)
        faults.told("R-164.a", row, reason, "关闭之前须评估", "evaluated before closing")
    row = faults.complaint(effective=False)
    faults.told("R-164.b", row, "not-satisfied", "没有彻底解决就关闭", "closed without being settled")
    for day, reason in ((closed + DAY, "not-satisfied"), (closed, None)):
        row = faults.complaint(closed_at=closed, evaluated_at=closed, prevention=None)
        faults.after.corrective(row, day)
        faults.told("R-164.b", row, reason, "没有预防措施，报告须在关闭之前", "no prevention noted: a report must come before closing")


def _again(faults: Faults) -> None:
    for n, (gap, days, reason) in enumerate(((90, None, "missing"), (91, None, None), (60, 31, "late"), (60, 30, None))):
        code = f"X-{n:02}"
        faults.complaint(AT - gap * DAY, cause_code=code)
        row = faults.complaint(cause_code=code)
        if days:
            faults.after.corrective(row, AT.date() + days * DAY)
        zh, en = f"相隔 {gap} 天再次发生", f"the cause came back after {gap} days"
        faults.told("R-165.a", row, reason, f"{zh}，第 {days} 天报告" if days else zh, f"{en}, reported on day {days}" if days else en)


def _stated(faults: Faults) -> None:
    for field in ("subject", "channel", "customer_id"):
        faults.told("R-166.a", faults.complaint(**{field: None}), "field-empty", "投诉记录缺项", f"{field} is blank")
    row = faults.complaint(channel="other")
    faults.told("R-166.b", row, "not-satisfied", "不是公布的渠道", "not a channel made known")


def _returned(faults: Faults) -> None:
    day = dt.date(2026, 3, 12)
    order = next(row for row in faults.after.sized() if row["booked_at"] < day)
    for changed, check, reason in (
        ({"order_id": None}, "R-168.a", "field-empty"), ({"order_id": None, "sale_id": "XS-0001"}, "R-168.a", None),
        ({"reason": " "}, "R-168.a", "field-empty"), ({"decision": None}, "R-168.b", "field-empty"), ({"disposition": None}, "R-168.b", "field-empty"),
        ({"disposition": None, "closed_at": None}, "R-168.b", None), ({"customer_id": "C-0049"}, "R-168.c", "missing"),
    ):
        row = faults.after.back(order, day, 0, None, **changed)
        faults.told(check, row, reason, "退换货单缺项，或与订单不符", "the return lacks something or does not fit its order", "return")


def _too_much(faults: Faults) -> None:
    day = dt.date(2026, 3, 16)
    orders = [row for row in faults.after.sized() if row["booked_at"] < day and not _has(faults, row)]
    for order, more, reason in ((orders[0], 1, "not-satisfied"), (orders[1], 0, None)):
        faults.after.back(order, day, 1, None)
        row = faults.after.back(order, day + DAY, order["qty"] - 1 + more, None)
        faults.told("R-169.a", row, reason, "退货合计不超过订货数量", "returned together at most what was ordered", "return")
    paid = [row for row in orders[2:] if faults.after.paid(row["contract_no"], day) > 0]
    for order, more, reason in ((paid[0], 1, "not-satisfied"), (paid[1], 0, None)):
        row = faults.after.back(order, day, 1, faults.after.paid(order["contract_no"], day) + more)
        faults.told("R-169.b", row, reason, "退款不超过已付款", "refunded at most what was paid", "return")


def _has(faults: Faults, order: Row) -> bool:
    return any(row["order_id"] == order["id"] for row in faults.company.tables["return"])


def _served(faults: Faults) -> None:
    for response, reason in ((4 * HOUR + MINUTE, "late"), (4 * HOUR, None)):
        row = faults.after.request(AT, faults.dice, "设备停机", response, 2)
        faults.told("R-170.a", row, reason, "4 小时内响应", "a response within 4 hours", "service_request")
    for days, reason in ((6, "late"), (5, None)):
        row = faults.after.request(AT, faults.dice, "设备停机", HOUR, days)
        faults.told("R-170.b", row, reason, "5 天内解决", "solved within 5 days", "service_request")
    row = faults.after.request(dt.datetime(2026, 6, 18, 9, 0), faults.dice, "设备停机", None, None)
    for check in ("R-170.a", "R-170.b"):
        faults.told(check, row, "missing", "没有人处理", "nobody dealt with it", "service_request")


def _own_fault(faults: Faults) -> None:
    """Both reports within seven days, by the person at fault."""
    for reported, author, reason in ((8, None, "late"), (7, None, None), (None, None, "missing"), (5, "E012", "missing")):
        claim = faults.after.claim(faults.complaint(), 3_000, own_fault=True, reported=None)
        for kind in () if reported is None else ("reflection", "corrective"):
            faults.after.report(kind, claim, claim["decided_at"] + reported * DAY, author)
        faults.told("R-167.a", claim, reason, "本人七天内写出两份报告", "both reports within seven days, by the person at fault", "claim")
