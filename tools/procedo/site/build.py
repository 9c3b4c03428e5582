"""Render the pages, run MkDocs for each language, put the site together, check it, and only then show it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procedo.finding import Outcome
from procedo.library import Library, read
from procedo.problem import ProblemError, refuse
from procedo.site.markdown import plain
from procedo.site.pages import Content, Page, files, views
from procedo.site.view import View
from procedo.write import lock, replaced_folder, write_bytes, write_text

MENU_LIMIT = 60
"""A menu with more pages than this shows only its index: navigation on every page grows with the square of the pages."""
MENUS = ("home", "procedures", "matrices", "roles", "forms", "reference", "findings", "help")


@dataclass(frozen=True)
class Rendered:
    """The pages of one language on disk."""

    language: str
    folder: Path
    count: int
    nav: list[Any]
    name: str


def build(root: Path, audience: str = "staff", library: Library | None = None) -> Path:
    """Build the site of the library in `root` into build/html and return that folder; ProblemError if it cannot be."""
    library = library or read(root)
    outcome, notes = last_check(root, library)
    with lock(root / "build"):
        rendered = [render(root, library, outcome, audience, language, notes) for language in library.settings.languages]
        return assemble(root, rendered)


def last_check(root: Path, library: Library) -> tuple[Outcome | None, dict[str, tuple[str, ...]]]:
    """The newest check that is kept, and what has changed since, by language; None when there is none."""
    from procedo.check.last import changed_since, read_last, recordsets

    if not recordsets(root):
        return None, {}
    try:
        outcome, manifest = read_last(root)
    except ProblemError:
        return None, {}
    changed = changed_since(root, manifest, library.fingerprint if not manifest.get("drafts") else None)
    return outcome, {language: tuple(s.in_(language) for s in changed) for language in library.settings.languages}


def render(
    root: Path, library: Library, outcome: Outcome | None, audience: str, language: str, notes: dict[str, tuple[str, ...]],
) -> Rendered:
    """Write the Markdown of one language to build/pages/<language>; files that did not change stay untouched."""
    own = root / "site" / "templates"
    told = notes.get(language, ())
    folder = root / "build" / "pages" / language
    view = View(library, outcome, audience, language, told)
    listed = list(views(view))
    written = dict(files(view, listed, str(own) if own.is_dir() else None))
    sync(folder, written)
    return Rendered(language, folder, len(listed), navigation(view, listed), plain(view.organisation))


def sync(folder: Path, files: dict[str, Content]) -> int:
    """Make `folder` hold exactly `files`; returns how many were written."""
    written = 0
    for name, content in files.items():
        data = content.encode("utf-8") if isinstance(content, str) else content
        target = folder / name
        if not target.is_file() or target.read_bytes() != data:
            write_bytes(target, data)
            written += 1
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    return written


def navigation(view: View, listed: Iterable[Page]) -> list[Any]:
    """`nav` of MkDocs: a tab for each menu, its index first."""
    menus: dict[str, list[Page]] = {name: [] for name in MENUS}
    for page in listed:
        if page.menu:
            menus[page.menu].append(page)
    nav: list[Any] = []
    for name, members in menus.items():
        if len(members) > MENU_LIMIT:
            members = members[:1]
        entries = [page.path if page.path.endswith("/index.md") and page is members[0] else {plain(page.label or page.title): page.path} for page in members]
        if len(members) == 1:
            nav.append({plain(getattr(view.t, name)): members[0].path})
        elif members:
            nav.append({plain(getattr(view.t, name)): entries})
    return nav


def assemble(root: Path, rendered: list[Rendered]) -> Path:
    """Build every language into a fresh folder, check it, and put it in the place of build/html."""
    from procedo.site.whole import faults, finish

    target = root / "build" / "html"
    with replaced_folder(target) as fresh:
        for number, one in enumerate(rendered):
            place = fresh if number == 0 else fresh / one.language
            _mkdocs(root, one, place)
            finish(place)
        wrong = faults(fresh, sum(one.count for one in rendered))
        if wrong:
            raise refuse("site-broken", "网站没有生成：" + "；".join(wrong[:20]), "the site was not built: " + "; ".join(wrong[:20]))
    return target


def _mkdocs(root: Path, one: Rendered, place: Path) -> None:
    """One language, strictly: a warning of MkDocs is an error."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    import jieba  # noqa: F401  (its import makes it talk; `listening` quiets it after)
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from procedo.site.whole import listening

    config = write_text(one.folder.parent / f"mkdocs.{one.language}.yml", json.dumps(_settings(root, one), ensure_ascii=False, indent=1))
    with listening() as said:
        try:
            loaded = load_config(str(config), site_dir=str(place), strict=True)
            loaded.plugins.run_event("startup", command="build", dirty=False)
            mkdocs_build(loaded)
            loaded.plugins.run_event("shutdown")
        except MkDocsException as error:
            told = "; ".join(dict.fromkeys(said)) or str(error)
            raise refuse("site-broken", f"网站（{one.language}）没有生成：{told}", f"the site ({one.language}) was not built: {told}") from error


def _settings(root: Path, one: Rendered) -> dict[str, Any]:
    base = _own(root, "mkdocs.yml")
    theme = _own(root, "site/theme")
    return {
        "INHERIT": base.as_posix(), "site_name": one.name, "docs_dir": one.folder.absolute().as_posix(),
        "theme": {"custom_dir": theme.as_posix(), "language": one.language}, "nav": one.nav,
    }


def _own(root: Path, name: str) -> Path:
    """A part of the site's dress: the library's own, or the starter's."""
    from procedo import starter

    own = root / name
    return (own if own.exists() else starter.path() / name).absolute()
