"""What is planted in mortgages, titles and handovers, each fault with a twin just inside the limit."""

from __future__ import annotations

import datetime as dt

from sample.days import DAY, later
from sample.estate import Estate, Row, ago
from sample.estate_amendments import amend
from sample.estate_handover import complete, defect, fee, hand_over, register
from sample.estate_projects import develop
from sample.ledger import Ledger

DELIVERY = dt.date(2026, 4, 30)
HANDOVER = dt.date(2026, 1, 14)
"""Most units of a phase are handed over together."""


def plant(company: Estate, ledger: Ledger) -> None:
    head = company.rows("project", management_type="HQ")[0]
    _mortgages(company, ledger, head)
    _titles(company, ledger, head)
    _projects(company, ledger)
    _inspections(company, ledger, head)
    _defects(company, ledger, head)
    _conditions(company, ledger, head)
    _delivery(company, ledger, head)
    _connections(company, ledger, head)
    _notices(company, ledger, head)
    _settled(company, ledger, head)
    _fees(company, ledger, head)


def _drafted(company: Estate) -> dt.date:
    return company.some_day(dt.date(2025, 5, 6), dt.date(2025, 9, 19))


def _sold(company: Estate, project: Row, method: str = "full") -> Row:
    return company.sell(project, "一期", _drafted(company), method, delivery_date=DELIVERY)


def _given(company: Estate, project: Row, day: dt.date = HANDOVER, defects: int = 0) -> tuple[Row, Row]:
    """A contract and its handover."""
    contract = _sold(company, project)
    return contract, hand_over(company, project, contract, day, defects)


def _mortgages(company: Estate, ledger: Ledger, head: Row) -> None:
    for days, reason in ((31, "late"), (30, None), (None, "missing")):
        contract = company.sell(head, "二期", company.some_day(dt.date(2025, 11, 3), dt.date(2026, 2, 3)), "mortgage", delivery_date=dt.date(2027, 4, 30))
        if days is None:
            company.drop("mortgage", contract_no=contract["number"])
        else:
            company.rows("mortgage", contract_no=contract["number"])[0] |= {
                "applied_at": contract["signed_at"] + days * DAY, "approved_at": contract["signed_at"] + (days + 20) * DAY}
        zh, en = (f"签约后第 {days} 天申请按揭", f"applied for on day {days}") if days else ("按揭合同没有办理按揭", "no mortgage was applied for")
        ledger.note("R-262.a", "contract", contract["number"], reason, zh, en)


def _titles(company: Estate, ledger: Ledger, head: Row) -> None:
    for days, reason in ((181, "late"), (180, None), (None, "missing")):
        contract, made = _given(company, head, dt.date(2025, 12, 16))
        title = company.rows("title_registration", unit_id=contract["unit_id"])[0]
        title |= {"done_at": days and made["done_at"] + days * DAY, "certificate_no": days and f"房权证{title['id'][3:]}号"}
        if days is None:
            company.drop("title_registration", unit_id=contract["unit_id"])
        zh, en = (f"交楼后第 {days} 天办妥分户产权", f"the title came on day {days}") if days else ("没有办理分户产权", "no title was applied for")
        ledger.note("R-262.c", "handover", made["id"], reason, zh, en)


def _projects(company: Estate, ledger: Ledger) -> None:
    """Two small projects sold out before the records begin, with one unit each left to hand over."""
    for name, more in (("柳岸小筑", DAY), ("柳岸别院", 0 * DAY)):
        project = develop(company, name, "HQ", "A", dt.date(2025, 4, 10), closed_at=dt.date(2025, 6, 27))
        contract = company.sell(project, "一期", dt.date(2025, 5, 12), delivery_date=DELIVERY)
        complete(company, project, HANDOVER)
        company.rows("title_registration", project_id=project["id"], type="pre-registration")[0]["done_at"] = HANDOVER + more
        company.rows("property_agreement", project_id=project["id"])[0]["signed_at"] = HANDOVER + more
        hand_over(company, project, contract, HANDOVER)
        for check, zh, en in (
            ("R-262.b", "预先登记晚于首套交楼一天", "pre-registered the day after the first handover"),
            ("R-266.a", "委托协议晚于首套交楼一天", "entrusted the day after the first handover"),
        ):
            ledger.note(check, "project", project["id"], "after" if more else None, zh if more else "首套交楼当日办好", en if more else "on the day")
        if more:
            _unasked(company, ledger, project, contract)


