"""A workbook made by `procedo export`, back into the desk copy: changed cells become changed values, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from procedo import write
from procedo.difference import Change, changes, sentence
from procedo.difference.changes import compare
from procedo.library.decoding import read_text
from procedo.library.document import Document
from procedo.library.patched import patched, same
from procedo.library.scan import FOLDER, Scan, scan
from procedo.library.typed import typed_part
from procedo.lifecycle.incoming import Taken
from procedo.lifecycle.revise import desk_copy
from procedo.model import DOCUMENTS
from procedo.office.cells import Workbook, fold
from procedo.office.roles import terms
from procedo.office.values import Bad
from procedo.office.whole import whole
from procedo.office.words import COVER, heading
from procedo.problem import Place, refuse
from procedo.terms import say

ENDINGS = (".xlsx", ".xlsm")


def take(root: Path, file: Path) -> Taken:
    """ProblemError, each with sheet and cell, and nothing written, when a cell cannot be understood or the document is released."""
    book = Workbook(file)
    with write.lock(root / FOLDER):
        found = scan(root)
        told = book.exported()
        id, place = document_id(book)
        if told and told.get("id") != id:
            raise refuse("not-here", "编号不能在工作簿里修改", "the id cannot be changed in a workbook", place)
        desk = desk_copy(found, id)
        base = told["data"] if told and (told["kind"], told.get("id")) == (desk.kind, desk.id) else desk.yaml.data
        language = "en" if told and told.get("language") == "en" else "zh"
        new, where, missing = whole(book, desk.kind, base, desk.yaml.data, terms(found, language))
        hints = [say(f"工作簿没有工作表“{name}”，这部分未改", f"the workbook has no sheet “{name}”: that part stays as it is") for name in missing]
        if same(desk.yaml.data, new):
            return Taken(None, hints=hints)
        typed_part(DOCUMENTS[desk.kind], new, where)
        _refuse_released(found, desk, file)
        told_changes = [sentence(change) for change in _changes(desk.yaml.data, new)]
        hints.append(say(f"请用 procedo lint 检查，用 procedo diff {desk.id} 与已发布的版本比较",
                         f"next: procedo lint, and procedo diff {desk.id} to compare with what is released"))
        return Taken(_written(root, desk, new), told_changes, hints)


def document_id(book: Workbook) -> tuple[str, Place]:
    """The id on the cover, the first item that names a kind of document, and where it stands."""
    words = {fold(word) for kind in DOCUMENTS for word in heading(kind)}
    for name in book.names:
        if fold(name) in map(fold, COVER):
            for cells in book.rows(name):
                if fold(_text(cells[0])) in words and len(cells) > 1 and _text(cells[1]):
                    return _text(cells[1]), Place(f"{name}!{cells[1].name}")
    raise refuse("no-cover", "工作簿没有写明文件编号的封面；请用 procedo export 导出的工作簿",
                 "the workbook has no cover that says which document it is; use one made by procedo export", Place(book.file.name))


def _text(cell: Any) -> str:
    try:
        return cell.text
    except Bad:
        return ""


def _refuse_released(found: Scan, desk: Document, file: Path) -> None:
    released = any((d.kind, d.id, d.revision) == (desk.kind, desk.id, desk.revision) for d in found.released)
    if desk.model.status == "withdrawn" or (released and desk.model.status == "released"):
        raise refuse("released", f"“{desk.id}”第 {desk.revision} 版已发布，不能修改；请先 procedo revise {desk.id}，再导入",
                     f"revision {desk.revision} of “{desk.id}” is released and cannot be changed; first procedo revise {desk.id}, then import again",
                     Place(file.name))


def _changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Signatures are no content of a revision, but a change of them is one too."""
    return [*changes(old, new), *compare(old.get("signatures") or {}, new.get("signatures") or {}, ("signatures",))]


def _written(root: Path, desk: Document, new: dict[str, Any]) -> Path:
    path = root / desk.file
    text = patched(read_text(path, desk.file), new)
    mark = b"\xef\xbb\xbf" if path.read_bytes().startswith(b"\xef\xbb\xbf") else b""
    return write.write_bytes(path, mark + text.encode("utf-8"))
