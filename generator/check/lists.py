"""Judge what only all rows together can tell: references, repetition, counts, names, order, days to come."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise

from generator.check.sheet import Sheet
from generator.described import Dataset, Expect, Reference
from generator.messages import finding
from generator.model import Catalogue, Finding, Row, Table
from generator.paths import slug
from generator.roles import ROLES, parts

_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)


class Lists:
    """Hold all rows of all lists; ``broken`` are the lists of which some cells could not be read."""

    def __init__(
        self, catalogue: Catalogue, tables: Sequence[Table], as_of: date, broken: frozenset[str]
    ) -> None:
        self.catalogue = catalogue
        self.tables = tables
        self.as_of = as_of
        self.broken = broken

    def judge(self, only: frozenset[str]) -> Iterator[Finding]:
        """Yield what is wrong between rows, for the lists named."""
        for table in self.tables:
            if table.dataset.id in only:
                sheet = Sheet(table.dataset, self.catalogue)
                rows = [row for row in table.rows if any(row.values.values())]
                yield from _keys(sheet, rows)
                yield from _repeated(sheet, rows)
                yield from _years(sheet, rows)
                yield from self._future(sheet, rows)
                yield from self._references(sheet, rows)
                if table.dataset.id not in self.broken:
                    yield from _counts(table.dataset, rows)
                    yield from _order(sheet, rows)
        yield from (item for dataset_id, item in self._names() if dataset_id in only)

    def _future(self, sheet: Sheet, rows: Sequence[Row]) -> Iterator[Finding]:
        today = self.as_of.isoformat()
        past = [item.name for item in sheet.dataset.fields if item.role in ROLES and ROLES[item.role].past]
        for row in rows:
            for column in past:
                text = row.values.get(column, "")
                if text > today and len(text) == 10:
                    yield sheet.say(row, column, "期限-03", today=today)

    def _references(self, sheet: Sheet, rows: Sequence[Row]) -> Iterator[Finding]:
        for reference in sheet.dataset.references:
            known = self._known.get((reference.list, reference.to), frozenset())
            if reference.list not in self.broken and known:
                yield from self._dangling(sheet, rows, reference, known)

    def _dangling(
        self, sheet: Sheet, rows: Sequence[Row], reference: Reference, known: frozenset[str]
    ) -> Iterator[Finding]:
        title = self.catalogue.dataset(reference.list).title
        field = sheet.dataset.field(reference.field)
        for row in rows:
            text = row.values.get(reference.field, "")
            for part in parts(field, text) if text else ():
                if part not in known:
                    guess = _guess(part, known)
                    yield sheet.say(
                        row, field.name, "引用-01", value=part, list=title, to=reference.to, guess=guess
                    )
                    break

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Return the values that references may name, by list and column."""
        wanted = {(ref.list, ref.to) for table in self.tables for ref in table.dataset.references}
        rows = {table.dataset.id: table.rows for table in self.tables}
        return {
            (name, to): frozenset(row.values.get(to, "") for row in rows.get(name, ())) - {""}
            for name, to in wanted
        }

    def _names(self) -> Iterator[tuple[str, Finding]]:
        """Yield, once for each list and spelling, a name that is not the usual one for its code."""
        usual = self._usual()
        told: set[tuple[str, str, str]] = set()
        for dataset, row, name, code in self._signed():
            text, (known, where) = row.values[name], usual[row.values[code]]
            if text != known and (dataset.id, known, text) not in told:
                told.add((dataset.id, known, text))
                facts = {"code": row.values[code], "place": where, "other": known, "here": text}
                yield dataset.id, Sheet(dataset, self.catalogue).say(row, name, "机构-01", **facts)

    def _usual(self) -> Mapping[str, tuple[str, str]]:
        """Return for each code the name most often given with it, and where that first stands."""
        count = Counter[tuple[str, str]]()
        first: dict[tuple[str, str], Row] = {}
        for _, row, name, code in self._signed():
            pair = row.values[code], row.values[name]
            count[pair] += 1
            first.setdefault(pair, row)
        usual: dict[str, tuple[str, str]] = {}
        for (code, name), _ in count.most_common():
            usual.setdefault(code, (name, _where(first[code, name])))
        return usual

    def _signed(self) -> Iterator[tuple[Dataset, Row, str, str]]:
        """Yield every row that gives both a name and a code, with the columns of the two."""
        for table in self.tables:
            for name, code in _named(table.dataset):
                for row in table.rows:
                    if row.values.get(code) and row.values.get(name):
                        yield table.dataset, row, name, code


def _named(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield the columns that hold a name together with those that hold its code."""
    if dataset.column_of("subject") and dataset.column_of("subject_code"):
        yield dataset.column_of("subject"), dataset.column_of("subject_code")
    bodies = [item.name for item in dataset.fields if item.role == "body"]
    codes = [item.name for item in dataset.fields if item.role == "body_code"]
    if len(bodies) == len(codes):
        yield from zip(bodies, codes, strict=True)


def _guess(text: str, known: frozenset[str]) -> str:
    close = get_close_matches(text, known, n=1, cutoff=0.6) if len(known) <= 5000 else []
    return f"您要填的可能是“{close[0]}”。" if close else ""


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
                yield sheet.say(row, column, "重复-02", other=_where(other))
        elif alike is not row:
            yield sheet.say(row, column, "重复-03", other=_where(alike))


def _where(row: Row) -> str:
    return f"{row.file} 第 {row.number} 行"


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
        found = _YEAR.search(row.values.get(key, ""))
        if found and not row.file.endswith(f"/{found[0]}.csv"):
            yield sheet.say(row, key, "文件-04", wanted=f"{found[0]}.csv")


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
