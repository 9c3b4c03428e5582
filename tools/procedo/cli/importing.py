"""`procedo import`: a document edited in an office program, back into the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.terms import say

File = Annotated[Path, typer.Argument(metavar="FILE", help="办公软件文件 .docx .xlsx · a file of Word or Excel")]


Id = Annotated[str | None, typer.Option("--id", metavar="ID", help="Word 草稿的编号，默认取原文编号 · id of a draft from Word")]


def command(file: File, id: Id = None, library: LibraryFolder = None, lang: Language = None, debug: Debug = False) -> int:
    """导入文件 · bring a document back from Excel or Word."""
    place = desk(library, lang)
    from procedo.lifecycle.incoming import take

    taken = take(place.root, file, id)
    for sentence in taken.told:
        voice.tell(sentence)
    if taken.written:
        voice.write(f"{taken.written.relative_to(place.root).as_posix()}\n")
    else:
        voice.tell(say("没有变化，什么也没写", "nothing changed, nothing written"))
    for sentence in taken.hints:
        voice.tell(sentence)
    return 0
