"""Run the steps of a program, those only that some judgement needs, each once."""

from __future__ import annotations

from collections.abc import Iterable

from procedo.check.timing import Clock
from procedo.check.timing import step as timed
from procedo.compile import Program
from procedo.compile.calendars import COLUMNS, rows
from procedo.compile.needed import needed
from procedo.engines import Engine
from procedo.language.steps import Step
from procedo.model import Calendar


def execute(program: Program, engine: Engine, calendar: Calendar | None, clock: Clock | None = None) -> None:
    """Make every needed table, in order."""
    make(needed(program), engine, calendar, clock)


def make(steps: Iterable[Step], engine: Engine, calendar: Calendar | None, clock: Clock | None = None) -> None:
    """Make the tables of some steps."""
    for step in steps:
        with timed(clock, step.name):
            _make(step, engine, calendar)


def _make(step: Step, engine: Engine, calendar: Calendar | None) -> None:
    if step.facts:
        engine.load(step.name, [(name, "BIGINT") for name in COLUMNS[step.facts]], rows(step.facts, step.calendar or calendar))
    elif step.columns:
        engine.load(step.name, step.columns, step.rows)
    elif getattr(step.function, "common", False) and hasattr(engine, "match"):
        engine.match(step.name, step.text, step.function.text)
    elif step.function and step.select is not None:
        values = [value for (value,) in engine.rows(step.text)]
        engine.load(step.name, [("value", "TEXT"), ("result", _type(step, values))], [(v, step.function(v)) for v in values])
    elif step.select is not None:
        engine.create(step.name, step.text)


def _type(step: Step, values: list[str]) -> str:
    return "TEXT" if values and isinstance(step.function(values[0]), str) else "BIGINT"


def foreign(steps: Iterable[Step]) -> set[str]:
    """Names of the tables that some steps read and none of them makes: the records."""
    steps = list(steps)
    return {name for step in steps for name in step.reads} - {step.name for step in steps}
