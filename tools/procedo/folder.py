"""Find modules by folder: a kind, report, source or engine is one new file; a repeated name is refused."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from procedo.problem import nearest, refuse


def names(package: str) -> list[str]:
    """Names of the modules in a package's folders, `response` for response.py; `_x.py` is a helper, not an entry."""
    return _names(package, tuple(importlib.import_module(package).__path__))


@cache
def _names(package: str, places: tuple[str, ...]) -> list[str]:
    infos = [info for place in places for info in pkgutil.iter_modules([place])]
    found = [info.name for info in infos if not info.name.startswith("_")]
    for name in {n for n in found if found.count(n) > 1}:
        raise refuse("name-twice", f"{package} 下有两个模块都叫 {name}", f"two modules of {package} are called {name}")
    return sorted(name.replace("_", "-") for name in found)


@cache
def _load(package: str, name: str) -> ModuleType:
    return importlib.import_module(f"{package}.{name.replace('-', '_')}")


def load(package: str, name: str) -> ModuleType:
    """The module that does `name`; an unknown name is a problem that names the nearest."""
    known = names(package)
    if name not in known:
        hint = nearest(name, known)
        word = package.rsplit(".", 1)[-1]
        raise refuse(f"unknown-{word.rstrip('s')}", f"没有“{name}”{hint.zh}", f"there is no “{name}”{hint.en}")
    return _load(package, name)


def add_folder(package: str, folder: Path) -> None:
    """Also look for modules of `package` in `folder` (an organisation's own kinds, reports, sources, engines)."""
    module = importlib.import_module(package)
    if str(folder) not in module.__path__:
        module.__path__.append(str(folder))
    importlib.invalidate_caches()
    inside = [n for n in sys.modules if n.startswith(package + ".")]
    for name in [n for n in inside if Path(sys.modules[n].__file__ or "").parent == folder]:
        del sys.modules[name]
    _load.cache_clear()
    _names.cache_clear()


def told(docstring: str | None, language: str) -> str:
    """A docstring in a language: what stands under its heading `## 中文` is Chinese, the rest English."""
    english, _, chinese = (docstring or "").partition("\n## 中文\n")
    if language != "zh" or not chinese:
        return english.strip()
    # Chinese has no blanks where a line of the source ends.
    page = re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\n])", "", chinese).strip()
    example = english.partition("## Example\n")[2].strip()
    return f"{page}\n\n## 示例\n{example}" if example else page
