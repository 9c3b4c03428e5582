"""Pages say what the documents say, in both languages, and nothing in a value can break them."""

from __future__ import annotations

import random
import re
import shutil
from html import unescape

import pytest
from site_fixture import FOLDER, HOSTILE, copy, outcome

from procedo.library import read
from procedo.problem import ProblemError
from procedo.site.addresses import alternate, relative
from procedo.site.build import build, sync
from procedo.site.flow import Labels, Lane, chart, edges_of
from procedo.site.flow.measure import Measure, Style
from procedo.site.flow.place import Node, kinds_of, rows_of
from procedo.site.flow.route import Router
from procedo.site.flow.wrap import NOT_FIRST, NOT_LAST, em, wrap
from procedo.site.markdown import data, plain
from procedo.site.pages import pages
from procedo.site.values import shown
from procedo.site.values import test_of as reads
from procedo.site.values import test_words as says
from procedo.site.whole import faults

TAGS = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def library():
    return read(FOLDER)


def rendered(library, language="zh", audience="staff", judged=True):
    return dict(pages(library, outcome() if judged else None, audience, language))


@pytest.fixture(scope="module")
def zh(library):
    return rendered(library)


@pytest.fixture(scope="module")
def en(library):
    return rendered(library, "en")


def words(page: str) -> str:
    return " ".join(unescape(TAGS.sub(" ", page)).split())


def test_both_languages_have_the_same_pages(zh, en):
    assert set(zh) == set(en)
    assert {
        "index.md",
        "procedures/QP-T-01.md",
        "procedures/QP-T-01.rev-1.md",
        "matrices/AM-T.md",
        "roles/boss.md",
        "forms/contract.md",
        "clauses.md",
        "glossary.md",
        "sources.md",
        "profiles/small.md",
        "calendars/week.md",
        "requirements.md",
        "language.md",
    } <= set(zh)


def test_the_same_library_gives_the_same_bytes(library, zh):
    assert rendered(library) == zh


def test_a_procedure_shows_its_document_card(zh):
    text = words(zh["procedures/QP-T-01.md"])
    for said in (
        "QP-T-01",
        "合同审批程序",
        "版次 2",
        "2026-03-01",
        "总经理",
        "下次评审 2027-03-01",
        "编制 张三 销售代表 2026-02-01",
        "现行有效",
    ):
        assert said in text


def test_a_procedure_shows_steps_parameters_and_history(zh):
    page = zh["procedures/QP-T-01.md"]
    text = words(page)
    assert 'id="step-3"' in page and 'href="#step-1"' in page and '<a href="../forms/contract.html">销售合同</a>' in page
    assert "归档时限 filing_time 3 个工作日 5 个工作日" in text, "the profile's value, and the default beside it"
    assert "500,000 元" in text and "法务、总经理" in text
    assert "增加法务审核。" in text and 'href="QP-T-01.rev-1.html"' in page
    assert "10 年" in text


def test_an_earlier_revision_has_a_page_that_says_so(zh):
    page = zh["procedures/QP-T-01.rev-1.md"]
    assert "已被替代的版次" in page and "旧版次的目的" in page and "已被替代" in words(page)
    assert '"exclude": true' in page.split("---")[1]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "zh",
            "每条“销售合同”：须在签订日期之前取得AM-T“合同审批矩阵”所列的全部批准，批准人当天须担任该岗位，且不得是起草人本人；批准金额不得低于合同金额。",
        ),
        ("zh", "每条“销售合同”：须填写客户名称、合同金额或备注。"),
        ("zh", "每条“销售合同”：自签订日期起归档时限（3 个工作日）之内，须填有归档日期。"),
        ("en", "Each “Sales contract” record: states Customer, Price or Note."),
        ("en", "Each “Sales contract” record: there is Filed on within Filing time (3 working days) of Signed on."),
    ],
)
def test_checks_are_told_in_words(zh, en, language, sentence):
    assert sentence in words({"zh": zh, "en": en}[language]["procedures/QP-T-01.md"])


