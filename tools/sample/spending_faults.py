"""What is planted among budgets, claims and their analyses, with the twins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.days import DAY, later
from sample.ledger import Ledger
from sample.spending import Decision, Row, Spending

MAY = dt.date(2026, 5, 4)
SMALL = {"promotion": 20_000, "travel": 8_000, "entertainment": 3_000, "training": 5_000}


def plant(spending: Spending, ledger: Ledger) -> None:
    for step in (
        _lines, _plan_first, _approved, _papers, _prompt, _reviews, _refused, _own, _unreadable, _standard, _exhausted, _analysed, _twice, _guests,
    ):
        step(spending, ledger)


def _special(spending: Spending, **given: Any) -> Row:
    """A budget for one purpose, to be used from May on."""
    return spending.budget(2026, "新产品推广专项费用预算", given.pop("effective", MAY), **({"lines": SMALL, "submitted": dt.date(2026, 4, 7)} | given))


def _travel(spending: Spending, day: dt.date, over: int = 0, n: int = 0, **given: Any) -> Row:
    """A day's travel within the standard, or so much above it."""
    who = given.pop("who", spending.company.sellers[n])
    return spending.claim(who, "travel", spending.limit(who, "travel", day) + over, day, **given)


def _lines(spending: Spending, ledger: Ledger) -> None:
    for lines, reason, zh, en in (
        ({k: v for k, v in SMALL.items() if k != "training"}, "missing", "没有培训科目", "no line for training"),
        (SMALL | {"training": 0}, None, "培训科目为零元", "nothing on the line for training"),
    ):
        ledger.note("R-204.a", "budget", _special(spending, lines=lines)["id"], reason, zh, en)


def _plan_first(spending: Spending, ledger: Ledger) -> None:
    handed_in = spending.plan(2026)["submitted_at"].date()
    for submitted, reason in ((handed_in - DAY, "after"), (handed_in, None)):
        key = _special(spending, submitted=submitted)["id"]
        ledger.note("R-204.b", "budget", key, reason, f"预算 {submitted} 提交，计划 {handed_in} 提交", f"budget of {submitted}, plan of {handed_in}")


def _approved(spending: Spending, ledger: Ledger) -> None:
    january = dt.date(2026, 1, 31)
    for given, reason, zh, en in (
        ({"approved": MAY + DAY}, "after-signing", "执行次日才批准", "approved the day after it took effect"),
        ({"approved": MAY}, None, "执行当日批准", "approved on the day it took effect"),
        ({"approved": None}, "missing", "没有批准", "never approved"),
        ({"by": "E012"}, "role-not-held", "由主管批准", "approved by a supervisor"),
        ({"says": "rejected"}, "rejected", "未获批准仍执行", "used although refused"),
        ({"submitted": dt.date(2026, 1, 20), "approved": january, "by": "E001"}, "role-not-held", "离任次日批准", "approved the day after leaving office"),
        ({"submitted": dt.date(2026, 1, 20), "approved": january - DAY, "by": "E001"}, None, "离任当日批准", "approved on the last day in office"),
    ):
        ledger.note("R-205.a", "budget", _special(spending, **given)["id"], reason, zh, en)
    for incurred, reason, zh, en in (
        (dt.date(2026, 4, 21), "after-signing", "批准前一天已用款", "spent the day before approval"),
        (dt.date(2026, 4, 22), None, "批准当天用款", "spent on the day of approval"),
    ):
        budget = _special(spending, approved=dt.date(2026, 4, 22))
        _travel(spending, incurred, n=1, budget_line_id=f"{budget['id']}-CL")
        ledger.note("R-205.a", "budget", budget["id"], reason, zh, en)


def _papers(spending: Spending, ledger: Ledger) -> None:
    for attached, zh, en in (
        (("voucher",), "没有发票", "no invoice"), (("invoice", "other"), "没有凭证", "no voucher"), ((), "没有附件", "nothing attached"),
    ):
        key = _travel(spending, dt.date(2025, 9, 16), n=2, attached=attached)["id"]
        ledger.wrong("R-206.a", "expense_claim", key, "missing", zh, en)
    key = _travel(spending, dt.date(2025, 9, 16), n=2, attached=("other", "voucher", "invoice"))["id"]
    ledger.twin("R-206.a", "expense_claim", key, "发票、凭证齐全", "invoice and voucher")


