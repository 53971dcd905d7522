"""Say in plain words what each column of a list holds: the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.described import Dataset, Field
from generator.model import Catalogue, Code
from generator.roles import LABELS

TYPES: Mapping[str, str] = {
    "string": "文本", "integer": "整数", "number": "数字", "date": "日期", "year": "年份", "boolean": "是或否",
}  # fmt: skip
MEANINGS: Mapping[str, str] = {
    "key": "主键：一条记录的编号，定了不改，网址由它来",
    "title": "名称或者标题",
    "subject": "信息是关于谁的：机构名称",
    "alias": "这家机构的曾用名或者简称",
    "subject_kind": "相对人属于哪一类",
    "subject_code": "这家机构的18位统一社会信用代码",
    "body": "机关的名称",
    "body_code": "机关的18位统一社会信用代码",
    "doc_no": "文书的编号，年份用六角括号",
    "index_no": "信息公开的索引编号",
    "decided": "作出决定或者认定的日期，公示期从这天起算",
    "formed": "信息形成的日期",
    "published": "对外公开的日期",
    "updated": "这一条最近一次改动的日期",
    "valid_from": "有效期的第一天",
    "valid_to": "有效期的最后一天",
    "until": "公示的最后一天",
    "repairable": "最早可以申请信用修复的日期",
    "level": "失信的轻重",
    "procedure": "办案用的程序",
    "basis_kind": "因为什么公开",
    "legal_state": "决定现在的法律效力",
    "revoked": "决定被撤销或者变更的日期",
    "state": "公示的状态",
    "taken_down": "停止公示的那一天",
    "takedown_reason": "为什么停止公示",
    "takedown_note": "对撤回的说明",
    "region": "6位区划代码",
    "trade": "行业（执法专业）",
    "phone": "座机号码",
    "person": "依法可以公开的姓名",
    "legal_basis": "法律依据：哪部法的哪一条",
    "link": "网址",
    "fulltext": "正文文件",
    "date": "其他日期",
    "amount": "金额，单位万元",
    "text": "一段文字",
}
"""Says what a column is that plays a role; that of columns without one is a plain value."""
_PLAIN = "普通的值"


@dataclass(frozen=True, slots=True)
class Column:
    """Hold what is to be known of one column: its place, type and meaning, what may stand in it, what it names.

    ``refers`` is the list whose records it names, by ``to`` there.
    """

    place: int
    field: Field
    kind: str
    meaning: str
    limits: tuple[str, ...]
    values: tuple[Code, ...]
    refers: Dataset | None = None
    to: str = ""


def columns(dataset: Dataset, catalogue: Catalogue) -> tuple[Column, ...]:
    """Return every column of a list, explained."""
    return tuple(
        _column(place, item, dataset, catalogue) for place, item in enumerate(dataset.fields, start=1)
    )


def _column(place: int, item: Field, dataset: Dataset, catalogue: Catalogue) -> Column:
    named = next((ref for ref in dataset.references if ref.field == item.name and ref.list), None)
    return Column(
        place,
        item,
        TYPES[item.type],
        MEANINGS.get(item.role, _PLAIN),
        tuple(_limits(item)),
        catalogue.codes.get(item.codes, ()) if item.codes else (),
        catalogue.dataset(named.list) if named else None,
        named.to if named else "",
    )


def _limits(item: Field) -> Iterator[str]:
    """Yield what a cell must keep to, in words."""
    said = item.constraints
    if item.required:
        yield "必填"
    if said.get("unique") or item.role == "key":
        yield "不重复"
    if item.many:
        yield f"可以有几个值，用 {LABELS} 隔开"
    yield from _between(said.get("minLength"), said.get("maxLength"), " 个字")
    yield from _between(said.get("minimum"), said.get("maximum"), "")
    if said.get("pattern"):
        yield f"格式 {said['pattern']}"


def _between(least: object, most: object, unit: str) -> Iterator[str]:
    if least is not None and most is not None:
        yield f"{least}{unit}" if least == most else f"{least} 至 {most}{unit}"
    elif least is not None:
        yield f"不小于 {least}{unit}"
    elif most is not None:
        yield f"不超过 {most}{unit}"
