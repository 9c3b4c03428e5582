"""A replay in words: by requirement how many verdicts would change, then each case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from procedo.check.replay import Replay, Shift
from procedo.check.replay import Verdict as Found
from procedo.library import Library
from procedo.reasons import words
from procedo.reports._layout import WIDTH, clean, wrap
from procedo.terms import VERDICTS, say


def told(found: Replay, library: Library, language: str) -> str:
    kinds = {f"{r.id}.{c.get('id')}": str(c.get("kind", "")) for d in library.all("procedure") for r in d.model.requirements for c in r.checks}
    lines = [*_head(found, language)]
    for check in dict.fromkeys(shift.check for shift in found.shifts):
        lines += _check(check, [s for s in found.shifts if s.check == check], found.judged[check], kinds.get(check, ""), language)
    return "\n".join(lines) + "\n"


def _head(found: Replay, language: str) -> Iterator[str]:
    document, total, changed = found.document, sum(found.judged.values()), len(found.shifts)
    title = f"{document.id} {document.model.title.in_(language)}"
    draft = say(f"假如 {title} 第 {document.revision} 版草稿一直有效：", f"If the draft of {title}, rev. {document.revision}, had been in force all along:")
    count = say(f"{total} 例中有 {changed} 例的结论不同", f"{changed} of {total} verdicts would change")
    more = say(f"，另有 {found.reasons} 例只是原因不同", f"; {found.reasons} more change their reasons only") if found.reasons else say("", "")
    yield from wrap(clean(draft.in_(language)), WIDTH)
    yield count.in_(language) + more.in_(language)


def _check(check: str, shifts: list[Shift], judged: int, kind: str, language: str) -> Iterator[str]:
    ways = Counter((_word(s.was, language), _word(s.would, language)) for s in shifts)
    colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
    counts = stop.join(f"{old} → {new} {count}" for (old, new), count in ways.most_common())
    of = f"{judged} 例" if language == "zh" else f"of {judged}"
    yield ""
    yield f"{check} {of}{colon}{counts}"
    for shift in shifts:
        case = clean(f"{shift.key}/{shift.window}" if shift.window else shift.key)
        text = f"{shift.clock}  {case}  {_word(shift.was, language)} → {_word(shift.would, language)}{_why(shift.would, kind, language)}"
        yield from wrap(text, WIDTH, "- ")


def _word(found: Found | None, language: str) -> str:
    return VERDICTS[found.verdict if found else "not_applicable"].in_(language)


def _why(found: Found | None, kind: str, language: str) -> str:
    if not found or not found.reasons:
        return ""
    stop = "、" if language == "zh" else ", "
    reasons = stop.join(words(code, kind).in_(language) for code in found.reasons)
    return f"（{reasons}）" if language == "zh" else f" ({reasons})"
