"""Forms that the library itself fills: `revision`, every released revision of every controlled document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from procedo.compile.days import number_of
from procedo.library import Library
from procedo.model import Form
from procedo.table import Column, Table

_REVISION = {
    "form": "revision",
    "title": {"zh": "受控文件版本", "en": "Revision of a controlled document"},
    "revision": "1",
    "status": "released",
    "key": ["document", "version"],
    "fields": {
        "document": {"type": "text", "required": True, "label": {"zh": "文件编号", "en": "Document"}},
        "version": {"type": "text", "required": True, "label": {"zh": "版本", "en": "Revision"}},
        "kind": {"type": "text", "label": {"zh": "文件种类", "en": "Kind"}},
        "effective_from": {"type": "date", "planned": True, "label": {"zh": "生效日期", "en": "Effective from"}},
        "effective_to": {"type": "date", "planned": True, "label": {"zh": "失效前一日", "en": "Last day in force"}},
    },
}


def builtin_forms() -> dict[str, Form]:
    return {"revision": Form.model_validate(_REVISION)}


def builtin_table(library: Library) -> Table:
    """Statistics of the built-in table `revision`, before it is loaded."""
    rows = list(builtin_rows(library))
    columns = {
        name: Column(name, field["type"], empty=sum(row[4 + i] is None for row in rows))
        for i, (name, field) in enumerate(_REVISION["fields"].items())
    }
    return Table("revision", len(rows), columns, files=("procedures/register.yml",))


def builtin_columns() -> list[tuple[str, str]]:
    head = [("_row", "BIGINT"), ("_key", "TEXT"), ("_file", "BIGINT"), ("_line", "BIGINT")]
    return head + [(name, "BIGINT" if field["type"] == "date" else "TEXT") for name, field in _REVISION["fields"].items()]


def builtin_rows(library: Library) -> Iterator[tuple[Any, ...]]:
    for row, document in enumerate(library.documents, start=1):
        first, ceased = library.span(document)
        start = number_of(first) if document.model.effective_from else None
        last = number_of(ceased - dt.timedelta(days=1)) if ceased else None
        yield (row, f"{document.id} / {document.revision}", 0, row, document.id, document.revision, document.kind, start, last)