def _prompt(spending: Spending, ledger: Ledger) -> None:
    incurred = dt.date(2025, 11, 12)
    for days, reason in ((31, "late"), (30, None)):
        key = _travel(spending, incurred, n=3, submitted_at=incurred + days * DAY)["id"]
        ledger.note("R-207.a", "expense_claim", key, reason, f"发生后第 {days} 天交单", f"claimed on day {days}")
    key = _travel(spending, dt.date(2026, 5, 31), n=3, submitted_at=None, attached=())["id"]
    ledger.wrong("R-207.a", "expense_claim", key, "missing", "过了 30 天仍未交单", "not claimed after 30 days")
    key = _travel(spending, dt.date(2026, 6, 1), n=3, submitted_at=None, attached=())["id"]
    ledger.twin("R-207.a", "expense_claim", key, "第 30 天，尚可交单", "day 30, still in time")


def _reviews(spending: Spending, ledger: Ledger) -> None:
    day = dt.date(2026, 3, 10)
    submitted = later(day, 2)
    first, second, third = (later(submitted, n) for n in (1, 2, 3))
    manager: Decision = ("sales-manager", "reviewed", "E003", first)
    finance: Decision = ("finance", "reviewed", "E007", second)
    others = spending.company.managers[1:]
    for decisions, paid, reason, zh, en in (
        ([finance], third, "missing", "销售经理没有审核", "the sales manager did not review"),
        ([manager], third, "missing", "财务没有审核", "finance did not review"),
        ([], third, "missing", "没有审核即付款", "paid without any review"),
        ([manager, finance], second - DAY, "after-signing", "付款次日财务才审核", "finance reviewed the day after payment"),
        ([manager, finance], second, None, "审核当日付款", "paid on the day of the review"),
        ([(*manager[:3], second), (*finance[:3], first)], third, "out-of-order", "财务先于销售经理审核", "finance before the sales manager"),
        ([(*manager[:3], second), finance], third, None, "同一天审核", "both reviewed on one day"),
        ([("sales-manager", "reviewed", "E012", first), finance], third, "role-not-held", "主管代经理审核", "a supervisor in the manager's place"),
        *(([("sales-manager", "approved", other, first), finance], third, None, "另一名经理批准", "the other manager approved") for other in others),
    ):
        key = _travel(spending, day, n=4, submitted_at=submitted, decisions=decisions, paid_at=paid, paid_by="E007", status="paid")["id"]
        ledger.note("R-208.a", "expense_claim", key, reason, zh, en)
    for role, who, reason, zh, en in (
        *(("sales-manager", "E003", "missing", "经理的报销单由同级审核", "a manager's claim reviewed by a colleague") for _ in others),
        ("general-manager", "E002", None, "经理的报销单由总经理审核", "a manager's claim reviewed by the general manager"),
    ):
        decisions = [(role, "reviewed", who, first), finance]
        key = _travel(spending, day, who=spending.company.managers[-1], submitted_at=submitted, decisions=decisions)["id"]
        ledger.note("R-208.a", "expense_claim", key, reason, zh, en)


def _refused(spending: Spending, ledger: Ledger) -> None:
    day = dt.date(2026, 2, 3)
    submitted = later(day, 1)
    dates = [later(submitted, n) for n in range(1, 6)]
    no: list[Decision] = [("sales-manager", "reviewed", "E003", dates[0]), ("finance", "rejected", "E007", dates[1])]
    again: list[Decision] = [("sales-manager", "reviewed", "E003", dates[2]), ("finance", "reviewed", "E007", dates[3])]
    for decisions, reason, refused, zh, en in (
        (no, "rejected", "not-satisfied", "不予报销仍付款", "paid although refused"),
        (no + again, None, None, "补正后重新审核通过", "put right and passed anew"),
        (no + again[1:], "earlier-round", "not-satisfied", "退回后只有财务重新审核", "only finance reviewed anew after the refusal"),
    ):
        key = _travel(spending, day, n=5, submitted_at=submitted, decisions=decisions, paid_at=dates[4], paid_by="E007", status="paid")["id"]
        ledger.note("R-208.a", "expense_claim", key, reason, zh, en)
        ledger.note("R-209.a", "expense_claim", key, refused, zh, en)
    key = _travel(spending, day, n=5, submitted_at=submitted, decisions=no, paid_at=None, status="refused")["id"]
    ledger.twin("R-209.a", "expense_claim", key, "不予报销，没有付款", "refused and not paid")


