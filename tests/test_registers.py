"""Organisations by district, trade and letter: each stands where its records put it, and every count adds up."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from html import unescape
from posixpath import dirname, join, normpath
from types import SimpleNamespace

import pandas as pd
import pypinyin
import pytest
from check_fixtures import CLINIC, SHOP, described, field

from generator import check, disclose, paths
from generator.described import Dataset
from generator.model import Catalogue, Code, Publication, Record
from generator.pinyin import trade_name
from generator.render.entities import Entity, entities
from generator.render.frames import Frames
from generator.render.registers import PER_PAGE, links, pages, registers
from generator.render.registers import hub as hub_page
from generator.render.templates import Sheet
from generator.render.ways import LABELS, Ways, ways

REGIONS = {"990100": "示例市", "990102": "云杉区", "990105": "示例区", "880105": "示例区"}
LIST = described(
    "许可",
    [
        field("编号", "key"),
        field("机构", "subject"),
        field("代码", "subject_code"),
        field("所在", "region"),
        field("行当", "trade", codes="trades", many=True),
        field("公开", "published", type="date"),
    ],
)
PLAIN = described("名录", [field("编号", "key"), field("机构", "subject"), field("代码", "subject_code")])
TRADES = (Code("medical", "医疗"), Code("water", "供水"))


def catalogue(regions: dict[str, str] | None = None) -> Catalogue:
    """Return a catalogue that knows some regions and trades."""
    facts = {"site": None, "datasets": (), "rules": (), "workdays": {}}
    return Catalogue(**facts, codes={"trades": TRADES}, regions=REGIONS if regions is None else regions)  # type: ignore[arg-type]


def record(key: str, code: str, name: str, *, area: str = "", trade: str = "", day: str = "") -> Record:
    """Return a public record about an organisation."""
    values = {"编号": key, "机构": name, "代码": code, "所在": area, "行当": trade, "公开": day}
    published = date.fromisoformat(day) if day else None
    return Record("licence", key, key, name, values, "active", published, None, None, None, name, code)


def published(*records: Record, said: dict[str, object] = LIST) -> Publication:
    """Return what a list of some records publishes."""
    dataset = Dataset.model_validate({"id": "licence"} | said)
    return Publication(dataset, date(2026, 11, 21), records, (), 0)


def placed(*publications: Publication, regions: dict[str, str] | None = None) -> Ways:
    """Return where the organisations of some lists stand."""
    found = entities(SimpleNamespace(publications=publications))  # type: ignore[arg-type]
    return ways(found, catalogue(regions))


def standing(found: Ways, way: str) -> dict[str, list[str]]:
    """Return the codes of those who stand in each group of a way, by its label."""
    return {group.label: [item.entity.code for item in group.members] for group in found.groups[way]}  # type: ignore[index]


# --- Where one organisation stands -------------------------------------------------------------------------


def test_the_latest_record_that_names_a_district_decides() -> None:
    old = record("A-1", CLINIC, "甲诊所", area="990105", day="2025-01-02")
    new = record("A-2", CLINIC, "甲诊所", area="990102", day="2026-01-02")
    silent = record("A-3", CLINIC, "甲诊所", day="2026-05-02")
    for order in ((old, new, silent), (silent, new, old)):
        assert standing(placed(published(*order)), "district") == {"云杉区": [CLINIC]}


def test_the_credit_code_decides_where_no_record_does() -> None:
    silent = published(record("A-1", SHOP, "甲店"), said=PLAIN)
    assert standing(placed(silent), "district") == {"示例区": [SHOP]}
    assert standing(placed(silent, regions={}), "district") == {"区划 990105": [SHOP]}


def test_two_districts_of_one_name_are_told_apart() -> None:
    found = published(
        record("A-1", SHOP, "甲店", area="990105", day="2026-01-02"),
        record("A-2", CLINIC, "乙诊所", area="880105", day="2026-01-02"),
    )
    assert standing(placed(found), "district") == {"示例区（880105）": [CLINIC], "示例区（990105）": [SHOP]}


def test_trades_are_those_of_all_records_and_none_is_said_so() -> None:
    found = placed(
        published(
            record("A-1", CLINIC, "甲诊所", trade="医疗|供水", day="2026-01-02"),
            record("A-2", CLINIC, "甲诊所", trade="医疗", day="2026-02-02"),
            record("A-3", SHOP, "乙店", day="2026-02-02"),
        ),
        published(record("B-1", CLINIC, "甲诊所"), said=PLAIN),
    )
    assert standing(found, "trade") == {"供水": [CLINIC], "医疗": [CLINIC], "未填写": [SHOP]}
    assert [group.name for group in found.groups["trade"]] == ["medical", "water", ""]


@pytest.mark.parametrize(
    ("name", "label"),
    [("示例市云杉区长安诊所", "C"), ("示例市𠮷安门诊", "J"), ("示例市120急救站", "其他"), ("A8店", "A")],
)
def test_the_letter_is_that_of_the_name_without_its_places(name: str, label: str) -> None:
    assert standing(placed(published(record("A-1", CLINIC, name))), "letter") == {label: [CLINIC]}


def test_lists_of_different_code_lists_cannot_name_trades_together(committed) -> None:
    known, _ = committed
    first = next(d for d in known.datasets if d.column_of("trade"))
    fields = tuple(
        item.model_copy(update={"codes": "credit-grade"}) if item.role == "trade" else item
        for item in first.fields
    )
    wrong = tuple(d if d != first else d.model_copy(update={"fields": fields}) for d in known.datasets)
    broken = Catalogue(known.site, wrong, known.codes, known.rules, known.workdays, known.regions)
    assert {item.rule for item in check.describe(broken)} == {"说明-30"}
    assert check.describe(known) == ()


# --- Pages -------------------------------------------------------------------------------------------------


def sheets(found: Ways, frames: Frames) -> Iterator[Sheet]:
    """Yield the pages of every register."""
    return (sheet for register in registers(found) for sheet in pages(register, frames))


def made(committed, count: int) -> tuple[Ways, list]:
    """Return so many organisations, where they stand, and their pages."""
    known, tables = committed
    public = disclose.disclose(known, tables[:0], date(2026, 11, 21), "")
    place = published()
    found = [
        Entity(f"9199010{2 + n % 2}MA{n:08d}", f"店{n:05d}", ((place, record(f"A-{n}", "", "")),))
        for n in range(count)
    ]
    sorted_out = ways(found, known)
    frames = Frames(public)
    return sorted_out, [hub_page(sorted_out, frames), *sheets(sorted_out, frames)]


@pytest.mark.parametrize("count", [0, 1, PER_PAGE, PER_PAGE + 1, 2 * PER_PAGE, 7001])
def test_pages_hold_everyone_once_and_no_more_than_they_may(committed, count: int) -> None:
    sorted_out, all_pages = made(committed, count)
    addresses = [sheet.frame.path for sheet in all_pages]
    assert len(addresses) == len({path.casefold() for path in addresses})
    assert len({sheet.frame.title for sheet in all_pages}) == len(all_pages)
    for head in ("entity/p", "entity/by/district/", "entity/by/letter/", "entity/by/trade/"):
        names = [
            [link.text for _, found in sheet.view.groups for link in found]
            for sheet in all_pages
            if sheet.frame.path.startswith(head)
        ]
        assert max(map(len, names), default=0) <= PER_PAGE
        assert sorted(name for part in names for name in part) == [f"店{n:05d}" for n in range(count)]
    assert addresses[0] == "entity/index.html"
    assert {link.href for link in links(sorted_out)} <= set(addresses)


def test_any_page_is_two_links_from_the_first(committed) -> None:
    _, all_pages = made(committed, 100 * PER_PAGE)
    led = {
        sheet.frame.path: {normpath(join(dirname(sheet.frame.path), link.href)) for link in sheet.view.pages}
        for sheet in all_pages
    }
    near = led["entity/index.html"]
    reached = near | {path for first in near for path in led[first]}
    assert {path for path in led if path.startswith("entity/p")} <= reached
    assert len(near) < 40


def test_a_page_by_district_says_from_which_letter_to_which(committed) -> None:
    known, tables = committed
    public = disclose.disclose(known, tables, date(2026, 11, 21), "")
    found = ways(entities(public), known)
    first = next(s for s in sheets(found, Frames(public)) if s.frame.path.startswith("entity/by/district/"))
    spans = [link.note.split("—") for link in first.view.pages]
    assert spans[0][0] == "A"
    assert [span[-1] for span in spans[:-1]] <= [span[0] for span in spans[1:]]
    assert [label for label, _ in first.view.groups][-1] == spans[0][-1]


# --- The demonstration site: what it says against what can be downloaded ------------------------------------

TILE = re.compile(r'<li><a href="(by/(\w+)/[^"]+)"><b>(.*?)</b><span>([\d,]+) 家</span>')
MEMBER = re.compile(r'<li><a href="[./]*([0-9A-Z]{18})\.html">')
LINK = re.compile(r'<a\s[^>]*?href="([^"#?:]+)')


@pytest.fixture(scope="module")
def downloaded(site, committed) -> pd.DataFrame:
    """Return a line for every downloaded record about an organisation: code, name, region, trade, day."""
    catalogue, _ = committed
    found = []
    for dataset in catalogue.datasets:
        if not dataset.column_of("subject_code"):
            continue
        cells = pd.read_csv(site / f"downloads/{dataset.id}.csv", dtype=str, keep_default_na=False)
        cells = cells.assign(**{"": ""})
        roles = {"key": "key", "name": "subject", "code": "subject_code", "region": "region"}
        roles |= {"trade": "trade", "day": "published"}
        found.append(pd.DataFrame({name: cells[dataset.column_of(role)] for name, role in roles.items()}))
    lines = pd.concat(found).sort_values(["day", "key"])
    return lines[lines["code"] != ""]


@pytest.fixture(scope="module")
def hub(site) -> dict[str, dict[str, tuple[str, int]]]:
    """Return, by way and label, where each group of the hub leads and how many it says there are."""
    page, found = (site / "entity/index.html").read_text(encoding="utf-8"), {name: {} for name in LABELS}
    for href, way, label, count in TILE.findall(page):
        found[way][unescape(label)] = (f"entity/{href}", int(count.replace(",", "")))
    return found


def members(site, first: str) -> list[str]:
    """Return the codes on the pages of a group, read through its own links."""
    seen, todo, codes = set(), [first], []
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        page = (site / name).read_text(encoding="utf-8")
        codes += MEMBER.findall(page)
        here = {normpath(join(dirname(name), href)) for href in LINK.findall(page)}
        todo += [path for path in here if dirname(path) == dirname(first) and path.endswith(".html")]
    return codes


def test_districts_are_those_of_the_latest_records(site, committed, downloaded, hub) -> None:
    catalogue, _ = committed
    said = downloaded[downloaded["region"] != ""].groupby("code")["region"].last()
    codes = pd.Series(downloaded["code"].unique())
    wanted = codes.map(said).fillna(codes.str[2:8]).map(catalogue.regions)
    assert {label: count for label, (_, count) in hub["district"].items()} == wanted.value_counts().to_dict()
    for label, (first, _) in hub["district"].items():
        assert sorted(members(site, first)) == sorted(codes[wanted == label]), label


def test_trades_are_those_of_all_records(site, downloaded, hub) -> None:
    named = downloaded[downloaded["trade"] != ""].drop_duplicates(["code", "trade"])
    wanted = {label: set(part["code"]) for label, part in named.groupby("trade")}
    wanted["未填写"] = set(downloaded["code"]) - set(named["code"])
    assert {label: count for label, (_, count) in hub["trade"].items()} == {
        k: len(v) for k, v in wanted.items()
    }
    for label, (first, _) in hub["trade"].items():
        found = members(site, first)
        assert len(found) == len(set(found))
        assert set(found) == wanted[label], label


def test_every_organisation_stands_under_one_letter_that_its_name_can_be_read_by(
    site, committed, downloaded, hub
) -> None:
    places = frozenset(committed[0].regions.values())
    names = downloaded.groupby("code")["name"].last()
    everyone = []
    for label, (first, count) in hub["letter"].items():
        found = members(site, first)
        assert len(found) == count, label
        everyone += found
        for name in names[found]:
            head = trade_name(name, places)[0]
            read = pypinyin.pinyin(head, style=pypinyin.Style.FIRST_LETTER, heteronym=True)[0]
            assert label.lower() in read, name
    assert sorted(everyone) == sorted(names.index)


def test_the_whole_register_holds_everyone_once(site, downloaded) -> None:
    pages = sorted(site.glob("entity/p*.html"))
    found = [code for page in pages for code in MEMBER.findall(page.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(downloaded["code"].unique())
    total = re.search(r"共 <b>([\d,]+)</b>", (site / "entity/index.html").read_text(encoding="utf-8"))[1]
    assert int(total.replace(",", "")) == len(found)


def within(site, heads: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield the pages that links reach from the home page, through pages of some folders only, with the steps."""
    depth, queue = {"index.html": 0}, deque(["index.html"])
    while queue:
        name = queue.popleft()
        yield name, depth[name]
        for href in LINK.findall((site / name).read_text(encoding="utf-8")):
            target = normpath(join(dirname(name), href))
            if target.startswith(heads) and target.endswith(".html") and target not in depth:
                depth[target] = depth[name] + 1
                queue.append(target)


