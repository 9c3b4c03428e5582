"""The changes between two revisions as one HTML page that needs nothing else."""

from __future__ import annotations

import html
from collections.abc import Iterable

from procedo.difference.changes import Change
from procedo.difference.words import redline
from procedo.library import Document

_STYLE = (
    "body{font:16px/1.7 'Noto Sans SC','Microsoft YaHei',sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f;background:#fff}"
    "del{background:#ffe3e3;color:#8a1f11}ins{background:#dff5e1;color:#0b5d1e;text-decoration:underline}li{margin:.35rem 0}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8ea;background:#16171a}del{background:#4a1d1d;color:#ffb4a9}ins{background:#16381f;color:#a9f0b8}}"
)


def page(old: Document, new: Document, changes: Iterable[Change], language: str) -> str:
    title = old.model.title.in_(language)
    word = f"第 {old.revision} 版 → 第 {new.revision} 版" if language == "zh" else f"rev. {old.revision} → rev. {new.revision}"
    head = html.escape(f"{new.id} {title}  {word}")
    items = "\n".join(f"<li>{redline(change, language)}</li>" for change in changes)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{head}</title><style>{_STYLE}</style></head>\n<body><h1>{head}</h1>\n<ul>\n{items}\n</ul></body></html>\n"
    )
