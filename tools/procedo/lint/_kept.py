"""What lint said last time, for a library in which nothing has changed since: kept in build/cache, never relied on.

The key is a hash of every file that lint reads and of procedo itself. What does not fit, or cannot be read, is ignored
and made anew. Only `procedo lint` reads it: releases are always checked afresh.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from procedo.problem import Place, Problem, ProblemError
from procedo.terms import say
from procedo.write import write_text

PLACE = "build/cache/lint.json"
FOLDERS = ("procedures", "checks")
EXTENSIBLE = ("procedo.rules", "procedo.lint")
"""Packages of which lint runs the modules; an organisation's own stand in further folders."""


def kept(root: Path, today: dt.date | None, make: Callable[[], list[Problem]]) -> list[Problem]:
    """The problems kept for exactly this library, this procedo and this day; else what `make` says, which is then kept."""
    key, place = _key(root, today), root / PLACE
    found = _read(place, key)
    if found is None:
        found = make()
        with suppress(OSError, ProblemError):  # a folder that cannot be written to is no reason to say nothing
            write_text(place, json.dumps({"key": key, "problems": list(map(_plain, found))}, ensure_ascii=False, indent=0))
    return found


def _key(root: Path, today: dt.date | None) -> str:
    """A hash of all that the answer depends on."""
    digest = sha256(f"{sys.version} {today}".encode())
    for name, path in [*_code(), *_library(root)]:
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


def _read(place: Path, key: str) -> list[Problem] | None:
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
        return [_problem(*one) for one in told["problems"]] if told["key"] == key else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _problem(file: str, line: int, column: int, id: str, zh: str, en: str, warning: bool) -> Problem:
    if [type(one) for one in (file, line, column, id, zh, en, warning)] != [str, int, int, str, str, str, bool]:
        raise ValueError
    return Problem(Place(file, line, column), id, say(zh, en), warning)
