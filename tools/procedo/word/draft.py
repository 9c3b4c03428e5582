"""The draft: what was read as a desk copy that lint accepts, with a word at its top on what to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from procedo import write
from procedo.library.scan import FOLDER, Scan, read_document, scan
from procedo.problem import ProblemError, refuse
from procedo.terms import Sentence, say
from procedo.word.content import Content, content
from procedo.word.names import Names
from procedo.word.reading import read_word
from procedo.word.steps import Step
from procedo.word.yaml_text import quoted, text_of

CHECK = (
    say("1. unread 列出没有放进草稿的原文：放到合适的位置后，从 unread 中删去；还有剩余时不能发布。",
        "1. unread lists the texts that were not placed: put each where it belongs and take it out there; a release waits for that."),
    say("2. 各步骤的 responsible、limit、outputs 是否与原文一致；标有“待核对”的是按正文推断的。",
        "2. Whether responsible, limit and outputs of the steps are what the paper says; those marked “to check” were inferred."),
    say("3. 原文的签署和修订记录只写在 note 里：草稿须重新签署，生效日期须另行确定。",
        "3. Signatures and history of the paper stand in note only: the draft is to be signed anew and given an effective date."),
    say("4. 要求（requirements）和参数（parameters）须由人来写，导入时不生成。",
        "4. Requirements and parameters are for a person to write; the import makes none."),
)
TO_WRITE, TO_CHECK = say("（待补写）", "(to be written)"), say("待核对", "to check")
OLD_PAPER = say("原文件的标识、签署和修订记录：", "Identity, signatures and history of the paper:")
LACKING = {"purpose": say("目的", "purpose"), "scope": say("范围", "scope")}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass(frozen=True)
class Imported:
    """The file written, and what a person has to look at."""

    file: Path
    id: str
    content: Content
    told: list[Sentence] = field(default_factory=list)

    @property
    def unread(self) -> list[tuple[Sentence, str]]:
        return self.content.unread


def import_word(root: Path, file: Path, id: str | None = None) -> Imported:
    """Write the draft of a Word procedure to the desk.

    ProblemError, and nothing written, for a file that cannot be read, an id that is taken or cannot be told, and a library
    whose role list cannot be read.
    """
    read = read_word(file)
    with write.lock(root / FOLDER):
        found = scan(root)
        names = _names(found)
        made = content(read, names)
        chosen = _id(found, id, made, file)
        told = list(_provisional(made, names, found.settings.languages[0]))
        text = draft_text(chosen, made, file.name, found.settings.languages[0])
        target = root / FOLDER / f"{_file_name(chosen, made)}.yml"
        if target.exists():
            raise refuse("file-exists", f"{target.name} 已存在", f"{target.name} exists already")
        read_document(text, target.name, False)
        return Imported(write.write_text(target, text), chosen, made, told)


def _names(found: Scan) -> Names:
    if found.settings is None:
        raise ProblemError(found.problems)
    names = Names(found)
    if not names.roles:
        raise ProblemError([*found.problems, *refuse(
            "no-roles", "没有可用的岗位清单（roles.yml），无法对应责任岗位", "there is no role list (roles.yml) to match responsible roles with").problems])
    return names


def _id(found: Scan, id: str | None, made: Content, file: Path) -> str:
    """The id given, else the document's own number, its other signs as hyphens."""
    chosen = id or re.sub(r"[^A-Za-z0-9]+", "-", made.front.number).strip("-")
    if not chosen:
        raise refuse("no-number", f"“{file.name}”里没有找到文件编号；请用 --id 给出，例如 --id QP-SAL-21",
                     f"no document number was found in “{file.name}”; give one, such as --id QP-SAL-21")
    if not _ID.fullmatch(chosen):
        raise refuse("bad-id", f"编号“{chosen}”只能用英文字母、数字和连字符", f"the id “{chosen}” may hold letters, digits and - only")
    taken = next((d for d in [*found.desk, *found.released] if d.id.lower() == chosen.lower()), None)
    if taken:
        raise refuse("id-taken", f"编号“{chosen}”已用于 {taken.file}；请用 --id 另给一个",
                     f"the id “{chosen}” is taken by {taken.file}; give another with --id")
    return chosen


def _file_name(id: str, made: Content) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", made.front.english.lower() or "").strip("-")
    return f"{id}-{words[:60].strip('-')}" if words else id


