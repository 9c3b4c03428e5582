"""The injector: faults at known places, each with a twin one day or one yuan inside the limit."""

from __future__ import annotations

import datetime as dt

from sample import approvals
from sample.days import DAY, later, on_or_after, ten_years_after
from sample.ledger import Ledger
from sample.trader import Trader
from sample.year import target


def plant(company: Trader, ledger: Ledger) -> None:
    approvals.plant(company, ledger)
    followed(company, ledger)
    _credit(company, ledger)
    common(company, ledger)


def followed(company: Trader, ledger: Ledger) -> None:
    """Contracts drafted after an agreement, and followed until they are signed."""
    _agreed_first(company, ledger)
    _signing(company, ledger)


def common(company: Trader, ledger: Ledger) -> None:
    """What every company that sells by contract may get wrong."""
    for step in (
        _content,
        _filing,
        _standard_text,
        _retention,
        _reminder,
        _dunning,
        _escalation,
        _receipts,
        _collectors,
        _collection_rate,
        _feedback,
        _visits,
        _hostile,
    ):
        step(company, ledger)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _content(company: Trader, ledger: Ledger) -> None:
    row = company.deal(_day("2025-10-20"), 86_000)
    row["payment_terms"] = company.tables["contract"][-1]["payment_terms"] = "　 "
    ledger.wrong("R-109.a", "contract", row["number"], "field-empty", "付款条款只有空格", "the payment terms are blank")
    ledger.dark("R-121.a", "contract", row["number"], "value-missing", "付款条款只有空格", "the payment terms are blank")
    row = company.deal(_day("2026-05-06"), 86_000)
    company.tables["contract"][-1]["price"] = "面议"
    zh, en = "金额写作“面议”", "the price reads “negotiable”"
    for check in ("R-109.a", "R-156.b", "R-121.a", "R-122.a"):
        ledger.dark(check, "contract", row["number"], "value-unreadable", zh, en)
    if company.by_amount:
        ledger.dark("R-113.a", "contract", row["number"], "amount-missing", zh, en)


def _agreed_first(company: Trader, ledger: Ledger) -> None:
    drafted = _day("2025-11-17")
    for day, wrong in ((drafted + DAY, True), (drafted, False)):
        key = company.deal(drafted, 86_000, accepted=None, agreed=day)["number"]
        if wrong:
            ledger.wrong("R-120.a", "contract", key, "after", "先起草、后谈妥", "drafted before it was agreed")
        else:
            ledger.twin("R-120.a", "contract", key, "谈妥当日起草", "drafted on the day it was agreed")
    key = company.deal(_day("2026-03-30"), 86_000, accepted=None, agreed=None)["number"]
    ledger.wrong("R-120.a", "contract", key, "missing", "没有报价接受，也没有谈判结果", "neither accepted nor negotiated")


def _signing(company: Trader, ledger: Ledger) -> None:
    """Fifteen days since 2026-03-01, thirty before."""
    for sent, days in ((_day("2025-12-15"), 30), (_day("2026-04-13"), 15)):
        for more, wrong in ((1, True), (0, False)):
            signed = sent + dt.timedelta(days=days + more)
            key = company.deal(sent - dt.timedelta(days=10), 86_000, sent=sent, signed=signed)["number"]
            if wrong:
                ledger.wrong(
                    "R-125.a",
                    "contract",
                    key,
                    "late",
                    f"送签后第 {days + 1} 天才签订，其间无跟进",
                    f"signed on day {days + 1} without a follow-up",
                )
            else:
                ledger.twin("R-125.a", "contract", key, f"第 {days} 天签订", f"signed on day {days}")
    sent = _day("2026-05-18")
    for followed in (None, sent + dt.timedelta(days=15)):
        row = company.deal(sent - dt.timedelta(days=7), 86_000, sent=sent, signed=None)
        if followed is None:
            ledger.wrong("R-125.a", "contract", row["number"], "missing", "送签后既未签订也无跟进", "neither signed nor followed up")
        else:
            company.activity(row["customer_id"], "call", followed, contract=row["number"])
            ledger.twin("R-125.a", "contract", row["number"], "第 15 天有跟进", "followed up on day 15")


