"""How long each part of a check takes, for `--timings`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

SHOWN = 8
"""Steps of judging that are named, the slowest first."""


@dataclass
class Clock:
    """Seconds of each stage in the order they began, and of each step of judging."""

    stages: dict[str, float] = field(default_factory=dict)
    steps: list[tuple[float, str]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.stages.setdefault(name, 0.0)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.stages[name] += time.perf_counter() - start

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.steps.append((time.perf_counter() - start, name))

    def lines(self) -> Iterator[str]:
        """One line for each stage, below `judge` its slowest steps."""
        for name, seconds in self.stages.items():
            yield f"{name:10}{seconds:8.2f} s"
            if name == "judge":
                yield from (f"{'':10}{took:8.2f} s  {step}" for took, step in sorted(self.steps, reverse=True)[:SHOWN] if took >= 0.01)
        yield f"{'total':10}{sum(self.stages.values()):8.2f} s"


def stage(clock: Clock | None, name: str):
    """Time what happens inside, when there is a clock."""
    return clock.stage(name) if clock else nullcontext()


def step(clock: Clock | None, name: str):
    return clock.step(name) if clock else nullcontext()
