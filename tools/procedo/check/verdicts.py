"""The verdict of every case of a judgement, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procedo.engines import Engine
from procedo.language import sql
from procedo.language.sql import column, equal
from procedo.rules._build import NOT_APPLICABLE, Judged
from procedo.terms import Verdict


@dataclass(frozen=True)
class CaseVerdict:
    """`key` names the record, `window` the period of it; `verdict` is a verdict's word, or not-applicable."""

    key: str
    window: str | None
    verdict: str
    reasons: tuple[str, ...]
    clock: int = 0
    """Day number of the case date."""
    grade: str = ""
    """Of the finding, where somebody asks for it."""

    @property
    def name(self) -> str:
        return f"{self.key}/{self.window}" if self.window else self.key


def verdicts(engine: Engine, dialect: str, judged: Judged) -> Iterator[CaseVerdict]:
    """Every case that the judgement looked at, in the order of the records."""
    whys = [column("j", f"why {code}") for code in judged.reasons]
    named = [column("c", name) for name in ("_key", *(("_window",) if judged.windowed else ()))]
    query = sql.select(column("j", "verdict"), column("j", "clock"), *whys, *named).from_(sql.table(judged.table, "j"), copy=False)
    query = query.join(sql.table(judged.cases, "c"), on=equal(column("c", "_row"), column("j", "_row")), copy=False)
    for verdict, clock, *rest in engine.rows(query.order_by(column("j", "_row"), copy=False).sql(dialect=dialect, copy=False)):
        reasons = tuple(code for code, why in zip(judged.reasons, rest, strict=False) if why)
        key, *window = rest[len(judged.reasons) :]
        word = "not-applicable" if verdict == NOT_APPLICABLE else Verdict(verdict).word
        yield CaseVerdict(key, window[0] if window else None, word, reasons, clock)
