"""Marks that one list puts on records of another, such as an objection that is being looked into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.conditions import holds
from generator.described import Mark
from generator.model import Catalogue, Row, Table
from generator.standing import day_in

Marks = Mapping[tuple[str, str], tuple[str, ...]]
"""Maps (list, key) to what is marked on the record."""


def on(catalogue: Catalogue, tables: Sequence[Table], as_of: date) -> Marks:
    """Return the marks that stand on a day."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for table in tables:
        for mark in table.dataset.marks:
            for place in _marked(catalogue, table, mark, as_of):
                found[place] = tuple(dict.fromkeys((*found.get(place, ()), mark.text)))
    return found


def _marked(catalogue: Catalogue, table: Table, mark: Mark, as_of: date) -> Iterator[tuple[str, str]]:
    for row in table.rows:
        if _stands(table, mark, row, as_of):
            yield catalogue.token_in(table.dataset, mark.chosen_by, row.values), row.values[mark.record]


def _stands(table: Table, mark: Mark, row: Row, as_of: date) -> bool:
    start, end = day_in(row.values, mark.start), day_in(row.values, mark.end)
    begun = start is not None and start <= as_of
    return begun and (end is None or as_of < end) and holds(table.dataset, row.values, mark.when)