def _filing(company: Trader, ledger: Ledger) -> None:
    """Five working days since 2026-03-01, ten before; the clock is the signing."""
    for drafted, count in ((_day("2025-09-17"), 10), (_day("2026-04-27"), 5)):
        signed = later(on_or_after(drafted), 7)
        for more, wrong in ((1, True), (0, False)):
            key = company.deal(drafted, 86_000, signed=signed, filed={"finance": later(signed, count + more)})["number"]
            if wrong:
                ledger.wrong(
                    "R-126.a",
                    "contract",
                    key,
                    "late",
                    f"财务副本第 {count + 1} 个工作日才归档",
                    f"finance filed its copy on working day {count + 1}",
                )
            else:
                ledger.twin("R-126.a", "contract", key, f"第 {count} 个工作日归档", f"filed on working day {count}")
    key = company.deal(_day("2026-02-09"), 86_000, filed={"finance": None})["number"]
    ledger.wrong("R-126.a", "contract", key, "missing", "财务没有副本", "finance has no copy")


def _standard_text(company: Trader, ledger: Ledger) -> None:
    for version, wrong in (("9", True), ("1", False)):
        key = company.deal(_day("2025-08-25"), 86_000, version=version)["number"]
        if wrong:
            ledger.wrong("R-128.a", "contract", key, "missing", "使用不存在的文本版本", "written on a revision that does not exist")
        else:
            ledger.twin("R-128.a", "contract", key, "使用有效版本", "written on the revision in force")
    key = company.deal(_day("2025-10-27"), 86_000, deviation=True)["number"]
    ledger.wrong("R-128.b", "contract", key, "missing", "偏离标准文本而没有请示单", "a deviation without a request slip")
    signed = later(_day("2026-06-08"), 7)
    for day, wrong in ((signed + DAY, True), (signed, False)):
        key = company.deal(_day("2026-06-08"), 86_000, signed=signed, slip=day)["number"]
        if wrong:
            ledger.wrong("R-128.b", "contract", key, "late", "签订次日才补请示单", "the slip came the day after signing")
        else:
            ledger.twin("R-128.b", "contract", key, "签订当日的请示单", "the slip came on the day of signing")


def _retention(company: Trader, ledger: Ledger) -> None:
    drafted = _day("2025-07-21")
    signed = later(drafted, 7)
    for less, wrong in ((1, True), (0, False)):
        key = company.deal(drafted, 86_000, signed=signed, retain=ten_years_after(signed) - dt.timedelta(days=less))["number"]
        if wrong:
            ledger.wrong("R-129.a", "contract", key, "missing", "保存期少一天", "kept one day too short")
        else:
            ledger.twin("R-129.a", "contract", key, "正好保存十年", "kept exactly ten years")


def _contract(company: Trader, day: str) -> dict:
    return company.deal(_day(day), 86_000)


def _reminder(company: Trader, ledger: Ledger) -> None:
    due = _day("2026-03-20")
    for remind, reason in (
        (None, "missing"),
        (due - dt.timedelta(days=8), "only-before-trigger"),
        (due + DAY, "late"),
        (due - dt.timedelta(days=7), None),
    ):
        schedule = company.instalment(_contract(company, "2026-01-05"), 25_800, due, due + dt.timedelta(days=3), remind=remind)
        if reason:
            ledger.wrong(
                "R-149.a",
                "payment_schedule",
                schedule["id"],
                reason,
                "到期前七天内没有提醒",
                "no reminder within the seven days before the due date",
            )
        else:
            ledger.twin("R-149.a", "payment_schedule", schedule["id"], "到期前第七天提醒", "reminded on the seventh day before")


