"""What `procedo coverage` found last, kept in build/last/coverage.json for the site, and so that unchanged proofs count again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from procedo.coverage.count import Count, Coverage, Traced
from procedo.coverage.proved import Proof
from procedo.examples import FOLDER
from procedo.library import Library
from procedo.write import write_text

SCHEMA = "procedo.coverage/1"
KEPT = Path("build") / "last" / "coverage.json"


def as_json(coverage: Coverage, proofs: Mapping[str, Proof], key: str) -> str:
    """`procedo.coverage/1`: counts, requirements, and the proofs with the fingerprint of what they rest on."""
    plain = {
        "schema": SCHEMA,
        "complete": coverage.complete,
        "automated": coverage.automated,
        "attested": coverage.attested,
        "counts": [asdict(count) for count in coverage.counts],
        "requirements": [asdict(one) | {"done": one.done} for one in coverage.requirements],
        "proofs": {"of": key, "requirements": {id: asdict(proof) for id, proof in proofs.items()}},
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def keep(root: Path, text: str) -> None:
    write_text(root / KEPT, text)


def fingerprint_of(library: Library) -> str:
    """What proofs rest on: the library and its examples."""
    digest = sha256(library.fingerprint.encode())
    for path in sorted((library.root / FOLDER).rglob("*.y*ml")):
        digest.update(path.relative_to(library.root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def known_proofs(root: Path, key: str) -> dict[str, Proof] | None:
    """The proofs kept, when they rest on the same library and examples."""
    try:
        kept = (_plain(root) or {})["proofs"]
        return {id: Proof(**_tuples(one)) for id, one in kept["requirements"].items()} if kept["of"] == key else None
    except (KeyError, TypeError, AttributeError):
        return None


def read_kept(root: Path) -> Coverage | None:
    """The last coverage; None where there is none, or none that can be read."""
    plain = _plain(root)
    if plain is None:
        return None
    try:
        counts = tuple(Count(**_tuples(one)) for one in plain["counts"])
        return Coverage(counts, tuple(Traced(**_tuples(one, "done")) for one in plain["requirements"]))
    except (KeyError, TypeError, AttributeError):
        return None


def _tuples(one: dict[str, Any], *without: str) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in one.items() if key not in without}


def _plain(root: Path) -> dict[str, Any] | None:
    try:
        plain = json.loads((root / KEPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return plain if isinstance(plain, dict) and plain.get("schema") == SCHEMA else None
