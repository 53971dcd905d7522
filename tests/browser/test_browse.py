"""Finding an organisation by links alone, with scripts switched off, as a person would."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(
    ("way", "group", "heading"),
    [
        ("按区划", "石桥县", "石桥县的机构"),
        ("按行业", "精神卫生", "行业为精神卫生的机构"),
        ("按名称首字母", "C", "名称首字母为 C 的机构"),
    ],
)
def test_three_ways_lead_to_an_organisation_without_scripts(watched, way, group, heading):
    view = watched(javascript=False)
    page = view.open("index.html")
    page.get_by_role("link", name=way, exact=True).click()
    assert page.url.endswith(("#district", "#trade", "#letter"))
    page.get_by_role("link", name=re.compile(rf"^{group}\s*[\d,]+ 家$")).click()
    assert page.locator("h1").inner_text() == heading
    count = int(page.locator(".g-lead b").inner_text().replace(",", ""))
    link = page.locator(".g-cols a").first
    name = link.inner_text()
    assert count >= page.locator(".g-cols a").count() > 0
    link.click()
    assert page.locator("h1").inner_text() == name
    assert page.locator(".g-card").count() > 0
    assert view.complaints == []


def test_the_box_of_the_hub_finds_with_scripts_and_leads_on_without(watched):
    page = watched().open("entity/index.html")
    page.get_by_label("输入名称或代码查机构").fill("石桥县")
    page.keyboard.press("Enter")
    page.locator("#results .g-hits li").first.wait_for()
    assert "石桥县" in page.locator("#results").inner_text()
    page = watched(javascript=False).open("entity/index.html")
    page.get_by_label("输入名称或代码查机构").fill("石桥县")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="按名称首字母", exact=True).click()
    assert page.locator("#letter").is_visible()


@pytest.mark.parametrize("elder", ["", "?elder=1"])
@pytest.mark.parametrize("width", [320, 390, 1366])
def test_targets_of_the_hub_are_large_enough(watched, width, elder):
    page = watched(width).open("entity/index.html" + elder)
    sizes = "boxes => boxes.map(box => box.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
    assert min(page.locator(".g-entry a, .g-page a").evaluate_all(sizes)) >= 44


def test_headings_and_the_miss_are_plain(watched):
    page = watched().open("entity/by/letter/c/index.html")
    assert page.locator("h1").count() == 1
    levels = page.evaluate("[...document.querySelectorAll('#main :is(h1, h2, h3)')].map(h => h.tagName)")
    assert set(levels) == {"H1", "H2"}
    assert "没找到，不代表没有记录" in page.locator("#main").inner_text()
    letters = page.get_by_role("navigation", name="按名称首字母")
    assert letters.locator("[aria-current]").inner_text().startswith("C")
