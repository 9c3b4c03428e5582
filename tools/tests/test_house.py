"""The house is in order: what contributors are promised holds, and nothing of one machine is in the repository."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tools" / "procedo"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 350


def tracked() -> list[Path]:
    """Files of the repository; those not yet committed count, ignored ones do not."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode("utf-8")
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            found.append((path.relative_to(ROOT).as_posix(), content.decode("utf-8", "replace")))
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_a_module_is_short_and_says_what_it_is(module):
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text)), "every module begins with a docstring"


def test_readme_shows_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("make demo", "make test", "pip install", "procedo check"):
        assert command in readme


def test_readme_links_lead_somewhere():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", readme):
        assert (ROOT / link).exists(), link


def test_changelog_tells_of_this_version():
    from procedo import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_makefile_has_its_four_targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test", "lint", "serve"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_pin_is_exact_and_the_same_twice():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + [pin for extra in project["optional-dependencies"].values() for pin in extra]
    lines = (ROOT / "tools" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.lower().replace("-", "_") for line in lines if line and not line.startswith("#")}
    assert all("==" in pin for pin in pins)
    for pin in wanted:
        assert pin.lower().replace("-", "_") in pins, pin


MACHINE = re.compile(r"(?<![\w.])/(?:home|root|work|Users|mnt)/[A-Za-z]|[A-Z]:\\\\?Users\\|pypi\.org|pythonhosted")


def test_nothing_of_a_machine():
    found = [f"{name}: {hit.group()}" for name, text in texts() for hit in MACHINE.finditer(text)
             if name != "tools/tests/test_house.py"]
    assert found == []


def test_file_names_survive_every_system():
    """Windows ignores case and refuses some names; Chinese sample exports are what they are: names in ASCII too."""
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9._/-]+", name)] == []
    assert len({name.lower() for name in names}) == len(names)


def test_only_one_module_writes_files():
    """Everything is written through procedo.write, or into the fresh folder or file that it hands out."""
    calls = re.compile(r"\.write_(?:text|bytes)\(|\bopen\([^)]*[\"'][wax]b?[\"']|\bmkdtemp\(|\bos\.re(?:place|name)\(")
    found = []
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        handed_out = re.search(r"import .*\b(?:replaced_folder|write_with|write)$|import .*\breplaced_folder\b", text, re.MULTILINE)
        if module != PACKAGE / "write.py" and not handed_out:
            found += [f"{module.relative_to(PACKAGE)}: {hit.group()}" for hit in calls.finditer(text)]
    assert found == []


def test_text_is_opened_with_an_encoding():
    bare = re.compile(r"\.(?:read|write)_text\(\)|(?<![\w.`])(?<!def )open\([^)\n]*\)")
    found = []
    for module in [*MODULES, *(ROOT / "tools" / "tests").rglob("*.py")]:
        calls = [hit.group() for hit in bare.finditer(module.read_text(encoding="utf-8"))]
        found += [f"{module.name}: {call}" for call in calls if "encoding" not in call and "b\"" not in call]
    assert found == []


def test_no_system_of_one_kind_is_assumed():
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        assert not re.search(r"^\s*import fcntl|os\.fork\(|\.symlink_to\(|os\.symlink\(", text, re.MULTILINE), module
