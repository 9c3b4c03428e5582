"""Values as a person writes them, and pseudonyms for personal ones."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from procedo.compile.days import day_of, moment_of
from procedo.language.term import Term
from procedo.model import Form
from procedo.write import write_text


def shown(value: Any, term: Term, forms: Mapping[str, Form]) -> str | None:
    """A normalised value in words: `800000.00 CNY`, `2026-03-01`, `2026-03-01 09:00`, `true`."""
    if value is None:
        return None
    if term.type == "date":
        return day_of(value).isoformat()
    if term.type == "datetime":
        return moment_of(value).isoformat(sep=" ", timespec="minutes" if value % 60 == 0 else "seconds")
    if term.type == "boolean":
        return "true" if value else "false"
    if term.type == "number":
        return _number(value, term, forms)
    return str(value)


def _number(value: int, term: Term, forms: Mapping[str, Form]) -> str:
    exact = Decimal(value) / Decimal(term.divisor) / (Decimal(10) ** term.scale)
    declared = None
    if term.field:
        form, name = term.field.split(".", 1)
        declared = forms[form].fields.get(name) if form in forms else None
    if declared and declared.type == "money":
        return f"{exact:.2f} {declared.currency}"
    plain = format(exact.normalize(), "f")
    return plain


class Pseudonyms:
    """The same person always gets the same pseudonym, which nobody can turn back without the key."""

    def __init__(self, root: Path, names: bool):
        self.names, self._path, self._key = names, root / "records" / ".pseudonym-key", b""

    def of(self, value: str | None) -> str | None:
        if value is None or self.names:
            return value
        return "P-" + hmac.new(self.key, value.encode(), sha256).hexdigest()[:8]

    @property
    def key(self) -> bytes:
        """Made once per library and kept beside its records; never part of a report."""
        if not self._key:
            if not self._path.is_file():
                write_text(self._path, secrets.token_hex(32) + "\n")
            self._key = self._path.read_bytes().strip()
        return self._key
