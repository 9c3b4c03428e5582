"""The worked examples of a requirement, a line each."""

from __future__ import annotations

from procedo.examples import link, read_examples
from procedo.library import Library
from procedo.model import Requirement
from procedo.model.example import Example
from procedo.reasons import words
from procedo.reports._layout import WIDTH, clean, wrap
from procedo.terms import VERDICTS, say


def examples_of(library: Library, requirement: Requirement, check: str | None, language: str) -> list[str]:
    """Heading and lines; nothing where the requirement (or the one check) has none."""
    linked = link(library, read_examples(library.root))[0]
    wanted = f"{requirement.id}.{check}" if check else None
    found = [one for one in linked if one.requirement.id == requirement.id and wanted in (None, one.check)]
    kinds = {f"{requirement.id}.{body.get('id')}": str(body.get("kind", "")) for body in requirement.checks}
    lines = [_line(one.example, kinds.get(one.check, ""), language) for one in found]
    heading = say("做好的例子（procedo test 会运行）", "Worked examples (run by procedo test)").in_(language)
    return ["", heading, *(line for text in lines for line in wrap(text, WIDTH, "- "))] if lines else []


def _line(example: Example, kind: str, language: str) -> str:
    stop, colon, brackets = ("、", "：", "（{}）") if language == "zh" else (", ", ": ", " ({})")
    reasons = stop.join(words(code, kind).in_(language) for code in example.reasons or ())
    verdict = VERDICTS[example.expect.replace("-", "_")].in_(language)
    told = verdict + (brackets.format(reasons) if reasons else "")
    return clean(f"{example.id}  {example.title.in_(language)}{colon}{told}")
