"""The wheel holds what git holds, no more and no less, and runs the sample where nothing else is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from procedo import __version__, starter
from procedo.problem import ProblemError

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow

EXTRAS = "great_expectations pandas numpy openpyxl chinese_calendar hypothesis playwright pytest".split()
"""Packages that the core must do without."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return next(folder.glob("*.whl"))


def kept(*folders: str) -> set[str]:
    """Files of the repository under some folders, as git sees them; ignored ones are none of it."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode("utf-8")
    return {name for name in listing.split("\0") if name and (ROOT / name).is_file()}


def test_the_wheel_is_what_git_holds(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if not name.startswith(f"procedo-{__version__}.dist-info/")}
    code = {name.removeprefix("tools/") for name in kept("tools/procedo")}
    library = {f"procedo/starter/{name}" for name in kept(*starter.PARTS)}
    assert held - code - library == set(), "in the wheel, not in git"
    assert (code | library) - held == set(), "in git, not in the wheel"
    assert not [name for name in held if "/export/" in name or "/build/" in name]


def test_the_wheel_names_its_command_and_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        information = f"procedo-{__version__}.dist-info"
        assert "procedo = procedo.cli:main" in archive.read(f"{information}/entry_points.txt").decode()
        assert f"{information}/licenses/LICENSE" in archive.namelist()


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """An environment that holds this wheel; its dependencies are lent by the environment of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = folder / scripts / Path(sys.executable).name
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True)
    site = next(folder.rglob("site-packages"))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def run(python: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PROCEDO"))}
    return subprocess.run(
        [str(python), *arguments], cwd=cwd, env=environment | {"PYTHONUTF8": "1"}, capture_output=True,
        encoding="utf-8", check=False,
    )


def test_the_installed_command_runs_the_sample(installed, tmp_path):
    made = run(installed, "-m", "procedo.starter", "mine", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    without = f"import sys; sys.modules.update(dict.fromkeys({EXTRAS}))"
    check = f"{without}; import procedo; assert 'site-packages' in procedo.__file__; from procedo.cli import main"
    arguments = ["check", "sample", "--report", "text", "--report", "xlsx:report.xlsx"]
    done = run(installed, "-c", f"{check}; sys.exit(main({arguments}))", cwd=tmp_path / "mine")
    assert done.returncode == 1, done.stdout + done.stderr
    assert (tmp_path / "mine" / "report.xlsx").stat().st_size > 5000
    assert (tmp_path / "mine" / "build" / "last" / "sample" / "report.json").is_file()


def test_the_installed_script(installed, tmp_path):
    script = installed.with_name("procedo.exe" if os.name == "nt" else "procedo")
    assert run(script, "--version", cwd=tmp_path).stdout.strip() == f"procedo {__version__}"


def test_the_starter_is_copied_whole_or_not_at_all(tmp_path):
    place = starter.copy(tmp_path / "library")
    assert (place / "procedures" / "library.yml").is_file() and (place / "records" / "sample.yml").is_file()
    assert not list(place.rglob("export"))
    with pytest.raises(ProblemError, match="not-empty"):
        starter.copy(tmp_path / "library")
    (tmp_path / "file").touch()
    with pytest.raises(ProblemError, match="not-empty"):
        starter.copy(tmp_path / "file")
