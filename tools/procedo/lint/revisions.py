"""Desk copies and archived revisions: a released desk copy is what was archived, dates make one order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from procedo.library.document import NOT_CONTENT, Document
from procedo.library.library import Library
from procedo.library.marks import Path
from procedo.library.scan import released_file
from procedo.lint._known import known, problem
from procedo.problem import Problem


def problems(library: Library) -> Iterator[Problem]:
    archived = {(d.kind, d.id, d.revision): d for d in reversed(library.scan.released)}
    registered = {(e.kind, e.id, e.revision): e.fingerprint for e in reversed(library.scan.register.documents)}
    for document in library.scan.desk:
        key = (document.kind, document.id, document.revision)
        yield from _desk(library, document, archived.get(key), registered.get(key))
    for document in known(library).subjects:
        yield from _dates(document)
    yield from _same_day(library)
    yield from _gaps(library)
    yield from _renamed(library)


def _desk(library: Library, document: Document, archived: Document | None, registered: str | None) -> Iterator[Problem]:
    """`registered`: the fingerprint at release; where the archive was changed since, the desk copy that has it is not at fault."""
    if document.model.status != "released":
        return
    if archived is None:
        file = released_file(document.id, document.revision)
        if not (library.root / file).is_file():
            yield problem(document, ("status",), "not-archived", f"写着已发布，但尚未归档；运行 procedo release {document.id}",
                          f"it says released but is not archived yet; run procedo release {document.id}", warning=True)
    elif document.fingerprint not in (archived.fingerprint, registered):
        path = first_difference(archived.yaml.data, document.yaml.data)
        yield problem(document, path, "differs-from-released",
                      f"与已发布的第 {document.revision} 版不同（从这里开始）；请恢复原文，改动用 procedo revise {document.id} 开新版次",
                      f"this differs from the released revision {document.revision}, first here; restore it, "
                      f"and begin a change with procedo revise {document.id}")


def first_difference(old: Any, new: Any, path: Path = ()) -> Path:
    """Path in `new` of the first value that is not the same in `old`."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in new.items():
            if (path or key not in NOT_CONTENT) and (key not in old or not same(old[key], value)):
                return first_difference(old.get(key), value, (*path, key))
    if isinstance(old, list) and isinstance(new, list):
        for index, value in enumerate(new):
            if index >= len(old) or not same(old[index], value):
                return first_difference(old[index] if index < len(old) else None, value, (*path, index))
    return path


def same(one: Any, other: Any) -> bool:
    """Equal and of one type all through (`1` and `true` differ)."""
    return repr(_sorted(one)) == repr(_sorted(other))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _dates(document: Document) -> Iterator[Problem]:
    model = document.model
    if model.status == "released" and model.effective_from is None:
        yield problem(document, ("status",), "missing-key", "已发布的文件须有生效日期“effective_from”", "a released document needs “effective_from”")
    if model.transition == "grandfathered" and model.until is None:
        yield problem(document, ("transition",), "missing-key", "“grandfathered”须写明截止日“until”", "“grandfathered” needs the day “until”")
    if model.withdrawn_on and model.effective_from and model.withdrawn_on < model.effective_from:
        yield problem(document, ("withdrawn_on",), "bad-date", "废止日早于生效日", "it is withdrawn before it takes effect")


def _same_day(library: Library) -> Iterator[Problem]:
    days: dict[tuple[Any, ...], list[Document]] = defaultdict(list)
    for document in library.scan.released:
        if document.model.effective_from:
            days[document.kind, document.id, document.model.effective_from].append(document)
    for documents in days.values():
        for document in documents[1:]:
            yield problem(document, ("effective_from",), "same-day-revisions",
                          f"第 {documents[0].revision} 版也在这一天生效", f"revision {documents[0].revision} takes effect on the same day")


def _gaps(library: Library) -> Iterator[Problem]:
    """Days between two revisions on which none was in force."""
    for kind, id in dict.fromkeys((d.kind, d.id) for d in library.scan.released):
        revisions = library.revisions(kind, id)
        for one, following in zip(revisions, revisions[1:], strict=False):
            ceased, first = library.span(one)[1], library.span(following)[0]
            if ceased and first and ceased < first:
                yield problem(following, ("effective_from",), "gap-between-revisions",
                              f"{ceased} 至 {first} 之间没有现行版本（第 {one.revision} 版已废止）",
                              f"between {ceased} and {first} no revision is in force (revision {one.revision} was withdrawn)", warning=True)


def _renamed(library: Library) -> Iterator[Problem]:
    """Released revisions without a desk copy: the document was deleted, or its id changed."""
    desk = {(d.kind, d.id) for d in library.scan.desk} | library.scan.unread
    released = dict.fromkeys((d.kind, d.id) for d in library.scan.released)
    fresh = [d for d in library.scan.desk if (d.kind, d.id) not in released]
    for kind, id in released:
        if (kind, id) in desk or (kind, "") in desk:
            continue
        last = library.revisions(kind, id)[-1]
        heir = next((d for d in fresh if d.kind == kind and same(_body(d), _body(last))), None)
        zh, en = (f"；{heir.file} 的内容与它相同，编号改成了“{heir.id}”？编号一经发布不能更改",
                  f"; {heir.file} has the same content: was its id changed to “{heir.id}”? The id of a released document stays") if heir else ("", "")
        yield problem(last, (kind,), "no-desk-copy", f"“{id}”有已发布的版本，但没有编写用的文件{zh}",
                      f"“{id}” has released revisions but no desk copy{en}", warning=heir is None)


def _body(document: Document) -> dict[str, Any]:
    return {key: value for key, value in document.yaml.data.items() if key not in (document.kind, *NOT_CONTENT)}
