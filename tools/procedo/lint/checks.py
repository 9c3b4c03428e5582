"""Every check compiles: its kind, its parameters, its expressions, against forms that lack nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256

from procedo.compile.program import Compiler
from procedo.compile.whole import whole_tables, year_to
from procedo.library import Document, Library
from procedo.lint._kept import part
from procedo.model import Form
from procedo.problem import Problem
from procedo.records.reading import readable
from procedo.table import Table


def problems(library: Library) -> Iterator[Problem]:
    library = Library(library.scan, drafts=True)  # a library that was never released has checks too
    if not library.ids("profile"):
        return
    forms = readable(library, dt.date.max)
    whole = whole_tables(forms)
    beside = list(_beside(library))
    told = [part([*beside, *_own(library, document)], partial(of_procedure, library, document, forms, whole)) for document in procedures(library)]
    yield from dict.fromkeys(problem for found in told for problem in found)


def _beside(library: Library) -> Iterator[str]:
    """What the checks of every procedure may depend on: the settings, each document that is no procedure, and what was withdrawn when."""
    yield str(library.settings)
    yield from (str((e.kind, e.id, e.revision, e.withdrawn_on)) for e in library.scan.register.documents if e.withdrawn_on)
    yield from (_words(library, document) for document in _documents(library) if document.kind != "procedure")


def _own(library: Library, document: Document) -> Iterator[str]:
    """What else those of one procedure depend on: its revisions."""
    yield document.file
    yield from (_words(library, other) for other in _documents(library) if (other.kind, other.id) == (document.kind, document.id))


def _words(library: Library, document: Document) -> str:
    """Word by word: also the order of what it says decides, and the lines are told."""
    return f"{document.file} {sha256((library.root / document.file).read_bytes()).hexdigest()}"


def _documents(library: Library) -> list[Document]:
    return [*library.documents, *library.desk]


def procedures(library: Library) -> list[Document]:
    """Desk copies, and released revisions that no desk copy equals."""
    desk = [d for d in library.desk if d.kind == "procedure"]
    told = {d.fingerprint for d in desk}
    return desk + [d for d in library.documents if d.kind == "procedure" and d.fingerprint not in told]


def of_procedure(library: Library, document: Document, forms: Mapping[str, Form], whole: Mapping[str, Table]) -> list[Problem]:
    """The problems of all checks of one procedure revision."""
    profiles = library.ids("profile")
    profile = library.settings.profile if library.settings.profile in profiles else profiles[0]
    day = document.model.effective_from or dt.date.max
    compiler = Compiler(library, whole, profile, day, forms, period=year_to(day))
    compiler.steps.spoken = False
    for index, requirement in enumerate(document.model.requirements):
        for number, body in enumerate(requirement.checks):
            compiler.check(document, requirement, body, ("requirements", index, "checks", number))
    return compiler.problems
