"""YAML with the 1.2 core schema: only true/false, numbers and null are typed; `on`, `no`, `5.10`, dates stay text.

Events of libyaml are built into plain values in one pass, never recursively, so hostile files (alias bombs, deep
nesting) are refused before anything walks them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from procedo.library.decoding import decoded, read_text
from procedo.library.marks import Mark, Yaml
from procedo.library.syntax import doubtful_item, doubtful_key, explain
from procedo.library.typed import typed
from procedo.problem import Place, Problem, ProblemError
from procedo.terms import Sentence, say

__all__ = ["Yaml", "read_yaml", "read_yaml_bytes", "typed", "yaml_of_text"]

DEEPEST = 40
MOST_ALIASES = 500
MOST_VALUES = 300_000
"""Values after aliases are followed; a long text counts once for each hundred characters."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?")
_WORDS = {word: value for value, spelled in ((None, "null"), (True, "true"), (False, "false"))
          for word in (spelled, spelled.capitalize(), spelled.upper())} | {"": None, "~": None}


def read_yaml(path: Path, shown_as: str) -> Yaml:
    """Read a YAML file whose top is a mapping; ProblemError with its faults, named `shown_as`."""
    return yaml_of_text(read_text(path, shown_as), shown_as)


def read_yaml_bytes(content: bytes, shown_as: str) -> Yaml:
    """The same for content that is already in memory."""
    return yaml_of_text(decoded(content, shown_as), shown_as)


def yaml_of_text(text: str, shown_as: str) -> Yaml:
    builder = _Builder(shown_as)
    try:
        builder.build(CParser(text))
    except YAMLError as error:
        raise ProblemError([*builder.problems, explain(error, text, shown_as)]) from None
    return builder.finish(text)


