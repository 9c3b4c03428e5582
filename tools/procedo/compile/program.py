"""Which checks apply, for which revisions and stretches of time, and what they compile to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from procedo.compile.builtin import builtin_forms
from procedo.compile.checks import parse_check
from procedo.compile.days import number_of
from procedo.folder import load
from procedo.language.context import Context, NotEvaluable
from procedo.language.steps import Steps
from procedo.library import Document, Library
from procedo.model import Form, Procedure, Profile, Requirement
from procedo.problem import Problem, ProblemError
from procedo.rules._build import Build, Judged, Misplaced, Span
from procedo.rules._decisions import derived
from procedo.table import Table
from procedo.terms import Sentence


@dataclass
class CompiledCheck:
    """One check of one procedure revision: a judgement per form and stretch, or why there is none."""

    id: str
    kind: str
    fields: Any
    path: tuple[str | int, ...]
    judged: list[Judged] = field(default_factory=list)
    missing: Sentence | None = None


@dataclass
class CompiledRequirement:
    requirement: Requirement
    document: Document
    index: int
    checks: list[CompiledCheck]
    current: bool
    """Whether this procedure revision is the one in force at the as-of day (or the newest)."""


@dataclass
class Program:
    requirements: list[CompiledRequirement]
    steps: Steps
    not_in_profile: int
    parameters: dict[tuple[str, str, str], tuple[Any, str]]
    """(procedure, revision, name) -> (value, origin), of the parameters that checks read."""


@dataclass(frozen=True)
class Stretch:
    """Days [first, end) with one procedure revision, one profile revision and one matrix revision."""

    first: dt.date
    end: dt.date | None
    profile: Document
    matrix: Document | None


class Compiler:
    """Compiles the checks of a library against what a recordset holds."""

    def __init__(
        self,
        library: Library,
        tables: Mapping[str, Table],
        profile: str,
        as_of: dt.date,
        forms: Mapping[str, Form] | None = None,
        dialect: str = "duckdb",
    ):
        self.library, self.tables, self.profile, self.as_of = library, tables, profile, as_of
        self.forms = {**builtin_forms(), **(forms or library.forms(as_of))}
        self.steps = Steps(dialect)
        self.problems: list[Problem] = []
        self.parameters: dict[tuple[str, str, str], tuple[Any, str]] = {}

    def requirements(self, wanted) -> Iterator[CompiledRequirement]:
        for id in self.library.ids("procedure"):
            revisions = self.library.revisions("procedure", id)
            current = self.library.in_force("procedure", id, self.as_of) or revisions[-1]
            for document in revisions:
                for index, requirement in enumerate(document.model.requirements):
                    if wanted(document, requirement):
                        yield self.requirement(document, index, requirement, document is current)

    def requirement(self, document: Document, index: int, requirement: Requirement, current: bool) -> CompiledRequirement:
        checks = [
            self.check(document, requirement, body, ("requirements", index, "checks", n)) for n, body in enumerate(requirement.checks)
        ]
        return CompiledRequirement(requirement, document, index, [c for c in checks if c], current)

    def check(self, document: Document, requirement: Requirement, body: dict[str, Any], path: tuple) -> CompiledCheck | None:
        fields, problems = parse_check(body, document, path)
        self.problems += problems
        if fields is None:
            return None
        compiled = CompiledCheck(f"{requirement.id}.{fields.id}", fields.kind, fields, path)
        try:
            for form, subset in self._cases(fields, document, path):
                compiled.judged += self._judged(compiled, document, form, subset)
        except NotEvaluable as missing:
            compiled.judged, compiled.missing = [], missing.reason
        except ProblemError as error:
            self.problems += error.problems
            return None
        return compiled

    def _cases(self, fields, document: Document, path) -> Iterator[tuple[Form, str | None]]:
        context = self._context({}, None, "")
        for name in self._case_names(fields):
            try:
                yield context.form(name)
            except KeyError:
                from procedo.compile.checks import unknown_form

                raise ProblemError([unknown_form(name, self.forms, document, path)]) from None

    def _case_names(self, fields) -> list[str]:
        if fields.case == ["all"]:
            return [name for name in self.forms if name in self.tables and name not in builtin_forms()]
        return fields.case

    def _judged(self, compiled: CompiledCheck, document: Document, form: Form, subset: str | None) -> Iterator[Judged]:
        stretches = self._stretches(compiled.fields, document)
        all_spans = self._all_spans(document, stretches)
        for number, stretch in enumerate(stretches):
            span = self._span(document, stretch, all_spans, last=number == len(stretches) - 1)
            context = self._context(self._parameters(document, stretch.profile), stretch.matrix, compiled.id)
            build = Build(context, compiled.fields, form, subset, span)
            try:
                yield load("procedo.rules", compiled.kind).judgement(compiled.fields, build)
            except Misplaced as wrong:
                place = document.place((*compiled.path, *wrong.path), wrong.error.offset)
                raise ProblemError([Problem(place, wrong.error.id, wrong.error.sentence)]) from wrong
            self._note_parameters(document, context)

    def _context(self, parameters: Mapping[str, Any], matrix: Document | None, prefix: str) -> Context:
        return Context(
            self.forms,
            self.tables,
            parameters,
            number_of(self.as_of),
            self.steps,
            prefix,
            self.library.settings.same_day,
            matrix.model if matrix else None,
            derived=derived,
        )

    def _stretches(self, fields, document: Document) -> list[Stretch]:
        first, end = self.library.span(document)
        cuts = {first}
        profiles = self.library.revisions("profile", self.profile)
        matrix = getattr(fields, "matrix", None)
        matrix = self._bound_matrix(matrix) if matrix else None
        matrices = self.library.revisions("matrix", matrix) if matrix else ()
        for other in (*profiles, *matrices):
            start, ceased = self.library.span(other)
            cuts |= {day for day in (start, ceased) if day and first < day and (end is None or day < end)}
        days = sorted(cuts)
        return [
            Stretch(
                day,
                following or end,
                self.library.newest("profile", self.profile, day),
                self.library.in_force("matrix", matrix, day) if matrix else None,
            )
            for day, following in zip(days, [*days[1:], None], strict=True)
        ]

    def _bound_matrix(self, id: str) -> str:
        profile: Profile = self.library.newest("profile", self.profile, self.as_of).model
        return profile.matrices.get(id, id)

    def _all_spans(self, document: Document, stretches: list[Stretch]) -> list[tuple[int, int | None]]:
        others = [self.library.span(d) for d in self.library.revisions("procedure", document.id) if d is not document]
        spans = [*others, *((s.first, s.end) for s in stretches)]
        return [(number_of(first), number_of(end) if end else None) for first, end in spans]

    def _span(self, document: Document, stretch: Stretch, spans, last: bool) -> Span:
        """The newest revision's last stretch also counts the records that no revision was in force for."""
        own = (number_of(stretch.first), number_of(stretch.end) if stretch.end else None)
        rest = last and document is self.library.revisions("procedure", document.id)[-1]
        return Span(own[0], own[1], tuple(s for s in spans if s != own), rest)

    def _parameters(self, document: Document, profile: Document) -> dict[str, Any]:
        procedure: Procedure = document.model
        values = {name: parameter.default for name, parameter in procedure.parameters.items()}
        return values | {name: value for name, value in profile.model.parameters.items() if name in values}

    def _note_parameters(self, document: Document, context: Context) -> None:
        for name in context.parameters_used:
            value = context.parameters[name]
            parameter = document.model.parameters[name]
            origin = parameter.origin if value == parameter.default else "profile"
            self.parameters[document.id, document.revision, name] = (value, origin)


