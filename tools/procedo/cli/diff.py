"""`procedo diff`: what changed between two revisions, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.terms import say

Id = Annotated[str, typer.Argument(metavar="ID", help="文件编号 · id of the document")]
Old = Annotated[str | None, typer.Argument(metavar="[A]", help="旧版次 · the older revision", show_default=False)]
New = Annotated[str | None, typer.Argument(metavar="[B]", help="新版次 · the newer revision", show_default=False)]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="写成网页对照 · as an HTML redline")]


def command(
    id: Id, old: Old = None, new: New = None, html: Html = None, library: LibraryFolder = None, lang: Language = None, debug: Debug = False
) -> int:
    """比较版本 · what changed between two revisions."""
    place = desk(library, lang)
    from procedo.difference import changes, sentence
    from procedo.difference.page import page
    from procedo.library import read
    from procedo.lifecycle.diff import pair

    one, other = pair(read(place.root), id, old, new)
    found = changes(one.yaml.data, other.yaml.data)
    if html is not None:
        from procedo.write import write_text

        written = write_text(html, page(one, other, found, place.language))
        voice.tell(say(f"已写入 {written}", f"written: {written}"))
        return 0
    voice.tell(say(f"{id} 第 {one.revision} 版 → 第 {other.revision} 版：{len(found)} 处改动",
                   f"{id} rev. {one.revision} → rev. {other.revision}: {len(found)} changes"))
    for change in found:
        said = sentence(change)
        voice.tell(say(f"- {said.zh}", f"- {said.en}"))
    return 0
