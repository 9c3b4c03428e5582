"""Suites: what a form declares, as Great Expectations; run on the loaded tables with every failing key.

Fit expectations can stop a check, content ones are warnings here and findings in the check; both come from the form.
"""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from procedo.engines import Engine
from procedo.fitness.outcome import Failing, Measured
from procedo.model import Field, Form, Recordset
from procedo.records import Dataset
from procedo.table import FUTURE_DATED, UNREADABLE, Table, quoted

KEY, FILE, LINE, KEYS = "_key", "_file", "_line", "key as recorded"


@dataclass(frozen=True)
class Expected:
    """One expectation: its GX class and arguments, and what it means to us."""

    kind: str
    field: str | None
    fit: bool
    name: str
    arguments: Mapping[str, Any]
    limit: float | None = None


@dataclass
class Suite:
    form: Form
    expected: list[Expected]
    frame: Any

    def as_json(self) -> str:
        """The suite as Great Expectations writes it, so that others can run it."""
        body = {
            "name": self.form.form,
            "expectations": [
                {"type": _snake(e.name), "kwargs": dict(e.arguments), "meta": {"procedo": e.kind, "fit": e.fit}}
                for e in self.expected
                if e.kind != "reference"  # its values are keys of this export
            ],
        }
        return json.dumps(body, ensure_ascii=False, indent=2, default=str) + "\n"


def _snake(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name).lstrip("_")


def suites(recordset: Recordset, forms: Mapping[str, Form], dataset: Dataset, engine: Engine) -> list[Suite]:
    """One suite per loaded form, with its records as a data frame."""
    keys = {name: {key for (key,) in engine.rows(f"SELECT {quoted(KEY)} FROM {quoted(name)}")} for name in dataset.tables}
    return [
        Suite(forms[name], list(_expected(recordset, forms[name], table, keys)), _frame(forms[name], table, engine))
        for name, table in sorted(dataset.tables.items())
    ]


def _frame(form: Form, table: Table, engine: Engine) -> Any:
    """Every record: key, place, the values, and for each field whether it could be read."""
    import pandas

    fields = list(table.columns)
    broken = [name for name in fields if table.columns[name].broken]
    columns = [KEY, FILE, LINE, *fields, *[f"{name}!" for name in broken]]
    rows = engine.rows(f"SELECT {', '.join(quoted(c) for c in columns)} FROM {quoted(table.form)} ORDER BY {quoted('_row')}")
    frame = pandas.DataFrame(rows, columns=columns, dtype=object)
    for name in fields:
        states = frame[f"{name}!"] if name in broken else None
        frame[f"readable {name}"] = [state not in (UNREADABLE, FUTURE_DATED) for state in states] if states is not None else True
        present = [value is not None or (states is not None and states[i] != 0) for i, value in enumerate(frame[name])]
        frame[f"filled {name}"] = present
    frame[KEYS] = [" / ".join(str(part) for part in parts) for parts in zip(*[frame[name] for name in form.key], strict=True)]
    return frame


def _expected(recordset: Recordset, form: Form, table: Table, keys: Mapping[str, set[str]]) -> Iterator[Expected]:
    for name in form.key:
        yield Expected("column", name, True, "ExpectColumnToExist", {"column": name})
    yield Expected("rows", None, True, "ExpectTableRowCountToBeBetween", {"min_value": 1})
    if form.form in recordset.rows:
        yield Expected("total", None, True, "ExpectTableRowCountToEqual", {"value": recordset.rows[form.form]})
    yield Expected("keys", None, True, "ExpectColumnValuesToBeUnique", {"column": KEYS})
    for name in table.columns:
        yield from _of_field(recordset, form, name, form.fields[name], keys)


def _of_field(recordset: Recordset, form: Form, name: str, field: Field, keys: Mapping[str, set[str]]) -> Iterator[Expected]:
    limit = recordset.unreadable_limit
    readable = {"column": f"readable {name}", "value_set": [True], "mostly": 1 - limit}
    yield Expected("readable", name, True, "ExpectColumnValuesToBeInSet", readable, limit)
    if field.required:
        yield Expected("required", name, False, "ExpectColumnValuesToBeInSet", {"column": f"filled {name}", "value_set": [True]})
    if field.choices and field.type != "list":
        yield Expected("choices", name, False, "ExpectColumnValuesToBeInSet", {"column": name, "value_set": sorted(field.choices)})
    if field.pattern and field.type != "list":
        yield Expected("pattern", name, False, "ExpectColumnValuesToMatchRegex", {"column": name, "regex": f"^(?:{field.pattern})$"})
    if field.type == "reference" and field.to in keys:
        yield Expected("reference", name, False, "ExpectColumnValuesToBeInSet", {"column": name, "value_set": sorted(keys[field.to])})


def validate(made: list[Suite], dataset: Dataset) -> Iterator[Measured]:
    """Run every suite: no telemetry, no files, no progress bars."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False, "metric_calculations": False}
        source = context.data_sources.add_pandas("records")
        for suite in made:
            yield from _run(gx, source, suite, dataset)


def _run(gx: Any, source: Any, suite: Suite, dataset: Dataset) -> Iterator[Measured]:
    asset = source.add_dataframe_asset(name=suite.form.form)
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch(batch_parameters={"dataframe": suite.frame})
    expected = [getattr(gx.expectations, e.name)(**e.arguments, meta={"number": n}) for n, e in enumerate(suite.expected)]
    result_format = {"result_format": "COMPLETE", "unexpected_index_column_names": [KEY, FILE, LINE]}
    results = batch.validate(gx.ExpectationSuite(name=suite.form.form, expectations=expected), result_format=result_format)
    files = [f.file for f in dataset.files if f.form == suite.form.form]
    for result in results.results:
        yield _tested(suite, suite.expected[result.expectation_config.meta["number"]], result, files)


def _tested(suite: Suite, expected: Expected, result: Any, files: list[str]) -> Measured:
    found = result.result or {}
    indexes = found.get("unexpected_index_list") or []
    failing = tuple(Failing(str(i[KEY]), files[int(i[FILE])] if files else "", int(i[LINE])) for i in indexes)
    checked = int(found.get("element_count") or len(suite.frame))
    unexpected = int(found.get("unexpected_count") or len(failing) or (0 if result.success else 1))
    return Measured(
        suite.form.form, expected.field, expected.kind, expected.fit, bool(result.success), checked, unexpected, failing, expected.limit
    )
