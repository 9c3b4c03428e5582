"""QP-SAL-08: what customers wanted changed in signed contracts, decided, logged and told to those who work by them."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import LAST
from sample.days import DAY, later
from sample.ledger import Ledger
from sample.trader import Trader

COMPANIES = ("sample", "office")
PROCEDURE = "QP-SAL-08"
Row = dict[str, Any]
SUPPLEMENTS = ("counter-offer", "design-change")
CAUSES = ("counter-offer", "design-change", "customer-request", "customer-request", "internal")
CHANGES = {
    "delivery_date": "客户场地推迟",
    "payment_terms": "客户调整付款安排",
    "specification": "客户修改工艺参数",
    "after_sales_terms": "客户要求延长质保",
}
TERMS = ("预付40%，验收后60天内付清", "签订后15天付30%，60天付70%", "分三期付清")
SPECIFICATIONS = ("防护等级由 IP54 改为 IP65", "电压由 380V 改为 400V", "增加远程监测接口")
SERVICE = ("质保由12个月改为24个月", "每季度上门保养一次")
TOLD = ("finance", "delivery")


def live(company: Trader) -> None:
    dice = company.dice(PROCEDURE)
    for n, contract in enumerate(_signed(company)[::6]):
        cause = dice.choice(CAUSES)
        field = "specification" if cause == "design-change" else dice.choice(list(CHANGES))
        asked = later(contract["signed_at"], dice.randrange(4, 25))
        if later(asked, 12) <= LAST:
            amend(company, contract, asked, cause, field, dice, refused=n % 9 == 4)
    for n, contract in enumerate(_signed(company)[-3:]):
        _underway(company, contract, LAST - dt.timedelta(days=n * 2), dice)


def _signed(company: Trader) -> list[Row]:
    """Contracts on the standard text: a later slip must not pass for the review of a deviation."""
    return [c for c in company.tables["contract"] if c["signed_at"] and not c["deviation"] and c["status"] != "void"]


def _new_value(contract: Row, field: str, dice: Random) -> str:
    if field == "delivery_date":
        return str(contract["delivery_date"] + dt.timedelta(days=dice.choice((10, 20, 30))))
    return dice.choice({"payment_terms": TERMS, "specification": SPECIFICATIONS, "after_sales_terms": SERVICE}[field])


def _asked(company: Trader, contract: Row, asked: dt.date, cause: str, field: str, value: str) -> Row:
    supplement = cause in SUPPLEMENTS
    return company.add(
        "contract_amendment", id=company.number("BG-"), contract_no=contract["number"], trigger=cause, field=field,
        old_value=str(contract.get(field) or "按标准文本"), value=value,
        delivery_date=dt.date.fromisoformat(value) if field == "delivery_date" else None,
        clause=f"双方同意将{value}写入合同，其余条款不变" if supplement else None, reason=CHANGES.get(field, "客户要求"),
        requested_at=asked, drafted_by=contract["sales_owner_id"], handled_by=contract["sales_owner_id"],
    )


def amend(company: Trader, contract: Row, asked: dt.date, cause: str, field: str, dice: Random, **given: Any) -> Row:
    """A change with all that belongs to it: opinions on the slip, reviews, approval, entry in the log, notices.

    `given` replaces the `value`, the `drafter`, the day of approval (`approved`), of effect (`effective`), the day that
    each department was `told`, and names the opinions (`slip`) and reviews (`reviews`) that there are.
    """
    row = _asked(company, contract, asked, cause, field, given.get("value") or _new_value(contract, field, dice))
    row["drafted_by"] = given.get("drafter", row["drafted_by"])
    supplement = cause in SUPPLEMENTS
    for function, day in given.get("slip", {f: later(asked, 2) for f in ("legal", "finance")} if supplement else {}).items():
        slip(company, row, function, day)
    start = _refused(company, row, later(asked, 3)) if given.get("refused") else later(asked, 3)
    for role in given.get("reviews", ("legal", "finance") if supplement else ("finance",)):
        company.decide("contract_amendment", row["id"], role, "reviewed", company.holder(role, start), start)
    approved = given.get("approved", later(start, 1))
    if approved:
        company.decide("contract_amendment", row["id"], "general-manager", "approved", given.get("by") or company.general_manager(approved), approved)
    row["effective_at"] = given.get("effective", later(start, 3))
    if row["effective_at"] and given.get("logged", True):
        log(company, row, row["effective_at"])
    for department in TOLD if approved else ():
        tell(company, row, department, given.get("told", {}).get(department, approved + dice.randrange(3) * DAY), dice)
    return row


def slip(company: Trader, row: Row, function: str, day: dt.date, opinion: str = "同意") -> None:
    company.add(
        "contract_review", id=company.number("PS-"), contract_no=row["contract_no"], amendment_id=row["id"], function=function,
        reviewer_id=company.holder(function, day), scope=["clauses", "price", "delivery"], method="request-slip", opinion=opinion,
        conclusion="agreed", decided_at=day,
    )


def _refused(company: Trader, row: Row, day: dt.date) -> dt.date:
    """The first round ends with a refusal; the day on which the next begins."""
    company.decide("contract_amendment", row["id"], "finance", "reviewed", company.holder("finance", day), day)
    refused = later(day, 1)
    company.decide("contract_amendment", row["id"], "general-manager", "rejected", company.general_manager(refused), refused)
    return later(refused, 2)


def log(company: Trader, row: Row, day: dt.date, new: str | None = None) -> Row:
    return company.add(
        "contract_history", id=company.number("RJ-"), contract_no=row["contract_no"], field=row["field"], old=row["old_value"],
        new=new or row["value"], changed_at=day, changed_by=row["handled_by"],
    )


def tell(company: Trader, row: Row, department: str, day: dt.date | None, dice: Random) -> None:
    if day:
        company.add(
            "notification", id=company.number("TZS-"), object_form="合同变更单", object_id=row["id"], subject="合同变更通知",
            department=department, recipient_id=company.holder(department, day), channel=dice.choice(("paper", "office-system", "mail")),
            sent_at=dt.datetime.combine(day, dt.time(dice.randrange(9, 17), dice.choice((5, 20, 40)))), sent_by=row["handled_by"],
        )


def _underway(company: Trader, contract: Row, asked: dt.date, dice: Random) -> None:
    """Asked for in the last days of the year, not decided yet."""
    _asked(company, contract, asked, "customer-request", "delivery_date", _new_value(contract, "delivery_date", dice))


# planted


def plant(company: Trader, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} faults")
    contracts = iter([c for c in _signed(company) if c["signed_at"] < LAST - dt.timedelta(days=60)][3::5])
    for step in (_slips, _clauses, _drafters, _approvals, _logs, _notices):
        step(company, ledger, contracts, dice)


def _slips(company: Trader, ledger: Ledger, contracts: Any, dice: Random) -> None:
    for legal, finance, reason, zh, en in (
        (2, None, "missing", "财务没有在请示单上写意见", "finance gave no opinion on the slip"),
        (2, 7, "late", "生效次日财务才写意见", "the opinion of finance came the day after it took effect"),
        (2, 6, None, "生效当日写明意见", "the opinion came on the day it took effect"),
    ):
        contract = next(contracts)
        asked = later(contract["signed_at"], 6)
        days = {f: later(asked, n) for f, n in (("legal", legal), ("finance", finance)) if n}
        key = amend(company, contract, asked, "counter-offer", "payment_terms", dice, slip=days)["id"]
        ledger.note("R-130.a", "contract_amendment", key, reason, zh, en)
    contract = next(contracts)
    asked = later(contract["signed_at"], 8)
    row = amend(company, contract, asked, "design-change", "specification", dice, slip={"legal": later(asked, 2)})
    slip(company, row, "finance", later(asked, 2), "　")
    ledger.note("R-130.a", "contract_amendment", row["id"], "missing", "财务的意见是空白", "the opinion of finance is blank")


def _clauses(company: Trader, ledger: Ledger, contracts: Any, dice: Random) -> None:
    contract = next(contracts)
    row = amend(company, contract, later(contract["signed_at"], 5), "counter-offer", "payment_terms", dice)
    row["clause"] = None
    ledger.note("R-130.b", "contract_amendment", row["id"], "field-empty", "反要约没有补充条款", "a counter-offer without a clause")
    contract = next(contracts)
    row = amend(company, contract, later(contract["signed_at"], 5), "customer-request", "payment_terms", dice)
    ledger.note("R-130.b", "contract_amendment", row["id"], None, "一般要求不需要补充条款", "an ordinary request needs no clause")


def _drafters(company: Trader, ledger: Ledger, contracts: Any, dice: Random) -> None:
    for role, reason in (("records-clerk", "not-satisfied"), ("sales-rep", None)):
        contract = next(contracts)
        asked = later(contract["signed_at"], 7)
        row = amend(company, contract, asked, "design-change", "specification", dice, drafter=company.holder(role, asked))
        zh, en = ("档案员起草补充条款", "drafted by the records clerk") if reason else ("销售代表起草补充条款", "drafted by a representative")
        ledger.note("R-130.c", "contract_amendment", row["id"], reason, zh, en)


def _approvals(company: Trader, ledger: Ledger, contracts: Any, dice: Random) -> None:
    for cause, changed, reason, zh, en in (
        ("customer-request", {"approved": None}, "missing", "未经总经理批准就生效", "took effect without the general manager"),
        ("internal", {"reviews": ()}, "missing", "未经财务审核", "never reviewed by finance"),
        ("counter-offer", {"reviews": ("finance",)}, "missing", "补充条款未经法务审核", "a clause that legal never reviewed"),
        ("customer-request", {"reviews": ("finance",)}, None, "一般变更不需要法务", "an ordinary change needs no legal review"),
        ("customer-request", {"gap": 1}, "after-signing", "生效次日才批准", "approved the day after it took effect"),
        ("customer-request", {"gap": 0}, None, "生效当日批准", "approved on the day it took effect"),
        ("customer-request", {"by": "E003"}, "role-not-held", "销售经理代总经理批准", "approved by a sales manager instead"),
    ):
        contract = next(contracts)
        asked = later(contract["signed_at"], 6)
        if "gap" in changed:
            effective = later(asked, 5)
            changed = {"effective": effective, "approved": effective + changed["gap"] * DAY, "logged": False}
        row = amend(company, contract, asked, cause, "after_sales_terms", dice, **changed)
        ledger.note("R-132.a", "contract_amendment", row["id"], reason, zh, en)
    _self_approved(company, ledger, contracts, dice)
    _against_refusal(company, ledger, contracts, dice)


def _self_approved(company: Trader, ledger: Ledger, contracts: Any, dice: Random) -> None:
    contract = next(contracts)
    asked = later(contract["signed_at"], 6)
    row = amend(company, contract, asked, "internal", "after_sales_terms", dice, drafter=company.general_manager(later(asked, 4)))
    ledger.note("R-132.a", "contract_amendment", row["id"], "self-approval", "起草人批准自己的变更", "approved by whoever drafted it")


def _against_refusal(company: Trader, ledger: Ledger, contracts: Any, dice: Random) -> None:
    contract = next(contracts)
    asked = later(contract["signed_at"], 9)
    row = amend(company, contract, asked, "customer-request", "after_sales_terms", dice, approved=None)
    day = later(asked, 4)
    company.decide("contract_amendment", row["id"], "general-manager", "rejected", company.general_manager(day), day)
    ledger.note("R-132.a", "contract_amendment", row["id"], "rejected", "总经理驳回后仍生效", "took effect against the general manager's refusal")


def _logs(company: Trader, ledger: Ledger, contracts: Any, dice: Random) -> None:
    for days, new, reason, zh, en in (
        (-1, None, "after", "批准前一日已改动", "changed the day before it was approved"),
        (0, None, None, "批准当日改动", "changed on the day of approval"),
        (1, "分十期付清", "missing", "改成的内容与变更单不同", "changed to something else than approved"),
    ):
        contract = next(contracts)
        asked = later(contract["signed_at"], 10)
        row = amend(company, contract, asked, "customer-request", "payment_terms", dice, logged=False)
        key = log(company, row, later(asked, 4) + days * DAY, new)["id"]
        ledger.note("R-134.a", "contract_history", key, reason, zh, en)
    for wait, reason, zh, en in (
        (1, "missing", "签订次日改动而没有变更单", "changed the day after signing without an amendment"),
        (0, None, "签订当日的改动不需要变更单", "a change on the day of signing needs none"),
    ):
        contract = next(contracts)
        row = {"contract_no": contract["number"], "field": "specification", "old_value": "标准配置", "value": "高配", "handled_by": contract["sales_owner_id"]}
        key = log(company, row, contract["signed_at"] + wait * DAY)["id"]
        if reason:
            ledger.wrong("R-134.a", "contract_history", key, reason, zh, en)


def _notices(company: Trader, ledger: Ledger, contracts: Any, dice: Random) -> None:
    for wait, reason, zh, en in (
        (3, "late", "批准后第三天才通知交付部门", "delivery was told on day 3"),
        (2, None, "批准后第二天通知", "told on day 2"),
        (None, "missing", "交付部门一直未获通知", "delivery was never told"),
    ):
        contract = next(contracts)
        asked = later(contract["signed_at"], 11)
        told = later(asked, 4) + wait * DAY if wait else None
        key = amend(company, contract, asked, "customer-request", "delivery_date", dice, told={"delivery": told})["id"]
        ledger.note("R-135.a", "contract_amendment", key, reason, zh, en)
