"""The day on which each page reads otherwise by the clock alone: never later than the truth."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import html

from generator import disclose, line, load
from generator.errors import WrongDescription
from generator.render.cells import tag_of
from generator.render.references import References

DAY = date(2026, 11, 21)
ONE = timedelta(days=1)


def reading(publication):
    """Return all that a list says on its day, days left apart."""
    dataset, day = publication.dataset, publication.as_of
    shown = {r.key: (dict(r.values), r.marks, tag_of(dataset, r, day)) for r in publication.records}
    gone = {(t.slug, t.kind, t.on, t.reason) for t in publication.takedowns}
    return shown, gone, publication.withheld, publication.updated


def append(path: Path, *lines: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"{x}\n" for x in lines), encoding="utf-8")


@pytest.fixture
def busy(office):
    """Return the office with rows that appear, go early, go for a reason told later, and never appear."""
    append(
        office / "data/penalties/2026.csv",
        "PEN-2026-004,李某,自然人,,测卫罚〔2026〕4号,非医师行医,在家中为他人输液。,一般,2026-11-20,2027-11-20,双公示,,2026-12-03,公示中,,,",
        "PEN-2026-005,王某,自然人,,测卫罚〔2026〕5号,非医师行医,为他人注射。,一般,2026-11-01,2027-11-01,双公示,,2026-11-05,公示中,2027-01-15,信用修复,",
        "PEN-2026-006,赵某,自然人,,测卫罚〔2026〕6号,非医师行医,为他人镶牙。,一般,2026-11-02,2027-11-02,双公示,,2027-02-01,草稿,,,",
        "PEN-2026-007,钱某,自然人,,测卫罚〔2026〕7号,非医师行医,为他人接生。,轻微,2026-07-01,2026-10-01,双公示,,2026-07-05,公示中,2027-03-01,决定被撤销,",
    )
    return office


def test_nothing_turns_before_its_day_and_something_does_on_it(busy):
    catalogue = load.catalogue(busy)
    tables = [load.table(busy, dataset) for dataset in catalogue.datasets]
    before = disclose.disclose(catalogue, tables, DAY - 400 * ONE, "")
    turned = 0
    for offset in range(-399, 1200):
        now = disclose.disclose(catalogue, tables, DAY + offset * ONE, "")
        for old, new in zip(before.publications, now.publications, strict=True):
            assert (reading(old) != reading(new)) is (old.turns == new.as_of), (old.dataset.id, new.as_of)
            turned += old.turns == new.as_of
        assert (before.turns == now.as_of) is any(p.turns == now.as_of for p in before.publications)
        before = now
    assert turned > 12


LISTS = ("penalty-disclosure", "license-disclosure", "licensed-institution", "credit-rating",
         "enforcement-officer", "objection-handling", "normative-document", "takedown-ledger")  # fmt: skip


def test_the_lists_of_this_repository_turn_on_their_days(committed):
    catalogue, tables = committed
    tables = [table for table in tables if table.dataset.id in LISTS]

    def on(day):
        return {p.dataset.id: p for p in disclose.disclose(catalogue, tables, day, "").publications}

    for day in (DAY, date(2027, 3, 31)):
        now = on(day)
        for name, old in now.items():
            if old.turns and old.turns.year < 2100:
                assert reading(on(old.turns - ONE)[name]) == reading(old), (name, old.turns)
                assert reading(on(old.turns)[name]) != reading(old), (name, old.turns)


def test_each_record_turns_on_its_own_day(busy):
    catalogue = load.catalogue(busy)
    tables = [load.table(busy, dataset) for dataset in catalogue.datasets]
    found = disclose.disclose(catalogue, tables, DAY, "")
    days = {r.key: (r.last, r.turns) for p in found.publications for r in p.records}
    assert days["PEN-2026-002"] == (DAY, DAY + ONE)
    assert days["PEN-2026-005"] == (date(2027, 1, 14), date(2027, 1, 15)), "taken down before its period ends"
    assert days["LIC-1"] == (None, date(2029, 3, 1)), "shown without end, over on a day"
    assert days["LIC-2"] == (None, None)
    penalties = next(p for p in found.publications if p.dataset.id == "penalties")
    assert penalties.unseen == date(2026, 12, 3)


def test_what_a_record_names_ends_on_its_own_day(committed):
    """A cell that names another record, and a list of those that name this one, change when those go."""
    catalogue, tables = committed
    found = disclose.disclose(catalogue, tables, DAY, "")
    references, named, naming = References(found.publications, catalogue), 0, 0
    for publication in found.publications:
        for record in publication.records:
            turns = references.page_turns(record)
            for link in references.named("index.html", record).values():
                named += link.until is not None
                assert link.until is None or turns <= link.until + ONE
            for other in (r for rows in references.named_by(record).values() for r in rows):
                naming += other.last is not None
                assert other.last is None or turns <= other.last + ONE
    assert named > 10
    assert naming > 10


def test_what_is_not_shown_is_told_as_a_day_only(busy):
    """The day on which something appears stands in the site; whose it is, nowhere: the last gate looks for it."""
    line.build(busy, busy / "site", DAY + ONE)
    pages = [path.read_text(encoding="utf-8") for path in (busy / "site").rglob("*.html")]
    assert any('data-changes="2026-12-03"' in page for page in pages)
    assert not [page for page in pages if "测卫罚〔2026〕4号" in page or "PEN-2026-004" in page]


# --- The pages -------------------------------------------------------------------------------------------


def changes(page: str) -> str:
    found = re.search(r'<meta name="as-of" content="[0-9-]{10}"( data-changes="([0-9-]{10})")?', page)
    return found[2] or "never"


def told(page: str) -> str:
    """Return what a page says, but for the day it was built and the days left."""
    page = re.sub(
        r"<meta name=\"as-of\"[^>]*>|版本号 [0-9a-z-]+|[0-9a-f]{64}|(?<=/search/)[0-9a-f]{12}|[0-9.]+ [KM]?B\b",
        "",
        page,
    )
    page = re.sub(r"2026-11-2[012]|2026年11月2[012]日|11-2[012](?=核对)", "今天", page)
    return re.sub(r"，还有 \d+ 天|，今天是最后一天", "", page)


def test_pages_read_alike_until_the_day_they_name(busy):
    built = {}
    for day in (DAY - ONE, DAY, DAY + ONE):
        line.build(busy, busy / "site", day)
        built[day.isoformat()] = {
            path.relative_to(busy / "site").as_posix(): path.read_text(encoding="utf-8")
            for path in (busy / "site").rglob("*.html")
        }
    differing, first = 0, built["2026-11-20"]
    for name, page in first.items():
        for day in ("2026-11-21", "2026-11-22"):
            if day < changes(page):
                assert told(built[day][name]) == told(page), name
            differing += told(built[day].get(name, "")) != told(page)
    assert differing > 5
    assert {changes(first[name]) for name in ("index.html", "penalties/index.html", "search.html")} == {
        "2026-11-22"
    }
    assert changes(first["about.html"]) == "never"
    assert changes(first["licences/LIC-1.html"]) == "2029-03-01"


def test_each_showing_of_a_record_says_until_when(busy):
    line.build(busy, busy / "site", DAY)

    def untils(name: str, path: str) -> list[str | None]:
        tree = html.fromstring((busy / "site" / name).read_text(encoding="utf-8"))
        return [node.get("data-until") for node in tree.xpath(path)]

    assert untils("penalties/PEN-2026-002.html", '//main//div[@class="g-whole"]') == ["2026-11-21"]
    assert untils("licences/LIC-1.html", '//main//div[@class="g-whole"]') == [None]
    rows = untils("penalties/index.html", '//div[@id="rows"]//tbody/tr')
    assert rows == ["2027-01-14", "2026-11-21", "2027-05-12", "2028-05-06"]
    assert untils("entity/91990102MA9X000111.html", '//div[@class="g-card"]') == ["2027-05-12", None]
    assert untils("entity/91990102MA9X000111.html", '//div[@class="g-whole"]') == [None], "its licence stays"
    said = json.loads((busy / "site/build.json").read_text(encoding="utf-8"))
    assert said["changes"] == "2026-11-22"


# --- The key of site.yaml --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["-1", "三", "true", '"3"', "2.5", ""])
def test_a_number_of_days_is_a_whole_number(office, text):
    append(office / "data/site.yaml", f"stale_after: {text}")
    with pytest.raises(WrongDescription) as raised:
        load.catalogue(office)
    assert [(f.file, f.rule) for f in raised.value.findings] == [("data/site.yaml", "说明-04")]


@pytest.mark.parametrize(
    ("text", "said"), [("stale_after: 0", None), ("stale_after: 7", "7"), ("formal: false", "3")]
)
def test_the_pages_know_after_how_many_days_they_are_stale(office, text, said):
    path = office / "data/site.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("formal: false\n", "") + f"{text}\n", encoding="utf-8"
    )
    line.build(office, office / "site", DAY)
    tree = html.fromstring((office / "site/index.html").read_text(encoding="utf-8"))
    meta = tree.xpath('//meta[@name="as-of"]')[0]
    assert (meta.get("content"), meta.get("data-stale")) == ("2026-11-21", said)
