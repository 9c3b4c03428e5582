"""Which steps some judgements rest on, and their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procedo.compile.program import CompiledCheck, Program
from procedo.language import sql
from procedo.language.steps import Step


def needed(program: Program, check: str | None = None) -> list[Step]:
    """The steps of every check, or of one (`R-113.a`), those without a query first, the others in the order they were made."""
    steps = {step.name: step for step in program.steps}
    wanted: set[str] = set()
    waiting = [table for one in _checks(program) if check in (None, one.id) for table in _results(one)]
    while waiting:
        name = waiting.pop()
        if name in steps and name not in wanted:
            wanted.add(name)
            waiting += reads(steps[name])
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


def reads(step: Step) -> list[str]:
    """Names of the tables that a step reads."""
    return [table.name for table in step.select.find_all(sql.exp.Table)] if step.select is not None else []
