"""`procedo history`: revisions, signatures, reviews, and commits where the library is in git."""

from __future__ import annotations

from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice

Id = Annotated[str, typer.Argument(metavar="ID", help="文件编号 · id of the document")]


def command(id: Id, library: LibraryFolder = None, lang: Language = None, debug: Debug = False) -> int:
    """文件履历 · the revisions of a document."""
    place = desk(library, lang)
    from procedo.explain.history import told
    from procedo.library import read

    voice.write(told(read(place.root), place.root, id, place.language))
    return 0
