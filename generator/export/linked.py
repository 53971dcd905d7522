"""Tell which references between lists hold today: one may name what is public no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.described import Dataset
from generator.model import Disclosure


@dataclass(frozen=True, slots=True)
class Link:
    """Hold a reference that holds: a column names, wherever it is filled, a value of ``to`` in another list.

    ``unique`` tells whether no two records there share a value.
    """

    column: str
    target: Dataset
    to: str
    unique: bool


class Links:
    """Find the references that hold in a disclosure."""

    def __init__(self, disclosure: Disclosure) -> None:
        self._lists = {item.dataset.id: item for item in disclosure.publications}
        self._known: dict[tuple[str, str], list[str]] = {}

    def of(self, dataset: Dataset) -> Iterator[Link]:
        """Yield the references of a list that hold; only those whose cells name one value of one list."""
        for ref in dataset.references:
            target = self._lists.get(ref.list)
            if not target or dataset.field(ref.field).many or ref.to not in target.dataset.header:
                continue
            there = self._values(ref.list, ref.to)
            if set(self._values(dataset.id, ref.field)).issubset(there):
                yield Link(ref.field, target.dataset, ref.to, len(set(there)) == len(there))

    def _values(self, dataset_id: str, column: str) -> list[str]:
        """Return what is filled into a column."""
        place = dataset_id, column
        if place not in self._known:
            records = self._lists[dataset_id].records
            self._known[place] = [text for r in records if (text := r.values.get(column, ""))]
        return self._known[place]


def foreign_keys(dataset: Dataset, links: Links, resources: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the references that hold as a table schema states them; ``resources`` are the names of the lists' files."""
    return [
        {
            "fields": [link.column],
            "reference": {
                "resource": "" if link.target.id == dataset.id else resources[link.target.id],
                "fields": [link.to],
            },
        }
        for link in links.of(dataset)
    ]
