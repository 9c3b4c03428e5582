"""What happens after a sale: a complaint with all that is done about it, a service request, goods that come back, a claim."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import EXPORTED, LAST
from sample.days import later
from sample.trader import Trader

Row = dict[str, Any]
CAUSES = [
    ("quality", "Z-01", "来料不良", "加严来料检验"), ("quality", "Z-02", "装配漏检", "增加出厂复检"),
    ("delivery", "J-01", "排产延误", "交期承诺先问生产"), ("delivery", "J-02", "包装破损", "改用木箱包装"),
    ("service", "F-01", "上门不及时", "增设区域服务人员"), ("service", "F-02", "说明书不清", "重写操作说明"),
    ("price", "P-01", "发票信息有误", "开票前与客户核对"), ("other", "Q-01", "沟通口径不一", "统一答复口径"),
]
CHANNELS = ["telephone", "telephone", "mail", "message", "website", "letter", "in-person"]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class After:
    """Makes the records that the time after a sale leaves in a company."""

    def __init__(self, company: Trader):
        self.company = company
        # The contracts of the year's ordinary business: nothing else is planted in them.
        self.contracts = [row for row in company.tables["contract"][:150] if row["signed_at"]]

    def contract(self, day: dt.date, dice: Random) -> Row:
        """One of the contracts signed at least three weeks before, so that the customer is filed and rated."""
        return dice.choice([row for row in self.contracts if row["signed_at"] <= day - dt.timedelta(days=21)] or self.contracts[:1])

    def complaint(
        self, at: dt.datetime, dice: Random, *, beyond: bool = False, waits: bool = False, kind: int | None = None, against: str | None = None,
        settled: bool = True, **changed: Any,
    ) -> Row:
        """A complaint dealt with as it should be; `changed` replaces fields, `approved` the decision on its solution."""
        day, holder = at.date(), self.company.holder
        category, code, why, prevention = CAUSES[kind or 0]
        contract, supervisor = self.contract(day, dice), holder("sales-supervisor", day)
        chief = holder("general-manager" if against else "sales-manager", day)
        own = self.company.route == "representative" and not beyond and not against
        decision = changed.pop("approved", [] if own else [(holder_role(against), "approved", chief, day + DAY)])
        row: Row = {
            "id": self.company.number("TS-"), "customer_id": contract["customer_id"], "contract_no": contract["number"],
            "channel": dice.choice(CHANNELS), "category": category, "subject": f"客户反映{why}", "severity": dice.choice(("ordinary", "ordinary", "serious")),
            "received_at": at, "received_by": contract["sales_owner_id"], "recorded_at": at + dt.timedelta(minutes=dice.randrange(5, 50)),
            "reported_at": at + HOUR, "reported_to": holder("sales-manager", day), "within_authority": not beyond,
            "escalated_at": at + 2 * HOUR if beyond else None, "escalated_to": holder("sales-manager", day) if beyond else None,
            "assisted_by": supervisor if beyond else None, "first_reply_at": at + dice.randrange(2, 23) * HOUR, "against_id": against,
            "handled_by": holder("after-sales", day), "cause_code": None if kind is None else code,
        }
        if settled:
            row |= self._settled(day, dice, chief, why, prevention, 9 if waits else dice.randrange(3, 8))
        self.company.add("complaint", **(row | changed))
        if waits:
            self.hold(row["id"], day + DAY, day + dt.timedelta(days=5))
        for one in decision if settled else ():
            self.company.decide("complaint", row["id"], *one)
        return self.company.tables["complaint"][-1]

    def _settled(self, day: dt.date, dice: Random, chief: str, why: str, prevention: str, days: int) -> Row:
        def at(after: int, hour: int) -> dt.datetime:
            return dt.datetime.combine(day + dt.timedelta(days=after), dt.time(hour, 30))

        closed = day + dt.timedelta(days=days + dice.randrange(3, 8))
        return {
            "organised_by": chief, "investigated_by": self.company.holder("after-sales", day), "cause": why, "solution": "更换并致歉",
            "feedback_at": at(2, 10), "resolved_at": at(days, 15), "customer_confirmed_at": at(days + 1, 9), "evaluated_at": closed - DAY,
            "effective": True, "prevention": prevention, "closed_at": closed,
        }

    def hold(self, complaint: str, start: dt.date, end: dt.date) -> None:
        self.company.add("complaint_hold", id=self.company.number("ZT-", 3), complaint_id=complaint, reason="等客户寄回样品", started_at=start, ended_at=end)

    def request(self, at: dt.datetime, dice: Random, subject: str, response: dt.timedelta | None, days: int | None) -> Row:
        """Answered after `response`, solved after `days`, with a visit by service."""
        contract = self.contract(at.date(), dice)
        solved = None if days is None else dt.datetime.combine(at.date() + dt.timedelta(days=days), dt.time(17, 0)) if days else at + 5 * HOUR
        who = self.company.holder("after-sales", at.date())
        if solved:
            self.company.activity(contract["customer_id"], "service", solved.date(), who)
        return self.company.add(
            "service_request", id=self.company.number("FW-"), customer_id=contract["customer_id"], contract_no=contract["number"], subject=subject,
            received_at=at, received_by=who, responded_at=None if response is None else at + response, resolved_at=solved, handled_by=who,
            result="已处理，客户确认" if solved else None,
        )

    # goods that come back

    def sized(self) -> list[Row]:
        """Orders that state a quantity and their contract."""
        return [order for order in self.company.tables["order"] if order.get("qty") and order.get("contract_no")]

    def paid(self, contract: str, day: dt.date) -> int:
        return sum(row["amount"] for row in self.company.tables["payment"] if row["contract_no"] == contract and row["received_at"] <= day)

    def back(self, order: Row, day: dt.date, qty: int, refund: int | None, **changed: Any) -> Row:
        return self.company.add("return", **{
            "id": self.company.number("TH-", 3), "order_id": order["id"], "customer_id": order["customer_id"],
            "type": "exchange" if changed.get("decision") == "exchange" else "return", "at": day, "reason": "规格与实际需要不符", "qty": qty,
            "decision": "refund" if refund else "repair", "decided_by": self.company.holder("sales-manager", day), "decided_at": later(day, 1),
            "disposition": "restock" if refund else "rework", "refund_amount": refund, "closed_at": later(day, 4),
        } | changed)

    # claims and actions

    def claim(self, complaint: Row, amount: int, *, own_fault: bool, reported: int | None = None, **changed: Any) -> Row:
        """Decided a week after the complaint; `reported`: days until both reports, None leaves them out."""
        claimed = complaint["received_at"].date() + dt.timedelta(days=2)
        decided = later(claimed, 5)
        row = self.company.add("claim", **{
            "id": self.company.number("LP-", 3), "customer_id": complaint["customer_id"], "contract_no": complaint["contract_no"],
            "complaint_id": complaint["id"], "subject": "停机损失", "amount": amount, "claimed_at": claimed, "decided_at": decided,
            "decided_by": self.company.holder("sales-manager", decided), "decision": "按责任比例赔付", "responsible_id": complaint["received_by"],
            "own_fault": own_fault, "paid_at": min(later(decided, 10), LAST),
        } | changed)
        for kind in ("reflection", "corrective") if own_fault and reported is not None else ():
            self.report(kind, row, decided + dt.timedelta(days=reported))
        return row

    def report(self, kind: str, claim: Row, day: dt.date, author: str | None = None) -> None:
        self._capa(
            kind, "claim", claim["id"], day, author or claim["responsible_id"], claim_id=claim["id"],
            cause="没有按规定事先确认", prevention="发货前与客户书面确认")

    def corrective(self, complaint: Row, day: dt.date) -> None:
        self._capa(
            "corrective", "complaint", complaint["id"], day, self.company.holder("after-sales", day), cause_code=complaint["cause_code"],
            cause=complaint.get("cause") or "原因待查", prevention=complaint.get("prevention") or "增加复检")

    def _capa(self, kind: str, form: str, source: str, day: dt.date, author: str, **more: Any) -> None:
        done = day + dt.timedelta(days=20)
        checked = self.company.holder("quality-manager", day) if done + 10 * DAY <= LAST else None
        self.company.add(
            "capa", id=self.company.number("JZ-"), type=kind, source_form=form, source_id=source, summary="客户投诉后查明经过", correction="已更换并致歉",
            author_id=author, submitted_at=min(day, EXPORTED), due_at=day + 30 * DAY, completed_at=done if done <= LAST else None,
            verified_by=checked, verified_at=done + 10 * DAY if checked else None, effective=True if checked else None, **more,
        )


def holder_role(against: str | None) -> str:
    """Nobody decides on a complaint about himself."""
    return "general-manager" if against else "sales-manager"
