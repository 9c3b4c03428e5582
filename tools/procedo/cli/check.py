"""`procedo check`: a recordset against the library; reports, and an exit code for whoever called."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Annotated

import typer

from procedo import __started__
from procedo.cli.gate import GATES, gate, unanswered
from procedo.cli.options import (
    Debug,
    Desk,
    Drafts,
    Language,
    LibraryFolder,
    RecordsetName,
    day,
    desk,
    find_recordset,
    one_of,
)
from procedo.cli.voice import voice
from procedo.engines import AUTOMATIC
from procedo.terms import say

AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="截至日 · judge as of this day")]
Profile = Annotated[str | None, typer.Option("--profile", metavar="ID", help="适用方案 · profile")]
Requirement = Annotated[
    list[str] | None, typer.Option("--requirement", metavar="ID", help="只查此要求 · this requirement (repeatable)")
]
Procedure = Annotated[
    list[str] | None, typer.Option("--procedure", metavar="ID", help="只查此程序 · this procedure (repeatable)")
]
Require = Annotated[
    list[str] | None, typer.Option("--require", metavar="ID", help="必须能查 · must be evaluable (repeatable)")
]
Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="导出文件所在处 · base of the sources")]
Report = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT[:FILE]", help="text json xlsx csv（可重复 · repeatable）"),
]
FailOn = Annotated[
    str, typer.Option("--fail-on", metavar="|".join(GATES), help="达到此级别则退出码为 1 · grade that gives exit code 1")
]
EngineName = Annotated[str, typer.Option("--engine", metavar="NAME", help="auto duckdb sqlite")]
Names = Annotated[bool, typer.Option("--names", help="显示个人姓名 · show personal values, no pseudonyms")]
Timings = Annotated[bool, typer.Option("--timings", help="各步耗时 · how long each step took")]
Unfit = Annotated[bool, typer.Option("--unfit", help="数据不合用也继续 · go on with an unfit export; reports say so")]


def command(
    recordset: RecordsetName, as_of: AsOf = None, profile: Profile = None, requirement: Requirement = None,
    procedure: Procedure = None, require: Require = None, data: Data = None, report: Report = None,
    fail_on: FailOn = "major", engine: EngineName = AUTOMATIC, drafts: Drafts = False, names: Names = False,
    timings: Timings = False, unfit: Unfit = False, library: LibraryFolder = None, lang: Language = None,
    debug: Debug = False,
) -> int:
    """检查记录 · check a recordset against the library."""
    place = desk(library, lang)
    one_of(fail_on, GATES, "--fail-on")
    until, file = day(as_of, "--as-of"), find_recordset(place.root, recordset)
    reports = _wanted(report or ["text"])
    from procedo.check import Request, run
    from procedo.check.last import keep
    from procedo.check.timing import Clock, Taken
    from procedo.library import read

    clock = Clock({"import": Taken(time.perf_counter() - __started__, time.process_time())})
    with clock.stage("lint"):
        found = read(place.root, drafts)
    request = Request(
        library=found, recordset=file, as_of=until, profile=profile,
        requirements=tuple(requirement or ()), procedures=tuple(procedure or ()), require=tuple(require or ()),
        data=data, engine=engine, drafts=drafts, names=names, unfit=unfit, clock=clock,
    )
    outcome = run(request)
    problems = unanswered(outcome, require or ())
    voice.problems(problems)
    with clock.stage("keep"):
        keep(request, outcome)
    with clock.stage("report"):
        _report(outcome, reports, place)
    if timings:
        voice.write("".join(f"{line}\n" for line in clock.lines()), error=True)
    return 2 if problems else gate(outcome, fail_on)


def _wanted(reports: list[str]) -> list[str]:
    """Refuse a format that does not exist before the work, not after it. Files first: what is printed comes last."""
    from procedo.folder import load
    from procedo.reports import split

    for report in reports:
        load("procedo.reports", split(report)[0])
    return sorted(dict.fromkeys(reports), key=lambda report: not split(report)[1])


def _report(outcome, wanted: list[str], place: Desk) -> None:
    """Write every report, and end with what was judged."""
    from procedo.reports import closing, write

    printed = ""
    for report in wanted:
        page = io.StringIO()
        file = write(outcome, report, place.language, page, place.root)
        if file:
            voice.tell(say(f"已写入 {file}", f"written: {file}"), error=True)
        voice.write(page.getvalue())
        printed = report if page.getvalue() else printed
    if printed != "text":
        voice.tell(closing(outcome), error=bool(printed))
