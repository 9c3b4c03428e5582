"""One implementation for existence, absence, precedence and response: records found inside a window, one verdict table.

| found | verdict |
|---|---|
| case date, `when`, a bound or a join is unreadable, or a required one is empty | undetermined |
| an optional bound is empty (its event has not happened) | no case |
| what is demanded was found inside the window | conforms |
| `unless` holds | conforms, lapsed |
| not found, but a candidate has an unreadable or blank date, join or `where` | undetermined |
| not found and the as-of day is not after the upper bound | pending |
| otherwise | nonconforming: missing, too early or too late |

◆ Two acts on one day count as being in the demanded order (`same_day: allowed`, the library's default); `refused` takes
equal dates as the wrong order. Verdicts that rest on it are counted as `same_day`.
"""

from __future__ import annotations

from procedo.language import sql
from procedo.language.points import shifted, to_day
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
    TRUE,
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    named,
    negated,
    number,
    present,
)
from procedo.language.term import Term
from procedo.rules._build import (
    CONFORMS,
    NONCONFORMING,
    NOT_APPLICABLE,
    PENDING,
    UNDETERMINED,
    Build,
    Judged,
    Lacking,
    Witness,
    worst,
)
from procedo.rules._fields import Search, WindowFields
from procedo.rules._figure import define
from procedo.rules._pairs import Part, Words, pair, tally
from procedo.rules._search import in_window


def judge(fields: WindowFields, build: Build, words: Words, ranked: tuple[str, ...]) -> Judged:
    """The judgement of a window kind."""
    define(build)
    query, scope = build.start()
    parts = _parts(fields, build, query, scope)
    columns, reasons = {}, {}
    for part in parts:
        columns |= _bound_columns(part)
    unless = build.condition(scope, fields.unless, "unless") if fields.unless else None
    if unless:
        columns["unless"] = choose([(unless.holds, number(1)), (unless.unknown, number(2))], number(0))
    clock = _clock(fields, parts)
    table, codes = build.cases(query, scope, columns, clock, _applies(build, parts, words), reasons)
    for part in parts:
        if part.search:
            pair(build, part, table, words, fields)
    return _verdicts(fields, build, parts, table, codes, words, ranked)


def _clock(fields: WindowFields, parts: list[Part]) -> Term | None:
    """A response is judged by its trigger; every other kind by the form's own date."""
    if fields.kind == "response" and fields.after:
        return parts[0].lower
    return None


def _parts(fields: WindowFields, build: Build, query: Query, scope: Scope) -> list[Part]:
    parts = []
    for number_, search in enumerate(fields.needs):
        path = ("needs", number_)
        own = search.after or search.before or search.within
        part = Part(f"search {number_ + 1}", search, path)
        _window(part, search if own else fields, build, query, scope, path if own else ())
        part.keyless = _keyless(build, scope, search, path)
        parts.append(part)
    for number_, text in enumerate(fields.done):
        part = Part(f"done {number_ + 1}", None, ("done", number_))
        part.point = build.point(scope, text, "done", number_)
        _window(part, fields, build, query, scope, ())
        parts.append(part)
    return parts


def _window(part: Part, said, build: Build, query: Query, scope: Scope, path: tuple) -> None:
    if said.after:
        part.lower = build.point(scope, said.after, *path, "after")
    if said.before:
        part.upper = build.point(scope, said.before, *path, "before")
    elif said.within and part.lower is not None:
        length = build.duration(scope, said.within, *path, "within")
        part.upper = build._at((*path, "within"), lambda: shifted(query, part.lower, length, 1))


def _keyless(build: Build, scope: Scope, search: Search, path: tuple) -> Sql:
    """The case lacks a value that it is joined by, though its form requires it: a blank key cannot be linked."""
    texts = search.match.values() if isinstance(search.match, dict) else []
    return any_of(*[build.term(scope, text, *path, "match").lacking for text in texts])


def _bound_columns(part: Part) -> dict[str, Sql]:
    bounds = [b for b in (part.lower, part.upper) if b is not None]
    unknown = any_of(part.keyless, *[b.unknown for b in bounds])
    columns = {f"{part.name} unclear": sql.flag(unknown)}
    if not sql.is_false(part.keyless):
        columns[f"{part.name} keyless"] = sql.flag(part.keyless)
    for which in ("lower", "upper"):
        term = getattr(part, which)
        if term is not None:
            columns[f"{part.name} {which}"] = term.sql
            for code, when in term.reasons.items():
                columns[f"{part.name} {which} {code}"] = sql.flag(when)
    if part.point is not None:
        columns[f"{part.name} at"] = part.point.sql
        columns[f"{part.name} broken"] = sql.flag(part.point.unknown)
        part.at_type = part.point.type
    return columns


