"""How the command line speaks: in the library's language, or in both while that is not known yet."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from procedo.problem import Problem
from procedo.terms import Sentence


class Voice:
    """What the running command knows of its listener. `root` is where a fault is written down."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew: another command line of the same process."""
        self.language: str | None = None
        self.root: Path | None = None
        self.debug = False

    def tell(self, sentence: Sentence, error: bool = False) -> None:
        """One line, to standard output or (`error`) to standard error."""
        spoken = [sentence.in_(self.language)] if self.language else dict.fromkeys(sentence)
        for line in spoken:
            self.write(line + "\n", error)

    def problems(self, problems: Iterable[Problem], error: bool = True) -> None:
        """Every problem as `file:line:col: [id] sentence`."""
        for problem in problems:
            lines = [problem.line(self.language)] if self.language else [problem.line("zh"), problem.line("en")]
            for line in dict.fromkeys(lines):
                self.write(line + "\n", error)

    def write(self, text: str, error: bool = False) -> None:
        """Text as it is. A reader that has gone (`| head`) changes neither the work nor the exit code."""
        stream = sys.stderr if error else sys.stdout
        try:
            stream.write(text)
            stream.flush()
        except BrokenPipeError:
            deaf(stream)


def deaf(stream: TextIO) -> None:
    """Let what is still to be written to a closed pipe go nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def steady(stream: TextIO | None) -> None:
    """A console that lacks a character (GBK and `é`) gets an escape for it, never an exception."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")


voice = Voice()
