"""Word procedures become drafts: nothing of the paper is lost, nothing is made up, hostile files are refused."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import word_documents
from docx import Document

from procedo.cli.entry import main
from procedo.library import read
from procedo.lint import lint
from procedo.problem import ProblemError
from procedo.word import Imported, import_word

FOUR = ("by_style", "by_number", "by_table", "messy")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRUCTURE = set(
    "目的 范围 适用范围 术语 术语和定义 职责 岗位 工作程序 相关文件 记录 相关记录 附件 修订记录 Purpose 目的Purpose 序号 工作内容 责任部门/人 时限 "
    "责任人 保存期限 备注".split())
"""Headings and columns that the keys of the draft say, and labels of lines that became one."""


ROLES = {"sales-rep": "销售代表", "sales-manager": "销售经理", "sales-supervisor": "销售主管", "presales": "售前支持", "finance": "财务部, 财务",
         "quality-manager": "质量负责人", "general-manager": "总经理"}
FORMS = {"activity": ("客户拜访及跟进记录", "F-50"), "approval": ("审批记录", "F-01"), "quotation": ("商务报价单", "F-40")}
LIBRARY = {
    "library.yml": "library: small\norganisation: 示例公司\nlanguages: [zh, en]\ntime_zone: Asia/Shanghai\nprofile: all\n",
    "profiles/all.yml": "profile: all\ntitle: 全部\nrevision: 1\nstatus: draft\nprocedures: []\n",
    "roles.yml": "role_list: roles\ntitle: 岗位\nrevision: 1\nstatus: draft\nroles:\n" + "".join(
        f"  - {{id: {id}, label: {{zh: [{names}]}}}}\n" for id, names in ROLES.items()),
    **{f"forms/{id}.yml": f"form: {id}\ntitle: {title}\nnumber: {number}\nrevision: 1\nstatus: draft\nkey: id\n"
                          "fields:\n  id: {type: text, required: true, label: 编号}\n" for id, (title, number) in FORMS.items()},
    "QP-SAL-07.yml": "procedure: QP-SAL-07\ntitle: 销售合同评审、签订与归档程序\nrevision: 1\nstatus: draft\npurpose: 略\nscope: 略\nrequirements: []\n"
                     "steps:\n  - {id: a, title: 略, responsible: sales-rep, work: 略}\n",
}


@pytest.fixture
def library(tmp_path) -> Path:
    for name, text in LIBRARY.items():
        file = tmp_path / "library" / "procedures" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "library"


def imported(library: Path, name: str) -> Imported:
    return import_word(library, getattr(word_documents, name)(library.parent / f"{name}.docx"))


def draft(library: Path, done: Imported):
    return next(d for d in read(library, drafts=True).desk if d.id == done.id)


def paragraphs(path: Path) -> Iterator[str]:
    """The text of every paragraph of the file, read without the code under test; deleted text is none."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.match(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
                root = ElementTree.fromstring(archive.read(name))
                for parent in list(root.iter()):
                    for child in list(parent):
                        if child.tag.endswith(("}Fallback", "}del")):
                            parent.remove(child)
                yield from (text for p in root.iter(f"{W}p") if (text := own_text(p).strip()))


def own_text(element) -> str:
    """The text of a paragraph without that of paragraphs inside it."""
    if element.tag == f"{W}t":
        return element.text or ""
    return "".join(own_text(child) for child in element if child.tag != f"{W}p")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def values(data) -> Iterator[str]:
    if isinstance(data, dict):
        for item in data.values():
            yield from values(item)
    elif isinstance(data, list):
        for item in data:
            yield from values(item)
    elif data is not None:
        yield str(data)


