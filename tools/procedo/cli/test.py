"""`procedo test`: the worked examples, judged as records are, against the verdicts they deserve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.check import EngineName
from procedo.cli.options import Debug, Drafts, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.problem import refuse
from procedo.terms import VERDICTS, Sentence, say

Ids = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="要求、程序或示例编号 · requirements, procedures or examples")
]
Report = Annotated[list[str] | None, typer.Option("--report", metavar="json[:FILE]", help="结果写成 JSON · the results as JSON")]
Strict = Annotated[bool, typer.Option("--strict", help="缺示例也算不通过 · fail when a requirement lacks examples")]


def command(
    ids: Ids = None, report: Report = None, strict: Strict = False, engine: EngineName = "sqlite", drafts: Drafts = False,
    library: LibraryFolder = None, lang: Language = None, debug: Debug = False,
) -> int:
    """运行示例 · run the worked examples in checks/examples/."""
    place = desk(library, lang)
    files = [file_of(word) for word in report or []]
    from procedo.check.tested import try_all
    from procedo.library import read

    tested = try_all(read(place.root, drafts), ids or [], engine)
    for tried in tested.failed:
        said = _line(tried)
        voice.tell(say(f"{tried.example.place}: {said.zh}", f"{tried.example.place}: {said.en}"))
    _report(tested, files)
    _close(tested, error=None in files)
    return 1 if tested.failed or (strict and tested.lacking) else 0


def file_of(report: str) -> Path | None:
    """The file a JSON report goes to; None: standard output."""
    from procedo.reports import split

    format, file = split(report)
    if format != "json":
        raise refuse("unknown-report", f"示例的结果只能写成 json，不能写成“{format}”", f"results of examples are written as json, not as “{format}”")
    if file and Path(file).is_dir():
        raise refuse("bad-report-file", f"“{file}”是文件夹，不能写成报告文件", f"“{file}” is a folder, not a file to write")
    return Path(file) if file not in ("", "-") else None


def _report(tested, files: list[Path | None]) -> None:
    from procedo.check.tested import as_json
    from procedo.write import write_text

    for file in files:
        if file is None:
            voice.write(as_json(tested))
        else:
            written = write_text(file, as_json(tested))
            voice.tell(say(f"已写入 {written}", f"written: {written}"), error=True)


def _line(tried) -> Sentence:
    """What was expected and what was found."""
    wanted, title = tried.example.example, tried.example.example.title
    expected, found = _verdict(wanted.expect, wanted.reasons or ()), _verdict(tried.verdict, tried.reasons)
    return say(
        f"[{wanted.id}] {title.in_('zh')}：应为{expected.zh}，判为{found.zh}",
        f"[{wanted.id}] {title.in_('en')}: expected {expected.en}, found {found.en}")


def _verdict(verdict: str, reasons) -> Sentence:
    word = VERDICTS[verdict.replace("-", "_")]
    codes = ", ".join(reasons)
    return say(f"“{word.zh}”" + (f"（{codes}）" if codes else ""), f"“{word.en}”" + (f" ({codes})" if codes else ""))


def _close(tested, error: bool) -> None:
    """Counts, and the requirements without examples. What is printed for machines stays alone on standard output."""
    count, failed, lacking = len(tested.tried), len(tested.failed), tested.lacking
    if lacking:
        named = ", ".join(lacking)
        voice.tell(say(
            f"{len(tested.asked)} 条有检查的要求中，{len(lacking)} 条缺少“符合”或“不符合”的示例：{named}",
            f"{len(lacking)} of {len(tested.asked)} requirements that are checked lack a conforming or a nonconforming example: {named}"),
            error=error)
    voice.tell(say(
        f"{count} 个示例：{count - failed} 个与预期一致，{failed} 个不一致",
        f"{count} example{'' if count == 1 else 's'}: {count - failed} as expected, {failed} not"), error=error)
