"""Adding up: what was judged, what was not and why. Requirements are counted once, however many revisions judged."""

from __future__ import annotations

import re
from collections.abc import Iterable

from procedo.finding import CheckResult, Finding, Outcome, RequirementResult
from procedo.terms import Sentence, Status, say

COUNTS = ("population", "conforms", "nonconforming", "pending", "undetermined", "not_applicable", "conceded", "same_day")
_ORDER = [str(status) for status in Status]
_NAMED = re.compile(r"[“\"「]([^”\"」]+)[”\"」]")
MOST_NAMED = 5


def statuses(outcome: Outcome) -> dict[str, str]:
    """Requirement -> its status, the worst over its revisions; one that had no case in one revision had some in another."""
    found: dict[str, list[str]] = {}
    for result in outcome.requirements:
        found.setdefault(result.id, []).append(result.status)
    idle = Status.NOT_EXERCISED
    return {id: min([s for s in each if s != idle] or each, key=_ORDER.index) for id, each in found.items()}


def with_status(outcome: Outcome, status: str) -> list[str]:
    """The requirements of a status, in the report's order."""
    return [id for id, found in statuses(outcome).items() if found == status]


def reasons(outcome: Outcome, id: str) -> list[Sentence]:
    """Why checks of a requirement could not be evaluated, each reason once."""
    checks = (check for result in outcome.requirements if result.id == id for check in result.checks)
    return list(dict.fromkeys(c.reason for c in checks if c.reason and c.status == Status.NOT_EVALUABLE))


def summed(checks: Iterable[CheckResult]) -> dict[str, int]:
    """The counts of several checks together."""
    kept = list(checks)
    return {name: sum(getattr(check, name) for check in kept) for name in COUNTS}


def has_something_to_say(result: RequirementResult) -> bool:
    counts = summed(result.checks)
    return bool(counts["nonconforming"] or counts["undetermined"])


def by_requirement(outcome: Outcome, findings: Iterable[Finding]) -> dict[tuple[str, str, str], list[Finding]]:
    """(requirement, procedure, revision) -> findings, in the order of the requirements; then as they came."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    place = {(result.id, result.procedure, result.revision): at for at, result in enumerate(outcome.requirements)}
    for finding in sorted(findings, key=lambda f: place.get((f.requirement, f.procedure, f.revision), len(place))):
        groups.setdefault((finding.requirement, finding.procedure, finding.revision), []).append(finding)
    return groups


def closing(outcome: Outcome) -> Sentence:
    """The last line: `evaluated 41 of 48 requirements; 6 not evaluable (approval); 1 attestation`."""
    found = list(statuses(outcome).values())
    count = {status: found.count(status) for status in _ORDER}
    done = count["exercised"] + count["not-exercised"]
    zh, en = _lacking(outcome)
    parts = [
        (len(found) or 1, f"已检查 {len(found)} 条要求中的 {done} 条", f"evaluated {done} of {len(found)} requirements"),
        (count["not-evaluable"], f"{count['not-evaluable']} 条无法检查{zh}", f"{count['not-evaluable']} not evaluable{en}"),
        (count["attestation"], f"{count['attestation']} 条须人工声明", f"{count['attestation']} attestation"),
        (count["not-automated"], f"{count['not-automated']} 条尚未自动化", f"{count['not-automated']} not automated"),
        (count["not-exercised"], f"{count['not-exercised']} 条已检查但无适用记录",
         f"{count['not-exercised']} evaluated without a case"),
        (outcome.not_in_profile, f"{outcome.not_in_profile} 条不在适用方案内", f"{outcome.not_in_profile} not in profile"),
    ]
    said = [(chinese, english) for number, chinese, english in parts if number]
    return say("；".join(chinese for chinese, _ in said), "; ".join(english for _, english in said))


def _lacking(outcome: Outcome) -> Sentence:
    """What the recordset lacks, in brackets: what the reasons put in quotes, else the reasons themselves."""
    told = [reason for id in with_status(outcome, Status.NOT_EVALUABLE) for reason in reasons(outcome, id)]
    zh = _short([_named(reason.zh) for reason in told])
    en = _short([_named(reason.en) for reason in told])
    return say(f"（{'、'.join(zh)}）" if zh else "", f" ({', '.join(en)})" if en else "")


def _named(reason: str) -> list[str]:
    return _NAMED.findall(reason) or [reason]


def _short(lists: list[list[str]]) -> list[str]:
    names = list(dict.fromkeys(name for found in lists for name in found))
    return names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], "…"]
