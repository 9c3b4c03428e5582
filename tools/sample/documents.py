"""Regulations outside the library, plans with their three signatures, and who has read the procedure that he decides by."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import Company
from sample.days import DAY, later
from sample.ledger import Ledger

Row = dict[str, Any]
MANUAL = ["公司与业务范围", "目标与策略", "管理程序", "指导文件", "质量目标与指标", "人员职责与要求"]
READ = "QP-SAL-07"
REVISIONS = {"1": dt.date(2025, 1, 1), "2": dt.date(2026, 3, 1)}
"""The revisions of the procedure to be read before deciding, and the day each took effect."""
HEADER = {"controlled_status": "controlled", "exec_dept": "销售部", "supervise_dept": "质量部", "edit_dept": "综合部"}


def regulation(company: Company, kind: str, name: str, effective: dt.date, /, **changed: Any) -> Row:
    """Written three weeks before it takes effect, then reviewed and approved."""
    made = effective - 21 * DAY
    return company.add("regulation", **{
        "number": company.number("GD-XS-", 3), "name": name, "type": kind, "version": "1",
        "sections": MANUAL if kind == "sales-manual" else ["目的", "职责", "办法"], "prepared_by": company.holder("sales-supervisor", made),
        "prepared_at": made, "reviewed_at": made + 7 * DAY, "approved_on": made + 14 * DAY, "change_note": "首次发布", "effective_from": effective,
    } | HEADER | changed)


def signed(company: Company, row: Row, reviewed: dt.date, approved: dt.date, **changed: str | None) -> None:
    """The sales manager reviews, the general manager approves; `changed`: role -> who does it, None for nobody."""
    for role, says, day in (("sales-manager", "reviewed", reviewed), ("general-manager", "approved", approved)):
        who = changed.get(role, company.holder(role, day))
        if who:
            company.decide("regulation", row["number"], role, says, who, day)


def handed_out(company: Company, ledger: Ledger) -> None:
    """Plans of other chapters; save those of which something is planted."""
    odd = {entry["case"] for entry in (*ledger.entries, *ledger.twins) if entry["check"] == "R-280.h"}
    decided = {row["object_id"] for row in company.tables["approval"] if row["object_form"] == "plan"}
    for row in company.tables["plan"]:
        if row.get("level") in ("company", "department") and row.get("issued_at") and row["id"] not in decided | odd:
            issued(company, row)


def issued(company: Company, row: Row) -> None:
    """Review and approval of a plan that was handed out without them."""
    day = row["issued_at"]
    company.decide("plan", row["id"], "finance", "reviewed", company.holder("finance", day), day)
    company.decide("plan", row["id"], "general-manager", "approved", company.holder("general-manager", day), day)


def acknowledge(company: Company, who: str, revision: str, day: dt.date) -> Row:
    return company.add("acknowledgement", id=company.number("YD-"), employee_id=who, document=READ, revision=revision, read_at=day)


def _decided(company: Company) -> dict[tuple[str, str], dt.date]:
    """The first decision of everybody under each revision."""
    first: dict[tuple[str, str], dt.date] = {}
    decisions = [(row["approver_id"], row["decided_at"]) for row in company.tables["approval"]]
    decisions += [(order.get(f"{office}_by"), order.get(f"{office}_at")) for order in company.tables["order"] for office in ("finance", "manager")]
    for who, at in decisions:
        day = at.date() if isinstance(at, dt.datetime) else at
        if who and isinstance(day, dt.date) and day >= REVISIONS["1"]:
            revision = max(r for r, start in REVISIONS.items() if start <= day)
            first[who, revision] = min(day, first.get((who, revision), day))
    return first


def everybody(company: Company, ledger: Ledger, dice: Random) -> None:
    """Whoever decides has read the revision, when it came out or before the first decision; save those of whom something is planted."""
    planted = {entry["case"] for entry in (*ledger.entries, *ledger.twins) if entry["check"] == "R-289.a"}
    odd = {row["approver_id"] for row in company.tables["approval"] if row["id"] in planted}
    staff = {row["id"] for row in company.tables["employee"]} - odd
    for (who, revision), first in sorted(_decided(company).items()):
        if who in staff:
            acknowledge(company, who, revision, min(first, later(REVISIONS[revision] - 12 * DAY, dice.randrange(1, 6))))


def unreadable(company: Company, ledger: Ledger) -> None:
    """Decisions planted elsewhere with a day or a person that does not exist."""
    staff = {row["id"] for row in company.tables["employee"]}
    for row in company.tables["approval"]:
        if isinstance(row["decided_at"], str):
            ledger.dark("R-289.a", "approval", row["id"], "value-unreadable", "审批日期不存在", "the day of the decision does not exist")
        elif row["approver_id"] not in staff:
            ledger.dark("R-289.a", "approval", row["id"], "value-unreadable", "审批人查无此人", "nobody is called so")
