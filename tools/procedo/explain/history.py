"""The history of a document in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from procedo.library import Library
from procedo.lifecycle.history import Past, commits, history
from procedo.lifecycle.signed import WORDS
from procedo.model.document import Signature
from procedo.reports._layout import WIDTH, clean, wrap
from procedo.terms import say

EVIDENCE = {"paper": say("纸质", "paper"), "office-system": say("办公系统", "office system"), "git": say("git", "git")}


def told(library: Library, root: Path, id: str, language: str) -> str:
    """Revisions, the newest first, then the commits."""
    past = history(library, id)
    lines = [f"{id} {clean(past[0].document.model.title.in_(language))}"]
    for one in past:
        lines += ["", *_revision(one, language)]
    found = list(commits(root, past[0].document))
    if found:
        lines += ["", say("提交记录（git）", "Commits (git)").in_(language)]
        lines += [line for day, short, subject in found for line in wrap(clean(f"{day} {short} {subject}"), WIDTH, "- ")]
    return "\n".join(lines) + "\n"


def _revision(past: Past, language: str) -> Iterator[str]:
    model = past.document.model
    zh = f"第 {model.revision} 版  {past.first or '无生效日期'} 起" + (f"，{past.ceased} 起失效" if past.ceased else "，现行")
    en = f"rev. {model.revision}  from {past.first or 'no date'}" + (f" until the day before {past.ceased}" if past.ceased else ", in force")
    yield say(zh, en).in_(language)
    if model.change:
        yield from wrap(clean(model.change.in_(language)), WIDTH, "  ")
    for name, word in WORDS.items():
        signature = getattr(model.signatures, name)
        if signature:
            yield from wrap(f"{word.in_(language)} {_signed(signature, language)}", WIDTH, "  ")
    for review in past.entry.reviews if past.entry else ():
        text = say(f"{review.date} 由 {review.by} 审查：{review.note}", f"reviewed on {review.date} by {review.by}: {review.note}")
        yield from wrap(clean(text.in_(language)), WIDTH, "  ")


def _signed(one: Signature, language: str) -> str:
    evidence = f" [{EVIDENCE[one.evidence.kind].in_(language)} {one.evidence.ref}]" if one.evidence else ""
    return clean(f"{one.date} {one.by} {one.role}{evidence}".replace("  ", " "))
