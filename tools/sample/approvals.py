"""Planted approval faults, each with its twin."""

from __future__ import annotations

import datetime as dt

from sample.days import DAY, later, on_or_after
from sample.ledger import Ledger
from sample.trader import Trader

BIG = 640_000


def plant(company: Trader, ledger: Ledger) -> None:
    for step in (_missing, _office, _late, _author, _review_only, _order, _one_person, _refused, _amount, _unreadable, _legal):
        step(company, ledger)


def _chain(drafted: dt.date, **changed) -> list[tuple]:
    """The usual decisions on a large contract drafted that day; `legal`, `manager`, `general` replace or drop (None) one."""
    drafted = on_or_after(drafted)
    usual = {
        "legal": ("legal", "reviewed", "E005", later(drafted, 1)),
        "manager": ("sales-manager", "approved", "E003", later(drafted, 4)),
        "general": ("general-manager", "approved", "E001" if drafted < dt.date(2026, 1, 20) else "E002", later(drafted, 5)),
    }
    return [decision for decision in (usual | changed).values() if decision]


def _deal(company: Trader, day: str, price: int = BIG, **given) -> str:
    drafted = dt.date.fromisoformat(day)
    changed = given.pop("chain", {})
    return company.deal(drafted, price, decisions=_chain(drafted, **changed), **given)["number"]


def _missing(company: Trader, ledger: Ledger) -> None:
    for day, limit in (("2025-09-08", 500_000), ("2026-04-07", 300_000)):
        key = _deal(company, day, limit, chain={"general": None})
        ledger.wrong(
            "R-113.a", "contract", key, "missing", f"金额正好 {limit}，缺总经理批准", f"exactly {limit} without the general manager"
        )
        twin = _deal(company, day, limit - 1, chain={"general": None})
        ledger.twin("R-113.a", "contract", twin, "少一元，不需要总经理", "one yuan less needs no general manager")
    for signed, wrong in ((dt.date(2026, 2, 28), False), (dt.date(2026, 3, 1), True)):
        key = _deal(company, "2026-02-12", 400_000, chain={"general": None}, signed=signed)
        if wrong:
            ledger.wrong("R-113.a", "contract", key, "missing", "新版矩阵生效当日签订，缺总经理", "signed on the day the new matrix took effect")
        else:
            ledger.twin("R-113.a", "contract", key, "新版矩阵生效前一日签订", "signed the day before the new matrix took effect")
    key = _deal(company, "2025-10-13", 240_000, chain={"manager": None, "general": None})
    ledger.wrong("R-113.a", "contract", key, "missing", "缺销售经理批准", "without the sales manager")


def _office(company: Trader, ledger: Ledger) -> None:
    for who, day, wrong in (
        ("E001", dt.date(2026, 1, 31), True),
        ("E001", dt.date(2026, 1, 30), False),
        ("E002", dt.date(2026, 1, 30), True),
        ("E002", dt.date(2026, 1, 31), False),
    ):
        key = _deal(company, "2026-01-22", chain={"general": ("general-manager", "approved", who, day)}, signed=dt.date(2026, 2, 3))
        if wrong:
            ledger.wrong(
                "R-113.a", "contract", key, "role-not-held", f"{who} 在 {day} 不任总经理", f"{who} was not general manager on {day}"
            )
        else:
            ledger.twin("R-113.a", "contract", key, f"{who} 在 {day} 任总经理", f"{who} was general manager on {day}")
    key = _deal(company, "2025-11-10", chain={"manager": ("sales-manager", "approved", "E012", later(dt.date(2025, 11, 10), 4))})
    ledger.wrong("R-113.a", "contract", key, "role-not-held", "主管代销售经理批准", "a supervisor approved in the manager's place")


def _late(company: Trader, ledger: Ledger) -> None:
    signed = dt.date(2025, 8, 20)
    for day, wrong in ((signed + DAY, True), (signed, False)):
        key = _deal(company, "2025-08-06", chain={"general": ("general-manager", "approved", "E001", day)}, signed=signed)
        if wrong:
            ledger.wrong("R-113.a", "contract", key, "after-signing", "签订次日才批准", "approved the day after signing")
        else:
            ledger.twin("R-113.a", "contract", key, "签订当日批准", "approved on the day of signing")


def _author(company: Trader, ledger: Ledger) -> None:
    for who, wrong in (("E003", True), ("E004", False)):
        drafted = dt.date(2025, 12, 8)
        key = _deal(company, "2025-12-08", drafted_by="E003", chain={"manager": ("sales-manager", "approved", who, later(drafted, 4))})
        if wrong:
            ledger.wrong("R-113.a", "contract", key, "self-approval", "起草人批准自己的合同", "approved by its author")
            ledger.wrong("R-123.a", "contract", key, "same-person", "起草与批准为同一人", "drafted and approved by one person")
        else:
            ledger.twin("R-113.a", "contract", key, "由另一名经理批准", "approved by the other manager")
            ledger.twin("R-123.a", "contract", key, "起草与批准为不同人", "drafted and approved by different persons")


def _review_only(company: Trader, ledger: Ledger) -> None:
    drafted = dt.date(2026, 3, 9)
    for says, wrong in (("reviewed", True), ("approved", False)):
        key = _deal(company, "2026-03-09", chain={"general": ("general-manager", says, "E002", later(drafted, 5))})
        if wrong:
            ledger.wrong("R-113.a", "contract", key, "review-only", "总经理只审核、未批准", "the general manager only reviewed")
        else:
            ledger.twin("R-113.a", "contract", key, "总经理批准", "the general manager approved")


