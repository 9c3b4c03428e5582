"""`procedo replay`: what a draft would have meant for the records there are."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from procedo.cli.check import Data, EngineName, Profile
from procedo.cli.options import Debug, Language, LibraryFolder, RecordsetName, day, desk, find_recordset
from procedo.cli.voice import voice
from procedo.engines import AUTOMATIC
from procedo.problem import refuse

Id = Annotated[str, typer.Argument(metavar="ID", help="草稿的文件编号 · the document whose draft is tried")]
Period = Annotated[str | None, typer.Option("--period", metavar="FROM..TO", help="只看判定日在此期间的案例 · cases dated in it")]


def command(
    id: Id, recordset: RecordsetName, period: Period = None, profile: Profile = None, data: Data = None, engine: EngineName = AUTOMATIC,
    library: LibraryFolder = None, lang: Language = None, debug: Debug = False,
) -> int:
    """试判 · judge the records with a draft and list what would change."""
    place = desk(library, lang)
    days = _days(period)
    file = find_recordset(place.root, recordset)
    from procedo.check import Request
    from procedo.check.replay import replay
    from procedo.explain.replay import told
    from procedo.library import read

    request = Request(library=read(place.root), recordset=file, profile=profile, data=data, engine=engine)
    voice.write(told(replay(request, id, days), request.library, place.language))
    return 0


def _days(period: str | None):
    if period is None:
        return None
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", period)
    if not found:
        raise refuse("bad-period", f"--period 的值“{period}”应写成 2025-01-01..2025-12-31", f"“{period}” of --period should read 2025-01-01..2025-12-31")
    first, last = (day(text, "--period") for text in found.groups())
    if last < first:
        raise refuse("bad-period", "--period 的止日早于起日", "--period ends before it begins")
    return first, last
