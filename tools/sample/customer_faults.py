"""Planted among the customer files, each with its twin."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import EXPORTED, FIRST, LAST
from sample.customer_life import look, lose
from sample.days import DAY, later, on_or_after
from sample.files import line
from sample.ledger import Ledger
from sample.trader import Trader

Row = dict[str, Any]
NEW = dt.date(2026, 6, 10)
"""Customers entered on this day are planted: too new for anybody to have neglected them."""


def plant(company: Trader, ledger: Ledger) -> None:
    for step in (_incomplete, _entered, _classed, _class, _file, _not_updated, _twice, _unowned, _order, _rating, _seen, _ledger, _losses):
        step(company, ledger)


def _new(company: Trader, status: str = "active", **known: Any) -> Row:
    """A customer entered lately: called once, and buying once if it is active."""
    day = known.pop("created_at", NEW)
    id = company.customer(status=status)
    row = company.tables["customer"][-1]
    row |= {"created_at": day} | known
    if status == "active":
        company.activity(id, "call", on_or_after(day))
    return row


def _buys(company: Trader, customer: str, *amounts: int, days: int = 6) -> None:
    for amount in amounts:
        booked = later(NEW, days)
        company.order(customer, amount, booked, later(booked, 2), None, None)


def _incomplete(company: Trader, ledger: Ledger) -> None:
    for field, zh in (("business_scope", "经营范围"), ("purchase_need", "采购需求"), ("phone", "联系电话")):
        key = _new(company, "prospect", **{field: None})["id"]
        ledger.wrong("R-064.a", "customer", key, "field-empty", f"没有写{zh}", f"{field} is blank")


def _entered(company: Trader, ledger: Ledger) -> None:
    for days, wrong in ((2, True), (1, False)):
        key = _new(company, "prospect", created_at=NEW + days * DAY)["id"]
        company.activity(key, "call", NEW)
        if wrong:
            ledger.wrong("R-065.a", "customer", key, "too-late", "首次接触后第 2 天才录入", "entered on the second day after the first contact")
        else:
            ledger.twin("R-065.a", "customer", key, "首次接触次日录入", "entered the day after the first contact")


def _classed(company: Trader, ledger: Ledger) -> None:
    for field, zh in (("class_date", "分类日期"), ("class_basis", "分类依据")):
        key = _new(company, **{field: None})["id"]
        ledger.wrong("R-067.a", "customer", key, "field-empty", f"没有写{zh}", f"{field} is blank")


def _class(company: Trader, ledger: Ledger) -> None:
    """One yuan or one order around the lines of the table; purchases from a year before the export on."""
    year_ago = EXPORTED.replace(year=EXPORTED.year - 1)
    for grade, potential, amounts, wrong, zh, en in (
        ("A", "low", (999_999,), True, "差一元不到一百万，定为 A 类", "one yuan short of a million, classed A"),
        ("A", "low", (1_000_000,), False, "正好一百万，定为 A 类", "exactly a million, classed A"),
        ("A", "high", (20_000,) * 3, True, "只有三单，定为 A 类", "three orders only, classed A"),
        ("A", "high", (20_000,) * 4, False, "四单，定为 A 类", "four orders, classed A"),
        ("B", "medium", (20_000,), True, "潜力中等、一单，定为 B 类", "medium potential and one order, classed B"),
        ("B", "medium", (20_000,) * 2, False, "潜力中等、两单，定为 B 类", "medium potential and two orders, classed B"),
        ("C", "high", (20_000,), True, "潜力高，定为 C 类", "high potential, classed C"),
    ):
        key = _new(company, **{"class": grade, "potential": potential})["id"]
        _buys(company, key, *amounts)
        if wrong:
            ledger.wrong("R-068.a", "customer", key, "not-satisfied", zh, en)
        else:
            ledger.twin("R-068.a", "customer", key, zh, en)
    for booked, wrong in ((year_ago - DAY, True), (year_ago, False)):
        row = _new(company, created_at=dt.date(2025, 5, 12), **{"class": "B", "potential": "medium"})
        _buys(company, row["id"], 20_000)
        company.order(row["id"], 20_000, booked, later(booked, 2), None, None)
        if wrong:
            ledger.wrong("R-068.a", "customer", row["id"], "not-satisfied", "第二单在期间之前一天", "the second order came a day before the period")
        else:
            ledger.twin("R-068.a", "customer", row["id"], "第二单在期间首日", "the second order came on the first day of the period")
    key = _new(company, potential=None)["id"]
    _buys(company, key, 20_000)
    ledger.dark("R-068.a", "customer", key, "value-missing", "没有评定购买潜力", "the potential was not judged")


def _file(company: Trader, ledger: Ledger) -> None:
    key = _new(company, preferences=None)["id"]
    ledger.wrong("R-069.a", "customer", key, "field-empty", "档案没有客户偏好", "the file has no preferences")
    key = _new(company)["id"]
    ledger.wrong("R-069.b", "customer", key, "not-satisfied", "在用客户没有购买记录", "an active customer without purchases")
    for called, wrong in ((False, True), (True, False)):
        key = company.customer()
        company.tables["customer"][-1]["created_at"] = NEW
        if called:
            company.activity(key, "message", on_or_after(NEW))
            ledger.twin("R-069.c", "customer", key, "有一次沟通记录", "one contact on record")
        else:
            ledger.wrong("R-069.c", "customer", key, "missing", "没有沟通记录", "no contact on record")
        if wrong:
            _buys(company, key, 9_000)


def _not_updated(company: Trader, ledger: Ledger) -> None:
    changed = dt.date(2026, 5, 20)
    for days, wrong in ((8, True), (7, False)):
        row = _new(company, "prospect", created_at=dt.date(2026, 4, 1), updated_at=changed + days * DAY)
        company.activity(row["id"], "contact-change", changed)
        if wrong:
            ledger.wrong("R-070.a", "customer", row["id"], "late", "联系人变更后第 8 天才更新", "updated on the eighth day after the contact changed")
        else:
            ledger.twin("R-070.a", "customer", row["id"], "第 7 天更新", "updated on the seventh day")
    row = company.deal(dt.date(2026, 2, 3), 64_000)
    customer = company.tables["customer"][-1]
    customer["updated_at"] = row["signed_at"] - DAY
    ledger.wrong("R-070.a", "customer", customer["id"], "only-before-trigger", "签约后没有更新", "not updated after signing")


def _twice(company: Trader, ledger: Ledger) -> None:
    for check, field, values, zh, en in (
        ("R-071.a", "tax_id", ("91310000MA1FL2B7X3", "91310000ma1fl2b7x3"), "税号相同，只是大小写不同", "one tax number in capitals and small letters"),
        ("R-071.b", "name", ("华东机电公司", "华东机电　公司"), "名称相同，只多一个空格", "one name with a blank more"),
        ("R-071.c", "phone", ("021-55509901", "021 5550 9901"), "电话相同，写法不同", "one telephone number written in two ways"),
    ):
        for value in values:
            key = _new(company, "prospect", **{field: value})["id"]
            ledger.wrong(check, "customer", key, "duplicate", zh, en)
    key = _new(company, "prospect", tax_id="91310000MA1FL2B7X4")["id"]
    ledger.twin("R-071.a", "customer", key, "税号末位不同", "the last digit of the tax number differs")


def _unowned(company: Trader, ledger: Ledger) -> None:
    key = _new(company, owner_id=None)["id"]
    ledger.wrong("R-072.a", "customer", key, "field-empty", "没有负责人", "nobody is responsible")
    key = _new(company, owner_id=company.holder("records-clerk", NEW))["id"]
    ledger.wrong("R-072.c", "customer", key, "not-satisfied", "由档案员负责客户", "the records clerk is responsible for a customer")
    for last, wrong in ((EXPORTED - DAY, True), (EXPORTED, False)):
        who = f"E09{int(wrong)}"
        company.hire(who, f"主管{'丙' if wrong else '丁'}", "sales-supervisor", "销售部", "2023-05-04", str(last))
        key = _new(company, owner_id=who)["id"]
        if wrong:
            ledger.wrong("R-072.b", "customer", key, "missing", "负责人前一天离职", "the owner left the day before")
            ledger.wrong("R-072.c", "customer", key, "not-satisfied", "负责人前一天离职", "the owner left the day before")
        else:
            ledger.twin("R-072.b", "customer", key, "负责人当天仍在职", "the owner is still employed on the day")


def _order(company: Trader, ledger: Ledger) -> None:
    (_file_first if company.file_first else _sign_first)(company, ledger)


def _file_first(company: Trader, ledger: Ledger) -> None:
    """Filed on the day of the deal at the latest, and nothing paid before the contract."""
    for filed, handed, clerk, wrong, zh, en in (
        (1, 1, True, {"R-066.a": "too-late", "R-073.a": "out-of-order"}, "成交次日才建档", "filed the day after the deal"),
        (0, 0, True, {}, "成交当天建档移交", "filed and handed over on the day of the deal"),
        (0, 1, True, {"R-066.a": "too-late"}, "成交次日才移交", "handed over the day after the deal"),
        (0, None, True, {"R-066.a": "missing"}, "没有移交存档人", "never handed over"),
        (None, 0, True, {"R-066.a": "missing", "R-073.a": "skipped"}, "没有完整档案", "no complete file"),
        (0, 0, False, {"R-066.b": "field-empty"}, "没有写存档人", "who keeps the file is blank"),
    ):
        row = company.deal(dt.date(2026, 3, 3), 72_000)
        customer = company.tables["customer"][-1]
        customer["file_created_at"] = None if filed is None else row["signed_at"] + filed * DAY
        customer["filed_at"] = None if handed is None else row["signed_at"] + handed * DAY
        customer["filed_by"] = company.holder("records-clerk", row["signed_at"]) if clerk else None
        for check, reason in wrong.items():
            ledger.wrong(check, "customer", customer["id"], reason, zh, en)
        for check in () if wrong else ("R-066.a", "R-073.a"):
            ledger.twin(check, "customer", customer["id"], zh, en)
    row = company.deal(dt.date(2026, 3, 4), 72_000)
    company.instalment(row, 72_000, row["signed_at"], row["signed_at"] - DAY)
    ledger.wrong("R-073.a", "customer", row["customer_id"], "out-of-order", "签约前一天收款", "paid the day before signing")


def _sign_first(company: Trader, ledger: Ledger) -> None:
    """Signed, filed, rated, served: each on one day with the one before, or a day too early."""
    for filed, rated, served, reason in ((-1, 2, 5, "out-of-order"), (0, 0, 0, None), (1, 3, 2, "out-of-order"), (None, 3, 5, "skipped")):
        row = company.deal(dt.date(2026, 3, 3), 72_000)
        customer = company.tables["customer"][-1]
        signed = row["signed_at"]
        customer["file_created_at"] = None if filed is None else signed + filed * DAY
        company.rate(customer["id"], 300_000, signed + rated * DAY)
        company.activity(customer["id"], "service", signed + served * DAY)
        if reason:
            ledger.wrong("R-073.a", "customer", customer["id"], reason, "签约、建档、评级、服务次序不对", "not in the order sign, file, rate, serve")
        else:
            ledger.twin("R-073.a", "customer", customer["id"], "签约当天建档、评级、服务", "filed, rated and served on the day of signing")


def _rating(company: Trader, ledger: Ledger) -> None:
    for valid, grade, wrong in ((EXPORTED - DAY, "B", True), (EXPORTED, "B", False), (None, " ", True), (None, None, True)):
        row = company.deal(dt.date(2025, 9, 2), 58_000)
        if grade:
            company.rate(row["customer_id"], 200_000, row["signed_at"] + DAY)
            company.tables["credit_rating"][-1] |= {"valid_to": valid, "grade": grade}
        if wrong:
            zh, en = ("评级昨天到期", "the rating ended yesterday") if valid else ("没有信用等级", "no credit grade")
            ledger.wrong("R-074.a", "customer", row["customer_id"], "missing", zh, en)
        else:
            ledger.twin("R-074.a", "customer", row["customer_id"], "评级今天到期", "the rating ends today")


def _seen(company: Trader, ledger: Ledger) -> None:
    dice = company.dice("QP-SAL-04 seen")
    customer = company.tables["customer"][3]
    other = next(who for who in company.sellers if who != customer["owner_id"])
    new = next(a for a in company.tables["appointment"] if a["role"] in company.data_roles and FIRST < a["from_date"] < LAST)
    joined = dt.datetime.combine(new["from_date"], dt.time(9, 0))
    for who, at, wrong, zh, en in (
        (other, joined, True, "销售代表查看别人的客户", "a representative looked at somebody else's customer"),
        (company.holder("legal", joined.date()), joined, True, "法务查看客户资料", "legal looked at a customer's data"),
        (new["employee_id"], joined - DAY, True, "任职前一天查看", "looked the day before the appointment"),
        (new["employee_id"], joined, False, "任职首日查看", "looked on the first day of the appointment"),
        (customer["owner_id"], joined, False, "查看自己负责的客户", "looked at a customer of his own"),
    ):
        key = look(company, who, customer["id"], at, dice)
        if wrong:
            ledger.wrong("R-075.a", "access_log", key, "not-satisfied", zh, en)
        else:
            ledger.twin("R-075.a", "access_log", key, zh, en)
    key = look(company, other, "C-9999", joined, dice)
    ledger.dark("R-075.a", "access_log", key, "reference-missing", "客户编号不存在", "no such customer")


def _ledger(company: Trader, ledger: Ledger) -> None:
    for changed, reason, zh, en in (
        ({"amount": 93_001}, "sum-differs", "台账比合同多一元", "the ledger says one yuan more"),
        ({"amount": 93_000}, None, "台账与合同相同", "the ledger says what the contract says"),
        ({"customer_id": "C-0001"}, "sum-differs", "台账写了另一个客户", "the ledger names another customer"),
        (None, "missing", "台账没有登记", "not in the ledger"),
        ({}, "duplicate", "台账登记了两次", "in the ledger twice"),
    ):
        number = company.deal(dt.date(2026, 1, 8), 93_000)["number"]
        contract = company.tables["contract"][-1]
        for _ in range(0 if changed is None else 2 if reason == "duplicate" else 1):
            line(company, contract, **changed)
        if reason:
            ledger.wrong("R-076.a", "contract", number, reason, zh, en)
        else:
            ledger.twin("R-076.a", "contract", number, zh, en)
    orphan = line(company, company.tables["contract"][-1], contract_no="HT-2026-9001")
    ledger.wrong("R-076.a", "sales_ledger", orphan["id"], "orphan", "台账登记了不存在的合同", "the ledger names a contract that does not exist")
    number = company.deal(dt.date(2026, 1, 9), 41_000)["number"]
    company.tables["customer"][-1]["file_ref"] = None
    ledger.wrong("R-076.b", "contract", number, "field-empty", "客户没有档案编号", "the customer has no file reference")


def _losses(company: Trader, ledger: Ledger) -> None:
    day = dt.date(2026, 5, 6)
    for met, told, changed, wrong in (
        (15, 15, {}, {"R-077.a": "late", "R-077.b": "late"}), (14, 14, {}, {}), (None, 3, {}, {"R-077.a": "missing"}),
        (3, None, {}, {"R-077.b": "missing"}), (3, 5, {"prevention": " "}, {"R-077.b": "missing"}),
    ):
        key = lose(company, day, "交货两次延期", met, told, **changed)
        for check, reason in wrong.items():
            ledger.wrong(check, "customer", key, reason, "流失后没有按时开会分析或提交报告", "not analysed or reported in time after the loss")
        for check in () if wrong else ("R-077.a", "R-077.b"):
            ledger.twin(check, "customer", key, "流失后第 14 天", "on the fourteenth day after the loss")
