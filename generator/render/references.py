"""Which public record a value names, in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator import clock
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
        self._near = {item.dataset.id: _near(item.dataset, publications) for item in publications}
        self._named_unseen, self._naming_unseen = _unseen(publications)
        self._keys = {item.id: item.key for item in catalogue.datasets}
        self._places = {
            (item.dataset.id, name, record.values[name]): record
            for item in publications
            for name in _named(publications, item.dataset)
            for record in item.records
        }
        self._targets: dict[tuple[str, str], tuple[Target, ...]] = {}
        self._back: dict[tuple[str, str], dict[str, list[Record]]] = {}
        self._turns: dict[tuple[str, str], date | None] = {}
        for item in publications:
            for record in item.records:
                self._join(item.dataset, record)
        self._lists = {item.dataset.id: self.turns(item, item.records) for item in publications}

    def targets(self, record: Record) -> tuple[Target, ...]:
        """Return what the columns of a record name."""
        return self._targets.get((record.dataset_id, record.slug), ())

    def named(self, path: str, record: Record) -> dict[tuple[str, str], Link]:
        """Map each (column, value) that names a public record to its title and the way there."""
        return {
            (column, value): Link(target.title, record_href(path, target), until=target.last)
            for column, value, target in self.targets(record)
        }

    def named_by(self, record: Record) -> dict[str, list[Record]]:
        """Return, by list, the public records that name this one."""
        return self._back.get((record.dataset_id, record.slug), {})

    def turns(self, publication: Publication, records: Sequence[Record]) -> date | None:
        """Return when lines of a list next read otherwise: with a record, one it names, or one not shown yet."""
        rows = (self._turns[item.dataset_id, item.slug] for item in records)
        return clock.earliest((publication.unseen, self._named_unseen[publication.dataset.id], *rows))

    def near(self, dataset: Dataset) -> tuple[str, ...]:
        """Return a list, those that it may name, and those that may name it."""
        return self._near[dataset.id]

    def list_turns(self, dataset: Dataset) -> date | None:
        """Return when a whole list next reads otherwise."""
        return self._lists[dataset.id]

    def page_turns(self, record: Record) -> date | None:
        """Return when the page of a record next reads otherwise: also with those that name it."""
        back = (clock.after(item.last) for found in self.named_by(record).values() for item in found)
        own, name = self._turns[record.dataset_id, record.slug], record.dataset_id
        return clock.earliest((own, self._named_unseen[name], self._naming_unseen[name], *back))

    def _join(self, dataset: Dataset, record: Record) -> None:
        found = tuple(self._found(dataset, record)) if dataset.references else ()
        if found:
            self._targets[record.dataset_id, record.slug] = found
        targets = {(target.dataset_id, target.slug): target for _, _, target in found}
        for place in targets:
            self._back.setdefault(place, {}).setdefault(dataset.id, []).append(record)
        ends = (clock.after(target.last) for target in targets.values())
        self._turns[record.dataset_id, record.slug] = clock.earliest((record.turns, *ends))

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


def _unseen(publications: Sequence[Publication]) -> tuple[dict[str, date | None], dict[str, date | None]]:
    """Return, by list, when a row that is not shown next turns: in the lists that it names, in those that name it."""
    named, naming = dict[str, date | None](), dict[str, date | None]()
    for item in publications:
        own = item.dataset
        named[own.id] = clock.earliest(p.unseen for p in publications if _may_name(own, p.dataset))
        naming[own.id] = clock.earliest(p.unseen for p in publications if _may_name(p.dataset, own))
    return named, naming


def _near(dataset: Dataset, publications: Sequence[Publication]) -> tuple[str, ...]:
    others = (item.dataset for item in publications)
    return tuple(
        other.id
        for other in others
        if other.id == dataset.id or _may_name(dataset, other) or _may_name(other, dataset)
    )


def _may_name(dataset: Dataset, other: Dataset) -> bool:
    return any(ref.chosen_by or ref.list == other.id for ref in dataset.references)


def _named(publications: Sequence[Publication], dataset: Dataset) -> set[str]:
    """Return the columns of a list by which others name its records."""
    references = [ref for item in publications for ref in item.dataset.references]
    names = {ref.to for ref in references if ref.list == dataset.id}
    return names | ({dataset.key} if any(ref.chosen_by for ref in references) else set())