def _order(company: Trader, ledger: Ledger) -> None:
    drafted = dt.date(2026, 5, 11)
    for day, wrong in ((later(drafted, 3), True), (later(drafted, 4), False)):
        key = _deal(company, "2026-05-11", chain={"general": ("general-manager", "approved", "E002", day)})
        if wrong:
            ledger.wrong(
                "R-113.a",
                "contract",
                key,
                "out-of-order",
                "总经理先于销售经理批准",
                "the general manager approved before the sales manager",
            )
        else:
            ledger.twin("R-113.a", "contract", key, "同一天批准", "approved on one day")


def _one_person(company: Trader, ledger: Ledger) -> None:
    drafted = dt.date(2025, 11, 24)
    for legal, wrong in (("E013", True), ("E005", False)):
        chain = {
            "legal": ("legal", "reviewed", legal, later(drafted, 1)),
            "manager": ("sales-manager", "approved", "E013", later(drafted, 4)),
        }
        key = _deal(company, "2025-11-24", 180_000, chain=chain | {"general": None})
        if wrong:
            ledger.wrong("R-113.a", "contract", key, "same-person", "一人兼审兼批", "one person filled two places")
        else:
            ledger.twin("R-113.a", "contract", key, "审、批为两人", "two persons")


def _refused(company: Trader, ledger: Ledger) -> None:
    drafted = dt.date(2026, 4, 20)
    no = ("general-manager", "rejected", "E002", later(drafted, 5))
    key = _deal(company, "2026-04-20", chain={"general": no}, sent=later(drafted, 9), signed=later(drafted, 12))
    ledger.wrong("R-113.a", "contract", key, "rejected", "总经理驳回后仍签订", "signed against the general manager's refusal")
    again = {
        "legal2": ("legal", "reviewed", "E005", later(drafted, 6)),
        "manager2": ("sales-manager", "approved", "E003", later(drafted, 7)),
        "general2": ("general-manager", "approved", "E002", later(drafted, 8)),
    }
    twin = _deal(company, "2026-04-20", chain={"general": no} | again, sent=later(drafted, 9), signed=later(drafted, 12))
    ledger.twin("R-113.a", "contract", twin, "驳回后重新走完审批", "made anew after the refusal")


def _amount(company: Trader, ledger: Ledger) -> None:
    drafted = dt.date(2025, 9, 22)
    for amount, wrong in ((BIG - 1, True), (BIG, False)):
        key = _deal(company, "2025-09-22", chain={"general": ("general-manager", "approved", "E001", later(drafted, 5), amount)})
        if wrong:
            ledger.wrong("R-113.a", "contract", key, "amount-lower", "批准金额比签订金额少一元", "approved for one yuan less than signed")
        else:
            ledger.twin("R-113.a", "contract", key, "批准金额等于签订金额", "approved for the amount signed")


def _unreadable(company: Trader, ledger: Ledger) -> None:
    key = _deal(company, "2026-06-01", chain={"general": ("general-manager", "approved", "E002", "2026-06-31")})
    ledger.dark("R-113.a", "contract", key, "date-missing", "批准日期不存在", "the day of the approval does not exist")
    key = _deal(company, "2026-02-05", chain={"general": ("general-manager", "approved", "E999", later(dt.date(2026, 2, 5), 5))})
    ledger.dark("R-113.a", "contract", key, "approver-missing", "批准人查无此人", "nobody is called so")
    ledger.dark("R-123.a", "contract", key, "person-missing", "批准人查无此人", "nobody is called so")


def _legal(company: Trader, ledger: Ledger) -> None:
    """AM-28: legal reviews before the contract is sent."""
    drafted = dt.date(2025, 12, 22)
    sent = later(drafted, 3)
    for day, wrong in ((sent + DAY, True), (sent, False)):
        chain = {"legal": ("legal", "reviewed", "E005", day), "general": None}
        key = _deal(company, "2025-12-22", 86_000, sent=sent, signed=later(drafted, 9), chain=chain)
        if wrong:
            ledger.wrong("R-111.a", "contract", key, "after-signing", "送签次日才审核", "reviewed the day after sending")
        else:
            ledger.twin("R-111.a", "contract", key, "送签当日审核", "reviewed on the day of sending")
    key = _deal(company, "2026-03-23", 45_600, chain={"legal": None, "general": None})
    ledger.wrong("R-111.a", "contract", key, "missing", "未经法务审核", "never reviewed by legal")
    for who, wrong in (("E005", True), ("E006", False)):
        chain = {"legal": ("legal", "reviewed", who, later(dt.date(2026, 1, 12), 1)), "general": None}
        key = _deal(company, "2026-01-12", 86_000, drafted_by="E005", chain=chain)
        if wrong:
            ledger.wrong("R-111.a", "contract", key, "self-approval", "法务审核自己起草的合同", "legal reviewed its own draft")
            ledger.wrong("R-123.a", "contract", key, "same-person", "起草与审核为同一人", "drafted and reviewed by one person")
        else:
            ledger.twin("R-111.a", "contract", key, "由另一名法务审核", "reviewed by the other lawyer")
