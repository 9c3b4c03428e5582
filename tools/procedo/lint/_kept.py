"""What lint said last time, for a library in which nothing has changed since: kept in build/cache, never relied on.

The key is a hash of every file that lint reads and of procedo itself. What does not fit, or cannot be read, is ignored
and made anew. Only `procedo lint` reads it: releases are always checked afresh. Where something changed, the parts that
it has no bearing on (`part`) are not made anew either: one procedure is revised at a time.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from procedo.problem import Place, Problem, ProblemError
from procedo.terms import say
from procedo.write import write_text

PLACE = "build/cache/lint.json"
FOLDERS = ("procedures", "checks")
EXTENSIBLE = ("procedo.rules", "procedo.lint")
"""Packages of which lint runs the modules; an organisation's own stand in further folders."""


@dataclass
class Parts:
    """What parts of lint said: last time, and this time; `code` tells which procedo says it."""

    code: str
    before: dict[str, list[Problem]]
    now: dict[str, list[Problem]] = field(default_factory=dict)


_parts: ContextVar[Parts | None] = ContextVar("parts", default=None)


def kept(root: Path, today: dt.date | None, make: Callable[[], list[Problem]]) -> list[Problem]:
    """The problems kept for exactly this library, this procedo and this day; else what `make` says, which is then kept."""
    code, place = _hash(_code()), root / PLACE
    key = sha256(f"{code} {today} {_hash(_library(root))}".encode()).hexdigest()
    last = _read(place)
    if last.get("key") == key:
        return last["problems"]
    parts = Parts(code, last.get("parts", {}))
    token = _parts.set(parts)
    try:
        found = make()
    finally:
        _parts.reset(token)
    with suppress(OSError, ProblemError):  # a folder that cannot be written to is no reason to say nothing
        told = {"key": key, "problems": list(map(_plain, found)), "parts": {id: list(map(_plain, one)) for id, one in parts.now.items()}}
        write_text(place, json.dumps(told, ensure_ascii=False, indent=0))
    return found


def part(reads: Iterable[str], make: Callable[[], list[Problem]]) -> list[Problem]:
    """What `make` says, or said when it read the same: `reads` is all that its answer depends on, beside procedo itself."""
    parts = _parts.get()
    if parts is None:
        return make()
    key = sha256("\0".join([parts.code, *reads]).encode()).hexdigest()
    parts.now[key] = parts.before[key] if key in parts.before else make()
    return parts.now[key]


def _hash(files: Iterable[tuple[str, Path]]) -> str:
    digest = sha256(sys.version.encode())
    for name, path in files:
        content = path.read_bytes()
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _code() -> Iterator[tuple[str, Path]]:
    package = Path(importlib.import_module("procedo").__file__ or "").parent
    own = [Path(place) for name in EXTENSIBLE for place in importlib.import_module(name).__path__ if not Path(place).is_relative_to(package)]
    for folder in (package, *own):
        yield from _files(folder, folder.rglob("*.py"))


def _library(root: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        yield from _files(root, (root / folder).rglob("*"))
    yield from _files(root, (root / "records").glob("*.yml"))


def _files(base: Path, paths: Iterable[Path]) -> list[tuple[str, Path]]:
    return sorted((path.relative_to(base).as_posix(), path) for path in paths if path.is_file() and path.name != ".procedo.lock")


def _plain(problem: Problem) -> list[object]:
    place, sentence = problem.place, problem.sentence
    return [place.file, place.line, place.column, problem.id, sentence.zh, sentence.en, problem.warning]


def _read(place: Path) -> dict[str, Any]:
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
        problems = [_problem(*one) for one in told["problems"]]
        return {"key": told["key"], "problems": problems, "parts": {id: [_problem(*one) for one in found] for id, found in told["parts"].items()}}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _problem(file: str, line: int, column: int, id: str, zh: str, en: str, warning: bool) -> Problem:
    if [type(one) for one in (file, line, column, id, zh, en, warning)] != [str, int, int, str, str, str, bool]:
        raise ValueError
    return Problem(Place(file, line, column), id, say(zh, en), warning)
