"""Suspect documents: an item that a released document refers to changed, and nobody has looked at the document since.

Compared are the revision of the other document in force on the day the document was last settled (the latest of its
approval, its first day and its last review) and the newest released one. Labels, titles, the glossary and translations
never make a document suspect; a new revision or `procedo review` clears it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from procedo.difference import sentence
from procedo.difference.changes import Change
from procedo.difference.items import item_changes
from procedo.difference.words import place
from procedo.library.document import Document
from procedo.library.library import Library, first_day
from procedo.library.marks import Path
from procedo.library.reviews import settled_on
from procedo.lint._items import Item, Items
from procedo.lint._known import desk_copy, problem
from procedo.problem import Problem
from procedo.terms import LANGUAGES, Sentence, say

MOST = 3
"""Changes of one item that are told in words."""


@dataclass(frozen=True)
class Suspect:
    """`document` refers at `at` to an item that `now`, a later revision of another document, changed."""

    document: Document
    item: Item
    at: Path
    now: Document
    changes: dict[str, list[Change]]
    """The same changes with their texts in each language."""

    @property
    def reason(self) -> Sentence:
        """`contract 的字段 price（第 2 版，2026-03-01 起）：…`"""
        return say(self._reason("zh"), self._reason("en"))

    def _reason(self, language: str) -> str:
        told = [sentence(change).in_(language) for change in self.changes[language][:MOST]]
        more, first = len(self.changes[language]) - len(told), self.now.model.effective_from
        if language == "zh":
            tail = [f"另有 {more} 处"] if more else []
            return f"{self._name(language)}（第 {self.now.revision} 版，{first} 起）：{'；'.join(told + tail)}"
        tail = [f"{more} more"] if more else []
        return f"{self._name(language)} (revision {self.now.revision}, from {first}): {'; '.join(told + tail)}"

    def _name(self, language: str) -> str:
        if not self.item.path:
            return self.item.id
        part = place(self.item.path, language)
        return f"{self.item.id} 的{part}" if language == "zh" else f"{part} of {self.item.id}"


def problems(library: Library) -> Iterator[Problem]:
    for one in suspects(library):
        id, reason = one.document.id, one.reason
        yield problem(desk_copy(library, one.document), one.at, "suspect",
                      f"所引用的内容已改：{reason.zh}；请核对本文件：仍然正确就登记 procedo review {id}，否则 procedo revise {id}",
                      f"what this refers to has changed: {reason.en}; look at this document again: note that it is still right with "
                      f"procedo review {id}, or begin a change with procedo revise {id}", warning=True)


def suspects(library: Library) -> list[Suspect]:
    """Every changed item that a document in use refers to, by document and item."""
    newest = [_released(library, kind, id)[-1] for kind, id in _ids(library)]
    later = [(first_day(d), d) for d in newest if len(_released(library, d.kind, d.id)) > 1]
    items = Items(library) if later else None
    found: list[Suspect] = []
    for document in newest:
        settled = settled_on(library, document)
        changed = {(other.kind, other.id) for day, other in later if day > settled} - {(document.kind, document.id)}
        if changed and items and library.span(document)[1] is None:
            found += _of(library, document, settled, {i: at for i, at in items.of(document).items() if (i.kind, i.id) in changed})
    return found


def _of(library: Library, document: Document, settled: dt.date, referred: dict[Item, Path]) -> Iterator[Suspect]:
    for item, at in referred.items():
        revisions = _released(library, item.kind, item.id)
        then = next((d for d in reversed(revisions) if first_day(d) <= settled), revisions[0])
        told = {lang: item_changes(item.kind, then.yaml.data, revisions[-1].yaml.data, item.path, lang) for lang in LANGUAGES}
        if found := told[library.settings.languages[0]]:
            own = {lang: {change.path: change for change in changes} for lang, changes in told.items()}
            yield Suspect(document, item, at, revisions[-1], {lang: [own[lang].get(c.path, c) for c in found] for lang in LANGUAGES})


def _ids(library: Library) -> list[tuple[str, str]]:
    return list(dict.fromkeys((d.kind, d.id) for d in library.scan.released))


def _released(library: Library, kind: str, id: str) -> list[Document]:
    return [d for d in library.revisions(kind, id) if d.released]

