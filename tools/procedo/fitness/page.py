"""The result as one page that needs nothing else: our own template, every value escaped."""

from __future__ import annotations

from procedo.fitness.outcome import KINDS, Result, title, verdict
from procedo.terms import LANGUAGES, Sentence, say

WORDS = {
    "title": say("数据合用性", "Fitness of the export"),
    "form": say("表单", "Form"),
    "field": say("字段", "Field"),
    "expected": say("要求", "Expectation"),
    "result": say("结果", "Result"),
    "failing": say("不满足的记录", "Failing records"),
    "met": say("满足", "met"),
    "unmet": say("未满足", "unmet"),
    "warning": say("提醒", "warning"),
    "fit": say("合用要求（未满足时不能审核）", "Fit expectations (unmet, they stop the audit)"),
    "content": say("内容提醒（检查时成为不符合）", "Content warnings (findings in the check)"),
    "files": say("读取的文件", "Files read"),
    "rows": say("行", "rows"),
    "none": say("全部满足。", "All are met."),
    "as_of": say("截至日", "as of"),
    "row": say("行", "row"),
}


def page(result: Result, language: str) -> str:
    """HTML text; autoescaped, no script, no request."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("procedo.fitness", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    language = language if language in LANGUAGES else "zh"

    def word(sentence: Sentence | str) -> str:
        return (WORDS[sentence] if isinstance(sentence, str) else sentence).in_(language)

    return environment.get_template("fitness.html.j2").render(
        result=result,
        language=language,
        word=word,
        kinds=KINDS,
        verdict=verdict(result),
        title=lambda form: title(result, form, language),
    )
