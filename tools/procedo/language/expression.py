"""Tree -> Term or Condition in a scope: typing, three kinds of not knowing, exact numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from procedo.language import functions, lists, sql
from procedo.language.duration import duration
from procedo.language.literals import aligned, day_literal, literal_number, mismatch
from procedo.language.parameters import parameter
from procedo.language.parser import parse
from procedo.language.points import coarser, shifted, to_day
from procedo.language.scope import Scope
from procedo.language.sql import FALSE, NULL, Sql, all_of, any_of, column, equal, missing, number, scaled
from procedo.language.term import Condition, Term, atom, both, either, merged
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
from procedo.problem import nearest
from procedo.terms import say

_POINTS = ("date", "datetime")


def compile_condition(scope: Scope, text: str, strict: bool = False) -> Condition:
    """A condition over the scope's record. `strict`: an empty operand makes it unknown (a condition's `check`)."""
    return Compiler(scope).condition(parse(text), strict)


def compile_term(scope: Scope, text: str) -> Term:
    return Compiler(scope).term(parse(text))


def compile_point(scope: Scope, text: str) -> Term:
    return Compiler(scope).point(parse(text))


def compile_duration(scope: Scope, text: str) -> Term:
    """`5 working days`, `$archive_time`, `$reply_time[severity]`, `days(5)`."""
    stated = duration(text)
    if stated:
        return Term("duration", NULL, choices=((sql.TRUE, stated),))
    term = Compiler(scope).term(parse(text))
    if term.type != "duration":
        raise ExpressionError(
            0, "wrong-type", say(f"“{text}”不是时长（例如 5 working days）", f"“{text}” is no duration (such as 5 working days)")
        )
    return term


def _set_elsewhere(node: Binary) -> bool:
    """Whether a side reads a parameter: the organisation may set another value, so the test is not always the same."""
    return any(isinstance(side, ParameterName) for side in (node.left, node.right))


class Compiler:
    """Compiles trees in one scope."""

    def __init__(self, scope: Scope):
        self.scope = scope

    # conditions

    def condition(self, node: Node, strict: bool) -> Condition:
        match node:
            case Binary(operator="and"):
                return both(self.condition(node.left, strict), self.condition(node.right, strict))
            case Binary(operator="or"):
                return either(self.condition(node.left, strict), self.condition(node.right, strict))
            case Binary(operator=op) if op in ("=", "<>", "<", "<=", ">", ">="):
                return self.comparison(node, strict)
            case Not():
                return ~self.condition(node.operand, strict)
            case In():
                return lists.membership(self, node, strict)
            case Between():
                low = self.comparison(Binary(">=", node.operand, node.low, node.offset), strict)
                high = self.comparison(Binary("<=", node.operand, node.high, node.offset), strict)
                return ~both(low, high) if node.negated else both(low, high)
            case IsNull():
                return self.emptiness(node)
            case Boolean():
                return Condition(sql.TRUE, FALSE) if node.value else Condition(FALSE, sql.TRUE)
            case Call() if node.function in functions.CONDITIONS:
                build, arity = functions.CONDITIONS[node.function]
                functions.check_arity(node, arity)
                return build(self, node, strict)
        term = self.term(node)
        if term.type != "boolean":
            raise ExpressionError(node.offset, "not-a-condition", say("此处应为条件（真或假）", "a condition is expected here"))
        return self.atom(equal(term.sql, number(1)), [term], strict)

    def atom(self, test: Sql, operands: list[Term], strict: bool) -> Condition:
        return atom(test, operands, strict)

    def comparison(self, node: Binary, strict: bool) -> Condition:
        left, right = self.alike((node.left, node.right))
        if left.type == "text" and node.operator not in ("=", "<>"):
            raise ExpressionError(node.offset, "wrong-type", say("文字只能用 = 或 <> 比较", "texts are compared with = or <> only"))
        if left.constant is not None and right.constant is not None and not _set_elsewhere(node):
            raise ExpressionError(node.offset, "always-same", say("此条件恒真或恒假", "this is always true or never true"))
        return self.atom(sql.compare(node.operator, left.sql, right.sql), [left, right], strict)

    def member(self, items: Term, value: Sql) -> Sql:
        """Whether a list holds a text."""
        return lists.member(self, items, Term("text", value))

    def emptiness(self, node: IsNull) -> Condition:
        term = self.term(node.operand)
        test = missing(term.sql)
        found = Condition(any_of(term.broken, test), any_of(term.broken, sql.negated(test)), dict(term.faults))
        return ~found if node.negated else found

    # values

    def term(self, node: Node) -> Term:
        match node:
            case Number():
                return literal_number(Decimal(node.text))
            case String():
                return Term("text", sql.text(node.value), constant=node.value)
            case Boolean():
                return Term("boolean", number(int(node.value)), constant=node.value)
            case Empty():
                return Term("empty", NULL)
            case Name():
                return self.scope.name(node.parts, node.offset)
            case ParameterName():
                return parameter(self, node)
            case Negative():
                term = self.term(node.operand)
                if isinstance(term.constant, Decimal):
                    return literal_number(-term.constant)
                if term.type != "number":
                    raise ExpressionError(node.offset, "wrong-type", say("负号后应为数", "a number follows the minus"))
                return term.made(sql.exp.Neg(this=sql.group(term.sql)))
            case Binary(operator=op) if op in "+-*/":
                return self.calculation(node)
            case Call() if node.function in functions.TERMS:
                build, arity = functions.TERMS[node.function]
                functions.check_arity(node, arity)
                return build(self, node)
            case Call() if node.function not in functions.CONDITIONS:
                raise functions.unknown(node)
        held = self.condition(node, strict=False)
        faults = {code: all_of(held.open, when) for code, when in held.reasons.items()}
        return Term("boolean", sql.choose([(held.holds, number(1)), (held.fails, number(0))]), faults=faults)

    def point(self, node: Node) -> Term:
        """A date or time; a text literal must be an ISO day."""
        term = self.term(node)
        if term.type == "text" and term.constant is not None:
            return day_literal(str(term.constant), node.offset)
        if term.type not in _POINTS:
            raise ExpressionError(node.offset, "wrong-type", say("此处应为日期或时间", "a date or time is expected here"))
        return term

    def calculation(self, node: Binary) -> Term:
        left, right = self.term(node.left), self.term(node.right)
        if left.type in _POINTS and right.type == "duration":
            return self.shift(left, right, node)
        if left.type == right.type == "number":
            return self.arithmetic(node, left, right)
        raise ExpressionError(
            node.offset, "wrong-type", say(f"“{node.operator}”两边的类型不能相算", f"“{node.operator}” cannot join these types")
        )

    def shift(self, point: Term, length: Term, node: Binary) -> Term:
        if node.operator not in "+-":
            raise ExpressionError(node.offset, "wrong-type", say("日期只能加减时长", "a duration is added to or taken from a date"))
        return shifted(self.scope.query, point, length, 1 if node.operator == "+" else -1)

    def arithmetic(self, node: Binary, left: Term, right: Term) -> Term:
        faults, lacking = merged(left.faults, right.faults), any_of(left.lacking, right.lacking)
        if isinstance(left.constant, Decimal) and isinstance(right.constant, Decimal) and node.operator != "/":
            return literal_number(
                {"+": left.constant + right.constant, "-": left.constant - right.constant, "*": left.constant * right.constant}[
                    node.operator
                ]
            )
        if node.operator == "*":
            constant = left.constant is not None or right.constant is not None
            value = sql.arithmetic("*", left.sql, right.sql) if constant else sql.product(left.sql, right.sql)
            return Term(
                "number", value, left.scale + right.scale, faults, lacking, divisor=left.divisor * right.divisor, over=left.over + right.over
            )
        if node.operator == "/":
            if not isinstance(right.constant, Decimal) or right.constant <= 0:
                raise ExpressionError(
                    node.offset,
                    "bad-division",
                    say(
                        "除数须为正的常数或参数；比率请写成乘积：a * 100 >= b * 90",
                        "the divisor must be a positive constant or parameter; write ratios as products: a * 100 >= b * 90",
                    ),
                )
            whole = int(right.constant.scaleb(right.scale))
            return Term("number", scaled(left.sql, 10**right.scale), left.scale, faults, lacking, divisor=left.divisor * whole, over=left.over)
        one, two = aligned([left, right])
        return Term(
            "number",
            sql.arithmetic(node.operator, one.sql, two.sql),
            one.scale,
            faults,
            lacking,
            any_of(left.not_yet, right.not_yet),
            divisor=one.divisor,
            over=one.over,
        )

    def alike(self, nodes: Sequence[Node]) -> list[Term]:
        """Terms brought to one type: literals typed by what they stand beside, numbers to one scale, points to one precision."""
        terms = [self.term(node) for node in nodes]
        model = next((t for t in terms if t.constant is None and t.type != "empty"), terms[0])
        terms = [self.typed(t, model, n.offset) for t, n in zip(terms, nodes, strict=True)]
        kinds = {t.type for t in terms}
        if kinds == set(_POINTS):
            return [replace(t, sql=to_day(t), type="date") for t in terms]
        if len(kinds) > 1 or kinds & {"list", "duration", "record", "empty"}:
            raise ExpressionError(nodes[-1].offset, "wrong-type", mismatch(terms))
        return aligned(terms) if kinds == {"number"} else terms

    def coarse(self, one: Term, other: Term) -> tuple[Sql, Sql]:
        """Two values as they are compared: points at the coarser of their precisions."""
        return coarser(one, other) if {one.type, other.type} <= set(_POINTS) else (one.sql, other.sql)

    def typed(self, term: Term, model: Term, offset: int) -> Term:
        """A constant typed by the value it stands beside; `null` is empty in any type."""
        if term.type == "empty":
            return model.made(NULL, faults={}, lacking=FALSE, not_yet=FALSE)
        if term.constant is None or term is model:
            return term
        if model.type in _POINTS and term.type == "text":
            return day_literal(str(term.constant), offset)
        if model.type == "text" and term.type == "number":
            written = term.spelled or format(term.constant, "f")
            return Term("text", sql.text(written), constant=written)
        if model.type == "text" and term.type == "text":
            code = self.code(model, str(term.constant), offset)
            return term if code == term.constant else replace(term, sql=sql.text(code), constant=code)
        return term

    def code(self, model: Term, value: str, offset: int) -> str:
        """A text that stands beside a field with choices must be one of them, or one of another revision: then that by
        which records are read now."""
        if not model.field:
            return value
        form, name = model.field.split(".", 1)
        declared = self.scope.context.forms[form].fields.get(name)
        if not declared or not declared.choices or value in declared.choices:
            return value
        found = self.scope.context.codes.get(model.field, {}).get(value)
        if found is None:
            hint = nearest(value, declared.choices)
            raise ExpressionError(
                offset, "unknown-choice", say(f"“{value}”不是 {name} 的取值{hint.zh}", f"“{value}” is no value of {name}{hint.en}")
            )
        return found

    def constants(self, node: Node) -> list[str]:
        """The constant texts of a literal or a (list) parameter."""
        term = self.term(node)
        values = term.items.constants if term.items and term.items.constants is not None else (term.constant,)
        if any(v is None for v in values):
            raise ExpressionError(node.offset, "not-constant", say("此处须为固定值或参数", "a constant or parameter is expected here"))
        return [str(v) for v in values]

    def constant(self, node: Node) -> object:
        value = self.term(node).constant
        return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value

    def computed(self, subject: Term, key: str, function: Callable[[str], object]) -> Sql:
        """A text function that SQL dialects disagree on, computed once per distinct value."""
        if not subject.field:
            raise ExpressionError(0, "wrong-type", say("此函数只能用于字段", "this function takes a field"))
        form, name = subject.field.split(".", 1)
        values = (
            sql.select(sql.named(column("s", name), "value"))
            .distinct(copy=False)
            .from_(sql.table(form, "s"), copy=False)
            .where(sql.present(column("s", name)), copy=False)
        )
        table = self.scope.context.steps.compute(f"{form}.{name} {key}", values, function, key)
        alias = self.scope.query.left((table, subject.sql.sql()), table, lambda a: equal(column(a, "value"), subject.sql))
        return column(alias, "result")
