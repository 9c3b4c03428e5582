"""`procedo revise`: open the next revision on the desk copy."""

from __future__ import annotations

from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, day, desk, one_of
from procedo.cli.voice import voice
from procedo.problem import refuse
from procedo.terms import say

TRANSITIONS = ("end", "start", "grandfathered")
Id = Annotated[str, typer.Argument(metavar="ID", help="文件编号 · id of the document")]
Number = Annotated[str | None, typer.Option("--revision", metavar="NUMBER", help="新版次 · the new number")]
From = Annotated[str | None, typer.Option("--effective-from", metavar="DATE", help="生效日期 · first day in force")]
Transition = Annotated[
    str | None, typer.Option("--transition", metavar="|".join(TRANSITIONS), help="跨版案例如何处理 · how cases that straddle are judged")
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="宽限到哪天 · last day of grandfathering")]
Change = Annotated[str | None, typer.Option("--change", metavar="TEXT", help="改了什么 · what changes")]


def command(
    id: Id, revision: Number = None, effective_from: From = None, transition: Transition = None, until: Until = None,
    change: Change = None, library: LibraryFolder = None, lang: Language = None, debug: Debug = False,
) -> int:
    """修订文件 · open the next revision as a draft."""
    place = desk(library, lang)
    if transition is not None:
        one_of(transition, TRANSITIONS, "--transition")
    if (transition == "grandfathered") != (until is not None):
        raise refuse("until-what", "--until 与 --transition grandfathered 须同时写", "--until and --transition grandfathered go together")
    from procedo.lifecycle.revise import Opened, revise

    opened = Opened(revision, day(effective_from, "--effective-from"), transition, day(until, "--until"), change)
    file, number = revise(place.root, id, opened)
    name = file.relative_to(place.root).as_posix()
    voice.tell(say(f"{name} 现在是第 {number} 版草稿；改好、签字后用 procedo release {id}",
                   f"{name} is now the draft of revision {number}; change it, have it signed, then: procedo release {id}"))
    return 0
