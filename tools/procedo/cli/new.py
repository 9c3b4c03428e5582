"""`procedo new`: a desk copy to begin with."""

from __future__ import annotations

from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.terms import say

Kind = Annotated[str, typer.Argument(metavar="KIND", help="procedure form matrix calendar profile …")]
Id = Annotated[str, typer.Argument(metavar="ID", help="文件编号 · id, such as QP-SAL-21")]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="标题 · title")]


def command(
    kind: Kind, id: Id, title: Title = None, library: LibraryFolder = None, lang: Language = None, debug: Debug = False
) -> int:
    """新建文件 · begin a new document."""
    place = desk(library, lang)
    from procedo.lifecycle.new import new

    file = new(place.root, kind, id, title).relative_to(place.root).as_posix()
    voice.tell(say(f"新建了 {file}（草稿，第 1 版）；写好后用 procedo release {id}", f"made {file} (draft, revision 1); once written: procedo release {id}"))
    return 0
