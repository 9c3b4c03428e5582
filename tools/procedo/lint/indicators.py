"""Every indicator compiles: its forms, its fields, its expressions, against forms that lack nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from procedo.compile.indicators import compile_indicators
from procedo.compile.program import Compiler
from procedo.compile.whole import whole_tables, year_to
from procedo.library import Library
from procedo.lint._known import known
from procedo.model.indicator import IndicatorList
from procedo.problem import Problem, ProblemError
from procedo.records.reading import readable


def problems(library: Library) -> Iterator[Problem]:
    lists = [d for d in known(library).subjects if isinstance(d.model, IndicatorList)]
    library = Library(library.scan, drafts=True)
    profiles = library.ids("profile")
    if not lists or not profiles:
        return
    forms = readable(library, dt.date.max)
    profile = library.settings.profile if library.settings.profile in profiles else profiles[0]
    for document in lists:
        day = document.model.effective_from or dt.date.max
        compiler = Compiler(library, whole_tables(forms), profile, day, forms, period=year_to(day))
        compiler.steps.spoken = False
        for index in range(len(document.model.indicators)):
            try:
                list(compile_indicators(document, compiler.forms, lambda name, c=compiler: c.context({}, None, name), [index]))
            except ProblemError as error:
                yield from error.problems
