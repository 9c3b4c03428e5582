"""The compiled query against a plain reading, on random records with blanks and broken values in every operand.

Per kind and engine all record sets are judged in one run, told apart by their keys. A set that differs is then judged
alone and made as small as it can be.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from functools import cache
from itertools import groupby

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from judging import judge_all
from oracle import (
    absence,
    approvals,
    attestation,
    completeness,
    condition,
    currencies,
    duties,
    existence,
    figures,
    gaps,
    numbering,
    own,
    paused,
    periods,
    precedence,
    reconciliation,
    recurrence,
    response,
    separation_of_duties,
    short_gaps,
    splitting,
    uniqueness,
    validity,
)
from oracle.kit import Check, Kind
from oracle.values import AS_OF, EXPORTED, Records, event, word

KINDS: dict[str, Kind] = {
    "response": response.KIND,
    "response, holds": paused.KIND,
    "response, each its own": own.KIND,
    "precedence": precedence.KIND,
    "existence": existence.KIND,
    "absence": absence.KIND,
    **approvals.KINDS,
    "approval, currencies and tax": currencies.KIND,
    "completeness": completeness.KIND,
    "uniqueness": uniqueness.KIND,
    "numbering": numbering.KIND,
    "numbering, ill-formed": numbering.ILL_FORMED,
    "reconciliation": reconciliation.KIND,
    "condition": condition.KIND,
    "figures": figures.KIND,
    "validity": validity.KIND,
    "separation-of-duties": separation_of_duties.KIND,
    "separation-of-duties, acts": duties.KIND,
    **splitting.KINDS,
    **recurrence.KINDS,
    **periods.KINDS,
    **gaps.KINDS,
    **short_gaps.KINDS,
    "attestation": attestation.KIND,
}
SETS = 200
TRIES = 150
"""How many sets are judged alone while one is made smaller."""
APART = dt.timedelta(days=150)
"""Between the days of two sets, more than any set spans."""
SAME = {"due-missing": "value-missing"}
"""What SEMANTICS names -> the word of the vocabulary that says the same."""
SILENT = {"in-time", "event-not-set"}
"""Reasons of a pending case that need no telling."""


def draw(strategy, look: Callable[[Records], None], *phases: Phase) -> None:
    """Show `look` the same record sets in every run; with the phase of shrinking it is led to the smallest that it refuses."""

    @settings(
        max_examples=SETS, phases=(Phase.generate, *phases), derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )
    @given(strategy)
    def each(records: Records) -> None:
        look(records)

    each()


@cache
def drawn(name: str) -> list[Records]:
    found: list[Records] = []
    draw(KINDS[name].records, found.append)
    return found


def spaced(kind: Kind, records: Records, number: int) -> Records:
    """The records with keys of their own, where the kind says so also with days of their own; a blank stays blank."""

    def told(form: str, field: str, text: str) -> str:
        if field in kind.days.get(form, ()):
            return earlier(text, number)
        return f"s{number}-{text.lstrip()}" if field in kind.keys[form] and word(text) else text

    return {form: [{f: told(form, f, text) for f, text in row.items()} for row in rows] for form, rows in records.items()}


def earlier(text: str, number: int) -> str:
    """The day moved back, set by set; what has not happened or cannot be read stays."""
    day = event(text).value
    return str(day - number * APART) if day else text


def judged(kind: Kind, sets: list[Records], engine: str, names: list[str]) -> dict[str, list[dict]]:
    """Check -> for each record set, case -> (verdict, reasons)."""
    merged = {form.form: list(kind.always.get(form.form, [])) for form in kind.forms}
    for number, records in enumerate(sets):
        for form, rows in spaced(kind, records, number).items():
            merged[form] += rows
    found: dict[str, list[dict]] = {}
    for calendar, same in groupby(names, key=lambda name: kind.checks[name].calendar):
        asked = {name: kind.checks[name].asked for name in same}
        told = judge_all(asked, kind.forms, merged, str(AS_OF), str(EXPORTED), calendar, engine, period=kind.period)
        for name, answers in told.items():
            found[name] = apart(answers, len(sets))
    return found


def apart(answers: dict, count: int) -> list[dict]:
    sets: list[dict] = [{} for _ in range(count)]
    for key, answer in answers.items():
        space, dash, own = key.partition("-")
        if dash and space[1:].isdigit():
            sets[int(space[1:])][own] = answer
    return sets


def differences(check: Check, kind: Kind, records: Records, found: dict) -> list[str]:
    """Case by case what the reading says and what the query says, where they differ."""
    full = {form.form: kind.always.get(form.form, []) + records.get(form.form, []) for form in kind.forms}
    lines = []
    for case, (verdict, reasons) in check.reading(full).items():
        said, codes = found.get(case, ("not-applicable", []))
        wanted = {SAME.get(code, code) for code in reasons - SILENT} if verdict != "not-applicable" else set()
        told = [code for code in codes if code not in SILENT] if said in ("nonconforming", "undetermined", "pending") else []
        if (said, set(told)) != (verdict, wanted):
            lines.append(f"{case}: reading {verdict} {sorted(wanted)}, query {said} {told}")
        elif told != sorted(told, key=kind.gravity):
            lines.append(f"{case}: not the gravest first: {told}")
    return lines


class Differ(Exception):
    """The reading and the query differ."""


def smallest(kind: Kind, name: str, engine: str, agreed: list[Records]) -> str:
    """The first set after those that `agreed`, made as small as it stays different; each try is judged alone."""
    tried: dict[str, list[str]] = {repr(records): [] for records in agreed}
    smaller: list[Records] = []

    def look(records: Records) -> None:
        told = repr(records)
        if told not in tried:
            within = len(tried) < len(agreed) + TRIES
            tried[told] = within and differences(kind.checks[name], kind, records, judged(kind, [records], engine, [name])[name][0])
        if tried[told]:
            smaller.append(records)
            raise Differ

    with contextlib.suppress(Differ):
        draw(kind.records, look, Phase.shrink)
    if not smaller:
        return "judged alone, no set differs: the keys do not keep the sets apart"
    return "\n".join([*(f"  {form}: {row}" for form, rows in smaller[-1].items() for row in rows), *tried[repr(smaller[-1])]])


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
@pytest.mark.parametrize("name", KINDS)
def test_the_query_says_what_the_plain_reading_says(name, engine):
    kind, sets = KINDS[name], drawn(name)
    assert len(sets) >= SETS
    found = judged(kind, sets, engine, list(kind.checks))
    for check_name, check in kind.checks.items():
        for number, records in enumerate(sets):
            if differences(check, kind, records, found[check_name][number]):
                pytest.fail(f"{name}, {check_name}, {engine}, set {number}:\n{smallest(kind, check_name, engine, sets[:number])}", pytrace=False)
