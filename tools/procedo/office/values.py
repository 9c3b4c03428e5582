"""Kinds of value: how each is shown in a cell, and what a cell's text means."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from procedo.library.written import inline
from procedo.library.yaml_reader import scalar, yaml_of_text
from procedo.office.words import CHOICES
from procedo.problem import ProblemError, nearest
from procedo.terms import say


class Bad(Exception):
    """A cell's text that is no such value, with a problem id and a sentence."""

    def __init__(self, zh: str, en: str, id: str = "bad-value"):
        super().__init__(en)
        self.id, self.sentence = id, say(zh, en)


@dataclass(frozen=True)
class Terms:
    """What cells are shown and read with: the workbook's language, the library's first, role id -> its names."""

    language: str
    first: str
    roles: Mapping[str, Sequence[str]] = field(default_factory=dict)


Show = Callable[[Any, Terms], str]
Read = Callable[[str, Terms], Any]


@dataclass(frozen=True)
class Kind:
    """`codes`: the closed list that a cell holds one of, as code -> names. `loose`: one word need not be a list.
    `several`: the cell may hold more than one of the list."""

    name: str
    show: Show
    read: Read
    codes: Callable[[Terms], Mapping[str, Sequence[str]]] | None = None
    loose: bool = False
    several: bool = False
    wide: int = 16

    def drop_down(self, terms: Terms) -> list[str]:
        """What the cell offers; empty where it takes any text."""
        return [_coded(code, names) for code, names in self.codes(terms).items()] if self.codes else []


def _word(value: Any, terms: Terms) -> str:
    return value if isinstance(value, str) else inline(value)


def _as_text(text: str, terms: Terms) -> str:
    return text


def _coded(code: str, names: Sequence[str]) -> str:
    name = next((name for name in names if name and name != code), "")
    return f"{code} {name}" if name else code


def _decode(text: str, known: Mapping[str, Sequence[str]]) -> str:
    """A code, a code with its name behind, or a name alone."""
    if text in known:
        return text
    head = text.split()[0] if text.split() else ""
    if head in known:
        return head
    folded = {_fold(name): code for code, names in known.items() for name in (code, *names)}
    if _fold(text) in folded:
        return folded[_fold(text)]
    hint = nearest(text, [*known, *(name for names in known.values() for name in names)] if len(known) > 12 else known)
    raise Bad(f"没有“{_short(text)}”{hint.zh}", f"there is no “{_short(text)}”{hint.en}", "not-one-of")


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


def coded(name: str, codes: Callable[[Terms], Mapping[str, Sequence[str]]], wide: int = 18) -> Kind:
    def show(value: Any, terms: Terms) -> str:
        return _coded(str(value), codes(terms).get(str(value), ()))

    return Kind(name, show, lambda text, terms: _decode(text, codes(terms)), codes, wide=wide)


def choice(words: Sequence[str]) -> Kind:
    """One of a closed list of words, shown with what people call it."""

    def codes(terms: Terms) -> dict[str, list[str]]:
        known = {word: CHOICES.get(word, say(word, word)) for word in words}
        return {word: [told.in_(terms.language), *told] for word, told in known.items()}

    return coded("choice", codes)


def _integer(text: str, terms: Terms) -> int:
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    if not re.fullmatch(r"[-+]?\d{1,15}", plain):
        raise Bad(f"应为整数，而不是“{_short(text)}”", f"a whole number is wanted, not “{_short(text)}”")
    return int(plain)


def _number(text: str, terms: Terms) -> int | float:
    value = scalar(unicodedata.normalize("NFKC", text).replace(",", "")) if text else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Bad(f"应为数，而不是“{_short(text)}”", f"a number is wanted, not “{_short(text)}”")
    return value


def _flag(text: str, terms: Terms) -> bool:
    return _decode(text, _flags(terms)) == "yes"


def _flags(terms: Terms) -> dict[str, list[str]]:
    return {"yes": ["是", "true", "√", "有"], "no": ["否", "false", "×", "无"]}


def _show_flag(value: Any, terms: Terms) -> str:
    if not isinstance(value, bool):
        return _word(value, terms)
    return _coded("yes" if value else "no", _flags(terms)["yes" if value else "no"])


_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")


def _day(text: str, terms: Terms) -> str:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        return dt.date(*map(int, found.groups())).isoformat() if found else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> str:
    raise Bad(f"“{_short(text)}”不是日期；请写成 2026-03-01", f"“{_short(text)}” is no date; write it as 2026-03-01", "bad-date")


_BETWEEN = re.compile(r"[,，、;；\n]+")


