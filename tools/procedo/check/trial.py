"""Worked examples judged: each alone, through the loader, the compiler and an engine that judge every record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from procedo.check.judge import foreign, make
from procedo.check.room import Room
from procedo.check.verdicts import CaseVerdict, verdicts
from procedo.compile import CompiledCheck, builtin, compile_library
from procedo.compile.needed import leading_to
from procedo.examples import Case, Linked, Record
from procedo.examples.variant import with_parameters
from procedo.folder import load
from procedo.language.steps import Step
from procedo.library import Library
from procedo.model import Calendar, Form
from procedo.model.recordset import ColumnSpec, SourceSpec
from procedo.problem import Place, Problem, ProblemError, nearest
from procedo.records.load import load_parts
from procedo.records.names import named
from procedo.records.part import Part, hows_of, part_of
from procedo.rules._build import Judged
from procedo.sources import Row, Sheet
from procedo.table import FUTURE_DATED, NOT_YET, UNREADABLE, Column, Table, sql_type
from procedo.terms import say

NOT_APPLICABLE = "not-applicable"
ANY = {UNREADABLE: 1, FUTURE_DATED: 1, NOT_YET: 1}


@dataclass(frozen=True)
class Tried:
    """What became of an example."""

    example: Linked
    verdict: str
    reasons: tuple[str, ...]

    @property
    def ok(self) -> bool:
        wanted = self.example.example
        return self.verdict == wanted.expect and (wanted.reasons is None or list(self.reasons) == wanted.reasons)


@dataclass(frozen=True)
class Plan:
    """A compiled check: its steps, its judgements, and the tables it reads."""

    steps: list[Step]
    judged: list[Judged]
    read: set[str]


class Trial:
    """Judges examples on one engine. What two examples share is read and compiled once."""

    def __init__(self, engine: str = "sqlite"):
        self.module = load("procedo.engines", engine)
        self.room = Room(self.module.connect())
        self._libraries: list[Library] = []
        self._forms: dict[Any, dict[str, Form]] = {}
        self._own: dict[Any, dict[str, builtin.Filled]] = {}
        self._plans: dict[Any, Plan] = {}

    def __enter__(self) -> Trial:
        return self

    def __exit__(self, *_: object) -> None:
        self.room.close()

    def judge(self, example: Linked) -> Tried:
        """ProblemError when a record cannot be loaded, a check does not compile, or the case is none of the records."""
        found = self._found(example)
        seen = _case(example, found)
        return Tried(example, seen.verdict, seen.reasons) if seen else Tried(example, NOT_APPLICABLE, ())

    def _found(self, example: Linked) -> list[CaseVerdict]:
        case, forms, own = example.case, self.forms(example.case), self.own(example.case)
        known = {**builtin.builtin_forms(), **forms}
        parts = {form: [_part(known[form], records, case.library.settings.time_zone, example)] for form, records in case.records.items() if records}
        calendar = _calendar(case)
        self.room.enter(calendar)
        try:
            loaded = load_parts(parts, known, self.room, case.as_of, case.extracted_at).tables
            plan = self.plan(example, forms, {name: _alike(known[name], loaded.get(name)) for name in [*forms, *own]})
            self._fill(plan, forms, own, loaded)
            make(plan.steps, self.room, calendar)
            return [verdict for judged in plan.judged for verdict in verdicts(self.room, self.module.DIALECT, judged)]
        finally:
            self.room.clear()

    def plan(self, example: Linked, forms: Mapping[str, Form], tables: Mapping[str, Table]) -> Plan:
        """The example's check, in every revision of its procedure, against tables of this shape."""
        case = example.case
        values = json.dumps(dict(case.parameters), sort_keys=True, ensure_ascii=False)
        key = (self._which(case.library), example.check, case.profile, values, case.as_of, case.period, tuple(_shape(table) for table in tables.values()))
        if key not in self._plans:
            library = with_parameters(case.library, case.profile, case.parameters) if case.parameters else case.library
            whole = compile_library(
                library, tables, case.profile, case.as_of, (example.requirement.id,),
                forms=forms, dialect=self.module.DIALECT, period=case.period)
            own = [replace(r, checks=[c for c in r.checks if c.id == example.check]) for r in whole.requirements]
            _refuse_missing(example, [check for requirement in own for check in requirement.checks])
            judged = [j for requirement in own for check in requirement.checks for j in check.judged]
            steps = leading_to(whole, (name for j in judged for name in (j.table, j.cases)))
            self._plans[key] = Plan(steps, judged, foreign(steps) | {name for j in judged for name in (j.form, j.cases)})
        return self._plans[key]

    def _fill(self, plan: Plan, forms: Mapping[str, Form], own: Mapping[str, builtin.Filled], loaded: Mapping[str, Table]) -> None:
        """Empty tables for the forms that the check reads and the example has no record of; those of the library itself."""
        for name in sorted(plan.read):
            form, _, field = name.partition(".")
            if form in loaded:
                continue
            if form in forms:
                self.room.load(name, _list_columns() if field else _table_columns(forms[form]), [])
            elif form in own and not field:
                builtin.load(self.room, {form: own[form]})

    def forms(self, case: Case) -> dict[str, Form]:
        key = (self._which(case.library), case.as_of)
        if key not in self._forms:
            self._forms[key] = named(case.library.forms(case.as_of), case.library.roles(case.as_of))
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
    if len(names) > 1 or (wanted is None and len({c.key for c in found}) > 1):
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


def _part(form: Form, records: list[Record], zone: str, example: Linked) -> Part:
    """Records as a sheet whose headings are the form's fields; the row is the line of the record in its file."""
    names = list(form.fields)
    spec = SourceSpec(form=form.form, path="", header=0, automatic=False, columns={name: ColumnSpec(column=[name]) for name in names})

    def rows() -> Iterator[Row]:
        yield 0, list(names)
        for record in records:
            yield record.place.line, [_cell(record.values.get(name)) for name in names]

    def at(*path: str | int, key: bool = False) -> Place:
        return example.place

    return part_of(form, spec, Sheet(rows()), records[0].place.file, "", hows_of(form, spec, zone, at), at)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _alike(form: Form, loaded: Table | None) -> Table:
    """What a check is compiled against: a table in which any value may be missing, broken or to come.

    So one compilation serves all examples of a check; what it makes of a value is the same either way.
    """
    known = loaded.columns if loaded else {}
    columns = {}
    for name, field in form.fields.items():
        read = known.get(name)
        columns[name] = Column(name, read.type if read else field.type, 1, ANY, read.scale if read else None)
    return Table(form.form, 1, columns, loaded.repeated_keys if loaded else 0)


def _table_columns(form: Form) -> list[tuple[str, str]]:
    head = [("_row", "BIGINT"), ("_key", "TEXT"), ("_file", "BIGINT"), ("_line", "BIGINT")]
    return head + [(name, sql_type(field.type)) for name, field in form.fields.items()]


def _list_columns() -> list[tuple[str, str]]:
    return [("_row", "BIGINT"), ("_at", "BIGINT"), ("value", "TEXT")]


def _shape(table: Table) -> tuple[Any, ...]:
    """In what the tables of one form differ from example to example."""
    return bool(table.repeated_keys), tuple((c.type, c.scale) for c in table.columns.values())
