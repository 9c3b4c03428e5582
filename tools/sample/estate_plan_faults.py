"""What is planted between the plan of a project and its opening, each fault with a twin just inside the limit."""

from __future__ import annotations

import datetime as dt

from sample.days import DAY
from sample.estate import Estate, Row, at
from sample.estate_projects import budget, decorate, develop, pay, yearly_plan
from sample.estate_site import entry
from sample.ledger import Ledger

LAUNCH, PRESALE, OPENING = dt.date(2026, 6, 9), dt.date(2026, 6, 22), dt.date(2026, 7, 29)
"""Projects on the way: launched and presold, not opened before the export."""
BANK = dt.date(2026, 6, 17)
"""A presale whose fiftieth day before is a working day."""


def plant(company: Estate, ledger: Ledger) -> None:
    _yearly(company, ledger)
    late, timely = (_project(company, name, PRESALE) for name in ("东湖一号", "东湖二号"))
    _launch(company, ledger, late, timely)
    _doorplate(company, ledger, late, timely)
    tardy, exact = (_project(company, name, BANK) for name in ("西山一号", "西山二号"))
    _bank(company, ledger, tardy, exact)
    _handbook(company, ledger, tardy, exact)
    _sign(company, ledger, tardy, exact)
    _gaps(company, ledger, _project(company, "南苑小区", PRESALE))
    _papers(company, ledger, late, timely)
    _requests(company, ledger, late, timely)
    _opening(company, ledger)
    _works(company, ledger, late, timely, tardy, exact)
    _budgets(company, ledger, timely)
    _paid(company, ledger, timely)
    _editions(company, ledger, timely)


def _project(company: Estate, name: str, presale: dt.date) -> Row:
    return develop(company, name, "HQ", "A", OPENING, launch_at=LAUNCH, presale_at=presale)


def _one(company: Estate, form: str, project: Row, **match: object) -> Row:
    return company.rows(form, project_id=project["id"], **match)[0]


def _yearly(company: Estate, ledger: Ledger) -> None:
    for lacking in ("advertising-q3", None):
        plan = yearly_plan(company, 2026, dt.date(2025, 12, 5))
        plan["sections"] = [section for section in plan["sections"] if section != lacking]
        zh, en = ("年度销售计划缺第三季度广告计划", "no advertising for the third quarter") if lacking else ("各项齐全", "nothing is missing")
        ledger.note("R-234.a", "plan", plan["id"], lacking and "value-lacking", zh, en)


def _launch(company: Estate, ledger: Ledger, late: Row, timely: Row) -> None:
    for project, more in ((late, DAY), (timely, 0 * DAY)):
        plan = _one(company, "plan", project, type="project-sales")
        plan["submitted_at"] = at(project["launch_at"] + more, 15)
        zh, en = ("推盘次日才提交项目销售计划", "the plan came the day after the launch") if more else ("推盘当日提交", "on the day of the launch")
        ledger.note("R-235.a", "project", project["id"], "after" if more else None, zh, en)


def _doorplate(company: Estate, ledger: Ledger, late: Row, timely: Row) -> None:
    for project, days in ((late, 59), (timely, 60)):
        _one(company, "permit", project, type="doorplate")["delivered_at"] = project["presale_at"] - days * DAY
        zh, en = f"预售前 {days} 天交来门牌证书", f"the certificate came {days} days before presale"
        ledger.note("R-242.a", "project", project["id"], "too-late" if days < 60 else None, zh, en)


def _bank(company: Estate, ledger: Ledger, tardy: Row, exact: Row) -> None:
    for project, days in ((tardy, 49), (exact, 50)):
        _one(company, "bank_agreement", project, type="escrow")["signed_at"] = project["presale_at"] - days * DAY
        zh, en = f"预售前 {days} 天签监管银行协议", f"the escrow agreement was signed {days} days before presale"
        ledger.note("R-244.a", "project", project["id"], "too-late" if days < 50 else None, zh, en)


def _handbook(company: Estate, ledger: Ledger, tardy: Row, exact: Row) -> None:
    limit = dt.date(2026, 6, 29)
    for project, day in ((tardy, limit + DAY), (exact, limit)):
        book = _one(company, "sales_handbook", project)
        book["compiled_at"] = day
        company.drop("approval", object_id=book["id"])
        zh, en = ("开盘前不足一个月才编成手册", "compiled less than a month before opening") if day > limit else ("正好提前一个月", "exactly a month")
        ledger.note("R-240.a", "project", project["id"], "too-late" if day > limit else None, zh, en)