def _provisional(made: Content, names: Names, first: str) -> Iterator[Sentence]:
    """What the model demands and the document does not say is filled in for now, and stands under unread."""
    if not made.steps:
        made.steps.append(Step("1", TO_WRITE.in_(first), [TO_WRITE.in_(first)]))
        made.unread.append((say("工作程序", "procedure"), say("（没有找到步骤，请补写）", "(no steps were found; write them)").in_(first)))
    for name, word in LACKING.items():
        if not getattr(made, name):
            getattr(made, name).append(TO_WRITE.in_(first))
            made.unread.append((word, say("（原文没有这一节，请补写）", "(the paper has no such section; write it)").in_(first)))
    if made.front.number or made.front.version:
        yield say(f"原文件编号 {made.front.number or '—'}，版本 {made.front.version or '—'}，写在 note 里；草稿从第 1 版起",
                  f"the paper was number {made.front.number or '—'}, version {made.front.version or '—'} (in note); the draft begins with revision 1")
    said = [role for role, _ in made.duties] + [step.role for step in made.steps if step.role]
    role = next(iter([*([made.front.owner] if made.front.owner else []), *said, *names.roles.values()]))
    silent = [step for step in made.steps if step.role is None]
    for step in silent:
        step.role = role
    if silent:
        ids = _several([step.id for step in silent])
        made.unread.append((say("责任岗位", "responsible role"), say(
            f"（步骤 {ids} 没有能与岗位清单对应的责任岗位，暂填 {role}，请改正）",
            f"(no role of the role list was found for step {ids}; {role} stands there for now: put it right)").in_(first)))
        yield say(f"步骤 {ids} 的责任岗位没有对应上，暂填 {role}", f"no role was matched for step {ids}; {role} stands there for now")
    unsure = [step.id for step in made.steps if not step.sure]
    if unsure:
        ids = _several(unsure)
        yield say(f"步骤 {ids} 没有标题，取了正文的开头", f"step {ids} has no title of its own: the beginning of its text was taken")
    guessed = [step.id for step in made.steps if step.guessed]
    if guessed:
        ids = _several(guessed)
        yield say(f"步骤 {ids} 的责任岗位取自正文开头，请核对", f"the role of step {ids} was taken from how its text begins; check it")


def _several(ids: list[str]) -> str:
    return "、".join(ids[:20]) + (f" … ({len(ids)})" if len(ids) > 20 else "")


def draft_text(id: str, made: Content, source: str, first: str) -> str:
    """The document as YAML. `first` is the library's first language."""
    return "\n".join([*_head(id, made, source, first), *_body(made, first), *_tail(made, first)]) + "\n"


def _head(id: str, made: Content, source: str, first: str) -> Iterator[str]:
    front = made.front
    yield "# yaml-language-server: $schema=schema/procedure.json"
    name = re.sub(r"[^ -~一-鿿]", "_", source)
    yield "# " + say(f"由 {name} 导入的草稿。发布之前请核对：", f"A draft imported from {name}. To check before it is released:").in_(first)
    yield from (f"#   {sentence.in_(first)}" for sentence in CHECK)
    yield f"procedure: {id}"
    titles = [front.title or id, *([front.english] if front.english else [])]
    yield f"title:{text_of(titles, first, 2)}"
    yield 'revision: "1"'
    yield "status: draft"
    if front.owner:
        yield f"owner: {front.owner}"


def _body(made: Content, first: str) -> Iterator[str]:
    yield f"purpose:{text_of(made.purpose, first, 2)}"
    yield f"scope:{text_of(made.scope, first, 2)}"
    if made.definitions:
        yield "definitions:"
        for term, lines in made.definitions:
            yield f"  - term:{text_of([term], first, 6)}"
            yield f"    text:{text_of(lines, first, 6)}"
    if made.duties:
        yield "responsibilities:"
        for role, lines in made.duties:
            yield f"  - role: {role}"
            yield f"    text:{text_of(lines, first, 6)}"
    yield "steps:"
    for step in made.steps:
        yield from _step(step, first)
    yield "requirements: []"


def _step(step: Step, first: str) -> Iterator[str]:
    yield f"  - id: {quoted(step.id)}"
    yield f"    title:{text_of([step.title], first, 6)}"
    yield f"    responsible: {step.role}{'  # ' + TO_CHECK.in_(first) if step.guessed else ''}"
    yield f"    work:{text_of(step.work, first, 6)}"
    for key in ("inputs", "outputs"):
        if getattr(step, key):
            yield f"    {key}: [{', '.join(getattr(step, key))}]"
    if step.limit:
        yield f"    limit:\n      text:{text_of([step.limit], first, 8)}"
    yield "    origin: source"


def _tail(made: Content, first: str) -> Iterator[str]:
    for key in ("related", "records"):
        if getattr(made, key):
            yield f"{key}: [{', '.join(getattr(made, key))}]"
    if made.front.note:
        yield "note: |-"
        yield f"  {OLD_PAPER.in_(first)}"
        for line in made.front.note:
            yield from (f"  {part}" for part in line.split("\n"))
    if made.unread:
        yield "unread:"
        for where, text in made.unread:
            yield f"  - where: {quoted(where.in_(first))}\n    text: {quoted(text)}"
