"""The gate for history: of what git knows of every row, what everybody may know today.

Only records that are public today show what they were; an old value that belongs to somebody who is hidden today, or
that looks like personal data, is masked. Of all other records there is a day, a kind and a reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import privacy
from generator.chronicle import MASKED, Change, Chronicle, Revision
from generator.described import Dataset
from generator.model import Catalogue, Publication, Record
from generator.needles import Needles
from generator.past import Cell, Event, History
from generator.standing import NEVER_SHOWN

Place = tuple[str, str]
"""A list and a key."""
States = Mapping[Place, str]
"""Maps every row there is to its state today."""
_PARTY = ("subject", "alias")


@dataclass(frozen=True, slots=True)
class _Gate:
    """Hold what an old value is judged by; ``people`` are the records of which the party is, or ever was, a natural person."""

    datasets: Mapping[str, Dataset]
    needles: Needles | None
    people: Collection[Place]

    def revision(self, at: Revision, event: Event) -> Revision:
        """Return what an event did to a record that is public; ``at`` tells the commit and the day."""
        if event.kind != "amended":
            return at._replace(kind=event.kind)
        cells = self._shown(self.datasets[event.dataset_id], event)
        return at._replace(kind=event.kind, cells=cells, other=len(event.cells) - len(cells))

    def _shown(self, dataset: Dataset, event: Event) -> tuple[Cell, ...]:
        """Return the changed cells in columns that are shown, masked where need be."""
        known = {name: dataset.field(name).role for name in dataset.header}
        person = event[1:3] in self.people
        return tuple(
            Cell(
                cell.column, *(self._text(text, person and known[cell.column] in _PARTY) for text in cell[1:])
            )
            for cell in event.cells
            if cell.column in known
        )

    def _text(self, text: str, name: bool) -> str:
        if not text or (name and privacy.masked_name(text)):
            return text
        hidden = name or privacy.scan(text) or (self.needles and self.needles.found(text.encode()))
        return MASKED if hidden else text


def retold(
    catalogue: Catalogue,
    history: History,
    publications: Sequence[Publication],
    states: States,
    forbidden: Collection[str],
) -> Chronicle:
    """Return what everybody may know of a history on a day, given what is shown on it and what is forbidden."""
    shown = {(item.dataset.id, record.key): record for item in publications for record in item.records}
    gate = _gate(catalogue, history, publications, shown, forbidden)
    first = {item.number: Revision(item.commit, item.day.isoformat(), "added") for item in history.releases}
    changes, revisions = list[Change](), dict[Place, tuple[Revision, ...]]()
    for place, event in enumerate(history.events):
        record = shown.get(event[1:3])
        changes.append(_change(place, event, record, states))
        if record:
            said = first[event.release]
            if event.kind != "added":
                said = gate.revision(said, event)
            revisions[event[1:3]] = (*revisions.get(event[1:3], ()), said)
    return Chronicle(history.reach, history.releases, tuple(changes), revisions)


def _change(place: int, event: Event, record: Record | None, states: States) -> Change:
    if record:
        return Change(place, event.release, event.dataset_id, event.kind, record.slug, record.title)
    state = states.get(event[1:3], "removed")
    reason = "" if state in NEVER_SHOWN else state
    return Change(place, event.release, event.dataset_id, event.kind, reason=reason)


def _gate(
    catalogue: Catalogue,
    history: History,
    publications: Iterable[Publication],
    shown: Mapping[Place, Record],
    forbidden: Collection[str],
) -> _Gate:
    datasets = {item.dataset.id: item.dataset for item in publications}
    texts = (
        text
        for event in history.events
        if event.kind == "amended" and event[1:3] in shown
        for cell in event.cells
        for text in cell[1:]
    )
    # Mostly no old value holds any forbidden text: then none need be looked through alone.
    needles = Needles(forbidden)
    some = needles.found("\0".join(texts).encode("utf-8", "surrogatepass"))
    return _Gate(datasets, needles if some else None, _people(catalogue, datasets, history, shown))


def _people(
    catalogue: Catalogue, datasets: Mapping[str, Dataset], history: History, shown: Mapping[Place, Record]
) -> set[Place]:
    """Return the records of which the party is, or ever was, a natural person."""
    kinds = {name: column for name, item in datasets.items() if (column := item.column_of("subject_kind"))}
    natural = {
        name: catalogue.label(datasets[name].field(column).codes, "natural") for name, column in kinds.items()
    }
    found = {place for place, record in shown.items() if _is(record.values, place[0], kinds, natural)}
    for event in history.events:
        if event.cells and event.dataset_id in kinds:
            texts = (
                text for cell in event.cells if cell.column == kinds[event.dataset_id] for text in cell[1:]
            )
            if natural[event.dataset_id] in texts:
                found.add(event[1:3])
    return found


def _is(values: Mapping[str, str], name: str, kinds: Mapping[str, str], natural: Mapping[str, str]) -> bool:
    return name in kinds and values.get(kinds[name]) == natural[name]


def were(
    history: History, datasets: Mapping[str, Dataset], shown: Collection[Place]
) -> Iterator[tuple[Dataset, dict[str, str]]]:
    """Yield the old cells of records that are not public today, of lists about parties."""
    for event in history.events:
        dataset = datasets.get(event.dataset_id)
        if event.cells and dataset and dataset.names_parties and (event.dataset_id, event.key) not in shown:
            known = frozenset(dataset.header)
            yield dataset, {cell.column: cell.old for cell in event.cells if cell.column in known}
