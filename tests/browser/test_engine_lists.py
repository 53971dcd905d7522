"""Both engines of search narrow, order and count lists exactly as plain reading does, in real Chromium."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.search_fixtures import DAY


def test_counts_of_a_list_are_of_what_is_left(ask, corpus):
    plain, today = corpus[2], DAY + timedelta(days=10)
    kept = {href for href, last in plain.last.items() if not last or last >= today}
    said = {"q": "口腔", "list": "penalties", "today": today.isoformat(), "facets": True, "settle": 10**6}
    _, hrefs = ask.everything(**said)
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
        parts = [ask.everything(q=query, kind=kind)[1] for kind in ("entity", "record")]
        assert all(href.startswith("entity/") for href in parts[0])
        assert set(parts[0]) | set(parts[1]) == wanted
        for name in ("penalties", "licences"):
            _, hrefs = ask.everything(q=query, list=name)
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
    answer, hrefs = ask.everything(**said, facets=True)
    assert hrefs == main + rest
    _, backwards = ask.everything(**said, sort="reverse")
    rows = {href: values for href, _, values, _ in corpus[2].rows}
    assert set(backwards) == set(hrefs)
    assert [rows[h]["决定日"] for h in backwards] == sorted(rows[h]["决定日"] for h in hrefs)
    _, by_amount = ask.everything(**said, sort="-金额")
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


LATER = """
async ([first, then]) => {
  const ask = gongshi.remote(''), plain = self.fetch, told = [];
  await ask({q: then.q, size: 0});
  let asked = 0;
  self.fetch = (...what) => { asked += 1; return plain(...what); };
  const own = ask(first).then(found => { told.push('first'); return found; });
  const rows = ask(Object.assign({}, first, {q: first.q.slice(0, 2), list: 'penalties', rows: true}));
  await new Promise(done => setTimeout(done, 0));
  const second = await ask(Object.assign({nth: 2}, then));
  told.push('then');
  await rows;
  await new Promise(done => setTimeout(done, 200));
  const stopped = asked;
  await new Promise(done => setTimeout(done, 200));
  const quiet = asked === stopped, before = told.slice();
  const again = await ask(Object.assign({}, first, {nth: 3}));
  return {before, quiet, asked, second, again, own: await own, rows: (await rows).length};
}
"""


def test_what_is_asked_later_goes_first(ask, corpus):
    """On a slow line a clerk who types on waits for nothing that is not wanted any more; asked again, it goes on."""
    plain, (first, then) = corpus[2], ("口腔诊疗活动", "宾馆")
    asked = {"q": first, "nth": 1, "settle": 10**9}
    found = ask.page.evaluate(LATER, [asked, {"q": then}])
    if found["asked"]:  # a small site needs no line
        assert found["before"] == ["then"], "the first one held its peace until it was asked again"
    assert found["quiet"]
    assert found["own"] == found["again"]
    assert found["again"]["sure"]
    assert found["again"]["entities"] + found["again"]["records"] == sum(map(len, plain.find(first)))
    assert found["second"]["hits"]
    assert found["rows"] == len([href for href in plain.find(first[:2])[0] if href.startswith("penalties/")])
