"""Suspect documents: an item that a released document refers to changed or was withdrawn, and nobody has looked at it since.

Compared are the newest released revision of the other document and the latest one that was at hand when the document was last
settled: in force on that day (the latest of its approval, its first day and its last review), or approved by the day of a review.
A withdrawal counts from its day. Labels, titles, the glossary and translations never make a document suspect; a new revision
or `procedo review` clears it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from procedo.difference import sentence
from procedo.difference.changes import Change
from procedo.difference.items import item_changes
from procedo.difference.words import place
from procedo.library.document import Document
from procedo.library.library import Library
from procedo.library.marks import Path
from procedo.library.reviews import at_hand, settled_on
from procedo.lint._items import Item, Items
from procedo.lint._known import desk_copy, problem
from procedo.problem import Problem
from procedo.terms import LANGUAGES, Sentence, say

MOST = 3
"""Changes of one item that are told in words."""


@dataclass(frozen=True)
class Suspect:
    """`document` refers at `at` to an item that `now`, a later revision of another document, changed; or `now` was withdrawn."""

    document: Document
    item: Item
    at: Path
    now: Document
    changes: dict[str, list[Change]]
    """The same changes with their texts in each language; none where `now` was withdrawn."""
    withdrawn: dt.date | None = None
    """The day from which `now` is no longer in force."""

    @property
    def reason(self) -> Sentence:
        """`contract 的字段 price（第 2 版，2026-03-01 起）：…`, `AM-1 已废止（2026-03-01 起）`"""
        if self.withdrawn:
            return say(f"{self.now.id} 自 {self.withdrawn} 起废止", f"{self.now.id} is withdrawn from {self.withdrawn}")
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
    gone = {(d.kind, d.id): (d, day) for d in newest if (day := library.span(d)[1])}
    later = {(d.kind, d.id): d for d in newest if len(_released(library, d.kind, d.id)) > 1}
    items = Items(library) if later or gone else None
    found: list[Suspect] = []
    for document in newest:
        own, settled, seen = (document.kind, document.id), settled_on(library, document), at_hand(library, document)
        changed = {key for key, d in later.items() if not seen(d)} - {own, *gone}
        withdrawn = {key: one for key, one in gone.items() if one[1] > settled}
        if (changed or withdrawn) and items and own not in gone:
            referred = items.of(document)
            found += _of(library, document, seen, {i: at for i, at in referred.items() if (i.kind, i.id) in changed})
            found += _gone(document, referred, withdrawn)
    return found


def _gone(document: Document, referred: dict[Item, Path], withdrawn: dict[tuple[str, str], tuple[Document, dt.date]]) -> Iterator[Suspect]:
    """What the document refers to in documents that were withdrawn since: the first place in each."""
    told: set[tuple[str, str]] = set()
    for item, at in referred.items():
        key = (item.kind, item.id)
        if key in withdrawn and key not in told:
            told.add(key)
            yield Suspect(document, item, at, withdrawn[key][0], {}, withdrawn[key][1])


def _of(library: Library, document: Document, seen: Callable[[Document], bool], referred: dict[Item, Path]) -> Iterator[Suspect]:
    for item, at in referred.items():
        revisions = _released(library, item.kind, item.id)
        then = next((d for d in reversed(revisions) if seen(d)), revisions[0])
        told = {lang: item_changes(item.kind, then.yaml.data, revisions[-1].yaml.data, item.path, lang) for lang in LANGUAGES}
        if found := told[library.settings.languages[0]]:
            own = {lang: {change.path: change for change in changes} for lang, changes in told.items()}
            yield Suspect(document, item, at, revisions[-1], {lang: [own[lang].get(c.path, c) for c in found] for lang in LANGUAGES})


def _ids(library: Library) -> list[tuple[str, str]]:
    return list(dict.fromkeys((d.kind, d.id) for d in library.scan.released))


def _released(library: Library, kind: str, id: str) -> list[Document]:
    return [d for d in library.revisions(kind, id) if d.released]

