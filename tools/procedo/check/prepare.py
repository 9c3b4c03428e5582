"""From a request to loaded tables: recordset, profile, engine, records, built-in forms, fitness."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from procedo.check import Request
from procedo.compile import builtin
from procedo.compile.holders import holders
from procedo.compile.misfits import misfits
from procedo.engines import AUTOMATIC, Engine, suited
from procedo.folder import load
from procedo.language.context import Stated
from procedo.library import Document, Library
from procedo.library.attestations import read_attestations
from procedo.model import Calendar, Form, Recordset
from procedo.problem import Place, Problem, ProblemError, nearest, refuse
from procedo.records import Dataset, load_forms, read_recordset, root_of, weight
from procedo.records.fit import unfit
from procedo.records.population import noted
from procedo.records.reading import readable
from procedo.table import Table
from procedo.terms import Sentence


@dataclass(frozen=True)
class Prepared:
    recordset: Recordset
    as_of: dt.date
    extracted_at: dt.date
    profile: str
    profile_document: Document
    forms: Mapping[str, Form]
    tables: Mapping[str, Table]
    dataset: Dataset
    engine: Engine
    engine_name: str
    dialect: str
    calendar: Calendar | None
    unfit: tuple[Sentence, ...]

    def source(self, form: str, index: int) -> tuple[str, str | None]:
        """File and sheet that a record's `_file` stands for; records of the library's own forms stand in its documents."""
        files = [f for f in self.dataset.files if f.form == form]
        return (files[index].file, files[index].sheet) if files else (self.tables[form].files[index], None)

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The days that the records cover, where the recordset says so."""
        return _period(self.recordset)

    def stated(self, library: Library) -> Stated:
        """What is stated beside the records: attestations known on the as-of day."""
        attested: dict[str, tuple] = {}
        for one in read_attestations(library):
            if one.date <= self.as_of:
                attested[one.requirement] = (*attested.get(one.requirement, ()), (one.case, one.window, one.says == "conforms"))
        return Stated(self.recordset.numbers, attested)

    @cached_property
    def raw_texts(self) -> dict[tuple[str, str, int], str]:
        """(form, field, row) -> what stood in a cell that could not be read."""
        return {(raw.form, raw.field, raw.row): raw.text for raw in self.dataset.raws}


def prepare(request: Request) -> Prepared:
    library = request.library
    recordset, where = read_recordset(request.recordset, _shown(request))
    as_of = request.as_of or recordset.as_of or recordset.extracted_at
    profile = request.profile or recordset.profile or library.settings.profile
    _check_options(request, profile, as_of, recordset)
    root = root_of(recordset, request.recordset.parent, request.data, where)
    module = load("procedo.engines", suited(weight(recordset, root)) if request.engine == AUTOMATIC else request.engine)
    engine = module.connect()
    try:
        if request.engine == AUTOMATIC and hasattr(engine, "exact"):
            engine.exact()
        forms = readable(library, as_of)
        dataset = load_forms(recordset, root, forms, library.settings.time_zone, engine, as_of, recordset.extracted_at, where)
        vacant = holders(library, profile, _period(recordset), forms, dataset.tables, engine)
        dataset = replace(dataset, files=noted(dataset.files, vacant))
        own = builtin.filled(library, as_of, _period(recordset))
        builtin.load(engine, own)
        tables = {**dataset.tables, **{name: one.table for name, one in own.items()}}
        document = library.newest("profile", profile, as_of)
        faults = unfit(recordset, forms, dataset)
        if faults and not request.unfit:
            raise ProblemError([Problem(Place(_shown(request)), "unfit", fault.sentence) for fault in faults])
        return Prepared(
            recordset,
            as_of,
            recordset.extracted_at,
            profile,
            document,
            {**builtin.builtin_forms(), **forms},
            tables,
            dataset,
            engine,
            module.NAME,
            module.DIALECT,
            _calendar(request, document),
            tuple(f.sentence for f in faults),
        )
    except BaseException:
        engine.close()
        raise


def _period(recordset: Recordset) -> tuple[dt.date, dt.date] | None:
    said = recordset.period
    return (said.from_, said.to or recordset.extracted_at) if said else None


def _shown(request: Request) -> str:
    """The recordset's file as the user knows it."""
    try:
        return request.recordset.resolve().relative_to(request.library.root.resolve()).as_posix()
    except ValueError:
        return request.recordset.as_posix()


def _calendar(request: Request, profile: Document) -> Calendar | None:
    name = profile.model.calendar or request.library.settings.calendar
    return request.library.calendar(name) if name else None


def _check_options(request: Request, profile: str, as_of: dt.date, recordset: Recordset) -> None:
    library = request.library
    if as_of > recordset.extracted_at:
        export = recordset.extracted_at
        raise refuse("as-of-after-export", f"判定日 {as_of} 晚于导出日 {export}", f"as-of {as_of} lies after the export of {export}")
    _known(profile, library.ids("profile"), "unknown-profile", ("没有方案", "there is no profile"))
    _check_values(library, library.newest("profile", profile, as_of))
    for id in request.procedures:
        _known(id, library.ids("procedure"), "unknown-procedure", ("没有程序", "there is no procedure"))
    known = [r.id for document in library.all("procedure") for r in document.model.requirements]
    for id in (*request.requirements, *(r.split(".")[0] for r in request.require)):
        if library.requirement(id) is None:
            _known(id, known, "unknown-requirement", ("没有要求", "there is no requirement"))


def _check_values(library: Library, profile: Document) -> None:
    """A value that no procedure offers would leave checks undone, and nobody would be told."""
    wrong = [Problem(profile.place(("parameters", key)), "unknown-choice", told) for key, told in misfits(library, profile)]
    if wrong:
        raise ProblemError(wrong)


def _known(word: str, known: list[str], id: str, sentence: tuple[str, str]) -> None:
    if word not in known:
        hint = nearest(word, known)
        raise refuse(id, f"{sentence[0]}“{word}”{hint.zh}", f"{sentence[1]} “{word}”{hint.en}")