def chunks(text: str) -> list[str]:
    """A paragraph without the number before it, in the parts that structure may take apart."""
    bare = re.sub(r"^(第.章|[（(].[)）]|[一二三四五六七八九]+[、．.]|[\d０-９]+([.．][\d０-９]+)*[.、）)]?(?!\d*个))\s*", "", text.strip())
    parts = re.split(
        r"[:：，、。》《]|职责$|(?<=[\u4e00-\u9fff]) (?=[A-Z])|(?<=经理)(?=负责)|(?<=回访)(?=是指)|(?<=7) ", bare)
    return [squeezed(part) for part in parts if part.strip()]


def labels(content: str) -> set[str]:
    """Names of roles, forms and procedures whose id the draft holds."""
    named = {**{id: names.split(", ") for id, names in ROLES.items()}, **{id: list(names) for id, names in FORMS.items()},
             "QP-SAL-07": ["QP-SAL-07", "QP-SAL-0", "销售合同评审", "签订与归档程序"]}
    return {name for id, names in named.items() for name in names if re.search(rf"\b{id}\b", content)}


@pytest.mark.parametrize("name", FOUR)
def test_no_text_is_lost(library, name):
    done = imported(library, name)
    content = done.file.read_text(encoding="utf-8")
    held = squeezed("\n".join(values(draft(library, done).yaml.data)))
    known = STRUCTURE | labels(content)
    lost = [part for text in paragraphs(library.parent / f"{name}.docx") for part in chunks(text)
            if squeezed(text) not in held and part not in held and part not in known]
    assert lost == []


@pytest.mark.parametrize("name", FOUR)
def test_nothing_is_made_up(library, name):
    done = imported(library, name)
    model = draft(library, done).model
    paper = squeezed("\n".join(paragraphs(library.parent / f"{name}.docx")))
    texts = [model.title, model.purpose, model.scope, *(d.text for d in model.responsibilities), *(d.term for d in model.definitions),
             *(d.text for d in model.definitions), *(t for s in model.steps for t in (s.title, s.work, *([s.limit.text] if s.limit else [])))]
    lines = [line for text in texts for language in text.root.values() for line in language.split("\n")]
    lines += [line for item in model.unread if not item.text.startswith("（") for line in item.text.split("\n")]
    foreign = [line for line in lines for part in re.split("：", re.sub(r"^\d+(\.\d+)* (?=分级|市场总监)", "", line)) if squeezed(part) not in paper]
    assert [line for line in foreign if not line.endswith(".png")] == []


@pytest.mark.parametrize("name", FOUR)
def test_the_draft_is_sound_and_has_a_page(library, name):
    from procedo.site.pages import pages

    done = imported(library, name)
    assert [p for p in lint(library) if not p.warning] == []
    assert {p.id for p in lint(library) if p.place.file.endswith(done.file.name)} == {"unread", "no-translation"}
    model = draft(library, done).model
    assert (model.status, model.revision, model.requirements) == ("draft", "1", [])
    page = dict(pages(read(library, drafts=True)))[f"procedures/{done.id}.md"]
    assert model.title.in_("zh") in page and model.steps[-1].title.in_("zh") in page


def test_headings_by_style(library):
    model = draft(library, imported(library, "by_style")).model
    assert (model.id, model.title.in_("zh")) == ("QP-SAL-31", "投诉受理与回访程序")
    assert [(s.id, s.title.in_("zh"), s.responsible) for s in model.steps] == [
        ("5.1", "受理登记", "sales-rep"), ("5.2", "处理与答复", "sales-supervisor")]
    assert model.steps[0].limit.text.in_("zh") == "收到后 1 个工作日" and model.steps[0].outputs == ["activity"]
    assert "5.1.1 分级\n按影响分为一般和重大两级。" in model.steps[0].work.in_("zh")
    assert {d.role for d in model.responsibilities} == {"sales-rep", "sales-manager"}
    assert [u.text for u in model.unread if "职责" in u.where] == ["4.2 市场总监", "每季度分析投诉原因。"]
    assert [d.term.in_("zh") for d in model.definitions] == ["重大投诉", "回访"]
    assert "审核 | 销售经理 | 2024-03-05" in model.note.in_("zh") and model.signatures.reviewed is None
    assert model.related == ["QP-SAL-07"]


