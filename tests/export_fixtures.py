"""A site of two small lists, public as the exports see them, and readers of what is made of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from generator import export, paths
from generator.described import Dataset, Site
from generator.model import Artefact, Catalogue, Code, Disclosure, Publication, Record
from generator.render.entities import entities

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
    return Catalogue(SITE, datasets, {"kind": kinds}, (), {}, {})


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
    """Yield the files that lie beside the pages of records and organisations."""
    yield from (export.record_file(p, record, shown) for p in shown.publications for record in p.records)
    for item in entities(shown):
        yield export.entity_file(item.code, item.records, shown.site)
        yield export.of_organisation(item.code, item.name, item.records, shown.site)


def made(shown: Disclosure, cache: Path | None = None) -> dict[str, bytes]:
    known = catalogue(*(item.dataset for item in shown.publications))
    lists = [file for item in shown.publications for file in export.tables(item, shown.site, cache)]
    first = [*export.described(shown, known), *lists]
    first += [*export.bundled(shown, known, first, cache), *export.apart(shown, known, entities(shown))]
    found = [*first, *export.listed(shown, first), *beside(shown)]
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


def as_text(table: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [[str(cell) for cell in line] for line in table]