@pytest.mark.parametrize("way", [*(f"entity/by/{way}/" for way in LABELS), "entity/p"])
def test_each_way_alone_leads_to_everyone_within_four_links(site, downloaded, way: str) -> None:
    depth = dict(within(site, ("entity/index.html", "entity/9", "entity/1", "entity/5", way)))
    for code in downloaded["code"].unique():
        assert depth[paths.entity(code)] <= 4


def test_site_maps_list_the_pages(site, hub) -> None:
    machine = (site / "sitemap.xml").read_text(encoding="utf-8")
    people = (site / "sitemap.html").read_text(encoding="utf-8")
    for groups in hub.values():
        for first, _ in groups.values():
            assert f"/{first.removesuffix('index.html')}</loc>" in machine
            assert f'href="{first}"' in people
    for page in [*site.glob("entity/p*.html"), *site.glob("entity/by/*/*/p*.html")]:
        assert f"/{page.relative_to(site).as_posix()}</loc>" in machine


def test_home_search_and_lost_pages_lead_to_the_three_ways(site) -> None:
    page = (site / "entity/index.html").read_text(encoding="utf-8")
    for way in LABELS:
        assert f'id="{way}"' in page
        for name in ("index.html", "search.html", "404.html", "help.html"):
            assert f'entity/index.html#{way}"' in (site / name).read_text(encoding="utf-8"), name
