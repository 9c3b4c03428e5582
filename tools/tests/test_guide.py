"""The guide to controlled documents is true: its commands are run and its changes made, word by word, in an empty folder."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[2] / "site" / "pages"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    return _BLOCK.findall((PAGES / page).read_text(encoding="utf-8"))


def test_both_languages_show_the_same_commands():
    assert blocks("controlled-documents.md") == blocks("controlled-documents.zh.md")


class Reader:
    """Somebody who does what the page says."""

    def __init__(self, folder: Path, shell):
        self.here, self.shell, self.said = folder, shell, {}

    def sh(self, text: str) -> None:
        for line in text.splitlines():
            words = shlex.split(line)
            if words[0] == "cd":
                self.here /= words[1]
                continue
            assert words[0] == "procedo"
            done = self.shell(*words[1:], cwd=self.here)
            assert done.returncode == (1 if words[1] == "check" else 0), f"{line}\n{done.stdout}{done.stderr}"
            self.said[line] = done.stdout

    def diff(self, text: str) -> None:
        """`--- file`, then lines taken out and put in; lines without a counterpart are added at the end."""
        head, *lines = text.splitlines()
        path = self.here / head.removeprefix("--- ")
        content = path.read_text(encoding="utf-8")
        gone = [line[2:] for line in lines if line.startswith("- ")]
        come = [line[2:] for line in lines if line.startswith("+ ")]
        for old, new in zip(gone, come, strict=False):
            assert content.count(old + "\n") == 1, old
            content = content.replace(old + "\n", new + "\n")
        path.write_text(content + "".join(line + "\n" for line in come[len(gone) :]), encoding="utf-8")

    def csv(self, text: str) -> None:
        head, rest = text.split("\n", 1)
        path = self.here / head.removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rest, encoding="utf-8")

    yaml = csv


@pytest.fixture(scope="module")
def reader(tmp_path_factory, shell):
    found = Reader(tmp_path_factory.mktemp("empty"), shell)
    for kind, text in blocks("controlled-documents.zh.md"):
        getattr(found, kind)(text)
    return found


def test_the_walk_works_from_new_to_withdrawn(reader):
    assert (reader.here / "procedures/revisions/demo_loan/1.yml").is_file()
    assert (reader.here / "procedures/revisions/AM-CONTRACT/3.yml").is_file()
    assert "L3 行的amount：[300,000..) → [200,000..)" in reader.said["procedo diff AM-CONTRACT"]
    replayed = reader.said["procedo replay AM-CONTRACT sample"]
    assert re.search(r"\d+ 例中有 [1-9]\d* 例的结论不同", replayed)
    assert "第 3 版" in reader.said["procedo history AM-CONTRACT"]


def test_old_and_new_contracts_are_judged_by_their_revision(reader):
    told = reader.said["procedo check straddle --requirement R-113"]
    assert "HT-2026-0902" in told and "缺少批准（总经理）" in told and "AM-CONTRACT 第 3 版" in told
    assert "HT-2026-0901" not in told
