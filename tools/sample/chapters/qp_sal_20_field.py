"""QP-SAL-20 in field sales: forms in their revision in force, handed to the statistics clerk and filed."""

from __future__ import annotations

import datetime as dt

from sample import documents
from sample.company import EXPORTED, Company
from sample.days import DAY
from sample.ledger import Ledger
from sample.planning import Row
from sample.reporting import at

COMPANIES = ("field",)
EVENT = dt.date(2026, 4, 14)


def plant(company: Company, ledger: Ledger) -> None:
    for days, reason in ((6, "late"), (5, None), (None, "missing")):
        row = _form(company)
        if days is not None:
            _file(company, row, row["filed_at"].date() + days * DAY)
        zh, en = (f"交存后第 {days} 天归档", f"filed on day {days}") if days else ("交存后没有归档", "handed in and never filed")
        ledger.note("R-287.b", "form_record", row["serial"], reason, zh, en)
    row = _form(company, filed_to="E009")
    ledger.wrong("R-287.a", "form_record", row["serial"], "not-satisfied", "交给了档案员", "handed to the records clerk")
    row = _form(company, form_version="9")
    ledger.wrong("R-282.a", "form_record", row["serial"], "missing", "使用不存在的版本", "a revision that does not exist")
    row = _form(company)
    for check in ("R-282.a", "R-287.a"):
        ledger.twin(check, "form_record", row["serial"], "使用有效版本，交信息统计员", "the revision in force, handed to the statistics clerk")


def _form(company: Company, **changed: str) -> Row:
    """A plan table of somebody who stepped in for a week."""
    return company.add("form_record", **{
        "serial": company.number("ZJH-", 5), "form_no": "F-49", "form_version": "1", "title": "个人周工作计划表", "owner_id": company.sellers[0],
        "filled_at": at(EVENT, 10), "submitted_at": at(EVENT, 10, 30), "filed_at": at(EVENT, 16), "filed_to": "E010",
    } | changed)


def _file(company: Company, row: Row, day: dt.date) -> None:
    company.add(
        "archive", id=company.number("BDGD-", 5), form_serial=row["serial"], archived_at=day, archived_by=row["owner_id"], received_by="E010",
        location=f"表单柜{day.month:02}")


def settle(company: Company, ledger: Ledger) -> None:
    """Plans bear their signatures; what was handed in is filed two days later; save those forms of which something is planted."""
    documents.handed_out(company, ledger)
    filed = {row.get("form_serial") for row in company.tables["archive"]}
    filed |= {entry["case"] for entry in ledger.entries if entry["check"] == "R-287.b"}
    for row in company.tables["form_record"]:
        if row.get("filed_at") and row["serial"] not in filed and row["filed_at"].date() + 2 * DAY < EXPORTED:
            _file(company, row, row["filed_at"].date() + 2 * DAY)
