"""What programs read: schemas that everything published keeps to, OpenAPI, DCAT-AP, feeds of organisations, a calendar."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from export_fixtures import (
    AS_OF,
    ATOM,
    CODE,
    SITE,
    disclosure,
    made,
    publication,
    record,
    whole,
    written,
)
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from generator import export, formats, paths, seal
from generator.export import calendar
from generator.model import Disclosure

HOME = SITE.url
SCHEMAS = f"{paths.API}schemas/"


def files() -> dict[str, bytes]:
    """Return the exports of two lists with the files that are made last."""
    found = made(whole())
    return found | {item.path: item.content for item in export.maps(whole(), [], found)}


def registry(found: Mapping[str, bytes]) -> Registry[Any]:
    shapes = [json.loads(content) for path, content in found.items() if path.startswith(SCHEMAS)]
    return Registry().with_resources((shape["$id"], Resource.from_contents(shape)) for shape in shapes)


def faults(name: str, content: bytes, found: Mapping[str, bytes]) -> list[str]:
    validator = Draft202012Validator(json.loads(found[paths.schema(name)]), registry=registry(found))
    return [error.message for error in validator.iter_errors(json.loads(content))]


# --- schemas --------------------------------------------------------------------------------------------


def test_the_schemas_are_schemas() -> None:
    found = [content for path, content in files().items() if path.startswith(SCHEMAS)]
    assert len(found) == 8
    for content in found:
        Draft202012Validator.check_schema(json.loads(content))


def test_everything_published_keeps_to_its_schema(tmp_path: Path) -> None:
    found, shown = files(), whole()
    seal.seal(written(found, tmp_path), shown)
    found["build.json"] = (tmp_path / "build.json").read_bytes()
    fixed = {
        "build.json": "build",
        f"{paths.API}index.json": "index",
        f"{paths.API}entities.json": "entities",
    }
    for path, name in fixed.items():
        assert faults(name, found[path], found) == [], path
    for item in shown.publications:
        name = item.dataset.id
        assert faults("list", found[f"downloads/{name}.json"], found) == []
        for line in item.records:
            assert faults(name, found[paths.record_json(name, line.slug)], found) == []
    assert faults("entity", found[f"entity/{CODE}.json"], found) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"status": "expired"}, "active"),
        ({"published": "2026-1-2"}, "2026-1-2"),
        ({"secret": 1}, "secret"),
    ],
)
def test_a_record_that_is_otherwise_keeps_to_no_schema(change: dict[str, Any], word: str) -> None:
    found = files()
    said = json.loads(found["penalty/PEN-2026-0001.json"])
    said = {**said, **change}
    assert any(word in text for text in faults("penalty", json.dumps(said).encode(), found))


@pytest.mark.parametrize(
    ("column", "text"), [("件数", "三"), ("公开日期", "11月"), ("编号", ""), ("不认识的列", "x")]
)
def test_a_cell_that_is_otherwise_keeps_to_no_schema(column: str, text: str) -> None:
    found = files()
    said = json.loads(found["penalty/PEN-2026-0001.json"])
    said["values"][column] = text
    assert faults("penalty", json.dumps(said).encode(), found)


def test_what_is_added_to_a_record_later_is_allowed() -> None:
    found = files()
    said = json.loads(found["penalty/PEN-2026-0001.json"])
    more = {**said, "history": [{"on": "2026-01-02"}], "proof": {"root": "ab"}}
    assert faults("penalty", json.dumps(more).encode(), found) == []


# --- the interface --------------------------------------------------------------------------------------


def test_every_link_of_the_index_leads_to_a_file() -> None:
    found = files()
    index = json.loads(found[f"{paths.API}index.json"])
    own = {*found, "build.json", "SHA256SUMS", "penalty/index.html", "licence/index.html"}
    fixed = [link for name, link in index["links"].items() if not name.startswith("entity")]
    fixed += [link for item in index["lists"] for link in (item["page"], item["schema"], item["feed"])]
    fixed += [link for item in index["lists"] for link in item["files"].values()]
    here = f"https://x/{paths.API}index.json"
    assert not [link for link in fixed if urljoin(here, link).removeprefix("https://x/") not in own]
    assert index["lists"][0]["record"].format(slug="PEN-2026-0001") == "../../penalty/PEN-2026-0001.json"
    assert index["links"]["entity"].format(code=CODE) == f"../../entity/{CODE}.json"


def test_the_index_names_only_what_there_is() -> None:
    (*_, index) = export.maps(whole(), [], [])
    assert set(json.loads(index.content)["links"]) == {"build", "sums", "sitemap", "entity", "entity_feed"}


def test_the_interface_is_described() -> None:
    found = files()
    said = json.loads(found[f"{paths.API}openapi.json"])
    assert said["openapi"].startswith("3.1")
    references = set(re.findall(r'"\$ref": "([^"]+)"', found[f"{paths.API}openapi.json"].decode()))
    assert len(references) == 6
    assert not [name for name in references if f"{paths.API}{name}" not in found]
    for path, operations in said["paths"].items():
        wanted = set(re.findall(r"\{(\w+)\}", path))
        assert {item["name"] for item in operations["get"]["parameters"]} == wanted


# --- the catalogue --------------------------------------------------------------------------------------


def test_the_catalogue_has_what_dcat_ap_asks_for() -> None:
    found = files()
    said = json.loads(found[paths.CATALOG])
    assert said["@type"] == "dcat:Catalog"
    assert {"dct:title", "dct:description", "dct:publisher", "dct:license", "foaf:homepage"} <= set(said)
    datasets = said["dcat:dataset"]
    assert [item["@id"] for item in datasets] == [
        f"{HOME}downloads.html",
        f"{HOME}penalty/",
        f"{HOME}licence/",
    ]
    for item in datasets:
        assert {"dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dct:modified"} <= set(
            item
        )
        for file in item["dcat:distribution"]:
            content = found[file["dcat:downloadURL"]["@id"].removeprefix(HOME)]
            assert file["dcat:byteSize"]["@value"] == str(len(content))
            assert "dct:license" in file
    assert [len(item["dcat:distribution"]) for item in datasets] == [2, *[len(formats.offered())] * 2]


# --- feeds of organisations -----------------------------------------------------------------------------


def test_an_organisation_has_a_feed_of_all_its_records() -> None:
    feed = ElementTree.fromstring(made(whole())[f"entity/{CODE}.xml"])
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{HOME}entity/{CODE}.xml", "alternate": f"{HOME}entity/{CODE}.html"}
    assert feed.findtext(f"{ATOM}id") == f"tag:gongshi.example,2026:entity/{CODE}.xml"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-09T00:00:00+08:00"
    assert [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")] == [
        "tag:gongshi.example,2026:penalty/PEN-2026-0001",
        "tag:gongshi.example,2026:licence/L-1",
    ]


# --- the calendar ---------------------------------------------------------------------------------------


def ending(*ends: date | None) -> Disclosure:
    return disclosure(publication(*(record(f"K{n}", last=day) for n, day in enumerate(ends))))


def lines(shown: Disclosure) -> list[str]:
    content = calendar.calendar(shown).content
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert [line.decode() for line in content.split(b"\r\n")]  # no line ends within a character
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_take_down_is_a_day_that_names_nobody() -> None:
    day = AS_OF + timedelta(days=3)
    found = lines(ending(day, day))
    assert found[found.index("BEGIN:VEVENT") : found.index("END:VEVENT")] == [
        "BEGIN:VEVENT",
        "UID:takedown-penalty-20261124@gongshi.example",
        "DTSTAMP:20261120T000000Z",
        "SEQUENCE:323",
        "DTSTART;VALUE=DATE:20261124",
        "DTEND;VALUE=DATE:20261125",
        "SUMMARY:行政处罚信息公示：2 条停止公示",
        f"DESCRIPTION:{HOME}penalty/K0.html\\n{HOME}penalty/K1.html",
        f"URL:{HOME}penalty/",
        "TRANSP:TRANSPARENT",
    ]
    assert not [line for line in found if "口腔" in line or CODE in line]


def test_the_calendar_looks_a_year_ahead() -> None:
    found = lines(ending(None, AS_OF + timedelta(days=366), AS_OF + timedelta(days=367)))
    assert found.count("BEGIN:VEVENT") == 1


def test_many_take_downs_of_a_day_are_counted() -> None:
    found = lines(ending(*[AS_OF] * 25))
    (said,) = (line for line in found if line.startswith("DESCRIPTION:"))
    assert said.count("https://") == 20
    assert said.endswith("另有 5 条")


def test_a_calendar_of_a_later_day_replaces_the_earlier() -> None:
    day = AS_OF + timedelta(days=3)
    later = replace(ending(day), as_of=AS_OF + timedelta(days=1))
    before, after = (
        dict(line.split(":", 1) for line in lines(item) if ":" in line) for item in (ending(day), later)
    )
    assert before["UID"] == after["UID"]
    assert int(before["SEQUENCE"]) < int(after["SEQUENCE"])


@pytest.mark.parametrize("title", ["一,二;三\\四", "长" * 200, "𠮷" * 100, "a\nb"])
def test_any_title_stays_one_line_of_the_calendar(title: str) -> None:
    shown = disclosure(publication(record("A", last=AS_OF), title=title))
    said = next(line for line in lines(shown) if line.startswith("SUMMARY:"))
    plain = re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], said)
    assert plain == f"SUMMARY:{title}：1 条停止公示"
