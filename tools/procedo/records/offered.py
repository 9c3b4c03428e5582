"""What revisions offer for a field: codes with their labels, and what each of them is called now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from procedo.model.text import Label
from procedo.records.words import fold, same_width

Choices = Mapping[str, Label]
"""Code -> its labels."""


def joined(now: Choices, earlier: Sequence[Choices]) -> dict[str, Label]:
    """The choices of now with the codes and labels that earlier revisions offered, the newest first, save for words that
    stand for something else by now."""
    choices = dict(now)
    for offered in earlier if choices else ():
        if any(choices.get(code) != label for code, label in offered.items()):
            for code, by_now in called_now(choices, offered).items():
                choices[by_now] = _label(choices, by_now, code, offered[code])
    return choices


def _label(choices: Choices, now: str, code: str, label: Label) -> Label:
    """The labels of `now`, and those words of an earlier code that stand for nothing yet."""
    taken = words(choices)
    free = {language: [name for name in names if plain(name) not in taken] for language, names in label.root.items()}
    if now not in choices:
        return Label({language: names for language, names in free.items() if names} or {"*": [code]})
    root = choices[now].root
    more = [name for name in (code, *(name for names in free.values() for name in names)) if plain(name) not in taken]
    first = next(iter(root), "*")
    return Label(root | {first: [*root.get(first, ()), *dict.fromkeys(more)]}) if more else choices[now]


def called_now(now: Choices, offered: Choices) -> dict[str, str]:
    """Each code that another revision offered -> the code it goes by now.

    A code that is gone goes by the one that its words stand for, if no other code went over to that; or if its own name
    has become a word for it. Else it stays itself.
    """
    taken = words(now)
    met = {code: {code} if code in now else {taken[w] for w in _words_of(code, label) if w in taken} for code, label in offered.items()}
    times = Counter(code for codes in met.values() for code in codes)
    alone = {code: next(iter(codes)) for code, codes in met.items() if len(codes) == 1 and times[next(iter(codes))] == 1}
    return {code: alone.get(code, code if code in now else taken.get(plain(code), code)) for code in offered}


def words(choices: Choices) -> dict[str, str]:
    """Every word, folded for comparing -> the code that it stands for."""
    return {word: code for code, label in choices.items() for word in _words_of(code, label)} | {plain(code): code for code in choices}


def _words_of(code: str, label: Label) -> Iterator[str]:
    return map(plain, (code, *label.every()))


def plain(word: str) -> str:
    """As cells are compared; a word of mere signs by its width only."""
    return fold(word) or same_width(word)
