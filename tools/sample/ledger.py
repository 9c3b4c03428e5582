"""What was planted: one entry per check and case, with the reasons a checker must give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from procedo.examples.variant import applies
from sample import forms


def asked(profile: str) -> frozenset[str]:
    """The requirements that a profile asks for."""
    library = forms.library()
    procedures = {id: library.newest("procedure", id).model for id in library.ids("procedure")}
    return frozenset(r.id for id, model in procedures.items() for r in model.requirements if applies(library, profile, id, r))


@dataclass
class Ledger:
    """`asked`: the requirements that are noted, so that one chapter serves companies of several profiles; None notes all."""

    asked: frozenset[str] | None = None
    entries: list[dict[str, Any]] = field(default_factory=list)
    twins: list[dict[str, Any]] = field(default_factory=list)

    def asks(self, check: str) -> bool:
        return self.asked is None or check.partition(".")[0] in self.asked

    def wrong(
        self, check: str, form: str, case: str, reasons: str | list[str], zh: str, en: str, verdict: str = "nonconforming",
        window: object = None,
    ) -> None:
        if not self.asks(check):
            return
        listed = [reasons] if isinstance(reasons, str) else reasons
        entry = {"check": check, "form": form, "case": case, "verdict": verdict, "reasons": listed, "zh": zh, "en": en}
        self.entries.append(entry | ({"window": str(window)[:10]} if window else {}))

    def dark(self, check: str, form: str, case: str, reasons: str | list[str], zh: str, en: str) -> None:
        self.wrong(check, form, case, reasons, zh, en, "undetermined")

    def twin(self, check: str, form: str, case: str, zh: str, en: str) -> None:
        """The near miss: one day or one yuan inside the limit; it must conform."""
        if self.asks(check):
            self.twins.append({"check": check, "form": form, "case": case, "zh": zh, "en": en})

    def note(self, check: str, form: str, case: str, reason: str | None, zh: str, en: str, window: object = None) -> None:
        """A fault, or a twin where there is no reason to find fault."""
        if reason:
            self.wrong(check, form, case, reason, zh, en, window=window)
        else:
            self.twin(check, form, case, zh, en)
