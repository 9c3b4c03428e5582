"""An expression in plain words: `filled(opinion) and price >= $limit` -> 已填写意见，且合同金额 ≥ 界限（500,000 元）."""

from __future__ import annotations

from procedo.language.duration import duration
from procedo.language.parser import parse
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
from procedo.model import Field, Form
from procedo.site.lexicon import Lexicon
from procedo.site.values import number, shown, span, stretch, unit_of_time

SIGNS = {"=": "=", "<>": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "+": "+", "-": "−", "*": "×", "/": "÷"}
SPANS = {"days": "day", "weeks": "week", "working_days": "working day", "hours": "hour", "minutes": "minute", "months": "month", "years": "year"}
CALLS = {
    "filled": ("已填写{0}", "{0} is filled in"), "coalesce": ("{0}（为空时取{1}）", "{0} (or, when empty, {1})"),
    "if": ("如果{0}则{1}，否则{2}", "if {0} then {1}, else {2}"), "abs": ("{0}的绝对值", "the absolute value of {0}"),
    "round": ("{0}（保留 {1} 位小数）", "{0} rounded to {1} places"), "contains": ("{0}含有{1}", "{0} contains {1}"),
    "contains_all": ("{0}含有全部{1}", "{0} contains all of {1}"), "size": ("{0}的个数", "the number of {0}"),
    "plain": ("{0}（不计全半角、大小写和空格）", "{0} (width, case and blanks ignored)"),
    "matches": ("{0}符合格式 {1}", "{0} has the pattern {1}"), "days_between": ("{0}到{1}的天数", "the days from {0} to {1}"),
    "working_days_between": ("{0}到{1}的工作日数", "the working days from {0} to {1}"),
    "next_working_day": ("{0}当日或其后首个工作日", "{0} or the next working day"), "at_time": ("{0}的 {1}", "{0} at {1}"),
    "month_day": ("{0}当年的 {1}", "{1} in the year of {0}"), "end_of": ("{1}所在{0}的末日", "the end of the {0} of {1}"),
    "holds": ("{0}在{2}担任{1}", "{0} held the role {1} on {2}"), "active": ("{0}在{1}仍有效", "{0} is active on {1}"),
    "decide": ("决策表{0}的结果", "the outcome of {0}"), "step": ("{0}中 {1} 所在的档", "the step of {0} for {1}"),
}


def in_words(text: object, lexicon: Lexicon, form: Form | None, case: Form | None = None) -> str:
    """The expression in words; one that cannot be read stays as it stands. `case`: what `this.` means."""
    stated = duration(text)
    if stated is not None:
        return shown(str(text), lexicon.language)
    try:
        tree = parse(str(text))
    except ExpressionError:
        return str(text)
    return Speaker(lexicon, form, case or form).say(tree)


