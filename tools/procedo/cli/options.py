"""Options that commands share, and what they mean: which library, which language, which recordset, which day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.voice import voice
from procedo.problem import nearest, refuse
from procedo.terms import LANGUAGES

LibraryFolder = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="文件库所在文件夹 · the library's folder", show_default="当前 · here"),
]
Language = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="语言 · language", show_default="文件库第一语言 · its first")
]
Debug = Annotated[bool, typer.Option("--debug", help="故障时显示完整追踪 · show the traceback of a fault")]
RecordsetName = Annotated[
    str, typer.Argument(metavar="RECORDSET", help="路径或名称 · a path or a name: records/sample.yml, sample")
]
Drafts = Annotated[bool, typer.Option("--drafts", help="采用编写中的文件 · read desk copies, not only released ones")]


@dataclass(frozen=True)
class Desk:
    """Where a command works: the library's root folder and the language it answers in."""

    root: Path
    language: str


def desk(library: Path | None, language: str | None) -> Desk:
    """Settle folder and language; from here on the voice speaks one language."""
    if language is not None and language not in LANGUAGES:
        hint = nearest(language, LANGUAGES)
        raise refuse("unknown-language", f"没有语言“{language}”{hint.zh}", f"there is no language “{language}”{hint.en}")
    voice.language = language
    voice.root = root = find_library(library)
    voice.language = language or first_language(root)
    return Desk(root, voice.language)


def find_library(folder: Path | None) -> Path:
    """The folder given, or the nearest one above the current that holds procedures/library.yml."""
    here = (folder or Path.cwd()).absolute()
    for place in [here] if folder else [here, *here.parents]:
        if (place / "procedures" / "library.yml").is_file():
            return place
    raise refuse(
        "no-library",
        f"“{folder or '.'}”下没有 procedures/library.yml；请用 --library 指明文件库所在文件夹",
        f"“{folder or '.'}” holds no procedures/library.yml; name the library's folder with --library",
    )


def first_language(root: Path) -> str:
    """The first of `languages` in library.yml; Chinese while it cannot be told (lint says what is wrong there)."""
    text = (root / "procedures" / "library.yml").read_bytes()[:65536].decode("utf-8", "replace")
    found = re.search(r"^languages:\s*(?:\[|-)?\s*[\"']?(zh|en)\b", text, re.MULTILINE)
    return found.group(1) if found else LANGUAGES[0]


def find_recordset(root: Path, name: str) -> Path:
    """A path, or a name: `sample` is records/sample.yml of the library."""
    places = [Path(name), root / name, root / "records" / f"{name}.yml"]
    for place in places:
        if place.is_file():
            return place
    known = [place.stem for place in (root / "records").glob("*.yml") if place.is_file() and _is_recordset(place)]
    hint = nearest(Path(name).stem, known)
    raise refuse("no-recordset", f"没有记录集“{name}”{hint.zh}", f"there is no recordset “{name}”{hint.en}")


def _is_recordset(place: Path) -> bool:
    head = place.read_bytes()[:4096].decode("utf-8", "replace")
    return re.search(r"^recordset:", head, re.MULTILINE) is not None


def day(text: str | None, option: str) -> dt.date | None:
    """A day written 2026-03-01; anything else is a problem that quotes it."""
    if text is None:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    raise refuse(
        "bad-date",
        f"{option} 的值“{text}”不是日期；应写成 2026-03-01",
        f"“{text}” of {option} is not a date; write 2026-03-01",
    )


def one_of(value: str, known: tuple[str, ...], option: str) -> str:
    """A word of a closed list; any other is a problem that names the nearest."""
    if value not in known:
        hint = nearest(value, known)
        raise refuse("unknown-value", f"{option} 不接受“{value}”{hint.zh}", f"{option} does not take “{value}”{hint.en}")
    return value
