"""What references may name: ids of every document, desk copies and archived revisions alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from procedo.library.document import Document
from procedo.library.library import Library
from procedo.library.marks import Path
from procedo.library.sentences import shown
from procedo.library.syntax import wide_hint
from procedo.model import Form
from procedo.problem import Problem, nearest
from procedo.terms import Sentence, say

WORDS: dict[str, Sentence] = {
    "role": say("角色", "role"), "form": say("表单", "form"), "field": say("字段", "field"), "step": say("步骤", "step"),
    "parameter": say("参数", "parameter"), "matrix": say("审批矩阵", "matrix"), "clause": say("条款", "clause"),
    "source": say("来源", "source"), "calendar": say("日历", "calendar"), "profile": say("方案", "profile"),
    "procedure": say("程序", "procedure"), "requirement": say("要求", "requirement"), "input": say("输入列", "input"),
}


class Known:
    """The names of a library. Old revisions may name what newer ones no longer have, so all of them count."""

    def __init__(self, library: Library):
        scan = library.scan
        self.library = library
        self.every: list[Document] = [*scan.desk, *scan.released]
        desk = {(d.kind, d.id, d.fingerprint) for d in scan.desk}
        archived = [d for d in scan.released if (d.kind, d.id, d.fingerprint) not in desk]
        self.subjects: list[Document] = [*scan.desk, *archived]
        """What is checked: desk copies, and archived revisions that are not on the desk as well."""
        self.unread = scan.unread
        self._of: dict[str, list[Document]] = {}
        for document in self.every:
            self._of.setdefault(document.kind, []).append(document)
        self.ids, self.names, self.fields, self.form_of = map(cache, (self._ids, self._names, self._fields, self._form_of))
        """Each is asked for thousands of times; a library that was read does not change."""

    def of(self, kind: str) -> list[Document]:
        return self._of.get(kind, [])

    def _ids(self, kind: str) -> set[str]:
        return {d.id for d in self.of(kind)} | {id for other, id in self.unread if other == kind and id}

    def _names(self, what: str) -> set[str] | None:
        """Everything a reference to a `what` may say; None when the document that says so cannot be read."""
        if (what, "") in self.unread:
            return None
        lists = {"role": "role_list", "clause": "clause_list", "source": "source_list"}
        if what not in lists:
            return self.ids(what)
        if any(kind == lists[what] for kind, _ in self.unread):
            return None
        return {name for document in self.of(lists[what]) for name in _listed(what, document)}

    def _fields(self, form: str) -> set[str] | None:
        """Fields of any revision of a form; None when the form is unknown or cannot be read."""
        if {("form", form), ("form", "")} & self.unread:
            return None
        models = [d.model for d in self.of("form") if d.id == form]
        return {name for model in models for name in model.fields} if models else None

    def _form_of(self, word: str) -> str | None:
        """The form that a form's or subset's name stands for."""
        if word in self.ids("form"):
            return word
        return next((d.id for d in self.of("form") if word in d.model.subsets), None)

    def forms_and_subsets(self) -> set[str] | None:
        forms = self.names("form")
        return None if forms is None else forms | {name for d in self.of("form") for name in d.model.subsets}

    def requirements(self) -> set[str]:
        return {requirement.id for d in self.of("procedure") for requirement in d.model.requirements}


def _listed(what: str, document: Document) -> Iterator[str]:
    model = document.model
    if what == "role":
        yield from (role.id for role in model.roles)
    elif what == "clause":
        yield from (f"{model.standard}/{clause.id}" for clause in model.clauses)
    else:
        yield from (source.id for source in model.sources)


@lru_cache(maxsize=1)
def known(library: Library) -> Known:
    return Known(library)


def problem(document: Document, path: Path, id: str, zh: str, en: str, key: bool = False, warning: bool = False) -> Problem:
    return Problem(document.place(path, key=key), id, say(zh, en), warning)


def desk_copy(library: Library, document: Document) -> Document:
    """The desk copy of the same content, which is what people open; else the document itself."""
    return next((d for d in library.desk if (d.kind, d.id, d.fingerprint) == (document.kind, document.id, document.fingerprint)), document)


def unknown(
    document: Document, path: Path, what: str, word: str, names: Iterable[str], key: bool = False, warning: bool = False
) -> Problem:
    """A reference that leads nowhere, with the nearest name."""
    thing, hint, wide = WORDS[what], nearest(word, names), wide_hint(word)
    return Problem(document.place(path, key=key), f"unknown-{what}", say(
        f"没有“{shown(word)}”这个{thing.zh}{hint.zh}{wide.zh}",
        f"there is no {thing.en} “{shown(word)}”{hint.en}{wide.en}"), warning)


def lookups(
    document: Document, what: str, names: set[str] | None, references: Iterable[tuple[Path, str | None]], warning: bool = False
) -> Iterator[Problem]:
    """A problem for each reference (path, word) that is not among `names`; empty words are no references."""
    for path, word in references:
        if names is not None and word is not None and word not in names:
            yield unknown(document, path, what, word, names, warning=warning)


def each(path: Path, words: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """The items of a list as references; one word without list has no item of its own, the nearest place is given."""
    return (((*path, index), word) for index, word in enumerate(words))


def form_models(known: Known) -> list[tuple[Document, Form]]:
    return [(d, d.model) for d in known.subjects if isinstance(d.model, Form)]
