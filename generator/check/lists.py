"""Judge what only all rows of one list together can tell: repetition, counts, years, order, days to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from generator.check.sheet import Sheet, place_of
from generator.described import Dataset, Expect
from generator.messages import finding
from generator.model import Finding, Row
from generator.paths import slug
from generator.roles import ROLES


def judge(sheet: Sheet, rows: Sequence[Row], now: date, *, whole: bool) -> Iterator[Finding]:
    """Yield what is wrong between the rows of a list; unless ``whole``, some could not be read."""
    yield from _keys(sheet, rows)
    yield from _repeated(sheet, rows)
    yield from _years(sheet, rows)
    yield from _future(sheet, rows, now.isoformat())
    if whole:
        yield from _counts(sheet.dataset, rows)
        yield from () if sheet.dataset.source else _order(sheet, rows)


def _future(sheet: Sheet, rows: Sequence[Row], today: str) -> Iterator[Finding]:
    past = [item.name for item in sheet.dataset.fields if item.role in ROLES and ROLES[item.role].past]
    for row in rows:
        for column in past:
            text = row.values.get(column, "")
            if text > today and len(text) == 10:
                yield sheet.say(row, column, "期限-03", today=today)


def _keys(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield keys used twice in different files, and keys whose addresses would be one file on Windows."""
    column = sheet.dataset.key
    seen: dict[str, Row] = {}
    addresses: dict[str, Row] = {}
    for row in rows:
        key = row.values.get(column, "")
        if not key:
            continue
        other = seen.setdefault(key, row)
        alike = addresses.setdefault(slug(key).casefold(), row)
        if other is not row:
            if other.file != row.file:
                yield sheet.say(row, column, "重复-02", other=place_of(other))
        elif alike is not row:
            yield sheet.say(row, column, "重复-03", other=place_of(alike))


def _repeated(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield combinations used twice; a row whose key is repeated has been told of already."""
    key = sheet.dataset.key
    for columns in sheet.dataset.unique:
        seen: dict[tuple[str, ...], Row] = {}
        for row in rows:
            values = tuple(row.values.get(name, "") for name in columns)
            other = seen.setdefault(values, row)
            if all(values) and other is not row and other.values.get(key) != row.values.get(key):
                what = "、".join(f"「{name}」" for name in columns)
                place = str(other.number) if other.file == row.file else f"{other.number}（{other.file}）"
                yield sheet.say(row, columns[-1], "重复-01", what=what, other=place)


def _years(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield the rows of a list in yearly files whose key names another year."""
    if sheet.dataset.partition != "year":
        return
    key = sheet.dataset.key
    for row in rows:
        wanted = sheet.dataset.file_of(row.values.get(key, ""))
        if wanted != f"{sheet.dataset.id}/{sheet.dataset.id}.csv" and not row.file.endswith(f"/{wanted}"):
            yield sheet.say(row, key, "文件-04", wanted=wanted.rpartition("/")[2])


def _order(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Finding]:
    column, told = sheet.dataset.key, set[str]()
    for above, row in pairwise(rows):
        here, there = row.values.get(column, ""), above.values.get(column, "")
        if row.file == above.file and here < there and row.file not in told:
            told.add(row.file)
            yield sheet.say(row, column, "表格-11")


def _counts(dataset: Dataset, rows: Sequence[Row]) -> Iterator[Finding]:
    for expect in dataset.expectations:
        found = sum(all(row.values.get(name) == text for name, text in expect.where.items()) for row in rows)
        low, high = expect.rows if isinstance(expect.rows, tuple) else (expect.rows, expect.rows)
        if not low <= found <= high:
            yield finding(
                "数量-01",
                f"data/{dataset.id}",
                wanted=low if low == high else f"{low} 至 {high}",
                found=found,
                unit=dataset.unit,
                where=_condition(expect),
            )


def _condition(expect: Expect) -> str:
    said = "、".join(f"「{name}」为“{text}”" for name, text in expect.where.items())
    return f"（{said}）" if said else ""
