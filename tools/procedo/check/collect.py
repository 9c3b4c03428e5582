"""From judged tables to an Outcome: counts, statuses, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from procedo.check import Request
from procedo.check.concede import conceded
from procedo.check.evidence import Flagged, Look
from procedo.check.grade import grade
from procedo.check.indicators import indicators
from procedo.check.message import message
from procedo.check.prepare import Prepared
from procedo.check.show import Pseudonyms
from procedo.compile import CompiledCheck, CompiledRequirement, Program
from procedo.compile.days import day_of
from procedo.finding import (
    Attested,
    Case,
    CheckResult,
    DocumentPlace,
    Finding,
    Outcome,
    ParameterUsed,
    RequirementResult,
    finding_id,
)
from procedo.language import sql
from procedo.language.sql import column, named
from procedo.library.attestations import read_attestations
from procedo.library.concessions import read_concessions
from procedo.rules._build import CONFORMS, NONCONFORMING, NOT_APPLICABLE, PENDING, UNDETERMINED, Judged
from procedo.terms import Sentence, Status, Verdict, say

_WORST = [Status.NOT_EVALUABLE, Status.NOT_AUTOMATED, Status.ATTESTATION, Status.NOT_EXERCISED, Status.EXERCISED]

TOGETHER = 100
"""Judgements counted in one query: engines limit how many selects one query may join."""


def collect(request: Request, prepared: Prepared, program: Program, version: str) -> Outcome:
    """Counts and findings of everything the program judged."""
    collector = _Collector(request, prepared, program)
    judged = [(compiled, collector.results(compiled)) for compiled in program.requirements]
    kept = _kept(judged)
    findings = [finding for compiled, _ in kept for finding in collector.findings(compiled)]
    findings.sort(key=lambda f: (f.requirement, f.check, f.case.form, f.case.key, f.case.window or ""))
    library = request.library
    findings = conceded(findings, read_concessions(library), prepared.as_of.isoformat(), collector.performers, prepared.dataset.people)
    marked = Counter((f.check, f.procedure, f.revision) for f in findings if f.conceded)
    return Outcome(
        recordset=prepared.recordset.recordset,
        as_of=prepared.as_of.isoformat(),
        extracted_at=prepared.extracted_at.isoformat(),
        profile=(prepared.profile, prepared.profile_document.revision),
        version=version,
        fingerprint=library.fingerprint,
        documents=len(library.documents),
        records=prepared.dataset.files,
        requirements=tuple(_requirement(c, _with_conceded(c, r, marked)) for c, r in kept),
        findings=tuple(findings),
        parameters=_parameters(program),
        not_in_profile=program.not_in_profile,
        unfit=prepared.unfit,
        drafts=request.drafts,
        engine=prepared.engine_name,
        same_day=library.settings.same_day,
        attestations=_attestations(request, prepared, kept),
        indicators=indicators(prepared, program),
        titles=_titles(prepared, request),
    )


def _attestations(request: Request, prepared: Prepared, kept: list[tuple[CompiledRequirement, list[CheckResult]]]) -> tuple[Attested, ...]:
    """What was attested by the as-of day to the requirements of this run."""
    asked = {compiled.requirement.id for compiled, _ in kept}
    return tuple(
        Attested(one.requirement, one.case, one.window, one.by, one.role, one.date.isoformat(), one.says, _sentence(one.statement),
                 " ".join(filter(None, (one.evidence.kind, one.evidence.ref))) if one.evidence else None)
        for one in read_attestations(request.library) if one.date <= prepared.as_of and one.requirement.split(".")[0] in asked
    )


def _kept(judged: list[tuple[CompiledRequirement, list[CheckResult]]]) -> list[tuple[CompiledRequirement, list[CheckResult]]]:
    """One entry per requirement and revision that judged a case; none did: the current revision."""
    exercised = {compiled.requirement.id for compiled, results in judged if any(r.population for r in results)}
    return [
        (compiled, results)
        for compiled, results in judged
        if any(r.population for r in results) or (compiled.current and compiled.requirement.id not in exercised)
    ]


def _requirement(compiled: CompiledRequirement, results: list[CheckResult]) -> RequirementResult:
    statuses = [r.status for r in results] or [Status.NOT_AUTOMATED]
    worst = next(status for status in _WORST if status in statuses)
    requirement = compiled.requirement
    return RequirementResult(
        requirement.id,
        compiled.document.id,
        compiled.document.revision,
        requirement.grade,
        worst,
        _sentence(requirement.text),
        tuple(requirement.clauses),
        tuple(results),
    )


def _with_conceded(compiled: CompiledRequirement, results: list[CheckResult], marked: Counter) -> list[CheckResult]:
    document = compiled.document
    return [replace(result, conceded=marked[result.id, document.id, document.revision]) for result in results]


def _sentence(text) -> Sentence:
    return say(text.in_("zh"), text.in_("en"))


def _count(number: int, judged: Judged) -> sql.exp.Select:
    verdict = column("j", "verdict")
    query = sql.select(
        named(sql.number(number), "judgement"),
        named(verdict, "verdict"),
        named(sql.aggregate("count", column("j", "_row")), "n"),
        named(sql.aggregate("sum", column("j", "same_day")), "ties"),
        named(sql.aggregate("sum", column("j", judged.lapsed) if judged.lapsed else sql.number(0)), "lapsed"),
    )
    return query.from_(sql.table(judged.table, "j"), copy=False).group_by(verdict, copy=False)


class _Collector:
    def __init__(self, request: Request, prepared: Prepared, program: Program):
        self.request, self.prepared = request, prepared
        self.tallies = self._tallied([j for r in program.requirements for c in r.checks for j in c.judged])
        self.pseudonyms = Pseudonyms(request.library.root, request.names)
        self.roles = request.library.roles(prepared.as_of)
        self.performers: dict[str, frozenset[str]] = {}

    # counts

    def results(self, compiled: CompiledRequirement) -> list[CheckResult]:
        return [self._result(check) for check in compiled.checks]

    def _result(self, check: CompiledCheck) -> CheckResult:
        if check.missing and check.kind != "attestation":
            return CheckResult(check.id, check.kind, Status.NOT_EVALUABLE, check.missing)
        counts: Counter[int] = Counter()
        same_day = lapsed = 0
        for judged in check.judged:
            for verdict, number_of_rows, ties, gone in self.tallies[judged.table]:
                counts[verdict] += number_of_rows
                same_day += ties or 0
                lapsed += gone or 0
        population = sum(n for verdict, n in counts.items() if verdict != NOT_APPLICABLE)
        status = Status.ATTESTATION if check.kind == "attestation" else Status.EXERCISED if population else Status.NOT_EXERCISED
        return CheckResult(
            check.id,
            check.kind,
            status,
            None,
            population,
            counts[CONFORMS],
            counts[NONCONFORMING],
            counts[PENDING],
            counts[UNDETERMINED],
            counts[NOT_APPLICABLE],
            0,
            same_day,
            lapsed,
        )

    def _tallied(self, judged: list[Judged]) -> dict[str, list[tuple[int, int, int, int]]]:
        """Table -> (verdict, how many, how many rest on the same-day policy, or on a duty that lapsed), in a few queries."""
        found: dict[str, list[tuple[int, int, int, int]]] = {one.table: [] for one in judged}
        for first in range(0, len(judged), TOGETHER):
            counted = sql.union([_count(number, judged[number]) for number in range(first, min(first + TOGETHER, len(judged)))])
            for number, *tally in self.prepared.engine.rows(counted.sql(dialect=self.prepared.dialect, copy=False)):
                found[judged[number].table].append(tuple(tally))
        return found

    # findings

    def findings(self, compiled: CompiledRequirement) -> Iterator[Finding]:
        place = compiled.document.place(("requirements", compiled.index))
        document = DocumentPlace(compiled.document.file, place.line)
        for check in compiled.checks:
            for judged in check.judged:
                if not any(verdict in (UNDETERMINED, NONCONFORMING) for verdict, *_ in self.tallies[judged.table]):
                    continue
                cases = Look(judged, self.prepared, self.pseudonyms).flagged()
                faulty = sum(case.verdict == NONCONFORMING for case in cases)
                graded = grade(compiled, check, self.prepared.profile_document.model, faulty, self.prepared.tables[judged.form].rows)
                for case in cases:
                    yield self._finding(compiled, check, judged, case, document, graded)

    def _finding(
        self, compiled: CompiledRequirement, check: CompiledCheck, judged: Judged, case: Flagged, document: DocumentPlace, graded: str
    ) -> Finding:
        requirement = compiled.requirement
        form = judged.build.form
        id = finding_id(check.id, judged.form, case.key, case.window)
        self.performers[id] = case.performers
        return Finding(
            id=id,
            requirement=requirement.id,
            check=check.id,
            procedure=compiled.document.id,
            revision=compiled.document.revision,
            grade=str(graded),
            verdict=Verdict(case.verdict).word,
            conceded=False,
            case=Case(judged.form, case.key, case.window),
            reasons=case.reasons,
            text=_sentence(requirement.text),
            message=message(case, form, self.roles, check.kind, self.prepared.forms),
            clauses=tuple(requirement.clauses),
            clock=day_of(case.clock).isoformat(),
            evidence=replace(case.evidence),
            record=case.origin,
            subject=f"{judged.form} {case.key}" if case.origin is None else None,
            document=document,
        )


def _parameters(program: Program) -> tuple[ParameterUsed, ...]:
    return tuple(
        ParameterUsed(procedure, revision, name, _value(value), origin)
        for (procedure, revision, name), (value, origin) in sorted(program.parameters.items(), key=lambda item: item[0])
    )


def _value(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(v) for v in value)
    if isinstance(value, dict):
        return "；".join(f"{k}: ({_value(v)})" if isinstance(v, dict) else f"{k}: {_value(v)}" for k, v in value.items())
    return str(value)


def _titles(prepared: Prepared, request: Request) -> Mapping[str, Sentence]:
    titles: dict[str, Sentence] = {}
    for form in prepared.forms.values():
        titles[form.form] = _sentence(form.title)
        for name, declared in form.fields.items():
            titles[f"{form.form}.{name}"] = say(declared.label.in_("zh"), declared.label.in_("en"))
        for name, event in form.events.items():
            if event.label:
                titles.setdefault(f"{form.form}.{name}", say(event.label.in_("zh"), event.label.in_("en")))
    for role in request.library.roles(prepared.as_of).values():
        titles[role.id] = say(role.label.in_("zh"), role.label.in_("en"))
    for document in request.library.all("procedure"):
        titles[document.id] = _sentence(document.model.title)
    return dict(sorted(titles.items()))
