"""The site in a real browser: what a reader sees and does, from a server and from a file share."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from functools import partial
from pathlib import Path

import pytest
from site_fixture import copy, outcome

pytestmark = pytest.mark.slow

AXE = {"runOnly": ["wcag2a", "wcag2aa"]}
KINDS = [
    "index.html",
    "procedures/index.html",
    "procedures/QP-T-01.html",
    "procedures/QP-T-01.rev-1.html",
    "matrices/AM-T.html",
    "matrices/index.html",
    "roles/boss.html",
    "roles/index.html",
    "forms/contract.html",
    "forms/index.html",
    "findings.html",
    "requirements.html",
    "clauses.html",
    "glossary.html",
    "sources.html",
    "profiles/small.html",
    "calendars/week.html",
    "rules/index.html",
    "rules/response.html",
    "language.html",
]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium() -> str | None:
    places = [
        os.environ.get("CHROMIUM"),
        "/usr/bin/chromium",
        shutil.which("chromium"),
        shutil.which("chromium-browser"),
        shutil.which("google-chrome"),
    ]
    return next((place for place in places if place and Path(place).exists()), None)


@pytest.fixture(scope="module")
def browser():
    """Debian's chromium. Without one these tests are skipped, which is a failure where CI=true."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = chromium()
    if program is None:
        pytest.skip("no chromium (apt install chromium)")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    from procedo.check.last import write_last
    from procedo.library import read
    from procedo.site.build import build

    root = copy(tmp_path_factory.mktemp("site") / "library")
    write_last(root, outcome(read(root).fingerprint))
    return build(root, "auditor")


@pytest.fixture(scope="module")
def server(site):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *parts):
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}/"
    running.shutdown()
    running.server_close()