def scalar(text: str) -> Any:
    """A plain (unquoted) word as YAML 1.2 types it; a number that would change when written again stays text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if len(text) < 20 and _FLOAT.fullmatch(text) and repr(float(text)) == text:
            return float(text)
    return text


class _Frame:
    """A mapping or sequence that is being filled. `key` is the key whose value comes next."""

    __slots__ = ("value", "mark", "keys", "inside", "key", "anchor", "flow", "is_key", "began")

    def __init__(self, value: Any, mark: Mark, event: Any, is_key: bool, began: int):
        self.value, self.mark, self.anchor, self.flow = value, mark, event.anchor, event.flow_style
        self.keys, self.inside = mark.keys, mark.inside
        self.key: str | None = None
        self.is_key, self.began = is_key, began


class _Builder:
    def __init__(self, file: str):
        self.file = file
        self.problems: list[Problem] = []
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, Mark, int] | None] = {}
        self.tops: list[tuple[Any, Mark]] = []
        self.aliases = self.weight = 0

    def build(self, parser: CParser) -> None:
        next_event, scalar = parser.get_event, self.scalar
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.start(event, kind is MappingStartEvent)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.end()
            elif kind is AliasEvent:
                self.alias(event)
            elif kind is DocumentStartEvent and self.tops:
                self.stop(event, "several-documents", say(
                    "一个文件只能写一个文档；请删除这一行“---”，或把后面的内容另存为文件",
                    "a file holds one document; delete this “---” or move what follows to a file of its own"))

    def scalar(self, event: Any) -> None:
        text, at, style = event.value, event.start_mark, event.style
        if event.tag is not None:
            self.tag(event)
        frame = self.stack[-1] if self.stack else None
        if frame and frame.keys is not None and frame.key is None:
            return self.key(frame, text, at, not style)
        weight = 1 + len(text) // 100
        self.weight += weight
        if self.weight > MOST_VALUES:
            self.too_many(at)
        if style:
            value = text
        else:
            value = _WORDS[text] if text in _WORDS else scalar(text) if text[0] in "-0123456789" else text
            if frame and frame.flow and frame.keys is None and (doubt := doubtful_item(text)):
                self.note(at, "full-width", doubt)
        self.add(value, Mark((at.line, at.column, style or None, None, ())), event.anchor, weight)

    def key(self, frame: _Frame, text: str, mark: Any, plain: bool) -> None:
        self.weight += 1
        if self.weight > MOST_VALUES:
            self.too_many(mark)
        if plain and (doubt := doubtful_key(text)):
            self.note(mark, *doubt[1:], shift=doubt[0])
        if not text:
            self.note(mark, "bad-key", say("冒号前没有键名", "there is no key before the colon"))
        elif text in frame.value:
            line = frame.keys[text][0] + 1
            self.note(mark, "duplicate-key", say(f"“{text}”已在第 {line} 行写过", f"“{text}” was already given on line {line}"))
        frame.key = text
        frame.keys.setdefault(text, (mark.line, mark.column))

    def start(self, event: Any, mapping: bool) -> None:
        if event.tag is not None:
            self.tag(event)
        self.weigh(event, 1)
        if len(self.stack) >= DEEPEST:
            self.stop(event, "too-deep", say(f"嵌套超过 {DEEPEST} 层", f"nested more than {DEEPEST} levels deep"))
        top, at = self.stack[-1] if self.stack else None, event.start_mark
        is_key = bool(top and top.keys is not None and top.key is None)
        if is_key:
            self.note(at, "bad-key", say("键必须是一个词，不能是列表或映射", "a key is one word, never a list or a mapping"))
        if event.anchor:
            self.anchors[event.anchor] = None
        mark = Mark((at.line, at.column, None, {}, {}) if mapping else (at.line, at.column, None, None, []))
        self.stack.append(_Frame({} if mapping else [], mark, event, is_key, self.weight - 1))

    def end(self) -> None:
        frame = self.stack.pop()
        if frame.is_key:
            self.stack[-1].key = ""
            return
        self.add(frame.value, frame.mark, frame.anchor, self.weight - frame.began)

    def alias(self, event: Any) -> None:
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            self.stop(event, "too-many-aliases", say(
                f"别名（*）超过 {MOST_ALIASES} 个", f"more than {MOST_ALIASES} aliases (*)"))
        top = self.stack[-1] if self.stack else None
        if top and top.keys is not None and top.key is None:
            self.stop(event, "bad-key", say("键不能是别名", "a key cannot be an alias"))
        known = self.anchors.get(event.anchor)
        if known is None:
            self.stop(event, "bad-alias", _bad_alias(event.anchor, event.anchor in self.anchors))
        self.weigh(event, known[2])
        self.add(known[0], known[1], None, known[2])

    def add(self, value: Any, mark: Mark, anchor: str | None, weight: int) -> None:
        if anchor:
            self.anchors[anchor] = (value, mark, weight)
        if not self.stack:
            self.tops.append((value, mark))
            return
        frame = self.stack[-1]
        if frame.keys is None:
            frame.value.append(value)
            frame.inside.append(mark)
            return
        if frame.key not in frame.value:
            frame.value[frame.key] = value
            frame.inside[frame.key] = mark
        frame.key = None

    def weigh(self, event: Any, weight: int) -> None:
        self.weight += weight
        if self.weight > MOST_VALUES:
            self.too_many(event)

    def too_many(self, event: Any) -> None:
        self.stop(event, "too-many-values", say(
            f"文件展开后超过 {MOST_VALUES} 个值（别名是否层层引用？）",
            f"the file unfolds to more than {MOST_VALUES} values (do aliases refer to aliases?)"))

    def tag(self, event: Any) -> None:
        word = event.tag.replace("tag:yaml.org,2002:", "!!")
        self.note(event.start_mark, "tag", say(
            f"不使用 YAML 标签“{word}”；文字请直接加引号", f"YAML tags such as “{word}” are not used; put text in quotes"))

    def note(self, mark: Any, id: str, sentence: Sentence, shift: int = 0) -> None:
        self.problems.append(Problem(Place(self.file, mark.line + 1, mark.column + shift + 1), id, sentence))

    def stop(self, event: Any, id: str, sentence: Sentence) -> None:
        self.note(getattr(event, "start_mark", event), id, sentence)
        raise ProblemError(self.problems)

    def finish(self, text: str) -> Yaml:
        if not self.tops or (self.tops[0][0] is None and not text[self.tops[0][1].column:].strip()):
            raise ProblemError([*self.problems, Problem(Place(self.file), "empty-file", say("文件是空的", "the file is empty"))])
        value, mark = self.tops[0]
        if not isinstance(value, dict):
            self.problems.append(_not_a_mapping(value, mark, self.file))
        if self.problems:
            raise ProblemError(self.problems)
        return Yaml(value, mark, self.file)


def _bad_alias(name: str, open_: bool) -> Sentence:
    if open_:
        return say(f"别名“*{name}”引用了自身", f"the alias “*{name}” refers to itself")
    return say(
        f"没有名为“&{name}”的锚；文字以 * 开头时请加引号",
        f"there is no anchor “&{name}”; put text that begins with * in quotes",
    )


def _not_a_mapping(value: Any, mark: Mark, file: str) -> Problem:
    hint = doubtful_key(value) if isinstance(value, str) else None
    if hint:
        return Problem(Place(file, mark.line + 1, mark.column + hint[0] + 1), *hint[1:])
    return Problem(Place(file, mark.line + 1, mark.column + 1), "not-a-mapping", say(
        "文件最外层应是“键: 值”", "the top of the file must be lines of “key: value”"))