def _show_list(value: Any, terms: Terms) -> str:
    items = value if isinstance(value, list) else [value]
    plain = all(isinstance(held, str) and held == held.strip() and held and not _BETWEEN.search(held) and held[0] not in "[{" for held in items)
    return ", ".join(items) if plain and items else inline(value)


def _list(text: str, terms: Terms) -> list[Any]:
    if text[0] == "[":
        found = from_yaml(text)
        return found if isinstance(found, list) else [text]
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def _show_roles(value: Any, terms: Terms) -> str:
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(held, str) and re.fullmatch(r"[\w-]+", held) for held in items):
        return inline(value)
    return "\n".join(_coded(held, terms.roles.get(held, ())) for held in items)


def _roles(text: str, terms: Terms) -> list[Any]:
    return [_decode(part, terms.roles) if isinstance(part, str) else part for part in _list(text, terms)]


def _approvers(text: str, terms: Terms) -> Any:
    """One role as it is, several as a list."""
    found = _roles(text, terms)
    return found[0] if len(found) == 1 else found


def _show_names(value: Any, terms: Terms) -> str:
    items = value if isinstance(value, list) else [value]
    plain = all(isinstance(held, str) and held == held.strip() and held and not re.search(r"[|｜\n]", held) and held[0] != "[" for held in items)
    return " | ".join(items) if plain and items else inline(value)


def _names(text: str, terms: Terms) -> list[Any]:
    if text[0] == "[":
        return _list(text, terms)
    return [part.strip() for part in re.split(r"[|｜\n]", text) if part.strip()]


def _show_any(value: Any, terms: Terms) -> str:
    if isinstance(value, str):
        return value if _reads_as_text(value) else json.dumps(value, ensure_ascii=False)
    return inline(value)


def _reads_as_text(text: str) -> bool:
    return bool(text) and text == text.strip() and text[0] not in "[{\"'" and scalar(text) == text


def _any(text: str, terms: Terms) -> Any:
    """Numbers, true and false, lists and maps as in YAML; everything else is text."""
    return from_yaml(text) if text[0] in "[{\"'" else scalar(text)


_INTERVAL = re.compile(r"[\[(\]].*\.\..*[\[)\]]")


def _show_test(value: Any, terms: Terms) -> str:
    return value if isinstance(value, str) and _INTERVAL.fullmatch(value) else _show_any(value, terms)


def _test(text: str, terms: Terms) -> Any:
    return text if _INTERVAL.fullmatch(text) else _any(text, terms)


def _show_yaml(value: Any, terms: Terms) -> str:
    """Lists and maps of plain values on one line, what is above them line by line."""
    if not isinstance(value, (dict, list)) or not value:
        return inline(value)
    text = yaml.dump(value, Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110).strip()
    try:
        right = json.dumps(from_yaml(text), sort_keys=True) == json.dumps(value, sort_keys=True)
    except Bad:
        right = False
    return text if right else inline(value)


def from_yaml(text: str) -> Any:
    """The value that a cell's YAML text holds; Bad says the line inside the cell and what is wrong there."""
    lines = text.replace("\r", "").split("\n")
    try:
        return yaml_of_text("cell:\n" + "".join(f"  {line}\n" for line in lines), "").data["cell"]
    except ProblemError as error:
        problem = error.problems[0]
        line = max(problem.place.line - 1, 1)
        raise Bad(f"单元格内第 {line} 行：{problem.sentence.zh}", f"line {line} in the cell: {problem.sentence.en}", problem.id) from None


def _role_names(terms: Terms) -> Mapping[str, Sequence[str]]:
    return terms.roles


WORD = Kind("word", _word, _as_text, wide=20)
TEXT = Kind("text", _word, _as_text, wide=44)
INTEGER = Kind("integer", _word, _integer, wide=10)
NUMBER = Kind("number", _word, _number, wide=10)
FLAG = Kind("flag", _show_flag, _flag, _flags, wide=10)
DAY = Kind("day", _word, _day, wide=13)
ROLE = coded("role", _role_names, 24)
ROLES = Kind("roles", _show_roles, _roles, wide=24)
APPROVERS = Kind("roles", _show_roles, _approvers, _role_names, several=True, wide=24)
LIST = Kind("list", _show_list, _list, wide=24)
WORDS = Kind("list", _show_list, _list, loose=True, wide=24)
ROLE_WORDS = Kind("roles", _show_roles, _roles, loose=True, wide=24)
NAMES = Kind("names", _show_names, _names, loose=True, wide=30)
ANY = Kind("any", _show_any, _any, wide=24)
TEST = Kind("test", _show_test, _test, wide=22)
YAML = Kind("yaml", _show_yaml, lambda text, terms: from_yaml(text), wide=70)
