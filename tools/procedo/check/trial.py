"""Worked examples judged: each alone, through the loader, the compiler and an engine that judge every record."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from procedo.check.grade import grade
from procedo.check.judge import foreign, make
from procedo.check.room import Room
from procedo.check.supplied import Supplied, alike, empty, shape, supply
from procedo.check.verdicts import CaseVerdict, verdicts
from procedo.compile import CompiledCheck, builtin, compile_library
from procedo.compile.needed import leading_to
from procedo.examples import Case, Linked
from procedo.examples.variant import with_parameters
from procedo.folder import load
from procedo.language.steps import Step
from procedo.library import Library
from procedo.model import Calendar, Form
from procedo.problem import Problem, ProblemError, nearest
from procedo.records.reading import readable
from procedo.rules._build import Judged
from procedo.table import Table
from procedo.terms import say

NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True)
class Tried:
    """What became of an example."""

    example: Linked
    verdict: str
    reasons: tuple[str, ...]
    grade: str = ""

    @property
    def ok(self) -> bool:
        wanted = self.example.example
        same = wanted.reasons is None or list(self.reasons) == wanted.reasons
        return self.verdict == wanted.expect and same and wanted.grade in (None, self.grade)


@dataclass(frozen=True)
class Plan:
    """A compiled check: its steps, its judgements, and the tables it reads."""

    steps: list[Step]
    judged: list[Judged]
    read: set[str]
    grades: Mapping[str, Callable[[int, int], str]]
    """Judged table -> the grade of its findings, by how many of how many records are faulty."""


@dataclass(frozen=True)
class _Known:
    """The forms of a library on a day, and beside them those that it fills itself."""

    forms: dict[str, Form]

    @cached_property
    def all(self) -> dict[str, Form]:
        return {**builtin.builtin_forms(), **self.forms}

    @cached_property
    def unmet(self) -> dict[str, Table]:
        """Tables of forms that no example of a check has records of."""
        return {name: alike(form, None, {}) for name, form in self.all.items()}


class Trial:
    """Judges examples on one engine. What two examples share is read and compiled once."""

    def __init__(self, engine: str = "sqlite"):
        self.module = load("procedo.engines", engine)
        self.room = Room(self.module.connect())
        self._libraries: list[Library] = []
        self._forms: dict[Any, _Known] = {}
        self._own: dict[Any, dict[str, builtin.Filled]] = {}
        self._supplied: dict[Any, tuple[object, Supplied]] = {}
        self._plans: dict[Any, Plan] = {}
        self._met: dict[str, dict[tuple[str, str], set[int]]] = defaultdict(lambda: defaultdict(set))
        """Check -> the states of the values of its examples."""

    def __enter__(self) -> Trial:
        return self

    def __exit__(self, *_: object) -> None:
        self.room.close()

    def expect(self, examples: Iterable[Linked]) -> None:
        """Look at what is to be judged, so that one compilation of each check will do."""
        for example in examples:
            with suppress(ProblemError):  # said when it is judged
                self._meet(example, self._supply(example))

    def judge(self, example: Linked) -> Tried:
        """ProblemError when a record cannot be loaded, a check does not compile, or the case is none of the records."""
        found = self._found(example)
        seen = _case(example, found)
        return Tried(example, seen.verdict, seen.reasons, seen.grade) if seen else Tried(example, NOT_APPLICABLE, ())

    def _found(self, example: Linked) -> list[CaseVerdict]:
        case, given = example.case, self._supply(example)
        self._meet(example, given)
        calendar = _calendar(case)
        self.room.enter(calendar)
        try:
            for load_ in given.loads:
                self.room.load(*load_)
            plan = self.plan(example, given)
            self._fill(plan, case, given)
            make(plan.steps, self.room, calendar)
            return [verdict for judged in plan.judged for verdict in self._verdicts(plan, judged, given)]
        finally:
            self.room.clear()

    def _verdicts(self, plan: Plan, judged: Judged, given: Supplied) -> list[CaseVerdict]:
        found = list(verdicts(self.room, self.module.DIALECT, judged))
        table = given.tables.get(judged.form)
        faulty = sum(verdict.verdict == "nonconforming" for verdict in found)
        return [replace(verdict, grade=plan.grades[judged.table](faulty, table.rows if table else 0)) for verdict in found]

    def _supply(self, example: Linked) -> Supplied:
        case = example.case
        key = (id(case.records), self._which(case.library), case.as_of, case.extracted_at)
        if key not in self._supplied:
            self._supplied[key] = case.records, supply(example, self._known(case).all)
        return self._supplied[key][1]

    def _meet(self, example: Linked, given: Supplied) -> None:
        for place, states in given.states:
            self._met[example.check][place] |= states

    def plan(self, example: Linked, given: Supplied) -> Plan:
        """The example's check, in every revision of its procedure, against tables of this shape."""
        case, met = example.case, self._met[example.check]
        known = self._known(case)
        tables = {name: alike(known.all[name], given.tables.get(name), met) for name in sorted({form for form, _ in met})}
        values = json.dumps(dict(case.parameters), sort_keys=True, ensure_ascii=False)
        shapes = tuple((name, shape(table)) for name, table in tables.items())
        key = (self._which(case.library), example.check, case.profile, values, case.as_of, case.period, shapes)
        if key not in self._plans:
            library = with_parameters(case.library, case.profile, case.parameters) if case.parameters else case.library
            whole = compile_library(
                library, {**known.unmet, **tables}, case.profile, case.as_of, (example.requirement.id,),
                forms=known.forms, dialect=self.module.DIALECT, period=case.period)
            own = [replace(r, checks=[c for c in r.checks if c.id == example.check]) for r in whole.requirements]
            _refuse_missing(example, [check for requirement in own for check in requirement.checks])
            judged = [j for requirement in own for check in requirement.checks for j in check.judged]
            steps = leading_to(whole, (name for j in judged for name in (j.table, j.cases)))
            read = foreign(steps) | {name for j in judged for name in (j.form, j.cases)}
            profile = library.newest("profile", case.profile).model
            grades = {j.table: partial(grade, r, check, profile) for r in own for check in r.checks for j in check.judged}
            self._plans[key] = Plan(steps, judged, read, grades)
        return self._plans[key]

    def _fill(self, plan: Plan, case: Case, given: Supplied) -> None:
        """Empty tables for the forms that the check reads and the example has no record of; those of the library itself."""
        forms = self.forms(case)
        for name in sorted(plan.read):
            form, _, field = name.partition(".")
            if form in given.tables:
                continue
            if form in forms:
                self.room.load(name, empty(forms[form], field), [])
            elif form in self._known(case).all and not field:
                builtin.load(self.room, {form: self.own(case)[form]})

    def forms(self, case: Case) -> dict[str, Form]:
        return self._known(case).forms

    def _known(self, case: Case) -> _Known:
        key = (self._which(case.library), case.as_of)
        if key not in self._forms:
            self._forms[key] = _Known(readable(case.library, case.as_of))
        return self._forms[key]

    def own(self, case: Case) -> dict[str, builtin.Filled]:
        """What the library itself has records of."""
        key = (self._which(case.library), case.as_of, case.period)
        if key not in self._own:
            self._own[key] = builtin.filled(case.library, case.as_of, case.period)
        return self._own[key]

    def _which(self, library: Library) -> int:
        """The library's number among those seen, kept so that no other takes its place in memory."""
        for number, known in enumerate(self._libraries):
            if known is library:
                return number
        self._libraries.append(library)
        return len(self._libraries) - 1


