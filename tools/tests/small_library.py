"""A library and a recordset of a few lines, written to a folder and checked as any other."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from procedo.check import Request, run
from procedo.finding import Finding, Outcome
from procedo.library import read
from procedo.model import DOCUMENTS

TEXT = {"title": "x", "revision": "1", "status": "released", "effective_from": "2020-01-01"}


def write(root: Path, documents: list[dict[str, Any]], **settings: Any) -> Path:
    """Released revisions as files; a document lacks only what TEXT gives. The profile takes every procedure."""
    ids = [d["procedure"] for d in documents if "procedure" in d]
    profile = {"profile": "all", "procedures": list(dict.fromkeys(ids))}
    _yaml(root / "procedures" / "library.yml", {"library": "small", "organisation": "x", "profile": "all"} | settings)
    for document in [profile, *documents] if not any("profile" in d for d in documents) else documents:
        kind = next(kind for kind in DOCUMENTS if kind in document)
        whole = {kind: document[kind]} | TEXT | document
        _yaml(root / "procedures" / "revisions" / str(whole[kind]) / f"{whole['revision']}.yml", whole)
    return root


def procedure(revision: str, effective: str | None, *checks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Procedure QP-1 with one requirement, R-1."""
    requirement = {"id": "R-1", "text": "x", "grade": "major", "origin": "chosen", "checks": [{"id": "a"} | c for c in checks]}
    plain = {"procedure": "QP-1", "revision": revision, "purpose": "x", "scope": "x", "steps": [], "requirements": [requirement]}
    return plain | ({"effective_from": effective} if effective else {}) | more


def form(name: str, fields: str, **more: Any) -> dict[str, Any]:
    """As in judging.py: `id:text! at:date? who:person`."""
    from judging import declared_fields

    return {"form": name, "key": "id", "fields": declared_fields(fields)} | more


def check(root: Path, records: Mapping[str, list[Mapping[str, Any]]], as_of: str, **more: Any) -> Outcome:
    """Write the records as an export and check them."""
    sources = []
    for name, rows in records.items():
        fields = list(dict.fromkeys(key for row in rows for key in row))
        file = root / "records" / "small" / f"{name}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fields)
            writer.writeheader()
            writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in rows)
        sources.append({"form": name, "path": f"small/{name}.csv"})
    engine = more.pop("engine", "duckdb")
    _yaml(root / "records" / "small.yml", {"recordset": "small", "extracted_at": as_of, "unreadable_limit": 1, "sources": sources} | more)
    return run(Request(read(root), root / "records" / "small.yml", engine=engine, names=True))


def by_key(outcome: Outcome) -> dict[str, Finding]:
    return {finding.case.key: finding for finding in outcome.findings}


def _yaml(file: Path, plain: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(_texts(plain), allow_unicode=True, sort_keys=False), encoding="utf-8")


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_texts(item) for item in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
