"""`procedo release`: freeze what is on the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.problem import Problem, refuse
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

    done = release(place.root, ids or [], all, tried=_tried)
    for file in done:
        voice.write(f"{file.relative_to(place.root).as_posix()}\n")
    if done:
        voice.tell(say(f"写入 {len(done)} 个文件；请提交存档", f"{len(done)} files written; commit them"))
    else:
        voice.tell(say("没有需要写入的", "nothing to write: this is released already"))
    return 0


def _tried(root: Path, fresh: list) -> list[Problem]:
    """The worked examples that rest on what is released, judged with the desk copies; those that fail keep it back."""
    from procedo.check.tested import try_all
    from procedo.check.touched import touched
    from procedo.examples import read_examples
    from procedo.library import read

    library = read(root, drafts=True)
    there = {file.model.requirement for file in read_examples(root).files}
    reading = touched(library, fresh)
    ids = sorted(there if reading is None else there & reading)
    if not ids:
        return []
    return [
        Problem(tried.example.place, "example-fails", say(
            f"示例 {tried.example.id} 应为 {tried.example.example.expect}，按编写中的文件判为 {tried.verdict}",
            f"example {tried.example.id} should be {tried.example.example.expect}; the desk copies give {tried.verdict}"))
        for tried in try_all(library, ids, "sqlite").failed
    ]