class Speaker:
    def __init__(self, lexicon: Lexicon, form: Form | None, case: Form | None):
        self.lexicon, self.form, self.case = lexicon, form, case

    def say(self, node: Node, inside: str = "") -> str:
        if isinstance(node, Binary):
            return self.binary(node, inside)
        if isinstance(node, Call):
            return self.call(node)
        if isinstance(node, (In, Between, IsNull)):
            return self.test(node)
        if isinstance(node, ParameterName):
            return self.lexicon.parameter(node.name, self.say(node.index) if node.index else "")
        if isinstance(node, Name):
            return self.name(node)
        return self.literal(node)

    def pick(self, zh: str, en: str) -> str:
        return self.lexicon.pick(zh, en)

    def literal(self, node: Node) -> str:
        if isinstance(node, Number):
            return number(node.text)
        if isinstance(node, String):
            known = self.lexicon.codes if self.form else self.lexicon.roles
            return self.lexicon.quoted(known.get(node.value, node.value))
        if isinstance(node, Boolean):
            return self.pick("是", "yes") if node.value else self.pick("否", "no")
        if isinstance(node, Empty):
            return self.pick("空值", "nothing")
        if isinstance(node, Negative):
            return "−" + self.say(node.operand)
        if isinstance(node, Not):
            return self.pick(f"并非（{self.say(node.operand)}）", f"not ({self.say(node.operand)})")
        return str(node)

    def name(self, node: Name) -> str:
        if node.parts[0] == "this" and len(node.parts) > 1:
            return self.pick("本记录的", "this record's ") + self.lexicon.name(node.parts[1:], self.case)
        if node.parts[0] == "there" and len(node.parts) > 1:
            return self.pick("对应记录的", "the counterpart's ") + self.lexicon.name(node.parts[1:], self.form)
        return self.lexicon.name(node.parts, self.form)

    def binary(self, node: Binary, inside: str) -> str:
        if node.operator in ("and", "or"):
            joint = {"and": self.pick("，且", " and "), "or": self.pick("，或", " or ")}[node.operator]
            words = self.say(node.left, node.operator) + joint + self.say(node.right, node.operator)
            return self.pick(f"（{words}）", f"({words})") if inside and inside != node.operator else words
        left, right = self.say(node.left, node.operator), self.say(node.right, node.operator)
        if isinstance(node.right, String):
            right = self.choice(node.left, node.right)
        words = f"{left} {SIGNS[node.operator]} {right}"
        return f"({words})" if inside in ("*", "/") and node.operator in "+-" else words

    def choice(self, subject: Node, value: String) -> str:
        """The label of a choice's code, when the subject is a choice, or a choice with a value for when it is empty."""
        if isinstance(subject, Call) and subject.function == "coalesce" and subject.arguments:
            subject = subject.arguments[0]
        field = self.field(subject)
        if field and value.value in field.choices:
            return self.lexicon.quoted(field.choices[value.value].in_(self.lexicon.language))
        return self.say(value)

    def field(self, node: Node) -> Field | None:
        if not isinstance(node, Name):
            return None
        own = node.parts[0] == "this"
        return self.lexicon.field_at(node.parts[own:], self.case if own else self.form)[1]

    def test(self, node: In | Between | IsNull) -> str:
        subject = self.say(node.operand)
        if isinstance(node, IsNull):
            return subject + (self.pick("不为空", " is not empty") if node.negated else self.pick("为空", " is empty"))
        if isinstance(node, Between):
            low, high = self.say(node.low), self.say(node.high)
            word = self.pick("不在", " is not between ") if node.negated else self.pick("在", " is between ")
            return subject + word + self.pick(f"{low} 与 {high} 之间", f"{low} and {high}")
        items = [self.choice(node.operand, item) if isinstance(item, String) else self.say(item) for item in node.items]
        word = self.pick("不是", " is none of ") if node.negated else self.pick("是", " is ") if len(items) == 1 else self.pick("是", " is one of ")
        return subject + word + self.pick("、", ", ").join(items) + (self.pick("之一", "") if len(items) > 1 and not node.negated else "")

    def call(self, node: Call) -> str:
        first = node.arguments[0] if node.arguments else None
        if node.function in SPANS and isinstance(first, Number) and first.text.isdigit():
            return span(int(first.text), SPANS[node.function], self.lexicon.language)
        choices = node.function == "coalesce"
        spoken = [self.choice(first, a) if choices and isinstance(a, String) else self.say(a) for a in node.arguments]
        if node.function in SPANS and spoken:
            if isinstance(first, Binary):
                spoken[0] = self.pick(f"（{spoken[0]}）", f"({spoken[0]})")
            return f"{spoken[0]} {unit_of_time(SPANS[node.function], self.lexicon.language)}"
        if node.function == "end_of" and isinstance(first, String):
            spoken[0] = stretch(first.value, self.lexicon.language)
        if node.function in ("earliest", "latest"):
            joined = self.pick("、", ", ").join(spoken)
            return self.pick(f"{joined}中最{'早' if node.function == 'earliest' else '晚'}者", f"the {node.function} of {joined}")
        if node.function in CALLS:
            zh, en = CALLS[node.function]
            try:
                return self.pick(zh, en).format(*spoken)
            except IndexError:
                pass
        return f"{node.function}({', '.join(spoken)})"
