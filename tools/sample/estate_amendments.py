"""A change of a purchase contract: asked for, reviewed, approved, put on its sheet, entered in the log and told. All of it conforms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import EXPORTED
from sample.days import DAY, later
from sample.estate import Estate, Row, at

TOLD = ("finance", "customer-service")
SUPPLEMENTS = ("counter-offer", "design-change")
REVIEWED = {"finance": 2, "legal": 2, "general-manager": 4}
SLIP = {"legal": "E014", "finance": "E016", "design": "E019"}


def amend(company: Estate, contract: Row, asked: dt.date, field: str, value: str, **given: Any) -> Row:
    """A change that takes effect on the sixth working day; `decided` replaces days of decisions, None takes one away."""
    decided, handled = given.pop("decided", {}), given.pop("handled_by", "E004")
    row = company.add("contract_amendment", **{
        "id": company.number("BGD-", 3), "contract_no": contract["number"], "trigger": "customer-request", "field": field,
        "old_value": str(contract.get(field) or "按标准文本"), "value": value, "reason": "客户申请", "requested_at": asked, "drafted_by": "E005",
        "handled_by": handled, "effective_at": later(asked, 6),
    } | given)
    supplement = row["trigger"] in SUPPLEMENTS
    if supplement:
        row.setdefault("clause", f"双方同意{value}，其余条款不变")
        for function, who in SLIP.items():
            company.review(contract, function, who, later(asked, 2), "request-slip")["amendment_id"] = row["id"]
    approved = _decide(company, row, REVIEWED | decided, supplement)
    if approved:
        sheet(company, row, approved)
        for department in TOLD:
            tell(company, row, department, approved + DAY)
    if approved and row["effective_at"] < EXPORTED:
        log(company, row, max(row["effective_at"], approved))
    return row


def _decide(company: Estate, row: Row, days: dict[str, Any], supplement: bool) -> dt.date | None:
    """Decisions after so many working days, or on a day that is given; the day of the general manager's."""
    when: dict[str, dt.date] = {}
    for role, day in days.items():
        if day is not None and (role != "legal" or supplement):
            when[role] = day if isinstance(day, dt.date) else later(row["requested_at"], day)
            says = "approved" if role == "general-manager" else "reviewed"
            company.decide("contract_amendment", row["id"], role, says, company.holder(role, when[role]), when[role])
    return when.get("general-manager")


def sheet(company: Estate, row: Row, day: dt.date) -> Row:
    """The change review sheet, complete when the general manager has signed it."""
    return company.paper(
        "F-18", "销售合同更改审核单", day, "E004", contract_no=row["contract_no"], amendment_id=row["id"], completed_at=at(day, 17))


def tell(company: Estate, row: Row, department: str, day: dt.date) -> Row:
    return company.add(
        "notification", id=company.number("TZ-", 5), object_form="contract_amendment", object_id=row["id"], subject="合同变更通知",
        department=department, recipient_id=company.holder(department, day), channel="office-system", sent_at=at(day, 10, 30), sent_by="E004")


def log(company: Estate, row: Row, day: dt.date, **changed: Any) -> Row:
    return company.add("contract_history", **{
        "id": company.number("RJ-", 3), "contract_no": row["contract_no"], "field": row["field"], "old": row["old_value"], "new": row["value"],
        "changed_at": day, "changed_by": row["handled_by"],
    } | changed)
