"""Judge whether one organisation has one name: the same code, the same spelling, in every list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.check.sheet import Sheet, place_of
from generator.described import Dataset
from generator.model import Catalogue, Finding, Row, Table

Signature = tuple[str, str]
"""A code and the name that is given with it."""


def judge(catalogue: Catalogue, tables: Sequence[Table]) -> Iterator[tuple[str, Finding]]:
    """Yield, once for each list and spelling, a name that is not the usual one for its code."""
    signed = list(_signed(tables))
    usual = _usual([pair for *_, pair in signed])
    first = {pair: row for _, row, _, pair in reversed(signed) if usual.get(pair[0]) == pair[1]}
    told: set[tuple[str, str, str]] = set()
    for dataset, row, column, (code, text) in signed:
        known = usual[code]
        if text != known and (dataset.id, known, text) not in told:
            told.add((dataset.id, known, text))
            facts = {"code": code, "place": place_of(first[code, known]), "other": known, "here": text}
            yield dataset.id, Sheet(dataset, catalogue).say(row, column, "机构-01", **facts)


def _usual(signed: Sequence[Signature]) -> Mapping[str, str]:
    """Return for each code the name most often given with it; of several the one that stands first."""
    usual: dict[str, str] = {}
    for (code, name), _ in Counter(signed).most_common():
        usual.setdefault(code, name)
    return usual


def _signed(tables: Sequence[Table]) -> Iterator[tuple[Dataset, Row, str, Signature]]:
    """Yield every row that gives both a name and a code, with the column of the name."""
    for table in tables:
        for name, code in _named(table.dataset):
            for row in table.rows:
                said = row.values.get(code, ""), row.values.get(name, "")
                if said[0] and said[1]:
                    yield table.dataset, row, name, said


def _named(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield the columns that hold a name together with those that hold its code."""
    if dataset.column_of("subject") and dataset.column_of("subject_code"):
        yield dataset.column_of("subject"), dataset.column_of("subject_code")
    bodies = [item.name for item in dataset.fields if item.role == "body"]
    codes = [item.name for item in dataset.fields if item.role == "body_code"]
    if len(bodies) == len(codes):
        yield from zip(bodies, codes, strict=True)
