"""Which checks apply, for which revisions and stretches of time, and what they compile to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from procedo.compile.builtin import builtin_forms
from procedo.compile.checks import parse_check
from procedo.compile.days import number_of
from procedo.compile.demanded import demanding, expecting
from procedo.compile.indicators import CompiledIndicator, compile_indicators
from procedo.compile.stretches import spans, stretches
from procedo.compile.variants import Variants, unknown_variant, variants_of
from procedo.folder import load
from procedo.language.context import Context, NotEvaluable, Stated
from procedo.language.decision import tables_named
from procedo.language.steps import Steps
from procedo.library import Document, Library
from procedo.model import Calendar, Form, Matrix, Procedure, Profile, Requirement
from procedo.problem import Problem, ProblemError
from procedo.records.reading import other_codes, readable
from procedo.rules._build import Build, Judged, Misplaced, Share, undecided
from procedo.rules._derived import derived
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
    indicators: list[CompiledIndicator] = field(default_factory=list)


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
        period: tuple[dt.date, dt.date] | None = None,
        stated: Stated | None = None,
    ):
        self.stated = stated or Stated()
        self.period = tuple(map(number_of, period)) if period else None
        self.library, self.tables, self.profile, self.as_of = library, tables, profile, as_of
        self.forms = {**builtin_forms(), **(forms or readable(library, as_of))}
        self.codes = other_codes(library, self.forms)
        self.matrices = self._matrices()
        self.acts_for = {id: tuple(role.may_act_for) for id, role in library.roles(as_of).items() if role.may_act_for}
        self.steps = Steps(dialect)
        self.problems: list[Problem] = []
        self.parameters: dict[tuple[str, str, str], tuple[Any, str]] = {}

    def _matrices(self) -> dict[str, Matrix]:
        """Form -> the approval matrix about it in force at the as-of day; none where there are several."""
        found: dict[str, list[Matrix]] = {}
        for id in self.library.ids("matrix"):
            document = self.library.in_force("matrix", id, self.as_of)
            if document and any(line.approvals for line in document.model.lines):
                found.setdefault(document.model.about, []).append(document.model)
        return {form: matrices[0] for form, matrices in found.items() if len(matrices) == 1}

    def indicators(self) -> Iterator[CompiledIndicator]:
        """The library's indicators, in force at the as-of day."""
        for id in self.library.ids("indicator_list"):
            document = self.library.newest("indicator_list", id, self.as_of)
            try:
                yield from compile_indicators(document, self.forms, lambda name: self.context({}, None, name))
            except ProblemError as error:
                self.problems += error.problems

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
        variants, problems = variants_of(body, document, path)
        said = {}
        for name, one in variants.bodies.items():
            said[name], wrong = parse_check(one, document, path)
            problems += [problem for problem in wrong if problem not in problems]
        self.problems += problems
        if problems or not said:
            return None
        fields = next(iter(said.values()))
        compiled = CompiledCheck(f"{requirement.id}.{fields.id}", fields.kind, fields, path)
        try:
            compiled.judged += self._variants(compiled, document, variants, said)
        except NotEvaluable as missing:
            compiled.judged, compiled.missing = [], missing.reason
        except ProblemError as error:
            self.problems += error.problems
            return None
        return compiled

    def _variants(self, compiled: CompiledCheck, document: Document, variants: Variants, said: Mapping[str, Any]) -> Iterator[Judged]:
        """By field, each variant judges its own records, and nobody those of none; otherwise one judges all."""
        shares: dict[str | None, Share | None] = {name: None for name in said}
        if variants.choose and not variants.by_parameter:
            shares = {name: Share(variants.choose, tuple(said), name) for name in (*said, None)}
        for name, share in shares.items():
            fields = said[name] if name is not None else compiled.fields
            for form, subset in self._cases(fields, document, compiled.path):
                yield from self._judged(compiled, fields, document, form, subset, share, (variants, name))

    def _cases(self, fields, document: Document, path) -> Iterator[tuple[Form, str | None]]:
        context = self.context({}, None, "")
        for name in self._case_names(fields):
            try:
                yield context.form(name)
            except KeyError:
                from procedo.compile.checks import unknown_form

                raise ProblemError([unknown_form(name, self.forms, document, path)]) from None

    def _case_names(self, fields) -> list[str]:
        if fields.case == ["all"]:
            own = builtin_forms()
            return [name for name, form in self.forms.items() if name in self.tables and form is not own.get(name)]
        return fields.case

    def _judged(
        self, compiled: CompiledCheck, fields: Any, document: Document, form: Form, subset: str | None, share: Share | None, variant
    ) -> Iterator[Judged]:
        matrix = getattr(fields, "matrix", None)
        tables = sorted(set(tables_named(fields.model_dump())))
        bound = {self._bound_matrix(id): id for id in tables}
        own = stretches(self.library, document, self.profile, self._bound_matrix(matrix) if matrix else None, tuple(bound), form.form)
        for stretch, span in zip(own, spans(self.library, document, own), strict=True):
            context = self.context(self._parameters(document, stretch.profile), stretch.matrix, compiled.id, fields)
            context.decision_tables = {bound[id]: d.model if d else None for id, d in stretch.tables.items() if self._exists(id)}
            context.bound = stretch.profile.model.roles
            then = stretch.form.model if stretch.form else form
            expected = expecting(form, then)
            context.forms = {**self.forms, form.form: expected}
            try:
                if self._chosen(context, variant, document, compiled.path):
                    build = Build(context, fields, expected, subset, span, share=share, demanded=partial(demanding, form, then))
                    undecidable = share is not None and share.name is None
                    judged = undecided(build) if undecidable else load("procedo.rules", compiled.kind).judgement(fields, build)
                    yield from (judged, *judged.further)
            except Misplaced as wrong:
                place = document.place((*compiled.path, *wrong.path), wrong.error.offset)
                raise ProblemError([Problem(place, wrong.error.id, wrong.error.sentence)]) from wrong
            self._note_parameters(document, context)

    def _chosen(self, context: Context, variant: tuple[Variants, str | None], document: Document, path) -> bool:
        """Whether this variant is the one that a parameter chooses, or nothing chooses between them."""
        variants, name = variant
        parameter = variants.by_parameter
        if parameter is None:
            return True
        if parameter not in context.parameters or str(context.parameters[parameter]) not in variants.bodies:
            raise ProblemError([unknown_variant(context.parameters.get(parameter), variants, document, path)])
        return str(context.parameter(parameter)) == name

    def context(self, parameters: Mapping[str, Any], matrix: Document | None, prefix: str, fields: Any = None) -> Context:
        return Context(
            self.forms,
            self.tables,
            parameters,
            number_of(self.as_of),
            self.steps,
            prefix,
            self.library.settings.same_day,
            matrix=matrix.model if matrix else None,
            calendar=self._calendar(getattr(fields, "calendar", None)),
            own_calendar=self._own_calendar(getattr(fields, "calendar", None)),
            period=self.period,
            stated=self.stated,
            derived=derived,
            acts_for=self.acts_for,
            matrices=self.matrices,
            codes=self.codes,
        )

    def _calendar(self, id: str | None) -> Calendar | None:
        """The calendar that the check names, else the profile's, else the library's."""
        profile: Profile = self.library.newest("profile", self.profile, self.as_of).model
        id = id or profile.calendar or self.library.settings.calendar
        return self.library.calendar(id) if id else None

    def _own_calendar(self, id: str | None) -> Calendar | None:
        """The calendar that the check names, where it is not the run's."""
        return self.library.calendar(id) if id and self._calendar(id) != self._calendar(None) else None

    def _exists(self, id: str) -> bool:
        return bool(self.library.revisions("matrix", id))

    def _bound_matrix(self, id: str) -> str:
        profile: Profile = self.library.newest("profile", self.profile, self.as_of).model
        return profile.matrices.get(id, id)

    def _parameters(self, document: Document, profile: Document) -> dict[str, Any]:
        procedure: Procedure = document.model
        return {name: profile.model.value(document.id, name, parameter.default) for name, parameter in procedure.parameters.items()}

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
    period: tuple[dt.date, dt.date] | None = None,
    stated: Stated | None = None,
) -> Program:
    """Compile what the profile applies (and is asked for). ProblemError with every fault of every check."""
    compiler = Compiler(library, tables, profile, as_of, forms, dialect, period, stated)
    model: Profile = library.newest("profile", profile, as_of).model

    def applies(document: Document, requirement: Requirement) -> bool:
        in_profile = document.id in model.procedures and requirement.id not in model.without
        return in_profile and (not requirement.profiles or profile in requirement.profiles)

    def wanted(document: Document, requirement: Requirement) -> bool:
        asked = (not requirements or requirement.id in requirements) and (not procedures or document.id in procedures)
        return asked and applies(document, requirement)

    found = list(compiler.requirements(wanted))
    measured = [] if requirements or procedures else list(compiler.indicators())
    if compiler.problems:
        raise ProblemError(compiler.problems)
    left_out = {
        requirement.id
        for id in library.ids("procedure")
        for document in [library.newest("procedure", id, as_of)]
        for requirement in document.model.requirements
        if not applies(document, requirement)
    }
    return Program(found, compiler.steps, len(left_out), compiler.parameters, measured)
