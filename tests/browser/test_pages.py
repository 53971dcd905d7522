"""Every page type on a phone and a desktop: nothing cut, nothing blocked, nothing asked of strangers."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urldefrag

import pytest

PAGES = [
    "index.html",
    "catalogue.html",
    "search.html",
    "check.html",
    "updates.html",
    "withdrawn.html",
    "statistics.html",
    "quality.html",
    "downloads.html",
    "objection.html",
    "about.html",
    "help.html",
    "elder.html",
    "sitemap.html",
    "accessibility.html",
    "404.html",
    "entity/index.html",
    "entity/p2.html",
    "entity/by/district/990102/index.html",
    "entity/by/trade/medical/p2.html",
    "entity/by/letter/c/index.html",
    "penalty-disclosure/index.html",
    "penalty-disclosure/PEN-2025-0002.html",
    "penalty-disclosure/by/kind/fine.html",
    "enterprise-inspection-item/index.html",
    "normative-document/DOC-2024-YINCHUAN-00035.html",
    "power-duty-list/WJ-CF-001.html",
    "entity/{entity}",
    "{tombstone}",
]


@pytest.fixture(scope="session")
def names(site):
    first = next(path.stem for path in sorted((site / "entity").glob("[0-9]*.html")))
    gone = next(
        p for p in sorted((site / "penalty-disclosure").glob("*.html")) if "停止公示" in p.read_text("utf-8")
    )
    return {"entity": f"{first}.html", "tombstone": gone.relative_to(site).as_posix()}


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1366, 768)])
def test_no_page_scrolls_sideways_or_is_blocked(watched, names, width, height, dark, javascript):
    view = watched(width, height, dark=dark, javascript=javascript)
    for name in PAGES:
        page = view.open(name.format(**names))
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
    assert view.complaints == []
    assert view.strangers == []


@pytest.mark.parametrize("elder", ["", "?elder=1"])
def test_first_record_is_above_the_fold(watched, root, site, elder):
    view = watched()
    lists = [path.parent.name for path in site.glob("*/index.html") if path.parent.name != "entity"]
    assert len(lists) == len(list((root / "data").glob("*/dataset.yaml")))
    for name in lists:
        page = view.open(f"{name}/index.html{elder}")
        box = page.locator("#rows table.g-tbl tbody tr, .g-zero").first.bounding_box()
        assert box["y"] < 800, (name, box)


def test_the_desktop_table_shows_all_its_columns(watched):
    page = watched(1366, 768).open("penalty-disclosure/index.html")
    wide = page.locator("#rows .g-box").evaluate("box => box.scrollWidth - box.clientWidth")
    assert wide <= 0
    assert page.locator("#rows table.g-tbl thead th").count() == 6


def test_text_is_large_enough_and_larger_for_elders(watched, names):
    view = watched()
    smallest = "Math.min(...[...document.querySelectorAll('body *')].filter(e => e.offsetParent && [...e.childNodes]" \
        ".some(n => n.nodeType === 3 && n.data.trim())).map(e => parseFloat(getComputedStyle(e).fontSize)))"  # fmt: skip
    for name in (
        "index.html",
        "penalty-disclosure/index.html",
        "entity/{entity}",
        "quality.html",
        "about.html",
    ):
        page = view.open(name.format(**names))
        assert page.evaluate(smallest) >= 14, name
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 16
        page = view.open(name.format(**names) + "?elder=1")
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22
        assert page.evaluate("document.documentElement.scrollWidth") == 390, name


def test_elder_mode_is_remembered_and_left(watched):
    page = watched().open("index.html")
    page.get_by_text("长者版", exact=True).first.click()
    page.goto(page.url.replace("index.html", "quality.html"))
    assert page.locator("html.elder").count() == 1
    page.get_by_text("标准版", exact=True).first.click()
    assert page.locator("html.elder").count() == 0


LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"')


def links(name: str, site: Path) -> set[str]:
    """Return where a page leads within the site."""
    found = set()
    for href in LINK.findall((site / name).read_text(encoding="utf-8")):
        target = unquote(urldefrag(unescape(href))[0].split("?")[0])
        if target and "://" not in target and not target.startswith(("tel:", "mailto:")):
            found.add(normpath(join(dirname(name), target)))
    return found


def test_every_page_is_within_four_links_and_no_link_is_dead(site):
    depth, queue = {"index.html": 0}, deque(["index.html"])
    dead = set()
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    while queue:
        name = queue.popleft()
        for target in links(name, site):
            if target not in files:
                dead.add((name, target))
            elif target.endswith(".html") and target not in depth:
                depth[target] = depth[name] + 1
                queue.append(target)
    assert dead == set()
    pages = {p.relative_to(site).as_posix() for p in site.rglob("*.html")}
    tombs = {name for name in pages if "信息已停止公示" in (site / name).read_text(encoding="utf-8")}
    unreached = pages - set(depth) - tombs - {"404.html", "shell.html"}
    assert unreached == set()
    assert max(depth.values()) <= 4


def test_titles_are_unique_and_pages_well_headed(site):
    titles = {}
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert page.count("<h1") == 1, path
        assert '<html lang="zh-CN"' in page
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
        if "已停止公示" not in title:
            titles.setdefault(title, []).append(path.relative_to(site).as_posix())
    assert {title: found for title, found in titles.items() if len(found) > 1} == {}


def test_meta_tags_of_government_sites(site):
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        metas = re.findall(r'<meta name="([^"]+)" content="([^"]*)"', page)
        names = [name.lower() for name, _ in metas]
        assert len(names) == len(set(names)), path
        said = dict(metas)
        assert said["SiteName"]
        assert re.fullmatch(r"\d{10}|bm\d{8}", said["SiteIDCode"])
        assert not [name for name, value in metas if value in ("", "null", "None")], path
        if "ArticleTitle" in said:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", said["PubDate"])
            assert said["ContentSource"]


def test_the_demo_mark_is_on_every_page(site):
    for path in site.rglob("*.html"):
        assert "演示数据" in path.read_text(encoding="utf-8"), path


def test_print_cuts_no_column(watched, site, tmp_path):
    page = watched(1366, 768).open("penalty-disclosure/index.html")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    assert page.locator("#rows table.g-tbl thead th").nth(5).is_visible()
    assert page.get_by_text("本页网址").is_visible()
