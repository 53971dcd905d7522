"""Which public record a value names, in both directions."""

from __future__ import annotations

from collections.abc import Sequence

from generator.described import Dataset
from generator.model import Publication, Record
from generator.render.cells import record_href
from generator.views import Link


class References:
    """Know which public record a value names, in both directions."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        self._places = {
            (item.dataset.id, name, record.values[name]): record
            for item in publications
            for name in _named(publications, item.dataset)
            for record in item.records
        }
        self._datasets = {item.dataset.id: item.dataset for item in publications}
        self._back: dict[tuple[str, str], dict[str, int]] = {}
        for item in publications:
            for record in item.records:
                for target in self._targets(item.dataset, record).values():
                    counts = self._back.setdefault((target.dataset_id, target.slug), {})
                    counts[item.dataset.id] = counts.get(item.dataset.id, 0) + 1

    def named(self, path: str, dataset: Dataset, record: Record) -> dict[tuple[str, str], Link]:
        """Map each (column, value) that names a public record to its title and the way there."""
        found = self._targets(dataset, record).items()
        return {place: Link(target.title, record_href(path, target)) for place, target in found}

    def named_by(self, record: Record) -> list[tuple[Dataset, int]]:
        """Count, by list, the public records that name this one."""
        counts = self._back.get((record.dataset_id, record.slug), {})
        return [(self._datasets[dataset_id], count) for dataset_id, count in counts.items()]

    def _targets(self, dataset: Dataset, record: Record) -> dict[tuple[str, str], Record]:
        found = {}
        for reference in dataset.references:
            value = record.values[reference.field]
            target = self._places.get((reference.list, reference.to, value))
            if target:
                found[reference.field, value] = target
        return found


def _named(publications: Sequence[Publication], dataset: Dataset) -> set[str]:
    return {r.to for item in publications for r in item.dataset.references if r.list == dataset.id}
