"""What is planted among documents and records, each fault with its twin."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample import documents, planning, spans
from sample.days import DAY, later
from sample.ledger import Ledger
from sample.trader import Trader

Row = dict[str, Any]
DAY_ONE = dt.date(2026, 4, 20)


def plant(company: Trader, ledger: Ledger) -> None:
    for step in (_ordered, _approved, _plans, _header, _sections, _editions, _serials, _linked, _read):
        step(company, ledger)


def _ordered(company: Trader, ledger: Ledger) -> None:
    """Prepared, reviewed, approved: in this order, or on one day."""
    made = DAY_ONE - 21 * DAY
    for given, reason in (
        ({"reviewed_at": made - DAY}, "out-of-order"), ({"approved_on": made + 6 * DAY}, "out-of-order"), ({"reviewed_at": made, "approved_on": made}, None),
    ):
        row = documents.regulation(company, "guidance", "报价单填写指导", DAY_ONE, **given)
        ledger.note("R-280.e", "regulation", row["number"], reason, "编制、审核、批准的先后", "the order of preparing, reviewing and approving")


def _approved(company: Trader, ledger: Ledger) -> None:
    before = DAY_ONE - 7 * DAY
    cases: list[tuple[dt.date, dict[str, Any], dict[str, str | None], str | None, str, str]] = [
        (DAY_ONE + DAY, {}, {}, "after-signing", "生效次日才批准", "approved the day after it took effect"),
        (DAY_ONE, {}, {}, None, "生效当日批准", "approved on the day it took effect"),
        (DAY_ONE, {}, {"sales-manager": None}, "missing", "没有审核", "nobody reviewed it"),
        (DAY_ONE, {}, {"general-manager": None}, "missing", "没有批准", "nobody approved it"),
        (DAY_ONE, {"prepared_by": "E003"}, {"sales-manager": "E003"}, "self-approval", "审核自己编制的制度", "reviewed by its author"),
        (DAY_ONE, {"prepared_by": "E003"}, {"sales-manager": "E004"}, None, "由另一名经理审核", "reviewed by the other manager"),
    ]
    for day, given, by, reason, zh, en in cases[:4 + len(company.managers)]:
        row = documents.regulation(company, "regulation", "投标管理办法", DAY_ONE, **given)
        documents.signed(company, row, before, day, **by)
        ledger.note("R-280.f", "regulation", row["number"], reason, zh, en)


def _plan(company: Trader, **changed: Any) -> Row:
    """The department's plan for an exhibition, issued on a Monday."""
    return planning.plan(company, "department", spans.quarter(2026, 2), company.holder("sales-manager", DAY_ONE), DAY_ONE - 10 * DAY, **{
        "title": "展会专项计划", "period": "2026年展会专项", "issued_at": DAY_ONE} | changed)


def _sign(company: Trader, row: Row, reviewed: dt.date | None, approved: dt.date | None, reviewer: str | None = None) -> None:
    if reviewed:
        company.decide("plan", row["id"], "finance", "reviewed", reviewer or company.holder("finance", reviewed), reviewed)
    if approved:
        company.decide("plan", row["id"], "general-manager", "approved", company.holder("general-manager", approved), approved)


def _plans(company: Trader, ledger: Ledger) -> None:
    before = DAY_ONE - 5 * DAY
    for reviewed, approved, reason in (
        (before, DAY_ONE + DAY, "after-signing"), (before, DAY_ONE, None), (None, before, "missing"), (before, None, "missing"),
        (before, before - DAY, "out-of-order"),
    ):
        row = _plan(company)
        _sign(company, row, reviewed, approved)
        ledger.note("R-280.h", "plan", row["id"], reason, "下发当日前经审核、批准", "reviewed and approved by the day it was issued, or not")
    for field in ("prepared_at", None):
        row = _plan(company, issued_at=None, **({field: None} if field else {}))
        ledger.note("R-280.g", "plan", row["id"], field and "field-empty", "计划没有写编制日期，或齐全", "the plan does not say when it was prepared, or does")
    for more, reason in ((1, "after"), (0, None)):
        row = _plan(company, prepared_at=before + more * DAY)
        _sign(company, row, before, DAY_ONE)
        ledger.note("R-280.i", "plan", row["id"], reason, "编制当日审核，或编制前一日就审核", "reviewed on the day it was prepared, or the day before")


