"""What was planted: one entry per check and case, with the reasons a checker must give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Ledger:
    entries: list[dict[str, Any]] = field(default_factory=list)
    twins: list[dict[str, Any]] = field(default_factory=list)

    def wrong(
        self, check: str, form: str, case: str, reasons: str | list[str], zh: str, en: str, verdict: str = "nonconforming",
        window: object = None,
    ) -> None:
        listed = [reasons] if isinstance(reasons, str) else reasons
        entry = {"check": check, "form": form, "case": case, "verdict": verdict, "reasons": listed, "zh": zh, "en": en}
        self.entries.append(entry | ({"window": str(window)[:10]} if window else {}))

    def dark(self, check: str, form: str, case: str, reasons: str | list[str], zh: str, en: str) -> None:
        self.wrong(check, form, case, reasons, zh, en, "undetermined")

    def twin(self, check: str, form: str, case: str, zh: str, en: str) -> None:
        """The near miss: one day or one yuan inside the limit; it must conform."""
        self.twins.append({"check": check, "form": form, "case": case, "zh": zh, "en": en})
