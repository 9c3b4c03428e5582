"""Whether a document may be released: signed by those the library demands, dated, not against time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from procedo.library.document import Document
from procedo.library.scan import Scan
from procedo.model.document import Signature
from procedo.model.settings import ReleasePolicy
from procedo.problem import Problem
from procedo.terms import say

WORDS = {"prepared": say("编制", "prepared"), "reviewed": say("审核", "reviewed"), "approved": say("批准", "approved")}


def obstacles(found: Scan, document: Document, today: dt.date) -> Iterator[Problem]:
    """Everything that keeps the document from being released."""
    yield from _signatures(document, found.settings.release if found.settings else ReleasePolicy(), today)
    yield from _dates(document)
    yield from _past(found, document)
    yield from _unread(document)


def _unread(document: Document) -> Iterator[Problem]:
    """Texts of an imported paper that nobody has placed yet."""
    left = getattr(document.model, "unread", [])
    if left:
        yield Problem(document.place(("unread",), key=True), "unread", say(
            f"unread 下还有 {len(left)} 处原文没有放进文件；放好后删去，再发布",
            f"{len(left)} texts still stand under unread; put them where they belong, take them out there, then release"))


def _signatures(document: Document, policy: ReleasePolicy, today: dt.date) -> Iterator[Problem]:
    signed = document.model.signatures
    given = {name: getattr(signed, name) for name in policy.signatures}
    lacking = [name for name, one in given.items() if one is None or not one.by.strip()]
    if lacking:
        yield _unsigned(document, lacking, policy)
    for name, one in given.items():
        if one is not None and name not in lacking and policy.evidence and one.evidence is None:
            yield _at(document, name, "no-evidence", f"{WORDS[name].zh}签字没有依据；写 evidence: {{kind: paper | office-system | git, ref: …}}",
                      f"the signature “{name}” has no evidence; say evidence: {{kind: paper | office-system | git, ref: …}}")
        if one is not None and one.date > today:
            yield _at(document, name, "signed-in-future", f"{WORDS[name].zh}日期 {one.date} 晚于今天 {today}；请核对日期或本机时钟",
                      f"“{name}” is dated {one.date}, after today, {today}: check the date, or the clock of this machine")
    yield from _people(document, policy, {name: one for name, one in given.items() if one and one.by.strip()})


def _unsigned(document: Document, lacking: list[str], policy: ReleasePolicy) -> Problem:
    """Every signature that is not there, and how one is written; at `signatures`, else where that key belongs."""
    place = document.place(("signatures",), key=True) if "signatures" in document.yaml.data else document.place(("status",), key=True)
    zh, en = "、".join(WORDS[name].zh for name in lacking), ", ".join(WORDS[name].en for name in lacking)
    how = f"{lacking[0]}: {{by: …, role: …, date: 2026-03-01{', evidence: {kind: paper, ref: …}' if policy.evidence else ''}}}"
    return Problem(place, "not-signed", say(
        f"缺少签字：{zh}；在 signatures 下写明，如 {how}", f"it lacks signatures: {en}; write them under signatures, such as {how}"))


def _people(document: Document, policy: ReleasePolicy, given: dict[str, Signature]) -> Iterator[Problem]:
    names = list(given)
    for n, name in enumerate(names):
        for other in names[:n]:
            if policy.people == "different" and given[name].by.strip() == given[other].by.strip():
                yield _at(document, name, "same-signer", f"{WORDS[other].zh}与{WORDS[name].zh}须由不同的人签字",
                          f"“{other}” and “{name}” must be signed by different people")
    for earlier, later in zip(names, names[1:], strict=False):
        if given[later].date < given[earlier].date:
            yield _at(document, later, "signed-out-of-order", f"{WORDS[later].zh}早于{WORDS[earlier].zh}",
                      f"“{later}” is dated before “{earlier}”")


def _dates(document: Document) -> Iterator[Problem]:
    day, approved = document.model.effective_from, document.model.signatures.approved
    if day is None:
        yield Problem(document.place((document.kind,)), "no-effective-date", say(
            "没有生效日期；写 effective_from: 2026-03-01", "it has no effective date; say effective_from: 2026-03-01"))
    elif approved and day < approved.date:
        yield Problem(document.place(("effective_from",)), "effective-before-approval", say(
            f"生效日期 {day} 早于批准日期 {approved.date}", f"it takes effect on {day}, before it was approved on {approved.date}"))


def _past(found: Scan, document: Document) -> Iterator[Problem]:
    """A revision that would change the past, or a number used before."""
    day = document.model.effective_from
    for other in (d for d in found.released if (d.kind, d.id) == (document.kind, document.id)):
        if other.revision == document.revision:
            yield Problem(document.place(("revision",)), "revision-reused", say(
                f"第 {document.revision} 版已发布过，内容不同；请用新的版次号",
                f"revision {document.revision} has been released already, with other content; use a new number"))
        elif day and other.model.effective_from and other.model.effective_from >= day:
            yield Problem(document.place(("effective_from",)), "backwards-in-time", say(
                f"第 {document.revision} 版 {day} 生效，但第 {other.revision} 版已于 {other.model.effective_from} 生效；不能改变过去",
                f"revision {document.revision} takes effect on {day}, but revision {other.revision} did so on "
                f"{other.model.effective_from}; the past cannot be changed"))


def _at(document: Document, name: str, id: str, zh: str, en: str) -> Problem:
    return Problem(document.place(("signatures", name)), id, say(zh, en))
