"""Export: the desk copy of a document as a workbook that can be edited and imported again."""

from __future__ import annotations

from pathlib import Path

from procedo import write
from procedo.library.scan import scan
from procedo.lifecycle.revise import desk_copy
from procedo.office.book import workbook
from procedo.office.roles import terms


def export(root: Path, id: str, language: str, file: Path | None = None) -> Path:
    """Write `file`, else build/exports/ID.xlsx of the library; the file written. ProblemError for an unknown id."""
    found = scan(root)
    desk = desk_copy(found, id)
    content = workbook(desk.kind, desk.id, desk.yaml.data, terms(found, language))
    return write.write_bytes(file or root / "build" / "exports" / f"{desk.id}.xlsx", content)
