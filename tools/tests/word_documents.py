"""Word procedures as firms keep them, made on the spot: invented text, names of roles only."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (W + ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"')


def table(document, rows: list[list[str]]):
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for cells, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    return made


def by_style(path: Path) -> Path:
    """Headings by style with automatic numbers; header with number and version; cover lines; lists."""
    d = Document()
    d.sections[0].header.paragraphs[0].text = "示例公司管理文件  文件编号：QP-SAL-31  版本：B/2"
    d.sections[0].footer.paragraphs[0].text = "受控文件，复印无效"
    _number_headings(d)
    d.add_paragraph("投诉受理与回访程序", style="Title")
    table(d, [["编制", "审核", "批准"], ["质量负责人", "销售经理", "总经理"], ["2024-03-01", "2024-03-05", "2024-03-08"]])
    d.add_heading("目的", 1)
    d.add_paragraph("让每一条投诉都有人接、有人办、有答复。")
    d.add_paragraph("答复之后还要问客户是否满意。")
    d.add_heading("适用范围", 1)
    d.add_paragraph("适用于客户以任何方式提出的投诉。")
    d.add_heading("术语和定义", 1)
    d.add_paragraph("重大投诉：涉及人身安全或索赔超过五万元的投诉。")
    d.add_paragraph("回访是指办结以后再次联系客户，核实结果。")
    d.add_heading("职责", 1)
    d.add_heading("销售代表", 2)
    d.add_paragraph("登记投诉并在当天告知主管。")
    d.add_paragraph("向客户答复处理结果。", style="List Bullet")
    d.add_heading("市场总监", 2)
    d.add_paragraph("每季度分析投诉原因。")
    d.add_heading("销售经理", 2)
    d.add_paragraph("决定重大投诉的处理办法。")
    d.add_heading("工作程序", 1)
    d.add_heading("受理登记", 2)
    d.add_paragraph("销售代表收到投诉后逐项登记。")
    d.add_paragraph("时限：收到后 1 个工作日")
    d.add_paragraph("记录：《客户拜访及跟进记录》")
    d.add_heading("分级", 3)
    d.add_paragraph("按影响分为一般和重大两级。")
    d.add_heading("处理与答复", 2)
    d.add_paragraph("责任人：销售主管")
    d.add_paragraph("查明原因，提出办法，答复客户。")
    d.add_heading("相关文件", 1)
    d.add_paragraph("QP-SAL-07 销售合同评审、签订与归档程序")
    d.add_paragraph("《客户服务手册》")
    d.add_heading("记录", 1)
    d.add_paragraph("投诉登记表")
    d.save(path)
    return path


def by_number(path: Path) -> Path:
    """No styles at all: numbers typed into plain paragraphs."""
    d = Document()
    for text in ("示例公司", "价格调整管理办法", "文件编号：Q/SL-GL-12", "版次：A/0", "归口部门：销售经理",
                 "1 目的", "规范价格调整的提出、审批和通知。", "2、范围", "标准产品和项目产品的对外价格。",
                 "3. 职责", "3.1 销售代表：提出调价申请，说明理由。", "3.2 财务部：测算毛利，", "测算结果当天送出。",
                 "3.3 销售经理负责批准 5% 以内的调价。", "3.4 采购部：提供成本数据。",
                 "4 术语", "4.1 毛利：售价减去直接成本。",
                 "5 工作程序", "5.1 提出申请", "5.1.1 申请人填写理由和影响范围。", "5.1.2 附上客户来函。",
                 "5.2 测算：财务部在3个工作日内完成测算。", "5.3 销售经理批准后，由销售代表书面通知客户，并抄送财务部。",
                 "1）当面通知的，补发邮件；", "2）通知日期以邮件为准。", "3个工作日内客户未回复的，电话确认。", "5.4 归档",
                 "6 相关文件", "《合同评审程序》", "7 相关记录", "7.1 商务报价单", "7.2 调价申请表", "8 附件", "附件1 毛利测算模板"):
        d.add_paragraph(text)
    d.save(path)
    return path


def by_table(path: Path) -> Path:
    """Mostly tables: cover, duties, steps with merged cells, records, revisions."""
    d = Document()
    cover = table(d, [["文件名称", "样品借用管理程序", "文件编号", "QP-SAL-33"], ["版本", "C/1", "生效日期", "2024年5月1日"],
                      ["编制部门", "售前支持", "页码", "共3页"]])
    cover.cell(0, 0).width = cover.cell(0, 0).width
    d.add_paragraph("修订记录")
    table(d, [["版本", "修改内容", "修改人", "日期"], ["C/0", "首次发布", "售前支持", "2023-01-10"], ["C/1", "增加逾期催还", "售前支持", "2024-04-20"]])
    d.add_paragraph("一、目的：防止样品丢失。")
    d.add_paragraph("二、范围：全部可借用的样品。")
    d.add_paragraph("三、职责")
    table(d, [["岗位", "职责"], ["销售代表", "申请借用并按期归还。"], ["仓库管理员", "收发样品。"], ["财务", "核算丢失样品的价值。"]])
    d.add_paragraph("四、工作程序")
    steps = table(d, [["序号", "工作内容", "责任部门/人", "时限", "记录", "备注"],
                      ["1", "填写借用单，写明用途和归还日期。", "销售代表", "借用前", "客户拜访及跟进记录", "一单一样"],
                      ["2", "审批借用。", "销售经理", "1个工作日", "审批记录", ""],
                      ["3", "发放样品并拍照。", "仓库管理员", "当天", "样品发放台账", ""],
                      ["4", "逾期未还的，发出催还通知。", "销售主管、财务", "逾期3天内", "", "催两次"],
                      ["5", "核对归还的样品。", "销售主管", "", "", ""]])
    steps.cell(1, 3).merge(steps.cell(2, 3))
    d.add_paragraph("五、相关记录")
    table(d, [["序号", "记录名称", "编号", "保存期限"], ["1", "审批记录", "", "3年"], ["2", "样品发放台账", "F-SAL-099", "3年"]])
    d.save(path)
    return path


def messy(path: Path) -> Path:
    """Mixed numbers, a box, tracked changes, a note, merged cells, wide digits, empty paragraphs, English beside Chinese."""
    d = Document()
    for text in ("展会线索跟进程序", "Trade fair lead procedure", "", "   ", "编号：QP-SAL-34"):
        d.add_paragraph(text)
    d.add_paragraph("一、目的 Purpose")
    d.add_paragraph("让展会上得到的每条线索都有人跟进。")
    d.add_paragraph("Every lead from a fair is followed up.")
    d.add_paragraph("２ 适用范围")
    d.add_paragraph("公司参加的各类展会。")
    d.add_paragraph("第三章　职责")
    d.add_paragraph("（1）销售代表：收集名片，当晚录入。")
    d.add_paragraph("（2） 展台搭建商：按图搭建。")
    d.add_paragraph("四、工作程序")
    d.add_paragraph("５．１ 现场收集")
    changed = d.add_paragraph("名片在")
    changed._p.append(parse_xml(f'<w:del {W} w:id="1" w:author="x"><w:r><w:delText>三天内</w:delText></w:r></w:del>'))
    changed._p.append(parse_xml(f'<w:ins {W} w:id="2" w:author="x"><w:r><w:t>当天</w:t></w:r></w:ins>'))
    changed.add_run("交给销售主管。")
    gone = d.add_paragraph()
    gone._p.append(parse_xml(f'<w:del {W} w:id="3" w:author="x"><w:r><w:delText>整段已删的话</w:delText></w:r></w:del>'))
    d.add_paragraph("5.2、分配线索 Assign leads")
    d.add_paragraph("（三）按区域分配；区域不明的，由销售经理指定。")
    d.add_paragraph("")
    noted = d.add_paragraph("5.3 首次联系")
    noted._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    d.add_paragraph("展会结束后５个工作日内电话联系。")
    box = d.add_paragraph("联系结果分三类。")
    box._p.append(parse_xml(
        f'<w:r {MORE}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
        '<w:txbxContent><w:p><w:r><w:t>有意向的线索转为商机</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>'
        '</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>有意向的线索转为商机</w:t></w:r></w:p>'
        '</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'))
    rows = table(d, [["结果", "去向", "说明"], ["有意向", "商机", "两周内报价"], ["无意向", "商机", "每季度一次邮件"]])
    rows.cell(1, 1).merge(rows.cell(2, 1))
    hidden = d.add_paragraph().add_run("内部备注：供应商名单另存")
    hidden.font.hidden = True
    d.add_paragraph("五．相关记录")
    d.add_paragraph("《客户拜访及跟进记录》F-50")
    d.add_paragraph("名片扫描件")
    d.add_picture(str(_pixel(path.with_suffix(".png"))))
    d.save(path)
    _footnote(path, "节假日顺延，遇展会连办的除外。")
    return path


def english(path: Path) -> Path:
    """An English procedure: numbers typed, one heading written with a colon."""
    d = Document()
    for text in ("Sample lending procedure", "Document No.: QP-SAL-41  Rev. 3", "1. Purpose", "No sample gets lost.", "2. Scope", "All samples on loan.",
                 "3. Responsibilities", "3.1 Sales representative: asks for the loan and returns the sample.", "3.2 Storekeeper: hands samples out.",
                 "4. Procedure", "4.1 Ask", "Fill in the slip.", "Responsible: Sales representative", "Deadline: one day before",
                 "4.2 Approve: the sales manager signs.", "5. Records", "Loan slip"):
        d.add_paragraph(text)
    table(d, [["Version", "Change", "Date"], ["3", "reminder added", "2024-05-01"]])
    d.save(path)
    return path


def _number_headings(d) -> None:
    """Word's own way: a list of levels bound to the heading styles."""
    numbering = d.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{n + 1}"/>'
        f'<w:lvlText w:val="{".".join(f"%{m + 1}" for m in range(n + 1))}"/></w:lvl>' for n in range(3))
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level in range(1, 4):
        properties = d.styles[f"Heading {level}"].element.find(qn("w:pPr"))
        properties.insert(0, parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level - 1}"/><w:numId w:val="77"/></w:numPr>'))


def _pixel(path: Path) -> Path:
    import base64

    path.write_bytes(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
    return path


def _footnote(path: Path, text: str) -> None:
    """python-docx writes no footnotes: the part is put into the archive."""
    rewritten(path, {
        "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
                              f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'},
        ('footnotes" Target="footnotes.xml"', "word/_rels/document.xml.rels",
         '<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'))


def rewritten(path: Path, parts: dict[str, str | bytes], relation: tuple[str, str, str] | None = None) -> Path:
    """The archive with parts put in or replaced, and a relationship added."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    if relation:
        held[relation[1]] = re.sub(rb"</Relationships>", relation[2].encode() + b"</Relationships>", held[relation[1]])
    held |= {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in held.items():
            archive.writestr(name, part)
    return path
