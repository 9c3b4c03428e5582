"""How long each part of a check takes, for `--timings`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

SHOWN = 8
"""Steps of judging that are named, the slowest first."""


@dataclass
class Taken:
    """Seconds on the clock and seconds of processor time, all threads together."""

    seconds: float = 0.0
    busy: float = 0.0

    def __str__(self) -> str:
        return f"{self.seconds:8.2f} s {self.busy:8.2f} s"


@dataclass
class Clock:
    """What each stage took, in the order they began, and each step of judging."""

    stages: dict[str, Taken] = field(default_factory=dict)
    steps: list[tuple[str, Taken]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        with _running(self.stages.setdefault(name, Taken())):
            yield

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        taken = Taken()
        self.steps.append((name, taken))
        with _running(taken):
            yield

    def lines(self) -> Iterator[str]:
        """One line for each stage, below `judge` its slowest steps: seconds, seconds of processor time."""
        for name, taken in self.stages.items():
            yield f"{name:10}{taken}"
            if name == "judge":
                slowest = sorted(self.steps, key=lambda step: -step[1].busy)[:SHOWN]
                yield from (f"{'':10}{took}  {step}" for step, took in slowest if took.busy >= 0.01)
        yield f"{'total':10}{Taken(sum(t.seconds for t in self.stages.values()), sum(t.busy for t in self.stages.values()))}"


@contextmanager
def _running(taken: Taken) -> Iterator[None]:
    start, busy = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        taken.seconds += time.perf_counter() - start
        taken.busy += time.process_time() - busy


def stage(clock: Clock | None, name: str):
    """Time what happens inside, when there is a clock."""
    return clock.stage(name) if clock else nullcontext()


def step(clock: Clock | None, name: str):
    return clock.step(name) if clock else nullcontext()