@pytest.fixture
def page(browser):
    """A page that remembers what it asked for and what went wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="zh-CN")
    opened = context.new_page()
    opened.asked, opened.wrong = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    opened.on("dialog", lambda dialog: (opened.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    yield opened
    context.close()


def axe() -> str:
    import axe_core_python

    return (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", [*KINDS, "en/index.html", "en/procedures/QP-T-01.html", "en/matrices/AM-T.html"])
def test_pages_are_accessible_and_ask_nobody_else(page, server, place, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(server + place)
    page.wait_for_load_state("networkidle")
    page.evaluate(axe())
    found = page.evaluate("options => axe.run(document, options)", AXE)["violations"]
    assert [(v["id"], [(n["target"], n.get("failureSummary", "")[:200]) for n in v["nodes"]][:3]) for v in found] == []
    assert [url for url in page.asked if not url.startswith((server, "data:", "blob:"))] == []
    assert page.wrong == []
    assert (
        page.evaluate("getComputedStyle(document.body).colorScheme !== '' && document.body.dataset.mdColorScheme")
        == {"light": "default", "dark": "slate"}[scheme]
    )


@pytest.mark.parametrize("place", [*KINDS, "en/procedures/QP-T-01.html", "en/findings.html", "en/matrices/AM-T.html"])
def test_a_phone_never_scrolls_sideways(page, server, place):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(server + place)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_phone_shows_the_diagram_in_one_column(page, server):
    page.goto(server + "procedures/QP-T-01.html")
    assert page.locator(".flow-lanes").is_visible() and not page.locator(".flow-column").is_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert not page.locator(".flow-lanes").is_visible() and page.locator(".flow-column").is_visible()


def test_a_box_of_the_diagram_leads_to_its_step(page, server):
    page.goto(server + "procedures/QP-T-01.html")
    page.locator(".flow-lanes a", has_text="法务审核").first.click()
    assert page.url.endswith("#step-3")
    assert page.locator("#step-3").is_visible()


def search(page, words):
    box = page.locator("input.md-search__input")
    box.click()
    page.wait_for_timeout(300)
    box.press_sequentially(words, delay=20)
    box.press("End")  # the theme waits for a key to come up, which Chinese text entered by a test never does
    page.wait_for_selector(".md-search-result__link", timeout=10000)
    page.wait_for_timeout(300)
    return page.locator(".md-search-result__link").all()


def test_chinese_words_are_found(page, server):
    page.goto(server + "glossary.html")
    found = search(page, "合同审批")
    assert any("QP-T-01" in link.get_attribute("href") for link in found)
    assert page.wrong == []


def test_chinese_words_are_found_on_a_file_share(page, site):
    page.goto((site / "glossary.html").as_uri())
    found = search(page, "合同审批")
    assert any("QP-T-01" in link.get_attribute("href") for link in found)
    found[0].click()
    page.wait_for_load_state()
    assert page.url.startswith("file://") and page.wrong == []


def test_the_site_works_from_a_file_share(page, site):
    page.goto((site / "index.html").as_uri())
    page.locator(".md-tabs__link", has_text="程序").click()
    page.locator("article a", has_text="QP-T-01").first.click()
    assert page.locator("h1").inner_text() == "合同审批程序"
    page.locator("a.other-language").click()
    assert page.locator("h1").inner_text() == "Contract approval"
    assert page.url.startswith("file://") and page.wrong == []
    assert not [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))]


def test_the_other_language_is_one_click_away_on_every_kind_of_page(page, server):
    for place in KINDS:
        page.goto(server + place)
        page.locator("a.other-language").click()
        assert page.url == server + "en/" + place
        assert page.locator("html").get_attribute("lang") == "en"
        page.locator("a.other-language").click()
        assert page.url == server + place


@pytest.mark.parametrize(
    ("typed", "kind", "day", "lit", "said"),
    [
        ("299999.99", "standard", "2026-05-01", ["2:L1"], "法务 审核"),
        ("30万", "standard", "2026-05-01", ["2:L2"], "总经理、销售代表（任 1 人） 批准"),
        ("300,000", "special", "2026-05-01", ["2:L3"], "L3"),
        ("400000", "standard", "2025-06-01", ["1:L1"], "版次 1"),
        ("５０万", "standard", "2025-06-01", ["1:L2"], "总经理 批准"),
        ("400000", "", "2026-05-01", [], "请填写"),
        ("abc", "standard", "2026-05-01", [], "请填写"),
        ("400000", "standard", "2024-06-01", [], "没有现行版次"),
    ],
)
def test_type_the_amount_and_the_line_lights_up(page, server, typed, kind, day, lit, said):
    page.goto(server + "matrices/AM-T.html")
    page.fill("[data-input=amount]", typed)
    page.select_option("[data-input=kind]", kind)
    page.fill("[data-day]", day)
    rows = page.eval_on_selector_all(
        "tr.lit", "rows => rows.map(row => row.closest('[data-revision]').dataset.revision + ':' + row.dataset.line)"
    )
    assert rows == lit and said in page.locator(".whatif-said").inner_text()


def test_a_number_leads_to_its_page(page, server):
    for typed, place in (
        ("qp-t-01", "procedures/QP-T-01.html"),
        ("R-3", "procedures/QP-T-01.html#R-3"),
        ("F-T-01", "forms/contract.html"),
        ("法务", "roles/legal.html"),
    ):
        page.goto(server + "index.html")
        page.fill("#goto", typed)
        page.press("#goto", "Enter")
        page.wait_for_url(server + place)
    page.goto(server + "index.html")
    page.fill("#goto", "没有这个")
    page.press("#goto", "Enter")
    assert "没有这个编号" in page.locator(".goto-said").inner_text()


def test_findings_are_filtered_and_the_view_can_be_sent(page, server):
    page.goto(server + "findings.html")
    shown = "rows => rows.filter(row => !row.hidden).length"
    assert page.eval_on_selector_all("#findings-table tbody tr", shown) == 8
    page.select_option("[data-filter=verdict]", "undetermined")
    assert page.eval_on_selector_all("#findings-table tbody tr", shown) == 2
    page.goto(page.url)
    assert "verdict=undetermined" in page.url and page.eval_on_selector_all("#findings-table tbody tr", shown) == 2
    page.goto(server + "findings.html?requirement=R-2")
    assert page.locator(".filters-count").inner_text() == "4 / 8"
    page.fill("[data-filter=text]", "HT-2026-0004")
    assert page.locator(".filters-count").inner_text() == "1 / 8"


def test_a_finding_has_an_address_of_its_own(page, server):
    page.goto(server + "findings.html?verdict=undetermined")
    hidden = page.eval_on_selector_all("#findings-table tbody tr", "rows => rows.filter(row => row.hidden)[0].id")
    page.goto("about:blank")
    page.goto(server + "findings.html?verdict=undetermined#" + hidden)
    assert page.locator("#" + hidden).is_visible()


def test_a_hostile_name_runs_nowhere(page, server):
    for place in ("findings.html", "forms/approval.html", "procedures/QP-T-01.html", "index.html"):
        page.goto(server + place)
        page.wait_for_load_state("networkidle")
    search(page, "审批记录")
    assert page.wrong == []


def test_a_revision_of_the_future_says_so(page, server):
    page.clock.set_fixed_time("2026-01-15T10:00:00")
    page.goto(server + "procedures/QP-T-01.html")
    assert page.locator(".card .status").inner_text() == "尚未生效"


def test_a_wide_table_can_be_scrolled_with_the_keyboard(page, server):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(server + "procedures/QP-T-01.html")
    box = page.locator(".table.scrolls").first
    assert box.get_attribute("tabindex") == "0"


def test_paper_shows_the_lanes_and_no_controls(page, server, tmp_path):
    page.goto(server + "procedures/QP-T-01.html")
    page.emulate_media(media="print")
    assert page.locator(".flow-lanes").is_visible() and not page.locator(".flow-column").is_visible()
    assert not page.locator(".md-tabs").is_visible() and page.locator(".card").is_visible()
    assert "打印件不受控" in page.locator("footer.md-footer").inner_text()
