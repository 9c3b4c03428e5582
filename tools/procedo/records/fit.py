"""Is the export fit to be audited? The *fit* expectations, one definition for `check` and for `fitness`.

Each expectation is stated from the form and the recordset, and measured on what was loaded: key columns mapped, rows there,
control totals met, keys that occur once, few enough unreadable values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from procedo.model import Form, Recordset
from procedo.records.load import Dataset
from procedo.table import FUTURE_DATED, UNREADABLE, Table
from procedo.terms import Sentence, say


@dataclass(frozen=True)
class Expectation:
    """`kind`: rows, total, keys or readable. `limit` and `measured` are counts, or shares for readable."""

    kind: str
    form: str
    field: str | None
    limit: float
    measured: float
    met: bool
    sentence: Sentence
    """What is wrong when it is not met."""


def expectations(recordset: Recordset, forms: Mapping[str, Form], dataset: Dataset) -> Iterator[Expectation]:
    """Every fit expectation of the recordset, measured, by form."""
    for name, table in sorted(dataset.tables.items()):
        title = forms[name].title
        yield from _rows(recordset, name, table, title)
        yield Expectation("keys", name, None, 0, table.repeated_keys, table.repeated_keys == 0, say(
            f"{title.in_('zh')}（{name}）有 {table.repeated_keys} 条记录的主键重复",
            f"{title.in_('en')} ({name}) repeats the key of {table.repeated_keys} records"))
        yield from _readable(recordset, forms[name], table)
    for name, count in recordset.rows.items():
        if name not in dataset.tables:
            yield Expectation("total", name, None, count, 0, False, say(
                f"控制总数要求 {name} 有 {count} 条，但记录集没有它", f"the control total wants {count} of {name}, which the recordset lacks"))


def _rows(recordset: Recordset, name: str, table: Table, title) -> Iterator[Expectation]:
    yield Expectation("rows", name, None, 1, table.rows, table.rows > 0, say(
        f"{title.in_('zh')}（{name}）没有任何记录", f"{title.in_('en')} ({name}) holds no record"))
    if name in recordset.rows:
        wanted = recordset.rows[name]
        yield Expectation("total", name, None, wanted, table.rows, table.rows == wanted, say(
            f"{title.in_('zh')}（{name}）应有 {wanted} 条，实有 {table.rows} 条",
            f"{title.in_('en')} ({name}) should hold {wanted} records and holds {table.rows}"))


def _readable(recordset: Recordset, form: Form, table: Table) -> Iterator[Expectation]:
    for field, column in sorted(table.columns.items()):
        broken = column.states.get(UNREADABLE, 0) + column.states.get(FUTURE_DATED, 0)
        share = broken / table.rows if table.rows else 0.0
        label = form.fields[field].label
        yield Expectation("readable", form.form, field, recordset.unreadable_limit, share, share <= recordset.unreadable_limit, say(
            f"{form.form} 的“{label.in_('zh')}”（{field}）有 {broken}/{table.rows} 个值无法读取，超过 {recordset.unreadable_limit:.0%}",
            f"{broken} of {table.rows} values of {form.form}.{field} ({label.in_('en')}) cannot be read, more than {recordset.unreadable_limit:.0%}"))


def unfit(recordset: Recordset, forms: Mapping[str, Form], dataset: Dataset) -> list[Expectation]:
    """The fit expectations that are not met."""
    return [expectation for expectation in expectations(recordset, forms, dataset) if not expectation.met]
