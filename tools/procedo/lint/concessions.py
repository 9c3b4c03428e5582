"""Concessions name requirements, checks and reasons that exist."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.concessions import read_concessions
from procedo.library.library import Library
from procedo.problem import Problem, ProblemError


def problems(library: Library) -> Iterator[Problem]:
    if library.scan.problems:
        return
    try:
        read_concessions(library)
    except ProblemError as error:
        yield from error.problems
