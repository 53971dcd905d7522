"""One list, one number: wherever the site says how many records a list has, it says the same."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from generator import disclose
from generator.conditions import counting, written

ROW = re.compile(r'<tr[^>]*>\s*<th scope="row" data-l="[^"]*"><a href=')
SECTION = re.compile(r'<h2 id="([a-z0-9-]+)">[^<]*（(\d+)）</h2>')


@pytest.fixture(scope="module")
def public(committed, today):
    catalogue, tables = committed
    return disclose.disclose(catalogue, tables, today, "").publications


@pytest.fixture(scope="module")
def wanted(public):
    return {item.dataset.id: len(item.records) for item in public}


def number(text):
    return int(text.replace(",", ""))


def test_list_headings_and_static_pages_agree(site, wanted):
    for name, count in wanted.items():
        first = (site / name / "index.html").read_text(encoding="utf-8")
        assert number(re.search(r"共 <b>([\d,]+)</b>", first)[1]) == count, name
        pages = [site / name / "index.html", *(site / name).glob("p[0-9]*.html")]
        shown = sum(len(ROW.findall(page.read_text(encoding="utf-8"))) for page in pages)
        assert shown == count, name


def test_downloads_agree(site, public, wanted):
    keys = {item.dataset.id: item.dataset.key for item in public}
    for name, count in wanted.items():
        stem = site / "downloads" / name
        assert json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))["count"] == count, name
        with stem.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            assert sum(1 for _ in csv.reader(file)) - 1 == count, name
        book = load_workbook(stem.with_suffix(".xlsx"), read_only=True)
        sheet = book[book.sheetnames[0]]
        cells = [row[0] for row in sheet.iter_rows(values_only=True, max_col=1)]
        head = cells.index(keys[name])
        assert sum(cell is not None for cell in cells[head + 1 :]) == count, name
        book.close()


def test_build_json_home_and_catalogue_agree(site, public, wanted):
    told = {item["id"]: item["records"] for item in json.loads((site / "build.json").read_text())["datasets"]}
    assert told == wanted
    home = (site / "index.html").read_text(encoding="utf-8")
    catalogue = (site / "catalogue.html").read_text(encoding="utf-8")
    for item in public:
        said = f"{len(item.records):,} {item.dataset.unit}"
        if item.records:
            assert re.search(
                rf'href="{item.dataset.id}/index.html">[^<]*</a> <span[^>]*>{re.escape(said)}<', home
            )
            assert said in catalogue


def test_pages_of_organisations_and_natural_persons_add_up(site, public):
    found = Counter()
    for page in (site / "entity").glob("*.html"):
        found.update({name: int(n) for name, n in SECTION.findall(page.read_text(encoding="utf-8"))})
    for item in public:
        if item.dataset.entity:
            nobody = sum(not record.subject_code for record in item.records)
            assert found[item.dataset.id] + nobody == len(item.records), item.dataset.id


def test_the_statistics_of_a_list_add_up_to_the_list(site, public):
    page = (site / "statistics.html").read_text(encoding="utf-8").partition('id="by-year"')[2]
    charts = dict(re.findall(r'<h3 id="chart-\d+">([^<]*)</h3>(.*?)</table>', page, re.DOTALL))
    assert len(charts) > 15
    for item in public:
        if item.dataset.title in charts:
            numbers = re.findall(r">([\d,]+) [^<]*</a>", charts[item.dataset.title])
            assert sum(map(number, numbers)) == len(item.records), item.dataset.id


def test_every_figure_is_what_the_committed_rows_add_up_to_and_leads_to_the_public_ones(
    site, committed, public
):
    catalogue, tables = committed
    rows = {table.dataset.id: table.rows for table in tables}
    shown = {item.dataset.id: item for item in public}
    checked = 0
    for item in public:
        for said in item.dataset.checks.counted:
            for record in item.records:
                name = catalogue.token_in(item.dataset, said.list, record.values)
                if not name:
                    continue
                condition = written(record.values[said.where])
                other = catalogue.dataset(name)
                chosen = [row for row in rows[name] if counting(other, condition)(row.values)]
                column = record.values[said.sum]
                total = sum(Decimal(row.values[column] or 0) for row in chosen) if column else len(chosen)
                assert Decimal(record.values[said.field]) == total, record.key
                still = sum(counting(other, condition)(r.values) for r in shown[name].records)
                page = (site / item.dataset.id / f"{record.slug}.html").read_text(encoding="utf-8")
                assert f"现在公开的有 {still:,} {other.unit}" in page, record.key
                checked += 1
    assert checked > 60


def test_a_page_of_counted_records_holds_exactly_those(site):
    pages = sorted(site.glob("*/*/index.html"))
    assert len(pages) > 20
    for first in pages:
        said = re.search(r"现在公开的有 ([\d,]+) ", first.read_text(encoding="utf-8"))[1]
        rows = sum(len(ROW.findall(page.read_text(encoding="utf-8"))) for page in first.parent.glob("*.html"))
        assert rows == number(said), first
