"""Check a recordset: load, compile, judge, collect; the pipeline shows in `run`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from procedo import __version__
from procedo.check.timing import Clock, stage
from procedo.engines import AUTOMATIC, WIDE, TooLarge
from procedo.finding import Outcome
from procedo.library import Library

T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """What is asked: a recordset, and the options of `procedo check`."""

    library: Library
    recordset: Path
    as_of: dt.date | None = None
    profile: str | None = None
    requirements: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    data: Path | None = None
    engine: str = AUTOMATIC
    drafts: bool = False
    names: bool = False
    unfit: bool = False
    clock: Clock | None = field(default=None, compare=False)
    """Told how long each part takes, when given."""


def run(request: Request) -> Outcome:
    """Judge the records. ProblemError when the question cannot be answered; nothing is written."""
    return exactly(request, _run)


def exactly(request: Request, ask: Callable[[Request], T]) -> T:
    """What `ask` answers; asked again of the engine for large numbers, where the one that was picked cannot hold them."""
    try:
        return ask(request)
    except TooLarge:
        if request.engine != AUTOMATIC:
            raise
        return ask(replace(request, engine=WIDE))


def _run(request: Request) -> Outcome:
    with stage(request.clock, "import"):
        from procedo.check.collect import collect
        from procedo.check.judge import execute
        from procedo.check.prepare import prepare
        from procedo.compile import compile_library

    with stage(request.clock, "load"):
        prepared = prepare(request)
    try:
        with stage(request.clock, "compile"):
            program = compile_library(
                request.library,
                prepared.tables,
                prepared.profile,
                prepared.as_of,
                request.requirements,
                request.procedures,
                prepared.forms,
                prepared.dialect,
                prepared.period,
                prepared.stated(request.library),
            )
        with stage(request.clock, "judge"):
            execute(program, prepared.engine, prepared.calendar, request.clock)
        with stage(request.clock, "collect"):
            return collect(request, prepared, program, __version__)
    finally:
        prepared.engine.close()


def sql(library: Library, id: str, as_of: dt.date | None = None) -> str:
    """The compiled statements of a requirement (or of one check, `R-113.a`), as DuckDB SQL laid out for reading."""
    from procedo.compile.whole import statements
    from procedo.problem import nearest, refuse

    requirement = id.split(".")[0]
    known = library.requirement(requirement)
    if known is None:
        hint = nearest(requirement, (r.id for document in library.all("procedure") for r in document.model.requirements))
        raise refuse("unknown-requirement", f"没有要求“{id}”{hint.zh}", f"there is no requirement “{id}”{hint.en}")
    day = as_of or known[0].model.effective_from or dt.date.max
    return "\n\n".join(f"-- {name}\n{text};" for name, text in statements(library, id, day)) + "\n"