def _unasked(company: Estate, ledger: Ledger, project: Row, contract: Row) -> None:
    """Title papers that were asked for on the day after the application, and on that day."""
    for more, reason in ((1, "after"), (0, None)):
        title = company.rows("title_registration", unit_id=contract["unit_id"])[0]
        if not reason:
            title = register(company, project, "general", dt.date(2026, 3, 12), dt.date(2026, 4, 14))
        kind = "individual" if reason else "general"
        requests = company.rows("document_request", project_id=project["id"], purpose=kind)
        for request in requests or [company.add("document_request", **company.tables["document_request"][-1])]:
            asked = title["applied_at"] + more * DAY
            request |= {"purpose": kind, "project_id": project["id"], "requested_at": asked, "due_at": later(asked, 5)}
            request |= {"confirmed_at": asked, "provided_at": later(asked, 3)}
            request["id"] = request["id"] if requests else company.number("LX-")
        zh, en = ("申请次日才发联系单", "asked on the day after the application") if reason else ("申请当日发联系单", "asked on that day")
        ledger.note("R-246.b", "title_registration", title["id"], reason, zh, en)


def _inspections(company: Estate, ledger: Ledger, head: Row) -> None:
    for change, reason, zh, en in (
        ({"led_by": "E022"}, "missing", "验收不是副总经理组织", "not led by the deputy general manager"),
        ({"participants": ["customer-service", "project-dept", "operating-sales", "supervision", "contractor"]}, "missing",
         "物业公司没有参加", "the property company was not there"),
        ({"done_at": HANDOVER + DAY}, "after", "交楼次日才验收", "inspected the day after the handover"),
        ({"done_at": HANDOVER}, None, "交楼当日验收", "inspected on the day of the handover"),
    ):
        contract, made = _given(company, head)
        company.rows("handover_inspection", unit_id=contract["unit_id"])[0] |= change
        ledger.note("R-263.a", "handover", made["id"], reason, zh, en)
    contract, made = _given(company, head)
    company.rows("handover_inspection", unit_id=contract["unit_id"])[0]["done_at"] = "2025-11-31"
    ledger.dark("R-263.a", "handover", made["id"], ["date-missing", "value-unreadable"], "验收日期不存在", "the day of the inspection does not exist")


def _defects(company: Estate, ledger: Ledger, head: Row) -> None:
    for change, reason, zh, en in (
        ({"closed_at": HANDOVER + DAY}, "out-of-order", "交楼次日才整改完成", "mended the day after the handover"),
        ({"closed_at": HANDOVER}, None, "交楼当日整改完成", "mended on the day of the handover"),
        ({"closed_at": None}, "skipped", "没有整改完成就交楼", "handed over and never mended"),
    ):
        contract, _ = _given(company, head, defects=1)
        row = company.rows("defect", unit_id=contract["unit_id"])[0]
        row |= change
        ledger.note("R-264.a", "defect", row["id"], reason, zh, en)
    contract, made = _given(company, head, defects=2)
    row, other = company.rows("defect", unit_id=contract["unit_id"])
    row["supervised_by"] = "E020"
    ledger.wrong("R-264.b", "defect", row["id"], "not-satisfied", "不是项目部监督", "not supervised by the project department")
    ledger.twin("R-264.b", "defect", other["id"], "项目部监督", "supervised by the project department")
    later_on = defect(company, contract["unit_id"], made["done_at"] + 20 * DAY)
    later_on["source"] = "customer"


def _conditions(company: Estate, ledger: Ledger, head: Row) -> None:
    for more, reason, zh, en in (
        (1, "after", "交楼次日才取得实测报告", "the area was measured the day after the handover"),
        (0, None, "交楼当日取得实测报告", "the area was measured on that day"),
        (None, "missing", "没有核对面积实测", "nobody checked that the area was measured"),
    ):
        contract, made = _given(company, head)
        if more is None:
            company.drop("checklist", unit_id=contract["unit_id"], item="area-measured")
        else:
            company.rows("checklist", unit_id=contract["unit_id"], item="area-measured")[0]["done_at"] = HANDOVER + more * DAY
        ledger.note("R-265.a", "handover", made["id"], reason, zh, en)


def _delivery(company: Estate, ledger: Ledger, head: Row) -> None:
    for promised, moved, approved, reason, zh, en in (
        (HANDOVER - DAY, None, None, "late", "比约定晚一天交楼", "handed over one day late"),
        (HANDOVER, None, None, None, "约定当日交楼", "handed over on the day promised"),
        (HANDOVER - 30 * DAY, HANDOVER, True, None, "按批准的新日期交楼", "handed over on the new day that was approved"),
        (HANDOVER - 30 * DAY, HANDOVER, False, "late", "改期没有批准", "the new day was never approved"),
    ):
        contract, _ = _given(company, head)
        contract["delivery_date"] = promised
        if moved:
            _postpone(company, ledger, contract, moved, bool(approved))
        ledger.note("R-265.b", "contract", contract["number"], reason, zh, en)
    contract = company.sell(head, "一期", _drafted(company), delivery_date=dt.date(2026, 5, 29))
    ledger.wrong("R-265.b", "contract", contract["number"], "missing", "过了约定日期还没有交楼", "not handed over by the day promised")


