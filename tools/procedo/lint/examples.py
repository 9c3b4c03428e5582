"""Worked examples: the files can be read, ids are unique, and every requirement, check, form, field and parameter is there."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.examples import link, read_examples
from procedo.library.library import Library
from procedo.problem import Problem


def problems(library: Library) -> Iterator[Problem]:
    """Names of desk copies count: an example may be written before its check is released."""
    found = read_examples(library.root)
    if library.scan.problems:
        yield from found.problems  # what a file that cannot be read would have said is not known
    else:
        yield from link(Library(library.scan, drafts=True), found)[1]
