"""Pages written by hand in site/pages: `NAME.md`, and `NAME.zh.md` for Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from procedo.site.pages import Page
from procedo.site.view import View


def folder_of(root: Path) -> Path:
    """The library's own folder of pages, or the starter's."""
    from procedo import starter

    own = root / "site" / "pages"
    return own if own.is_dir() else starter.path() / "site" / "pages"


def names(folder: Path) -> list[str]:
    found = {path.name.split(".")[0] for path in folder.glob("*.md")} if folder.is_dir() else set()
    return sorted(found - {"index"})


def read(folder: Path, name: str, language: str) -> str | None:
    """The page in a language: `NAME.zh.md` is Chinese, `NAME.md` everything else."""
    path = folder / (f"{name}.zh.md" if language == "zh" else f"{name}.md")
    return path.read_text(encoding="utf-8") if path.is_file() else None


def title_of(text: str, name: str) -> str:
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), name)


def pages(view: View) -> Iterator[Page]:
    folder = folder_of(view.library.root)
    for name in names(folder):
        own = read(folder, name, view.language)
        other = own or read(folder, name, "en" if view.language == "zh" else "zh") or ""
        values = {"text": own or "", "elsewhere": own is None}
        yield Page(f"{name}.md", title_of(other, name), "written", values, "help")