def test_a_requirement_without_checks_says_that_it_is_not_automated(zh):
    assert "尚未自动化" in zh["procedures/QP-T-01.md"].split('id="R-4"')[1].split("</section>")[0]


def test_a_requirement_shows_its_examples(zh, en):
    page = words(zh["procedures/QP-T-01.md"])
    assert "示例（2）" in page and "不符合：逾期完成" in page and "1,234,567" in page and "特殊" in page
    assert "（空）" in page, "a field that is empty on purpose shows"
    assert "归档时限 = 3 个工作日" in page and "无人 <b>任命</b>" in page and "判定日 2026-06-30" in page and "记录 HT-0001" in page
    assert "nonconforming: done too late" in words(en["procedures/QP-T-01.md"])
    assert 'id="R-3-late"' in zh["procedures/QP-T-01.md"] and 'id="R-3-late"' not in zh["procedures/QP-T-01.rev-1.md"]


def test_staff_see_counts_and_auditors_findings(library, zh):
    assert "findings.md" not in zh
    assert "240 判定 · 6 不符合 · 2 无法判定 · 2 未到期" in words(zh["procedures/QP-T-01.md"])
    assert not any("HT-2026-0003" in str(page) for page in zh.values())
    auditor = rendered(library, audience="auditor")
    assert "HT-2026-0003" in auditor["findings.md"] and 'id="F-' in auditor["findings.md"]


def test_an_auditor_without_a_check_is_told_what_to_do(library):
    assert "procedo check" in rendered(library, audience="auditor", judged=False)["findings.md"]


def test_a_matrix_page_holds_every_revision_and_its_dates(zh):
    page = zh["matrices/AM-T.md"]
    text = words(page)
    assert 'id="rev-1"' in page and 'id="rev-2"' in page
    assert "2025-01-01 至 2026-02-28" in text and "自 2026-03-01 起" in text
    assert "≥ 300,000" in text and "非 standard" in text and "任 1" in text


def test_a_role_page_says_what_to_do_approve_review_and_fill_in(zh):
    boss, legal, rep = (words(zh[f"roles/{role}.md"]) for role in ("boss", "legal", "rep"))
    assert "QP-T-01 4 总经理批准？" in boss and "AM-T L2" in boss and "也称 老总" in boss
    assert "AM-T L1" in legal.split("我要审核", 3)[-1]
    assert "R-3" in rep and "销售合同" in rep.split("我要填写")[-1]


def test_a_form_page_shows_fields_and_who_uses_it(zh):
    text = words(zh["forms/contract.md"])
    assert "合同编号 关键字 文字 ● 必填 格式 HT-[0-9]{4}|X* 合同号 number" in text
    assert "合同金额 > 500,000时必填" in text and "QP-T-01 合同审批程序" in text and "签订日期，为空时取 起草日期" in text


def test_clauses_lead_to_requirements_and_gaps_show(zh):
    page = zh["clauses.md"]
    assert 'href="procedures/QP-T-01.html#R-1"' in page and 'class="empty"' in page and "IN-HOUSE/1" in page


def test_a_calendar_shows_days_off_and_make_up_days(zh):
    page = zh["calendars/week.md"]
    assert page.count('class="off"') >= 2 and 'title="国庆节">10<' in page and "2026-10-01 – 2026-10-02" in page


def test_no_page_shows_the_inside_of_the_program(library):
    for page in rendered(library, "zh", "auditor").values():
        assert not re.search(r"bound method|object at 0x|None<|>None|Undefined", str(page))


def test_values_cannot_become_markup(library):
    for language in ("zh", "en"):
        for path, page in rendered(library, language, "auditor").items():
            if path.endswith(".md"):
                assert "<script>alert" not in page, path
                assert "{{ 7*7 }}" not in page.replace("&#123;", ""), path


