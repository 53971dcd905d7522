"""The facets of a list in a browser: folded until asked for, large enough to touch, and complete without a script."""

from __future__ import annotations

import re

import pytest

LIST = "penalty-disclosure/index.html"
LONG = "task-assignment/index.html"
TARGETS = """() => [...document.querySelectorAll('#facets summary, #facets a, #facets button')].filter(e => e.offsetParent)
    .map(e => { const box = e.getBoundingClientRect(); return Math.min(box.width, box.height) })"""


@pytest.mark.parametrize("elder", [False, True], ids=["plain", "elder"])
@pytest.mark.parametrize("width", [320, 360, 390, 1366])
def test_open_facets_fit_the_page_and_the_finger(watched, width, elder):
    view = watched(width, 844)
    for name in (LIST, LONG, "licensed-institution/index.html"):
        page = view.open(name + ("?elder=1" if elder else ""))
        assert page.evaluate(TARGETS)
        assert not page.locator("#facets ul").first.is_visible()
        page.evaluate("document.querySelectorAll('#facets, #facets details').forEach(e => { e.open = true })")
        assert min(page.evaluate(TARGETS)) >= 44, name
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
    assert view.complaints == []


def test_the_keyboard_opens_them_and_follows_a_value(watched):
    page = watched(javascript=False).open(LIST)
    page.locator("#facets > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#facets").get_attribute("open") is not None
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.value") == "2026"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/y2026.html")


def test_without_a_script_a_value_leads_to_its_records_and_back(watched):
    page = watched(javascript=False).open(LIST)
    assert "打开下面的“筛选”" in page.locator("noscript p, .g-note").first.inner_text()
    page.locator("#facets > summary").click()
    chip = page.locator('[data-facet="kind"] li', has_text="罚款").first
    count = chip.locator("span").inner_text()
    with page.expect_navigation():
        box = chip.locator("span").bounding_box()  # the whole chip is the target
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator(".g-lead b").inner_text() == count
    assert re.search(r"处罚类别：罚款", page.locator("h1").inner_text())
    with page.expect_navigation():
        page.get_by_text("查看整个清单").click()
    assert page.url.endswith(LIST)


def test_the_rest_of_many_values_opens_on_demand(watched):
    page = watched().open(LONG)
    page.locator("#facets > summary").click()
    more = page.locator("#facets details.g-more").first
    assert not more.locator("button").first.is_visible()
    more.locator("summary").click()
    said = int(re.search(r"其余 (\d+) 个", more.locator("summary").inner_text())[1])
    assert more.locator("button").count() == said
    assert more.locator("button").last.is_visible()