def test_headings_by_typed_numbers(library):
    model = draft(library, imported(library, "by_number")).model
    assert (model.id, model.owner, [s.id for s in model.steps]) == ("Q-SL-GL-12", "sales-manager", ["5.1", "5.2", "5.3", "5.4"])
    assert "5.1.2 附上客户来函。" in model.steps[0].work.in_("zh")
    assert "3个工作日内客户未回复的，电话确认。" in model.steps[2].work.in_("zh"), "3个 is an amount, no clause"
    assert [d.role for d in model.responsibilities] == ["sales-rep", "finance", "sales-manager"]
    assert model.records == ["quotation"] and "7.2 调价申请表" in [u.text for u in model.unread]
    assert any("采购部" in u.text for u in model.unread), "a role that the role list does not know"
    assert "采购部" not in " ".join(values([d.text.root for d in model.responsibilities]))


def test_mostly_tables(library):
    model = draft(library, imported(library, "by_table")).model
    assert [(s.id, s.responsible) for s in model.steps] == [
        ("1", "sales-rep"), ("2", "sales-manager"), ("3", "presales"), ("4", "sales-supervisor"), ("5", "sales-supervisor")]
    assert model.steps[1].outputs == ["approval"] and "备注：催两次" in model.steps[3].work.in_("zh")
    assert "责任部门/人：销售主管、财务" in model.steps[3].work.in_("zh"), "several roles stay in the text"
    assert model.steps[0].limit == model.steps[1].limit, "a merged cell holds for each of its rows"
    assert any("步骤 3" in u.where and "仓库管理员" in u.text for u in model.unread)
    assert "C/1 | 增加逾期催还 | 售前支持 | 2024-04-20" in model.note.in_("zh")


def test_the_messy_one(library):
    done = imported(library, "messy")
    model = draft(library, done).model
    assert done.file.name == "QP-SAL-34-trade-fair-lead-procedure.yml"
    assert model.purpose.root == {"zh": "让展会上得到的每条线索都有人跟进。", "en": "Every lead from a fair is followed up."}
    assert model.steps[0].work.in_("zh") == "名片在当天交给销售主管。", "inserted text counts, deleted text does not"
    assert [s.id for s in model.steps] == ["5.1", "5.2", "5.3"]
    assert model.steps[1].title.root == {"zh": "分配线索", "en": "Assign leads"}
    unread = [item.text for item in model.unread]
    for text in ("有意向的线索转为商机", "节假日顺延，遇展会连办的除外。", "内部备注：供应商名单另存", "image1.png"):
        assert unread.count(text) == 1
    assert not any("已删" in text for text in values(draft(library, done).yaml.data))


def test_an_english_procedure(library):
    settings = library / "procedures" / "library.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[zh, en]", "[en, zh]"), encoding="utf-8")
    roles = library / "procedures" / "roles.yml"
    roles.write_text(roles.read_text(encoding="utf-8").replace("zh: [销售代表]", "zh: [销售代表], en: Sales representative"), encoding="utf-8")
    done = imported(library, "english")
    model = draft(library, done).model
    assert (model.id, model.title.root, model.purpose.in_("en")) == ("QP-SAL-41", {"*": "Sample lending procedure"}, "No sample gets lost.")
    assert [(s.id, s.title.in_("en"), s.responsible) for s in model.steps] == [("4.1", "Ask", "sales-rep"), ("4.2", "Approve", "sales-rep")]
    assert model.steps[0].limit.text.in_("en") == "one day before"
    assert [u.text for u in model.unread][:2] == ["3.2 Storekeeper: hands samples out.", "Loan slip"]
    assert "3 | reminder added | 2024-05-01" in model.note.in_("en")
    assert not re.search("[\u4e00-\u9fff]", done.file.read_text(encoding="utf-8"))


def test_unread_keeps_a_release_back(library, capsys):
    done = imported(library, "by_number")
    assert main(["release", done.id, "--library", str(library)]) == 2
    assert "[unread]" in capsys.readouterr().err


