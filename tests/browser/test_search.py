"""Search finds what a person types, pastes or dictates: recall and precision against plain substring search."""

from __future__ import annotations

import csv
import json
import random
import re
import unicodedata
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from generator import load

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))


def normalised(text: str) -> str:
    """Normalise by the definition, not by the program's table."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        c
        for c in folded
        if unicodedata.category(c)[0] not in "PZS" and unicodedata.category(c) not in ("Cc", "Cf")
    )


@pytest.fixture(scope="session")
def data(site, root):
    """Return what may be found, read from the published downloads and descriptions: not from the index."""
    datasets = {item.id: item for item in load.catalogue(root).datasets}
    names, rows = {}, []
    for path in sorted((site / "entity").glob("*.json")):
        entity = json.loads(path.read_text(encoding="utf-8"))
        names[entity["code"]] = entity["name"]
    for name, dataset in datasets.items():
        columns = (*dataset.record.title, *(dataset.search or dataset.list.columns))
        with (site / f"downloads/{name}.csv").open(encoding="utf-8", newline="") as file:
            rows += [(name, [row[c] for c in columns], row) for row in csv.DictReader(file)]
    texts = [[normalised(text) for text in fields] for _, fields, _ in rows]
    aliases = {code: set() for code in names}
    for name, _, row in rows:
        subject, code = (datasets[name].column_of(role) for role in ("subject", "subject_code"))
        if subject and code and row[code]:
            aliases[row[code]].add(normalised(row[subject]))
    return {"names": names, "rows": rows, "texts": texts, "aliases": aliases}


def expected(data, query: str) -> tuple[int, int]:
    """Count organisations and records that hold the query in one field, by plain substring search."""
    term = normalised(query)
    organisations = sum(
        term in normalised(name) or term in normalised(code) or any(term in a for a in data["aliases"][code])
        for code, name in data["names"].items()
    )
    return organisations, sum(any(term in text for text in row) for row in data["texts"])


def shown(page) -> tuple[int, int]:
    """Read the counts that the page announces, once they are exact or final."""
    expect(page.locator(".g-count")).to_contain_text("找到")
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
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
    return shown(page)


def agrees(page, found: tuple[int, int], wanted: tuple[int, int]) -> bool:
    """Tell whether announced totals are right: exactly, or where they are estimates, that there is something."""
    said = page.locator(".g-count").inner_text()
    if "约" not in said and "超过" not in said:
        return found == wanted
    return all((a > 0) == (b > 0) for a, b in zip(found, wanted, strict=True))


def test_python_and_browser_normalise_alike(watched):
    page = watched().open("search.html")
    for text, wanted in VECTORS:
        assert normalised(text) == wanted, text
        assert page.evaluate("text => window.gongshi.normalise(text)", text) == wanted, text


def test_recall_and_precision_on_sampled_queries(watched, data):
    draw = random.Random(20261121)
    page = watched().open("search.html")
    names, codes, queries = list(data["names"].values()), list(data["names"]), []
    for _ in range(25):
        name = draw.choice(names)
        start = draw.randrange(max(1, len(name) - 2))
        queries.append(name[start : start + draw.randint(2, 6)])
        queries.append(draw.choice(codes)[-6:])
    numbers = [field for _, row, _ in data["rows"] for field in row if "〔" in field and field.endswith("号")]
    for opening, closing in ("〔〕", "[]", "（）", "【】", "  "):
        for number in draw.sample(numbers, 4):
            queries.append(number.replace("〔", opening).replace("〕", closing))
    exact = 0
    for query in queries:
        if normalised(query):
            found = search(page, query)
            assert agrees(page, found, expected(data, query)), (query, found, expected(data, query))
            exact += found == expected(data, query)
    assert exact > 0.8 * len(queries)


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
    code = sorted(data["names"])[7]
    assert search(page, change(code))[0] == 1
    assert page.get_by_text("直接打开").first.is_visible()


def test_pasted_text_without_a_key_event(watched, data):
    page = watched().open("search.html")
    page.locator("main input[type=search]").first.focus()
    page.keyboard.insert_text(sorted(data["names"].values())[3])
    assert shown(page)[0] >= 1


def test_rare_characters(watched, data):
    page = watched().open("search.html")
    rare = {c for n in data["names"].values() for c in n if ord(c) > 0x9FFF or 0x3400 <= ord(c) < 0x4E00}
    rare -= set("（）·")
    assert len(rare) >= 3
    for name in data["names"].values():
        at = next((i for i, c in enumerate(name[:-1]) if c in rare), None)
        if at is not None:
            pair = name[at : at + 2]
            assert agrees(page, search(page, pair), expected(data, pair)), pair


def test_the_query_is_in_the_address_and_survives(watched):
    page = watched().open("search.html")
    counts = search(page, "口腔")
    page.reload()
    assert shown(page) == counts
    page.locator("main a").first.click()
    page.go_back()
    assert shown(page) == counts


TOLD = """
;(() => {
  const ask = gongshi.ask;
  self.told = [];
  gongshi.ask = request => { told.push(request); return ask(request); };
})();
"""
TYPED_ON = """
() => {
  const box = document.querySelector('main input[type=search]');
  for (const text of ['口腔门', '口腔门诊']) {
    box.value = text;
    box.dispatchEvent(new Event('input', {bubbles: true}));
  }
  document.querySelectorAll('#results button').forEach(node => { if (node.textContent === '更多机构') { node.click(); } });
}
"""


def test_more_is_of_what_is_shown_not_of_what_is_being_typed(watched, site):
    seen = watched()
    engine = (site / "assets/engine.js").read_text(encoding="utf-8") + TOLD
    seen.page.route(
        "**/assets/engine.js", lambda route: route.fulfill(body=engine, content_type="text/javascript")
    )
    page = seen.open("search.html?q=口腔")
    page.get_by_role("button", name="更多机构").wait_for()
    page.evaluate(TYPED_ON)
    expect(page.locator("#results mark").first).to_have_text("口腔门诊")
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    told = page.evaluate("() => told")
    assert {(item["nth"], item["q"]) for item in told} == {(1, "口腔"), (2, "口腔门"), (3, "口腔门诊")}
    assert any(item["nth"] == 1 and item["offset"] for item in told if "offset" in item)
    page.get_by_role("button", name="更多机构").click()
    expect(page.locator("#results .g-hits").first.locator("li")).to_have_count(5 + 20)
    texts = page.locator("#results .g-hits").first.locator("li > a").all_inner_texts()
    assert all("口腔门诊" in text for text in texts)
    assert (
        len(
            set(
                page.evaluate(
                    "() => [...document.querySelectorAll('#results .g-hits')[0].querySelectorAll('a')].map(a => a.href)"
                )
            )
        )
        == 25
    )
    assert seen.complaints == []


def test_nothing_found_says_that_it_proves_nothing(watched):
    page = watched().open("search.html?q=" + "查无此名查无此名")
    expect(page.locator("main")).to_contain_text("没找到不代表没有记录")
    assert "0000-0000000" in page.locator("main").inner_text()


def test_the_list_filter_looks_at_the_whole_list(watched, data):
    page = watched().open("penalty-disclosure/index.html")
    own = [
        texts
        for (name, _, _), texts in zip(data["rows"], data["texts"], strict=True)
        if name == "penalty-disclosure"
    ]
    wanted = sum(any("口腔" in text for text in texts) for texts in own)
    assert wanted > 20
    page.locator("main input[type=search]").first.fill("口腔")
    expect(page.locator("main")).to_contain_text(f"找到 {wanted} 条")
    assert not page.locator("#rows table.g-tbl").is_visible()


def test_it_works_from_an_unzipped_folder(watched, site):
    view = watched()
    page = view.open(f"file://{site}/search.html?q=口腔")
    assert shown(page)[0] > 0
    assert view.complaints == []


def test_hostile_results_do_nothing(watched):
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
