"""Fill the lists that the removals make: where, when and why a record went; never whose it was.

Source: 行政处罚法第四十八条.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from generator import clock, paths
from generator.described import Dataset
from generator.model import Catalogue, Publication, Record, Takedown


def filled(catalogue: Catalogue, publications: Sequence[Publication]) -> tuple[Publication, ...]:
    """Return the publications; those whose source is the removals hold one record for each of them."""
    next_to_go = clock.earliest(day for item in publications for day in _removals(item))
    return tuple(
        replace(
            item,
            records=tuple(_records(catalogue, item.dataset, publications)),
            unseen=next_to_go,
            made_of=b"",
        )
        if item.dataset.source == "takedowns"
        else item
        for item in publications
    )


def _removals(publication: Publication) -> Iterator[date | None]:
    """Yield when the list may next lose a record, or turn what is not shown: each may be a removal to tell of."""
    yield publication.unseen
    yield from (clock.after(item.last) for item in publication.records)


def _records(catalogue: Catalogue, dataset: Dataset, publications: Sequence[Publication]) -> list[Record]:
    found = [
        _record(catalogue, dataset, item.dataset, gone) for item in publications for gone in item.takedowns
    ]
    return sorted(found, key=lambda record: record.key)


def _record(catalogue: Catalogue, dataset: Dataset, theirs: Dataset, gone: Takedown) -> Record:
    known = {
        "key": f"{theirs.id}-{gone.slug}",
        "list": theirs.title,
        "on": gone.on.isoformat() if gone.on else "",
        "kind": gone.kind,
        "reason": gone.reason,
        "basis": gone.basis,
        "note": gone.note,
    }
    values = {field.name: catalogue.label(field.codes, known[field.shows]) for field in dataset.fields}
    return Record(
        dataset_id=dataset.id,
        key=known["key"],
        slug=paths.slug(known["key"]),
        title=" ".join(values[name] for name in dataset.record.title),
        values=values,
        state="active",
        published=gone.on,
        updated=None,
        until=None,
        rule=None,
    )
