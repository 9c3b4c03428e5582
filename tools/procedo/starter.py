"""The starter library that travels with procedo: three sales procedures, their forms, and a sample company's records.

`python -m procedo.starter DIR` copies it to a new folder, where an organisation makes it its own.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from procedo.problem import ProblemError, refuse
from procedo.write import replaced_folder

PARTS = ("procedures", "records/sample", "records/sample.yml", "checks", "site/pages", "site/theme", "mkdocs.yml")
"""What of the repository is the starter; pyproject.toml puts the same parts into the wheel."""


def path() -> Path:
    """The starter inside an installed procedo, or the checkout that procedo runs from."""
    package = Path(__file__).resolve().parent
    for place in (package / "starter", *package.parents[1:2]):
        if (place / "procedures" / "library.yml").is_file():
            return place
    raise refuse("no-starter", "此安装不含起始文件库", "this installation holds no starter library")


def copy(target: Path) -> Path:
    """Copy the starter to `target`, which must not exist yet (or be empty); nothing is left half-copied."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise refuse("not-empty", f"“{target}”已存在且不为空", f"“{target}” exists and is not empty")
    origin = path()
    with replaced_folder(target) as fresh:
        for part in PARTS:
            source, place = origin / part, fresh / part
            place.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, place, ignore=shutil.ignore_patterns("build", ".*", "__pycache__"))
            elif source.is_file():
                shutil.copyfile(source, place)
    return target


def main(arguments: list[str]) -> int:
    """The command line of `python -m procedo.starter`; 0, or 2 when the folder cannot be made."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("python -m procedo.starter DIR", file=sys.stderr)
        return 2
    try:
        print(copy(Path(arguments[0])))
    except ProblemError as error:
        for problem in error.problems:
            print(problem.line("zh"), problem.line("en"), sep="\n", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