def test_markdown_in_values_stays_text(tmp_path, library):
    """After MkDocs: the purpose is two paragraphs with the signs as written, a form's title is its text."""
    site = build_fixture(tmp_path, "auditor")
    page = (site / "procedures" / "QP-T-01.html").read_text(encoding="utf-8")
    assert "- 这一行以连字符开头，# 不是标题，*也不是*强调，[不是](链接)，`不是代码`。" in unescape(TAGS.sub("", page))
    english = (site / "en" / "procedures" / "QP-T-01.html").read_text(encoding="utf-8")
    assert "1. This line begins like a list, # no heading, *no* emphasis, [no](link), `no code`." in unescape(TAGS.sub("", english))
    form = (site / "forms" / "approval.html").read_text(encoding="utf-8")
    assert "<script>alert" not in form and "审批记录 <script>alert('表单')</script> | *x*" in unescape(TAGS.sub("", form))
    for path in site.rglob("*.html"):
        assert "<script>alert" not in path.read_text(encoding="utf-8"), path
        assert "<b>" not in re.sub(r"<script.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL), path
    findings = (site / "findings.html").read_text(encoding="utf-8")
    assert HOSTILE in unescape(TAGS.sub("", findings))


def build_fixture(tmp_path, audience):
    from procedo.check.last import write_last

    root = copy(tmp_path / "library")
    write_last(root, outcome(read(root).fingerprint))
    return build(root, audience)


def test_the_build_is_whole_and_repeatable(tmp_path):
    root = copy(tmp_path / "library")
    site = build(root)
    assert site == root / "build" / "html"
    assert (site / "index.html").is_file() and (site / "en" / "index.html").is_file()
    assert not list((root / "site").rglob("*.html~")) and (root / "site" / "pages" / "language.md").is_file()
    first = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    stamps = {path: path.stat().st_mtime_ns for path in (root / "build" / "pages").rglob("*.md")}
    build(root)
    again = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert first == again
    assert stamps == {path: path.stat().st_mtime_ns for path in (root / "build" / "pages").rglob("*.md")}, "unchanged pages stay untouched"
    assert not [name for name, content in first.items() if str(tmp_path).encode() in content]


def test_it_is_built_on_a_chinese_console_under_names_that_any_system_takes(tmp_path, shell):
    """Every file is opened with an encoding."""
    root = copy(tmp_path / "library")
    flags = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning")
    done = shell("site", "build", "--for", "auditor", cwd=root, encoding="gbk", flags=flags)
    assert done.returncode == 0, done.stderr
    assert (root / "build" / "html" / "en" / "index.html").is_file()
    names = [path.name for path in (root / "build").rglob("*")]
    assert len(names) > 50 and [name for name in names if not re.fullmatch(r"[A-Za-z0-9._-]+", name)] == []


def test_nothing_is_fetched_from_elsewhere(tmp_path):
    root = copy(tmp_path / "library")
    site = build(root)
    for path in [*site.rglob("*.html"), *site.glob("assets/*.css"), *site.glob("assets/*.js")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//|url\(["']?(?:https?:)?//|@import""", text), path


def test_a_broken_link_stops_the_build_and_keeps_the_old_site(tmp_path):
    root = copy(tmp_path / "library")
    site = build(root)
    (root / "site" / "pages" / "index.md").write_text('<p><a href="nowhere.html">x</a></p>\n', encoding="utf-8")
    with pytest.raises(ProblemError, match="nowhere"):
        build(root)
    assert (site / "index.html").is_file()
    shutil.rmtree(root / "build")
    (root / "site" / "pages" / "index.md").write_text("[x](nowhere.md)\n", encoding="utf-8")
    with pytest.raises(ProblemError, match="nowhere"):
        build(root)
    assert not (root / "build" / "html").exists()


def test_missing_pages_and_anchors_are_faults(tmp_path):
    (tmp_path / "a.html").write_text('<p id=x><a href="#x">1</a><a href="b.html#y">2</a><a href="#no">3</a></p>', encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="z"></p>', encoding="utf-8")
    assert faults(tmp_path, 2) == ["a.html -> #no", "a.html -> b.html#y"]
    assert faults(tmp_path, 3)[0] == "2 HTML != 3 Markdown"


def test_a_library_in_one_language_has_no_other(tmp_path):
    root = copy(tmp_path / "library")
    settings = root / "procedures" / "library.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[zh, en]", "[en]"), encoding="utf-8")
    site = build(root)
    assert not (site / "en").exists() and "other-language" not in (site / "index.html").read_text(encoding="utf-8")


def test_only_changed_files_are_written(tmp_path):
    assert sync(tmp_path, {"a.md": "1", "b/c.md": "2"}) == 2
    assert sync(tmp_path, {"a.md": "1", "b/c.md": "3"}) == 1
    assert sync(tmp_path, {"a.md": "1"}) == 0
    assert not (tmp_path / "b" / "c.md").exists()


@pytest.mark.parametrize(
    "value",
    [
        "a | b",
        "*x*",
        "1. x",
        "- x",
        "# x",
        "`x`",
        "[a](b)",
        "<b>",
        "&amp;",
        "a_b_c",
        "---",
        "    code",
        "a\n\nb",
        "+ x",
        "{#id}",
        "!!! note",
    ],
)
def test_a_value_shows_as_it_is(value):
    from markdown import markdown

    html = markdown(plain(value), extensions=["attr_list", "tables", "toc", "pymdownx.superfences"])
    assert html.startswith("<p>") and html.count("<") == 2
    assert unescape(TAGS.sub("", html)) == value


def test_data_cannot_end_its_element():
    assert "<" not in data({"x": "</script><!--"})


@pytest.mark.parametrize(
    ("test", "zh", "en"),
    [
        ("[100000..500000)", "≥ 100,000 且 < 500,000", "≥ 100,000 and < 500,000"),
        ("[0..100000)", "< 100,000", "< 100,000"),
        ("[300000..)", "≥ 300,000", "≥ 300,000"),
        ("(5..10]", "> 5 且 ≤ 10", "> 5 and ≤ 10"),
        ("< 0.5", "< 0.5", "< 0.5"),
        (["A", "B"], "A、B", "A, B"),
        ("not(C)", "非 C", "not C"),
        ("any", "—", "—"),
        (None, "—", "—"),
        ("= 'x'", "x", "x"),
        ("[2026-01-01..)", "[2026-01-01..)", "[2026-01-01..)"),
    ],
)
def test_unary_tests_in_words(test, zh, en):
    assert (says(reads(test), "zh"), says(reads(test), "en")) == (zh, en)


def test_values_in_words():
    assert shown("5 working days", "zh") == "5 个工作日" and shown("1 month", "en") == "1 month"
    assert shown(500000, "zh", "CNY") == "500,000 元" and shown(10, "en", "%") == "10%"
    assert shown({"a": "2 days"}, "zh") == "a：2 天" and shown(None, "en") == "—"
    ladder = {"0": "reminder", "1000": "letter"}
    assert shown(ladder, "en", "steps") == "from 0: reminder; from 1,000: letter" and shown(ladder, "zh", "steps").startswith("0 起：")
    assert shown({"A": {"1": "3 days"}}, "en", "steps") == "A: from 1: 3 days"


def test_links_lead_from_page_to_page():
    assert relative("procedures/a.md", "roles/b.md", "x") == "../roles/b.html#x"
    assert alternate("procedures/a.md", "zh", "en", "zh") == "../en/procedures/a.html"
    assert alternate("procedures/a.md", "en", "zh", "zh") == "../../procedures/a.html"
    assert alternate("index.md", "en", "zh", "zh") == "../index.html"


def test_every_page_leads_to_itself_in_the_other_language(zh):
    for path, page in zh.items():
        if path.endswith(".md"):
            assert f'alternate: "{alternate(path, "zh", "en", "zh")}"' in page


@pytest.mark.parametrize(
    "text", ["标准合同且金额不超过五十万元？", "（意见一致，无保留）", "送客户签署“合同”文本。", "Contract review and approval"]
)
@pytest.mark.parametrize("width", [4, 5, 6.5, 9])
def test_no_line_begins_or_ends_with_a_forbidden_sign(text, width):
    lines = wrap(text, width, 9)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in NOT_FIRST for line in lines) and not any(line[-1] in NOT_LAST for line in lines)
    assert max(em(line) for line in lines) <= width + 2.1 or " " in text


