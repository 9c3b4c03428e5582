"""QP-SAL-09 at a vendor of office systems: each system is put in and accepted, and pre-sales follows the problems met on the way."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import FIRST, LAST
from sample.days import DAY, earlier, later
from sample.ledger import Ledger
from sample.vendor import PRESALES, Vendor

COMPANIES = ("office",)
PROCEDURE = "QP-SAL-09 office"
Row = dict[str, Any]
PROBLEMS = (
    ("历史公文导入后乱码", "重做字符转换后重新导入"), ("单点登录失败", "改用客户的统一认证接口"), ("手机端收不到待办", "调整推送网关"),
    ("报表打开缓慢", "增加索引并分页"), ("门禁卡读不出", "升级读卡器固件"), ("与财务系统对接报错", "按新接口重配字段"),
)
OTHERS = ("客户机房尚未就绪", "客户联系人休假", "培训场地改期")
ACCEPTED_BY = ("信息中心", "办公室", "项目办", "综合处")


def live(company: Vendor) -> None:
    dice = company.dice(PROCEDURE)
    for contract in [c for c in company.tables["contract"] if c["signed_at"] and c["signed_at"] >= FIRST][::2]:
        row = install(company, contract, dice)
        for _ in range(dice.choice((0, 0, 1, 1, 2))):
            raised = row["started_at"] + dice.randrange(1, 12) * DAY
            if raised + 5 * DAY <= LAST:
                problem(company, row, raised, dice.randrange(6), dice, technical=dice.random() < 0.8)


def install(company: Vendor, contract: Row, dice: Random, **changed: Any) -> Row:
    """Begun a week after signing, complete a fortnight before the day agreed, accepted within the week."""
    due = contract["delivery_date"]
    started = min(later(contract["signed_at"], 5), LAST)
    completed = max(earlier(due, dice.randrange(8, 14)), later(started, 6))
    accepted = min(later(completed, dice.randrange(2, 6)), due)
    done = accepted <= LAST
    return company.add("implementation", **{
        "id": company.number("SS-"), "contract_no": contract["number"], "leader_id": company.holder("delivery", started), "due_at": due,
        "started_at": started, "completed_at": completed if completed <= LAST else None, "accepted_at": accepted if done else None,
        "accepted_by": dice.choice(ACCEPTED_BY) if done else None, "acceptance_ref": company.number("YS-S") if done else None,
    } | changed)


def problem(company: Vendor, row: Row, raised: dt.date, days: int | None, dice: Random, *, technical: bool = True, **changed: Any) -> Row:
    what, how = dice.choice(PROBLEMS) if technical else (dice.choice(OTHERS), "与客户商定新的安排")
    leader = row["leader_id"]
    return company.add("implementation_issue", **{
        "id": company.number("WT-"), "implementation_id": row["id"], "type": "technical" if technical else "other", "description": what,
        "raised_at": raised, "raised_by": leader, "owner_id": dice.choice(PRESALES) if technical else leader,
        "resolved_at": None if days is None else raised + days * DAY, "solution": None if days is None else how,
    } | changed)


# planted


def plant(company: Vendor, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} planted")
    _accepted(company, ledger, dice)
    _solved(company, ledger, dice)


def _accepted(company: Vendor, ledger: Ledger, dice: Random) -> None:
    contract = company.deal(dt.date(2026, 2, 11), 186_000)
    due, signed = contract["delivery_date"], contract["signed_at"]
    for given, reason, zh, en in (
        ({"accepted_at": due + DAY}, "late", "约定日期次日才验收", "accepted the day after the date agreed"),
        ({"accepted_at": due}, None, "约定日期当日验收", "accepted on the day agreed"),
        ({"completed_at": due + 2 * DAY, "accepted_at": due + 3 * DAY}, "late", "约定日期之后才部署完成", "complete after the date agreed"),
        ({"accepted_at": None, "accepted_by": None, "acceptance_ref": None}, "missing", "部署完成而一直没有验收", "complete and never accepted"),
        ({"completed_at": None}, "missing", "验收了，没有写部署完成日期", "accepted, with no day of completion"),
        ({"completed_at": signed - DAY}, "only-before-trigger", "签订前一天就部署完成", "complete the day before the contract was signed"),
    ):
        row = install(company, contract, dice, **given)
        ledger.note("R-142.a", "implementation", row["id"], reason, zh, en)


def _solved(company: Vendor, ledger: Ledger, dice: Random) -> None:
    contract = company.deal(dt.date(2025, 11, 5), 96_000)
    row = install(company, contract, dice)
    raised = row["started_at"] + 3 * DAY
    for check, days, given, reason, zh, en in (
        ("R-148.a", 6, {}, "late", "第 6 天才解决", "solved on day 6"), ("R-148.a", 5, {}, None, "第 5 天解决", "solved on day 5"),
        ("R-148.a", None, {}, "missing", "一直没有解决", "never solved"),
        ("R-148.b", 2, {"owner_id": row["leader_id"]}, "not-satisfied", "技术问题由实施经理跟踪", "a technical problem followed by the implementer"),
        ("R-148.b", 2, {"type": "other", "owner_id": row["leader_id"]}, None, "不是技术问题", "no technical problem"),
    ):
        issue = problem(company, row, raised, days, dice, **given)
        ledger.note(check, "implementation_issue", issue["id"], reason, zh, en)
