"""Text as YAML that says exactly that text: quoted, or a block of lines."""

from __future__ import annotations

import json
import re

from procedo.word.words import bilingual

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CHINESE = re.compile("[\u3400-\u9fff]")
_ENGLISH = re.compile(r"[A-Za-z]{2,}")


def quoted(text: str) -> str:
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def scalar(text: str, indent: int) -> str:
    """One line in quotes, several as a block; never changed by reading it again."""
    lines = text.split("\n")
    if len(lines) == 1 or any(not line or line != line.strip() or _UNSAFE.search(line) for line in lines):
        return quoted(text)
    return "|-\n" + "\n".join(" " * indent + line for line in lines)


def by_language(lines: list[str], first: str) -> dict[str, str]:
    """Lines as a text of each language. Chinese and English are taken apart only when every line has its counterpart."""
    chinese = [line for line in lines if _CHINESE.search(line)]
    english = [line for line in lines if not _CHINESE.search(line) and _ENGLISH.search(line)]
    if chinese and len(chinese) == len(english) and len(chinese) + len(english) == len(lines) and _paired(lines):
        return {"zh": "\n".join(chinese), "en": "\n".join(english)}
    both = bilingual(lines[0]) if len(lines) == 1 else None
    if both:
        return dict(zip(("zh", "en"), both, strict=True))
    return {"zh" if chinese else "en" if english else first: "\n".join(lines)}


def _paired(lines: list[str]) -> bool:
    """Line by line in turn, or first all of one language and then all of the other."""
    kinds = [bool(_CHINESE.search(line)) for line in lines]
    return all(a != b for a, b in zip(kinds[::2], kinds[1::2], strict=True)) or len({*kinds[: len(kinds) // 2]}) == 1


def text_of(lines: list[str], first: str, indent: int) -> str:
    """A text as the value of a key, at the indentation of what stands below it."""
    texts = by_language([part for line in lines for part in line.split("\n") if part], first)
    if list(texts) == [first]:
        return " " + scalar(texts[first], indent)
    return "".join(f"\n{' ' * indent}{language}: {scalar(text, indent + 2)}" for language, text in texts.items())
