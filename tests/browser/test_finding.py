"""Find and browse as people do: facets, orders, lists, the address, downloads of what was found, the sheet, keys only."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qs, quote, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import expect

from generator import index

PENALTIES = "penalty-disclosure"


@pytest.fixture(scope="module")
def penalties(site):
    return pd.read_csv(site / f"downloads/{PENALTIES}.csv", dtype=str, keep_default_na=False, na_filter=False)


def settled(page):
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    return page.locator(".g-count").inner_text()


def chosen(page) -> dict[str, int]:
    """Read the counts beside the choices of a facet."""
    rows = page.locator("#facets [data-facet=kind] li")
    return {
        row.locator("button").inner_text().strip(): int(row.locator("span").inner_text().replace(",", ""))
        for row in rows.all()
    }


def test_facets_narrow_and_count_over_the_whole_list(watched, penalties):
    view = watched(1366, 768)
    page = view.open(f"{PENALTIES}/index.html")
    page.locator("#facets > summary").click()
    page.locator("#facets [data-facet=year] button", has_text="2026年").click()
    own = penalties[penalties["处罚决定日期"].str.startswith("2026")]
    expect(page.locator(".g-count")).to_have_text(f"找到 {len(own)} 条（共 {len(penalties)} 条）")
    kinds = own["处罚类别"].str.split("|").explode().value_counts().to_dict()
    assert {kind: n for kind, n in chosen(page).items() if n} == kinds
    page.locator("#facets [data-facet=kind] button", has_text=re.compile("^罚款")).click()
    both = own[own["处罚类别"].str.split("|").map(lambda kinds: "罚款" in kinds)]
    expect(page.locator(".g-count")).to_have_text(f"找到 {len(both)} 条（共 {len(penalties)} 条）")
    assert parse_qs(urlsplit(page.url).query) == {"year": ["2026"], "kind": ["罚款"]}
    page.reload()
    assert settled(page) == f"找到 {len(both)} 条（共 {len(penalties)} 条）"
    page.go_back()
    expect(page.locator(".g-count")).to_have_text(f"找到 {len(own)} 条（共 {len(penalties)} 条）")
    page.go_back()
    expect(page.locator("#rows")).to_be_visible()
    assert view.complaints == []
    assert view.strangers == []


def test_what_was_found_downloads_as_the_very_rows(watched, penalties):
    page = watched(1366, 768).open(f"{PENALTIES}/index.html?kind={quote('没收违法所得')}&q={quote('诊所')}")
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载这些（CSV）").click()
    found = waiting.value
    assert re.fullmatch(r"行政处罚信息公示_筛选_2026-11-21\.csv", found.suggested_filename)
    text = found.path().read_text(encoding="utf-8-sig")
    got = pd.DataFrame(list(csv.DictReader(io.StringIO(text))))
    searched = ["行政相对人名称", "违法行为类型", "统一社会信用代码", "处罚决定书文号", "违法事实"]
    wanted = penalties[
        penalties["处罚类别"].str.split("|").map(lambda kinds: "没收违法所得" in kinds)
        & penalties[searched].apply(lambda row: any("诊所" in text for text in row), axis=1)
    ]
    assert len(wanted) > 3
    assert got.to_dict("records") == wanted.to_dict("records")


def test_orders_by_amount_and_back(watched, penalties):
    page = watched().open(f"{PENALTIES}/index.html?q={quote('医疗废物')}")
    settled(page)
    page.get_by_label("排序").select_option(label="从旧到新")
    expect(page).to_have_url(re.compile("sort=reverse"))
    settled(page)
    expect(page.locator(".g-hits").last.locator("li").nth(4)).to_be_visible()
    days = re.findall(r"处罚决定日期 (\d{4}-\d\d-\d\d)", page.locator(".g-hits").last.inner_text())
    assert len(days) >= 5
    assert days == sorted(days)


def test_one_list_at_a_time_and_more(watched):
    page = watched().open(f"search.html?q={quote('口腔')}")
    settled(page)
    parts = page.locator("#results h2").all_inner_texts()
    assert [text[:2] for text in parts] == ["机构", "记录"]
    entities = page.locator(".g-hits").first.locator("li")
    expect(entities).to_have_count(5)
    page.get_by_role("button", name="更多机构").click()
    expect(entities).to_have_count(25)
    assert page.evaluate("document.activeElement.textContent") == entities.nth(5).locator("a").inner_text()
    page.get_by_label("只看").select_option(PENALTIES)
    expect(page.locator(".g-count")).to_contain_text("（共 ")
    assert all(
        f"/{PENALTIES}/" in link
        for link in page.locator(".g-hits a").evaluate_all("all => all.map(a => a.href)")
    )
    page.go_back()
    expect(page.locator(".g-count")).to_contain_text("个机构")


def test_an_exact_code_jumps_and_a_number_too(watched, site):
    code = json.loads(next(iter(sorted((site / "entity").glob("9*.json")))).read_text(encoding="utf-8"))[
        "code"
    ]
    page = watched().open(f"search.html?q={code.lower()}")
    page.wait_for_url(f"**/entity/{code}.html")
    page.go_back()
    record = json.loads((site / f"{PENALTIES}/PEN-2025-0002.json").read_text(encoding="utf-8"))
    number = record["values"]["处罚决定书文号"].replace("〔", "(").replace("〕", ")")
    page = watched().open(f"search.html?q={quote(number)}")
    page.wait_for_url(f"**/{PENALTIES}/PEN-2025-0002.html")


def test_one_character_is_refused_in_words_on_a_large_site(watched):
    page = watched().open(f"search.html?q={quote('口')}")
    expect(page.locator(".g-count")).to_contain_text("请至少输两个字")
    assert page.locator("main a", has_text="机构查询").first.is_visible()


def test_parameters_of_others_are_passed_over(watched):
    view = watched()
    page = view.open(f"{PENALTIES}/index.html?from=singlemessage&isappinstalled=0")
    expect(page.locator("#rows")).to_be_visible()
    page = view.open(f"search.html?q={quote('口腔')}&list=nothing-of-the-kind")
    expect(page.locator(".g-count")).to_contain_text("个机构")
    assert view.complaints == []


def test_the_sheet_says_what_was_searched(watched, site):
    build = json.loads((site / "build.json").read_text(encoding="utf-8"))
    view = watched()
    page = view.open(f"search.html?q={quote('查无此名某某')}")
    settled(page)
    page.get_by_role("link", name="打印查询结果单").click()
    expect(page.locator("#sheet-said")).to_have_text(re.compile("没有找到“查无此名某某”"))
    text = page.locator("main").inner_text()
    for said in (
        "没找到不代表没有记录",
        "2026年11月21日",
        build["root"] or "无",
        build["source_commit"],
        "0000-0000000",
        f"{len(build['datasets'])} 个清单",
    ):
        assert said in text, said
    source = page.locator(".g-qr img").get_attribute("src")
    assert source.startswith("data:image/gif;base64,")
    assert "sheet.html?q=" in page.locator(".g-ver").inner_text()
    page.emulate_media(media="print")
    assert page.locator("#sheet-said").is_visible()
    assert page.locator(".g-more li").first.is_visible() or page.locator("details.g-more").count() == 1
    assert view.complaints == []
    page = view.open(f"sheet.html?q={quote('口腔')}&list={PENALTIES}&kind={quote('罚款')}")
    expect(page.locator("#sheet-said")).to_contain_text("只查「行政处罚信息公示」")
    assert page.locator("#sheet-hits li").count() > 3


def test_no_request_tells_anybody_what_is_typed(watched):
    view, asked = watched(), []
    view.page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page = view.open("search.html")
    page.locator("main input[type=search]").fill("福满楼宾馆")
    settled(page)
    assert asked
    assert not [url for url in asked if quote("福满楼") in url or "福满楼" in url]


def test_keyboard_only(watched):
    page = watched(1366, 768).open(f"{PENALTIES}/index.html")
    page.locator("#facets > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.keyboard.press("Space")
    expect(page.locator(".g-count")).to_contain_text("找到")
    settled(page)
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.locator(".g-see button").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "g-count"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "g-chip"


def test_roles_for_screen_readers(watched):
    page = watched().open(f"search.html?q={quote('口腔')}")
    settled(page)
    assert page.get_by_role("search").count() == 1
    assert page.get_by_role("status").first.inner_text().startswith("找到")
    assert page.get_by_role("combobox", name="只看").count() == 1
    assert page.get_by_role("heading", name=re.compile("机构（")).count() == 1
    page = watched(1366, 768).open(f"{PENALTIES}/index.html")
    page.locator("#facets > summary").click()
    expect(page.get_by_role("button", name="2026年", pressed=False)).to_be_visible()
    assert page.get_by_role("list", name="处罚类别").count() == 1


@pytest.mark.parametrize(
    "path",
    [
        f"search.html?q={quote('口腔')}",
        f"{PENALTIES}/index.html?kind={quote('罚款')}",
        f"sheet.html?q={quote('口腔')}",
    ],
)
def test_elder_mode_loses_nothing_at_360(watched, path):
    page = watched(360, 740).open(f"{path}&elder=1")
    if "sheet" not in path:
        settled(page)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    names = {
        button.inner_text()
        for button in page.locator(
            "#results button:visible, #results a.g-btn:visible, #results select:visible"
        ).all()
    }
    usual = watched(360, 740).open(path)
    if "sheet" not in path:
        settled(usual)
    usual.wait_for_timeout(300)
    assert names == {
        button.inner_text()
        for button in usual.locator(
            "#results button:visible, #results a.g-btn:visible, #results select:visible"
        ).all()
    }
    small = page.evaluate(
        "[...document.querySelectorAll('#results button, #results a, #results select')].filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == []


def test_an_old_browser_unpacks_with_a_library(watched):
    view = watched()
    view.page.add_init_script("delete window.DecompressionStream")
    page = view.open(f"search.html?q={quote('口腔')}")
    assert settled(page).startswith("找到")
    assert view.complaints == []


def test_what_the_address_asks_is_asked_before_there_is_a_page_and_only_once(watched):
    """The answer is already there when the script of the page, which is held back, comes to ask for it."""
    view, held, asked = watched(), [], []
    view.page.route("**/assets/search.js", lambda route: held.append(route))
    view.page.on("request", lambda request: asked.append(request.url))
    with view.page.expect_request(re.compile("/assets/search/[0-9a-f]+/rows/")):
        view.page.goto(f"{view.base}search.html?q={quote('口腔')}", wait_until="commit")
    assert view.page.locator(".g-count").count() == 0
    held[0].continue_()
    assert settled(view.page).startswith("找到")
    found = [url for url in asked if "/assets/search/" in url]
    assert len(found) > 2
    assert len(set(found)) == len(found)
    assert view.complaints == []


def test_a_page_that_the_browser_kept_does_not_answer_from_old_data(watched, site):
    """The page still names the head of an earlier generation, and the browser still has that: it is not believed."""
    view, kept, old = watched(), [], "assets/search/0123456789ab/head.js"
    path = index.entry(item.relative_to(site).as_posix() for item in site.glob("assets/search/*/*"))
    text = (site / path).read_text(encoding="utf-8")
    titles = set(re.findall('"title":"([^"]+)","unit"', text))
    for title in titles:
        text = text.replace(f'"{title}"', f'"旧的{title}"')
    page = (site / "search.html").read_text(encoding="utf-8").replace(path, old)
    view.page.route(
        f"**/{old}",
        lambda route: (kept.append(old), route.fulfill(body=text, content_type="text/javascript")),
    )
    view.page.route("**/search.html*", lambda route: route.fulfill(body=page, content_type="text/html"))
    shown = view.open(f"search.html?q={quote('口腔')}")
    assert settled(shown).startswith("找到")
    assert shown.locator(".g-hits li").count() > 3
    assert kept
    assert "旧的" not in shown.locator("main").inner_text()
    assert view.complaints == []


def test_a_page_whose_head_is_gone_reads_it_anew(watched):
    view, gone = watched(), []

    def once(route):
        if gone:
            route.continue_()
        else:
            gone.append(route.request.url)
            route.fulfill(status=404, body="")

    view.page.route("**/assets/search/*/head.js", once)
    page = view.open(f"search.html?q={quote('口腔')}")
    assert settled(page).startswith("找到")
    assert gone


def test_a_failed_request_says_so_and_leads_on(watched):
    view = watched()
    view.page.route("**/assets/search.json", lambda route: route.abort())
    page = view.open(f"search.html?q={quote('口腔')}")
    expect(page.locator(".g-count")).to_contain_text("数据没有读取成功")
    expect(page.locator(".g-count")).to_contain_text("0000-0000000")


def test_a_new_generation_is_noticed(watched, site):
    """A page that was open while the site was replaced asks for files that are gone; it reads the manifest again."""
    view, gone = watched(), []

    def once(route):
        if len(gone) < 1:
            gone.append(route.request.url)
            route.fulfill(status=404, body="")
        else:
            route.continue_()

    view.page.route("**/assets/search/*/grams/**", once)
    page = view.open("search.html")
    page.locator("main input[type=search]").fill("福康宁")
    page.locator("main input[type=search]").fill("口腔门诊")
    assert settled(page).startswith("找到")
    assert gone
    assert gone
