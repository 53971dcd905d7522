"""Hostile text in any cell is shown word for word and does nothing, wherever it can reach."""

from __future__ import annotations

import csv
import html
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from generator import line
from tests.search_fixtures import spelt

DAY = date(2026, 11, 21)
TEXTS = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "attribute": "\" onmouseover=alert(3) x='",
    "markdown": "[点我](javascript:alert(4)) **粗** | 竖线 | `x`",
    "jinja": "{{ 7*7 }}{% for x in y %}{# c #}",
    "attr_list": "{: onclick=alert(5) .x }",
    "control": "响\x07铃\x1b[31m",
    "bidi": "甲\u202e乙\u202c丙",
    "zero_width": "零\u200b宽\u2060字",
    "cdata": "]]>&lt;&amp;</title></script><!--",
    "json": "\\\"\\u003c\u2028\u2029",
    "formula": "=HYPERLINK(\"https://evil.example\",\"x\")",
    "at": "@SUM(1+1)",
    "plus": "+1-1",
    "path": "../../etc/passwd",
    "link": "javascript:alert(6)",
    "raw_xlsx": "<r><t>富文本</t></r>",
    "long": "长" * 350_000,
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory, _office) -> Path:
    """Build an office in which every free cell of every row is hostile."""
    import shutil

    folder = tmp_path_factory.mktemp("hostile") / "repo"
    shutil.copytree(_office, folder)
    path = folder / "data/penalties/2026.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, first, *_ = list(csv.reader(file))
    rows = []
    for number, (name, text) in enumerate(sorted(TEXTS.items())):
        row = dict(zip(header, first, strict=True))
        row |= {
            "编号": f"PEN-2026-1{number:02}",
            "文号": f"测卫罚〔2026〕1{number:02}号",
            "案由": text,
            "事实": f"{name}：{text}",
        }
        rows.append(list(row.values()))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    line.build(folder, folder / "site", DAY)
    return folder / "site"


def record(name: str) -> str:
    return f"PEN-2026-1{sorted(TEXTS).index(name):02}"


@pytest.mark.parametrize("name", TEXTS)
def test_pages_show_it_and_hold_no_live_copy(site, name):
    text = TEXTS[name]
    page = (site / f"penalties/{record(name)}.html").read_text(encoding="utf-8")
    seen = text.replace("\x07", "␇").replace("\x1b", "␛")
    assert html.unescape(page).count(seen) >= 2
    for live in ("<script>alert", "<img src=x", "onmouseover=alert(3) x='\"", 'href="javascript'):
        assert live not in page
    if name == "jinja":
        assert "49" not in page.split("<main")[1].split("</h1>")[0]


DATA = r"assets/search/[0-9a-f]{12}/"
OURS = re.compile(
    rf' src="(\./|(\.\./)*)(assets/[a-z/-]+|{DATA}head)\.js"'
    rf'( defer| data-root="(\./|(\.\./)*)" data-file="{DATA}(all\.gz|head\.js)")?'
    r'| type="application/ld\+json"'
)


def test_scripts_and_handlers_are_only_ours(site):
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert OURS.fullmatch(attributes), (path, attributes)
        assert not re.search(r"<[^>!]*\son[a-z]+\s*=", re.sub(r'"[^"]*"', '""', page)), path


@pytest.mark.parametrize("name", TEXTS)
def test_json_holds_it_exactly(site, name):
    said = json.loads((site / f"penalties/{record(name)}.json").read_text(encoding="utf-8"))
    assert said["values"]["案由"] == TEXTS[name]


def test_csv_and_workbook_hold_it_exactly(site):
    with (site / "downloads/penalties.csv").open(encoding="utf-8", newline="") as file:
        csv.field_size_limit(10**8)
        rows = {row["编号"]: row for row in csv.DictReader(file)}
    sheet = openpyxl.load_workbook(site / "downloads/penalties.xlsx").worksheets[0]
    header = [cell.value for cell in sheet[1]]
    cells = {row[0].value: dict(zip(header, row, strict=True)) for row in sheet.iter_rows(min_row=2)}
    for name, text in TEXTS.items():
        assert rows[record(name)]["案由"] == text
        cell = cells[record(name)]["案由"]
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        if name != "long":
            assert unescape(cell.value) == text
    with zipfile.ZipFile(site / "downloads/penalties.xlsx") as book:
        assert not [n for n in book.namelist() if b"<f>" in book.read(n)]


def test_feeds_and_sitemap_are_well_formed(site):
    for path in (*site.rglob("feed.xml"), site / "sitemap.xml"):
        ElementTree.fromstring(path.read_bytes())
    text = (site / "penalties/feed.xml").read_text(encoding="utf-8")
    assert "<script>alert" not in text


def test_json_ld_stays_inside_its_script(site):
    page = (site / "penalties/index.html").read_text(encoding="utf-8")
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(text)["@type"] == "Dataset"


def test_search_data_is_one_call_with_every_text(site):
    text = (site / "assets/search-data.js").read_text(encoding="utf-8-sig")
    assert text.startswith("gongshiData([{")
    data, *pieces = json.loads(text.removeprefix("gongshiData(").removesuffix(");\n"))
    own = next(item for item in data["lists"] if item["id"] == "penalties")
    rows = list(spelt(pieces))[own["first"] : own["first"] + own["count"]]
    found = {row[0] or row[3 + own["key"]]: row for row in rows}
    for name, cell in TEXTS.items():
        assert cell in found[record(name)]


def test_every_page_carries_a_policy(site):
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert page.count('http-equiv="Content-Security-Policy"') == 1, path
        assert "script-src 'self'" in page
        assert "unsafe" not in page.split("Content-Security-Policy")[1].split(">")[0]
        assert page.count('name="referrer"') == 1
