"""Files that are brought in: the ending decides; what cannot be placed is a problem."""

from __future__ import annotations


def test_an_ending_that_nobody_takes_and_a_file_that_is_not_there(shell, tmp_path):
    (tmp_path / "old.wps").write_bytes(b"x")
    for name, id in (("old.wps", "unknown-ending"), ("gone.xlsx", "no-such-file")):
        done = shell("import", str(tmp_path / name), "--lang", "en")
        assert done.returncode == 2 and f"[{id}]" in done.stderr, done.stderr
