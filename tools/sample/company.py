"""An invented company: its tables, its numbers and its staff. Ids and role names only, no persons."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from typing import Any

from sample.forms import forms

EXPORTED = dt.date(2026, 7, 1)
FIRST, LAST = dt.date(2025, 7, 1), dt.date(2026, 6, 30)
"""The year that the records cover."""
Staff = tuple[str, str, str, str, str, str | None]
"""Id, name, role, department, first day, last day."""


class Company:
    """Tables of rows (field -> value). The same seed gives the same company."""

    weekly_meeting = False
    """Whether all who sell meet every week, or once a month."""

    def __init__(self, seed: int, staff: list[Staff], sellers: list[str]):
        self.seed, self.sellers = seed, sellers
        self.random = random.Random(seed)
        self.tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._numbers: dict[str, int] = defaultdict(int)
        for person in staff:
            self.hire(*person)

    def dice(self, chapter: str) -> random.Random:
        """Dice of a chapter's own, so that what it throws changes nothing elsewhere."""
        return random.Random(f"{self.seed} {chapter}")

    def add(self, form: str, **row: Any) -> dict[str, Any]:
        self.tables[form].append(row)
        return row

    def number(self, prefix: str, width: int = 4) -> str:
        self._numbers[prefix] += 1
        return f"{prefix}{self._numbers[prefix]:0{width}}"

    def hire(self, id: str, name: str, role: str, department: str, start: str, end: str | None = None) -> None:
        first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None
        self.add(
            "employee", id=id, name=name, account_id=f"u{id[1:]}", department=department, role=role, active_from=first, active_to=last
        )
        self.appoint(id, role, department, first, last)

    def employ(self, role: str, name: str, department: str) -> None:
        """Somebody for a role that nobody holds yet."""
        if not any(a["role"] == role for a in self.tables["appointment"]):
            self._numbers["staff"] += 1
            self.hire(f"E{60 + self._numbers['staff']:03}", name, role, department, "2021-01-04")
            self.tables["employee"][-1]["role"] = role if role in forms()["employee"].fields["role"].choices else "other"

    def appoint(self, id: str, role: str, department: str, start: dt.date, end: dt.date | None) -> None:
        self.add("appointment", id=self.number("RM-", 3), employee_id=id, role=role, department=department, from_date=start, to_date=end)

    def holder(self, role: str, day: dt.date) -> str:
        """Who holds the role on the day: the first appointed."""
        return next(
            a["employee_id"] for a in self.tables["appointment"]
            if a["role"] == role and a["from_date"] <= day and (a["to_date"] is None or day <= a["to_date"])
        )

    def decide(self, form: str, object: str, role: str, says: str, who: str, day: Any, amount: int | None = None) -> None:
        self.add(
            "approval",
            id=self.number("SP-", 5),
            object_form=form,
            object_id=object,
            role=role,
            decision=says,
            approver_id=who,
            decided_at=day,
            amount=amount,
            comment="请修改后重报" if says == "rejected" else None,
        )
