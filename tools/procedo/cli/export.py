"""`procedo export`: a document out to Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.problem import refuse
from procedo.terms import say

Id = Annotated[str, typer.Argument(metavar="ID", help="文件编号 · id of the document")]
File = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="写到哪里 · where to", show_default="build/exports/ID.xlsx")]
Xlsx = Annotated[bool, typer.Option("--xlsx", help="Excel 工作簿 · as an Excel workbook")]


def command(
    id: Id, file: File = None, xlsx: Xlsx = False, library: LibraryFolder = None, lang: Language = None, debug: Debug = False
) -> int:
    """导出文件 · a document as a workbook to edit."""
    place = desk(library, lang)
    if not xlsx:
        raise refuse("which-format", "请写明格式：--xlsx", "say in which format: --xlsx")
    if file is not None and file.suffix.lower() != ".xlsx":
        raise refuse("unknown-ending", f"“{file.name}”须以 .xlsx 结尾", f"“{file.name}” must end in .xlsx")
    from procedo.lifecycle.export import export

    written = export(place.root, id, place.language, file)
    voice.write(f"{written.relative_to(place.root).as_posix() if written.is_relative_to(place.root) else written}\n")
    voice.tell(say("改好后用 procedo import 导入同一个文件", "edit it, then bring it back with procedo import"))
    return 0
