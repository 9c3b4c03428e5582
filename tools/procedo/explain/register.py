"""The list of controlled documents: what an auditor asks for first (ISO 9001:2015, 7.5.3)."""

from __future__ import annotations

from dataclasses import dataclass

from procedo.difference import Change, changes
from procedo.difference.changes import OF_REVISION
from procedo.library import Document, Library
from procedo.library.reviews import due_on
from procedo.terms import Sentence, say

KINDS: dict[str, Sentence] = {
    "procedure": say("程序文件", "procedure"), "form": say("记录表单", "form"), "matrix": say("审批矩阵", "approval matrix"),
    "calendar": say("工作日历", "calendar"), "profile": say("适用方案", "profile"), "role_list": say("岗位清单", "list of roles"),
    "glossary": say("术语表", "glossary"), "clause_list": say("条款清单", "list of clauses"), "source_list": say("来源清单", "list of sources"),
    "decision_list": say("决定清单", "list of decisions"),
    "indicator_list": say("指标清单", "list of indicators"),
}
"""In the order of the list."""
STATES = {"draft": say("编写中", "draft"), "current": say("现行有效", "in force"), "withdrawn": say("已撤销", "withdrawn")}
HEADS = say("种类 编号 名称 版次 生效日期 归口 状态 复审日期 指纹", "Kind Number Title Revision Effective Owner Status Review-by Fingerprint")


@dataclass(frozen=True)
class Draft:
    """A draft on the desk: the revision it would replace (None: a new document), and what it changes."""

    document: Document
    before: Document | None
    changes: tuple[Change, ...]


def controlled(library: Library) -> list[Document]:
    """The newest released revision of every document, and drafts that were never released; by kind and number."""
    newest = [released(library, kind, id)[-1] for kind, id in dict.fromkeys((d.kind, d.id) for d in library.scan.released)]
    known = {(d.kind, d.id) for d in newest}
    order = list(KINDS)
    return sorted([*newest, *(d for d in library.desk if (d.kind, d.id) not in known)], key=lambda d: (order.index(d.kind), d.id))


def released(library: Library, kind: str, id: str) -> list[Document]:
    return [d for d in library.revisions(kind, id) if d.released]


def drafts(library: Library) -> list[Draft]:
    """Desk copies that say something else than what is released."""
    found = []
    for document in library.desk:
        before = released(library, document.kind, document.id)
        if all(document.fingerprint != d.fingerprint for d in before):
            last = before[-1] if before else None
            told = [c for c in changes(last.yaml.data, document.yaml.data) if c.path[0] not in OF_REVISION] if last else []
            found.append(Draft(document, last, tuple(told)))
    return found


def row(library: Library, document: Document, language: str) -> list[str]:
    """The cells of a document, as HEADS."""
    model, due = document.model, due_on(library, document)
    number = getattr(model, "number", None)
    return [
        KINDS[document.kind].in_(language), f"{document.id} ({number})" if number else document.id, model.title.in_(language), document.revision,
        model.effective_from.isoformat() if model.effective_from else "", owner(library, model.owner, language),
        STATES[status(library, document)].in_(language), due.isoformat() if due else "", document.fingerprint,
    ]


def owner(library: Library, role: str | None, language: str) -> str:
    roles = library.roles()
    return roles[role].label.in_(language) if role in roles else role or ""


def status(library: Library, document: Document) -> str:
    if not document.released:
        return "draft"
    return "withdrawn" if document.model.status == "withdrawn" or library.span(document)[1] else "current"


def listed(library: Library, language: str) -> str:
    """The list as text, a line for each document."""
    lines = []
    for document in controlled(library):
        kind, number, title, revision, effective, held, state, due, _ = row(library, document, language)
        told = [number, title, f"第 {revision} 版" if language == "zh" else f"rev. {revision}", effective, held, state, due]
        lines.append(" · ".join([kind, *(word for word in told if word)]))
    return "\n".join(lines) + "\n"
