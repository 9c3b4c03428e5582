"""Text -> tokens. What other tools read silently and wrongly is refused here with a hint."""

from __future__ import annotations

import re
from typing import NamedTuple

from procedo.language.tree import ExpressionError
from procedo.terms import say

KEYWORDS = {"and", "or", "not", "in", "between", "is", "null", "true", "false"}

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<date>\d{4}-\d{2}-\d{2}(?!\d))
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<string>'(?:[^']|'')*')
      | (?P<parameter>\$[a-z][a-z0-9_]*)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<comment>--|/\*|\#)
      | (?P<operator><>|<=|>=|==|!=|&&|\|\||[=<>+\-*/(),.\[\]])""",
    re.VERBOSE,
)

_REFUSED = {
    "==": ("使用一个等号 =", "write a single ="),
    "!=": ("不等于写作 <>", "“not equal” is written <>"),
    "&&": ("“并且”写作 and", "write and"),
    "||": ("“或者”写作 or", "write or"),
}
_HINTS = {
    "“": ("文字用英文单引号，如 'A'", "texts stand in straight single quotes, such as 'A'"),
    "”": ("文字用英文单引号，如 'A'", "texts stand in straight single quotes, such as 'A'"),
    "‘": ("文字用英文单引号，如 'A'", "texts stand in straight single quotes, such as 'A'"),
    "’": ("文字用英文单引号，如 'A'", "texts stand in straight single quotes, such as 'A'"),
    '"': ("文字用英文单引号，如 'A'", "texts stand in straight single quotes, such as 'A'"),
    ";": ("一条表达式只写一个条件，不用分号", "an expression has no semicolon"),
    "，": ("请用英文逗号 ,", "use an ASCII comma"),
    "（": ("请用英文括号 ( )", "use ASCII brackets ( )"),
    "）": ("请用英文括号 ( )", "use ASCII brackets ( )"),
    "＝": ("请用英文等号 =", "use an ASCII ="),
    "＞": ("请用英文大于号 >", "use an ASCII >"),
    "＜": ("请用英文小于号 <", "use an ASCII <"),
    "≥": ("写作 >=", "write >="),
    "≤": ("写作 <=", "write <="),
    "≠": ("写作 <>", "write <>"),
    "万": ("数目写全，如 500000", "write the number in full, such as 500000"),
}


class Token(NamedTuple):
    kind: str
    text: str
    offset: int


def tokens(text: str) -> list[Token]:
    """All tokens and a final `end`. Raises ExpressionError at the first sign that means something else elsewhere."""
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise _unreadable(text, at)
        kind, word = match.lastgroup or "", match.group()
        _refuse(kind, word, at)
        if kind == "name" and word.lower() in KEYWORDS:
            kind, word = word.lower(), word.lower()
        if kind != "space":
            found.append(Token(kind, word, at))
        at = match.end()
    return [*found, Token("end", "", len(text))]


def _refuse(kind: str, word: str, at: int) -> None:
    if kind == "date":
        raise ExpressionError(at, "bare-date", say(f"日期须加单引号：'{word}'", f"a date stands in single quotes: '{word}'"))
    if kind == "comment":
        raise ExpressionError(at, "comment", say("表达式里不能写注释", "an expression holds no comment"))
    if word in _REFUSED:
        zh, en = _REFUSED[word]
        raise ExpressionError(at, "bad-operator", say(f"“{word}”不可用：{zh}", f"“{word}” is not known: {en}"))


def _unreadable(text: str, at: int) -> ExpressionError:
    sign = text[at]
    if sign == "'":
        return ExpressionError(at, "open-quote", say("引号没有结束", "the quote is not closed"))
    zh, en = _HINTS.get(sign, ("", ""))
    return ExpressionError(
        at,
        "bad-sign",
        say(f"表达式里不能有“{sign}”" + (f"：{zh}" if zh else ""), f"“{sign}” cannot stand here" + (f": {en}" if en else "")),
    )
