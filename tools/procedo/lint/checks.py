"""Every check compiles: its kind, its parameters, its expressions, against forms that lack nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from procedo.compile.program import Compiler
from procedo.compile.whole import whole_tables, year_to
from procedo.library import Document, Library
from procedo.problem import Problem


def problems(library: Library) -> Iterator[Problem]:
    library = Library(library.scan, drafts=True)  # a library that was never released has checks too
    if not library.ids("profile"):
        return
    yield from dict.fromkeys(problem for document in procedures(library) for problem in of_procedure(library, document))


def procedures(library: Library) -> list[Document]:
    """Desk copies, and released revisions that no desk copy equals."""
    desk = [d for d in library.desk if d.kind == "procedure"]
    told = {d.fingerprint for d in desk}
    return desk + [d for d in library.documents if d.kind == "procedure" and d.fingerprint not in told]


def of_procedure(library: Library, document: Document) -> list[Problem]:
    """The problems of all checks of one procedure revision."""
    forms = {d.id: d.model for d in (*library.documents, *library.desk) if d.kind == "form"}
    profiles = library.ids("profile")
    profile = library.settings.profile if library.settings.profile in profiles else profiles[0]
    day = document.model.effective_from or dt.date.max
    compiler = Compiler(library, whole_tables(forms), profile, day, forms, period=year_to(day))
    for index, requirement in enumerate(document.model.requirements):
        for number, body in enumerate(requirement.checks):
            compiler.check(document, requirement, body, ("requirements", index, "checks", number))
    return compiler.problems