def _applies(build: Build, parts: list[Part], words: Words) -> Sql:
    """A case exists when, for some part, every optional bound is filled (and the trigger is reached)."""
    tests = []
    for part in parts:
        bounds = [b for b in (part.lower, part.upper) if b is not None]
        empty = [all_of(missing(b.sql), negated(b.unknown)) for b in bounds]
        ahead = FALSE
        if words.triggered and part.lower is not None:
            ahead = sql.sure(compare(">", to_day(part.lower), number(build.context.as_of)))
        tests.append(negated(any_of(ahead, *empty)))
    return any_of(*tests)


def _verdicts(fields, build: Build, parts: list[Part], cases: str, codes, words: Words, ranked) -> Judged:
    joins, columns, lacking, witnesses = [], {}, [], []
    for part in parts:
        values = None
        if part.search:
            counts, values = tally(build, part)
            joins.append((counts, part.name, equal(column(part.name, "_row"), column("k", "_row"))))
            witnesses.append(Witness(build.context.form(part.search.form)[0].form, part.pairs or "", part.at_type))
            if values:
                lacking.append(_lacking(build, part, values))
        columns |= _standing(build, part, words, fields)
    found = _found_step(build, parts, cases, codes, columns, joins, bool(fields.unless))
    whys, facts, extra = {}, {}, {}
    for part in parts:
        for code, when in _whys(part, words).items():
            whys[code] = any_of(whys.get(code, FALSE), when)
        for which, word in (("lower", "from"), ("upper", "due")):
            term = part.bound(which)
            if term is not None:
                extra[f"{part.name} {which}"] = term.sql
                facts.setdefault(word, (f"{part.name} {which}", term.type))
    final = worst([part.on("verdict", None) for part in parts])
    same_day = all_of(equal(final, number(CONFORMS)), any_of(*[part.on("tie") for part in parts]))
    return build.judged(
        found,
        codes,
        final,
        whys,
        ranked,
        None,
        same_day,
        extra,
        witnesses=witnesses,
        lacking=lacking,
        facts=facts,
    )


def _found_step(build: Build, parts: list[Part], cases: str, codes, columns: dict[str, Sql], joins, unless: bool) -> str:
    """The step of what was found for each part, and the part's verdict; later steps only read its columns."""
    query = Query(build.context)
    query.start(cases, "k")
    for table, alias, on in joins:
        query.join(table, alias, on, "left")
    kept = ["_row", "clock", "status", *[f"why {code}" for code in codes]]
    for part in parts:
        for which in ("lower", "upper"):
            term = getattr(part, which)
            if term is not None:
                kept += [f"{part.name} {which}", *[f"{part.name} {which} {code}" for code in term.reasons]]
        kept += [f"{part.name} unclear", *([] if sql.is_false(part.keyless) else [f"{part.name} keyless"])]
    return build.context.step(
        f"{build.form.form} found",
        query.select(
            *[named(column("k", name), name) for name in dict.fromkeys(kept)],
            *[named(value, name) for name, value in columns.items()],
        ),
    )


def _lacking(build: Build, part: Part, values: str) -> Lacking:
    query = sql.select(named(column("v", "_row"), "_row"), named(column("v", "value"), "value")).from_(sql.table(values, "v"), copy=False)
    fewer = compare("<", column("v", "in"), number(part.search.at_least))
    return Lacking(table=build.context.step(f"{part.name} lacking", query.where(fewer, copy=False)))


