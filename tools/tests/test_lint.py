"""Every golden case: a sound library, broken in one way, and all that lint says of it in both languages."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from small_library import form, procedure, write

from procedo.lint import lint
from procedo.problem import ProblemError

GOLDEN = Path(__file__).parent / "golden" / "lint"
CASES = sorted(GOLDEN.glob("*.case"))
SECTION = re.compile(r"^=== (change|file|delete|zh|en)(?: (\S+))?(?: \(([\w: -]+)\))?\n", re.MULTILINE)


def sections(text: str) -> list[tuple[str, str, str, str]]:
    """(verb, path, how it is saved, body) for each `===` part of a case."""
    found = list(SECTION.finditer(text))
    ends = [part.start() for part in found[1:]] + [len(text)]
    return [(p[1], p[2] or "", p[3] or "", text[p.end():end]) for p, end in zip(found, ends, strict=True)]


def changed(text: str, body: str) -> str:
    lines = [line for line in body.split("\n") if line]
    old = "".join(f"{line[2:]}\n" for line in lines if line.startswith("-"))
    new = "".join(f"{line[2:]}\n" for line in lines if line.startswith("+"))
    assert text.count(old) == 1 or not old, f"stands {text.count(old)} times in the base: {old}"
    return text.replace(old, new) if old else text + new


def saved(text: str, how: str) -> bytes:
    if "crlf" in how:
        text = text.replace("\n", "\r\n")
    if "bom" in how:
        text = "\ufeff" + text
    content = text.encode(next((name for name in ("gb18030", "utf-16") if name in how), "utf-8"))
    return content[:-2] + content[-1:] if "cut" in how else content


def broken(case: Path, folder: Path) -> Path:
    """The library of a case: the base with the case's changes."""
    root = folder / "library"
    shutil.copytree(GOLDEN / "base", root)
    for verb, path, how, body in sections(case.read_text(encoding="utf-8")):
        target = root / path
        if verb == "delete":
            target.unlink()
        elif verb in ("change", "file"):
            text = changed(target.read_text(encoding="utf-8"), body) if verb == "change" else body
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(saved(text, how))
    return root


def told(root: Path, language: str) -> str:
    lines = [problem.line(language) + (" (w)" if problem.warning else "") for problem in lint(root)]
    return "".join(f"{line}\n" for line in lines)


def test_there_are_enough_cases():
    assert len(CASES) >= 40


def test_the_base_is_sound():
    assert told(GOLDEN / "base", "en") == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path, tmp_path: Path):
    root = broken(case, tmp_path)
    said = {language: told(root, language) for language in ("zh", "en")}
    text = case.read_text(encoding="utf-8")
    if os.environ.get("PROCEDO_REGOLDEN"):
        head = text.split("=== zh\n")[0]
        case.write_text(head + "".join(f"=== {lang}\n{said[lang]}" for lang in ("zh", "en")), encoding="utf-8", newline="\n")
        return
    expected = {verb: body for verb, _, _, body in sections(text) if verb in ("zh", "en")}
    assert said == expected


def test_pydantic_never_speaks():
    """Only our own sentences: no case shows a word of pydantic, and each says something in both languages."""
    for case in CASES:
        text = case.read_text(encoding="utf-8")
        assert not re.search(r"pydantic|type=|Input should|validation error", text), case.name
        zh = [body for verb, _, _, body in sections(text) if verb == "zh"][0]
        assert all(re.search(r"[\u4e00-\u9fff]", line) for line in zh.splitlines()), case.name


def test_lint_reports_what_read_refuses(tmp_path: Path):
    from procedo.library import read

    root = broken(GOLDEN / "unknown-key.case", tmp_path)
    with pytest.raises(ProblemError) as caught:
        read(root)
    assert set(caught.value.problems) <= set(lint(root))


def test_a_path_into_a_form_that_is_not_there_is_a_problem_and_no_crash(tmp_path):
    """The form may stand in the library and be unreadable, as after a merge that left a key twice."""
    path = procedure("1", "2020-01-01", {"kind": "condition", "case": "contract", "check": "customer.name = 'x'"})
    root = write(tmp_path, [form("contract", "id:text! customer_id:text"), path])
    file = root / "procedures" / "revisions" / "contract" / "1.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  customer_id:\n    type: text", "  customer_id:\n    type: reference\n    to: customer"), encoding="utf-8")
    found = {(p.place.file, p.id, p.sentence.en) for p in lint(root)}
    assert ("procedures/revisions/QP-1/1.yml", "unknown-form", "there is no form “customer”") in found
