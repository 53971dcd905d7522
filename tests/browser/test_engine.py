"""Both tiers of search answer exactly as plain reading does, in real Chromium."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from generator import index
from generator.index import shards
from generator.normalise import normalise
from tests.browser.conftest import served
from tests.search_fixtures import DAY, Plain, disclosed

ROWS = 1500
ENGINE = Path(__file__).parents[2] / "site_src" / "assets" / "engine.js"


@pytest.fixture(scope="module")
def corpus():
    disclosure, organisations = disclosed(ROWS)
    return disclosure, organisations, Plain(disclosure, organisations)


@pytest.fixture(scope="module", params=["scan", "shards", "blocks"])
def ask(request, corpus, browser, tmp_path_factory):
    """Return a function that asks the engine; ``blocks`` cuts the lists of common grams into many pieces."""
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "SCANNED", 10**9 if request.param == "scan" else 0)
        if request.param == "blocks":
            patch.setattr(shards, "BLOCK", 512)
            patch.setattr(shards, "TOGETHER", 300)
            patch.setattr(shards, "_COMMON", 150)
        for artefact in index.run(corpus[0], corpus[1]):
            path = folder / artefact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artefact.content)
    (folder / "index.html").write_text("<!doctype html><script src=assets/engine.js></script>")
    (folder / "assets/engine.js").write_bytes(ENGINE.read_bytes())
    with served(folder) as address:
        page = browser.new_page()
        page.goto(f"{address}index.html")
        page.evaluate("() => { window.ask = gongshi.remote(''); }")
        yield lambda **said: page.evaluate("said => ask(said)", said)
        page.close()


def everything(ask, **said):
    """Read an answer page by page to its end."""
    found, hits = ask(**said), []
    while True:
        hits += found["hits"]
        if not found["left"]:
            return found, [hit["href"] for hit in hits]
        found = ask(**said, offset=len(hits), size=50)


def queries(corpus) -> list[str]:
    draw, found = random.Random(20261125), []
    organisations = corpus[1]
    records = [r for p in corpus[0].publications for r in p.records]
    for _ in range(14):
        name = draw.choice(organisations).name
        at = draw.randrange(max(1, len(name) - 2))
        found.append(name[at : at + draw.randint(2, 6)])
        found.append(draw.choice(organisations).code[-draw.randint(3, 10) :])
        record = draw.choice(records)
        found += [
            record.subject,
            record.values["文号"].translate(
                str.maketrans("〔〕[]（）", draw.choice(("[][][]", "（）（）（）", "      ")))
            ),
        ]
        fact = record.values["事实"]
        at = draw.randrange(len(fact) - 4)
        found.append(fact[at : at + draw.randint(2, 8)])
        found.append(f"{record.subject[-4:]} {fact[4:8]}")
    found += [
        "号 口腔",
        "24",
        "tv",
        "KTV",
        "12",
        "1号",
        "44号",
        "医2",
        "X射",
        "120",
        "示卫",
        "2025",
        "查无此名",
        "𬭎",
        "㐀䶮",
        "㐀",
    ]
    return [query for query in found if normalise(query)]


def test_every_answer_is_that_of_plain_reading(ask, corpus):
    plain, wrong = corpus[2], []
    for query in queries(corpus):
        main, rest = plain.find(query)
        answer, hrefs = everything(ask, q=query)
        if answer.get("short"):
            assert len(normalise(query)) < 2
            continue
        if hrefs != main + rest:
            wrong.append((query, hrefs[:3], (main + rest)[:3], len(hrefs), len(main + rest)))
        total = answer["entities"] + answer["records"]
        if answer["sure"] and total != len(main + rest):
            wrong.append((query, "total", total, len(main + rest)))
    assert wrong == []


@pytest.mark.parametrize("days", [0, 47])
def test_what_has_ended_since_is_no_part_of_any_answer(ask, corpus, days):
    """A row is shown through its last day; totals called exact are of what is left, and how many went is told."""
    plain, today = corpus[2], DAY + timedelta(days=days)
    dropped = known = 0
    for query in queries(corpus)[::3]:
        found = [href for hrefs in plain.find(query) for href in hrefs]
        left = [href for href in found if not plain.last[href] or plain.last[href] >= today]
        answer, hrefs = everything(ask, q=query, today=today.isoformat())
        if answer.get("short"):
            continue
        assert hrefs == left, query
        assert not answer["sure"] or answer["entities"] + answer["records"] == len(left), query
        gone = answer.get("gone") or {"sure": True, "entities": 0, "records": 0}
        if gone["sure"]:
            known += 1
            assert gone["entities"] + gone["records"] == len(found) - len(left), query
        dropped += len(found) - len(left)
    assert known > 20
    assert (dropped > 50) is (days > 0)


def test_counts_of_a_list_are_of_what_is_left(ask, corpus):
    plain, today = corpus[2], DAY + timedelta(days=10)
    kept = {href for href, last in plain.last.items() if not last or last >= today}
    said = {"q": "口腔", "list": "penalties", "today": today.isoformat(), "facets": True, "settle": 10**6}
    _, hrefs = everything(ask, **said)
    assert set(hrefs) == {h for part in plain.find("口腔", list_id="penalties") for h in part} & kept
    first = ask(**said)
    assert first["records"] == len(hrefs)
    year = next(facet for facet in first["facets"] if facet["id"] == "year")
    assert year["sure"]
    assert sum(year["counts"]) == len(hrefs)
    assert len(ask(**said, rows=True)) == len(hrefs)
    counts = {item["id"]: item["count"] for item in first["head"]["lists"]}
    assert counts["penalties"] == len([h for h in kept if h.startswith("penalties/")])


def test_of_data_too_old_to_know_lists_that_end_are_left_out(ask):
    answer = ask(q="口腔", today=(DAY + timedelta(days=60)).isoformat())
    assert answer["records"] == 0
    assert answer["gone"]["blind"] == ["处罚", "许可"]


def test_kinds_lists_and_groups_divide_the_answer(ask, corpus):
    for query in ("口腔", "示卫医罚", "登记 12"):
        main, rest = corpus[2].find(query)
        wanted = set(main + rest)
        parts = [everything(ask, q=query, kind=kind)[1] for kind in ("entity", "record")]
        assert all(href.startswith("entity/") for href in parts[0])
        assert set(parts[0]) | set(parts[1]) == wanted
        for name in ("penalties", "licences"):
            _, hrefs = everything(ask, q=query, list=name)
            assert set(hrefs) == {href for href in wanted if href.startswith(name)}
        answer = ask(q=query, settle=10**9)
        assert answer["sure"]
        counts = {group["id"]: group["count"] for group in answer["groups"]}
        assert counts == {
            n: k for n in ("penalties", "licences") if (k := sum(h.startswith(n) for h in wanted))
        }


@pytest.mark.parametrize("query", ["", "口腔", "登记 12"])
def test_filters_orders_and_facets_over_the_whole_list(ask, corpus, query):
    def keep(values):
        return values["决定日"][:4] in ("2024", "2025") and "罚款" in values["种类"].split("|")

    chosen = {"year": ["2024", "2025"], "kind": ["罚款"]}
    main, rest = corpus[2].find(query, list_id="penalties", keep=keep)
    said = {"q": query, "list": "penalties", "filters": chosen}
    answer, hrefs = everything(ask, **said, facets=True)
    assert hrefs == main + rest
    _, backwards = everything(ask, **said, sort="reverse")
    rows = {href: values for href, _, values, _ in corpus[2].rows}
    assert set(backwards) == set(hrefs)
    assert [rows[h]["决定日"] for h in backwards] == sorted(rows[h]["决定日"] for h in hrefs)
    _, by_amount = everything(ask, **said, sort="-金额")
    amounts = [float(rows[h]["金额"] or "-inf") for h in by_amount]
    assert set(by_amount) == set(hrefs)
    assert amounts == sorted(amounts, reverse=True)
    years = next(facet for facet in answer["facets"] if facet["id"] == "year")
    for year, count in zip(years["values"], years["counts"], strict=True):
        found = corpus[2].find(
            query, list_id="penalties", keep=lambda v, y=year: v["决定日"][:4] == y and "罚款" in v["种类"]
        )
        assert count == len(found[0] + found[1]) or not years["sure"], year
    assert years["sure"] or " " in query


def test_rows_of_the_csv(ask, corpus):
    keys = [record.key for record in corpus[0].publications[0].records]
    main, rest = corpus[2].find("口腔", list_id="penalties")
    numbers = ask(q="口腔", list="penalties", rows=True)
    assert numbers == sorted(numbers)
    assert {f"penalties/{keys[n]}.html" for n in numbers} == set(main + rest)


def test_a_whole_code_or_number_is_known(ask, corpus):
    org = corpus[1][11]
    spaced = " ".join((org.code[:2], org.code[2:8], org.code[8:].lower()))
    assert ask(q=spaced)["exact"] == {"href": f"entity/{org.code}.html", "title": org.name, "sure": True}
    assert ask(q=org.code[:-1])["exact"] is None


def test_python_and_browser_normalise_alike_over_all_of_unicode(browser):
    import unicodedata

    page = browser.new_page()
    page.add_script_tag(path=str(ENGINE))
    found = page.evaluate(
        "() => { const out = []; for (let i = 0; i < 0x110000; i++) out.push(i >= 0xd800 && i < 0xe000 ? '' :"
        " gongshi.normalise(String.fromCodePoint(i))); return out; }"
    )
    page.close()
    known = (i for i in range(0x110000) if unicodedata.category(chr(i)) not in ("Cn", "Cs"))
    assert [(hex(i), found[i]) for i in known if found[i] != normalise(chr(i))] == []
