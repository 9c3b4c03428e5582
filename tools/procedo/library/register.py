"""The register as text: always in the same order, sealed, so that a change by hand is seen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from procedo.model.document import Signature
from procedo.model.register import Entry, Register

HEADER = """\
# yaml-language-server: $schema=schema/register.json
# Written by procedo; do not edit. 由 procedo 生成，请勿手工修改。
# Every released revision with the fingerprint of its content. 每个已发布版次及其内容指纹。
"""


def sealed(entries: Iterable[Entry]) -> str:
    """The register's text with its seal."""
    ordered = sorted(entries, key=lambda e: (e.kind, e.id, e.effective_from.isoformat() if e.effective_from else "", e.revision))
    lines = [HEADER + "format: procedo.register/1", "documents:" if ordered else "documents: []"]
    for entry in ordered:
        lines += _lines(entry)
    return "\n".join([*lines, f"seal: {seal(ordered)}"]) + "\n"


def seal(entries: Iterable[Entry]) -> str:
    plain = [entry.model_dump(mode="json", exclude_defaults=True) for entry in entries]
    return "sha256:" + sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def broken(register: Register) -> bool:
    """Whether the register is not as procedo wrote it; one without a seal was written before there were seals."""
    return register.seal is not None and register.seal != seal(register.documents)


def _lines(entry: Entry) -> Iterable[str]:
    yield f"  - kind: {entry.kind}"
    yield f"    id: {_text(entry.id)}"
    yield f"    revision: {_text(entry.revision)}"
    for name in ("effective_from", "withdrawn_on"):
        if getattr(entry, name):
            yield f"    {name}: {getattr(entry, name)}"
    yield f"    fingerprint: {entry.fingerprint}"
    signed = {name: getattr(entry.signatures, name) for name in ("prepared", "reviewed", "approved")}
    if any(signed.values()):
        yield "    signatures:"
        yield from (f"      {name}: {_signature(one)}" for name, one in signed.items() if one)
    if entry.reviews:
        yield "    reviews:"
        yield from (f"      - {{by: {_text(r.by)}, date: {r.date}, note: {_text(r.note)}}}" for r in entry.reviews)


def _signature(one: Signature) -> str:
    parts = [f"by: {_text(one.by)}"] if one.by else []
    parts += [f"role: {_text(one.role)}", f"date: {one.date}"]
    if one.evidence:
        parts.append(f"evidence: {{kind: {one.evidence.kind}, ref: {_text(one.evidence.ref)}}}")
    return "{" + ", ".join(parts) + "}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
