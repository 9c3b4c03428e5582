"""The bytes of a YAML file as text: UTF-8, with or without a byte-order mark; anything else is named."""

from __future__ import annotations

import re
from pathlib import Path

from procedo.problem import Place, Problem, ProblemError, refuse
from procedo.terms import say

LARGEST = 2_000_000
"""Bytes. The largest procedure of a real library has a hundredth of this."""

_CONFLICT = re.compile(r"^<{7}(?:[ \t].*)?$", re.MULTILINE)


def read_text(path: Path, shown_as: str) -> str:
    """The text of `path`; ProblemError for a file that is absent, too large or in another encoding."""
    try:
        with path.open("rb") as handle:
            content = handle.read(LARGEST + 1)
    except OSError:
        raise refuse(
            "no-such-file", f"打不开文件“{shown_as}”", f"the file “{shown_as}” cannot be opened", Place(shown_as)
        ) from None
    return decoded(content, shown_as)


def decoded(content: bytes, shown_as: str) -> str:
    whole = Place(shown_as)
    if len(content) > LARGEST:
        size = LARGEST // 1_000_000
        raise refuse("too-large", f"文件超过 {size} MB，不予读取", f"the file is larger than {size} MB", whole)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:4]:
        raise refuse(
            "utf-16",
            "文件以 UTF-16 保存（记事本里叫“Unicode”）；请另存为“UTF-8”",
            "the file was saved as UTF-16 (Notepad calls it “Unicode”); save it as “UTF-8”",
            whole,
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError([_not_utf8(content, error.start, shown_as)]) from None
    conflicts = [_conflict(text, found.start(), shown_as) for found in _CONFLICT.finditer(text)]
    if conflicts:
        raise ProblemError(conflicts)
    return text


def _not_utf8(content: bytes, start: int, shown_as: str) -> Problem:
    before = content[:start].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    place = Place(shown_as, before.count("\n") + 1, len(before) - before.rfind("\n"))
    line = content[content.rfind(b"\n", 0, start) + 1 :].split(b"\n", 1)[0]
    try:
        read = line.decode("gb18030").strip()[:30]
    except UnicodeDecodeError:
        return Problem(place, "not-utf8", say(
            "文件不是 UTF-8 编码；请用编辑器另存为“UTF-8”",
            "the file is not UTF-8 text; save it as “UTF-8” in your editor",
        ))
    return Problem(place, "gbk-file", say(
        f"文件以 GBK（ANSI）保存，此行按 GBK 读作“{read}”；请在记事本中“另存为”，编码选“UTF-8”",
        f"the file was saved as GBK (ANSI): read so, this line says “{read}”; in Notepad choose “Save as”, encoding “UTF-8”",
    ))


def _conflict(text: str, start: int, shown_as: str) -> Problem:
    return Problem(Place(shown_as, text.count("\n", 0, start) + 1, 1), "merge-conflict", say(
        "留有合并冲突标记；请保留正确的一方，并删除 <<<<<<<、=======、>>>>>>> 三行",
        "a mark of a merge conflict was left here; keep the right side and delete the lines <<<<<<<, ======= and >>>>>>>",
    ))
