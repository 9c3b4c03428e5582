"""From exports to tables: read every source, resolve persons, date every value, hand the columns to an engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from procedo.engines import Engine
from procedo.finding import SourceFile
from procedo.model.form import Form
from procedo.model.recordset import Recordset, SourceSpec
from procedo.problem import Place, Problem, ProblemError, nearest
from procedo.records.gather import Gathered, gather
from procedo.records.part import Opened, Part, fill, open_part
from procedo.records.persons import People
from procedo.records.population import Told, noted, population
from procedo.records.recordset import Where, files_of, nowhere
from procedo.records.streamed import Streamed, stream
from procedo.table import Raw, Table
from procedo.terms import say


@dataclass(frozen=True)
class Dataset:
    """What was loaded. `files` of one form stand in the order of its `Table.files`."""

    tables: dict[str, Table]
    files: tuple[SourceFile, ...]
    raws: list[Raw]
    population: tuple[Told, ...] = ()
    """What the export seems short of."""
    people: People | None = field(default=None, compare=False)
    """Everybody the recordset lists; None where it has no form that lists people."""


def load_forms(
    recordset: Recordset, root: Path, forms: Mapping[str, Form], zone: str, engine: Engine,
    as_of: dt.date, extracted_at: dt.date, where: Where = nowhere,
) -> Dataset:
    """Fill `engine` with the records of a recordset, normalised as procedo.table says. Raises ProblemError with every fault.

    `forms` are those that records are read with (`readable`), `root` is where paths start from.
    """
    problems: list[Problem] = []
    opened = _opened(recordset, root, forms, zone, where, problems)
    gathered = _gathered(opened, forms, engine, problems)
    if problems:
        raise ProblemError(problems)
    loaded = _loaded(gathered, engine, as_of, extracted_at)
    told = population(recordset, forms, loaded.tables, engine)
    return replace(loaded, files=noted(loaded.files, told), population=told)


def load_parts(
    parts: Mapping[str, list[Part]], forms: Mapping[str, Form], engine: Engine, as_of: dt.date, extracted_at: dt.date
) -> Dataset:
    """The same for what has been read already: form -> its files."""
    return _loaded([gather(forms[name], of_form) for name, of_form in parts.items()], engine, as_of, extracted_at)


def _loaded(gathered: Sequence[Gathered | Streamed], engine: Engine, as_of: dt.date, extracted_at: dt.date) -> Dataset:
    people, problems = _people(gathered), []
    for form in gathered:
        if people:
            form.resolve(people)
        form.settle(as_of, extracted_at)
        problems += form.make_keys()
    if problems:
        raise ProblemError(problems)
    tables = {form.name: form.into(engine) for form in gathered}
    files, raws = tuple(file for form in gathered for file in form.files()), [raw for f in gathered for raw in f.raws]
    return Dataset(tables, files, raws, people=people)


def _gathered(
    opened: Mapping[str, list[Opened]], forms: Mapping[str, Form], engine: Engine, problems: list[Problem]
) -> list[Gathered | Streamed]:
    """By whole columns where source and engine can, else row by row."""
    return [
        stream(forms[name], parts, engine) or gather(forms[name], [part for part in map(lambda o: _fill(o, problems), parts) if part])
        for name, parts in opened.items()
    ]


def _fill(opened: Opened, problems: list[Problem]) -> Part | None:
    with _told(opened.file, problems):
        return fill(opened)
    return None


@contextmanager
def _told(name: str, problems: list[Problem]) -> Iterator[None]:
    """What is wrong with a file joins the other problems."""
    try:
        yield
    except ProblemError as error:
        problems += [_placed(problem, name) for problem in error.problems]
    except OSError as error:
        problems.append(Problem(Place(name), "unreadable-file", say(
            f"文件无法读取：{error.strerror}", f"the file cannot be read: {error.strerror}")))


def _opened(
    recordset: Recordset, root: Path, forms: Mapping[str, Form], zone: str, where: Where, problems: list[Problem]
) -> dict[str, list[Opened]]:
    found: dict[str, list[Opened]] = {}
    for number, spec in enumerate(recordset.sources):
        form = forms.get(spec.form)
        if form is None:
            hint = nearest(spec.form, forms)
            problems.append(Problem(where(("sources", number, "form")), "unknown-form", say(
                f"没有表单“{spec.form}”{hint.zh}", f"there is no form “{spec.form}”{hint.en}")))
            continue
        found.setdefault(spec.form, []).extend(_open(form, spec, number, root, zone, where, problems))
    return found


def _open(
    form: Form, spec: SourceSpec, number: int, root: Path, zone: str, where: Where, problems: list[Problem]
) -> list[Opened]:
    def at(*path: str | int, key: bool = False) -> Place:
        return where(("sources", number, *path), key=key)

    parts: list[Opened] = []
    try:
        files = files_of(spec, root, at("path"))
    except ProblemError as error:
        problems += error.problems
        return []
    for path, name in files:
        with _told(name, problems):
            parts.append(open_part(form, spec, path, name, zone, at))
    return parts


def _placed(problem: Problem, name: str) -> Problem:
    """A fault of the file itself did not know its name; one of the mapping tells which file it does not fit."""
    if not problem.place.file:
        return replace(problem, place=replace(problem.place, file=name))
    if problem.id in ("no-such-column", "heading-twice"):
        return replace(problem, sentence=say(f"{name}：{problem.sentence.zh}", f"{name}: {problem.sentence.en}"))
    return problem


def _people(gathered: Sequence[Gathered | Streamed]) -> People | None:
    """Everybody the recordset lists; None when it has no form that lists people."""
    listing = [form for form in gathered if form.form.person]
    people = People()
    for form in listing:
        for id, aliases, same_as in form.persons():
            people.add(id, aliases, same_as)
    return people if listing else None
