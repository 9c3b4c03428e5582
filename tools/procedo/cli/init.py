"""`procedo init`: a library of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.options import Debug, Language
from procedo.cli.voice import voice
from procedo.problem import nearest, refuse
from procedo.terms import LANGUAGES, say

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="新文件夹 · a new folder")]
Organisation = Annotated[str | None, typer.Option("--organisation", metavar="NAME", help="组织名称 · name of the organisation")]
Languages = Annotated[str | None, typer.Option("--languages", metavar="zh,en", help="语言，第一个为主 · languages, the first leads")]
Profile = Annotated[str | None, typer.Option("--profile", metavar="ID", help="适用方案 · profile")]


def command(
    folder: Folder, organisation: Organisation = None, languages: Languages = None, profile: Profile = None, lang: Language = None,
    debug: Debug = False,
) -> int:
    """新建文件库 · begin a library of your own."""
    if lang is not None and lang not in LANGUAGES:
        hint = nearest(lang, LANGUAGES)
        raise refuse("unknown-language", f"没有语言“{lang}”{hint.zh}", f"there is no language “{lang}”{hint.en}")
    voice.language = lang
    from procedo.lifecycle.init import Owner, init, profiles

    if sys.stdin is not None and sys.stdin.isatty() and (organisation, languages, profile) == (None, None, None):
        organisation, languages, profile = _asked(profiles())
    wanted = tuple(word.strip() for word in (languages or "").replace("，", ",").split(",") if word.strip())
    made = init(folder, Owner(organisation, wanted, profile))
    voice.language = lang or (wanted[0] if wanted else "zh")
    voice.tell(say(f"已建好 {made}", f"made {made}"))
    planted = say("示例公司的记录，其中有意放了差错", "an invented company, with planted faults").in_(voice.language)
    for words in ("lint", "check sample", "site build"):
        voice.write(f'  procedo {words} --library "{made}"' + (f"    # {planted}" if "sample" in words else "") + "\n")
    return 0


def _asked(known) -> tuple[str | None, str | None, str | None]:
    """Three questions on a terminal; return alone takes the default."""
    organisation = typer.prompt("组织名称 · organisation", default="", show_default=False) or None
    languages = typer.prompt("语言 · languages", default="zh,en")
    for id, title in known.items():
        typer.echo(f"  {id}  {title.in_('zh')} · {title.in_('en')}")
    return organisation, languages, typer.prompt("适用方案 · profile", default="general-b2b")