def compile_library(
    library: Library,
    tables: Mapping[str, Table],
    profile: str,
    as_of: dt.date,
    requirements: tuple[str, ...] = (),
    procedures: tuple[str, ...] = (),
    forms: Mapping[str, Form] | None = None,
    dialect: str = "duckdb",
) -> Program:
    """Compile what the profile applies (and is asked for). ProblemError with every fault of every check."""
    compiler = Compiler(library, tables, profile, as_of, forms, dialect)
    model: Profile = library.newest("profile", profile, as_of).model

    def applies(document: Document, requirement: Requirement) -> bool:
        in_profile = document.id in model.procedures and requirement.id not in model.without
        return in_profile and (not requirement.profiles or profile in requirement.profiles)

    def wanted(document: Document, requirement: Requirement) -> bool:
        asked = (not requirements or requirement.id in requirements) and (not procedures or document.id in procedures)
        return asked and applies(document, requirement)

    found = list(compiler.requirements(wanted))
    if compiler.problems:
        raise ProblemError(compiler.problems)
    left_out = {
        requirement.id
        for id in library.ids("procedure")
        for document in [library.newest("procedure", id, as_of)]
        for requirement in document.model.requirements
        if not applies(document, requirement)
    }
    return Program(found, compiler.steps, len(left_out), compiler.parameters)
