"""Coverage: how much of the inventory is carried, and the way of every source item to its last result; both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from procedo.coverage import Traced, read_kept
from procedo.coverage.words import CATEGORIES
from procedo.site.pages import Page
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    kept = read_kept(view.library.root)
    if kept is None:
        return
    by_source: dict[str, list[Traced]] = defaultdict(list)
    for one in kept.requirements:
        for source in one.sources:
            by_source[source].append(one)
    sources = [source for document in view.library.all("source_list") for source in document.model.sources]
    words = {name: sentence.in_(view.language) for name, sentence in CATEGORIES.items()}
    inside = {"coverage": kept, "sources": sources, "by_source": by_source, "words": words}
    yield Page("coverage.md", view.t.both("覆盖情况", "Coverage"), "coverage", inside, "reference", toc=False)
