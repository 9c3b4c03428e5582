"""Replay: the records judged as if the draft of a document had been in force all along, and what that would change."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from procedo.check import Request, exactly
from procedo.check.judge import execute
from procedo.check.prepare import prepare
from procedo.check.verdicts import verdicts
from procedo.compile import compile_library
from procedo.compile.days import day_of
from procedo.library import Document, Library
from procedo.problem import nearest, refuse

Key = tuple[str, str, str, str | None]
"""Check, form, key of the record, window."""


@dataclass(frozen=True)
class Verdict:
    verdict: str
    reasons: tuple[str, ...]
    clock: dt.date


@dataclass(frozen=True)
class Shift:
    """A case whose verdict changes. `was`, `would`: None where it is no case."""

    check: str
    form: str
    key: str
    window: str | None
    clock: dt.date
    was: Verdict | None
    would: Verdict | None


@dataclass(frozen=True)
class Replay:
    """`judged`: check -> cases judged now; `shifts` by check, date and key; `reasons`: cases that change reasons only."""

    document: Document
    judged: Counter[str]
    shifts: tuple[Shift, ...]
    reasons: int


def replay(request: Request, id: str, period: tuple[dt.date, dt.date] | None = None) -> Replay:
    """Judge twice, with what is in force and with the draft of `id`; nothing is written. ProblemError as for a check."""
    draft = _draft(request.library, id)
    scope = replace(request, requirements=_affected(request.library, draft))
    now, then = (exactly(one, lambda r: dict(_verdicts(r, period))) for one in (scope, replace(scope, library=_as_if(request.library, draft))))
    shifts, reasons = [], 0
    for key in sorted(now.keys() | then.keys(), key=lambda k: (k[0], k[1], k[2], k[3] or "")):
        was, would = now.get(key), then.get(key)
        if _word(was) != _word(would):
            shifts.append(Shift(*key, (would or was).clock, was, would))
        elif was and would and was.reasons != would.reasons:
            reasons += 1
    return Replay(draft, Counter(check for check, *_ in now), tuple(shifts), reasons)


def _word(found: Verdict | None) -> str:
    return found.verdict if found else "not-applicable"


def _draft(library: Library, id: str) -> Document:
    """The desk copy, which must differ from what is released."""
    desk = next((d for d in library.desk if d.id == id), None)
    if desk is None:
        hint = nearest(id, {d.id for d in library.desk})
        raise refuse("unknown-document", f"没有文件“{id}”{hint.zh}", f"there is no document “{id}”{hint.en}")
    if any(desk.fingerprint == d.fingerprint for d in library.revisions(desk.kind, id)):
        raise refuse("no-draft", f"“{id}”没有编写中的版本；先用 procedo revise {id}", f"“{id}” has no draft; begin with procedo revise {id}",
                     desk.place((desk.kind,)))
    return desk


def _as_if(library: Library, draft: Document) -> Library:
    """The library with the draft in the place of every revision, in force on every day."""
    model = draft.model.model_copy(update={"effective_from": None, "withdrawn_on": None, "transition": "end", "until": None})
    others = [d for d in library.scan.released if (d.kind, d.id) != (draft.kind, draft.id)]
    return Library(replace(library.scan, released=[*others, replace(draft, model=model, released=True)]))


def _affected(library: Library, draft: Document) -> tuple[str, ...]:
    """The requirements whose checks read the document; () means all of them."""
    if draft.kind == "procedure":
        return tuple(r.id for r in draft.model.requirements)
    if draft.kind == "matrix":
        bound = {id for d in library.all("profile") for id, other in d.model.matrices.items() if other == draft.id}
        wanted = {draft.id, *bound}
        return tuple(r.id for d in library.all("procedure") for r in d.model.requirements if any(_reads(c, wanted) for c in r.checks))
    return ()


def _reads(check: Mapping[str, Any], matrices: set[str]) -> bool:
    """Whether a check names one of the matrices, in a variant or an expression too, or asks for the one about its form."""
    said = repr(check)
    return "approved_at" in said or any(id in said for id in matrices)


def _verdicts(request: Request, period: tuple[dt.date, dt.date] | None) -> Iterator[tuple[Key, Verdict]]:
    known = {r.id for d in request.library.all("procedure") for r in d.model.requirements}
    asked = tuple(id for id in request.requirements if id in known)
    prepared = prepare(replace(request, requirements=asked))
    try:
        program = compile_library(
            request.library, prepared.tables, prepared.profile, prepared.as_of, request.requirements, request.procedures,
            prepared.forms, prepared.dialect, prepared.period)
        execute(program, prepared.engine, prepared.calendar)
        for requirement in program.requirements:
            for check in requirement.checks:
                for judged in check.judged:
                    for case in verdicts(prepared.engine, prepared.dialect, judged):
                        day = day_of(case.clock)
                        if case.verdict != "not-applicable" and (period is None or period[0] <= day <= period[1]):
                            yield (check.id, judged.form, case.key, case.window), Verdict(case.verdict, case.reasons, day)
    finally:
        prepared.engine.close()
