"""Finding: a record does not conform, or cannot answer. Plain frozen values; reports are functions over Outcome.

Names follow the JSON report `procedo.report/1`, so `dataclasses.asdict` gives its body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from procedo.terms import Sentence


def finding_id(check: str, form: str, key: str, window: str | None) -> str:
    """`F-` and 16 hex digits; rests on check and case alone, so it survives re-runs, re-exports and rewording."""
    return "F-" + sha256("\x1f".join((check, form, key, window or "")).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Case:
    form: str
    key: str
    window: str | None = None


@dataclass(frozen=True)
class Origin:
    """Where a record stands: file as the recordset names it, sheet, row (1 = first row of the file or sheet)."""

    file: str
    sheet: str | None
    row: int


@dataclass(frozen=True)
class DocumentPlace:
    file: str
    line: int


@dataclass(frozen=True)
class Demand:
    """An approval that a line of a matrix asks for."""

    matrix: str
    revision: str
    line: str
    role: str
    act: str


@dataclass(frozen=True)
class EventSeen:
    """A record that was looked at: what happened, when (ISO text or None), by whom, in which role."""

    activity: str
    at: str | None
    by: str | None
    role: str | None
    form: str
    file: str
    sheet: str | None
    row: int
    notes: tuple[str, ...] = ()
    """Reason codes of this record (approval: why it does not count)."""


@dataclass(frozen=True)
class Evidence:
    values: Mapping[str, str | None] = field(default_factory=dict)
    """Name -> value as a person writes it, for what the verdict rests on."""
    demanded: tuple[Demand, ...] = ()
    events: tuple[EventSeen, ...] = ()
    lacking: tuple[str, ...] = ()
    searched: str | None = None
    same_day: str | None = None


@dataclass(frozen=True)
class ConcededBy:
    """The concession that names the case. `retrospective`: granted after the limit (the case date where there is none); `why_not`: why it does not cover it."""

    id: str
    retrospective: bool
    why_not: str | None


@dataclass(frozen=True)
class Finding:
    id: str
    requirement: str
    check: str
    procedure: str
    revision: str
    grade: str
    verdict: str
    conceded: bool
    case: Case
    reasons: tuple[str, ...]
    text: Sentence
    """The requirement."""
    message: Sentence
    """What was found, in one sentence."""
    clauses: tuple[str, ...]
    clock: str | None
    evidence: Evidence
    record: Origin | None
    subject: str | None
    document: DocumentPlace
    concession: ConcededBy | None = None


@dataclass(frozen=True)
class CheckResult:
    id: str
    kind: str
    status: str
    reason: Sentence | None
    population: int = 0
    conforms: int = 0
    nonconforming: int = 0
    pending: int = 0
    undetermined: int = 0
    not_applicable: int = 0
    conceded: int = 0
    same_day: int = 0
    lapsed: int = 0
    """Of those that conform: the duty had lapsed (`unless`)."""


@dataclass(frozen=True)
class RequirementResult:
    id: str
    procedure: str
    revision: str
    grade: str
    status: str
    text: Sentence
    clauses: tuple[str, ...]
    checks: tuple[CheckResult, ...]


@dataclass(frozen=True)
class SourceFile:
    """What was read of one file (or sheet) for one form."""

    form: str
    file: str
    sha256: str
    sheet: str | None
    rows: int
    skipped: int
    unreadable: Mapping[str, int]
    trimmed: Mapping[str, int] = field(default_factory=dict)
    mapped: Mapping[str, str] = field(default_factory=dict)
    """field -> heading."""
    automatic: tuple[str, ...] = ()
    """Fields that were mapped by label, not by the recordset."""
    unmapped: tuple[str, ...] = ()
    """Headings that fill no field."""
    notes: tuple[Sentence, ...] = ()
    """Rows skipped and why, the heading row found, and the like."""


@dataclass(frozen=True)
class ParameterUsed:
    procedure: str
    revision: str
    name: str
    value: str
    origin: str


@dataclass(frozen=True)
class Attested:
    """What a person attested to: by whom, when, of which case and period (None: every one)."""

    requirement: str
    case: str | None
    window: str | None
    by: str
    role: str | None
    date: str
    says: str
    statement: Sentence
    evidence: str | None


@dataclass(frozen=True)
class IndicatorValue:
    """`team` and `person` are None for everybody; `value` None where nothing was measured; `doubtful`: records left out,
    because a value of theirs cannot be read."""

    period: str
    team: str | None
    person: str | None
    value: float | None
    doubtful: int = 0


@dataclass(frozen=True)
class IndicatorResult:
    """`missing`: why it could not be measured."""

    id: str
    title: Sentence
    unit: str
    missing: Sentence | None
    values: tuple[IndicatorValue, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The result of one `check`: everything a report needs; the same inputs give an equal Outcome."""

    recordset: str
    as_of: str
    extracted_at: str
    profile: tuple[str, str]
    """Id and revision."""
    version: str
    fingerprint: str
    documents: int
    records: tuple[SourceFile, ...]
    requirements: tuple[RequirementResult, ...]
    findings: tuple[Finding, ...]
    parameters: tuple[ParameterUsed, ...]
    not_in_profile: int
    unfit: tuple[Sentence, ...] = ()
    """Fit expectations that failed, when the check went on with --unfit."""
    drafts: bool = False
    engine: str = "duckdb"
    same_day: str = "allowed"
    attestations: tuple[Attested, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()
    titles: Mapping[str, Sentence] = field(default_factory=dict)
    """Form and field names (`contract`, `contract.price`), roles and procedures in both languages, for reports."""