def _postpone(company: Estate, ledger: Ledger, contract: Row, day: dt.date, approved: bool) -> None:
    row = amend(
        company, contract, ago(contract["delivery_date"], 20), "delivery_date", str(day), reason="客户在外地，申请延期接楼", delivery_date=day,
        decided={} if approved else {"general-manager": None})
    for check in () if approved else ("R-131.a", "R-132.a"):
        ledger.wrong(check, "contract_amendment", row["id"], "missing", "改期没有批准", "the new day was never approved")


def _connections(company: Estate, ledger: Ledger, head: Row) -> None:
    for check, change, reason, zh, en in (
        ("R-267.a", {"applied_at": None}, "skipped", "没有申办就开通", "connected without an application"),
        ("R-267.b", {"opened_at": HANDOVER + DAY}, "late", "交楼次日才开通", "connected the day after the handover"),
        ("R-267.b", {"opened_at": HANDOVER}, None, "交楼当日开通", "connected on the day of the handover"),
        ("R-267.c", {"list_sent_by": "E020"}, "not-satisfied", "名单不是经营销售部提供", "the list is not by operating sales"),
        ("R-267.d", {"applied_by": "E004"}, "not-satisfied", "不是工程材料部申办", "not applied for by engineering"),
    ):
        contract, _ = _given(company, head)
        row, other = company.rows("utility_request", unit_id=contract["unit_id"])
        row |= change
        ledger.note(check, "utility_request", row["id"], reason, zh, en)
        if check != "R-267.b":
            ledger.twin(check, "utility_request", other["id"], "供电照规定开通", "electricity was connected as it should be")


def _notices(company: Estate, ledger: Ledger, head: Row) -> None:
    for change, reason, zh, en in (
        ({"sent_at": HANDOVER + DAY}, "after", "交楼次日才发通知", "the notice went out the day after the handover"),
        ({"sent_at": HANDOVER}, None, "交楼当日发通知", "the notice went out on that day"),
        (None, "missing", "没有入伙通知书", "no move-in notice"),
    ):
        contract, made = _given(company, head)
        notice = company.rows("move_in_notice", unit_id=contract["unit_id"])[0]
        notice |= change or {}
        if change is None:
            company.drop("move_in_notice", unit_id=contract["unit_id"])
        ledger.note("R-268.b", "handover", made["id"], reason, zh, en)
    for fees in ("　", "煤气集资费3600元"):
        contract, made = _given(company, head)
        notice = company.rows("move_in_notice", unit_id=contract["unit_id"])[0]
        notice["fees"] = fees
        zh, en = ("写明应交费用", "the fees are stated") if fees.strip() else ("通知书没有写费用", "the notice states no fees")
        ledger.note("R-268.a", "move_in_notice", notice["id"], None if fees.strip() else "field-empty", zh, en)


def _settled(company: Estate, ledger: Ledger, head: Row) -> None:
    for more, reason in ((1, "not-satisfied"), (0, None)):
        contract, made = _given(company, head)
        schedule = company.rows("payment_schedule", contract_no=contract["number"])[-1]
        day = HANDOVER + more * DAY
        company.drop("dunning", schedule_id=schedule["id"])
        schedule |= {"due_date": day, "paid_at": day}
        company.rows("payment", schedule_id=schedule["id"])[0]["received_at"] = day
        zh, en = ("交楼次日才付清房款", "paid in full the day after the handover") if more else ("交楼当日付清", "paid in full on that day")
        ledger.note("R-269.a", "handover", made["id"], reason, zh, en)


def _fees(company: Estate, ledger: Ledger, head: Row) -> None:
    for kind, day, reason, zh, en in (
        ("gas-levy", HANDOVER + DAY, "not-satisfied", "交楼次日才交煤气集资费", "the gas levy came the day after the handover"),
        ("gas-levy", HANDOVER, None, "交楼当日交煤气集资费", "the gas levy came on that day"),
        ("electricity-deposit", None, "not-satisfied", "没有预存电费", "no electricity deposit"),
    ):
        contract, made = _given(company, head)
        company.rows("payment", contract_no=contract["number"], fee_kind=kind)[0]["received_at"] = day
        if day is None:
            company.drop("payment", contract_no=contract["number"], fee_kind=kind)
        ledger.note("R-269.b", "handover", made["id"], reason, zh, en)
    for paid, reason in ((1_999, "not-satisfied"), (2_000, None)):
        contract, made = _given(company, head)
        made["penalty_due"] = 2_000
        fee(company, contract, "penalty", paid, ago(HANDOVER, 2))
        zh, en = (f"违约款 2000 元只付 {paid} 元", f"{paid} yuan of a penalty of 2,000") if reason else ("违约款付清", "the penalty was paid")
        ledger.note("R-269.c", "handover", made["id"], reason, zh, en)
