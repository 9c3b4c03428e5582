"""What the recordsets of a library exercise: the last run of each, made anew where anything changed since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from procedo.check import Request, run
from procedo.check.last import changed_since, keep, read_last
from procedo.finding import Outcome
from procedo.library import Library
from procedo.problem import ProblemError

FOLDER = "records"


def outcomes(library: Library) -> Iterator[tuple[str, Outcome]]:
    """(recordset, outcome) of each recordset of the library, by name."""
    for file in recordset_files(library.root):
        yield file.stem, _outcome(library, file)


def recordset_files(root: Path) -> list[Path]:
    """Files of records/ that are recordsets, by name."""
    return [file for file in sorted((root / FOLDER).glob("*.yml")) if "\nrecordset:" in "\n" + file.read_text(encoding="utf-8-sig")]


def _outcome(library: Library, file: Path) -> Outcome:
    try:
        outcome, manifest = read_last(library.root, file.stem)
        if not list(changed_since(library.root, manifest, library.fingerprint)):
            return outcome
    except ProblemError:
        pass
    request = Request(library, file)
    outcome = run(request)
    keep(request, outcome)
    return outcome