def random_process(seed):
    """Lanes and ways of a process that somebody could have thought of, or not."""
    dice = random.Random(seed)
    count, lanes = dice.randint(3, 14), dice.randint(1, 6)
    ways = [
        [(str(dice.randrange(count)), dice.choice(["", "是", "不同意，退回修改"])) for _ in range(dice.choice([0, 1, 1, 2, 3, 4]))]
        for _ in range(count)
    ]
    for step in range(count - 1):
        ways[step].append((str(step + 1), ""))
    return [dice.randrange(lanes) for _ in range(count)], [list(dict(way).items()) for way in ways], lanes


def drawing(seed):
    lanes, ways, width = random_process(seed)
    ids = [str(number) for number in range(len(lanes))]
    edges = edges_of(ways, ids)
    kinds = kinds_of(len(ids), edges, [len(way) > 1 for way in ways])
    nodes = [
        Node(id, f"步骤{id}", lane, row, kind, f"#step-{id}")
        for id, lane, row, kind in zip(ids, lanes, rows_of(lanes, edges), kinds, strict=True)
    ]
    return Measure(nodes, Router(nodes, width).plan(edges), width, Style()).drawing()


def stretches(line):
    return [(*min(a, b), *max(a, b)) for a, b in zip(line.points, line.points[1:], strict=False)]


