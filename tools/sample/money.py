"""What a signed contract leaves at finance and in the files: instalments, receipts, reminders, calls, copies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import EXPORTED, Company
from sample.days import later, ten_years_after


class Money(Company):
    """A company that is paid by contract."""

    def file(self, row: dict[str, Any], given: dict[str, Any]) -> None:
        """A copy for each department, by default on the third working day after signing."""
        days = given.get("filed", {})
        for department in ("sales", "finance", "legal"):
            day = days.get(department, later(row["signed_at"], 3))
            if day and day <= EXPORTED:
                self.add(
                    "archive",
                    id=self.number("GD-", 5),
                    contract_no=row["number"],
                    department=department,
                    archived_at=day,
                    archived_by=row["sales_owner_id"],
                    received_by=self.holder("records-clerk", day),
                    copy="original" if department == "legal" else "duplicate",
                    location=f"{row['number'][3:7]}-{department[0].upper()}柜",
                    retain_until=given.get("retain", ten_years_after(row["signed_at"])),
                )

    def instalment(self, row: dict[str, Any], amount: Any, due: dt.date, paid: dt.date | None, **given: Any) -> dict[str, Any]:
        """One instalment; `paid` makes the receipt too. `remind`, `dun`, `escalate`: days of what was done about it."""
        schedule = self.add(
            "payment_schedule",
            id=self.number("HKJH-"),
            contract_no=row["number"],
            customer_id=row["customer_id"],
            instalment_no=given.get("no", 1),
            amount=amount,
            due_date=due,
            paid_at=paid,
            status="paid" if paid else "open",
            owner_id=row["sales_owner_id"],
        )
        if paid:
            self.receive(row, given.get("to", schedule["id"]), amount, paid, given.get("by", self.holder("finance", paid)))
        if given.get("remind"):
            self.dun(schedule, given["remind"], None, "reminder")
        if given.get("dun"):
            self._chase(schedule, given["dun"], given.get("reason", "资金周转困难"))
        if given.get("escalate"):
            self.add(
                "escalation",
                id=self.number("SB-"),
                schedule_id=schedule["id"],
                contract_no=row["number"],
                customer_id=row["customer_id"],
                reported_at=given["escalate"],
                reported_by=row["sales_owner_id"],
                reported_to=given.get("escalate_to", self.holder("sales-manager", given["escalate"])),
                reason="多次催收无果",
                solution="发函并约见负责人",
                legal_action="none",
            )
        return schedule

    def _chase(self, schedule: dict[str, Any], first: dt.date, reason: str) -> None:
        """Called again every sixth day until the money is there."""
        day, end = first, schedule["paid_at"] or EXPORTED
        while day == first or day < end:
            self.dun(schedule, day, reason, "call")
            day += dt.timedelta(days=6)

    def receive(self, row: dict[str, Any], schedule: str, amount: Any, day: dt.date, by: str) -> dict[str, Any]:
        return self.add(
            "payment",
            id=self.number("HK-"),
            contract_no=row["number"],
            schedule_id=schedule,
            customer_id=row["customer_id"],
            type="price",
            method="transfer",
            amount=amount,
            received_at=day,
            received_by=by,
            bank_ref=f"B{self._numbers['HK-']:06}",
        )

    def dun(self, schedule: dict[str, Any], day: dt.date, reason: str | None, measure: str) -> None:
        if day <= EXPORTED:
            self.add(
                "dunning",
                id=self.number("CK-"),
                schedule_id=schedule["id"],
                contract_no=schedule["contract_no"],
                customer_id=schedule["customer_id"],
                attempt_no=1 + sum(d["schedule_id"] == schedule["id"] for d in self.tables["dunning"]),
                done_at=day,
                done_by=schedule["owner_id"],
                reason=reason,
                measure=measure,
                feedback="客户表示安排付款",
            )
