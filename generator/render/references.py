"""Which public record a value names, in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.described import Dataset, Reference
from generator.model import Catalogue, Publication, Record
from generator.render.cells import record_href
from generator.roles import parts
from generator.views import Link

Target = tuple[str, str, Record]
"""A column, one of its values, and the record that the value names."""


class References:
    """Know which public record a value names, in both directions."""

    def __init__(self, publications: Sequence[Publication], catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._keys = {item.id: item.key for item in catalogue.datasets}
        self._places = {
            (item.dataset.id, name, record.values[name]): record
            for item in publications
            for name in _named(publications, item.dataset)
            for record in item.records
        }
        self._targets: dict[tuple[str, str], tuple[Target, ...]] = {}
        self._back: dict[tuple[str, str], dict[str, list[Record]]] = {}
        for item in publications:
            for record in item.records if item.dataset.references else ():
                self._join(item.dataset, record)

    def targets(self, record: Record) -> tuple[Target, ...]:
        """Return what the columns of a record name."""
        return self._targets.get((record.dataset_id, record.slug), ())

    def named(self, path: str, record: Record) -> dict[tuple[str, str], Link]:
        """Map each (column, value) that names a public record to its title and the way there."""
        return {
            (column, value): Link(target.title, record_href(path, target))
            for column, value, target in self.targets(record)
        }

    def named_by(self, record: Record) -> dict[str, list[Record]]:
        """Return, by list, the public records that name this one."""
        return self._back.get((record.dataset_id, record.slug), {})

    def _join(self, dataset: Dataset, record: Record) -> None:
        found = tuple(self._found(dataset, record))
        if found:
            self._targets[record.dataset_id, record.slug] = found
        for place in {(target.dataset_id, target.slug) for _, _, target in found}:
            self._back.setdefault(place, {}).setdefault(dataset.id, []).append(record)

    def _found(self, dataset: Dataset, record: Record) -> Iterator[Target]:
        for reference in dataset.references:
            text = record.values[reference.field]
            for value in parts(dataset.field(reference.field), text) if text else ():
                target = self._places.get(self._place(dataset, reference, record, value))
                if target:
                    yield reference.field, value, target

    def _place(
        self, dataset: Dataset, reference: Reference, record: Record, value: str
    ) -> tuple[str, str, str]:
        if not reference.chosen_by:
            return reference.list, reference.to, value
        token = self._catalogue.token_in(dataset, reference.chosen_by, record.values)
        return token, self._keys.get(token, ""), value


def _named(publications: Sequence[Publication], dataset: Dataset) -> set[str]:
    """Return the columns of a list by which others name its records."""
    references = [ref for item in publications for ref in item.dataset.references]
    names = {ref.to for ref in references if ref.list == dataset.id}
    return names | ({dataset.key} if any(ref.chosen_by for ref in references) else set())
