"""What procedo takes to judge records that are loaded: each rule compiled and run three times, the best counts.

`python judge.py LIBRARY DATA OUT`; seconds by rule, and those of loading, go to OUT as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from procedo.check import Request
from procedo.check.judge import execute
from procedo.check.prepare import Prepared, prepare
from procedo.compile import compile_library
from procedo.compile.needed import needed
from procedo.library import read

RULES = {"approval": "B-1", "response": "B-2", "precedence": "B-3", "columns": "B-4"}


def judged(request: Request, prepared: Prepared, requirement: str) -> tuple[float, float, float]:
    """Seconds to compile; to judge and fetch the cases that do not conform, on the clock and of processor time."""
    start = time.perf_counter()
    program = compile_library(
        request.library, prepared.tables, prepared.profile, prepared.as_of, (requirement,), (), prepared.forms, prepared.dialect,
        prepared.period)
    compiled, worked = time.perf_counter(), time.process_time()
    execute(program, prepared.engine, prepared.calendar)
    for check in [check for compiled_requirement in program.requirements for check in compiled_requirement.checks]:
        for made in check.judged:
            prepared.engine.rows(
                f'SELECT c."_key" FROM "{made.table}" j JOIN "{made.form}" c ON c."_row" = j."_row" WHERE j."verdict" = 3')
    ended, busy = time.perf_counter(), time.process_time() - worked
    for step in needed(program):
        prepared.engine.drop(step.name)
    return compiled - start, ended - compiled, busy


def main(library: Path, data: Path, out: Path) -> None:
    request = Request(read(library, drafts=True), library / "records" / "bench.yml", data=data, drafts=True)
    start = time.perf_counter()
    prepared = prepare(request)
    found = {"load": time.perf_counter() - start, "compile": {}, "seconds": {}}
    for rule, requirement in RULES.items():
        runs = [judged(request, prepared, requirement) for _ in range(3)]
        found["compile"][rule] = min(run[0] for run in runs)
        found["seconds"][rule] = [min(run[1] for run in runs), min(run[2] for run in runs)]
    out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