def _dunning(company: Trader, ledger: Ledger) -> None:
    due = _day("2025-12-10")
    for dun, reason in ((None, "missing"), (due + dt.timedelta(days=6), "late"), (due + dt.timedelta(days=5), None)):
        schedule = company.instalment(
            _contract(company, "2025-10-09"), 25_800, due, due + dt.timedelta(days=20), remind=due - dt.timedelta(days=3), dun=dun
        )
        if reason:
            zh, en = ("逾期后第六天才催款", "dunned on the sixth day") if dun else ("逾期而不催款", "overdue and never dunned")
            ledger.wrong("R-150.a", "payment_schedule", schedule["id"], [reason], zh, en)
            if not dun:
                ledger.wrong("R-155.a", "payment_schedule", schedule["id"], "missing", zh, en, window=due)
        else:
            ledger.twin("R-150.a", "payment_schedule", schedule["id"], "第五天催款", "dunned on the fifth day")
    schedule = company.instalment(
        _contract(company, "2025-10-09"),
        25_800,
        due,
        due + dt.timedelta(days=20),
        remind=due - dt.timedelta(days=3),
        dun=due + DAY,
        reason=" ",
    )
    ledger.wrong("R-150.a", "payment_schedule", schedule["id"], "missing", "催款没有写明原因", "dunned without a reason on record")
    for days, wrong in ((6, True), (5, False)):
        schedule = company.instalment(
            _contract(company, "2025-10-09"), 25_800, due, due + dt.timedelta(days=days), remind=due - dt.timedelta(days=3)
        )
        if wrong:
            ledger.wrong(
                "R-150.a", "payment_schedule", schedule["id"], "missing", "第六天付款，其间未催款", "paid on the sixth day without dunning"
            )
        else:
            ledger.twin(
                "R-150.a", "payment_schedule", schedule["id"], "第五天已付清，催款义务消失", "paid on the fifth day, so the duty lapsed"
            )


def _escalation(company: Trader, ledger: Ledger) -> None:
    due = _day("2026-02-25")
    for days, to, reason in ((None, None, "missing"), (31, "E003", "late"), (30, "E012", "missing"), (30, "E003", None)):
        day = due + dt.timedelta(days=days) if days else None
        schedule = company.instalment(
            _contract(company, "2025-12-01"),
            25_800,
            due,
            None,
            remind=due - dt.timedelta(days=3),
            dun=due + DAY,
            escalate=day,
            escalate_to=to,
        )
        if reason:
            ledger.wrong(
                "R-151.a",
                "payment_schedule",
                schedule["id"],
                reason,
                "三十天内没有上报销售经理",
                "not reported to a sales manager within thirty days",
            )
        else:
            ledger.twin("R-151.a", "payment_schedule", schedule["id"], "第三十天上报", "reported on the thirtieth day")


def _credit(company: Trader, ledger: Ledger) -> None:
    booked = _day("2026-04-08")
    cases = (
        (100_001, None, None, 2, "missing", "超额一元放行而无人批准", "one yuan above the limit, released without approval"),
        (100_000, None, None, 2, None, "正好等于额度", "exactly at the limit"),
        (150_000, 3, 2, 5, "out-of-order", "先批准、后审核", "approved before it was reviewed"),
        (150_000, 2, 2, 5, None, "同日审核、批准", "reviewed and approved on one day"),
        (150_000, 1, 6, 5, "after-signing", "放行次日才批准", "approved after the release"),
        (150_000, 1, 5, 5, None, "放行当日批准", "approved on the day of release"),
    )
    for amount, review, approve, released, reason, zh, en in cases:
        customer = company.customer()
        company.rate(customer, 100_000, booked - dt.timedelta(days=60))
        order = company.order(
            customer, amount, booked, later(booked, released), review and later(booked, review), approve and later(booked, approve)
        )
        if reason:
            ledger.wrong("R-154.a", "order", order["id"], reason, zh, en)
        elif review:
            ledger.twin("R-154.a", "order", order["id"], zh, en)


