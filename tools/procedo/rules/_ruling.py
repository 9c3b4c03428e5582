"""The verdict on an approval: what the places, the choice of persons and the order add up to (SEMANTICS A.5)."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.sql import Sql, all_of, any_of, choose, column, equal, named, negated, number
from procedo.rules._build import CONFORMS, NONCONFORMING, PENDING, UNDETERMINED, Build
from procedo.rules._chain import Settled
from procedo.rules._places import Grades


def verdicts(build: Build, found: Settled, grades: Grades) -> tuple[str, tuple[str, ...]]:
    """Per case that the cheap test left open: `verdict`, `tie` and a 0/1 column per reason; and those reasons."""
    faults, unsure = _faults(grades), _unsure(grades)
    wrong, dark = any_of(*faults.values()), any_of(*unsure.values())
    open_gate = equal(column("s", "gate open"), number(1))
    verdict = choose(
        [
            (all_of(wrong, negated(open_gate)), number(NONCONFORMING)),
            (dark, number(UNDETERMINED)),
            (wrong, number(PENDING)),
        ],
        number(CONFORMS),
    )
    silent = all_of(open_gate, dark)
    whys = {code: all_of(when, negated(silent)) for code, when in faults.items()} | unsure
    whys["not-yet-signed"] = all_of(wrong, open_gate, negated(dark))
    tie = _tie(build.context.same_day == "refused", wrong, dark)
    query = sql.select(named(column("s", "case"), "case"), named(verdict, "verdict"), named(sql.flag(tie), "tie"),
                       *[named(sql.flag(when), code) for code, when in whys.items()]).from_(sql.table(found.suspects, "s"), copy=False)
    for alias, table in (("r", found.reasons), ("h", found.choices)):
        query = query.join(sql.table(table, alias), on=equal(column(alias, "case"), column("s", "case")), join_type="left", copy=False)
    return build.context.step("verdicts", query), tuple(whys)


def on(alias: str, name: str, value: int = 1) -> Sql:
    return sql.sure(equal(column(alias, name), number(value)))


def _faults(grades: Grades) -> dict[str, Sql]:
    """Certain faults. An open decision that might mend the choice of persons or the order leaves that unknown."""
    mended = any_of(*[on("r", f"spare {code}") for code in grades.unsure])
    faults = {code: on("r", code) for code in ("rejected", "missing", *grades.faults)}
    faults["same-person"] = all_of(on("h", "together", 0), negated(mended))
    faults["out-of-order"] = all_of(on("h", "together"), on("h", "in order", 0), negated(mended))
    return faults


def _unsure(grades: Grades) -> dict[str, Sql]:
    muddled = any_of(on("h", "together", 0), on("h", "in order", 0))
    return {code: any_of(on("r", code), all_of(muddled, on("r", f"spare {code}"))) for code in grades.unsure}


def _tie(refused: bool, wrong: Sql, dark: Sql) -> Sql:
    """The verdict rests on the same-day policy: under the other one the chain would not have been judged as it was."""
    differs = all_of(on("h", "loose"), on("h", "strict", 0))
    if refused:
        return all_of(wrong, any_of(differs, on("r", "one day")))
    return all_of(differs, negated(dark), negated(wrong))
