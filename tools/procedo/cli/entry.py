"""The one handler around the command line: what happened -> what is said and the exit code.

0 nothing at or above the gate, 1 findings at or above it, 2 the question could not be answered,
3 a fault of procedo (memory included), 130 interrupted.
"""

from __future__ import annotations

import errno
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from procedo.cli.app import command_line
from procedo.cli.voice import deaf, steady, voice
from procedo.problem import Place, Problem, ProblemError
from procedo.terms import say

FINE, FINDINGS, UNANSWERED, FAULT, INTERRUPTED = 0, 1, 2, 3, 130

EXTRAS = {"great_expectations": "fitness", "openpyxl": "office"}
"""A third-party package that the core does without -> the extra that brings it."""

NOT_OUR_FAULT = {errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EROFS, errno.EDQUOT}
"""What a disk refuses: said with the file's name, exit 2."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; nothing is ever raised."""
    gc.set_threshold(50_000, 20, 20)  # one short run: many small objects, few cycles worth looking for
    voice.forget()
    for stream in (sys.stdout, sys.stderr):
        steady(stream)
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
    except BaseException as error:  # the one place where everything ends
        code = _answer(error)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            deaf(stream)
    return code


def _run(arguments: list[str]) -> int:
    voice.debug = "--debug" in arguments
    command = command_line()
    with command.make_context("procedo", arguments or ["--help"]) as context:
        result = command.invoke(context)
    return result if isinstance(result, int) else FINE


def _answer(error: BaseException) -> int:
    """Say what went wrong; the exit code tells whose matter it is."""
    match error:
        case typer.Exit():
            return error.exit_code
        case BrokenPipeError():
            deaf(sys.stdout)
            return FINE
        case KeyboardInterrupt() | typer.Abort():
            voice.tell(say("已中断", "interrupted"), error=True)
            return INTERRUPTED
        case ProblemError():
            voice.problems(error.problems)
            return UNANSWERED
        case typer.TyperException():
            return _usage(error)
        case ModuleNotFoundError() if _extra(error):
            return _missing(_extra(error))
        case OSError() if error.errno in NOT_OUR_FAULT and error.filename:
            return _refused(error)
    return _fault(error)


def _usage(error: typer.TyperException) -> int:
    voice.tell(say("命令写法有误：", "the command line is wrong:"), error=True)
    error.show(file=sys.stderr)  # type: ignore[attr-defined]
    return UNANSWERED


def _extra(error: ModuleNotFoundError) -> str:
    return EXTRAS.get((error.name or "").split(".")[0], "")


def _missing(extra: str) -> int:
    install = f'pip install "procedo[{extra}]"'
    voice.tell(say(f"此命令需要附加组件，请运行：{install}", f"this command needs an extra: {install}"), error=True)
    return UNANSWERED


def _refused(error: OSError) -> int:
    name, reason = Path(str(error.filename)).name, error.strerror
    problem = Problem(
        place=Place(),
        id="no-access",
        sentence=say(f"系统拒绝读写“{name}”：{reason}", f"the system refuses “{name}”: {reason}"),
    )
    voice.problems([problem])
    return UNANSWERED


def _fault(error: BaseException) -> int:
    """Ours: short words for the user, the traceback in a file (or here, with --debug)."""
    voice.tell(
        say(
            "这是 procedo 自身的故障，与您的文件和记录无关；请报告",
            "this is a fault of procedo, not of your documents or records; please report it",
        ),
        error=True,
    )
    voice.write(f"{type(error).__name__}: {error}\n", error=True)
    import traceback

    try:
        _keep("".join(traceback.format_exception(error)))
    except Exception:  # a full disk or no memory must not hide the fault
        voice.write("".join(traceback.format_tb(error.__traceback__, limit=-5)), error=True)
    return FAULT


def _keep(trace: str) -> None:
    import tempfile

    from procedo.write import write_text

    if voice.debug:
        voice.write(trace, error=True)
        return
    folder = voice.root / "build" if voice.root else Path(tempfile.gettempdir())
    place = write_text(folder / "procedo-fault.txt", trace)
    voice.tell(say(f"详情见 {place}（或加 --debug）", f"details: {place} (or --debug)"), error=True)
