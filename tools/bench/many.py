"""A library of many documents, and what lint costs there: processor seconds cold, after one change, and with nothing changed.

`python many.py 1000` writes it to a temporary folder. Of a thousand documents 120 are procedures with eight requirements each,
150 matrices, the rest forms; half of the procedures have two revisions.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import yaml

TEXT = {"title": {"zh": "文件", "en": "Document"}, "status": "released", "owner": "manager"}
KINDS = (
    {"kind": "completeness", "fields": ["amount", "made_by"]},
    {"kind": "condition", "check": "amount <= $limit"},
    {"kind": "condition", "when": "kind = 'a'", "check": "filled(made_by) and amount > 0"},
    {"kind": "response", "done": "done_at", "after": "made_at", "within": "$time"},
    {"kind": "uniqueness", "by": "number"},
    {"kind": "precedence", "done": "made_at", "before": "done_at"},
    {"kind": "existence", "needs": {"form": "{next}", "match": {"number": "number"}}, "before": "done_at"},
    {"kind": "recurrence", "case": "manager_list", "every": "month", "needs": {"form": "{own}", "match": {"made_by": "id"}}},
)


def documents(count: int) -> Iterator[dict[str, Any]]:
    """The documents of the library; `revision` 2 of a procedure counts as a document's later life, not as another document."""
    procedures, matrices = max(count * 12 // 100, 1), max(count * 15 // 100, 1)
    forms = max(count - procedures - matrices - 4, 2)
    yield {"role_list": "roles", "roles": [
        {"id": role, "label": {"zh": role, "en": role}, "rank": rank} for rank, role in enumerate(("boss", "manager", "clerk"), 1)]}
    yield {"form": "manager_list", "key": "id", "active": {"from": "since", "to": "until"}, "fields": {
        "id": _field("person", required=True), "since": _field("date"), "until": _field("date")}, "person": {"id": "id"}}
    yield {"profile": "all", "procedures": [f"QP-{n:04d}" for n in range(procedures)]}
    yield {"calendar": "year", "first": "2026-01-01", "last": "2026-12-31", "off": [], "worked": []}
    for n in range(forms):
        yield _form(n)
    for n in range(matrices):
        yield _matrix(n, forms)
    for n in range(procedures):
        for revision in ("1", "2")[: 1 + n % 2]:
            yield _procedure(n, forms, revision)


def _field(type: str, **more: Any) -> dict[str, Any]:
    return {"type": type, "label": {"zh": [f"字段{type}"], "en": [f"Field {type}"]}, **more}


def _form(n: int) -> dict[str, Any]:
    fields = {"number": _field("text", required=True), "kind": _field("choice", choices={"a": {"zh": "甲", "en": "A"}, "b": {"zh": "乙", "en": "B"}}),
              "amount": _field("money", minimum=0), "made_at": _field("date"), "made_by": _field("person"), "done_at": _field("date"), "note": _field("text")}
    return {"form": f"form_{n}", "key": "number", "date": ["made_at"], "filled_by": ["clerk"], "fields": fields}


def _matrix(n: int, forms: int) -> dict[str, Any]:
    lines = [{"id": f"L{at}", "sum": f"[{low}..{high})", "approvals": [{"step": s, "role": r} for s, r in enumerate(roles, 1)], "origin": "chosen"}
             for at, (low, high, roles) in enumerate(((0, 1000, ["clerk"]), (1000, 50000, ["clerk", "manager"])), 1)]
    lines.append({"id": "L3", "sum": ">= 50000", "approvals": [{"step": 1, "role": "manager"}, {"step": 2, "role": "boss"}], "origin": "chosen"})
    return {"matrix": f"AM-{n:04d}", "about": f"form_{n % forms}", "inputs": [{"name": "sum", "is": "amount"}], "hit": "unique", "lines": lines}


def _procedure(n: int, forms: int, revision: str) -> dict[str, Any]:
    own, other = f"form_{n % forms}", f"form_{(n + 1) % forms}"
    steps = [{"id": f"5.{s}", "title": {"zh": f"第 {s} 步", "en": f"Step {s}"}, "responsible": ("clerk", "manager", "boss")[s % 3],
              "work": {"zh": "按规定办理并登记日期和经办人。" * 3, "en": "Do it as laid down and note the day and the person. " * 3},
              "inputs": [own], "outputs": [other], "next": [f"5.{s + 1}"] if s < 8 else [], "origin": "chosen"} for s in range(1, 9)]
    requirements = [{"id": f"R-{n}-{k}", "step": f"5.{k}", "text": {"zh": "记录须符合规定。", "en": "Records are as laid down."}, "grade": "major",
                     "origin": "chosen", "checks": [_check(body, own, other)]} for k, body in enumerate(KINDS, 1)]
    parameters = {"limit": {"title": {"zh": "界限", "en": "Limit"}, "unit": "CNY", "default": 1000 * int(revision), "origin": "chosen"},
                  "time": {"title": {"zh": "时限", "en": "Time"}, "unit": "duration", "default": "5 days", "origin": "chosen"}}
    return {"procedure": f"QP-{n:04d}", "revision": revision, "purpose": TEXT["title"], "scope": TEXT["title"], "parameters": parameters,
            "steps": steps, "requirements": requirements, "effective_from": f"202{4 + int(revision)}-01-01"}


def _check(body: dict[str, Any], own: str, other: str) -> dict[str, Any]:
    filled = yaml.safe_load(yaml.safe_dump(body).replace("{next}", other).replace("{own}", own))
    return {"id": "a", "case": own} | filled


def write(root: Path, count: int) -> int:
    """The library as files, desk copies beside released revisions, registered; how many files."""
    from procedo.library.register import sealed
    from procedo.library.scan import scan
    from procedo.model import DOCUMENTS
    from procedo.model.register import Entry

    settings = {"library": "many", "organisation": {"zh": "某组织", "en": "An organisation"}, "languages": ["zh", "en"], "profile": "all", "calendar": "year"}
    _yaml(root / "procedures" / "library.yml", settings)
    for document in documents(count):
        kind = next(kind for kind in DOCUMENTS if kind in document)
        whole = {kind: document[kind], **TEXT, "revision": "1", "effective_from": "2025-01-01"} | document
        _yaml(root / "procedures" / "revisions" / whole[kind] / f"{whole['revision']}.yml", whole)
        _yaml(root / "procedures" / f"{kind}s" / f"{whole[kind]}.yml", whole)
    entries = [Entry(kind=d.kind, id=d.id, revision=d.revision, effective_from=d.model.effective_from, fingerprint=d.fingerprint)
               for d in scan(root).released]
    (root / "procedures" / "register.yml").write_text(sealed(entries), encoding="utf-8", newline="\n")
    return sum(1 for _ in (root / "procedures").rglob("*.yml"))


def _yaml(file: Path, plain: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.dump(plain, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), encoding="utf-8", newline="\n")


def seconds(root: Path) -> tuple[float, str]:
    """Processor seconds of `procedo lint` in a process of its own, and its last line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    done = subprocess.run([sys.executable, "-m", "procedo", "lint", "--lang", "en", "--library", str(root)],
                          capture_output=True, encoding="utf-8", env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, (done.stdout + done.stderr).strip().splitlines()[-1]


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        print(f"{count} documents in {write(root, count)} files")
        for word, change in (("cold", None), ("nothing changed", None), ("a procedure changed", "QP-0000"), ("a form changed", "form_3")):
            if change:
                file = next(f for f in (root / "procedures").rglob(f"{change}.yml") if "revisions" not in f.parts)
                file.write_text(file.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8", newline="\n")
            spent, told = seconds(root)
            print(f"{word}: {spent:.2f} s  ({told})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
