"""Which steps some judgements rest on, and their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procedo.compile.program import CompiledCheck, Program
from procedo.language.steps import Step


def needed(program: Program, check: str | None = None) -> list[Step]:
    """The steps of every check, or of one (`R-113.a`), those without a query first, the others in the order they were made."""
    tables = [table for one in _checks(program) if check in (None, one.id) for table in _results(one)]
    measured = [part.table for one in program.indicators for part in (one.of, one.per) if part] if check is None else []
    return leading_to(program, [*tables, *measured])


def leading_to(program: Program, tables: Iterable[str]) -> list[Step]:
    """The steps that some tables rest on, in the same order."""
    steps = {step.name: step for step in program.steps}
    wanted: set[str] = set()
    waiting = list(tables)
    while waiting:
        name = waiting.pop()
        if name in steps and name not in wanted:
            wanted.add(name)
            waiting += steps[name].reads
    given = [step for step in program.steps if step.select is None and step.name in wanted]
    return given + [step for step in program.steps if step.name in wanted and step.select is not None]


def _checks(program: Program) -> Iterator[CompiledCheck]:
    for requirement in program.requirements:
        yield from requirement.checks


def _results(check: CompiledCheck) -> Iterable[str]:
    for judged in check.judged:
        yield from (judged.table, judged.cases)
        yield from (witness.table for witness in judged.witnesses)
        yield from (lacking.table for lacking in judged.lacking if lacking.table)