def _sign(company: Estate, ledger: Ledger, tardy: Row, exact: Row) -> None:
    for project, more in ((tardy, DAY), (exact, 0 * DAY)):
        _one(company, "permit", project, type="project-sign")["issued_at"] = project["presale_at"] + more
        zh, en = ("预售次日才办好统一标识", "the sign came the day after presale") if more else ("预售当日办好统一标识", "on the day of presale")
        ledger.note("R-248.a", "project", project["id"], "after" if more else None, zh, en)


def _gaps(company: Estate, ledger: Ledger, project: Row) -> None:
    """A project without training in its plan, without an escrow agreement, without a sign."""
    _one(company, "plan", project, type="project-sales")["sections"].remove("training")
    company.drop("bank_agreement", project_id=project["id"], type="escrow")
    company.drop("permit", project_id=project["id"], type="project-sign")
    company.drop("permit", project_id=project["id"], type="doorplate")
    ledger.wrong("R-235.a", "project", project["id"], "missing", "项目销售计划没有培训一项", "the plan of the project has no training")
    ledger.wrong("R-242.a", "project", project["id"], "missing", "没有门牌证书", "no house-number certificate")
    ledger.wrong("R-244.a", "project", project["id"], "missing", "没有监管银行协议", "no escrow agreement")
    ledger.wrong("R-248.a", "project", project["id"], "missing", "没有统一标识", "no project sign")


def _papers(company: Estate, ledger: Ledger, late: Row, timely: Row) -> None:
    for project, wrong in ((late, True), (timely, False)):
        plate, bank = _one(company, "permit", project, type="doorplate"), _one(company, "bank_agreement", project, type="mortgage-master")
        presale = _one(company, "permit", project, type="presale")
        if wrong:
            plate |= {"applied_by": "E004", "papers": plate["papers"][:-2]}
            bank |= {"handled_by": "E004", "papers": bank["papers"][1:]}
            presale["applied_by"] = "E020"
        for check, form, key, reason, zh, en in (
            ("R-242.b", "permit", plate["id"], "not-satisfied", "经营销售部自己申请门牌证书", "operating sales applied for it"),
            ("R-243.a", "permit", plate["id"], "value-lacking", "申请资料缺红线图和申请报告", "without red-line map and letter"),
            ("R-244.b", "bank_agreement", bank["id"], "not-satisfied", "经营销售部与银行签约", "operating sales dealt with the bank"),
            ("R-245.a", "bank_agreement", bank["id"], "value-lacking", "缺董事会决议", "without the board resolution"),
            ("R-248.b", "permit", presale["id"], "not-satisfied", "工程材料部申办预售许可证", "engineering applied for the permit"),
        ):
            ledger.note(check, form, key, reason if wrong else None, zh if wrong else "照规定办理", en if wrong else "as it should be")


def _requests(company: Estate, ledger: Ledger, late: Row, timely: Row) -> None:
    for project, more in ((late, DAY), (timely, 0 * DAY)):
        sign = _one(company, "permit", project, type="project-sign")
        _one(company, "document_request", project, purpose="project-sign", department="design-rd")["provided_at"] = sign["applied_at"] + more
        zh, en = ("申请次日才收到设计研发部的图纸", "the drawings came the day after the application") if more else ("申请当日收到", "on that day")
        ledger.note("R-248.c", "permit", sign["id"], "after" if more else None, zh, en)
        presale = _one(company, "permit", project, type="presale")
        for request in company.rows("document_request", project_id=project["id"], purpose="presale"):
            request |= {"copies": None} if more else {"requested_at": presale["applied_at"], "provided_at": presale["applied_at"]}
        zh, en = ("联系单没有写份数", "the contact sheets give no copies") if more else ("申请当日发出联系单", "asked on the day of the application")
        ledger.note("R-246.a", "permit", presale["id"], "missing" if more else None, zh, en)


def _opening(company: Estate, ledger: Ledger) -> None:
    """Opened on the last day of June, a Tuesday."""
    opened = dt.date(2026, 6, 30)
    for name, more in (("北岸一号", DAY), ("北岸二号", 0 * DAY)):
        project = develop(company, name, "HQ", "A", opened)
        _one(company, "checklist", project, item="price-list")["done_at"] = opened + more
        entry(company, project, at(opened, 17, 30), "none")
        zh, en = ("开盘次日才批准价格表", "the price list was approved the day after opening") if more else ("开盘当日确认", "confirmed on the day")
        ledger.note("R-249.a", "project", project["id"], "after" if more else None, zh, en)


START = dt.date(2026, 3, 17)