def _header(company: Trader, ledger: Ledger) -> None:
    for lacking in ("name", *documents.HEADER, None):
        row = documents.regulation(company, "regulation", "车辆使用规定", DAY_ONE, **({lacking: None} if lacking else {}))
        documents.signed(company, row, row["reviewed_at"], row["approved_on"])
        ledger.note("R-281.a", "regulation", row["number"], lacking and "field-empty", "制度首页缺一栏，或齐全", "a part of the header is blank, or none")


def _sections(company: Trader, ledger: Ledger) -> None:
    for lacking in (*documents.MANUAL, None):
        row = documents.regulation(
            company, "sales-manual", "分部销售管理手册", DAY_ONE, sections=[part for part in documents.MANUAL if part != lacking])
        documents.signed(company, row, row["reviewed_at"], row["approved_on"])
        ledger.note("R-283.b", "regulation", row["number"], lacking and "value-lacking", "手册缺一项，或六项齐全", "a part of the manual is missing, or none")


def _form(company: Trader, **changed: Any) -> Row:
    return company.add("form_record", **{
        "serial": company.number("BD-"), "form_no": "F-31", "form_version": "1", "title": "个人月度销售计划", "owner_id": company.sellers[1],
        "event_at": DAY_ONE, "filled_at": planning.at(DAY_ONE), "submitted_at": planning.at(DAY_ONE, 17),
    } | changed)


def _editions(company: Trader, ledger: Ledger) -> None:
    for given, reason in (({"form_version": "2"}, "missing"), ({"form_no": "F-99"}, "missing"), ({"form_version": None}, "missing"), ({}, None)):
        row = _form(company, **given)
        ledger.note("R-282.a", "form_record", row["serial"], reason, "表单版本当日有效，或不存在", "a revision in force that day, or none that exists")


def _serials(company: Trader, ledger: Ledger) -> None:
    row = _form(company, form_no=" ")
    ledger.wrong("R-285.b", "form_record", row["serial"], "field-empty", "没有写表单编号", "the form number is blank")
    for check in ("R-282.a", "R-285.c"):
        ledger.dark(check, "form_record", row["serial"], "value-missing", "没有写表单编号", "the form number is blank")
    ledger.twin("R-285.b", "form_record", _form(company)["serial"], "编号和流水号齐全", "form number and serial are stated")


def _linked(company: Trader, ledger: Ledger) -> None:
    """Contracts and orders, and the opportunity of their customer."""
    for change, reason in (("none", "missing"), ("another", "missing"), ("", None)):
        row = company.deal(dt.date(2026, 2, 3), 86_000)
        own = next(o for o in reversed(company.tables["opportunity"]) if o["id"] == row["opportunity_id"])
        if change == "none":
            company.tables["contract"][-1]["opportunity_id"] = None
            own["closed_at"] = row["signed_at"]
        elif change:
            own["customer_id"] = company.tables["customer"][0]["id"]
        zh, en = "合同没有商机、商机属于别人，或是自己的", "no opportunity, another customer's, or its own"
        ledger.note("R-288.a", "contract", row["number"], reason, zh, en)
    order = next(o for o in company.tables["order"] if o.get("opportunity_id"))
    order["opportunity_id"] = None
    ledger.wrong("R-288.a", "order", order["id"], "missing", "订单没有商机", "an order without an opportunity")


def _read(company: Trader, ledger: Ledger) -> None:
    """Lawyers who came in spring, and had read revision 2 on the day of their first review, later, never, or only revision 1."""
    drafted = dt.date(2026, 4, 14)
    reviewed = later(drafted, 1)
    for n, (revision, more, reason) in enumerate((("2", 1, "after"), ("2", 0, None), ("1", -3, "missing"), (None, 0, "missing"))):
        who = f"E04{n}"
        company.hire(who, f"法务{'丙丁戊己'[n]}", "legal", "法务部", "2026-04-07")
        company.deal(drafted, 86_000, decisions=[
            ("legal", "reviewed", who, reviewed), ("sales-manager", "approved", "E003", later(drafted, 4))])
        key = company.tables["approval"][-2]["id"]
        if revision:
            documents.acknowledge(company, who, revision, reviewed + more * DAY)
        zh, en = "审核当日已读现行版本，或未读、迟读", "the revision in force was read on the day of the review, later, or never"
        ledger.note("R-289.a", "approval", key, reason, zh, en)
