"""Problem: a document, mapping or option is wrong. Never about a record (that is a Finding)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from procedo.terms import Sentence, say


@dataclass(frozen=True, order=True)
class Place:
    """Where: file as the user knows it (relative, forward slashes), line and column from 1; 0 = the whole file."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a document, mapping or option; `id` is a stable word such as `unknown-key`."""

    place: Place
    id: str
    sentence: Sentence
    warning: bool = False

    def line(self, language: str) -> str:
        where = f"{self.place}: " if self.place.file else ""
        return f"{where}[{self.id}] {self.sentence.in_(language)}"


class ProblemError(Exception):
    """Raised once with every problem found; the command line prints them all and exits 2."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(p.line("en") for p in self.problems))


def refuse(id: str, zh: str, en: str, place: Place = Place()) -> ProblemError:
    """One problem as an exception: `raise refuse("no-such-file", "…", "…")`."""
    return ProblemError([Problem(place, id, say(zh, en))])


def nearest(word: str, known: Iterable[str]) -> Sentence:
    """A tail for a message that names what was probably meant, or lists what is accepted."""
    names = sorted({str(name) for name in known})
    folded = {name.lower(): name for name in names}
    close = get_close_matches(str(word).lower(), folded, n=1, cutoff=0.6)
    if close:
        return say(f"；是否指“{folded[close[0]]}”？", f"; did you mean “{folded[close[0]]}”?")
    if 0 < len(names) <= 12:
        return say(f"；可用：{'、'.join(names)}", f"; known: {', '.join(names)}")
    return say("", "")
