"""Tokens -> tree, by recursive descent.

condition  = conjunct {"or" conjunct}
conjunct   = negation {"and" negation}
negation   = "not" negation | comparison
comparison = sum [op sum | ["not"] "in" items | ["not"] "between" sum "and" sum | "is" ["not"] "null"]
sum        = product {("+" | "-") product}
product    = unary {("*" | "/") unary}
unary      = "-" unary | atom
atom       = number | 'text' | true | false | $name ["[" sum "]"] | name {"." name}
             | name "(" [argument {"," argument}] ")" | "(" condition ")"
argument   = condition | null
items      = "(" condition {"," condition} ")" | atom
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from procedo.language.lexer import Token, tokens
from procedo.language.tree import (
    Between,
    Binary,
    Boolean,
    Call,
    Empty,
    ExpressionError,
    In,
    IsNull,
    Name,
    Negative,
    Node,
    Not,
    Number,
    ParameterName,
    String,
)
from procedo.terms import say

DEEPEST = 60
_COMPARISONS = {"=", "<>", "<", "<=", ">", ">="}


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of one expression. Raises ExpressionError with offset and hint."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str):
        self.tokens, self.at, self.depth = tokens(text), 0, 0

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self, *words: str) -> Token | None:
        token = self.next
        if token.kind in words or (token.kind == "operator" and token.text in words):
            self.at += 1
            return token
        return None

    def demand(self, word: str) -> Token:
        token = self.take(word)
        if token is None:
            raise self.unexpected(say(f"，此处应为“{word}”", f"; “{word}” is expected here"))
        return token

    def unexpected(self, hint=say("", "")) -> ExpressionError:
        token = self.next
        word = token.text or say("结尾", "the end").zh
        en = token.text or "the end"
        return ExpressionError(token.offset, "bad-expression", say(f"没有料到“{word}”{hint.zh}", f"“{en}” is unexpected{hint.en}"))

    def whole(self) -> Node:
        if self.next.kind == "end":
            raise ExpressionError(0, "empty-expression", say("表达式是空的", "the expression is empty"))
        node = self.condition()
        if self.next.kind != "end":
            raise self.unexpected()
        return node

    def condition(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(self.next.offset, "too-deep", say("括号嵌套过深", "brackets are nested too deep"))
        node = self.conjunct()
        while token := self.take("or"):
            node = Binary("or", node, self.conjunct(), token.offset)
        self.depth -= 1
        return node

    def conjunct(self) -> Node:
        node = self.negation()
        while token := self.take("and"):
            node = Binary("and", node, self.negation(), token.offset)
        return node

    def negation(self) -> Node:
        negations = []
        while token := self.take("not"):
            negations.append(token)
        node = self.comparison()
        for token in reversed(negations):
            node = Not(node, token.offset)
        return node

    def comparison(self) -> Node:
        left, token = self.sum(), self.next
        if token.kind == "operator" and token.text in _COMPARISONS:
            self.at += 1
            if self.next.kind == "null":
                raise ExpressionError(
                    token.offset, "compared-null", say("是否为空写作 is null / is not null", "write is null or is not null")
                )
            return Binary(token.text, left, self.sum(), token.offset)
        if self.take("is"):
            negated = self.take("not") is not None
            self.demand("null")
            return IsNull(left, negated, token.offset)
        negated = self.take("not") is not None
        if self.take("in"):
            return In(left, self.items(), negated, token.offset)
        if self.take("between"):
            low = self.sum()
            self.demand("and")
            return Between(left, low, self.sum(), negated, token.offset)
        if negated:
            raise self.unexpected()
        return left

    def items(self) -> tuple[Node, ...]:
        if self.take("("):
            return self.listed(self.condition)
        return (self.atom(),)

    def listed(self, one: Callable[[], Node]) -> tuple[Node, ...]:
        if self.take(")"):
            return ()
        found = [one()]
        while self.take(","):
            found.append(one())
        self.demand(")")
        return tuple(found)

    def argument(self) -> Node:
        if token := self.take("null"):
            return Empty(token.offset)
        return self.condition()

    def sum(self) -> Node:
        node = self.product()
        while token := self.take("+", "-"):
            node = Binary(token.text, node, self.product(), token.offset)
        return node

    def product(self) -> Node:
        node = self.unary()
        while token := self.take("*", "/"):
            node = Binary(token.text, node, self.unary(), token.offset)
        return node

    def unary(self) -> Node:
        signs = []
        while token := self.take("-"):
            signs.append(token)
        node = self.atom()
        for token in reversed(signs):
            node = Negative(node, token.offset)
        return node

    def atom(self) -> Node:
        if token := self.take("number"):
            return Number(token.text, token.offset)
        if token := self.take("string"):
            return String(token.text[1:-1].replace("''", "'"), token.offset)
        if token := self.take("true", "false"):
            return Boolean(token.text == "true", token.offset)
        if token := self.take("parameter"):
            return self.parameter(token)
        if token := self.take("name"):
            return self.name(token)
        if self.take("("):
            node = self.condition()
            self.demand(")")
            return node
        raise self.unexpected()

    def parameter(self, token: Token) -> Node:
        index = None
        if self.take("["):
            index = self.sum()
            self.demand("]")
        return ParameterName(token.text[1:], index, token.offset)

    def name(self, token: Token) -> Node:
        if self.take("("):
            return Call(token.text, self.listed(self.argument), token.offset)
        parts = [token.text]
        while self.take("."):
            following = self.next
            if following.kind != "name" and following.text not in ("is", "in", "or", "and", "not", "null", "true", "false"):
                raise self.unexpected()
            self.at += 1
            parts.append(following.text)
        return Name(tuple(parts), token.offset)
