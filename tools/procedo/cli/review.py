"""`procedo review`: a released document was looked at and is still right."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, day, desk
from procedo.cli.voice import voice
from procedo.terms import say

Id = Annotated[str, typer.Argument(metavar="ID", help="文件编号 · id of the document")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="审查人 · who reviewed it")]
On = Annotated[str | None, typer.Option("--date", metavar="DATE", help="审查日期 · day of the review", show_default="今天 · today")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="说明 · note")]


def command(
    id: Id, by: By, date: On = None, note: Note = "", library: LibraryFolder = None, lang: Language = None, debug: Debug = False
) -> int:
    """登记审查 · note that a document was reviewed."""
    place = desk(library, lang)
    from procedo.lifecycle.review import review

    on = day(date, "--date") or dt.date.today()
    file = review(place.root, id, by, on, note).relative_to(place.root).as_posix()
    voice.tell(say(f"已在 {file} 登记：{by} {on} 审查了“{id}”；请提交存档", f"{file} notes that {by} reviewed “{id}” on {on}; commit it"))
    return 0
