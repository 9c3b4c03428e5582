"""Revise: the next revision is opened as a draft on the desk copy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from procedo import write
from procedo.library.decoding import read_text
from procedo.library.document import Document
from procedo.library.scan import FOLDER, REGISTER, Scan, scan
from procedo.lifecycle.edit import with_keys
from procedo.model.register import Entry
from procedo.problem import Place, ProblemError, nearest, refuse

LIFE = ("effective_from", "withdrawn_on", "transition", "until", "signatures", "change")
"""Keys that belong to one revision and are not taken over by the next."""


@dataclass(frozen=True)
class Opened:
    """`transition` and `until`: how the new revision takes cases that began before it (SEMANTICS E.1)."""

    revision: str | None = None
    effective_from: dt.date | None = None
    transition: str | None = None
    until: dt.date | None = None
    change: str | None = None


def revise(root: Path, id: str, opened: Opened = Opened()) -> tuple[Path, str]:
    """Turn the desk copy of a released document into the draft of its next revision: (file, number).

    ProblemError when nothing of that id is released, when a draft is open already, or when the number was used before.
    """
    with write.lock(root / FOLDER):
        found = scan(root)
        desk = desk_copy(found, id)
        released = [d for d in found.released if (d.kind, d.id) == (desk.kind, desk.id)]
        if not released:
            raise refuse("never-released", f"“{id}”还没有发布过；直接修改后用 procedo release", f"“{id}” was never released; edit it and release it",
                         desk.place((desk.kind,)))
        if all(desk.fingerprint != d.fingerprint for d in released) and desk.model.status == "draft":
            raise refuse("draft-open", f"第 {desk.revision} 版已在编写中", f"revision {desk.revision} is being written already", desk.place(("status",)))
        number = opened.revision or _next(released, desk)
        _refuse_used(number, released, desk)
        keys = dict.fromkeys(LIFE) | {"revision": number, "status": "draft"} | _given(opened)
        text = with_keys(read_text(root / desk.file, desk.file), keys)
        return write.write_text(root / desk.file, text), number


def desk_copy(found: Scan, id: str) -> Document:
    """The desk document of that id; a problem that names the nearest, and what could not be read."""
    known = {document.id: document for document in found.desk}
    if id not in known:
        hint = nearest(id, known)
        problem = refuse("unknown-document", f"{FOLDER}/ 中没有文件“{id}”{hint.zh}", f"there is no document “{id}” in {FOLDER}/{hint.en}", Place())
        raise ProblemError([*problem.problems, *found.problems])
    return known[id]



def registered(found: Scan, desk: Document) -> list[Entry]:
    """The register's entries of a document; a register that cannot be read is the problem, not that there are none."""
    broken = [problem for problem in found.problems if problem.place.file == REGISTER]
    if broken:
        raise ProblemError(broken)
    return [e for e in found.register.documents if (e.kind, e.id) == (desk.kind, desk.id)]


def _next(released: list[Document], desk: Document) -> str:
    numbers = [d.revision for d in released]
    if all(number.isdigit() for number in numbers):
        return str(max(map(int, numbers)) + 1)
    raise refuse("say-revision", f"版次“{numbers[-1]}”不是整数；请用 --revision 指定新版次",
                 f"revision “{numbers[-1]}” is no whole number; name the new one with --revision", desk.place(("revision",)))


def _refuse_used(number: str, released: list[Document], desk: Document) -> None:
    if number in {d.revision for d in released}:
        raise refuse("revision-reused", f"第 {number} 版已发布过", f"revision {number} has been released already", desk.place(("revision",)))


def _given(opened: Opened) -> dict[str, object]:
    values = {"effective_from": opened.effective_from, "transition": opened.transition, "until": opened.until, "change": opened.change}
    return {key: value for key, value in values.items() if value is not None}