def _own(spending: Spending, ledger: Ledger) -> None:
    day = dt.date(2025, 12, 2)
    submitted = later(day, 1)
    first, second = later(submitted, 1), later(submitted, 2)
    for who, decisions, reason, zh, en in (
        ("E007", [("sales-manager", "reviewed", "E003", first), ("finance", "reviewed", "E007", second)], "self-approval",
         "财务审核自己的报销单", "finance reviewed its own claim"),
        ("E007", [("sales-manager", "reviewed", "E003", first), ("finance", "reviewed", "E008", second)], None,
         "由另一名财务审核", "reviewed by the other accountant"),
        ("E003", [("sales-manager", "reviewed", "E003", first), ("finance", "reviewed", "E007", second)], "missing",
         "销售经理审核自己的报销单", "the manager reviewed his own claim"),
    ):
        key = _travel(spending, day, who=who, submitted_at=submitted, decisions=decisions)["id"]
        ledger.note("R-208.a", "expense_claim", key, reason, zh, en)
        ledger.note("R-213.a", "expense_claim", key, reason and "same-person", zh, en)


def _unreadable(spending: Spending, ledger: Ledger) -> None:
    submitted = dt.date(2026, 4, 16)
    decisions = [("sales-manager", "reviewed", "E998", later(submitted, 1)), ("finance", "reviewed", "E007", later(submitted, 2))]
    key = _travel(spending, dt.date(2026, 4, 14), submitted_at=submitted, decisions=decisions)["id"]
    ledger.dark("R-208.a", "expense_claim", key, "approver-missing", "审核人查无此人", "nobody is called so")
    ledger.dark("R-213.a", "expense_claim", key, "person-missing", "审核人查无此人", "nobody is called so")


def _standard(spending: Spending, ledger: Ledger) -> None:
    """The standard went up by 20 yuan on New Year's Day."""
    for day, over, days, reason, zh, en in (
        (dt.date(2026, 1, 14), 1, 1, "not-satisfied", "超标准一元", "one yuan above the standard"),
        (dt.date(2026, 1, 14), 0, 1, None, "等于标准", "exactly the standard"),
        (dt.date(2025, 12, 31), 20, 1, "not-satisfied", "按次日才执行的标准报销", "claimed by the standard of the next day"),
        (dt.date(2026, 1, 1), 0, 1, None, "新标准执行当日", "on the day the new standard took effect"),
        (dt.date(2026, 2, 10), 320, 1, "not-satisfied", "一天报了两天的标准", "two days' money for one day"),
        (dt.date(2026, 2, 10), 320, 2, None, "两天的标准", "two days' money for two days"),
    ):
        key = _travel(spending, day, over, n=1, days=days)["id"]
        ledger.note("R-210.a", "expense_claim", key, reason, zh, en)
    guest = spending.company.tables["customer"][0]["id"]
    key = spending.claim(spending.company.sellers[0], "entertainment", 400, dt.date(2026, 3, 18), customer_id=guest)["id"]
    ledger.dark("R-210.a", "expense_claim", key, "value-missing", "没有写人数", "the number of guests is not given")
    decisions = spending.reviews("E011", dt.date(2026, 3, 20))
    key = spending.claim(
        "E011", "travel", 180, dt.date(2026, 3, 18), submitted_at=dt.date(2026, 3, 20), decisions=decisions)["id"]
    ledger.dark("R-210.a", "expense_claim", key, "value-missing", "该岗位没有费用标准", "no standard for this role")


