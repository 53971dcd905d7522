"""What joins a record to others: the records that name it, by list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import paths
from generator.filters import thousands
from generator.model import Publication, Record
from generator.render.cells import record_href
from generator.render.references import References
from generator.views import Link, Related

SHOWN = 100
"""So many records of one list are named on a page; of longer ones the latest."""


def related(
    path: str, record: Record, references: References, publications: Sequence[Publication]
) -> Iterator[Related]:
    """Yield the lists whose records name this one, in the order of the catalogue."""
    back = references.named_by(record)
    for publication in publications:
        found = back.get(publication.dataset.id, [])
        if found:
            yield _list(path, publication, found)


def _list(path: str, publication: Publication, found: Sequence[Record]) -> Related:
    dataset = publication.dataset
    name = dataset.list.sort.removeprefix("-")
    ordered = sorted(
        found,
        key=lambda record: (record.values.get(name, ""), record.key),
        reverse=dataset.list.sort.startswith("-"),
    )
    dated = bool(name) and dataset.field(name).type == "date"
    return Related(
        title=dataset.title,
        total=f"{thousands(len(found))} {dataset.unit}",
        links=tuple(
            Link(item.title, record_href(path, item), item.values[name] if dated else item.key, item.last)
            for item in ordered[:SHOWN]
        ),
        href=paths.relative(path, paths.listing(dataset.id)) if len(found) > SHOWN else "",
    )
