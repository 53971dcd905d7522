"""Search finds what a person types, pastes or dictates: recall and precision against plain substring search."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))


def normalised(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        c
        for c in folded
        if unicodedata.category(c)[0] not in "PZS" and unicodedata.category(c) not in ("Cc", "Cf")
    )


@pytest.fixture(scope="session")
def data(site):
    text = (site / "assets/search-data.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("gongshiData(").removesuffix(");\n"))


def expected(data, query: str) -> tuple[int, int]:
    """Count organisations and records that hold the query in one field, by plain substring search."""
    term = normalised(query)
    e, r = data["entities"], data["records"]
    organisations = sum(
        term in normalised(n) or term in normalised(c) for n, c in zip(e["n"], e["c"], strict=True)
    )
    if "rows" not in data:  # once: twenty thousand rows, hundreds of queries
        texts = ([*t.split(" "), *x.split("\n")] for t, x in zip(r["t"], r["x"], strict=True))
        data["rows"] = [[normalised(text) for text in row] for row in texts]
    return organisations, sum(any(term in text for text in row) for row in data["rows"])


def shown(page) -> tuple[int, int]:
    """Read the counts that the page announces."""
    expect(page.locator(".g-count")).to_contain_text("找到")
    said = page.locator(".g-count").inner_text()
    organisations = re.search(r"(\d[\d,]*) 个机构", said)
    records = re.search(r"(\d[\d,]*) 条记录", said)
    return tuple(int(found[1].replace(",", "")) if found else 0 for found in (organisations, records))


def search(page, query: str) -> tuple[int, int]:
    box = page.locator("main input[type=search]").first
    box.fill("")
    page.wait_for_timeout(30)
    box.fill(query)
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == [query.strip()])
    page.wait_for_timeout(60)
    return shown(page)


def test_python_and_browser_normalise_alike(watched):
    page = watched().open("search.html")
    for text, wanted in VECTORS:
        assert normalised(text) == wanted, text
        assert page.evaluate("text => window.gongshi.normalise(text)", text) == wanted, text


def test_recall_and_precision_on_sampled_queries(watched, data):
    draw = random.Random(20261121)
    page = watched().open("search.html")
    e, r = data["entities"], data["records"]
    queries = []
    for _ in range(60):
        name = draw.choice(e["n"])
        start = draw.randrange(max(1, len(name) - 2))
        queries.append(name[start : start + draw.randint(2, 6)])
        queries.append(draw.choice(e["c"])[-6:])
    numbers = [field for x in r["x"] for field in x.split("\n") if "〔" in field and field.endswith("号")]
    for opening, closing in ("〔〕", "[]", "（）", "【】", "  "):
        for number in draw.sample(numbers, 6):
            queries.append(number.replace("〔", opening).replace("〕", closing))
    for query in queries:
        if normalised(query):
            assert search(page, query) == expected(data, query), query


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda s: "".join(chr(ord(c) + 0xFEE0) for c in s),
        lambda s: " ".join((s[:2], s[2:8], s[8:])),
    ],
)
def test_codes_in_any_dress(watched, data, change):
    page = watched().open("search.html")
    code = data["entities"]["c"][7]
    assert search(page, change(code))[0] == 1
    assert page.get_by_text("直接打开").first.is_visible()


def test_pasted_text_without_a_key_event(watched, data):
    page = watched().open("search.html")
    page.locator("main input[type=search]").first.focus()
    page.keyboard.insert_text(data["entities"]["n"][3])
    assert shown(page)[0] >= 1


def test_rare_characters(watched, data):
    page = watched().open("search.html")
    rare = {c for name in data["entities"]["n"] for c in name if ord(c) > 0x9FFF or 0x3400 <= ord(c) < 0x4E00}
    rare -= set("（）·")
    assert len(rare) >= 3
    for character in rare:
        assert search(page, character) == expected(data, character)


def test_the_query_is_in_the_address_and_survives(watched):
    page = watched().open("search.html")
    counts = search(page, "口腔")
    page.reload()
    assert shown(page) == counts
    page.locator("main a").first.click()
    page.go_back()
    assert shown(page) == counts


def test_nothing_found_says_that_it_proves_nothing(watched):
    page = watched().open("search.html?q=" + "查无此名查无此名")
    expect(page.locator("main")).to_contain_text("没找到不代表没有记录")
    assert "0000-0000000" in page.locator("main").inner_text()


def test_the_list_filter_looks_at_the_whole_list(watched, data):
    page = watched().open("penalty-disclosure/index.html")
    lists = [item["id"] for item in data["lists"]]
    at = lists.index("penalty-disclosure")
    r = data["records"]
    term = "口腔"
    wanted = sum(term in t or term in x for d, t, x in zip(r["d"], r["t"], r["x"], strict=True) if d == at)
    assert wanted > 20
    page.locator("main input[type=search]").first.fill(term)
    expect(page.locator("main")).to_contain_text("找到")
    text = page.locator("main").inner_text()
    assert f"找到 {wanted} 条" in text
    assert not page.locator("#rows table.g-tbl").is_visible()


def test_it_works_from_an_unzipped_folder(watched, site):
    view = watched()
    page = view.open(f"file://{site}/search.html?q=口腔")
    assert shown(page)[0] > 0
    assert view.complaints == []


def test_hostile_results_do_nothing(watched, site, data):
    view = watched()
    page = view.open("search.html?q=" + "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    page.wait_for_timeout(300)
    assert view.complaints == []


def test_without_scripts_the_form_leads_on(watched):
    page = watched(javascript=False).open("index.html")
    page.locator("main input[name=q]").fill("口腔")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "search.html?q=" in page.url
    assert page.locator("main a", has_text="机构查询").first.is_visible()