def test_unread_texts_are_settled_in_a_workbook(library):
    """Word, then Excel: a person without an editor takes the rows out of the sheet, and nothing keeps the release back for them."""
    import openpyxl

    done = imported(library, "by_table")
    assert main(["export", done.id, "--xlsx", "--library", str(library)]) == 0
    file = library / "build" / "exports" / f"{done.id}.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book["未归位原文"]
    assert [cell.value for cell in sheet[1]] == ["原文位置", "文字"]
    assert sheet.max_row == 1 + len(done.unread)
    sheet.delete_rows(2, sheet.max_row)
    book.save(file)
    assert main(["import", str(file), "--library", str(library)]) == 0
    assert draft(library, done).model.unread == []
    assert "unread" not in {p.id for p in lint(library)}


def test_nothing_beyond_the_core_is_needed(library):
    file = word_documents.messy(library.parent / "messy.docx")
    without = "import sys; sys.modules.update(dict.fromkeys(['docx', 'lxml', 'openpyxl'])); from procedo.cli import main"
    done = subprocess.run([sys.executable, "-c", f"{without}; sys.exit(main({['import', str(file), '--library', str(library)]}))"],
                          env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_command_says_what_was_left(library, capsys):
    file = word_documents.messy(library.parent / "messy.docx")
    assert main(["import", str(file), "--library", str(library), "--id", "QP-SAL-77"]) == 0
    said = capsys.readouterr().out
    assert "procedures/QP-SAL-77" in said and "文本框" in said and "有意向的线索转为商机" in said
    assert main(["import", str(file), "--library", str(library), "--id", "QP-SAL-77"]) == 2
    assert "[id-taken]" in capsys.readouterr().err
    assert main(["import", str(file), "--library", str(library), "--id", "QP-SAL-78", "--lang", "en"]) == 0
    assert "text box" in capsys.readouterr().out


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_shape_every_word_arrives(library, seed):
    """Random documents of unique words: each word stands in the draft, once unless its cell is merged or a title repeats it."""
    random.seed(seed)
    file = library.parent / "random.docx"
    words = scrambled(file)
    done = import_word(library, file, id=f"QP-X-{seed}")
    content = done.file.read_text(encoding="utf-8")
    assert [word for word in words if word not in content] == []
    assert [p for p in lint(library) if not p.warning] == []


HEADS = ("目的", "1 目的", "二、适用范围", "3 职责", "第四章 术语和定义", "5 工作程序", "工作程序",
         "6 相关文件", "7 相关记录", "附件", "8 其他规定", "修订记录", "审批")
SHAPES = ("{}", "5.1 {}", "5.2 {}", "（1）{}", "1. {}", "2、{}", "a) {}", "销售代表：{}", "采购部：{}", "{}是指某物", "{}：说明", "时限：{}", "记录：{}",
          "责任人：{}", "销售经理负责{}", "文件编号：QP-1-{}", "版本：{}", "一、{}", "审批：{}", "目的：{}", "相关记录：{}", "《{}》",
          "{} Title here", "3.1.2 {}")
COLUMNS = (("序号", "工作内容", "责任部门/人", "时限", "记录"), ("岗位", "职责"), ("编制", "审核", "批准"), ("版本", "修改内容", "日期"),
           ("术语", "定义"), ("序号", "记录名称", "编号", "保存期限"), ("文件名称", "", "版本", ""), ("甲列", "乙列"), ("步骤", "内容", "岗位", "岗位"))


def scrambled(file: Path) -> list[str]:
    document, words = Document(), []

    def word() -> str:
        words.append(f"词{len(words):04d}尾")
        return words[-1]

    for _ in range(random.randint(3, 40)):
        kind = random.random()
        if kind < 0.3:
            head = random.choice(HEADS)
            if random.random() < 0.3:
                document.add_heading(head, random.randint(1, 3))
            else:
                document.add_paragraph(head)
        elif kind < 0.85:
            style = random.choice([None, None, None, "Heading 1", "Heading 2", "List Number", "List Bullet", "Title"])
            document.add_paragraph(random.choice(SHAPES).format(word()), style=style)
        else:
            heads = random.choice(COLUMNS)
            fillers = [[random.choice([word, word, lambda: "销售代表", lambda: "", lambda: "审批记录"])() for _ in heads] for _ in range(3)]
            made = word_documents.table(document, [list(heads), *fillers])
            if random.random() < 0.3:
                made.cell(1, 0).merge(made.cell(2, random.randint(0, 1)))
    document.sections[0].header.paragraphs[0].text = f"页眉 {word()}"
    document.save(file)
    return words


TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PLACES = f"""<w:document {word_documents.MORE}><w:body>
<w:sdt><w:sdtContent><w:p><w:r><w:t>控件内词</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:hyperlink><w:r><w:t>链接词</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>标签词</w:t></w:r></w:smartTag>
<w:fldSimple w:instr="DATE"><w:r><w:t>域结果词</w:t></w:r></w:fldSimple></w:p>
<w:p><w:moveFrom w:id="1"><w:r><w:t>移走词</w:t></w:r></w:moveFrom><w:moveTo w:id="2"><w:r><w:t>移来词</w:t></w:r></w:moveTo></w:p>
<w:p><w:r><w:instrText>指令词</w:instrText></w:r><w:r><w:t xml:space="preserve">前 半 </w:t><w:tab/><w:t>后半词</w:t><w:br/><w:t>换行词</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格内词</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>套表词</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr>
<w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>控件行词</w:t></w:r></w:p></w:tc></w:tr></w:sdtContent></w:sdt>
<w:tr><w:trPr><w:del w:id="9"/></w:trPr><w:tc><w:p><w:r><w:t>删行词</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:tbl><w:tr><w:tc><w:p><w:r><w:t>框表词</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>
<w:p><w:r><w:ruby><w:rt><w:r><w:t>注音词</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>被注词</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>
</w:body></w:document>"""


def one_paragraph(root: str, item: str, text: str) -> str:
    return f'<w:{root} {word_documents.W}><w:{item} w:id="3"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{item}></w:{root}>'


def test_every_place_of_a_file_is_read(library, tmp_path):
    """Controls, fields, moved text, nested tables, boxes, notes, comments, drawings: all of it, and nothing that is gone."""
    Document().save(tmp_path / "places.docx")
    related = {"endnotes": "endnotes.xml", "comments": "comments.xml", "diagramData": "diagrams/data1.xml", "oleObject": "embeddings/plan.bin"}
    file = word_documents.rewritten(tmp_path / "places.docx", {
        "word/document.xml": PLACES, "word/endnotes.xml": one_paragraph("endnotes", "endnote", "尾注词"),
        "word/comments.xml": one_paragraph("comments", "comment", "批注词"), "word/embeddings/plan.bin": b"x",
        "word/diagrams/data1.xml": '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>图示词</a:t></d>',
    }, ("", "word/_rels/document.xml.rels", "".join(
        f'<Relationship Id="rX{kind}" Type="{TYPE}{kind}" Target="{target}"/>' for kind, target in related.items())))
    texts = "\n".join(item.text for item in draft(library, import_word(library, file, id="QP-PLACES")).model.unread)
    for word in "控件内词 链接词标签词域结果词 移来词 后半词 换行词 格内词 套表词 控件行词 框表词 注音词 被注词 尾注词 批注词 图示词 plan.bin".split():
        assert texts.count(word) == 1, word
    assert "前 半 后半词" in texts
    for word in ("移走词", "指令词", "删行词"):
        assert word not in texts


def refused(library: Path, file: Path) -> str:
    with pytest.raises(ProblemError) as error:
        import_word(library, file)
    problem, = error.value.problems
    assert problem.sentence.zh and problem.sentence.en and problem.sentence.zh != problem.sentence.en
    assert not list((library / "procedures").glob("QP-SAL-3*"))
    return problem.id


def test_old_and_encrypted_files(library, tmp_path):
    old = tmp_path / "old.docx"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    assert refused(library, old) == "old-word"
    locked = tmp_path / "locked.docx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    assert refused(library, locked) == "encrypted"


def test_no_word_files(library, tmp_path):
    text = tmp_path / "text.docx"
    text.write_text("目的", encoding="utf-8")
    assert refused(library, text) == "not-word"
    assert refused(library, tmp_path / "none.docx") == "no-such-file"
    other = tmp_path / "other.docx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert refused(library, other) == "no-word-document"


ENTITY = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document {}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize(("parts", "id"), [
    ({"word/document.xml": ENTITY.format(word_documents.W)}, "hostile-xml"),
    ({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}, "hostile-xml"),
    ({"word/document.xml": "<w:document"}, "damaged"),
    ({"word/vbaProject.bin": b"\0"}, "macros"),
    ({"word/media/image9.png": b"\0" * (300 << 20)}, "zip-bomb"),
], ids=["entity", "nested", "cut", "macros", "bomb"])
def test_hostile_parts(library, tmp_path, parts, id):
    file = word_documents.rewritten(word_documents.by_number(tmp_path / "hostile.docx"), parts)
    assert refused(library, file) == id


def test_a_truncated_archive(library, tmp_path):
    file = word_documents.by_number(tmp_path / "cut.docx")
    file.write_bytes(file.read_bytes()[:-900])
    assert refused(library, file) == "not-word"


def test_ten_thousand_paragraphs(library, tmp_path):
    document = Document()
    body = "".join(f"<w:p><w:r><w:t>5.{n // 100 + 1}.{n % 100 + 1} 第 {n} 条要求。</w:t></w:r></w:p>" for n in range(10_000))
    document.save(tmp_path / "long.docx")
    head = "<w:p><w:r><w:t>5 工作程序</w:t></w:r></w:p>"
    file = word_documents.rewritten(tmp_path / "long.docx", {
        "word/document.xml": f"<w:document {word_documents.W}><w:body>{head}{body}</w:body></w:document>"})
    done = import_word(library, file, id="QP-LONG")
    content = done.file.read_text(encoding="utf-8")
    assert all(f"第 {n} 条要求。" in content for n in range(10_000))


@pytest.mark.parametrize(("typed", "kind", "parts", "rest"), [
    ("５．１ 收集", "decimal", (5, 1), "收集"), ("5.1.2收集", "decimal", (5, 1, 2), "收集"), ("1.0 目的", "decimal", (1,), "目的"),
    ("十二、目的", "cn", (12,), "目的"), ("（二十）目的", "paren-cn", (20,), "目的"), ("第三章　职责", "chapter", (3,), "职责"),
    ("③ 登记", "circle", (3,), "登记"), ("IV. Scope", "roman", (4,), "Scope"), ("b) 登记", "letter", (2,), "登记"), ("2）登记", "close", (2,), "登记"),
    ("3个工作日内答复", "tight", (3,), "个工作日内答复"), ("5.1万元以下", None, (), "5.1万元以下"), ("2026.3.1 发布", None, (), "2026.3.1 发布"),
    ("500 元以下", None, (), "500 元以下"),
])
def test_typed_numbers(typed, kind, parts, rest):
    from procedo.word.numbers import number_of

    number, behind = number_of(typed)
    assert (number.kind if number else None, number.parts if number else (), behind) == (kind, parts, rest)


@pytest.mark.parametrize(("kind", "shown"), [
    ("chineseCounting", "十二"), ("upperRoman", "XII"), ("lowerLetter", "l"), ("decimalEnclosedCircle", "⑫"), ("decimalZero", "12"), ("bullet", "")])
def test_formats_of_automatic_numbers(kind, shown):
    from procedo.word.numbering import formatted

    assert formatted(12, kind) == shown
