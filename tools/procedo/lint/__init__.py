"""Every soundness check of a library: problems only, all at once.

One module per subject, found by folder; each offers `problems(library) -> Iterator[Problem]`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from procedo import folder
from procedo.library.library import Library
from procedo.library.scan import Scan, scan
from procedo.lint._due import due
from procedo.lint._kept import kept
from procedo.problem import Problem


def lint(library_root: Path, today: dt.date | None = None) -> list[Problem]:
    """Errors and warnings of the whole library, by file and line, whether or not it can be read.

    With `today`, documents to be reviewed by an earlier day are told too; without, nothing is due.
    """
    found = scan(Path(library_root))
    return sorted({*found.problems, *lint_scan(found, today)})


def lint_again(library_root: Path, today: dt.date) -> list[Problem]:
    """The same, taken from the last run where nothing has changed since."""
    return kept(library_root, today, lambda: lint(library_root, today))


def lint_scan(found: Scan, today: dt.date | None = None) -> list[Problem]:
    """What is unsound among the documents that could be read; references to unread ones are let pass."""
    if found.settings is None:
        return []
    library = Library(found)
    told = [problem for name in folder.names(__name__) for problem in folder.load(__name__, name).problems(library)]
    return [*told, *due(library, today)] if today else told
