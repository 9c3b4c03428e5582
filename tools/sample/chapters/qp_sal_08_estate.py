"""QP-SAL-08 at a developer: what buyers wanted changed after signing, on its sheet, and what went wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sample.company import LAST
from sample.days import DAY, later
from sample.estate import Estate, Row
from sample.estate_amendments import amend, log, sheet, tell
from sample.ledger import Ledger

COMPANIES = ("estate",)
CHANGES = (
    ("payment_terms", "签约时付四成，余款60天内付清", "customer-request"), ("after_sales_terms", "保修期延长一年", "internal"),
    ("specification", "厨房改为开放式", "design-change"), ("payment_terms", "余款改为按揭", "customer-request"),
    ("payment_terms", "分三期付清", "counter-offer"),
)


def _signed(company: Estate, ledger: Ledger) -> list[Row]:
    """Contracts on the standard text, signed long enough ago, of which nothing is planted."""
    odd = {entry["case"] for entry in (*ledger.entries, *ledger.twins)}
    return [
        c for c in company.tables["contract"]
        if c["signed_at"] and not c["deviation"] and c["status"] == "active" and c["signed_at"] < LAST - 40 * DAY and c["number"] not in odd
    ]


def plant(company: Estate, ledger: Ledger) -> None:
    """First the changes that went well: the contracts are sold in a chapter that lives after this one."""
    signed = _signed(company, ledger)
    contracts = iter([contract for n, contract in enumerate(signed) if n % 4])
    for n, contract in enumerate(signed[::4]):
        field, value, cause = CHANGES[n % len(CHANGES)]
        amend(company, contract, later(contract["signed_at"], 4 + n % 9), field, value, trigger=cause)
    for part in (_sheets, _approved, _handled, _logged, _told, _supplements):
        part(company, ledger, contracts)


def _made(company: Estate, contracts: Iterator[Row], cause: str = "customer-request", **given: object) -> tuple[Row, dt.date]:
    """A change of terms of service, and the day on which it is approved."""
    contract = next(contracts)
    asked = later(contract["signed_at"], 6)
    row = amend(company, contract, asked, "after_sales_terms", "保修期延长一年", trigger=cause, **given)
    return row, later(asked, 4)


def _sheets(company: Estate, ledger: Ledger, contracts: Iterator[Row]) -> None:
    for more, reason, zh, en in (
        (1, "late", "生效次日才填完更改审核单", "the sheet was complete the day after the change took effect"),
        (0, None, "生效当日填完更改审核单", "the sheet was complete on the day the change took effect"),
        (None, "missing", "没有更改审核单", "there is no change review sheet"),
    ):
        row, _ = _made(company, contracts)
        company.drop("form_record", amendment_id=row["id"])
        if more is not None:
            sheet(company, row, row["effective_at"] + more * DAY)
        ledger.note("R-131.a", "contract_amendment", row["id"], reason, zh, en)


def _approved(company: Estate, ledger: Ledger, contracts: Iterator[Row]) -> None:
    for cause, decided, reason, zh, en in (
        ("internal", {"finance": None}, "missing", "未经财务审核", "never reviewed by finance"),
        ("design-change", {"legal": None}, "missing", "补充条款未经法务审核", "a clause that legal never reviewed"),
        ("customer-request", {"legal": None}, None, "一般变更不需要法务", "an ordinary change needs no legal review"),
        ("customer-request", {"general-manager": 7}, "after-signing", "生效次日才批准", "approved the day after it took effect"),
        ("customer-request", {"general-manager": 6}, None, "生效当日批准", "approved on the day it took effect"),
    ):
        row, _ = _made(company, contracts, cause, decided=decided)
        ledger.note("R-132.a", "contract_amendment", row["id"], reason, zh, en)
        if reason == "after-signing":
            ledger.wrong("R-131.a", "contract_amendment", row["id"], "late", zh, en)


def _handled(company: Estate, ledger: Ledger, contracts: Iterator[Row]) -> None:
    for who, reason, zh, en in (
        ("E010", "not-satisfied", "客户服务部办理变更", "handled by customer service"), ("E004", None, "经营销售部办理变更", "handled by operating sales"),
    ):
        row, _ = _made(company, contracts, handled_by=who)
        ledger.note("R-133.a", "contract_amendment", row["id"], reason, zh, en)


def _logged(company: Estate, ledger: Ledger, contracts: Iterator[Row]) -> None:
    for field, days, new, reason, zh, en in (
        ("payment_terms", -1, None, "after", "批准前一日已改动", "changed the day before it was approved"),
        ("payment_terms", 0, None, None, "批准当日改动", "changed on the day of approval"),
        ("payment_terms", 1, "分十期付清", "missing", "改成的内容与变更单不同", "changed to something else than approved"),
    ):
        contract = next(contracts)
        asked = later(contract["signed_at"], 10)
        row = amend(company, contract, asked, field, "分三期付清")
        company.drop("contract_history", contract_no=contract["number"])
        made = log(company, row, later(asked, 4) + days * DAY, new=new or row["value"])
        ledger.note("R-134.a", "contract_history", made["id"], reason, zh, en)


def _told(company: Estate, ledger: Ledger, contracts: Iterator[Row]) -> None:
    for wait, reason, zh, en in (
        (3, "late", "批准后第三天才通知客户服务部", "customer service was told on day 3"), (2, None, "批准后第二天通知", "told on day 2"),
        (None, "missing", "客户服务部一直未获通知", "customer service was never told"),
    ):
        row, approved = _made(company, contracts)
        company.drop("notification", object_id=row["id"], department="customer-service")
        if wait is not None:
            tell(company, row, "customer-service", approved + wait * DAY)
        ledger.note("R-135.a", "contract_amendment", row["id"], reason, zh, en)


def _supplements(company: Estate, ledger: Ledger, contracts: Iterator[Row]) -> None:
    row, _ = _made(company, contracts, "design-change")
    company.drop("contract_review", amendment_id=row["id"], function="design")
    ledger.wrong("R-130.a", "contract_amendment", row["id"], "missing", "设计研发部没有在请示单上写意见", "design gave no opinion on the slip")
    row, _ = _made(company, contracts, "design-change")
    ledger.twin("R-130.a", "contract_amendment", row["id"], "请示单上意见齐全", "all opinions are on the slip")
    row, _ = _made(company, contracts, "counter-offer", clause=None)
    ledger.wrong("R-130.b", "contract_amendment", row["id"], "field-empty", "反要约没有补充条款", "a counter-offer without a clause")
    row, _ = _made(company, contracts, "counter-offer", drafted_by="E010")
    ledger.wrong("R-130.c", "contract_amendment", row["id"], "not-satisfied", "客户服务部起草补充条款", "drafted by customer service")
