"""Forms that the library itself fills: its documents, revisions, steps, roles, forms and reviews, and the organisation.

A form of the library with the same id takes the place of a built-in one and is then read from the exports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from procedo.compile import library_rows
from procedo.compile.days import number_of
from procedo.compile.library_rows import Row
from procedo.library import Library
from procedo.model import Form
from procedo.model.form import Field, Life
from procedo.model.text import Label, Text
from procedo.table import Column, Table, sql_type

_SIGNED = "prepared_at:date:编制日期:Prepared on, prepared_by:text:编制人:Prepared by, reviewed_at:date:审核日期:Reviewed on, " \
    "reviewed_by:text:审核人:Reviewed by, approved_at:date:批准日期:Approved on, approved_by:text:批准人:Approved by"
_FORMS = {
    "organisation": ("本组织", "The organisation", ["id"], (
        "id!:text:编号:Id, name:text:名称:Name, audited_from:date:涵盖首日:First day covered, audited_to:date:涵盖末日:Last day covered")),
    "document": ("受控文件", "Controlled document", ["number"], (
        "number!:text:编号:Number, type!:text:种类:Kind, name:text:名称:Name, version!:text:版次:Revision, status!:text:状态:Status, "
        "owner:text:归口:Owner, introduced_at:date:首次生效:First in force, effective_from:date:生效日期:Effective from, "
        "effective_to:date:失效前一日:Last day in force, review_by:date:应复审日期:To be reviewed by, " + _SIGNED)),
    "revision": ("受控文件版本", "Revision of a controlled document", ["document", "version"], (
        "document!:text:文件编号:Document, version!:text:版次:Revision, kind:text:文件种类:Kind, number:text:印刷编号:Printed number, "
        "papers:list:纸面表单编号:Numbers of its printed forms, effective_from:date:生效日期:Effective from, effective_to:date:失效前一日:Last day in force")),
    "step": ("程序步骤", "Step of a procedure", ["procedure", "id"], (
        "procedure!:text:程序:Procedure, id!:text:步骤:Step, title:text:名称:Title, responsible:text:负责:Responsible, work:text:工作内容:Work, "
        "inputs:list:输入:Inputs, outputs:list:输出:Outputs, documents:list:表单:Forms, control_point:list:控制点:Control points, "
        "limit:text:时限:Time limit")),
    "role": ("角色", "Role", ["id"], (
        "id!:text:编号:Id, title:text:名称:Title, rank:integer:级别:Rank, duties:text:职责:Duties, authority:list:权限:Authority")),
    "form": ("表单", "Form", ["id"], (
        "id!:text:标识:Id, number:text:编号:Number, name:text:名称:Name, version!:text:版次:Revision, filled_by:list:填写:Filled in by, "
        "owner:text:归口:Owner, retention:integer:保存年数:Years kept, effective_from:date:生效日期:Effective from")),
    "review": ("文件审查", "Review of a document", ["document", "version", "act"], (
        "document!:text:文件编号:Document, version!:text:版次:Revision, act!:text:动作:Act, reviewed_at!:date:日期:Date, "
        "reviewed_by:text:人员:Person, role:text:角色:Role")),
}
_DATED = {"review": ["reviewed_at"]}
_LIVES = {"organisation": ("audited_from", "audited_to"), "document": ("introduced_at", "effective_to")}


@dataclass(frozen=True)
class Filled:
    """A built-in form with its records: the table, the columns and rows to load, and the values of its list fields."""

    table: Table
    columns: list[tuple[str, str]]
    rows: list[tuple[Any, ...]]
    lists: dict[str, list[tuple[int, int, str]]]


@lru_cache(maxsize=1)
def builtin_forms() -> dict[str, Form]:
    return {name: _form(name) for name in _FORMS}


def _form(name: str) -> Form:
    zh, en, key, _ = _FORMS[name]
    return Form(
        form=name,
        title=Text({"zh": zh, "en": en}),
        revision="1",
        status="released",
        key=key,
        date=_DATED.get(name, []),
        fields=dict(_fields(name)),
        active=Life.model_validate(dict(zip(("from", "to"), _LIVES[name], strict=True))) if name in _LIVES else None,
    )


def _fields(form: str) -> Iterator[tuple[str, Field]]:
    for word in _FORMS[form][3].split(", "):
        name, kind, zh, en = word.split(":")
        label = Label({"zh": [zh], "en": [en]})
        yield name.rstrip("!"), Field(type=kind, label=label, required=name.endswith("!"), planned=kind == "date")


def filled(library: Library, as_of: dt.date, period: tuple[dt.date, dt.date] | None) -> dict[str, Filled]:
    """Every built-in form that the library does not declare itself, with what is known of it on the as-of day."""
    made = library_rows.rows(library, as_of, period)
    return {name: _filled(form, made[name]) for name, form in builtin_forms().items() if name not in library.forms(as_of)}


def _filled(form: Form, made: list[Row]) -> Filled:
    files = list(dict.fromkeys(row.file for row in made))
    keys = _keys(form, made)
    lists = {name: _values(made, name) for name, field in form.fields.items() if field.type == "list"}
    rows = [
        (number, key, files.index(row.file), row.line, *[_stored(row.values.get(name)) for name in form.fields])
        for number, (row, key) in enumerate(zip(made, keys, strict=True), start=1)
    ]
    columns = {
        name: Column(name, field.type, empty=sum(not row.values.get(name) for row in made)) for name, field in form.fields.items()
    }
    head = [("_row", "BIGINT"), ("_key", "TEXT"), ("_file", "BIGINT"), ("_line", "BIGINT")]
    return Filled(
        Table(form.form, len(rows), columns, files=tuple(files)),
        head + [(name, sql_type(field.type)) for name, field in form.fields.items()],
        rows,
        lists,
    )


def _stored(value: Any) -> Any:
    """Days as numbers, lists as their length, empty texts and lists as empty."""
    if isinstance(value, dt.date):
        return number_of(value)
    if isinstance(value, (list, tuple)):
        return len(value) or None
    return None if value == "" else value


def _values(made: list[Row], name: str) -> list[tuple[int, int, str]]:
    return [(n, at, value) for n, row in enumerate(made, start=1) for at, value in enumerate(row.values.get(name) or (), start=1)]


def _keys(form: Form, made: list[Row]) -> list[str]:
    """The key of each record; a repeated one gets `#2`, `#3` … as in loaded forms."""
    seen: dict[str, int] = {}
    found = []
    for row in made:
        key = " / ".join(str(row.values[part]) for part in form.key)
        seen[key] = seen.get(key, 0) + 1
        found.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return found


def load(engine: Any, made: Mapping[str, Filled]) -> None:
    """Hand the records over to an engine."""
    for name, one in made.items():
        engine.load(name, one.columns, one.rows)
        for field, values in one.lists.items():
            engine.load(f"{name}.{field}", [("_row", "BIGINT"), ("_at", "BIGINT"), ("value", "TEXT")], values)