def _receipts(company: Trader, ledger: Ledger) -> None:
    for extra, wrong in ((1, True), (0, False)):
        row = _contract(company, "2025-08-11")
        company.instalment(row, 86_000 + extra, _day("2025-10-30"), _day("2025-10-28"))
        if wrong:
            ledger.wrong(
                "R-156.b", "contract", row["number"], "not-satisfied", "收款比合同价多一元", "received one yuan more than the price"
            )
            ledger.wrong("R-122.a", "contract", row["number"], "sum-differs", "付款计划比合同价多一元", "the payment plan exceeds the price by one yuan")
        else:
            ledger.twin("R-156.b", "contract", row["number"], "收款等于合同价", "received exactly the price")
    row = _contract(company, "2025-08-12")
    company.instalment(row, 86_000, _day("2025-10-30"), _day("2025-10-28"), to="HKJH-9999")
    ledger.wrong("R-156.a", "payment", company.tables["payment"][-1]["id"], "missing", "收款对不上任何一期", "matched to no instalment")


def _collectors(company: Trader, ledger: Ledger) -> None:
    for who, checks in (("owner", ("R-157.a", "R-157.b")), ("E009", ("R-157.a",)), ("E008", ())):
        row = _contract(company, "2025-09-15")
        company.instalment(row, 86_000, _day("2025-11-03"), _day("2025-11-03"), by=row["sales_owner_id"] if who == "owner" else who)
        key = company.tables["payment"][-1]["id"]
        for check in checks:
            reason = "not-satisfied" if check.endswith("a") else "same-person"
            ledger.wrong(
                check,
                "payment",
                key,
                reason,
                "不是财务收款" if check.endswith("a") else "经办人自己收款",
                "not received by finance" if check.endswith("a") else "the seller took the money",
            )
        if not checks:
            ledger.twin("R-157.a", "payment", key, "财务乙任职首日收款", "received on the first day in finance")


def _collection_rate(company: Trader, ledger: Ledger) -> None:
    key = target(company, "2026-H1", _day("2026-04-01"), _day("2026-06-30"), 400)
    ledger.wrong("R-158.a", "target", key, "not-satisfied", "回款率低于目标", "the collection rate is below the target")


def _feedback(company: Trader, ledger: Ledger) -> None:
    for collected, days in ((_day("2025-11-12"), 3), (_day("2026-05-20"), 2)):
        for more, wrong in ((1, True), (0, False)):
            key = company.feedback(company.customer(), collected, collected + dt.timedelta(days=days + more))["id"]
            if wrong:
                ledger.wrong("R-093.a", "feedback", key, "late", f"第 {days + 1} 天才上报", f"passed on on day {days + 1}")
            else:
                ledger.twin("R-093.a", "feedback", key, f"第 {days} 天上报", f"passed on on day {days}")
    key = company.feedback(company.customer(), _day("2026-06-01"), None)["id"]
    ledger.wrong("R-093.a", "feedback", key, "missing", "一直未上报", "never passed on")
    key = company.feedback(company.customer(), _day("2026-06-02"), _day("2026-06-03"), "E012")["id"]
    ledger.wrong("R-093.b", "feedback", key, "not-satisfied", "报给了主管", "passed to a supervisor")


def _visits(company: Trader, ledger: Ledger) -> None:
    day = _day("2026-03-18")
    for planned, reason in (
        (None, "missing"),
        (day - dt.timedelta(days=31), "too-early"),
        (day + DAY, "after"),
        (day - dt.timedelta(days=30), None),
    ):
        key = company.visit(company.customer(), day, planned)["id"]
        if reason:
            ledger.wrong("R-078.a", "activity", key, reason, "拜访没有有效的计划", "a visit without a plan that counts")
        else:
            ledger.twin("R-078.a", "activity", key, "计划在三十天之内", "planned thirty days before")
    key = company.visit(company.customer(), day, day)["id"]
    company.tables["visit_plan"][-1]["materials"] = None
    ledger.wrong("R-078.a", "activity", key, "missing", "计划没有写准备的资料", "the plan names no material")


def _hostile(company: Trader, ledger: Ledger) -> None:
    """Names that must stay harmless in every report; nothing is wrong with these customers."""
    for name in ("<script>alert(1)</script>", "=cmd|' /C calc'!A0", "客户'; DROP TABLE contract; --"):
        company.visit(company.customer(name), _day("2026-01-14"), _day("2026-01-14"))
