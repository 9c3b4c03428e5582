"""Which nonconformities are conceded (SEMANTICS E.2).

The case is judged and counted all the same; it is only marked. Undetermined cases are never conceded: nothing is known to
be permitted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from procedo.finding import ConcededBy, Finding
from procedo.model.concession import Concession
from procedo.records.persons import People


def conceded(
    findings: Iterable[Finding],
    concessions: tuple[Concession, ...],
    as_of: str,
    performers: Mapping[str, frozenset[str]],
    people: People | None = None,
) -> list[Finding]:
    """The findings in their order, each with the concession that covers it, or why the one that names it does not.

    as_of: ISO day; performers: finding id -> ids of those whose act it is; people: who is meant by a name that grants.
    """
    found = {finding.id: finding for finding in findings}
    concessions = tuple(_granted_by(one, people) for one in concessions)
    used: Counter[str] = Counter()
    by_date = sorted(found.values(), key=lambda f: (f.clock or "", f.case.key, f.case.window or "", f.check))
    for finding in by_date if concessions else ():
        if finding.verdict == "nonconforming":
            mark = _best(finding, concessions, as_of, performers.get(finding.id, frozenset()), used)
            if mark:
                used[mark.id] += mark.why_not is None
                found[finding.id] = replace(finding, conceded=mark.why_not is None, concession=mark)
    return list(found.values())


def _granted_by(one: Concession, people: People | None) -> Concession:
    """The concession with the id of who granted it: nobody grants himself one by signing with his name."""
    by = one.granted.by.strip()
    person = people.resolve(by) if people and by else None
    return one.model_copy(update={"granted": one.granted.model_copy(update={"by": person or by})})


def _best(finding: Finding, concessions, as_of: str, performers: frozenset[str], used: Counter[str]) -> ConcededBy | None:
    """One that covers the case, else the first that names it, with why not."""
    marks = [_mark(finding, one, as_of, performers, used[one.id]) for one in concessions if _names(one, finding)]
    return next((mark for mark in marks if mark.why_not is None), marks[0] if marks else None)


def _names(one: Concession, finding: Finding) -> bool:
    """Whether the concession is about this requirement (or check) and, where it lists cases, this case."""
    case = finding.case
    keys = {case.key, f"{case.key}/{case.window}"} if case.window else {case.key}
    return one.requirement in (finding.requirement, finding.check) and (not one.cases or bool(keys & set(one.cases)))


def _deviated(finding: Finding) -> str:
    """The last day before which a permit comes first: the limit where the rule has one, else the case date."""
    return max(finding.clock or "", (finding.evidence.values.get("due") or "")[:10])


def _mark(finding: Finding, one: Concession, as_of: str, performers: frozenset[str], used: int) -> ConcededBy:
    granted, day = one.granted, finding.clock or ""
    granted_at = granted.date.isoformat() if granted.date else ""
    tests = {
        "other-reason": bool(one.reasons) and not set(finding.reasons) <= set(one.reasons),
        "other-revision": bool(one.revisions) and finding.revision not in one.revisions,
        "not-granted": not granted.by or not granted_at or granted_at > as_of,
        "outside-dates": not one.from_.isoformat() <= day <= one.to.isoformat(),
        "granted-by-the-deviator": granted.by in performers,
        "after-the-fact": granted_at > _deviated(finding) and not one.retrospective,
        "used-up": one.quantity is not None and used >= one.quantity,
    }
    return ConcededBy(one.id, granted_at > _deviated(finding), next((code for code, failed in tests.items() if failed), None))
