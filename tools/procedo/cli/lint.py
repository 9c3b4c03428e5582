"""`procedo lint`: every problem of the library at once."""

from __future__ import annotations

import datetime as dt

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.terms import say


def command(library: LibraryFolder = None, lang: Language = None, debug: Debug = False) -> int:
    """检查文件库 · validate the whole library; all problems at once."""
    place = desk(library, lang)
    from procedo.lint import lint_again

    problems = lint_again(place.root, dt.date.today())
    voice.problems(problems, error=False)
    wrong = sum(not problem.warning for problem in problems)
    warned = len(problems) - wrong
    en = f"{_counted(wrong, 'problem')}, {_counted(warned, 'warning')}"
    voice.tell(say(f"{wrong} 个问题，{warned} 个提醒", en))
    return 2 if wrong else 0


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
