"""One check on records given as plain values, through the real loader, compiler and engine."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from procedo.check.show import shown
from procedo.compile import builtin
from procedo.compile.builtin import Filled
from procedo.compile.calendars import COLUMNS, rows
from procedo.compile.days import number_of
from procedo.folder import load
from procedo.language import sql
from procedo.language.context import Context, Stated
from procedo.language.steps import Steps
from procedo.language.term import Term
from procedo.model import Calendar, Form, Matrix, Recordset
from procedo.records import load_forms
from procedo.rules._build import Build, Span
from procedo.rules._derived import derived
from procedo.rules._figure import define
from procedo.terms import Verdict

ALWAYS = Span(-1_000_000, None)
WORDS = {-1: "not-applicable"} | {int(verdict): verdict.word for verdict in Verdict}


class Answer(tuple):
    """(verdict, reasons), and beside it the evidence: `lacking` words and what the judgement told."""

    evidence: dict[str, Any]


def form(name: str, fields: str, **more: Any) -> Form:
    """`form("contract", "id:text! price:money signed_at:date")`; `!` required, `?` planned, `=` what it refers to."""
    plain = {"form": name, "title": name, "revision": "1", "status": "released", "key": "id", "fields": declared_fields(fields)}
    return Form.model_validate(plain | more)


def declared_fields(fields: str) -> dict[str, Any]:
    declared: dict[str, Any] = {}
    for word in fields.split():
        field, _, kind = word.partition(":")
        kind, _, to = kind.partition("=")
        declared[field] = {"type": kind.rstrip("!?"), "label": field, "required": "!" in kind, "planned": "?" in kind}
        if to:
            declared[field]["to"] = to
    return declared


def judge(
    check: Mapping[str, Any],
    forms: list[Form],
    records: Mapping[str, list[Mapping[str, Any]]],
    as_of: str,
    extracted_at: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    matrix: Matrix | None = None,
    calendar: Calendar | None = None,
    engine: str = "duckdb",
    zone: str = "Asia/Shanghai",
    same_day: str = "allowed",
    span: Span = ALWAYS,
    period: tuple[str, str] | None = None,
    columns: Mapping[str, Any] | None = None,
    stated: Stated | None = None,
) -> dict[str, tuple[str, list[str]]]:
    """Case key -> (verdict, reasons), for every record looked at."""
    asked = {"check": check, "parameters": parameters, "matrix": matrix, "same_day": same_day, "span": span}
    asked["stated"] = stated
    return judge_all({"": asked}, forms, records, as_of, extracted_at, calendar, engine, zone, period, columns)[""]


def judge_all(
    asked: Mapping[str, Mapping[str, Any]],
    forms: list[Form],
    records: Mapping[str, list[Mapping[str, Any]]],
    as_of: str,
    extracted_at: str | None = None,
    calendar: Calendar | None = None,
    engine: str = "duckdb",
    zone: str = "Asia/Shanghai",
    period: tuple[str, str] | None = None,
    columns: Mapping[str, Any] | None = None,
) -> dict[str, dict[str, tuple[str, list[str]]]]:
    """Several checks on the same records, loaded once. `asked`: name -> `check` and, of `judge`, what one check has of its own."""
    module = load("procedo.engines", engine)
    connection = module.connect()
    try:
        known = {f.form: f for f in forms}
        dataset = _loaded(known, records, connection, as_of, extracted_at or as_of, zone, columns or {})
        day = number_of(dt.date.fromisoformat(as_of[:10]))
        covered = tuple(number_of(dt.date.fromisoformat(text)) for text in period) if period else None
        base = Context(known, dataset.tables, {}, day, Steps(module.DIALECT), calendar=calendar, period=covered, derived=derived)
        return {name: _judged(base, connection, calendar, **one) for name, one in asked.items()}
    finally:
        connection.close()


def _judged(base, connection, calendar, check, parameters=None, matrix=None, same_day="allowed", span=ALWAYS, stated=None):
    context = replace(base, parameters=parameters or {}, matrix=matrix, same_day=same_day, stated=stated or Stated())
    kind = load("procedo.rules", check["kind"])
    fields = kind.Fields.model_validate({"id": "a"} | dict(check))
    found: dict[str, tuple[str, list[str]]] = {}
    for name in fields.case:
        subject, subset = context.form(name)
        judged = kind.judgement(fields, Build(context, fields, subject, subset, span))
        _execute(context.steps, connection, calendar)
        for one in (judged, *judged.further):
            found |= _verdicts(connection, one)
    return found


def evaluate(
    conditions: list[str],
    subject: Form,
    forms: list[Form],
    records: Mapping[str, list[Mapping[str, Any]]],
    as_of: str,
    engine: str = "duckdb",
    let: Mapping[str, Any] | None = None,
    calendar: Calendar | None = None,
    **more: Any,
) -> dict[str, dict[str, str]]:
    """Condition -> key of each record -> true, false, unknown or empty. `more`: what else the context holds."""
    module = load("procedo.engines", engine)
    connection = module.connect()
    try:
        known = {f.form: f for f in forms}
        dataset = _loaded(known, records, connection, as_of, as_of, "Asia/Shanghai", {})
        context = Context(known, dataset.tables, more.pop("parameters", {}), number_of(dt.date.fromisoformat(as_of)), Steps(module.DIALECT))
        context = replace(context, calendar=calendar, derived=derived, **more)
        found: dict[str, dict[str, str]] = {}
        for text in conditions:
            check = {"id": "a", "kind": "condition", "case": subject.form, "check": text}
            check["let"] = {name: figure for name, figure in (let or {}).items() if name in text}
            found[text] = _states(Build(context, load("procedo.rules", "condition").Fields.model_validate(check), subject, None, ALWAYS), text)
        _execute(context.steps, connection, calendar)
        return {text: dict(connection.rows(f'SELECT "key", "state" FROM "{table}"')) for text, table in found.items()}
    finally:
        connection.close()


def states(own: Mapping[str, Filled], asked: list[tuple[str, str]], as_of: dt.date, engine: str) -> dict[tuple[str, str], dict[str, str]]:
    """(built-in form, condition) -> key of each record -> true, false, unknown or empty."""
    module = load("procedo.engines", engine)
    connection = module.connect()
    try:
        builtin.load(connection, own)
        tables = {name: one.table for name, one in own.items()}
        context = Context(builtin.builtin_forms(), tables, {}, number_of(as_of), Steps(module.DIALECT))
        found = {}
        for form, text in asked:
            check = {"id": "a", "kind": "condition", "case": form, "check": text}
            fields = load("procedo.rules", "condition").Fields.model_validate(check)
            found[form, text] = _states(Build(context, fields, context.forms[form], None, ALWAYS), text)
        _execute(context.steps, connection, None)
        return {pair: dict(connection.rows(f'SELECT "key", "state" FROM "{table}"')) for pair, table in found.items()}
    finally:
        connection.close()


def _states(build: Build, text: str) -> str:
    define(build)
    query, scope = build.start()
    condition = build.condition(scope, text)
    states = [(condition.unknown, "unknown"), (condition.holds, "true"), (condition.fails, "false")]
    state = sql.choose([(when, sql.text(word)) for when, word in states], sql.text("empty"))
    key = sql.named(sql.column("c", "_key"), "key")
    return build.context.step("states", query.select(key, sql.named(state, "state")))


def _loaded(forms, records, connection, as_of: str, extracted_at: str, zone: str, columns: Mapping[str, Any]):
    with tempfile.TemporaryDirectory() as folder:
        for name, rows_ in records.items():
            _write(Path(folder) / f"{name}.csv", list(forms[name].fields), rows_)
        sources = [{"form": name, "path": f"{name}.csv", "columns": columns.get(name, {})} for name in records]
        recordset = Recordset.model_validate({"recordset": "case", "extracted_at": extracted_at[:10], "sources": sources})
        days = (dt.date.fromisoformat(text[:10]) for text in (as_of, extracted_at))
        return load_forms(recordset, Path(folder), forms, zone, connection, *days)


def _write(file: Path, names: list[str], rows_) -> None:
    """Every field of the form is a column, so that none is unmapped."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for row in rows_:
            values = [row.get(name) for name in names]
            writer.writerow(["、".join(map(str, v)) if isinstance(v, list) else "" if v is None else v for v in values])


