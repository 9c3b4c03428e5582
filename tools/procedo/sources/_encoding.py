"""Which encoding a text file is in: stated, told by its first bytes, or found by trying; and whether that can be."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from procedo.problem import nearest, refuse
from procedo.terms import Sentence, say

MARK = "\udfff"
"""Stands where bytes could not be decoded; no decoder gives it by itself."""
REPLACE = "procedo-mark"
codecs.register_error(REPLACE, lambda error: (MARK, error.end))  # type: ignore[attr-defined]

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SHOWN = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}
_STATED = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-8-sig": "utf-8", "utf8bom": "utf-8", "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "ansi": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "cp950", "shift-jis": "cp932", "cp932": "cp932",
    "euc-jp": "euc_jp", "euc-kr": "cp949", "latin-1": "latin-1", "latin1": "latin-1", "iso-8859-1": "latin-1",
    "cp1252": "cp1252", "windows-1252": "cp1252", "ascii": "utf-8",
}
CHUNK = 1 << 20
_NARROW, _WIDE = re.compile("[\x80-\u07ff]"), re.compile("[\u0800-\U0010ffff]")


@dataclass(frozen=True)
class Encoding:
    codec: str
    skip: int
    """Bytes of the byte order mark."""
    note: Sentence


def settle(path: Path, stated: str | None) -> Encoding:
    """The encoding to read with. A stated one that cannot be right is a problem that names the right one."""
    with path.open("rb") as file:
        head = file.read(4096)
    marked = next(((codec, len(mark)) for mark, codec in _MARKS if head.startswith(mark)), None)
    wanted = _known(stated)
    if marked:
        if wanted and wanted != marked[0] and not (stated or "").lower().startswith("utf-16"):
            raise _wrong(stated, marked[0])
        return _encoding(*marked, guessed=not wanted)
    if wanted:
        _confirm(path, stated or "", wanted)
        return _encoding(wanted, 0, guessed=False)
    return _encoding(_zeros(head) or _try(path), 0, guessed=True)


def _encoding(codec: str, skip: int, guessed: bool) -> Encoding:
    shown = _SHOWN.get(codec, codec)
    tail = say("（自动识别）", " (found)") if guessed else say("", "")
    return Encoding(codec, skip, say(f"编码：{shown}{tail.zh}", f"encoding: {shown}{tail.en}"))


def _known(stated: str | None) -> str | None:
    if stated is None:
        return None
    found = _STATED.get(stated.strip().lower().replace("_", "-"))
    if found is None:
        hint = nearest(stated.lower(), _STATED)
        raise refuse("unknown-encoding", f"不认识编码“{stated}”{hint.zh}", f"the encoding “{stated}” is not known{hint.en}")
    return found


def _zeros(head: bytes) -> str | None:
    """UTF-16 without its mark: most characters of a table are ASCII, so every second byte is zero."""
    pairs = len(head) // 2
    if pairs < 4:
        return None
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd > 0.4 * pairs and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * pairs and odd == 0 else None


def _try(path: Path) -> str:
    """UTF-8 or GB18030: the one with fewer faults, UTF-8 when there are none or as many."""
    faults = count_faults(path, "utf-8")
    return "gb18030" if faults and count_faults(path, "gb18030") < faults else "utf-8"


def _confirm(path: Path, stated: str, wanted: str) -> None:
    """Refuse a stated encoding when another one fits and it does not."""
    if wanted == "utf-8" and (faults := count_faults(path, "utf-8")):
        with path.open("rb") as file:
            zeros = _zeros(file.read(4096))
        if zeros or faults > count_faults(path, "gb18030"):
            raise _wrong(stated, zeros or "gb18030")
    elif wanted.startswith("utf-16") and count_faults(path, "utf-8") == 0:
        with path.open("rb") as file:
            if b"\0" not in file.read(4096):
                raise _wrong(stated, "utf-8")
    elif not wanted.startswith("utf") and _surely_utf8(path):
        raise _wrong(stated, "utf-8")


def _wrong(stated: str | None, right: str) -> Exception:
    shown = _SHOWN.get(right, right)
    return refuse(
        "wrong-encoding", f"文件不是“{stated}”编码，而是 {shown}；请写 encoding: {right}",
        f"the file is not in “{stated}” but in {shown}; state encoding: {right}")


def count_faults(path: Path, codec: str) -> int:
    """How often the bytes are no text in this encoding."""
    decoder, faults = codecs.getincrementaldecoder(codec)(errors=REPLACE), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            faults += decoder.decode(chunk).count(MARK)
    return faults + decoder.decode(b"", final=True).count(MARK)


def _surely_utf8(path: Path) -> bool:
    """Valid UTF-8 with Chinese in it: text in another encoding is that by chance only when it is very short."""
    decoder, wide = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                text = decoder.decode(chunk)
                if _NARROW.search(text):
                    return False
                wide += len(_WIDE.findall(text))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return wide >= 2
