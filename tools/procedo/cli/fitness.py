"""`procedo fitness`: is this export fit to be audited?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.options import Debug, Drafts, Language, LibraryFolder, RecordsetName, desk, find_recordset
from procedo.cli.voice import voice
from procedo.problem import Place, Problem
from procedo.terms import say

Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="导出文件所在处 · base of the sources")]

Suites = Annotated[bool, typer.Option("--suites", help="写出 Great Expectations 套件 · write the suites to checks/expectations/")]


def command(
    recordset: RecordsetName, data: Data = None, suites: Suites = False, drafts: Drafts = False, library: LibraryFolder = None,
    lang: Language = None, debug: Debug = False,
) -> int:
    """数据是否合用 · is this export fit to be audited?"""
    place = desk(library, lang)
    file = find_recordset(place.root, recordset)
    from procedo.fitness import run
    from procedo.library import read

    result = run(read(place.root, drafts), file, data=data, language=place.language, keep=suites)
    voice.write(result.text(place.language).rstrip("\n") + "\n")
    voice.tell(say(f"结果页：{result.page}", f"page: {result.page}"))
    voice.problems([Problem(Place(), "unfit", e.sentence) for e in result.problems])
    return 0 if result.fit else 2