def _calendar(case: Case) -> Calendar | None:
    name = case.library.newest("profile", case.profile).model.calendar or case.library.settings.calendar
    return case.library.calendar(name) if name else None


def _case(example: Linked, found: list[CaseVerdict]) -> CaseVerdict | None:
    """The case that is meant: the one that is named, or the only one there is. None: it is no case."""
    wanted = example.example.case
    cases = [c for c in found if wanted is None or wanted in (c.name, c.key)]
    judged = [c for c in cases if c.verdict != NOT_APPLICABLE]
    names = sorted({c.name for c in judged})
    if len(judged) > 1 or (wanted is None and len({c.key for c in found}) > 1):
        raise _which(example, names or sorted({c.name for c in found}))
    if not cases and wanted is not None:
        hint = nearest(wanted, [c.name for c in found])
        raise ProblemError([Problem(example.place, "unknown-case", say(
            f"示例 {example.id} 的记录里没有“{wanted}”{hint.zh}", f"there is no “{wanted}” among the records of {example.id}{hint.en}"))])
    return judged[0] if judged else None


def _refuse_missing(example: Linked, checks: list[CompiledCheck]) -> None:
    """A check that lacks something to go by (the period that the records cover) judges nothing."""
    for check in checks:
        if check.missing:
            raise ProblemError([Problem(example.place, "not-evaluable", say(
                f"示例 {example.id} 无法判定：{check.missing.zh}", f"{example.id} cannot be judged: {check.missing.en}"))])


def _which(example: Linked, names: list[str]) -> ProblemError:
    zh, en = "、".join(names), ", ".join(names)
    return ProblemError([Problem(example.place, "which-case", say(
        f"示例 {example.id} 有几个案例，请写明 case：{zh}", f"{example.id} has several cases; say which is meant with `case`: {en}"))])
