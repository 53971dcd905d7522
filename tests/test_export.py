"""The files for programs: the same cells in every format, nothing comes alive, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import export, paths
from generator.described import Dataset, Site
from generator.export import feeds, sitemap, workbook, xml
from generator.export.csv import table as csv_table
from generator.model import Artefact, Catalogue, Code, Disclosure, Publication, Record
from generator.render.entities import entities

csv.field_size_limit(2**31 - 1)

ATOM = "{http://www.w3.org/2005/Atom}"
AS_OF = date(2026, 11, 20)
CODE = "12990100000000019C"
OTHER = "92990101MA00000013"
HOSTILE = [
    '=HYPERLINK("https://evil.example","x")', "+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>", "]]>",
    "<r><t>raw</t></r>", "&amp;", "a\u202eb", " 前后空格 ", "00123", "1e3", "TRUE", "https://a.example/",
    '逗号,引号"换行\n第二行', "{=1}", "𠮷野家", "1" * 18,
]  # fmt: skip

SITE = Site.model_validate({
    "name": "示例公示平台", "url": "https://gongshi.example/sub/", "organiser": "示例市卫生健康委员会",
    "description": "依法公开的权责清单、行政许可、行政处罚和信用信息。",
    "phone": "0000-0000000", "hours": "工作日", "id_code": "9901000001", "region": "990100",
    "groups": ["事后公开"], "licence": "CC-BY-4.0",
    "demo": "演示数据，均为虚构。",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
})  # fmt: skip
INFO = {
    "index_no": "12990100000000019C/2026-00013", "validity": "有效", "publisher": "示例市卫生健康委员会",
    "drafted_on": date(2026, 1, 5), "department": "法规科", "published_on": date(2026, 1, 6), "name": "清单",
}  # fmt: skip
STANDARD = {
    "matter": "行政处罚", "content": "处罚决定", "basis": "《行政处罚法》", "time_limit": "7个工作日内",
    "body": "示例市卫生健康委员会", "channel": "政府网站", "audience": "全社会",
    "mode": "主动", "level": "市级",
}  # fmt: skip
FIELDS: list[dict[str, Any]] = [
    {"name": "编号", "role": "key", "constraints": {"required": True}, "description": "编号规则"},
    {"name": "名称", "role": "subject"},
    {"name": "代码", "role": "subject_code"},
    {"name": "种类", "codes": "kind", "many": True},
    {"name": "件数", "type": "integer"},
    {"name": "金额", "type": "number", "role": "amount"},
    {"name": "公开日期", "type": "date", "role": "published"},
    {"name": "年度", "type": "year"},
    {"name": "是否", "type": "boolean"},
    {"name": "事实", "role": "text"},
]


def dataset(dataset_id: str = "penalty", **extra: Any) -> Dataset:
    return Dataset.model_validate({
        "id": dataset_id, "title": "行政处罚信息公示", "short": "行政处罚", "group": "事后公开",
        "summary": "处罚决定。", "info": INFO, "standard": STANDARD, "fields": FIELDS,
        "list": {"columns": ["名称"]}, "column": {"type": "数据发布", "keywords": ["行政处罚"]},
        "record": {"title": ["名称"]}, "demo": True, "notes": ["未核实：期限"], **extra,
    })  # fmt: skip


def record(key: str, dataset_id: str = "penalty", **extra: Any) -> Record:
    values = {
        "编号": key, "名称": "示例市口腔门诊部", "代码": CODE, "种类": "警告|罚款",
        "件数": "3", "金额": "1.25", "公开日期": "2026-11-02", "年度": "2026", "是否": "是",
        "事实": "……", **extra.pop("values", {}),
    }  # fmt: skip
    made = Record(
        dataset_id=dataset_id, key=key, slug=paths.slug(key), title=values["名称"], values=values,
        state="active", published=date(2026, 11, 2), updated=None, until=date(2029, 11, 2), rule=None,
        subject=values["名称"], subject_code=values["代码"],
    )  # fmt: skip
    return replace(made, **extra)


def publication(*records: Record, **extra: Any) -> Publication:
    return Publication(dataset(**extra), AS_OF, records, (), 0)


def disclosure(*publications: Publication) -> Disclosure:
    return Disclosure(SITE, AS_OF, "0123abc", publications, ())


def catalogue(*datasets: Dataset) -> Catalogue:
    kinds = (Code("warn", "警告"), Code("fine", "罚款"))
    return Catalogue(SITE, datasets, {"kind": kinds}, (), {}, frozenset())


def whole() -> Disclosure:
    other = {"代码": OTHER, "件数": "0", "金额": "1.50"}
    blank = dict.fromkeys(("公开日期", "金额", "件数", "代码"), "")
    plain = publication(
        record("PEN-2026-0002", published=date(2026, 11, 3), values=other),
        record("PEN-2026-0001", updated=date(2026, 11, 9), fulltext="全文\n第二段"),
        record("示卫医罚〔2026〕1号", published=None, values=blank),
    )
    guarded = publication(record("L-1", "licence", title="许可"), dataset_id="licence", noarchive=True)
    return disclosure(plain, guarded)


def beside(shown: Disclosure) -> Iterator[Artefact]:
    """Yield the data files that lie beside the pages of records and organisations."""
    yield from (export.record_file(p, record, shown) for p in shown.publications for record in p.records)
    yield from (export.entity_file(item.code, item.records, shown.site) for item in entities(shown))


def made(shown: Disclosure, cache: Path | None = None) -> dict[str, bytes]:
    known = catalogue(*(item.dataset for item in shown.publications))
    tables = [file for item in shown.publications for file in export.tables(item, shown.site, cache)]
    found = [*tables, *export.whole(shown, known, tables, cache), *beside(shown)]
    assert len({item.path.casefold() for item in found}) == len(found)
    return {item.path: item.content for item in found}


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def csv_cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))


def xlsx_cells(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [["" if cell is None else cell for cell in line] for line in sheet.iter_rows(values_only=True)]


def json_cells(content: bytes) -> list[list[str]]:
    said = json.loads(content)
    names = [field["name"] for field in said["fields"]]
    return [names, *([item["values"][name] for name in names] for item in said["records"])]


def book(shown: Publication) -> bytes:
    return workbook.table(shown, SITE, b"").content


def as_text(table: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [[str(cell) for cell in line] for line in table]


# --- the same cells in every format ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["penalty", "licence"])
def test_every_format_says_the_same(name: str) -> None:
    files = made(whole())
    plain = csv_cells(files[f"downloads/{name}.csv"])
    assert as_text(xlsx_cells(files[f"downloads/{name}.xlsx"])) == plain
    assert json_cells(files[f"downloads/{name}.json"]) == plain


def test_csv_is_canonical() -> None:
    content = csv_table(publication(record("B"), record("A", values={"事实": '逗号,引号"'}))).content
    lines = content.decode("utf-8").split("\n")
    assert lines[0] == "编号,名称,代码,种类,件数,金额,公开日期,年度,是否,事实"
    assert lines[1] == f'A,示例市口腔门诊部,{CODE},警告|罚款,3,1.25,2026-11-02,2026,是,"逗号,引号"""'
    assert [line[:2] for line in lines[1:]] == ["A,", "B,", ""]
    assert b"\r" not in content


