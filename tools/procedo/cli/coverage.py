"""`procedo coverage`: how much of the inventory of the sources the library carries out, and what is missing."""

from __future__ import annotations

from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.problem import Place, refuse
from procedo.terms import say

Report = Annotated[list[str] | None, typer.Option("--report", metavar="json[:FILE]", help="结果写成 JSON · the results as JSON")]


def command(report: Report = None, library: LibraryFolder = None, lang: Language = None, debug: Debug = False) -> int:
    """来源条目、要求、示例和记录的覆盖情况 · what of the sources is covered, up to the last result."""
    place = desk(library, lang)
    from procedo.cli.test import file_of

    files = [file_of(word) for word in report or []]
    from procedo.coverage.exercised import outcomes
    from procedo.coverage.kept import as_json, fingerprint_of, keep, known_proofs
    from procedo.library import read
    from procedo.library.inventory import FILE, read_inventory
    from procedo.write import write_text

    found = read(place.root)
    inventory = read_inventory(place.root)
    if inventory is None:
        raise refuse("no-inventory", f"没有 {FILE}，不知道须覆盖哪些条目", f"there is no {FILE}, which lists what must be covered", Place(FILE))
    key = fingerprint_of(found)
    proofs = known_proofs(place.root, key)
    if proofs is None:
        voice.tell(say("正在逐条验证示例，须几分钟……", "proving every example; this takes some minutes…"), error=True)
        proofs = _proofs(found)
    from procedo.coverage import counted

    coverage = counted(found, inventory, proofs, [outcome for _, outcome in outcomes(found)])
    text = as_json(coverage, proofs, key)
    keep(place.root, text)
    for file in files:
        if file is None:
            voice.write(text)
        else:
            written = write_text(file, text)
            voice.tell(say(f"已写入 {written}", f"written: {written}"), error=True)
    if None not in files:
        _tell(coverage)
    return 0 if coverage.complete else 1


def _proofs(library):
    from procedo.coverage.proved import proofs
    from procedo.examples import link, read_examples
    from procedo.problem import ProblemError

    linked, problems = link(library, read_examples(library.root))
    if problems:
        raise ProblemError(problems)
    return proofs(linked)


def _tell(coverage) -> None:
    """A line for each category; then, by category, what is missing."""
    from procedo.coverage.words import CATEGORIES

    for count in coverage.counts:
        name = CATEGORIES[count.category]
        more = say("", "")
        if count.category == "requirements":
            more = say(f"（自动检查 {coverage.automated}，声明 {coverage.attested}）", f" ({coverage.automated} automated, {coverage.attested} attested)")
        voice.tell(say(f"{name.zh} {count.done}/{count.of}{more.zh}", f"{count.done}/{count.of} {name.en}{more.en}"))
    for count in coverage.counts:
        name = CATEGORIES[count.category]
        if count.missing:
            ids = ", ".join(count.missing)
            voice.tell(say(f"缺少的{name.zh}：{ids}", f"{name.en} missing: {ids}"))
        if count.strange:
            ids = ", ".join(count.strange)
            voice.tell(say(f"清单之外的{name.zh}：{ids}", f"{name.en} not in the inventory: {ids}"))
    _unproved(coverage)


def _unproved(coverage) -> None:
    """Requirements that are written and checked, and why they do not count."""
    for one in coverage.requirements:
        if one.kind == "automated" and one.lacking:
            zh, en = ("、".join(word.in_(language) for word in _verdicts(one.lacking)) for language in ("zh", "en"))
            voice.tell(say(f"{one.id}：没有“{zh}”的示例", f"{one.id}: no example that is {en.replace('、', ' or ')}"))
        elif one.kind == "automated" and one.faults:
            what = ", ".join(one.faults)
            voice.tell(say(f"{one.id}：示例没有证明：{what}", f"{one.id}: not proved by its examples: {what}"))
        elif one.kind == "automated" and not one.exercised:
            voice.tell(say(f"{one.id}：没有记录集检查到它", f"{one.id}: no recordset exercises it"))


def _verdicts(codes):
    from procedo.terms import VERDICTS

    return [VERDICTS[code] for code in codes]
