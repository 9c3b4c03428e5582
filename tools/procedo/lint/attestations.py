"""Attestations name requirements that a person attests to."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.attestations import read_attestations
from procedo.library.library import Library
from procedo.problem import Problem, ProblemError


def problems(library: Library) -> Iterator[Problem]:
    if library.scan.problems:
        return
    try:
        read_attestations(library)
    except ProblemError as error:
        yield from error.problems
