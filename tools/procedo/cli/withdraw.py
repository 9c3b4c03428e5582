"""`procedo withdraw`: a document is no longer in force from a day on."""

from __future__ import annotations

from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, day, desk
from procedo.cli.voice import voice
from procedo.terms import say

Id = Annotated[str, typer.Argument(metavar="ID", help="文件编号 · id of the document")]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="废止日期 · first day on which it is not in force")]


def command(id: Id, on: On, library: LibraryFolder = None, lang: Language = None, debug: Debug = False) -> int:
    """废止文件 · withdraw a document."""
    place = desk(library, lang)
    from procedo.lifecycle.withdraw import withdraw

    for file in withdraw(place.root, id, day(on, "--on")):
        voice.write(f"{file.relative_to(place.root).as_posix()}\n")
    voice.tell(say(f"“{id}”自 {on} 起废止；请把以上文件提交存档", f"“{id}” is withdrawn from {on}; commit the files above"))
    return 0
