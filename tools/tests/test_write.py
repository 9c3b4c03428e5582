"""Files are written whole or not at all."""

from __future__ import annotations

import os
import threading
import time

import pytest

from procedo import write
from procedo.problem import ProblemError


def test_text_is_utf8_with_lf(tmp_path):
    place = write.write_text(tmp_path / "deep" / "a.txt", "合同\nline\n")
    assert place.read_bytes() == "合同\nline\n".encode()


def test_unchanged_file_keeps_its_time(tmp_path):
    place = write.write_text(tmp_path / "a.txt", "same")
    os.utime(place, (1, 1))
    write.write_text(place, "same")
    assert place.stat().st_mtime == 1
    write.write_text(place, "diff")
    assert place.stat().st_mtime > 1


@pytest.mark.parametrize("fault", [KeyboardInterrupt, MemoryError, OSError])
def test_interrupt_leaves_nothing(tmp_path, fault):
    place = write.write_text(tmp_path / "a.txt", "before")

    def produce(path):
        path.write_text("half", encoding="utf-8")
        raise fault

    with pytest.raises(fault):
        write.write_with(place, produce)
    assert place.read_text(encoding="utf-8") == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def hold(monkeypatch, *names):
    """Let the system refuse to replace these files, as Windows does with those that Excel has open."""
    replace = os.replace

    def held(source, target):
        if os.path.basename(target) in names:
            raise PermissionError(13, "held", str(target))
        replace(source, target)

    monkeypatch.setattr(write.os, "replace", held)


def test_a_held_file_gets_a_neighbour(tmp_path, monkeypatch):
    place = write.write_text(tmp_path / "report.xlsx", "old")
    hold(monkeypatch, "report.xlsx")
    assert write.write_text(place, "new").name == "report-2.xlsx"
    assert place.read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report-2.xlsx", "report.xlsx"]


def test_all_held_is_a_problem(tmp_path, monkeypatch):
    hold(monkeypatch, "r.xlsx", *(f"r-{n}.xlsx" for n in range(2, 10)))
    with pytest.raises(ProblemError, match="file-held"):
        write.write_text(tmp_path / "r.xlsx", "new")
    assert list(tmp_path.iterdir()) == []


def test_folder_is_replaced_whole(tmp_path):
    write.write_text(tmp_path / "html" / "old.html", "old")
    with write.replaced_folder(tmp_path / "html") as fresh:
        (fresh / "new.html").write_text("new", encoding="utf-8")
    assert [p.name for p in (tmp_path / "html").iterdir()] == ["new.html"]
    assert [p.name for p in tmp_path.iterdir()] == ["html"]


def test_interrupted_folder_stays_as_it_was(tmp_path):
    write.write_text(tmp_path / "html" / "old.html", "old")
    with pytest.raises(KeyboardInterrupt), write.replaced_folder(tmp_path / "html") as fresh:
        (fresh / "new.html").write_text("new", encoding="utf-8")
        raise KeyboardInterrupt
    assert [p.name for p in (tmp_path / "html").iterdir()] == ["old.html"]
    assert [p.name for p in tmp_path.iterdir()] == ["html"]


def test_lock_is_given_back(tmp_path):
    with write.lock(tmp_path):
        assert (tmp_path / ".procedo.lock").exists()
    with pytest.raises(RuntimeError), write.lock(tmp_path):
        raise RuntimeError
    assert not (tmp_path / ".procedo.lock").exists()


def test_lock_waits_for_the_other(tmp_path):
    order = []

    def other():
        with write.lock(tmp_path):
            order.append("other")
            time.sleep(0.3)
            order.append("other done")

    thread = threading.Thread(target=other)
    thread.start()
    while not order:
        time.sleep(0.01)
    with write.lock(tmp_path):
        order.append("me")
    thread.join()
    assert order == ["other", "other done", "me"]


def test_lock_that_is_never_freed_is_a_problem(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "LOCK_SECONDS", 0.2)
    (tmp_path / ".procedo.lock").touch()
    with pytest.raises(ProblemError, match="locked"), write.lock(tmp_path):
        pass


def test_old_lock_is_taken_over(tmp_path):
    place = tmp_path / ".procedo.lock"
    place.touch()
    os.utime(place, (1, 1))
    with write.lock(tmp_path):
        assert place.stat().st_mtime > 1