def _execute(steps: Steps, connection, calendar: Calendar | None) -> None:
    for step in steps:
        if step.name in _made(connection):
            continue
        if step.facts:
            connection.load(step.name, [(name, "BIGINT") for name in COLUMNS[step.facts]], rows(step.facts, step.calendar or calendar))
        elif step.columns:
            connection.load(step.name, step.columns, step.rows)
        elif step.function:
            values = [value for (value,) in connection.rows(step.text)]
            text = values and isinstance(step.function(values[0]), str)
            connection.load(
                step.name, [("value", "TEXT"), ("result", "TEXT" if text else "BIGINT")], [(v, step.function(v)) for v in values]
            )
        else:
            connection.create(step.name, step.text)
        _made(connection).add(step.name)


def _made(connection) -> set[str]:
    return connection.__dict__.setdefault("made", set())


def _verdicts(connection, judged) -> dict[str, Answer]:
    """By the case's key; with a period `key/2026-03`."""
    asked = [f"why {code}" for code in judged.reasons]
    words = [lacking for lacking in judged.lacking if lacking.column]
    told = {word: (name, Term(kind, sql.NULL)) for word, (name, kind) in judged.facts.items()} | dict(judged.told)
    columns = [*asked, *[item.column for item in words], *[name for name, _ in told.values()], "same_day", *(["line"] if judged.lines else [])]
    missing = _lacking(connection, judged)
    window = 'c."_window"' if judged.windowed else "NULL"
    listed = "".join(f', j."{name}"' for name in columns)
    select = f'SELECT c."_row", c."_key", {window}, j."verdict"{listed} FROM "{judged.table}" j JOIN "{judged.cases}" c ON c."_row" = j."_row"'
    found = {}
    for row, key, label, verdict, *rest in connection.rows(select):
        values = dict(zip(columns, rest, strict=True))
        answer = Answer((WORDS[verdict], [code for code in judged.reasons if values[f"why {code}"]]))
        answer.evidence = {"lacking": [item.word for item in words if values[item.column]] + missing.get(row, []), "same_day": values["same_day"]}
        if judged.lines and values["line"] is not None:
            answer.evidence["line"] = judged.lines[values["line"]].line
        answer.evidence |= {word: shown(values[name], shape, judged.build.context.forms) for word, (name, shape) in told.items()}
        found[key if label is None else f"{key}/{label}"] = answer
    return found


def _lacking(connection, judged) -> dict[int, list[str]]:
    """Words by case, where a judgement keeps what is lacking in a table."""
    found: dict[int, list[str]] = {}
    for table in [item.table for item in judged.lacking if item.table]:
        for row, value in connection.rows(f'SELECT DISTINCT "_row", "value" FROM "{table}" ORDER BY 1, 2'):
            found.setdefault(row, []).append(value)
    return found
