"""Judge whether one organisation has one name: the same code, the same spelling, in every list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.check.sheet import Sheet, place_of
from generator.described import Dataset
from generator.model import Catalogue, Finding, Row, Table


def judge(catalogue: Catalogue, tables: Sequence[Table]) -> Iterator[tuple[str, Finding]]:
    """Yield, once for each list and spelling, a name that is not the usual one for its code."""
    usual = _usual(tables)
    told: set[tuple[str, str, str]] = set()
    for dataset, row, name, code in _signed(tables):
        text, (known, where) = row.values[name], usual[row.values[code]]
        if text != known and (dataset.id, known, text) not in told:
            told.add((dataset.id, known, text))
            facts = {"code": row.values[code], "place": where, "other": known, "here": text}
            yield dataset.id, Sheet(dataset, catalogue).say(row, name, "机构-01", **facts)


def _usual(tables: Sequence[Table]) -> Mapping[str, tuple[str, str]]:
    """Return for each code the name most often given with it, and where that first stands."""
    count = Counter[tuple[str, str]]()
    first: dict[tuple[str, str], Row] = {}
    for _, row, name, code in _signed(tables):
        pair = row.values[code], row.values[name]
        count[pair] += 1
        first.setdefault(pair, row)
    usual: dict[str, tuple[str, str]] = {}
    for (code, name), _ in count.most_common():
        usual.setdefault(code, (name, place_of(first[code, name])))
    return usual


def _signed(tables: Sequence[Table]) -> Iterator[tuple[Dataset, Row, str, str]]:
    """Yield every row that gives both a name and a code, with the columns of the two."""
    for table in tables:
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
