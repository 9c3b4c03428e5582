"""The records of an example, read as an export is read, ready to be handed to an engine as often as wanted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from procedo.examples import Linked, Record
from procedo.model import Form
from procedo.model.recordset import ColumnSpec, SourceSpec
from procedo.problem import Place
from procedo.records.load import load_parts
from procedo.records.part import Part, hows_of, part_of
from procedo.sources import Row, Sheet
from procedo.table import Column, Table, sql_type

States = Mapping[tuple[str, str], set[int]]
"""(form, field) -> the states (table.py) that some value of it has; (form, "") -> how many records some example has."""
MANY = 100_000
"""Records that a table is compiled for: more than an example ever has."""


@dataclass(frozen=True)
class Supplied:
    """`loads`: what an engine is to load, in order."""

    tables: Mapping[str, Table]
    loads: list[tuple[str, Sequence[tuple[str, str]], list[Sequence[Any]]]]

    @property
    def states(self) -> Iterator[tuple[tuple[str, str], set[int]]]:
        for form, table in self.tables.items():
            yield (form, ""), {table.rows}
            yield from (((form, column.name), set(column.states)) for column in table.columns.values() if column.states)


def supply(example: Linked, forms: Mapping[str, Form]) -> Supplied:
    """Read the example's records. ProblemError with the line of what cannot be a record."""
    case, shelf = example.case, _Shelf()
    zone = case.library.settings.time_zone
    parts = {form: [_part(forms[form], records, zone, example)] for form, records in case.records.items() if records}
    tables = load_parts(parts, forms, shelf, case.as_of, case.extracted_at).tables
    return Supplied(tables, shelf.loads)


class _Shelf:
    """Where an engine would be: what is to be loaded is kept."""

    def __init__(self) -> None:
        self.loads: list[tuple[str, Sequence[tuple[str, str]], list[Sequence[Any]]]] = []

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        self.loads.append((table, columns, list(rows)))


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


def alike(form: Form, table: Table | None, states: States) -> Table:
    """What a check is compiled against: a table in which a value may be whatever it is in some example of the check.

    So one compilation serves all of them; what it makes of a value is the same either way.
    """
    known = table.columns if table else {}
    columns = {}
    for name, field in form.fields.items():
        read, met = known.get(name), states.get((form.form, name), ())
        columns[name] = Column(name, read.type if read else field.type, 1, dict.fromkeys(sorted(met), 1), read.scale if read else None)
    return Table(form.form, MANY if states.get((form.form, "")) else 0, columns, table.repeated_keys if table else 0)


def shape(table: Table) -> tuple[Any, ...]:
    """What a query against a table depends on."""
    return bool(table.rows), bool(table.repeated_keys), tuple((c.type, c.scale, tuple(c.states)) for c in table.columns.values())


def empty(form: Form, field: str) -> list[tuple[str, str]]:
    """The columns of a form's table, or of the table of one of its list fields."""
    if field:
        return [("_row", "BIGINT"), ("_at", "BIGINT"), ("value", "TEXT")]
    head = [("_row", "BIGINT"), ("_key", "TEXT"), ("_file", "BIGINT"), ("_line", "BIGINT")]
    return head + [(name, sql_type(declared.type)) for name, declared in form.fields.items()]
