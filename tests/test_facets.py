"""Narrowing a list without a script: every count is a group-by of the download, every page exactly those records."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pandas as pd
import pytest
import yaml
from lxml import html

from generator import facets, line, load, paths
from generator.described import Dataset, Facet
from generator.render.faceted import SHORT, TOGETHER
from generator.render.lists import WHOLE

DAY = date(2026, 11, 21)
WORDS = [
    "<script>alert(1)</script>", "\" onclick=alert(2) x='", "{{ 7*7 }}", "../../etc/passwd", "none", "index",
    "a", "A", "fine", "fine-p2", "p2", "con", "甲", "甲 ", "甲/乙", "x-0123456789", "长" * 90, "未填写",
]  # fmt: skip
"""What a free cell may hold; the blank at an end is taken off, for no committed cell has one."""
NOT_YET = "尚未公开的说法"
REGIONS = "code,label,note,evidence\n990102,云杉区,,\n990121,石桥县,,\n990122,石桥县,,\n"
"""Two districts have one name: people narrow by what they read."""


def words() -> list[str]:
    return list(dict.fromkeys(word.strip() for word in WORDS))


# --- What the list pages say -------------------------------------------------------------------------------


def said(page: Path) -> dict[str, list[tuple[str, str, int]]]:
    """Return, by facet, what a list page says: label, address of the value's page, count."""
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    return {
        block.get("data-facet"): [
            (item[0].get("data-value"), unquote(item[0].get("href")), int(item[1].text.replace(",", "")))
            for item in block.iter("li")
        ]
        for block in tree.iterfind('.//div[@class="g-facet"]')
    }


def grouped(frame: pd.DataFrame, dataset: Dataset, facet: Facet, regions: dict[str, str]) -> pd.DataFrame:
    """Return the keys of a download by the value of a facet, as pandas reads it: columns ``value`` and ``key``."""
    field = dataset.field(facet.field)
    value = frame[facet.field]
    if field.type == "date":
        value = value.str[:4]
    elif field.role == "region":
        value = value.map(lambda code: regions.get(code, code))
    elif field.many:
        value = value.str.split("|")
    found = pd.DataFrame({"value": value, "key": frame[dataset.key]}).explode("value")
    return found.assign(value=found["value"].replace("", facets.UNSAID))


def shown(site: Path, first: str) -> list[str]:
    """Return the records on a page and the later pages of the same value, by the stems of their addresses."""
    stem = first.removesuffix(".html")
    later = re.compile(re.escape(Path(stem).name) + r"-p\d+\.html")
    found = []
    for page in (
        site / first,
        *(page for page in (site / first).parent.iterdir() if later.fullmatch(page.name)),
    ):
        tree = html.fromstring(page.read_text(encoding="utf-8"))
        rows = tree.xpath('//div[@id="rows"]//tbody/tr/th/a[1]/@href')
        assert 0 < len(rows) <= (TOGETHER if "/by/" in first else WHOLE), page
        found += [unquote(row).rpartition("/")[2].removesuffix(".html") for row in rows]
    return found


def judge(site: Path, dataset: Dataset, regions: dict[str, str]) -> int:
    """Hold all facets of a list against its download, and every page against its records; count the values."""
    frame = pd.read_csv(site / paths.download(dataset.id, "csv"), dtype=str, keep_default_na=False)
    told = said(site / dataset.id / "index.html")
    followed, values = set(), 0
    for facet in dataset.facets:
        found = grouped(frame, dataset, facet, regions)
        counts = found["value"].value_counts().to_dict()
        if len(frame) <= SHORT or len(counts) < 2:
            assert facet.id not in told
            continue
        assert {label: count for label, _, count in told[facet.id]} == counts, (dataset.id, facet.id)
        for label, href, _ in told[facet.id]:
            target = normpath(join(dataset.id, href))
            keys = found.loc[found["value"] == label, "key"]
            assert Counter(shown(site, target)) == Counter(map(paths.slug, keys)), target
            followed.add(target)
            values += 1
    pages = {path.relative_to(site).as_posix() for path in (site / dataset.id / "by").rglob("*.html")}
    firsts = {page for page in pages if re.sub(r"-p\d+\.html$", ".html", page) not in pages - {page}}
    assert firsts == {page for page in followed if "/by/" in page}
    return values


# --- A small office with every kind of facet, hostile words in it ------------------------------------------


