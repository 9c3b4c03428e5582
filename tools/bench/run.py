"""`make bench`: time procedo beside hand-written SQL, and beside other libraries where `make bench-rivals` installed them.

Every measurement is a process of its own. All must find the same ids, else the exit code is 1; times never fail.
The table is printed and kept as build/bench.md. `python run.py 10000 1000000` chooses the sizes.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
HERE, PLACE = ROOT / "tools" / "bench", ROOT / "build" / "bench"
LIBRARY, WORKED = PLACE / "library", PLACE / "worked.csv"
RIVALS_PYTHON = ROOT / "build" / "bench-rivals" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SIZES = (10_000, 100_000, 1_000_000)
RIVALS = ("pandas", "great_expectations", "pm4py")
RULES = ("approval", "response", "precedence", "columns")
WORK = {"pandas": ("precedence", "columns"), "great_expectations": ("columns",), "pm4py": ("precedence",)}

sys.path[:0] = [str(HERE), str(ROOT / "tools")]


class Process(NamedTuple):
    """What a process took: seconds on the clock, seconds of processor time, megabytes at its peak; and what it wrote."""

    seconds: float
    busy: float
    megabytes: float
    found: dict[str, Any]


def measured(command: list[str], out: Path, fine: tuple[int, ...] = (0,)) -> Process:
    """Run a command that writes JSON to `out`."""
    import subprocess

    out.unlink(missing_ok=True)
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / "tools")}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    said = process.stderr.read()  # type: ignore[union-attr]
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in fine:
        raise SystemExit(f"{' '.join(command)}\n{said.decode('utf-8', 'replace')[-2000:]}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Process(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale, json.loads(out.read_text(encoding="utf-8")))


def library() -> None:
    """The library of the benchmark, with the calendar of the starter library; and that calendar's working days."""
    from procedo.library import read

    shutil.rmtree(LIBRARY, ignore_errors=True)
    shutil.copytree(HERE / "library", LIBRARY)
    text = (ROOT / "procedures" / "calendars" / "china.yml").read_text(encoding="utf-8")
    text = text.replace("status: released", "status: draft").replace("owner: hr\n", "")
    (LIBRARY / "procedures" / "calendars").mkdir(exist_ok=True)
    (LIBRARY / "procedures" / "calendars" / "china.yml").write_text(text, encoding="utf-8")
    calendar = read(LIBRARY, drafts=True).calendar("china")
    days = [calendar.first + dt.timedelta(n) for n in range((calendar.last - calendar.first).days + 1)]
    worked = [day for day in days if day in calendar.worked or (day.weekday() < 5 and day not in calendar.off)]
    WORKED.write_text("day\n" + "\n".join(map(str, worked)) + "\n", encoding="utf-8")


def measure(contracts: int) -> dict[str, Process]:
    """Everything at one size."""
    from make import make

    data, out = make(PLACE / str(contracts), contracts), PLACE / "out.json"
    by_hand = [sys.executable, str(HERE / "by_hand.py"), str(data), str(WORKED), str(out)]
    check = [sys.executable, "-m", "procedo", "check", "bench", "--library", str(LIBRARY), "--data", str(data), "--drafts", "--report", f"json:{out}"]
    found = {mode: measured([*by_hand, mode], out) for mode in ("cold-scan", "warm-scan", "cold", "warm")}
    found["check"] = measured(check, out, (0, 1))
    found["judge"] = measured([sys.executable, str(HERE / "judge.py"), str(LIBRARY), str(data), str(out)], out)
    if RIVALS_PYTHON.is_file():
        found |= {name: measured([str(RIVALS_PYTHON), str(HERE / "rivals.py"), name, str(data), str(out)], out) for name in RIVALS}
    return found


def ids_of(found: Mapping[str, Process]) -> dict[str, dict[str, list[str]]]:
    """Who -> check -> ids that do not conform, sorted."""
    ids: dict[str, dict[str, list[str]]] = {"by hand": found["cold"].found["ids"], "by hand, warm": found["warm"].found["ids"]}
    checks = [check["id"] for requirement in found["check"].found["requirements"] for check in requirement["checks"]]
    ids["procedo"] = {check: [] for check in checks}
    for finding in found["check"].found["findings"]:
        key = finding["case"]["key"]
        ids["procedo"][finding["check"]].append(key if finding["verdict"] == "nonconforming" else f"{key} {finding['verdict']}")
    ids["procedo"] = {check: sorted(keys) for check, keys in ids["procedo"].items()}
    return ids | {name: found[name].found["ids"] for name in RIVALS if name in found}