def test_codes_and_dates_stay_text_and_numbers_are_numbers() -> None:
    line = xlsx_cells(book(publication(record("1", values={"代码": "1" * 18}))))[1]
    assert line[0] == "1"
    assert line[2] == "1" * 18
    assert line[4:8] == [3, 1.25, "2026-11-02", "2026"]


@pytest.mark.parametrize("text", ["007", "1.50", "+1", "1e3", "-0", "NaN", "１２", "9" * 16, "1,000", "五"])
def test_a_number_that_would_read_otherwise_stays_text(text: str) -> None:
    line = xlsx_cells(book(publication(record("1", values={"件数": text, "金额": text}))))[1]
    assert line[4:6] == [text, text]


@given(st.decimals(-999_999_999, 999_999_999, places=6))
@settings(max_examples=25, deadline=None)
def test_a_number_keeps_its_value(amount: Any) -> None:
    text = f"{amount:f}".rstrip("0").rstrip(".")
    cell = xlsx_cells(book(publication(record("1", values={"金额": text}))))[1][5]
    assert float(cell) == float(text)


# --- hostile text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    hostile = record("A", values={"名称": text, "事实": text, "种类": text}, title=text, subject=text)
    shown = publication(hostile, title=f"行政处罚{text}", notes=[text])
    files = made(disclosure(shown))
    sheet = openpyxl.load_workbook(io.BytesIO(files["downloads/penalty.xlsx"])).worksheets[0]
    cell = sheet["J2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert csv_cells(files["downloads/penalty.csv"])[1][9] == text
    assert json.loads(files["penalty/A.json"])["values"]["事实"] == text
    entry = ElementTree.fromstring(files["feed.xml"]).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == text


LEGAL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


@given(st.lists(LEGAL, max_size=4))
@settings(max_examples=25, deadline=None)
def test_any_text_comes_back_from_the_workbook(texts: list[str]) -> None:
    shown = publication(*(record(f"K{place}", values={"事实": text}) for place, text in enumerate(texts)))
    assert [line[9] for line in xlsx_cells(book(shown))[1:]] == texts


def test_a_cell_too_long_for_a_workbook_is_cut_and_says_so() -> None:
    long = "长" * 1_000_000
    shown = publication(record("A", values={"事实": long}), record("B", values={"事实": "𠮷" * 16_384}))
    files = made(disclosure(shown))
    cut, wide = (line[9] for line in xlsx_cells(files["downloads/penalty.xlsx"])[1:])
    assert cut == "长" * 32_700 + "……（全文见CSV）"
    assert wide == "𠮷" * 16_350 + "……（全文见CSV）"
    assert csv_cells(files["downloads/penalty.csv"])[1][9] == long
    assert json_cells(files["downloads/penalty.json"])[1][9] == long


def test_a_full_cell_is_not_cut() -> None:
    full = "长" * 32_767
    assert xlsx_cells(book(publication(record("A", values={"事实": full}))))[1][9] == full


def test_what_looks_like_an_escape_is_none(tmp_path: Path) -> None:
    text = "_x0041_ _x4E2D_ x_x000D_"
    (tmp_path / "a.xlsx").write_bytes(book(publication(record("A", values={"事实": text}))))
    rows = python_calamine.load_workbook(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1][9] == text


def test_control_characters_do_not_break_a_file() -> None:
    bad = "a\x00\x07\x1b\ufffe\uffffb"
    files = made(disclosure(publication(record("A", values={"事实": bad}, title=bad))))
    assert "_x0007_" in xlsx_cells(files["downloads/penalty.xlsx"])[1][9]
    title = ElementTree.fromstring(files["feed.xml"]).findtext(f"{ATOM}entry/{ATOM}title")
    assert title == f"a{5 * chr(0xFFFD)}b"


# --- the workbook ---------------------------------------------------------------------------------------


def test_the_workbook_explains_itself() -> None:
    found = openpyxl.load_workbook(io.BytesIO(made(whole())["downloads/penalty.xlsx"]))
    data, about = found.worksheets
    assert (data.title, about.title, data.freeze_panes) == ("数据", "说明", "B2")
    assert data.dimensions == "A1:J4"
    assert data["A1"].font.bold
    assert data["C2"].number_format == "@"
    said = {str(line[0]): line[1] for line in about.iter_rows(values_only=True)}
    assert said["数据日期"] == "2026-11-20"
    assert said["数据来源"] == "https://gongshi.example/sub/penalty/"
    assert said["注意"] == SITE.demo
    assert said["编号"] == "编号规则"


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 2)
    content = book(publication(*(record(f"K{number}") for number in range(3))))
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert [(sheet.title, sheet.max_row) for sheet in sheets[:2]] == [("数据", 3), ("数据2", 2)]
    assert [sheet["A1"].value for sheet in sheets[:2]] == ["编号", "编号"]
    assert sheets[1]["A2"].value == "K2"


