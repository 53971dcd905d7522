"""Lay a list out as a table: what CSV, workbook and JSON have in common."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Publication, Record
from generator.taken import taking


def ordered(publication: Publication) -> tuple[Record, ...]:
    """Return the records in the order of every download: by key."""
    return tuple(sorted(publication.records, key=lambda record: record.key))


def lines(publication: Publication) -> Iterator[list[str]]:
    """Yield the cells of each record in the order of the header, each text as it should be read."""
    taken = taking(publication.dataset.header)
    for record in ordered(publication):
        yield list(taken(record.values))
