"""What is wrong with YAML that cannot be read, in words: full-width punctuation first, then what libyaml says."""

from __future__ import annotations

import re
from typing import Any

from procedo.problem import Place, Problem
from procedo.terms import Sentence, say

WIDE = {"：": ":", "，": ",", "［": "[", "］": "]", "｛": "{", "｝": "}", "“": '"', "”": '"', "＃": "#", "－": "-"}
BLANKS = {"\u3000": say("全角空格（U+3000）", "a full-width blank (U+3000)"),
          "\u00a0": say("不换行空格（U+00A0）", "a no-break blank (U+00A0)")}

_WIDE_COLON = re.compile(r"^\s*(?:- +)*[\"']?[A-Za-z][A-Za-z0-9_.-]*[\"']?\s*(：)")
_ODD_BLANK = re.compile(r"^[ \t-]*([\u3000\u00a0])|[:-]([\u3000\u00a0])")
_WIDE_MARK = re.compile(r"[：，［］｛｝“”]")
_WIDE_IN_PLACE = re.compile(r"([［］｛｝])|(，)\s*[A-Za-z_]+\s*:|[{,]\s*[A-Za-z_]+(：)|:\s*(“)|\"[^\"]*(”)\s*$")
_TAB = re.compile(r"^[ -]*(\t)")

CATALOG: tuple[tuple[str, str, Sentence], ...] = (
    ("exceeded maximum nesting", "too-deep", say("嵌套太深", "nested too deep")),
    ("mapping values are not allowed", "syntax", say(
        "这里不应出现冒号；值里有“: ”时请加引号，并检查上一行的缩进",
        "a colon is not allowed here; put a value that holds “: ” in quotes and look at the indentation above")),
    ("could not find expected ':'", "syntax", say(
        "这一行缺少“: ”（冒号加空格）", "this line lacks “: ” (a colon and a blank)")),
    ("found unexpected end of stream", "open-quote", say("引号没有结束", "this quote is never closed")),
    ("found unknown escape character", "syntax", say(
        "双引号里的反斜杠有特殊含义；请改用单引号", "a backslash means something special in double quotes; use single quotes")),
    ("did not find expected ',' or ']'", "syntax", say("方括号列表没有正确结束", "this […] list does not end well")),
    ("did not find expected ',' or '}'", "syntax", say("花括号映射没有正确结束", "this {…} mapping does not end well")),
    ("did not find expected '-' indicator", "indentation", say(
        "缩进与列表的其他行不一致", "the indentation differs from the other lines of this list")),
    ("did not find expected key", "indentation", say(
        "缩进与其他行不一致，或引号后还有文字", "the indentation differs from the lines around it, or text follows a quote")),
    ("block sequence entries are not allowed", "indentation", say("这里不应出现“- ”", "“- ” is not allowed here")),
    ("found character that cannot start any token", "syntax", say(
        "值不能以这个字符开头；请加引号", "a value cannot begin with this character; put it in quotes")),
    ("did not find expected node content", "syntax", say(
        "这里缺少内容；括号或引号是否没有结束？", "something is missing here; is a bracket or quote left open?")),
    ("did not find expected <document start>", "indentation", say(
        "缩进与文件开头不一致", "the indentation differs from the beginning of the file")),
    ("control characters are not allowed", "control-character", say(
        "有不可见的控制字符；请删除", "there is an invisible control character; delete it")),
)
_FROM_CONTEXT = ("could not find expected ':'", "found unexpected end of stream", "did not find expected ','")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def explain(error: Any, text: str, file: str) -> Problem:
    """The error of libyaml as a problem, in our words and at the place a person would look."""
    lines = text.splitlines()
    first, last = _region(error, lines)
    message = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    found = _spot(lines, first, last)
    if not found and message.startswith(("did not find expected key", "found unexpected end")):
        found = _open_quote(lines, first, last)
    if found:
        line, column, id, sentence = found
        return Problem(Place(file, line + 1, column + 1), id, sentence)
    for fragment, id, sentence in CATALOG:
        if fragment in message:
            return Problem(_place(error, text, file, message), id, sentence)
    return Problem(_place(error, text, file, message), "syntax", say(
        f"不是正确的 YAML（解析器：{message}）", f"this is not correct YAML (the parser says: {message})"))