def spread(folder: Path) -> None:
    """Give the licence list of the small office three hundred and more rows, and facets of every kind."""
    place = folder / "data/licences"
    (folder / "data/codes/regions-demo.csv").write_text(REGIONS, encoding="utf-8")
    described = yaml.safe_load((place / "dataset.yaml").read_text(encoding="utf-8"))
    described["fields"] += [
        {"name": "区划", "role": "region"},
        {"name": "种类", "codes": "penalty-kind", "many": True},
        {"name": "等级", "codes": "credit-grade"},
        {"name": "说法"},
        {"name": "一样"},
    ]
    columns = {"year": "决定日", "expiry": "有效期至", "district": "区划", "kind": "种类", "grade": "等级"}
    columns |= {"word": "说法", "same": "一样"}
    described["facets"] = [{"id": name, "field": column} for name, column in columns.items()]
    (place / "dataset.yaml").write_text(yaml.safe_dump(described, allow_unicode=True), encoding="utf-8")
    header = [item["name"] for item in described["fields"]]
    with (place / "licences.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows()])


def rows() -> list[list[str]]:
    free = words()
    kinds, districts = ["罚款", "警告|罚款", "", "没收违法所得|警告|罚款"], ["990102", "990122", "990121", ""]
    grades = ["A级（优秀）", "B级（良好）", ""]
    made = []
    for n in range(330):
        day = f"{2022 + n % 3}-03-01"
        made.append([
            f"LIC-{n:03}", f"测试县第{n}门诊部", "91990102MA9X000036", f"测卫许〔{day[:4]}〕{n + 1}号", day,
            ["2029-02-28", "", "2030-02-28"][n % 3], day[:5] + "03-05", districts[n % 4], kinds[n % 4],
            grades[n % 3], free[n % len(free)] if n < 100 else "常说的", "同",
        ])  # fmt: skip
    made[-1][6], made[-1][10] = "2026-12-05", NOT_YET
    return made


@pytest.fixture(scope="module")
def small(tmp_path_factory, _office) -> tuple[Path, dict[str, Dataset], dict[str, str]]:
    """Build the office and return its site, its lists and the names of regions."""
    folder = tmp_path_factory.mktemp("faceted") / "repo"
    shutil.copytree(_office, folder)
    spread(folder)
    line.build(folder, folder / "site", DAY)
    catalogue = load.catalogue(folder)
    return folder / "site", {item.id: item for item in catalogue.datasets}, dict(catalogue.regions)


def test_counts_and_pages_of_a_small_office(small):
    site, lists, regions = small
    assert judge(site, lists["licences"], regions) > 30


def test_every_page_of_a_list_says_the_same(small):
    site, _, _ = small
    pages = [page for page in (site / "licences").glob("*.html") if re.match(r"index|p\d|y\d", page.name)]
    assert len(pages) > 7
    first = said(site / "licences/index.html")
    assert all(said(page) == first for page in pages)


def test_addresses_speak_the_tokens_of_the_code_lists(small):
    told = said(small[0] / "licences/index.html")
    ways = {name: {label: href for label, href, _ in values} for name, values in told.items()}
    assert ways["year"] == {f"{year}": f"y{year}.html" for year in (2024, 2023, 2022)}
    assert ways["expiry"]["2030"] == "by/expiry/2030.html"
    assert ways["expiry"]["未填写"] == "by/expiry/none.html"
    assert ways["district"]["云杉区"] == "by/district/990102.html"
    assert ways["district"]["石桥县"] == "by/district/990121.html"
    assert ways["kind"]["没收违法所得"] == "by/kind/confiscate_income.html"
    assert ways["grade"]["A级（优秀）"] == "by/grade/A.html"
    assert ways["word"]["fine"] == "by/word/fine.html"


def test_no_two_values_share_a_page_and_none_is_that_of_the_blank(small):
    told = said(small[0] / "licences/index.html")["word"]
    assert {label for label, _, _ in told} == {*words(), "常说的"}
    ways = [href.casefold() for _, href, _ in told]
    assert len(set(ways)) == len(ways)
    by_label = {label: href for label, href, _ in told}
    assert by_label["none"] != "by/word/none.html"
    assert by_label["fine-p2"] != "by/word/fine-p2.html"
    assert by_label["A"] != "by/word/A.html"


def test_years_come_newest_first_and_the_rest_from_the_most(small):
    told = said(small[0] / "licences/index.html")
    assert [label for label, _, _ in told["expiry"]] == ["2030", "2029", "未填写"]
    *words, (last, _, most) = told["kind"]
    counts = [count for _, _, count in words]
    assert counts == sorted(counts, reverse=True)
    assert (last, most) == ("未填写", 82)


def test_what_parts_nothing_and_what_is_short_has_no_facet(small):
    site, _, _ = small
    assert "same" not in said(site / "licences/index.html")
    assert not (site / "licences/by/same").exists()
    assert 'id="facets"' not in (site / "penalties/index.html").read_text(encoding="utf-8")


def test_a_record_not_yet_public_makes_no_value_and_no_page(small):
    site, _, _ = small
    for path in site.rglob("*.html"):
        assert NOT_YET not in path.read_text(encoding="utf-8"), path
    told = said(site / "licences/index.html")
    assert sum(count for _, _, count in told["grade"]) == len(rows()) - 1


def test_a_page_of_a_value_says_what_it_holds_and_leads_back(small):
    page = (small[0] / "licences/by/kind/fine.html").read_text(encoding="utf-8")
    tree = html.fromstring(page)
    heading = tree.find(".//h1")
    assert heading.text == "许可公示"
    assert heading[0].text_content() == "种类：罚款"
    total = len([row for row in rows()[:-1] if "罚款" in row[8]])
    assert total > TOGETHER
    lead = tree.xpath('string(//p[@class="g-lead"])')
    assert lead == f"「种类」是“罚款”的共 {total} 条。"
    assert tree.xpath('//a[text()="查看整个清单"]/@href') == ["../../index.html"]
    assert tree.xpath('//nav[@class="g-page"]/a/@href') == ["fine-p2.html"]
    assert "许可公示，种类：罚款" in tree.findtext(".//title")


def test_a_script_in_a_label_is_only_text(small):
    page = (small[0] / "licences/index.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    tree = html.fromstring(page)
    assert tree.xpath("//*[@onclick]") == []
    assert "\" onclick=alert(2) x='" in tree.xpath('//div[@data-facet="word"]//a/@data-value')


def test_many_values_are_folded_and_each_list_of_them_is_labelled(small):
    tree = html.fromstring((small[0] / "licences/index.html").read_text(encoding="utf-8"))
    (block,) = tree.xpath('//details[@id="facets"]/div[@data-facet="word"]')
    first, rest = block.iter("ul")
    assert len(first) == 12
    assert len(first) + len(rest) == len(words()) + 1
    assert block.xpath("string(details/summary)") == f"其余 {len(rest)} 个"
    for ul in (first, rest):
        assert tree.get_element_by_id(ul.get("aria-labelledby")).text == "说法"


def test_without_a_script_people_are_told_of_the_facets(small):
    page = (small[0] / "licences/index.html").read_text(encoding="utf-8")
    note = re.search("<noscript>(.*?)</noscript>", page, re.DOTALL)[1]
    assert "打开下面的“筛选”" in note
    assert page.index("<noscript>") < page.index('id="facets"') < page.index('id="rows"')


def test_titles_are_unique_and_the_map_has_every_page(small):
    site, _, _ = small
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    titles = Counter(
        html.fromstring((site / page).read_text(encoding="utf-8")).findtext(".//title") for page in pages
    )
    assert {title: n for title, n in titles.items() if n > 1 and "已停止公示" not in title} == {}
    known = (site / "sitemap.xml").read_text(encoding="utf-8")
    by = [page.removesuffix("index.html") for page in pages if "/by/" in page]
    assert len(by) > 30
    assert [page for page in by if f"/{page}</loc>" not in known] == []


def test_no_link_from_a_page_of_a_value_is_dead(small):
    site, _, _ = small
    for page in site.glob("licences/by/**/*.html"):
        name = page.relative_to(site).as_posix()
        for href in html.fromstring(page.read_text(encoding="utf-8")).xpath("//a/@href"):
            target = unquote(href.partition("#")[0].partition("?")[0])
            if target and ":" not in target:
                assert (site / normpath(join(dirname(name), target))).is_file(), (name, href)


# --- The demonstration -------------------------------------------------------------------------------------


def test_every_facet_of_every_list_agrees_with_its_download(site, committed):
    catalogue, _ = committed
    regions = dict(catalogue.regions)
    values = sum(judge(site, dataset, regions) for dataset in catalogue.datasets)
    assert values > 300


def test_every_list_page_of_the_demonstration_says_the_same(site, committed):
    for dataset in committed[0].datasets:
        pages = [page for page in (site / dataset.id).glob("*.html") if re.match(r"index|p\d|y\d", page.name)]
        blocks = {
            page.read_text(encoding="utf-8").partition('id="facets"')[2].partition('<div id="results"')[0]
            for page in pages
        }
        assert len(blocks) == 1, dataset.id


def test_lists_of_the_demonstration_are_narrowed_by_few_values(committed, site):
    for dataset in committed[0].datasets:
        for name, values in said(site / dataset.id / "index.html").items():
            assert 2 <= len(values) <= 60, (dataset.id, name)
        assert len(dataset.facets) <= 6, dataset.id


def test_the_site_map_has_every_page_of_a_facet(site):
    known = "".join(path.read_text(encoding="utf-8") for path in site.glob("sitemap*.xml"))
    by = [p.relative_to(site).as_posix().removesuffix("index.html") for p in site.glob("*/by/**/*.html")]
    assert len(by) > 300
    assert [page for page in by if f"/{page}</loc>" not in known] == []
