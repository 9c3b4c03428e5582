"""The exit code of a check: what the findings amount to at the gate the caller chose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from procedo.problem import Place, Problem, nearest
from procedo.terms import STATUSES, Status, say

if TYPE_CHECKING:
    from procedo.finding import CheckResult, Outcome

GATES = ("critical", "major", "minor", "any", "never")
EVALUABLE = {Status.EXERCISED, Status.NOT_EXERCISED}


def gate(outcome: Outcome, fail_on: str) -> int:
    """1 when a finding is at or above the gate. Conceded ones never count; undetermined ones only under `any`."""
    if fail_on == "never":
        return 0
    if fail_on == "any":
        return int(any(not finding.conceded for finding in outcome.findings))
    grades = GATES[: GATES.index(fail_on) + 1]
    return int(
        any(f.verdict == "nonconforming" and not f.conceded and f.grade in grades for f in outcome.findings)
    )


def unanswered(outcome: Outcome, require: Iterable[str]) -> list[Problem]:
    """Why the run is no answer: nothing at all was evaluable, or a requirement that had to be."""
    problems = [problem for id in require for problem in _not_evaluable(outcome, id)]
    if not any(check.status in EVALUABLE for result in outcome.requirements for check in result.checks):
        sentence = say("没有一条要求能够检查，本次检查不构成结论", "no requirement was evaluable: this run answers nothing")
        problems.append(Problem(Place(), "nothing-evaluable", sentence))
    return problems


def _not_evaluable(outcome: Outcome, id: str) -> list[Problem]:
    """`id` is a requirement's, or a check's: `R-113.a`."""
    found = [(result.status, result.checks) for result in outcome.requirements if result.id == id]
    found += [(check.status, (check,)) for result in outcome.requirements for check in result.checks if check.id == id]
    if not found:
        hint = nearest(id, (result.id for result in outcome.requirements))
        sentence = say(f"--require 指名的要求“{id}”不在本次检查中{hint.zh}",
                       f"“{id}” of --require is not in this check{hint.en}")
        return [Problem(Place(), "unknown-requirement", sentence)]
    return [_lacking(id, status, checks) for status, checks in found if status not in EVALUABLE]


def _lacking(id: str, status: str, checks: tuple[CheckResult, ...]) -> Problem:
    reason = next((check.reason for check in checks if check.reason), None)
    zh, en = (f"：{reason.zh}", f": {reason.en}") if reason else ("", "")
    word = STATUSES.get(status, say(status, status))
    sentence = say(f"必须检查的“{id}”没有结论（{word.zh}）{zh}", f"required “{id}” has no verdict ({word.en}){en}")
    return Problem(Place(), "not-evaluable", sentence)
