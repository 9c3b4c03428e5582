"""QP-SAL-09: orders of a year under their contracts, told, supplied, inspected, shipped, invoiced and followed to the end."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample import fulfilment
from sample.days import DAY, earlier, later
from sample.ledger import Ledger
from sample.trader import Trader

COMPANIES = ("sample", "office", "field")
PROCEDURE = "QP-SAL-09"
Row = dict[str, Any]


def trade(company: Trader, ledger: Ledger) -> None:
    """Every order there is, planted elsewhere or not, has a contract and is carried out."""
    dice = company.dice(PROCEDURE)
    done = {line["order_id"] for line in company.tables["order_line"]} | {e["case"] for e in ledger.entries if e["check"] == "R-137.b"}
    for order in company.tables["order"]:
        if order["id"] not in done:
            own = next((c for c in company.tables["contract"] if c["number"] == order.get("contract_no")), None)
            fulfilment.fulfil(company, order, own or fulfilment.frame(company, order), dice)


# planted


def plant(company: Trader, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} planted")
    for step in (_released, _entered, _told, _delivered, _amended, _supplied, _followed, _reconciled):
        step(company, ledger, dice)


def _order(company: Trader, dice: Random, drafted: str, days: int = 9, released: int | None = None, **changed: Any) -> Row:
    """An order under a contract of its own, delivered so many days after it was booked, with all that belongs to it."""
    contract = company.deal(dt.date.fromisoformat(drafted), 86_000)
    own = company.tables["contract"][-1]
    booked = later(contract["signed_at"], 2)
    out = later(booked, 2) if released is None else contract["signed_at"] + released * DAY
    booked = min(booked, out)
    order = company.order(contract["customer_id"], 30_000, booked, out, None, None, booked + days * DAY)
    order |= {"qty": 6} | changed
    fulfilment.fulfil(company, order, own, dice)
    return order


def _of(company: Trader, form: str, order: Row) -> list[Row]:
    return [row for row in company.tables[form] if row.get("order_id") == order["id"]]


def _released(company: Trader, ledger: Ledger, dice: Random) -> None:
    for released, reason in ((-1, "after"), (0, None)):
        key = _order(company, dice, "2025-10-14", released=released)["id"]
        ledger.note("R-136.a", "order", key, reason, "合同签订当日或前一日放行", "released on the day the contract was signed, or the day before")
    order = _order(company, dice, "2025-10-15")
    order["contract_no"] = None
    ledger.wrong("R-136.a", "order", order["id"], "missing", "放行了没有合同的订单", "an order released without a contract")


def _entered(company: Trader, ledger: Ledger, dice: Random) -> None:
    for days, reason in ((2, "late"), (1, None), (None, "missing")):
        order = _order(company, dice, "2026-01-13")
        order["entered_at"] = None if days is None else order["entered_at"] + days * DAY
        ledger.note("R-137.a", "order", order["id"], reason, "接单次日录入，或更晚，或没有录入", "entered on the next day, later, or never")
    order = _order(company, dice, "2026-01-14", days=12)
    for form in ("order_line", "shipment"):
        company.tables[form] = [row for row in company.tables[form] if row["order_id"] != order["id"]]
    order["status"] = "released"
    order["closed_at"] = None
    fulfilment.track(company, order)
    ledger.wrong("R-137.b", "order", order["id"], "missing", "订单没有明细", "an order without lines")


def _told(company: Trader, ledger: Ledger, dice: Random) -> None:
    for days, reason in ((3, "late"), (2, None), (None, "missing")):
        order = _order(company, dice, "2026-02-03")
        notice = _of(company, "order_notification", order)[-1]
        if days is None:
            company.tables["order_notification"].remove(notice)
        else:
            notice["notified_at"] = dt.datetime.combine(order["booked_at"] + days * DAY, dt.time(9, 30))
            notice["acknowledged_at"] = notice["notified_at"]
        ledger.note("R-138.a", "order", order["id"], reason, "物流部第 2 天得知，或更晚，或不知", "logistics was told on day 2, later, or never")


def _delivered(company: Trader, ledger: Ledger, dice: Random) -> None:
    """Against the day in the contract."""
    for more, reason in ((1, "late"), (0, None)):
        order = _order(company, dice, "2025-12-09", days=30)
        _contract(company, order)["delivery_date"] = order["delivered_at"] - more * DAY
        ledger.note("R-140.a", "order", order["id"], reason, "约定日期当日或次日送达", "delivered on the agreed day, or the day after")
    order = _order(company, dice, "2025-12-10", days=20)
    _contract(company, order)["delivery_date"] = order["delivered_at"] + 20 * DAY
    line, parcel = _of(company, "order_line", order)[-1], _of(company, "shipment", order)[-1]
    line["delivered_at"] = parcel["delivered_at"] = None
    ledger.wrong("R-140.a", "order", order["id"], "missing", "有一行一直没有送达", "one line never arrived")


def _contract(company: Trader, order: Row) -> Row:
    return next(c for c in company.tables["contract"] if c["number"] == order["contract_no"])


def _amended(company: Trader, ledger: Ledger, dice: Random) -> None:
    """Delivered five days after the first date, by a new one that was approved, or not."""
    for approved in (False, True):
        order = _order(company, dice, "2026-03-04", days=25)
        contract = _contract(company, order)
        contract["delivery_date"] = order["delivered_at"] - 5 * DAY
        asked = later(order["booked_at"], 2)
        row = company.add(
            "contract_amendment", id=company.number("BG-"), contract_no=contract["number"], trigger="customer-request", field="delivery_date",
            old_value=str(contract["delivery_date"]), value=str(order["delivered_at"]), delivery_date=order["delivered_at"], reason="客户场地推迟",
            requested_at=asked, drafted_by=contract["sales_owner_id"], handled_by=contract["sales_owner_id"],
            effective_at=later(asked, 4) if approved else None,
        )
        if approved:
            _decide(company, row, asked, dice)
        reason = None if approved else "late"
        ledger.note("R-140.a", "order", order["id"], reason, "按新日期送达，新日期已批准或未获批准", "delivered by a new date, approved or not")


def _decide(company: Trader, row: Row, asked: dt.date, dice: Random) -> None:
    day = later(asked, 2)
    company.decide("contract_amendment", row["id"], "finance", "reviewed", company.holder("finance", day), day)
    company.decide("contract_amendment", row["id"], "general-manager", "approved", company.general_manager(day), day)
    for department in ("finance", "delivery"):
        company.add(
            "notification", id=company.number("TZS-"), object_form="合同变更单", object_id=row["id"], subject="合同变更通知", department=department,
            recipient_id=company.holder(department, day), channel="mail", sent_at=dt.datetime.combine(day, dt.time(15, 0)), sent_by=row["handled_by"],
        )


def _supplied(company: Trader, ledger: Ledger, dice: Random) -> None:
    for less, reason in ((1, "sum-differs"), (0, None)):
        order = _order(company, dice, "2026-02-24")
        parcel = _of(company, "shipment", order)[0]
        line = next(row for row in _of(company, "order_line", order) if row["id"] == parcel["line_id"])
        part = 1
        parcel["qty"] -= part + less
        parcel["amount"] -= 5_000
        if parcel["qty"] >= 0:
            fulfilment.ship(company, order, line, part, 5_000, parcel["shipped_at"], dice)
        ledger.note("R-141.a", "order_line", line["id"], reason, "分两次发货，合计少一件或正好", "shipped in two parts, one short or exact")
    order = _order(company, dice, "2026-02-25")
    parcel = _of(company, "shipment", order)[0]
    parcel["product"] = "数控机床" if parcel["product"] != "数控机床" else "变频器"
    ledger.wrong("R-141.b", "shipment", parcel["id"], "not-satisfied", "发的不是所订产品", "another product than ordered was shipped")
    for results, reason in (((), "not-satisfied"), (("passed", "failed"), "not-satisfied"), (("failed", "passed"), None)):
        order = _order(company, dice, "2026-02-26")
        line = _of(company, "order_line", order)[0]
        company.tables["inspection"] = [row for row in company.tables["inspection"] if row["line_id"] != line["id"]]
        for n, result in enumerate(results):
            fulfilment.inspect(company, line, order["booked_at"] + (n + 1) * DAY, result)
        ledger.note("R-141.c", "order_line", line["id"], reason, "未检验、最后不合格，或返工后合格", "not inspected, failed last, or passed after rework")


def _followed(company: Trader, ledger: Ledger, dice: Random) -> None:
    """Twenty-eight days between booking and the second word; in between the word came late, from another, or as a mere call."""
    for gap, changed, wrong in (
        (15, {}, ("R-143.a", "R-146.a")), (14, {}, ()), (14, {"done_by": "E024"}, ("R-143.a",)), (14, {"type": "call"}, ("R-146.a",)),
    ):
        order = _order(company, dice, "2026-03-17", days=26)
        company.tables["activity"] = [row for row in company.tables["activity"] if row.get("order_id") != order["id"]]
        told = fulfilment.track(company, order, gap)
        told[0] |= changed
        for check in wrong:
            ledger.wrong(check, "order", order["id"], "late", "间隔超过 14 天", "more than 14 days passed", window=order["booked_at"])
        for check in () if wrong else ("R-143.a", "R-146.a"):
            ledger.twin(check, "order", order["id"], "第 14 天通报", "told on day 14")


def _reconciled(company: Trader, ledger: Ledger, dice: Random) -> None:
    for first, second, reason in ((29_999, 0, "sum-differs"), (12_000, 18_000, None)):
        order = _order(company, dice, "2025-08-26")
        bill = _of(company, "invoice", order)[0]
        bill["amount"] = first
        if second:
            fulfilment.invoice(company, order, second, bill["issued_at"])
        ledger.note("R-145.c", "order", order["id"], reason, "发票合计少一元或正好", "invoiced a yuan short, or exactly in two")
    order = _order(company, dice, "2025-08-27")
    extra = fulfilment.ship(company, order, _of(company, "order_line", order)[0], 1, 0, earlier(order["delivered_at"], 1), dice)
    extra |= {"order_id": "DD-9999", "line_id": None, "remark": "补发"}
    ledger.wrong("R-145.a", "shipment", extra["id"], "missing", "发货对不上订单", "a shipment without an order")
    contract = _contract(company, _order(company, dice, "2025-08-28"))
    company.receive(contract | {"number": "HT-2025-9999"}, None, 30_000, dt.date(2025, 10, 21), company.holder("finance", dt.date(2025, 10, 21)))
    key = company.tables["payment"][-1]["id"]
    for check in ("R-145.b", "R-156.a"):
        ledger.wrong(check, "payment", key, "missing", "收款对不上合同", "a receipt without a contract")
    ledger.dark("R-157.b", "payment", key, "person-missing", "收款对不上合同", "a receipt without a contract")
