"""The register as a workbook: list of controlled documents, a change request for each draft, distribution, acknowledgements.

Every text is written as a string cell, so nothing in a document can become a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence

from procedo.difference import sentence
from procedo.explain.register import HEADS, Draft, controlled, drafts, row, status
from procedo.library import Document, Library
from procedo.reports._layout import clean
from procedo.reports._sheets import Book, Sheet
from procedo.terms import Sentence, say

CREATED = dt.datetime(2000, 1, 1)
"""The workbook's own date: fixed, so that the same library gives the same bytes."""
LONGEST = 31
"""Characters in the name of a sheet."""
BLANK_ROWS = 20
SIGNED = say("编制 审核 批准", "Prepared Reviewed Approved")


def workbook(library: Library, language: str) -> bytes:
    """The workbook as bytes, in one language."""
    page = io.BytesIO()
    book = Book(page, clean(library.settings.organisation.in_(language)), CREATED)
    documents = controlled(library)
    _list(book, library, documents, language)
    for number, draft in enumerate(drafts(library), 1):
        _request(book, library, draft, number, language)
    current = [d for d in documents if status(library, d) == "current"]
    _to_sign(book, current, say("文件发放回收登记表", "Distribution"), say("文件发放/回收登记表", "Distribution and return of documents"), say(
        "编号 名称 版次 分发号 接收部门 接收人 发放日期 签收 回收日期 签收",
        "Number Title Revision Copy Department Recipient Issued Signature Returned Signature"),
        (18, 40, 8, 10, 16, 14, 13, 16, 13, 16), language)
    _to_sign(book, current, say("文件阅读确认表", "Acknowledgements"), say("文件阅读确认表", "Acknowledgement of reading"), say(
        "编号 名称 版次 人员 阅读日期 签字", "Number Title Revision Person Read-on Signature"), (18, 40, 8, 16, 13, 18), language)
    book.close()
    return page.getvalue()


def _list(book: Book, library: Library, documents: Iterable[Document], language: str) -> None:
    sheet = book.sheet(say("受控文件清单", "Controlled documents").in_(language), (14, 26, 44, 8, 13, 18, 12, 13, 72))
    sheet.line(HEADS.in_(language).split(" "), "head")
    sheet.frozen(2)
    sheet.printed()
    for document in documents:
        sheet.line([clean(cell) for cell in row(library, document, language)])
    book.filters()


def _request(book: Book, library: Library, draft: Draft, number: int, language: str) -> None:
    """What a draft changes, in words, and boxes to be signed."""
    document, model = draft.document, draft.document.model
    name = f"{number} {say('更改申请', 'Change').in_(language)} {document.id}"
    sheet = book.sheet(name[:LONGEST], (26, 40, 18, 26))
    sheet.line([say("文件更改申请单", "Document change request").in_(language)], "title")
    before = say("（新文件）", "(new document)").in_(language) if draft.before is None else draft.before.revision
    facts: tuple[tuple[Sentence, str], ...] = (
        (say("文件编号", "Document"), document.id), (say("名称", "Title"), model.title.in_(language)), (say("现行版次", "Revision in force"), before),
        (say("申请版次", "New revision"), document.revision), (say("更改原因", "Reason"), model.change.in_(language) if model.change else ""),
        (say("拟生效日期", "To take effect on"), model.effective_from.isoformat() if model.effective_from else ""),
        (say("指纹", "Fingerprint"), document.fingerprint),
    )
    for label, value in facts:
        sheet.line([label.in_(language), clean(value)])
    sheet.skip()
    sheet.line([say("更改内容", "What changes").in_(language), ""], "head")
    told = [sentence(change).in_(language) for change in draft.changes] or [say("全文为新编", "The whole document is new").in_(language)]
    for count, words in enumerate(told, 1):
        sheet.line([str(count), clean(words)])
    sheet.skip()
    _boxes(sheet, language)
    sheet.printed()


def _boxes(sheet: Sheet, language: str) -> None:
    sheet.line(say("签署 姓名 日期 签字", "Sign-off Name Date Signature").in_(language).split(" "), "head")
    for word in SIGNED.in_(language).split(" "):
        sheet.line([word, "", "", ""])


def _to_sign(
    book: Book, documents: Iterable[Document], name: Sentence, title: Sentence, heads: Sentence, wide: Sequence[int], language: str
) -> None:
    """A line for each document in force, and empty lines to go on with."""
    sheet, words = book.sheet(name.in_(language), wide), heads.in_(language).split(" ")
    sheet.line([title.in_(language)], "title")
    sheet.line(words, "head")
    empty = [""] * (len(words) - 3)
    for document in documents:
        sheet.line([clean(document.id), clean(document.model.title.in_(language)), clean(document.revision), *empty])
    for _ in range(BLANK_ROWS):
        sheet.line([""] * len(words))
    sheet.printed()