@pytest.mark.parametrize("seed", range(60))
def test_edges_are_orthogonal_and_never_run_through_a_step(seed):
    drawn = drawing(seed)
    for line in drawn.lines:
        ends = {line.plan.edge.source, line.plan.edge.target}
        for xa, ya, xb, yb in stretches(line):
            assert xa == xb or ya == yb
            for number, box in enumerate(drawn.boxes):
                slack = 15 if number in ends and box.node.kind == "decision" else 0.5
                inside_x = xb > box.x + slack and xa < box.x + box.width - slack
                inside_y = max(ya, yb) > box.y + 0.5 and min(ya, yb) < box.y + box.height - 0.5
                assert not (inside_x and inside_y), (line.plan.edge, box.node.id)


@pytest.mark.parametrize("seed", range(60))
def test_lines_with_different_targets_never_share_a_stretch(seed):
    lines = drawing(seed).lines
    for number, one in enumerate(lines):
        for other in lines[number + 1 :]:
            if one.plan.edge.target == other.plan.edge.target:
                continue
            for xa, ya, xb, yb in stretches(one):
                for xc, yc, xd, yd in stretches(other):
                    same_column = xa == xb == xc == xd and min(yb, yd) - max(ya, yc) > 0.5
                    same_row = ya == yb == yc == yd and min(xb, xd) - max(xa, xc) > 0.5
                    assert not (same_column or same_row), (one.plan, other.plan)


def test_the_diagram_links_to_the_steps_and_marks_loops(zh):
    page = zh["procedures/QP-T-01.md"]
    assert page.count("<svg") == 2 and 'href="#step-4"' in page and "pf-line back" in page and "否，退回" in page
    assert "<title" in page and "<desc" in page and "<style>" in page
    assert 'href="../roles/rep.html"' in page.split("<svg")[1]


def test_words_in_the_diagram_are_escaped():
    drawn = chart([("1", "<b>&", 0, "#x")], [], [False], [Lane("<i>", '"')], Labels("<t>", "<d>"))
    for text in (drawn.lanes, drawn.column):
        assert "<b>&" not in text and "<i>" not in text and "<t>" not in text


def test_steps_never_share_a_cell():
    lanes = [0, 0, 1, 1, 0, 1]
    edges = edges_of([[("b", ""), ("c", "")], [("e", "")], [("d", "")], [("e", "")], [("f", ""), ("a", "")], []], list("abcdef"))
    rows = rows_of(lanes, edges)
    assert len(set(zip(lanes, rows, strict=True))) == len(lanes)
    assert all(rows[edge.target] > rows[edge.source] for edge in edges if not edge.back)
