"""QP-SAL-07 at a developer: purchase contracts that five functions review, finance checks and the general manager approves.

The contracts that conform come from the sales of QP-SAL-18; here are those that do not, and twins just inside the limit.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import EXPORTED
from sample.days import DAY, later, ten_years_after
from sample.estate import REVIEWERS, Estate, Row
from sample.ledger import Ledger

COMPANIES = ("estate",)
SINCE, EARLIER = (dt.date(2026, 3, 4), dt.date(2026, 6, 3)), (dt.date(2025, 9, 15), dt.date(2026, 2, 4))
"""Drafted then, a contract is signed under the second revision of the procedure, or under the first."""


def plant(company: Estate, ledger: Ledger) -> None:
    for part in (_content, _legal, _approvals, _functions, _scope, _finance, _general_manager, _sheet, _told, _authors, _text, _quoted, _plan, _filed):
        part(company, ledger)
    _void(company)


def _sell(company: Estate, drafted: tuple[dt.date, dt.date] = SINCE, **given: Any) -> Row:
    head = company.rows("project", management_type="HQ")[0]
    return company.sell(head, "二期", company.some_day(*drafted), delivery_date=dt.date(2027, 4, 30), deviation=given.pop("deviation", False), **given)


def _content(company: Estate, ledger: Ledger) -> None:
    for terms in ("　", "签约后30天内一次付清"):
        row = _sell(company, payment_terms=terms)
        if not terms.strip():
            ledger.dark("R-121.a", "contract", row["number"], "value-missing", "付款条款只有空格", "the payment terms are blank")
        zh, en = ("写明付款条款", "the terms are stated") if terms.strip() else ("付款条款只有空格", "the payment terms are blank")
        ledger.note("R-109.a", "contract", row["number"], None if terms.strip() else "field-empty", zh, en)


def _legal(company: Estate, ledger: Ledger) -> None:
    for change, reason, zh, en in (
        ({"decided_at": 1}, "after-signing", "送签次日法务才审核", "legal reviewed it the day after it was sent"),
        ({"decided_at": 0}, None, "送签当日法务审核", "legal reviewed it on the day it was sent"),
    ):
        row = _sell(company)
        company.redecide(row["number"], "legal", change, row["sent_at"])
        company.redecide(row["number"], "general-manager", {"decided_at": 0}, row["signed_at"])
        ledger.note("R-111.a", "contract", row["number"], reason, zh, en)


def _approvals(company: Estate, ledger: Ledger) -> None:
    """By the general matrix until the end of February, by that of the functions since March."""
    for drafted, role, change, reason, zh, en in (
        (EARLIER, "sales-manager", None, "missing", "旧版：缺销售经理批准", "first revision: without the sales manager"),
        (SINCE, "sales-manager", None, None, "新版：不需要销售经理", "second revision: the sales manager is not asked"),
        (EARLIER, "finance", None, None, "旧版矩阵没有财务", "first revision: the matrix does not ask finance"),
        (SINCE, "general-manager", {"decided_at": 1}, "out-of-order", "总经理先于审核批准", "approved before it was reviewed"),
    ):
        row = _sell(company, drafted)
        company.redecide(row["number"], role, change, row["drafted_at"])
        ledger.note("R-113.a", "contract", row["number"], reason, zh, en)
        if role == "finance":
            ledger.wrong("R-116.a", "contract", row["number"], "missing", "签订前未经财务审核", "finance did not review it before signing")


def _functions(company: Estate, ledger: Ledger) -> None:
    for function, change, reason, zh, en in (
        ("audit", None, "missing", "审计核算部没有意见", "no opinion of audit"),
        ("engineering", {"opinion": " "}, "missing", "工程材料部没有写意见", "engineering wrote no opinion"),
        ("design", {"decided_at": 1}, "late", "签订次日才有设计研发部的意见", "the opinion of design came the day after signing"),
        ("design", {"decided_at": 0}, None, "签订当日有设计研发部的意见", "the opinion of design came on the day of signing"),
    ):
        row = _sell(company)
        for sheet in company.rows("contract_review", contract_no=row["number"], function=function):
            sheet |= change or {}
            sheet["decided_at"] = row["signed_at"] + sheet["decided_at"] * DAY if isinstance(sheet["decided_at"], int) else sheet["decided_at"]
        if change is None:
            company.drop("contract_review", contract_no=row["number"], function=function)
        ledger.note("R-114.a", "contract", row["number"], reason, zh, en)


def _scope(company: Estate, ledger: Ledger) -> None:
    for change, reason, zh, en in (
        ({"scope": ["clauses", "subscription"]}, "value-lacking", "评审没有覆盖对外承诺", "external promises were not reviewed"),
        ({"method": None}, "field-empty", "没有写评审方式", "the method is not stated"),
        ({"scope": ["clauses", "subscription", "promises", "price"]}, None, "覆盖齐全", "everything is covered"),
    ):
        row = _sell(company)
        sheet = company.rows("contract_review", contract_no=row["number"], function="finance")[0]
        sheet |= change
        ledger.note("R-115.a", "contract_review", sheet["id"], reason, zh, en)
    for minutes, reason in ((None, "missing"), ("JY-0900", None)):
        row = _sell(company)
        company.drop("meeting", topic_ref=row["number"])
        for sheet in company.rows("contract_review", contract_no=row["number"]):
            sheet["method"] = "meeting"
            zh, en = ("开会评审而没有纪要", "a review meeting without minutes") if reason else ("评审会议有纪要", "the meeting has minutes")
            ledger.note("R-115.b", "contract_review", sheet["id"], reason, zh, en)
        made = company.meet("contract-review", later(row["drafted_at"], 2), row["number"], "购房合同评审", list(REVIEWERS.values()))
        made["minutes_ref"] = minutes


def _finance(company: Estate, ledger: Ledger) -> None:
    for more, reason in ((1, "after-signing"), (0, None)):
        row = _sell(company)
        company.redecide(row["number"], "finance", {"decided_at": more}, row["signed_at"])
        company.redecide(row["number"], "general-manager", {"decided_at": 0}, row["signed_at"])
        zh, en = ("签订次日财务才审核", "finance reviewed it the day after signing") if reason else ("签订当日财务审核", "on the day of signing")
        for check in ("R-113.a", "R-116.a"):
            ledger.note(check, "contract", row["number"], reason, zh, en)


def _general_manager(company: Estate, ledger: Ledger) -> None:
    for less, reason, zh, en in (
        (1, "after-signing", "批准前一天已对外公布", "made public the day before it was approved"),
        (0, None, "批准当日公布", "made public on the day it was approved"),
    ):
        row = _sell(company)
        row["published_at"] = later(row["drafted_at"], 5) - less * DAY
        ledger.note("R-117.a", "contract", row["number"], reason, zh, en)
    row = _sell(company)
    company.redecide(row["number"], "general-manager", None)
    for check in ("R-113.a", "R-117.a"):
        ledger.wrong(check, "contract", row["number"], "missing", "未经总经理批准", "the general manager did not approve it")
    row = _sell(company)
    company.redecide(row["number"], "general-manager", {"approver_id": "E002"})
    for check in ("R-113.a", "R-117.a"):
        ledger.wrong(check, "contract", row["number"], "role-not-held", "副总经理代批而无授权", "the deputy approved without a delegation")


def _sheet(company: Estate, ledger: Ledger) -> None:
    for wrong in (True, False):
        row = _sell(company)
        if wrong:
            company.drop("form_record", form_no="F-17", contract_no=row["number"])
        zh, en = ("没有合同审核单", "no contract review sheet") if wrong else ("有合同审核单", "the sheet is there")
        ledger.note("R-118.a", "contract", row["number"], "missing" if wrong else None, zh, en)


def _told(company: Estate, ledger: Ledger) -> None:
    for days, who, reason, zh, en in (
        (3, "E019", "late", "第三天才通知设计研发部", "design was told on day 3"),
        (2, "E019", None, "第二天通知", "told on day 2"),
        (None, "E020", "missing", "没有通知工程材料部", "engineering was never told"),
    ):
        row = _sell(company)
        sheet = company.rows("contract_review", contract_no=row["number"], function="legal")[0]
        told = company.rows("notification", object_id=sheet["id"], recipient_id=who)[0]
        if days is None:
            company.drop("notification", id=told["id"])
        else:
            told["sent_at"] = dt.datetime.combine(sheet["closed_at"] + days * DAY, dt.time(16, 30))
        ledger.note("R-119.a", "contract_review", sheet["id"], reason, zh, en)


def _authors(company: Estate, ledger: Ledger) -> None:
    for who, wrong in (("E014", True), ("E015", False)):
        row = _sell(company, drafted_by="E014")
        company.redecide(row["number"], "legal", {"approver_id": who})
        zh, en = ("法务审核自己起草的合同", "legal reviewed its own draft") if wrong else ("由另一名法务审核", "reviewed by the other lawyer")
        for check, reason in (("R-111.a", "self-approval"), ("R-113.a", "self-approval"), ("R-123.a", "same-person")):
            ledger.note(check, "contract", row["number"], reason if wrong else None, zh, en)


def _text(company: Estate, ledger: Ledger) -> None:
    for version, reason, zh, en in (
        ("9", "missing", "使用不存在的文本版本", "a revision that does not exist"), ("1", None, "使用有效版本", "the revision in force")):
        row = _sell(company, template_version=version)
        ledger.note("R-128.a", "contract", row["number"], reason, zh, en)
    for more, reason in ((1, "late"), (0, None), (None, "missing")):
        row = _sell(company, deviation=True)
        for slip in company.rows("contract_review", contract_no=row["number"], method="request-slip"):
            slip["decided_at"] = row["signed_at"] + (more or 0) * DAY
        if more is None:
            company.drop("contract_review", contract_no=row["number"], method="request-slip")
        zh, en = (("偏离标准文本而没有请示单", "a deviation without a request slip") if more is None
                  else ("签订次日才有请示单", "the slip came the day after signing") if more else ("签订当日有请示单", "on the day of signing"))
        ledger.note("R-128.b", "contract", row["number"], reason, zh, en)


def _quoted(company: Estate, ledger: Ledger) -> None:
    for changed, more, reason, zh, en in (
        ("price", 1, "sum-differs", "合同价比计价单少一元", "one yuan less than the quotation"),
        ("payment_terms", "（分三期）", "sum-differs", "付款条款与计价单不同", "other terms than quoted"),
        ("price", 0, None, "与计价单一致", "as quoted"),
    ):
        row = _sell(company)
        quotation = company.rows("quotation", id=row["quotation_id"])[0]
        quotation[changed] += more
        ledger.note("R-121.a", "contract", row["number"], reason, zh, en)


def _plan(company: Estate, ledger: Ledger) -> None:
    for less, reason in ((1, "sum-differs"), (0, None)):
        row = _sell(company)
        company.rows("payment_schedule", contract_no=row["number"])[-1]["amount"] -= less
        for payment in company.rows("payment", contract_no=row["number"])[-1:]:
            payment["amount"] -= less
        zh, en = ("付款计划比合同价少一元", "the payment plan is one yuan short") if less else ("付款计划等于合同价", "the payment plan makes the price")
        ledger.note("R-122.a", "contract", row["number"], reason, zh, en)


def _filed(company: Estate, ledger: Ledger) -> None:
    for drafted, count in ((EARLIER, 10), (SINCE, 5)):
        for more, reason in ((1, "late"), (0, None)):
            row = _sell(company, drafted)
            company.rows("archive", contract_no=row["number"], department="finance")[0]["archived_at"] = later(row["signed_at"], count + more)
            zh, en = f"财务副本第 {count + more} 个工作日归档", f"finance filed its copy on working day {count + more}"
            ledger.note("R-126.a", "contract", row["number"], reason, zh, en)
    for less, reason in ((1, "missing"), (0, None)):
        row = _sell(company, EARLIER)
        for copy in company.rows("archive", contract_no=row["number"]):
            copy["retain_until"] = ten_years_after(row["signed_at"]) - less * DAY
        zh, en = ("保存期少一天", "kept one day too short") if less else ("正好保存十年", "kept exactly ten years")
        ledger.note("R-129.a", "contract", row["number"], reason, zh, en)


def _void(company: Estate) -> None:
    """A number that was given and not used: the customer withdrew."""
    row = _sell(company, (dt.date(2026, 4, 14), dt.date(2026, 4, 15)), signed_at=EXPORTED)
    row |= {"status": "void", "voided_reason": "客户未通过购房资格审查", "sent_at": None}
    subscription = company.rows("subscription", customer_id=row["customer_id"])[0]
    subscription |= {"status": "cancelled", "ended_at": dt.date(2026, 5, 12)}
