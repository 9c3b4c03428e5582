"""Release: what is archived stays as it is, the register knows it, and nothing is written when something is wrong."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from procedo.library import read
from procedo.lifecycle.release import release
from procedo.lint import lint
from procedo.problem import ProblemError

BASE = Path(__file__).parent / "golden" / "lint" / "base"
ORDER = "procedures/forms/order.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "library")
    settings = tmp_path / "library" / "procedures" / "library.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "release: {signatures: []}\n", encoding="utf-8", newline="\n")
    return tmp_path / "library"


def edit(root: Path, file: str, *pairs: tuple[str, str]) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")


def approve(root: Path, file: str = ORDER, revision: str = "1", day: str = "2026-03-01", was: str = "draft") -> None:
    effective = f"status: released\neffective_from: {day}"
    edit(root, file, ('revision: "1"', f'revision: "{revision}"'), (f"status: {was}", effective))


def snapshot(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def refused(root: Path, *ids: str, all: bool = False) -> str:
    before = snapshot(root)
    with pytest.raises(ProblemError) as caught:
        release(root, ids, all)
    assert snapshot(root) == before
    return str(caught.value)


def test_release_archives_and_registers(root: Path):
    approve(root)
    written = release(root, ["order"])
    assert [path.relative_to(root).as_posix() for path in written] == ["procedures/revisions/order/1.yml", "procedures/register.yml"]
    desk, archived = ((root / file).read_text(encoding="utf-8") for file in (ORDER, "procedures/revisions/order/1.yml"))
    assert archived == desk.replace("$schema=../schema/", "$schema=../../schema/")
    assert [problem for problem in lint(root) if not problem.warning] == []
    library = read(root)
    assert library.ids("form") == ["customer", "order"]
    entry = next(e for e in library.scan.register.documents if e.id == "order")
    assert entry.fingerprint == library.newest("form", "order").fingerprint
    assert entry.effective_from == dt.date(2026, 3, 1)


def test_twice_changes_nothing(root: Path):
    approve(root)
    release(root, ["order"])
    before = snapshot(root)
    assert release(root, ["order"]) == [] and release(root, all=True) == []
    assert snapshot(root) == before


def test_all_takes_what_is_released_on_the_desk(root: Path):
    approve(root)
    assert len(release(root, all=True)) == 2
    assert sorted(read(root).ids("form")) == ["customer", "order"]


def test_a_second_revision(root: Path):
    approve(root)
    release(root, ["order"])
    edit(root, ORDER, ('revision: "1"', 'revision: "2"'), ("2026-03-01", "2026-05-01"), ("zh: 金额", "zh: 总金额"))
    release(root, ["order"])
    library = read(root)
    first, second = library.revisions("form", "order")
    assert library.span(first) == (dt.date(2026, 3, 1), dt.date(2026, 5, 1))
    assert library.span(second) == (dt.date(2026, 5, 1), None)
    assert library.in_force("form", "order", dt.date(2026, 4, 30)) is first
    assert library.in_force("form", "order", dt.date(2026, 2, 28)) is None
    assert library.newest("form", "order", dt.date(2026, 2, 1)) is second
    assert library.forms(dt.date(2026, 3, 1))["order"].fields["amount"].label.in_("zh") == "金额"


def test_line_ends_comments_and_signatures_are_no_content(root: Path):
    approve(root)
    release(root, ["order"])
    text = (root / ORDER).read_text(encoding="utf-8") + "# a remark\nsignatures: {approved: {role: director, date: 2026-02-01}}\n"
    (root / ORDER).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert [problem for problem in lint(root) if not problem.warning] == []
    assert release(root, ["order"]) == []


def test_refusals(root: Path):
    assert "did you mean “QP-01”?" in refused(root, "qp-1")
    assert "[nothing-to-release]" in refused(root)


def test_nothing_is_made_where_there_is_no_library(tmp_path: Path):
    assert "[no-library]" in refused(tmp_path, all=True)
    assert list(tmp_path.iterdir()) == []


def test_refuses_while_lint_has_errors(root: Path):
    approve(root)
    edit(root, "procedures/QP-01-orders.yml", ("outputs: [order]", "outputs: [ordr]"))
    assert "[unknown-form]" in refused(root, "order")


def test_refuses_other_content_under_a_released_number(root: Path):
    approve(root)
    release(root, ["order"])
    edit(root, ORDER, ("zh: 金额", "zh: 总金额"))
    assert "order.yml:12:37: [differs-from-released]" in refused(root, "order")


def test_refuses_without_a_date_and_backwards_in_time(root: Path):
    edit(root, ORDER, ("status: draft", "status: released"))
    assert "needs “effective_from”" in refused(root, "order")
    edit(root, ORDER, ("status: released", "status: released\neffective_from: 2026-03-01"))
    release(root, ["order"])
    edit(root, ORDER, ('revision: "1"', 'revision: "2"'), ("2026-03-01", "2026-02-01"))
    assert "[backwards-in-time]" in refused(root, "order")


def test_refuses_when_the_archive_was_changed(root: Path):
    approve(root)
    edit(root, "procedures/revisions/customer/1.yml", ("zh: 名称", "zh: 名字"))
    assert "[changed-after-release]" in refused(root, "order")


def test_an_archived_revision_without_entry_is_taken_up(root: Path):
    (root / "procedures/register.yml").unlink()
    assert any(problem.id == "not-registered" for problem in lint(root))
    assert [path.name for path in release(root, ["customer"])] == ["register.yml"]
    assert [problem for problem in lint(root) if not problem.warning] == []


def test_drafts_come_last(root: Path):
    library = read(root, drafts=True)
    assert library.newest("procedure", "QP-01").released is False
    assert read(root).ids("procedure") == []
    assert [document.id for document in library.revisions("form", "customer")] == ["customer"]
    found = library.requirement("R-002")
    assert found and found[0].id == "QP-01" and found[2] == 1
    assert library.fingerprint != read(root).fingerprint
