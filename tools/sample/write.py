"""The records as a company's systems export them: encodings, headings, totals and date styles as they come."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sample import forms
from sample.company import Company

Rows = list[dict[str, Any]]


def chinese(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if isinstance(day, dt.date) else ""


def dotted(day: Any) -> str:
    return f"{day.year}.{day.month}.{day.day}" if isinstance(day, dt.date) else ""


def yuan(value: Any) -> str:
    return f"￥{value:,.2f}" if isinstance(value, int) else str(value or "")


def padded(value: Any) -> str:
    """Every seventh number carries a full-width blank behind it, as typed ones do."""
    return f"{value}\u3000" if str(value)[-1:] == "7" else str(value)


@dataclass(frozen=True)
class Look:
    """How a form's export departs from a plain CSV file. `more`: columns that are no field of the form."""

    file: str
    encoding: str = "utf-8-sig"
    headings: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)


LOOKS = {
    "employee": Look("employees.csv"),
    "appointment": Look("appointments.csv", headings={"employee_id": "工号"}),
    "customer": Look("customers.csv"),
    "policy": Look("policies.csv", written={"class": lambda value: f"{value}级"}),
    "opportunity": Look("opportunities.csv"),
    "quotation": Look("quotations.csv", headings={"price": "报价总额(含税)"}, written={"price": yuan, "issued_at": chinese, "accepted_at": chinese}),
    "negotiation": Look("negotiations.csv"),
    # The contract ledger comes from an old system, which writes amounts with a currency sign and thousand marks.
    "contract": Look("contracts.csv", "gb18030", headings={"price": "合同金额(含税)"}, written={"price": yuan}),
    "contract_review": Look("contract-reviews.csv"),
    "approval": Look("approvals.csv", written={"object_id": padded}),
    "archive": Look("archive.csv"),
    "payment_schedule": Look("payment-schedules.csv"),
    "payment": Look("payments.xlsx"),
    "dunning": Look("dunning.csv"),
    "escalation": Look("escalations.csv"),
    "credit_rating": Look("credit-ratings.csv", headings={"limit": "信用额度(万元)"}, written={"limit": lambda value: f"{value // 10_000}"}),
    "order": Look(
        "orders.csv", written={"amount": yuan},
        more={"finance_by": "财务审核人", "finance_at": "财务审核时间", "manager_by": "销售经理", "manager_at": "销售经理批准时间"},
    ),
    "visit_plan": Look("visit-plans.csv"),
    "activity": Look("activities.csv", headings={"next_action_at": "下次跟进日期"}),
    "feedback": Look("feedback.csv", written={"collected_at": dotted, "reported_at": dotted}),
    "target": Look("targets.csv"),
}


def look_of(form: str) -> Look:
    return LOOKS.get(form, Look(f"{form.replace('_', '-')}.csv"))


def files(company: Company) -> dict[str, bytes]:
    """File name -> content: one export for each form that has records."""
    found = {}
    for form, rows in company.tables.items():
        if rows:
            look = look_of(form)
            found[look.file] = _workbook(form, rows) if look.file.endswith(".xlsx") else _table(form, rows, look)
    return found


def _table(form: str, rows: Rows, look: Look) -> bytes:
    headings = {name: look.headings.get(name, forms.heading(form, name)) for name in forms.fields(form)} | look.more
    styles = {name: look.written.get(name, partial(forms.shown, form, name)) for name in headings}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings.values())
    for row in rows:
        writer.writerow([styles[name](row.get(name)) for name in headings])
    return out.getvalue().encode(look.encoding)


def _workbook(form: str, rows: Rows) -> bytes:
    """A workbook as finance keeps it: a title, a line of remarks, headings in row 4, a total at the end."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 7, 1)})
    sheet = book.add_worksheet("回款明细")
    day, money = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
    sheet.write(0, 0, "2025年7月至2026年6月回款明细表")
    sheet.write(1, 0, "编制：财务部")
    columns = forms.fields(form)
    for column, name in enumerate(columns):
        sheet.write_string(3, column, forms.heading(form, name))
    for line, row in enumerate(rows, 4):
        for column, name in enumerate(columns):
            _cell(sheet, line, column, row.get(name), forms.shown(form, name, row.get(name)), day, money)
    sheet.write(len(rows) + 4, 0, "合计")
    sheet.write_number(len(rows) + 4, columns.index("amount"), sum(row["amount"] for row in rows), money)
    book.close()
    return out.getvalue()


def _cell(sheet: Any, line: int, column: int, value: Any, shown: str, day: Any, money: Any) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), day)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(line, column, value, money)
    else:
        sheet.write_string(line, column, shown)


def save(folder: Path, contents: dict[str, bytes]) -> None:
    """The folder holds these files and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    for path in folder.iterdir():
        if path.name not in contents:
            path.unlink()
