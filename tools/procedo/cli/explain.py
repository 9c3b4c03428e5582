"""`procedo explain`: a requirement (what, why, how checked) or a finding of the last run (why this verdict)."""

from __future__ import annotations

from typing import Annotated

import typer

from procedo.cli.options import Debug, Drafts, Language, LibraryFolder, desk
from procedo.cli.voice import voice

Id = Annotated[str, typer.Argument(metavar="ID", help="R-113, R-113.a, F-3f9c2a7b10de44c1")]
Sql = Annotated[bool, typer.Option("--sql", help="编译出的查询 · the compiled queries")]


def command(
    id: Id, sql: Sql = False, drafts: Drafts = False, library: LibraryFolder = None, lang: Language = None,
    debug: Debug = False,
) -> int:
    """解释要求或发现 · explain a requirement or a finding."""
    place = desk(library, lang)
    from procedo.library import read

    if id.upper().startswith("F-"):
        from procedo.explain import explain_finding

        text = explain_finding(place.root, id, place.language)
    elif sql:
        from procedo.check import sql as compiled

        text = compiled(read(place.root, drafts), id)
    else:
        from procedo.explain import explain_requirement

        text = explain_requirement(read(place.root, drafts), id, place.language)
    voice.write(text.rstrip("\n") + "\n")
    return 0
