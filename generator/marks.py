"""Marks that one list puts on records of another, such as an objection that is being looked into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.conditions import holds
from generator.described import Mark
from generator.model import Catalogue, Row, Table
from generator.standing import day_in

Place = tuple[str, str]
"""A list and a key."""
Marks = Mapping[Place, tuple[str, ...]]
"""Maps (list, key) to what is marked on the record."""


def on(catalogue: Catalogue, tables: Sequence[Table], as_of: date) -> Marks:
    """Return the marks that stand on a day."""
    found: dict[Place, tuple[str, ...]] = {}
    for table in tables:
        for mark in table.dataset.marks:
            for row in table.rows:
                if _stands(table, mark, row, as_of):
                    place = _place(catalogue, table, mark, row)
                    found[place] = tuple(dict.fromkeys((*found.get(place, ()), mark.text)))
    return found


def turning(catalogue: Catalogue, tables: Sequence[Table], as_of: date) -> Mapping[Place, date]:
    """Return the first later day on which a mark on a record begins or ends."""
    found: dict[Place, date] = {}
    for table in tables:
        for mark in table.dataset.marks:
            for row in table.rows:
                for day in _turns(table, mark, row, as_of):
                    place = _place(catalogue, table, mark, row)
                    found[place] = min(day, found.get(place, day))
    return found


def _place(catalogue: Catalogue, table: Table, mark: Mark, row: Row) -> Place:
    return catalogue.token_in(table.dataset, mark.chosen_by, row.values), row.values[mark.record]


def _turns(table: Table, mark: Mark, row: Row, as_of: date) -> Iterator[date]:
    if holds(table.dataset, row.values, mark.when):
        days = (day_in(row.values, name) for name in (mark.start, mark.end))
        yield from (day for day in days if day and day > as_of)


def _stands(table: Table, mark: Mark, row: Row, as_of: date) -> bool:
    start, end = day_in(row.values, mark.start), day_in(row.values, mark.end)
    begun = start is not None and start <= as_of
    return begun and (end is None or as_of < end) and holds(table.dataset, row.values, mark.when)
