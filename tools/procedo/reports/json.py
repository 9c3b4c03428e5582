"""json: the whole outcome for other programs, schema `procedo.report/1`. Says everything, in both languages."""

from __future__ import annotations

from procedo.check.report import SCHEMA, decode, encode
from procedo.finding import Outcome

NAME = "json"
SUFFIX = ".json"
BINARY = False

__all__ = ["BINARY", "NAME", "SCHEMA", "SUFFIX", "parse", "render"]


def render(outcome: Outcome, language: str) -> str:
    """The same text whatever the language: every sentence stands there in both."""
    return encode(outcome)


def parse(text: str) -> Outcome:
    """The outcome of a report written by `render`; ProblemError when it is none."""
    return decode(text)