def _standing(build: Build, part: Part, words: Words, fields) -> dict[str, Sql]:
    """Columns of one part: what was found (0/1), whether it rests on the same-day policy, and the verdict."""
    found, open_, late, early, few, tie = _found_of_search(part) if part.search else _found_of_point(build, part, words, fields)
    unclear, upper = part.unclear(), part.bound("upper")
    in_time = FALSE
    if upper is not None and not words.never_pending:
        in_time = compare("<=", number(build.context.as_of), to_day(upper))
    lapsed = equal(column("k", "unless"), number(1)) if fields.unless else FALSE
    perhaps_lapsed = equal(column("k", "unless"), number(2)) if fields.unless else FALSE
    bounds = [b for b in (part.bound("lower"), part.bound("upper")) if b is not None]
    no_window = any_of(*[all_of(missing(b.sql), negated(unclear)) for b in bounds])
    nothing = all_of(negated(found), negated(open_), negated(late), negated(early))
    keyless = FALSE if sql.is_false(part.keyless) else part.on("keyless")
    sure_missing = all_of(unclear, nothing, negated(keyless)) if words.certain_missing else FALSE
    branches = [
        (no_window, NOT_APPLICABLE),
        (sure_missing, NONCONFORMING),
        (all_of(found, negated(unclear)), CONFORMS),
        (lapsed, CONFORMS),
        (unclear, UNDETERMINED),
        (open_, UNDETERMINED),
        (in_time, PENDING),
        (perhaps_lapsed, UNDETERMINED),
    ]
    verdict = choose([(when, number(v)) for when, v in branches], number(NONCONFORMING))
    columns = {"open": open_, "late": late, "early": early, "few": few, "tie": tie, "perhaps lapsed": perhaps_lapsed}
    if part.wanted:
        columns["absent"] = sql.sure(compare(">", column(part.name, "absent"), number(0)))
    return {f"{part.name} {name}": sql.flag(when) for name, when in columns.items()} | {f"{part.name} verdict": verdict}


def _whys(part: Part, words: Words) -> dict[str, Sql]:
    """Reason -> when, from the columns of the step `found`."""
    verdict = part.on("verdict", None)
    wrong, dark = equal(verdict, number(NONCONFORMING)), equal(verdict, number(UNDETERMINED))
    late, early, few = part.on("late"), part.on("early"), part.on("few")
    clear = negated(part.unclear())
    whys = {
        words.late: all_of(wrong, late),
        words.early: all_of(wrong, early, TRUE if part.wanted else negated(late)),
        "too-few": all_of(wrong, few),
        "missing": all_of(wrong, part.on("absent") if part.wanted else all_of(negated(late), negated(early), negated(few))),
        words.blank: all_of(dark, part.on("open"), clear),
        "value-unreadable": all_of(dark, part.on("perhaps lapsed"), negated(part.on("open")), clear),
    }
    if not sql.is_false(part.keyless):
        whys["key-missing"] = all_of(dark, part.on("keyless"))
    for which in ("lower", "upper"):
        term = getattr(part, which)
        for code in term.reasons if term is not None else {}:
            flagged = all_of(dark, part.unclear(), part.on(f"{which} {code}"))
            whys[code] = any_of(whys.get(code, FALSE), flagged)
    return whys


def _found_of_search(part: Part):
    need = number(part.search.at_least)

    def of(name: str) -> Sql:
        return sql.coalesce(column(part.name, name), number(0))

    if part.wanted:
        # No value demanded at all: nothing is lacking.
        nothing_wanted = missing(column(part.name, "_row"))
        found = any_of(nothing_wanted, compare(">=", of("in"), need))
        open_ = all_of(negated(nothing_wanted), compare(">", of("open values"), number(0)), equal(of("lost values"), number(0)))
        return (
            found,
            open_,
            compare(">", of("late"), number(0)),
            compare(">", of("early"), number(0)),
            FALSE,
            compare(">", of("tie"), number(0)),
        )
    found = compare(">=", of("in"), need)
    open_ = all_of(negated(found), compare(">=", sql.arithmetic("+", of("in"), of("open")), need), compare(">", of("open"), number(0)))
    few = all_of(compare(">", of("in"), number(0)), negated(found))
    tie = all_of(compare(">", of("tie"), number(0)), compare("<", sql.arithmetic("-", of("in"), of("tie")), need))
    return found, open_, all_of(compare(">", of("late"), number(0))), compare(">", of("early"), number(0)), few, tie


def _found_of_point(build: Build, part: Part, words: Words, fields):
    at = Term(part.at_type, column("k", f"{part.name} at"))
    refused = (fields.same_day or build.context.same_day) == "refused"
    early, late = in_window(
        at, part.bound("lower"), part.bound("upper"), refused and words.anchor == "lower", refused and words.anchor == "upper"
    )
    filled, broken = present(at.sql), equal(column("k", f"{part.name} broken"), number(1))
    found = all_of(filled, negated(sql.sure(early)), negated(sql.sure(late)), negated(broken))
    bound = part.bound(words.anchor)
    tie = sql.sure(equal(to_day(at), to_day(bound))) if bound is not None else FALSE
    return (
        found,
        broken,
        all_of(filled, sql.sure(late), negated(broken)),
        all_of(filled, sql.sure(early), negated(broken)),
        FALSE,
        all_of(found, tie),
    )
