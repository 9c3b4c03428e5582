"""A Word procedure becomes the draft of a new document; what could not be placed is told and kept under `unread`."""

from __future__ import annotations

from pathlib import Path

from procedo.lifecycle.incoming import Taken
from procedo.terms import Sentence, say
from procedo.word import Imported, import_word

ENDINGS = (".docx", ".docm", ".doc")
NAMED = True


def take(root: Path, file: Path, id: str | None = None) -> Taken:
    """ProblemError, and nothing written, for a file that is no readable .docx, or an id that is taken or cannot be told."""
    done = import_word(root, file, id)
    made = done.content
    first = say(f"新建草稿 {done.id}，第 1 版：{len(made.steps)} 个步骤，{len(made.duties)} 个岗位的职责，{len(made.definitions)} 个术语",
                f"a new draft {done.id}, revision 1: {len(made.steps)} steps, duties of {len(made.duties)} roles, {len(made.definitions)} terms")
    return Taken(done.file, [first, *done.told], list(_left(done)))


def _left(done: Imported) -> list[Sentence]:
    """Every text that nobody placed, and what comes next."""
    left = done.unread
    if not left:
        return [say(f"原文全部放进了草稿；核对、签署后用 procedo release {done.id}",
                    f"every text was placed; check it, have it signed, then procedo release {done.id}")]
    count = say(f"有 {len(left)} 处没有放进草稿，列在 unread 下；放好并从 unread 删去后才能发布：",
                f"{len(left)} texts were not placed and stand under unread; a release waits until they are put where they belong:")
    return [count, *(say(f"  {where.zh}：{_line(text)}", f"  {where.en}: {_line(text)}") for where, text in left)]


def _line(text: str) -> str:
    return text.replace("\n", " / ")
