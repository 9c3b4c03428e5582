"""The last run of each recordset, kept in build/last/<recordset>/ for `explain` and the site.

`report.json` is the whole outcome with its evidence (`procedo.report/1`); `manifest.json` what it rests on: the inputs and
the mapping by hash, the library by fingerprint, the versions that judged.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from procedo.check import Request
from procedo.check.report import decode, encode
from procedo.finding import Outcome
from procedo.problem import ProblemError, nearest, refuse
from procedo.terms import Sentence, say
from procedo.write import lock, replaced_folder, write_text

SCHEMA = "procedo.manifest/1"
LAST = Path("build") / "last"
JUDGES = ("duckdb", "sqlglot", "pydantic", "python-calamine")
"""Packages whose version may show in a verdict."""


def manifest_of(
    outcome: Outcome, root: Path, base: Path | None = None, mapping: Path | None = None, calendar: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the run rests on, as plain values; the same run gives the same manifest.

    base: folder of the source files as the recordset names them; mapping: the recordset's file;
    calendar: its id, revision and fingerprint. What is not given is null, and cannot be compared later.
    """
    id, revision = outcome.profile
    return {
        "schema": SCHEMA,
        "recordset": outcome.recordset,
        "as_of": outcome.as_of,
        "extracted_at": outcome.extracted_at,
        "profile": {"id": id, "revision": revision},
        "drafts": outcome.drafts,
        "library": {"fingerprint": outcome.fingerprint, "documents": outcome.documents},
        "calendar": dict(calendar) if calendar else None,
        "mapping": {"path": _path(root, mapping), "sha256": hash_of(mapping)} if mapping else None,
        "inputs": list(_inputs(outcome, root, base)),
        "versions": {"procedo": outcome.version, "engine": outcome.engine, "python": platform.python_version(), **_versions()},
    }


def _inputs(outcome: Outcome, root: Path, base: Path | None) -> Iterator[dict[str, Any]]:
    for file, digest in dict.fromkeys((source.file, source.sha256) for source in outcome.records):
        yield {"file": file, "path": _path(root, base / file) if base else None, "sha256": digest}


def _path(root: Path, file: Path) -> str:
    """Relative to the library where it lies inside, forward slashes; else in full."""
    whole = file.absolute()
    return (whole.relative_to(root.absolute()) if whole.is_relative_to(root.absolute()) else whole).as_posix()


def _versions() -> dict[str, str]:
    found = {}
    for name in JUDGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def hash_of(file: Path) -> str:
    """sha256 of a file's bytes, in hex."""
    digest = sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def write_last(root: Path, outcome: Outcome, manifest: Mapping[str, Any] | None = None) -> Path:
    """Keep a run, whole or not at all, in the place of the one before; returns its folder."""
    target = root / LAST / outcome.recordset
    kept = json.dumps(manifest or manifest_of(outcome, root), ensure_ascii=False, indent=2) + "\n"
    with lock(root / LAST), replaced_folder(target) as folder:
        write_text(folder / "report.json", encode(outcome))
        write_text(folder / "manifest.json", kept)
    return target


def keep(request: Request, outcome: Outcome) -> Path:
    """Keep a run and what it rests on, for `explain`, the site and coverage; returns its folder."""
    from procedo.records import read_recordset, root_of

    recordset, _ = read_recordset(request.recordset)
    base, library = root_of(recordset, request.recordset.parent, request.data), request.library
    name = library.newest("profile", outcome.profile[0]).model.calendar or library.settings.calendar
    calendar = library.newest("calendar", name) if name else None
    known = {"id": calendar.id, "revision": calendar.revision, "fingerprint": calendar.fingerprint} if calendar else None
    return write_last(library.root, outcome, manifest_of(outcome, library.root, base, request.recordset, known))


def recordsets(root: Path) -> list[str]:
    """The recordsets of which a run is kept, the newest run first."""
    folders = [folder for folder in (root / LAST).glob("*/manifest.json") if not folder.parent.name.startswith(".")]
    return [m.parent.name for m in sorted(folders, key=lambda m: (-m.stat().st_mtime_ns, m.parent.name))]


def read_last(root: Path, recordset: str | None = None) -> tuple[Outcome, dict[str, Any]]:
    """The newest run, or that of a recordset, with its manifest; none is a problem that says what to do."""
    known = recordsets(root)
    if not known or (recordset and recordset not in known):
        asked, hint = (f"“{recordset}”", nearest(recordset, known)) if recordset else ("", say("", ""))
        raise refuse(
            "no-last-run",
            f"没有保存的检查结果{asked}{hint.zh}；请先运行 procedo check",
            f"no check is kept{' of ' + asked if asked else ''}{hint.en}; run procedo check first",
        )
    folder = root / LAST / (recordset or known[0])
    outcome = decode((folder / "report.json").read_text(encoding="utf-8"), f"{LAST.as_posix()}/{folder.name}/report.json")
    return outcome, _manifest(folder)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        plain = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if isinstance(plain, dict) and plain.get("schema") == SCHEMA:
            return plain
    except ValueError:
        pass
    raise refuse(
        "bad-manifest",
        f"{folder.name}/manifest.json 已损坏；请重新运行 procedo check",
        f"{folder.name}/manifest.json is damaged; run procedo check again",
    )


def changed_since(root: Path, manifest: Mapping[str, Any], fingerprint: str | None = None) -> tuple[Sentence, ...]:
    """What is no longer as it was when the run was made; () when all is the same.

    fingerprint: of the library as it is now, when the caller has read it already.
    """
    found = [_file_changed(root, entry["file"], entry) for entry in manifest["inputs"]]
    if manifest["mapping"]:
        found.append(_file_changed(root, manifest["mapping"]["path"], manifest["mapping"]))
    found.append(_library_changed(root, manifest, fingerprint))
    return tuple(sentence for sentence in found if sentence)


def _file_changed(root: Path, name: str, entry: Mapping[str, Any]) -> Sentence | None:
    if entry["path"] is None:
        return None
    try:
        now = hash_of(root / entry["path"])
    except OSError:
        return say(f"检查之后，文件“{name}”已不在原处或无法读取", f"since the check, file “{name}” is gone or unreadable")
    if now == str(entry["sha256"]).removeprefix("sha256:"):
        return None
    return say(f"检查之后，文件“{name}”有改动", f"since the check, file “{name}” has changed")


def _library_changed(root: Path, manifest: Mapping[str, Any], fingerprint: str | None) -> Sentence | None:
    if fingerprint is None:
        from procedo.library import read

        try:
            fingerprint = read(root, manifest["drafts"]).fingerprint
        except ProblemError:
            return say("检查之后，文件库有改动，且现在通不过 lint", "since the check, the library has changed and now fails lint")
    if fingerprint == manifest["library"]["fingerprint"]:
        return None
    return say("检查之后，文件库有改动", "since the check, the library has changed")
