"""The records that may be part of a splitting: their group, day, amount and which lines they stay below."""

from __future__ import annotations

from dataclasses import replace

from procedo.language import sql
from procedo.language.points import shifted, to_day
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
    NULL,
    Sql,
    all_of,
    any_of,
    choose,
    compare,
    missing,
    named,
    negated,
    number,
    present,
)
from procedo.language.term import Term, merged
from procedo.language.tree import ExpressionError
from procedo.language.unary import unary
from procedo.model.matrix import Matrix
from procedo.rules._amounts import Reading, readings
from procedo.rules._bounds import Bound, bounds
from procedo.rules._build import Build, Misplaced
from procedo.rules._chain import Asks, Chain
from procedo.rules._lines import demanded
from procedo.rules._split import Parts
from procedo.terms import say


class Splitting:
    """Cases and parts of one check; the parts are those of all time, for a window may begin before the revision did."""

    def __init__(self, fields, build: Build):
        self.fields, self.build, self.matrix = fields, build, build.context.matrix
        self.input = self._input(self.matrix)
        self.lines = demanded(build.context, self.matrix, fields.same_person)
        self.asking = replace(build, fields=Asks.of(fields))
        self.chain = Chain(self.asking.fields, self.asking)
        self.chain.applied.lines = self.lines
        self.bounds = bounds(self.matrix, self.input.name)

    def _input(self, matrix: Matrix):
        wanted = self.fields.amount
        found = [i for i in matrix.inputs if wanted in (i.name, i.is_)] if wanted else [i for i in matrix.inputs if bounds(matrix, i.name)]
        if len(found) == 1 and bounds(matrix, found[0].name):
            return found[0]
        names = ", ".join(i.name for i in matrix.inputs) or "—"
        sentence = say(f"请用 amount 写明相加的是矩阵 {matrix.matrix} 的哪一项输入（{names}）；它须有带下限的行",
                       f"say with `amount` which input of {matrix.matrix} is added up ({names}); some line must give it a lower bound")
        raise Misplaced(("amount",), ExpressionError(0, "unknown-input", sentence))

    # what a record is

    def _point(self, scope: Scope) -> Term:
        if self.fields.at:
            return self.build.point(scope, self.fields.at, "at")
        date = scope.date()
        return date if date is not None else Term("date", NULL)

    def _happened(self, day: Sql) -> Sql:
        return sql.sure(all_of(present(day), compare("<=", day, number(self.build.context.as_of))))

    def _keys(self, scope: Scope) -> list[Term]:
        return [self.build.term(scope, said, "by", index) for index, said in enumerate(self.fields.by)]

    def _amount(self, scope: Scope, day: Sql) -> list[Reading]:
        return readings(self.build, scope, self.input.is_, ("matrix", self.input.name), self.matrix, day)

    def _amounts(self, found: list[Reading]) -> tuple[Sql, Sql, Sql, int]:
        """(lowest, highest, when not known, decimals): a quotient lies between two whole ten-thousandths."""
        low, high, scale = [], [], max(4, *(r.term.scale for r in found))
        for reading in found:
            value = sql.scaled(reading.term.sql, 10 ** (scale - reading.term.scale))
            if reading.per is not None:
                whole = sql.exp.IntDiv(this=sql.group(value), expression=sql.group(reading.per))
                value, above = whole, sql.arithmetic("+", whole, sql.flag(sql.sure(compare("<", sql.product(whole, reading.per), value))))
            else:
                above = value
            low.append(value)
            high.append(above)
        lowest = choose([(sql.sure(compare("<", low[-1], low[0])), low[-1])], low[0])
        highest = choose([(sql.sure(compare(">", high[-1], high[0])), high[-1])], high[0])
        lost = any_of(found[0].term.unknown, missing(found[0].term.sql))
        return lowest, highest, lost, scale

    def _below(self, scope: Scope, found: list[Reading], bound: Bound) -> Sql:
        """Surely under the bound by itself, not below zero, and the line would be its own but for the amount."""
        compiler, line = self.build.compiler(scope), self.matrix.lines[bound.line]
        test = f"{'<=' if bound.above else '<'} {bound.amount}"
        under = [unary(compiler, reading.term, part, reading.per).holds for reading in found for part in (test, ">= 0")]
        others = [
            unary(compiler, self.build.term(scope, i.is_, "matrix", i.name), line.tests[i.name]).holds
            for i in self.matrix.inputs if i.name != self.input.name and i.name in line.tests
        ]
        return all_of(*under, *others)

    # the cases

    def cases(self) -> tuple[str, tuple[str, ...]]:
        build = self.build
        query, scope = build.start()
        at = self._point(scope)
        day = to_day(at)
        happened = self._happened(day)
        found = self._amount(scope, choose([(happened, day)], number(build.context.as_of)))
        lost = any_of(found[0].term.unknown, missing(found[0].term.sql))
        below = any_of(*[self._below(scope, found, bound) for bound in self.bounds])
        own = {code: found[0].term.faults.get(code, FALSE) for code in ("rate-missing", "tax-basis-missing")}
        reasons = own | {"amount-missing": all_of(lost, negated(any_of(*own.values()))), "key-missing": self._keyless(scope)}
        reasons = {code: all_of(happened, when) for code, when in reasons.items()}
        apart = {"not-signed": all_of(negated(happened), negated(at.unknown)), "above-line-itself": all_of(happened, negated(lost), negated(below))}
        clock = Term("date", choose([(happened, day)]), 0, merged(at.faults, {"case-date-missing": at.lacking}))
        return build.cases(query, scope, {}, clock, reasons=reasons, apart=apart)

    def _keyless(self, scope: Scope) -> Sql:
        return any_of(*[any_of(missing(term.sql), term.broken) for term in self._keys(scope)])

    # the parts

    def parts(self) -> Parts:
        build = self.build
        query, scope = build.start()
        at, when = self._point(scope), build.when(scope)
        day = to_day(at)
        found, keys = self._amount(scope, day), self._keys(scope)
        until = self._until(query, scope, at)
        low, high, lost, scale = self._amounts(found)
        keyless, dayless = self._keyless(scope), any_of(at.broken, at.lacking)
        self.chain.applied.values, self.chain.gate_type = found, at.type
        columns = {"day": day, "gate": at.sql, "gate open": number(0), "delivered": NULL, "until": until, "low": low, "high": high}
        columns |= {f"by {i}": term.sql for i, term in enumerate(keys)}
        columns |= {"key-missing": sql.flag(keyless), "amount-missing": sql.flag(lost), "case-date-missing": sql.flag(dayless)}
        columns["known"] = sql.flag(negated(any_of(keyless, lost, dayless)))
        columns |= {f"below {i}": sql.flag(self._below(scope, found, bound)) for i, bound in enumerate(self.bounds)}
        columns |= self.chain.said(scope) | self.chain.values()
        there = all_of(scope.visible(), when.can_be_true, any_of(self._happened(day), dayless))
        select = query.select(named(scope.row, "_row"), *[named(v, n) for n, v in columns.items()], where=there)
        return Parts(build.context.step("parts", select), len(keys), tuple(self.bounds), scale)

    def _until(self, query: Query, scope: Scope, at: Term) -> Sql:
        duration = self.build.duration(scope, self.fields.within, "within")
        return to_day(shifted(query, Term("date", to_day(at)), duration, 1))


def column_names(chain: Chain) -> list[str]:
    """What the exact chain reads of a case, beside its line."""
    return ["gate", "gate open", "delivered", *chain.columns()]