def _exhausted(spending: Spending, ledger: Ledger) -> None:
    for more, paid, reason, zh, en in (
        (1, True, "not-satisfied", "科目超出一元", "one yuan above the line"), (0, True, None, "科目正好用完", "the line is used up exactly"),
        (1, False, None, "最后一笔尚未付款", "the last claim is not paid yet"),
    ):
        budget = _special(spending)
        line = f"{budget['id']}-TG"
        for n, amount in enumerate((SMALL["promotion"] - 6_000, 6_000 + more)):
            given = {} if paid or n == 0 else {"paid_at": None}
            spending.claim(spending.company.sellers[n], "promotion", amount, MAY + (3 + n) * DAY, budget_line_id=line, **given)
        ledger.note("R-211.a", "budget_line", line, reason, zh, en)


def _analysed(spending: Spending, ledger: Ledger) -> None:
    issued = dt.date(2026, 2, 24)
    late = next(row for row in spending.company.tables["analysis"] if row["type"] == "expense" and row["period"] == "2025-Q4")
    late["issued_at"] = dt.date(2026, 1, 16)
    ledger.wrong("R-212.a", "organisation", "sales", "late", "第 16 天才完成费用分析", "the analysis came on day 16", window="2025-Q4")
    for days, reason in ((16, "late"), (15, None), (None, "missing")):
        row = spending.analysis("2026-02", issued, ["差旅费增长过快"] if days else [], days and issued + days * DAY)
        row["findings"] = ["差旅费增长过快"]
        zh, en = (f"第 {days} 天定出措施", f"a measure on day {days}") if days else ("没有措施", "no measure")
        ledger.note("R-212.b", "analysis", row["id"], reason, zh, en)
    row = spending.analysis("2026-02", issued, ["招待费没有事由"])
    spending.company.tables["improvement"][-1]["measure"] = None
    ledger.wrong("R-212.b", "analysis", row["id"], "missing", "改进记录没有写措施", "the record names no measure")


def _twice(spending: Spending, ledger: Ledger) -> None:
    day = dt.date(2025, 10, 21)
    for numbers, amounts, reason, zh, en in (
        (("25314400871", "２５３１４４００８７１"), (0, 0), "duplicate", "同一张发票报销两次，号码一次全角", "one invoice twice, once in wide digits"),
        (("25314400872", "2531 4400 872"), (0, 0), "duplicate", "同一张发票报销两次，号码带空格", "one invoice twice, once with blanks"),
        (("25314400873", "25314400873"), (0, -1), None, "号码相同，金额不同", "one number, two amounts"),
    ):
        for number, less in zip(numbers, amounts, strict=True):
            claim = _travel(spending, day, less, n=2, attached=("voucher",))
            key = spending.attach(claim, "invoice", invoice_no=number)["id"]
            ledger.note("R-214.a", "attachment", key, reason, zh, en)
    for status, refused in (("refused", True), ("paid", False)):
        decisions = [("sales-manager", "rejected", "E003", later(day, 3))] if refused else None
        given = {"paid_at": None, "status": status} if refused else {}
        claim = _travel(spending, day, n=3, submitted_at=later(day, 2), decisions=decisions, attached=("voucher",), **given)
        key = spending.attach(claim, "invoice", invoice_no="25314400874")["id"]
        if not refused:
            ledger.twin("R-214.a", "attachment", key, "前一张报销单不予报销", "the earlier claim was refused")


def _guests(spending: Spending, ledger: Ledger) -> None:
    day, who = dt.date(2025, 9, 25), spending.company.sellers[4]
    guest = spending.company.tables["customer"][1]["id"]
    for category, amount, reason in (("gift", 501, "not-satisfied"), ("gift", 500, None), ("entertainment", 2001, "not-satisfied"),
                                     ("entertainment", 2000, None)):
        persons = 14 if category == "entertainment" else None
        key = spending.claim(who, category, amount, day, customer_id=guest, persons=persons)["id"]
        ledger.note("R-215.b", "expense_claim", key, reason, f"{amount} 元", f"{amount} yuan")
    for changed, zh, en in (({"customer_id": None}, "没有写客户", "no customer"), ({"purpose": "　"}, "事由只有空格", "the purpose is blank")):
        key = spending.claim(who, "gift", 120, day, **({"customer_id": guest} | changed))["id"]
        ledger.wrong("R-215.a", "expense_claim", key, "field-empty", zh, en)
