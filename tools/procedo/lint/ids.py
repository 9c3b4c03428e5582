"""Ids are unique in the whole library, letter case ignored; a requirement's for ever."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.document import Document
from procedo.library.library import Library
from procedo.lint._known import Known, known, problem
from procedo.model import Procedure
from procedo.problem import Problem

DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
"""Names that Windows refuses for files and folders."""


def problems(library: Library) -> Iterator[Problem]:
    names = known(library)
    yield from _documents(library)
    yield from _devices(names)
    yield from _requirements(names)
    for document in names.subjects:
        yield from _in_lists(document)


def _documents(library: Library) -> Iterator[Problem]:
    """Among desk copies; an archived revision shares its id with the desk copy of the same kind only."""
    seen: dict[str, Document] = {}
    for document in [*library.scan.desk, *library.scan.released]:
        other = seen.setdefault(document.id.lower(), document)
        if other is document or (document.released and (other.kind, other.id) == (document.kind, document.id)):
            continue
        yield _same(document, other)


def _same(document: Document, other: Document) -> Problem:
    path = (document.kind,)
    if document.id != other.id:
        return problem(document, path, "id-case",
                       f"“{document.id}”与 {other.file} 的“{other.id}”只有大小写不同",
                       f"“{document.id}” differs from “{other.id}” in {other.file} by letter case only")
    return problem(document, path, "id-twice", f"{other.file} 已使用编号“{document.id}”", f"the id “{document.id}” is taken by {other.file}")


def _devices(names: Known) -> Iterator[Problem]:
    for document in names.subjects:
        if document.id.lower() in DEVICES or document.revision.endswith("."):
            yield problem(document, (document.kind,), "bad-id", f"Windows 不接受“{document.id}”作文件名",
                          f"Windows refuses “{document.id}” as the name of a file")


def _requirements(names: Known) -> Iterator[Problem]:
    owners: dict[str, tuple[str, Document]] = {}
    for document in names.subjects:
        if not isinstance(document.model, Procedure):
            continue
        here: set[str] = set()
        for index, requirement in enumerate(document.model.requirements):
            word = requirement.id.lower()
            owner, first = owners.setdefault(word, (document.id, document))
            if word in here or owner != document.id:
                yield problem(document, ("requirements", index, "id"), "id-twice",
                              f"{first.file} 已使用要求编号“{requirement.id}”", f"the requirement id “{requirement.id}” is taken by {first.file}")
            here.add(word)


LISTS = {"role_list": "roles", "glossary": "terms", "clause_list": "clauses", "source_list": "sources", "decision_list": "decisions",
         "indicator_list": "indicators",         "matrix": "lines"}


def _in_lists(document: Document) -> Iterator[Problem]:
    name = LISTS.get(document.kind)
    seen: set[str] = set()
    for index, item in enumerate(getattr(document.model, name) if name else []):
        if item.id.lower() in seen:
            yield problem(document, (name, index, "id"), "id-twice", f"“{item.id}”写了两次", f"“{item.id}” is given twice")
        seen.add(item.id.lower())
