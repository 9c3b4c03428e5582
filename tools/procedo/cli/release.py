"""`procedo release`: freeze what is on the desk."""

from __future__ import annotations

from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.problem import refuse
from procedo.terms import say

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="文件编号 · ids of documents")]
All = Annotated[bool, typer.Option("--all", help="全部标为 released 的文件 · every document whose status is released")]


def command(
    ids: Ids = None, all: All = False, library: LibraryFolder = None, lang: Language = None, debug: Debug = False
) -> int:
    """发布文件 · freeze documents as released revisions."""
    place = desk(library, lang)
    if bool(ids) == all:
        raise refuse("release-what", "请给出文件编号，或用 --all", "name documents by id, or say --all")
    from procedo.lifecycle.release import release

    done = release(place.root, ids or [], all)
    for file in done:
        voice.write(f"{file.relative_to(place.root).as_posix()}\n")
    voice.tell(say(f"写入 {len(done)} 个文件", f"{len(done)} files written"))
    return 0