def test_an_empty_list_has_all_its_files() -> None:
    files = made(disclosure(publication()))
    assert xlsx_cells(files["downloads/penalty.xlsx"]) == csv_cells(files["downloads/penalty.csv"])
    assert json.loads(files["downloads/penalty.json"])["records"] == []
    assert "penalty/feed.xml" in files


# --- the same bytes each time ---------------------------------------------------------------------------


def test_two_runs_make_the_same_bytes() -> None:
    assert made(whole()) == made(whole())


def test_the_order_of_the_records_does_not_matter() -> None:
    one = whole()
    other = replace(one, publications=tuple(replace(p, records=p.records[::-1]) for p in one.publications))
    assert made(one) == made(other)


def test_the_cache_changes_nothing_and_forgets(tmp_path: Path) -> None:
    first = made(whole(), tmp_path)
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert made(whole(), tmp_path) == first == made(whole())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == kept
    less = whole()
    less = replace(less, publications=(replace(less.publications[0], records=()), *less.publications[1:]))
    assert made(less, tmp_path) == made(less)
    now = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert len(now) == len(kept)
    assert len(now - set(kept)) == 2


def test_the_cache_notices_a_change_of_description(tmp_path: Path) -> None:
    made(whole(), tmp_path)
    renamed = disclosure(publication(record("A"), title="改名"))
    assert made(renamed, tmp_path) == made(renamed)