def _region(error: Any, lines: list[str]) -> tuple[int, int]:
    """The lines to look at: from where the parser began to where it stopped, and the line before."""
    marks = [mark.line for mark in (getattr(error, "context_mark", None), getattr(error, "problem_mark", None)) if mark]
    if not marks:
        return 0, -1
    last = min(max(marks), len(lines) - 1)
    first = max(min(marks), last - 40)
    while first > 0 and not lines[first - 1].strip():
        first -= 1
    return max(first - 1, 0), last


def _open_quote(lines: list[str], first: int, last: int) -> tuple[int, int, str, Sentence] | None:
    """The first line with an odd number of straight double quotes: the quote before them all was left open."""
    for number in range(first, last + 1):
        quotes = [found.start() for found in re.finditer(r'(?<!\\)"', lines[number])]
        if len(quotes) % 2:
            return number, quotes[-1], "open-quote", say("引号没有结束", "this quote is never closed")
    return None


def _spot(lines: list[str], first: int, last: int) -> tuple[int, int, str, Sentence] | None:
    numbers = range(first, last + 1)
    for number in numbers:
        if found := _WIDE_COLON.search(lines[number]):
            return number, found.start(1), "full-width", wide("：")
        if found := _ODD_BLANK.search(lines[number]):
            at = found.start(1) if found.group(1) else found.start(2)
            return number, at, "odd-blank", odd_blank(lines[number][at])
        if found := _TAB.search(lines[number]):
            return number, found.start(1), "tab", say(
                "缩进用了制表符（Tab）；YAML 只能用空格", "the indentation has a tab; YAML takes blanks only")
    for number in reversed(numbers):
        if found := _WIDE_IN_PLACE.search(_unquoted(lines[number])):
            at = found.start(found.lastindex)
            return number, at, "full-width", wide(lines[number][at])
    return None


def _unquoted(line: str) -> str:
    """The line with quoted text and comments blanked out, so that columns stay."""
    blank = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'", lambda found: " " * len(found.group()), line)
    return re.sub(r"(?:^|(?<=\s))#.*", "", blank)


def _place(error: Any, text: str, file: str, message: str) -> Place:
    if "control characters" in message and (bad := _UNPRINTABLE.search(text)):
        before = text[: bad.start()]
        return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    mark = getattr(error, "problem_mark", None)
    if message.startswith(_FROM_CONTEXT) and getattr(error, "context_mark", None):
        mark = error.context_mark
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


def wide(mark: str) -> Sentence:
    plain = WIDE[mark]
    return say(f"这里用了全角的 {mark} ，请改用半角的 {plain}", f"full-width {mark} here; write {plain} instead")


def odd_blank(blank: str) -> Sentence:
    name = BLANKS[blank]
    return say(f"缩进或间隔用了{name.zh}；请改用普通空格", f"{name.en} is used as indentation or gap; use plain blanks")


def doubtful_key(text: str) -> tuple[int, str, Sentence] | None:
    """An unquoted key that holds what was meant as punctuation: (where in it, problem id, sentence)."""
    if not text or text.isascii():
        return None
    for blank in BLANKS:
        if text[0] == blank or text[-1] == blank:
            return 0 if text[0] == blank else len(text) - 1, "odd-blank", odd_blank(blank)
    for mark in "：［｛“":
        if mark in text and (mark == "：" or text[0] == mark):
            return text.index(mark), "full-width", wide(mark)
    return None


def doubtful_item(text: str) -> Sentence | None:
    """An unquoted item of a […] list with a full-width comma inside: two items were meant."""
    return wide("，") if "，" in text else None


def wide_hint(value: object) -> Sentence:
    """A tail for a message about a value that carries full-width punctuation."""
    if isinstance(value, str) and (found := _WIDE_MARK.search(value)):
        sentence = wide(found.group())
        return say(f"；{sentence.zh}", f"; {sentence.en}")
    return say("", "")
