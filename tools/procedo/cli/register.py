"""`procedo register`: the list of controlled documents, printed or as a workbook with change requests and sheets to sign."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.problem import refuse
from procedo.terms import say

File = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="写到哪里 · where to", show_default="build/exports/register.xlsx")]
Xlsx = Annotated[bool, typer.Option("--xlsx", help="Excel 工作簿 · as an Excel workbook")]


def command(file: File = None, xlsx: Xlsx = False, library: LibraryFolder = None, lang: Language = None, debug: Debug = False) -> int:
    """受控文件清单 · the list of controlled documents."""
    place = desk(library, lang)
    if file is not None and not xlsx:
        raise refuse("which-format", "要写成文件请加 --xlsx", "to write a file, say --xlsx")
    if file is not None and file.suffix.lower() != ".xlsx":
        raise refuse("unknown-ending", f"“{file.name}”须以 .xlsx 结尾", f"“{file.name}” must end in .xlsx")
    from procedo.library import read

    found = read(place.root)
    if not xlsx:
        from procedo.explain.register import listed

        voice.write(listed(found, place.language))
        return 0
    from procedo.explain.register_book import workbook
    from procedo.write import write_bytes

    written = write_bytes(file or place.root / "build" / "exports" / "register.xlsx", workbook(found, place.language))
    voice.tell(say(f"已写入 {written}", f"written: {written}"))
    return 0