def test_the_archive_holds_every_download_and_no_time(tmp_path: Path) -> None:
    files = made(whole())
    with zipfile.ZipFile(io.BytesIO(files["downloads/all.zip"])) as pack:
        assert pack.namelist() == [
            "datapackage.json", "licence.csv", "licence.json", "licence.xlsx",
            "penalty.csv", "penalty.json", "penalty.xlsx", "说明.txt",
        ]  # fmt: skip
        assert {entry.date_time for entry in pack.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(
            pack.read(name) == files[f"downloads/{name}"] for name in pack.namelist() if name != "说明.txt"
        )
        pack.extractall(tmp_path)
    assert _frictionless(str(tmp_path / "datapackage.json"))["valid"]


# --- JSON -----------------------------------------------------------------------------------------------


def test_a_record_is_the_same_object_everywhere() -> None:
    files = made(whole())
    single = json.loads(files["penalty/PEN-2026-0001.json"])
    assert single == json.loads(files["downloads/penalty.json"])["records"][0]
    assert single in json.loads(files[f"entity/{CODE}.json"])["records"]
    assert single["url"] == "https://gongshi.example/sub/penalty/PEN-2026-0001.html"
    assert (single["status"], single["until"], single["fulltext"]) == ("active", "2029-11-02", "全文\n第二段")


def test_an_organisation_has_its_records_of_all_lists() -> None:
    said = json.loads(made(whole())[f"entity/{CODE}.json"])
    found = [(item["dataset"], item["id"]) for item in said["records"]]
    assert found == [("penalty", "PEN-2026-0001"), ("licence", "L-1")]
    assert (said["code"], said["count"]) == (CODE, 2)


def test_an_organisation_is_named_as_its_latest_record_names_it() -> None:
    old = record("A", subject="旧名", published=date(2025, 1, 1))
    new = record("B", subject="新名", published=date(2026, 1, 1))
    place = publication(old, new)
    file = export.entity_file(old.subject_code, [(place, old), (place, new)], SITE)
    assert json.loads(file.content)["name"] == "新名"


def test_no_record_file_depends_on_the_day_of_the_build() -> None:
    shown = whole()
    later = replace(
        shown, as_of=date(2026, 12, 1), commit="f00",
        publications=tuple(replace(item, as_of=date(2026, 12, 1)) for item in shown.publications),
    )  # fmt: skip
    before, after = made(shown), made(later)
    changed = {path for path in before if before[path] != after[path]}
    assert {path.split("/")[0] for path in changed} == {"downloads"}


# --- the package ----------------------------------------------------------------------------------------


def _frictionless(address: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "frictionless", "validate", address, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_package_validates_as_a_file(tmp_path: Path) -> None:
    written(made(whole()), tmp_path)
    report = _frictionless(str(tmp_path / "downloads" / "datapackage.json"))
    assert report["valid"], report
    assert report["stats"]["tasks"] == 2


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_the_package_validates_over_http(tmp_path: Path) -> None:
    written(made(whole()), tmp_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    report = _frictionless(f"http://127.0.0.1:{server.server_port}/downloads/datapackage.json")
    server.shutdown()
    server.server_close()
    assert report["valid"], report


def test_the_package_notices_a_changed_file(tmp_path: Path) -> None:
    files = made(whole())
    files["downloads/penalty.csv"] = files["downloads/penalty.csv"].replace(b"2026-11-02", b"2026-11-01")
    written(files, tmp_path)
    assert not _frictionless(str(tmp_path / "downloads" / "datapackage.json"))["valid"]


# --- feeds ----------------------------------------------------------------------------------------------


def test_a_feed_has_what_rfc_4287_asks_for() -> None:
    files = made(whole())
    needed = ("id", "title", "updated", f"author/{ATOM}name")
    for path in ("feed.xml", "penalty/feed.xml", "licence/feed.xml"):
        feed = ElementTree.fromstring(files[path])
        assert feed.tag == f"{ATOM}feed"
        assert all(feed.findtext(f"{ATOM}{name}") for name in needed)
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"https://gongshi.example/sub/{path}"
        for entry in feed.findall(f"{ATOM}entry"):
            assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "published"))
            assert entry.find(f"{ATOM}link") is not None


def test_entries_are_the_latest_first_with_lasting_names() -> None:
    feed = ElementTree.fromstring(made(whole())["feed.xml"])
    assert [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")] == [
        "tag:gongshi.example,2026:penalty/PEN-2026-0001",
        "tag:gongshi.example,2026:penalty/PEN-2026-0002",
        "tag:gongshi.example,2026:licence/L-1",
        f"tag:gongshi.example,2026:penalty/{paths.slug('示卫医罚〔2026〕1号')}",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-09T00:00:00+08:00"


def test_a_feed_keeps_fifty() -> None:
    days = [date(2026, 1, 1 + number // 2) for number in range(60)]
    many = publication(*(record(f"K{number}", published=day) for number, day in enumerate(days)))
    for file in feeds.feeds(disclosure(many, replace(many, dataset=dataset("licence")))):
        assert len(ElementTree.fromstring(file.content).findall(f"{ATOM}entry")) == 50


# --- search engines -------------------------------------------------------------------------------------


def test_the_site_map_gives_full_addresses() -> None:
    day = date(2026, 11, 9)
    pages = [("penalty/index.html", day), ("index.html", day), ("a/s.html", date(2026, 1, 2))]
    (file,) = sitemap.sitemap(pages, SITE)
    found = ElementTree.fromstring(file.content)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [(url.findtext(f"{space}loc"), url.findtext(f"{space}lastmod")) for url in found] == [
        ("https://gongshi.example/sub/a/s.html", "2026-01-02"),
        ("https://gongshi.example/sub/", "2026-11-09"),
        ("https://gongshi.example/sub/penalty/", "2026-11-09"),
    ]


def test_a_large_site_map_is_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "_MOST", 2)
    files = sitemap.sitemap([(f"a/{number}.html", date(2026, 1, 1 + number)) for number in range(3)], SITE)
    assert [file.path for file in files] == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    index = ElementTree.fromstring(files[0].content)
    assert index.tag.endswith("sitemapindex")
    assert [part[0].text for part in index] == [f"{SITE.url}sitemap-{number}.xml" for number in (1, 2)]


def test_robots_keep_away_from_the_files_of_a_guarded_list() -> None:
    guarded, plain = sitemap.robots(whole()), sitemap.robots(disclosure(publication()))
    assert b"Disallow: /sub/downloads/\n" in guarded.content
    assert b"Disallow" not in plain.content
    assert plain.content.endswith(b"Sitemap: https://gongshi.example/sub/sitemap.xml\n")


def test_maps_are_the_two_files() -> None:
    found = export.maps(whole(), [("index.html", AS_OF)])
    assert [file.path for file in found] == ["sitemap.xml", "robots.txt"]


@pytest.mark.parametrize("text", HOSTILE)
def test_the_description_for_machines_is_safe_in_a_script(text: str) -> None:
    shown = publication(record("A"), summary=f"</script><!-- {text}")
    said = export.dataset_jsonld(shown, SITE)
    assert not set("<>&") & set(said)
    found = json.loads(said)
    assert found["description"].startswith(f"</script><!-- {text}")
    assert 50 <= len(found["description"]) <= 5000


def test_the_description_for_machines_leads_to_the_downloads() -> None:
    shown = whole()
    files = made(shown)
    found = json.loads(export.dataset_jsonld(shown.publications[0], SITE))
    assert found["license"].startswith("https://")
    assert found["temporalCoverage"] == "2026-11-02/2026-11-03"
    for item in found["distribution"]:
        assert item["contentUrl"].removeprefix(SITE.url) in files


# --- small parts ----------------------------------------------------------------------------------------


def test_xml_is_well_formed_whatever_it_is_given() -> None:
    top = xml.root("a", "urn:x")
    xml.child(top, "b", "\x00<&\ud800", c='"\x01')
    assert ElementTree.fromstring(xml.document(top))[0].text == "\ufffd<&\ufffd"
