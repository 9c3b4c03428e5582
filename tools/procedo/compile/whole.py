"""Tables of forms that lack nothing: what checks are compiled against when no records are at hand (lint, explain)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from procedo.compile.builtin import builtin_forms
from procedo.compile.needed import needed
from procedo.compile.program import compile_library
from procedo.library import Library
from procedo.model import Form
from procedo.records.reading import readable
from procedo.table import FUTURE_DATED, NOT_YET, UNREADABLE, Column, Table


def whole_tables(forms: Mapping[str, Form], troubled: bool = False) -> dict[str, Table]:
    """One table per form, every field mapped; `troubled`: each also has a missing, a broken and a coming value."""
    return {name: _whole(form, troubled) for name, form in {**builtin_forms(), **forms}.items()}


def year_to(day: dt.date) -> tuple[dt.date, dt.date]:
    """The period taken where no recordset says which days its records cover."""
    day = min(max(day, dt.date(1971, 1, 1)), dt.date(9000, 1, 1))
    return day - dt.timedelta(days=365), day


def _whole(form: Form, troubled: bool) -> Table:
    states = {UNREADABLE: 1, FUTURE_DATED: 1, NOT_YET: 1} if troubled else {}
    return Table(form.form, 1, {name: Column(name, field.type, int(troubled), states) for name, field in form.fields.items()})


def statements(library: Library, id: str, as_of: dt.date, dialect: str = "duckdb") -> Iterator[tuple[str, str]]:
    """(name of the step, its SQL) of all that a requirement, or one check of it, compiles to, in order, laid out for reading."""
    requirement, _, check = id.partition(".")
    program = compile_library(
        library,
        whole_tables(readable(library, as_of)),
        library.settings.profile,
        as_of,
        (requirement,),
        dialect=dialect,
        period=year_to(as_of),
    )
    for step in needed(program, id if check else None):
        if step.select is not None:
            yield step.name, step.select.sql(dialect=dialect, pretty=True)
