"""History: the revisions of a document with their signatures and reviews, and, in a git checkout, the commits."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from procedo.library import Document, Library
from procedo.model.register import Entry
from procedo.problem import nearest, refuse


@dataclass(frozen=True)
class Past:
    """One revision: first day, the day it ceased, the register's entry, and its document."""

    document: Document
    first: str
    ceased: str
    entry: Entry | None


def history(library: Library, id: str) -> list[Past]:
    """Released revisions, the newest first. ProblemError for an id nothing is known of."""
    kinds = [kind for kind in dict.fromkeys(d.kind for d in library.documents) if id in library.ids(kind)]
    if not kinds:
        hint = nearest(id, {d.id for d in library.documents})
        raise refuse("not-released", f"没有已发布的“{id}”{hint.zh}", f"no revision of “{id}” is released{hint.en}")
    entries = {(e.kind, e.id, e.revision): e for e in library.scan.register.documents}
    found = []
    for document in reversed(library.revisions(kinds[0], id)):
        first, ceased = library.span(document)
        day = first.isoformat() if document.model.effective_from else ""
        found.append(Past(document, day, ceased.isoformat() if ceased else "", entries.get((document.kind, document.id, document.revision))))
    return found


def commits(root: Path, document: Document, most: int = 20) -> Iterator[tuple[str, str, str]]:
    """(day, short hash, subject) of the commits that touched the document's archive and desk copy; none without git."""
    desk = next((d.file for d in _desk(document, root)), None)
    files = [document.file, *([desk] if desk else [])]
    command = ["git", "-C", str(root), "log", f"-{most}", "--date=short", "--format=%ad%x09%h%x09%s", "--", *files]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return
    for line in done.stdout.splitlines() if done.returncode == 0 else ():
        day, short, subject = line.split("\t", 2)
        yield day, short, subject


def _desk(document: Document, root: Path) -> Iterator[Document]:
    from procedo.library.scan import scan

    yield from (d for d in scan(root).desk if (d.kind, d.id) == (document.kind, document.id))
