"""The register and the archive agree: every revision has its entry, nothing released was changed."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.document import Document
from procedo.library.library import Library
from procedo.library.register import broken
from procedo.library.scan import REGISTER, released_file
from procedo.model.register import Entry
from procedo.problem import Place, Problem
from procedo.terms import say

Key = tuple[str, str, str]


def problems(library: Library) -> Iterator[Problem]:
    scan = library.scan
    if scan.register_yaml is None and any(problem.place.file == REGISTER for problem in scan.problems):
        return
    if scan.register_yaml is not None and broken(scan.register):
        yield Problem(scan.register_yaml.place(("seal",)), "register-changed", say(
            "登记簿被手工改动过（与封记不符）；请恢复原文，改动一律用 procedo 命令",
            "the register was changed by hand (it does not fit its seal); restore it and leave changes to procedo's commands"))
    entries: dict[Key, tuple[int, Entry]] = {}
    for index, entry in enumerate(scan.register.documents):
        if (entry.kind, entry.id, entry.revision) in entries:
            yield _at(library, index, "id-twice", f"“{entry.id}”第 {entry.revision} 版登记了两次",
                      f"revision {entry.revision} of “{entry.id}” is registered twice")
        entries[entry.kind, entry.id, entry.revision] = (index, entry)
    archived = {(d.kind, d.id, d.revision): d for d in scan.released}
    yield from _without_entry(archived, entries)
    for key, (index, entry) in entries.items():
        yield from _entry(library, index, entry, archived.get(key))


def _without_entry(archived: dict[Key, Document], entries: dict[Key, tuple[int, Entry]]) -> Iterator[Problem]:
    for key, document in archived.items():
        if key not in entries and document.file == released_file(document.id, document.revision):
            yield Problem(Place(document.file), "not-registered", say(
                f"登记册没有“{document.id}”第 {document.revision} 版；发布用 procedo release",
                f"revision {document.revision} of “{document.id}” is not in the register; revisions are released with procedo release"))


def _entry(library: Library, index: int, entry: Entry, document: Document | None) -> Iterator[Problem]:
    if document is None:
        file = released_file(entry.id, entry.revision)
        if (entry.kind, entry.id) not in library.scan.unread and not (library.root / file).is_file():
            yield _at(library, index, "no-such-file", f"登记的文件 {file} 不存在", f"the registered file {file} is missing")
    elif document.fingerprint != entry.fingerprint:
        yield Problem(Place(document.file), "changed-after-release", say(
            f"“{entry.id}”第 {entry.revision} 版发布后被改动（指纹与登记册不符）；请恢复原文，改动请写入新版次",
            f"revision {entry.revision} of “{entry.id}” was changed after its release (its fingerprint is not the registered one); "
            "restore it and put the change in a new revision"))
    elif document.model.effective_from != entry.effective_from:
        yield _at(library, index, "register-differs", f"“{entry.id}”第 {entry.revision} 版的生效日期与文件不符",
                  f"the effective date of revision {entry.revision} of “{entry.id}” is not that of its file")


def _at(library: Library, index: int, id: str, zh: str, en: str) -> Problem:
    yaml = library.scan.register_yaml
    return Problem(yaml.place(("documents", index)) if yaml else Place(REGISTER), id, say(zh, en))
