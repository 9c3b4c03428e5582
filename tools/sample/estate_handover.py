"""A unit from the joint inspection to its title. All of it conforms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import EXPORTED
from sample.days import DAY, later, on_or_after
from sample.estate import Estate, Row, ago
from sample.estate_projects import ask, tick

CONDITIONS = ("completion-filed", "area-measured", "quality-papers", "utilities-ready")
PARTIES = ["customer-service", "project-dept", "operating-sales", "supervision", "contractor", "property-company"]
FEES = {"gas-levy": 3_600, "electricity-deposit": 500}


def complete(company: Estate, project: Row, day: dt.date) -> None:
    """What a whole project has before its first unit is handed over: title pre-registered, estate entrusted."""
    ask(company, project, "pre-registration", ago(day, 80), ago(day, 66))
    ask(company, project, "individual", ago(day, 30), ago(day, 20))
    register(company, project, "pre-registration", ago(day, 60), ago(day, 20))
    company.add(
        "property_agreement", id=company.number("WY-", 3), project_id=project["id"], company="物业公司甲", signed_by="E001",
        signed_at=ago(day, 45), valid_to=day + dt.timedelta(days=1095),
    )


def register(company: Estate, project: Row, kind: str, applied: dt.date, done: dt.date | None, **of: Any) -> Row:
    done = done if done and done < EXPORTED else None
    made = company.add(
        "title_registration", id=company.number("CQ-"), project_id=project["id"], type=kind, applied_at=applied, applied_by="E004",
        done_at=done, **of)
    made["certificate_no"] = f"房权证{made['id'][3:]}号" if done else None
    return made


def hand_over(company: Estate, project: Row, contract: Row, day: dt.date, defects: int = 0) -> Row:
    """Conditions, inspection, connections, notice, fees, keys and title."""
    unit, customer = contract["unit_id"], contract["customer_id"]
    for item in CONDITIONS:
        tick(company, item, ago(day, 40), "E005", unit_id=unit)
    _inspect(company, unit, ago(day, 34), defects)
    _connect(company, unit, ago(day, 50))
    company.add(
        "move_in_notice", id=company.number("RH-"), unit_id=unit, customer_id=customer, sent_at=ago(day, 14), sent_by="E005",
        time=f"{day.year}年{day.month}月{day.day}日上午", place="物业服务中心", documents="身份证、合同原件、付款凭证",
        fees="煤气集资费3600元、预存电费500元", remittance="汇入公司监管账户并注明房号",
    )
    for kind, amount in FEES.items():
        fee(company, contract, kind, amount, ago(day, 1))
    made = company.add(
        "handover", id=company.number("JL-"), project_id=project["id"], unit_id=unit, contract_no=contract["number"], done_at=day,
        handled_by="E005", received_by=f"客户{customer[2:]}",
    )
    contract |= {"delivered_at": day, "closed_at": day, "status": "closed"}
    company.rows("unit", id=unit)[0]["status"] = "handed-over"
    applied = later(day, 15)
    if applied < EXPORTED:
        register(
            company, project, "individual", applied, day + dt.timedelta(days=company.random.randrange(80, 170)), unit_id=unit,
            contract_no=contract["number"])
    return made


def fee(company: Estate, contract: Row, kind: str, amount: int, day: dt.date) -> Row:
    row = company.receive(contract, "", amount, day, company.holder("finance", day))
    row |= {"schedule_id": None, "type": "fee", "fee_kind": kind}
    return row


def inspection(company: Estate, unit: str, day: dt.date, result: str) -> Row:
    return company.add(
        "handover_inspection", id=company.number("LY-"), unit_id=unit, led_by="E002", participants=list(PARTIES), done_at=day, result=result)


def defect(company: Estate, unit: str, found: dt.date, inspected: str | None = None, **given: Any) -> Row:
    row = company.add(
        "defect", id=company.number("ZG-"), unit_id=unit, inspection_id=inspected, source="inspection" if inspected else "customer",
        description=company.random.choice(("墙面空鼓", "窗扇渗水", "地漏不畅", "门锁松动")), found_at=found, sent_at=later(found, 1),
        supervised_by="E022", closed_at=later(found, 8),
    )
    row |= given
    return row


def _inspect(company: Estate, unit: str, day: dt.date, defects: int) -> None:
    first = inspection(company, unit, day, "defects" if defects else "accepted")
    for _ in range(defects):
        defect(company, unit, day, first["id"])
    if defects:
        inspection(company, unit, later(day, 10), "accepted")


def _connect(company: Estate, unit: str, listed: dt.date) -> None:
    for kind in ("gas", "electricity"):
        company.add(
            "utility_request", id=company.number("KT-"), unit_id=unit, type=kind, list_sent_at=listed, list_sent_by="E004",
            applied_at=later(listed, 3), applied_by="E020", opened_at=later(listed, 18),
        )


def settled(company: Estate, contract: Row) -> dt.date | None:
    """The day on which the last instalment came in; None while one is open."""
    days = [s["paid_at"] for s in company.rows("payment_schedule", contract_no=contract["number"])]
    return None if None in days else on_or_after(max(days) + DAY)
