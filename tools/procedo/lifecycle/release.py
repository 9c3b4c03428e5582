"""Release: a desk document becomes an immutable revision, entered in the register with its fingerprint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from procedo import write
from procedo.library.decoding import read_text
from procedo.library.document import Document
from procedo.library.register import sealed
from procedo.library.scan import FOLDER, MODELINE, REGISTER, SETTINGS, Scan, released_file, scan
from procedo.lifecycle.edit import with_keys
from procedo.lifecycle.signed import obstacles
from procedo.lint import lint_scan
from procedo.model.register import Entry
from procedo.problem import Place, Problem, ProblemError, nearest, refuse
from procedo.terms import say


def release(
    root: Path, ids: Sequence[str] = (), all: bool = False, today: dt.date | None = None, tried: Callable[[Path, list[Document]], list[Problem]] | None = None
) -> list[Path]:
    """Archive the desk documents `ids` (or `all` whose status is released) and register them; returns the files written.

    ProblemError, and nothing written, when lint finds errors, a document lacks what the library demands of a release, or
    `tried` (worked examples judged with the desk copies) finds any that fails. Doing it twice changes nothing. An archived
    revision of these documents that the register lacks is entered too. `today`: no signature may be dated after it.
    """
    root = Path(root)
    if not (root / SETTINGS).is_file():
        raise ProblemError(scan(root).problems)
    with write.lock(root / FOLDER):
        found = scan(root)
        chosen = _chosen(found, ids, all)
        _refuse_errors(found, {document.id for document in chosen})
        fresh = [document for document in chosen if not _archived(found, document)]
        problems = [problem for document in fresh for problem in obstacles(found, document, today or dt.date.today())]
        if problems:
            raise ProblemError(problems)
        failed = tried(root, fresh) if tried and fresh else []
        if failed:
            raise ProblemError(failed)
        texts = {released_file(d.id, d.revision): archive_text(root, d) for d in fresh}
        desks = {d.file: with_keys(read_text(root / d.file, d.file), {"status": "released"}) for d in fresh if d.model.status != "released"}
        entries = _entries(found, fresh, {document.id for document in chosen})
        return _written(root, {**texts, REGISTER: sealed(entries), **desks})


def _chosen(found: Scan, ids: Sequence[str], all: bool) -> list[Document]:
    if all:
        return [document for document in found.desk if document.model.status == "released"]
    known = {document.id: document for document in found.desk}
    unread = {id for _, id in found.unread}
    problems = []
    for id in ids:
        if id not in known and id not in unread:
            hint = nearest(id, known)
            problems.append(Problem(Place(), "unknown-document", say(
                f"{FOLDER}/ 中没有文件“{id}”{hint.zh}", f"there is no document “{id}” in {FOLDER}/{hint.en}")))
        elif id in known and known[id].model.status == "withdrawn":
            problems.append(_withdrawn(known[id]))
    if problems:
        raise ProblemError([*problems, *found.problems])
    if not ids:
        raise refuse("nothing-to-release", "请给出文件编号，或用 --all", "name the documents to release, or say --all")
    return [known[id] for id in ids if id in known]


def _withdrawn(document: Document) -> Problem:
    return Problem(document.place(("status",)), "withdrawn", say(
        f"“{document.id}”已废止；要重新启用请先 procedo revise {document.id}",
        f"“{document.id}” is withdrawn; to take it up again begin with procedo revise {document.id}"))


def _refuse_errors(found: Scan, ids: set[str]) -> None:
    errors = [problem for problem in [*found.problems, *lint_scan(found)] if not problem.warning]
    taken = {document.file for document in found.released if document.id in ids}
    errors = [problem for problem in errors if not (problem.id == "not-registered" and problem.place.file in taken)]
    if errors:
        raise ProblemError(errors)


def _archived(found: Scan, document: Document) -> bool:
    """Nothing is to be done: this very content is in the archive."""
    return any(
        (d.kind, d.id, d.revision, d.fingerprint) == (document.kind, document.id, document.revision, document.fingerprint)
        for d in found.released)


def archive_text(root: Path, document: Document) -> str:
    """The desk document's text, its status released; the path in the editor's first line follows the new place."""
    text = read_text(root / document.file, document.file).replace("\r\n", "\n")
    if document.model.status != "released":
        text = with_keys(text, {"status": "released"})
    schema = f"# yaml-language-server: $schema=../../schema/{document.kind}.json"
    return MODELINE.sub(schema, text, count=1)


def _entries(found: Scan, fresh: list[Document], ids: set[str]) -> list[Entry]:
    entries = {(entry.kind, entry.id, entry.revision): entry for entry in found.register.documents}
    for document in [*(d for d in found.released if d.id in ids), *fresh]:
        entries.setdefault((document.kind, document.id, document.revision), Entry(
            kind=document.kind, id=document.id, revision=document.revision,
            effective_from=document.model.effective_from, withdrawn_on=document.model.withdrawn_on,
            fingerprint=document.fingerprint, signatures=document.model.signatures))
    return sorted(entries.values(), key=lambda e: (e.kind, e.id, e.effective_from.isoformat() if e.effective_from else "", e.revision))


def _written(root: Path, texts: dict[str, str]) -> list[Path]:
    """Archive first, register last: a revision without entry is seen by lint, an entry without file too."""
    written = []
    for file, text in texts.items():
        target = root / file
        if not target.is_file() or target.read_bytes() != text.encode("utf-8"):
            written.append(write.write_text(target, text))
    return written
