"""What changed between two revisions, in words a quality manager would use; nothing hostile gets into the page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from procedo.difference import changes, redline, sentence

ROOT = Path(__file__).resolve().parents[2]
OLD = {
    "matrix": "M", "revision": "1", "status": "released", "title": {"zh": "审批", "en": "Approval"},
    "lines": [{"id": "L1", "amount": "[0..500000)"}, {"id": "L3", "amount": "[500000..)", "approvals": [{"step": 1, "role": "manager"}]}],
    "requirements": [{"id": "R-113", "grade": "minor", "text": {"zh": "须按时。", "en": "In time."}}],
    "parameters": {"time": {"default": "10 working days"}},
    "signatures": {"approved": {"by": "E1"}},
}


def told(language="en", **over):
    return [sentence(change).in_(language) for change in changes(OLD, OLD | over)]


def test_a_threshold():
    lines = [OLD["lines"][0], OLD["lines"][1] | {"amount": "[300000..)"}]
    assert told(lines=lines) == ["amount of line L3: [500,000..) → [300,000..)"]
    assert told("zh", lines=lines) == ["L3 行的amount：[500,000..) → [300,000..)"]


def test_a_grade_a_duration_and_a_text():
    stricter = [OLD["requirements"][0] | {"grade": "major", "text": {"zh": "须及时。", "en": "Promptly."}}]
    assert told(requirements=stricter) == ["requirement R-113 now major", "text of requirement R-113: In time. → Promptly."]
    assert told("zh", requirements=stricter)[0] == "要求 R-113改为“主要”"
    assert told(parameters={"time": {"default": "5 working days"}}) == ["value of parameter time: 10 working days → 5 working days"]
    assert told("zh", parameters={"time": {"default": "5 working days"}}) == ["参数 time 的取值：10个工作日 → 5个工作日"]


def test_items_come_go_and_move():
    new = {"id": "L2", "amount": "[1..2]"}
    assert told(lines=[*OLD["lines"], new]) == ["line L2 added"]
    assert told(lines=OLD["lines"][:1]) == ["line L3 removed"]
    assert told(lines=OLD["lines"][::-1]) == ["order of lines changed"]


def test_what_is_no_content_is_no_change():
    assert told(status="draft", signatures={}) == []
    assert told(revision="2") == ["revision: 1 → 2"], "told, after the content"


def test_a_redline_marks_words_and_escapes_everything():
    (change,) = changes(OLD, OLD | {"title": {"zh": "审核<b>", "en": "Approval <script>"}})
    assert redline(change, "en") == "title: Approval<ins> &lt;script&gt;</ins>"
    assert redline(change, "zh") == "标题：审<del>批</del><ins>核&lt;b&gt;</ins>"


@pytest.fixture
def library(tmp_path):
    shutil.copytree(ROOT / "procedures", tmp_path / "procedures")
    return tmp_path


def test_the_command(library, shell):
    done = shell("diff", "AM-CONTRACT", "--lang", "en", "--library", str(library))
    assert done.returncode == 0 and "amount of line L3: [500,000..) → [300,000..)" in done.stdout
    wrong = shell("diff", "AM-CONTRACT", "1", "7", "--lang", "en", "--library", str(library))
    assert wrong.returncode == 2 and "has no revision 7" in wrong.stderr
    shell("diff", "QP-SAL-07", "1", "2", "--html", "out.html", "--lang", "zh", "--library", str(library), cwd=library)
    page = (library / "out.html").read_text(encoding="utf-8")
    assert "<del>" in page and "<ins>" in page and "http" not in page