def differences(found: Mapping[str, Process]) -> list[str]:
    """Where somebody finds other ids than the hand-written SQL."""
    ids, wrong = ids_of(found), []
    for who, checks in ids.items():
        for check, keys in checks.items():
            other = ids["by hand"].get(check)
            if keys != other:
                odd = sorted(set(keys) ^ set(other or ()))[:3]
                wrong.append(f"{who} finds {len(keys)} at {check}, by hand {len(other or ())}; such as {', '.join(odd)}")
    return wrong


def table(contracts: int, found: Mapping[str, Process]) -> list[str]:
    """Markdown: whole processes, then rule by rule."""
    lines = [f"## {contracts:,} contracts", "", "| whole run, a new process | seconds | processor | to by hand | processor to by hand | peak MB |",
             "|---|--:|--:|--:|--:|--:|"]
    hand = found["cold"]
    names = {"cold-scan": "reading the columns", "cold": "by hand", "check": "procedo check"}
    for key, name in (names | {name: name for name in RIVALS}).items():
        if key in found:
            p = found[key]
            lines.append(f"| {name} | {p.seconds:.2f} | {p.busy:.2f} | {p.seconds / hand.seconds:.2f} | {p.busy / hand.busy:.2f} | {p.megabytes:.0f} |")
    lines += ["", "| judging, records loaded: seconds (processor) | scan | by hand | procedo | to by hand | processor to by hand | compile |",
              "|---|--:|--:|--:|--:|--:|--:|"]
    for rule in (*RULES, "all"):
        rules = RULES if rule == "all" else (rule,)
        scan, hand_, ours = (_sums(found[key], rules) for key in ("warm-scan", "warm", "judge"))
        compile_ = sum(found["judge"].found["compile"][one] for one in rules)
        lines.append(f"| {rule} | {_both(scan)} | {_both(hand_)} | {_both(ours)} | {ours[0] / hand_[0]:.2f} | {ours[1] / hand_[1]:.2f} | {compile_:.2f} |")
    for name in [name for name in RIVALS if name in found]:
        own, ours = found[name].found["seconds"], _sums(found["judge"], WORK[name])
        lines.append(f"\n{name}: {_both(own)} for {' and '.join(WORK[name])}, procedo {_both(ours)}: "
                     f"{own[0] / ours[0]:.0f} times ({own[1] / ours[1]:.0f} times the processor).")
    judge = found["judge"]
    return [*lines, f"\nLoading: {judge.found['load']:.2f} s; peak with everything judged {judge.megabytes:.0f} MB.", ""]


def _sums(process: Process, rules: Sequence[str]) -> list[float]:
    return [sum(process.found["seconds"][rule][part] for rule in rules) for part in (0, 1)]


def _both(seconds: Sequence[float]) -> str:
    return f"{seconds[0]:.3f} ({seconds[1]:.2f})"


def growth(results: Mapping[int, Mapping[str, Process]]) -> list[str]:
    """How times grow from one size to the next."""
    lines, sizes = [], sorted(results)
    for small, large in zip(sizes, sizes[1:], strict=False):
        a, b = results[small], results[large]
        judged, busy = (y / x for x, y in zip(_sums(a["judge"], RULES), _sums(b["judge"], RULES), strict=True))
        lines.append(f"{small:,} -> {large:,}: judging {judged:.1f} times ({busy:.1f} of the processor), "
                     f"whole check {b['check'].seconds / a['check'].seconds:.1f} times ({b['check'].busy / a['check'].busy:.1f}).")
    return [*lines, ""]


def main(sizes: list[int]) -> int:
    import duckdb

    PLACE.mkdir(parents=True, exist_ok=True)
    library()
    results = {contracts: measure(contracts) for contracts in sizes}
    wrong = [f"{contracts:,}: {line}" for contracts, found in results.items() for line in differences(found)]
    head = ["# Benchmark", "", f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}. "
            "Ratios count, not seconds. Everybody finds the same ids." if not wrong else "**IDS DIFFER**", ""]
    page = "\n".join([*head, *wrong, *(line for c, found in results.items() for line in table(c, found)), *growth(results)])
    (ROOT / "build" / "bench.md").write_text(page, encoding="utf-8")
    print(page)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