def _works(company: Estate, ledger: Ledger, late: Row, timely: Row, tardy: Row, exact: Row) -> None:
    for project, role, change, reason, zh, en in (
        (timely, "audit", None, "missing", "装修合同未经审计", "audit did not review it"),
        (timely, "operating-sales", {"approver_id": "E005"}, "self-approval", "洽谈人自己审核", "reviewed by whoever negotiated it"),
        (timely, "general-manager", {"decided_at": 1}, "after-signing", "开工次日才批准", "approved the day after the works began"),
        (timely, "general-manager", {"decided_at": 0}, None, "开工当日批准", "approved on the day the works began"),
    ):
        works = decorate(company, project, START, 500_000)
        company.redecide(works["number"], role, change, START)
        ledger.note("R-236.a", "works_contract", works["number"], reason, zh, en)
    for project, more in ((tardy, DAY), (exact, 0 * DAY)):
        works = decorate(company, project, START, 500_000)
        plan = _one(company, "plan", project, type="decoration")
        plan["issued_at"] = START + more
        zh, en = ("开工次日才定方案", "the design was settled the day after the works began") if more else ("开工当日定案", "settled on that day")
        ledger.note("R-236.c", "works_contract", works["number"], "after" if more else None, zh, en)
        company.redecide(plan["id"], "operating-sales", {"decided_at": 2 * more.days}, START)
        ledger.note("R-236.b", "plan", plan["id"], "after-signing" if more else None, "方案定稿之后才征求意见" if more else "定稿当日有意见", en)
    works = decorate(company, late, START, 500_000)
    _one(company, "plan", late, type="decoration")["prepared_by"] = "E005"
    ledger.wrong("R-236.c", "works_contract", works["number"], "missing", "方案不是设计研发部提出", "the design is not by design")


def _budgets(company: Estate, ledger: Ledger, project: Row) -> None:
    committed = dt.date(2026, 4, 22)
    for change, reason, zh, en in (
        (None, "missing", "户外广告预算未经审计", "outdoor advertising was not audited"),
        ({"decided_at": 1}, "after-signing", "动用次日才审计", "audited the day after it was used"),
        ({"decided_at": 0}, None, "动用当日审计", "audited on the day it was used"),
    ):
        made = budget(company, project, "outdoor-advertising", 120_000, committed)
        company.redecide(made["id"], "audit", change, committed)
        ledger.note("R-237.a", "budget", made["id"], reason, zh, en)


def _paid(company: Estate, ledger: Ledger, project: Row) -> None:
    start = dt.date(2026, 3, 3)
    works = decorate(company, project, start, 300_000)
    payments = company.rows("works_payment", contract_no=works["number"])
    stage = company.rows("works_stage", contract_no=works["number"])[1]
    payments[1] |= {"paid_at": stage["reached_at"] - DAY, "paid_by": "E020"}
    ledger.wrong("R-238.a", "works_payment", payments[1]["id"], "not-satisfied", "阶段达到前一天付款", "paid the day before the stage was reached")
    ledger.wrong("R-238.b", "works_payment", payments[1]["id"], "not-satisfied", "工程材料部自己付款", "paid by engineering")
    extra = pay(company, works, "尾款", 1, dt.date(2026, 6, 1))
    ledger.wrong("R-238.a", "works_payment", extra["id"], "not-satisfied", "累计比合同多付一元", "one yuan more than the contract")
    other = decorate(company, project, start, 300_000)
    payment, stage = (company.rows(form, contract_no=other["number"])[1] for form in ("works_payment", "works_stage"))
    payment["paid_at"] = stage["reached_at"]
    for check in ("R-238.a", "R-238.b"):
        ledger.twin(check, "works_payment", payment["id"], "达到阶段当日由财务付款", "paid by finance on the day the stage was reached")


def _editions(company: Estate, ledger: Ledger, project: Row) -> None:
    used = dt.date(2026, 6, 24)
    for who, day, reason, zh, en in (
        (None, None, "missing", "手册未经批准就使用", "used without approval"),
        ("E003", used + DAY, "after-signing", "使用次日才批准", "approved the day after it was first used"),
        ("E005", used, "role-not-held", "批准人不是经理", "approved by somebody who is not the manager"),
        ("E003", used, None, "使用当日批准", "approved on the day it was first used"),
    ):
        book = company.add(
            "sales_handbook", id=company.number("SC-", 3), project_id=project["id"], version="2", prepared_by="E004",
            compiled_at=dt.date(2026, 6, 15), first_used_at=used,
        )
        if who:
            company.decide("sales_handbook", book["id"], "sales-manager", "approved", who, day)
        ledger.note("R-241.a", "sales_handbook", book["id"], reason, zh, en)
