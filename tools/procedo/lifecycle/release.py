"""Release: a desk document becomes an immutable revision, entered in the register with its fingerprint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from procedo import write
from procedo.library.decoding import read_text
from procedo.library.document import Document
from procedo.library.scan import FOLDER, MODELINE, REGISTER, SETTINGS, Scan, released_file, scan
from procedo.lint import lint_scan
from procedo.model.register import Entry
from procedo.problem import Place, Problem, ProblemError, nearest, refuse
from procedo.terms import say

HEADER = """\
# yaml-language-server: $schema=schema/register.json
# Written by `procedo release`; do not edit. 由 procedo release 生成，请勿手工修改。
# Every released revision with the fingerprint of its content. 每个已发布版次及其内容指纹。
"""


def release(root: Path, ids: Sequence[str] = (), all: bool = False) -> list[Path]:
    """Archive the desk documents `ids` (or `all` whose status is released) and register them; returns the files written.

    ProblemError, and nothing written, when lint finds errors or a document may not be released. Doing it twice changes
    nothing. An archived revision of these documents that the register lacks is entered too.
    """
    root = Path(root)
    if not (root / SETTINGS).is_file():
        raise ProblemError(scan(root).problems)
    with write.lock(root / FOLDER):
        found = scan(root)
        chosen = _chosen(found, ids, all)
        _refuse_errors(found, {document.id for document in chosen})
        fresh = [document for document in chosen if not _archived(found, document)]
        problems = [problem for document in fresh for problem in _obstacles(found, document)]
        if problems:
            raise ProblemError(problems)
        texts = {released_file(d.id, d.revision): archive_text(root, d) for d in fresh}
        entries = _entries(found, fresh, {document.id for document in chosen})
        return _written(root, {**texts, REGISTER: register_text(entries)})


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
        elif id in known and known[id].model.status != "released":
            problems.append(_not_released(known[id]))
    if problems:
        raise ProblemError([*problems, *found.problems])
    if not ids:
        raise refuse("nothing-to-release", "请给出文件编号，或用 --all", "name the documents to release, or say --all")
    return [known[id] for id in ids if id in known]


def _not_released(document: Document) -> Problem:
    status = document.model.status
    return Problem(document.place(("status",)), "not-approved", say(
        f"“{document.id}”的状态是“{status}”；批准后把 status 写为 released 再发布",
        f"“{document.id}” is “{status}”; once it is approved set its status to released"))


def _refuse_errors(found: Scan, ids: set[str]) -> None:
    errors = [problem for problem in [*found.problems, *lint_scan(found)] if not problem.warning]
    taken = {document.file for document in found.released if document.id in ids}
    errors = [problem for problem in errors if not (problem.id == "not-registered" and problem.place.file in taken)]
    if errors:
        raise ProblemError(errors)


def _archived(found: Scan, document: Document) -> bool:
    return any((d.kind, d.id, d.revision) == (document.kind, document.id, document.revision) for d in found.released)


def _obstacles(found: Scan, document: Document) -> Iterable[Problem]:
    """A revision that would change the past: it takes effect no later than one already released."""
    day = document.model.effective_from
    earlier = [d for d in found.released if (d.kind, d.id) == (document.kind, document.id)]
    for other in earlier:
        if day and other.model.effective_from and other.model.effective_from >= day:
            yield Problem(document.place(("effective_from",)), "backwards-in-time", say(
                f"第 {document.revision} 版 {day} 生效，但第 {other.revision} 版已于 {other.model.effective_from} 生效；不能改变过去",
                f"revision {document.revision} takes effect on {day}, but revision {other.revision} did so on "
                f"{other.model.effective_from}; the past cannot be changed"))


def archive_text(root: Path, document: Document) -> str:
    """The desk document's text as it stands; only the path in the editor's first line follows the new place."""
    text = read_text(root / document.file, document.file).replace("\r\n", "\n")
    schema = f"# yaml-language-server: $schema=../../schema/{document.kind}.json"
    return MODELINE.sub(schema, text, count=1)


def _entries(found: Scan, fresh: list[Document], ids: set[str]) -> list[Entry]:
    entries = {(entry.kind, entry.id, entry.revision): entry for entry in found.register.documents}
    for document in [*(d for d in found.released if d.id in ids), *fresh]:
        entries.setdefault((document.kind, document.id, document.revision), Entry(
            kind=document.kind, id=document.id, revision=document.revision,
            effective_from=document.model.effective_from, withdrawn_on=document.model.withdrawn_on,
            fingerprint=document.fingerprint))
    return sorted(entries.values(), key=lambda e: (e.kind, e.id, e.effective_from.isoformat() if e.effective_from else "", e.revision))


def register_text(entries: Sequence[Entry]) -> str:
    """The register as YAML, one block per revision, always in the same order."""
    lines = [HEADER + "format: procedo.register/1", "documents:" if entries else "documents: []"]
    for entry in entries:
        lines += [f"  - kind: {entry.kind}", f"    id: {_word(entry.id)}", f"    revision: {_word(entry.revision)}"]
        lines += [f"    effective_from: {entry.effective_from}"] if entry.effective_from else []
        lines += [f"    withdrawn_on: {entry.withdrawn_on}"] if entry.withdrawn_on else []
        lines += [f"    fingerprint: {entry.fingerprint}"]
    return "\n".join(lines) + "\n"


def _word(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", text) and text.lower() not in ("null", "true", "false") else f'"{text}"'


def _written(root: Path, texts: dict[str, str]) -> list[Path]:
    """Archive first, register last: a revision without entry is seen by lint, an entry without file too."""
    written = []
    for file, text in texts.items():
        target = root / file
        if not target.is_file() or target.read_bytes() != text.encode("utf-8"):
            written.append(write.write_text(target, text))
    return written
