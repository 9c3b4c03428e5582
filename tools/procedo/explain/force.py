"""Why the case was judged by that revision of the procedure and of the matrix (SEMANTICS E.1)."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.finding import Finding
from procedo.library import Document, Library
from procedo.terms import Sentence, say

TRANSITIONS = {
    "start": say("过渡：生效之前已开始的案例仍按开始时的版本", "transition: a case begun before it is judged by the revision of its begin"),
    "grandfathered": say("过渡：生效之前已开始的案例，到 {} 为止仍按开始时的版本",
                         "transition: a case begun before it is judged by the revision of its begin until {}"),
}


def why_revisions(library: Library, finding: Finding) -> list[Sentence]:
    """A sentence for the procedure and one for each matrix; what the library no longer holds is left out."""
    found = list(_document(library, "procedure", finding.procedure, finding.revision, finding.clock))
    demanded = {(demand.matrix, demand.revision): None for demand in finding.evidence.demanded if demand.matrix}
    for matrix, revision in demanded:
        found += _document(library, "matrix", matrix, revision, finding.clock)
    return found


def _document(library: Library, kind: str, id: str, revision: str, clock: str | None) -> Iterator[Sentence]:
    revisions = library.revisions(kind, id)
    document = next((d for d in revisions if d.revision == revision), None)
    if document is None or document.model.effective_from is None:
        return
    first, ceased = library.span(document)
    zh, en = f"{id} 第 {revision} 版自 {first} 起有效", f"{id} rev. {revision} is in force from {first}"
    if ceased:
        zh, en = f"{zh}，{ceased} 起失效", f"{en} until the day before {ceased}"
    inside = clock is not None and first.isoformat() <= clock and (ceased is None or clock < ceased.isoformat())
    if inside:
        yield say(f"{zh}；判定日 {clock} 在此期间", f"{en}; the case date {clock} lies in it")
        return
    yield say(zh, en)
    entered = _entered(library, revisions, clock)
    if entered is not None and entered.model.transition in TRANSITIONS:
        told, until = TRANSITIONS[entered.model.transition], str(entered.model.until)
        yield say(f"第 {entered.revision} 版写明{told.zh.format(until)}", f"rev. {entered.revision} says: {told.en.format(until)}")


def _entered(library: Library, revisions: tuple[Document, ...], clock: str | None) -> Document | None:
    """The revision in force on the case date itself."""
    spans = [(document, *library.span(document)) for document in revisions]
    held = [d for d, first, end in spans if clock and first.isoformat() <= clock and (end is None or clock < end.isoformat())]
    return held[-1] if held else None
