"""What an expression consists of. Every node knows its offset in the text, for messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from procedo.terms import Sentence


class ExpressionError(Exception):
    """The expression is wrong at `offset`; `id` is the problem's word."""

    def __init__(self, offset: int, id: str, sentence: Sentence):
        self.offset, self.id, self.sentence = offset, id, sentence
        super().__init__(sentence.en)


@dataclass(frozen=True)
class Number:
    text: str
    offset: int


@dataclass(frozen=True)
class String:
    value: str
    offset: int


@dataclass(frozen=True)
class Boolean:
    value: bool
    offset: int


@dataclass(frozen=True)
class Empty:
    """`null` as an argument: `if(open_lines = 0, delivered, null)`."""

    offset: int


@dataclass(frozen=True)
class Name:
    """`price`, `customer.class`, `this.price`, `period.end`."""

    parts: tuple[str, ...]
    offset: int

    def __str__(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True)
class ParameterName:
    """`$reply_time` or `$reply_time[severity]`."""

    name: str
    index: Node | None
    offset: int


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Node, ...]
    offset: int


@dataclass(frozen=True)
class Negative:
    operand: Node
    offset: int


@dataclass(frozen=True)
class Not:
    operand: Node
    offset: int


@dataclass(frozen=True)
class Binary:
    """`operator` is one of and or = <> < <= > >= + - * /."""

    operator: str
    left: Node
    right: Node
    offset: int


@dataclass(frozen=True)
class In:
    operand: Node
    items: tuple[Node, ...]
    negated: bool
    offset: int


@dataclass(frozen=True)
class Between:
    operand: Node
    low: Node
    high: Node
    negated: bool
    offset: int


@dataclass(frozen=True)
class IsNull:
    operand: Node
    negated: bool
    offset: int


Node = Number | String | Boolean | Empty | Name | ParameterName | Call | Negative | Not | Binary | In | Between | IsNull


def names(node: object) -> Iterator[Name]:
    """Every name that an expression reads."""
    if isinstance(node, Name):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from names(item)
    elif is_dataclass(node):
        for part in fields(node):
            yield from names(getattr(node, part.name))
