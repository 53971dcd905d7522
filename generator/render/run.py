"""Lay out all pages of a disclosure in batches: each is rendered only when something it is made of changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from generator import fingerprint, measures, paths
from generator.model import UNKEYED, Artefact, Batch, Catalogue, Disclosure, Publication, Record
from generator.render import dictionary, entities, files, qr, records, registers
from generator.render.entities import Entity
from generator.render.faceted import Faceted
from generator.render.figures import Figures
from generator.render.frames import Frames
from generator.render.keys import Keys
from generator.render.lists import ListPages
from generator.render.memory import Memory
from generator.render.references import References
from generator.render.releases import ChangeLogs
from generator.render.templates import Templates
from generator.render.ways import Ways, ways
from generator.render.whole import Offered, measured, prose, sheets
from generator.views import Download

T = TypeVar("T")
_TOGETHER = 64
"""About so many records, or organisations, make a batch."""


@dataclass(frozen=True)
class Given:
    """Hold what the pages take from elsewhere: the shell, descriptions for machines, the data file of a record
    or of an organisation, that one's feed, the letter under which a name is filed; what measures lists; and the keys
    of the last build.
    """

    shell: Mapping[str, str]
    prose: Mapping[str, str]
    jsonld: Mapping[str, str]
    record_file: Callable[[Publication, Record], Artefact]
    entity_file: Callable[[Entity], Artefact]
    entity_feed: Callable[[Entity], Artefact]
    letter: Callable[[str], str]
    measures: measures.Memory
    keys: Memory


@dataclass(frozen=True)
class Pages:
    """Make the pages of one disclosure."""

    disclosure: Disclosure
    catalogue: Catalogue
    given: Given
    templates: Templates
    frames: Frames
    references: References
    figures: Figures
    keys: Keys
    entities: tuple[Entity, ...]
    ways: Ways
    logs: ChangeLogs

    def batches(self) -> Iterator[Batch]:
        """Yield all pages, and the data files beside them, but those that say what is offered; the longest work first."""
        for publication in sorted(self.disclosure.publications, key=lambda item: -len(item.records)):
            yield from self._of_list(publication)
        yield from self.logs.batches()
        for place, found in _slices(self.entities, lambda item: item.code):
            key = partial(self.keys.entities, found)
            yield Batch(f"entity {place}", key, partial(self._entities, found))
        for register in registers.registers(self.ways):
            name = f"register {register.address(1)}"
            key = partial(self.keys.register, register)
            yield Batch(name, key, partial(self._register, register))

    def measured(self, notices: int) -> Batch:
        """Return the pages for which every record is measured; ``notices`` is how many doubts the checks told."""
        return Batch("measured", UNKEYED, partial(self._measured, notices))

    def closing(self, offered: Offered) -> Iterator[Batch]:
        """Yield the pages that say what is offered, or how the whole stands."""
        for publication in self.disclosure.publications:
            dataset_id = publication.dataset.id
            downloads = files.of_list(offered.files, dataset_id, "../")
            key = partial(self._offered, publication, downloads)
            yield Batch(f"{dataset_id} first", key, partial(self._first, publication, downloads))
        yield Batch("whole", UNKEYED, partial(self._whole, offered))

    def addresses(self, made: Iterable[str]) -> Iterator[tuple[str, date]]:
        """Yield, of the files made, every page that search engines may know, with the day its data last changed."""
        latest = max((p.updated for p in self.disclosure.publications), default=self.disclosure.as_of)
        days, own, gone = self._days()
        for path in made:
            if path.endswith(".html") and path not in gone:
                yield path, own.get(path) or days.get(path.partition("/")[0], latest)

    def _days(self) -> tuple[dict[str, date], dict[str, date], frozenset[str]]:
        """Return the days of lists and of single pages, and the pages that no search engine need know."""
        found = self.disclosure.publications
        own = {paths.entity(e.code): max(p.updated for p, _ in e.records) for e in self.entities}
        own |= {
            paths.record(p.dataset.id, r.slug): r.updated or r.published or p.dataset.info.published_on
            for p in found
            for r in p.records
        }
        gone = {paths.record(p.dataset.id, item.slug) for p in found for item in p.takedowns}
        return {p.dataset.id: p.updated for p in found}, own, frozenset({*gone, paths.NOT_FOUND})

    def _of_list(self, publication: Publication) -> Iterator[Batch]:
        name, listing = publication.dataset.id, partial(self.keys.listing, publication)
        yield Batch(f"{name} pages", listing, partial(self._list, publication))
        yield Batch(f"{name} by", listing, partial(self._facets, publication))
        for record in publication.records if publication.dataset.checks.counted else ():
            key = partial(self.keys.counted, publication, record)
            yield Batch(f"{name} counted {record.slug}", key, partial(self._counted, publication, record))
        gone = partial(self.keys.gone, publication)
        yield Batch(f"{name} gone", gone, partial(self._gone, publication))
        for place, found in _slices(publication.records, lambda item: item.slug):
            key = partial(self.keys.records, publication, place, found)
            yield Batch(f"{name} {place}", key, partial(self._records, publication, found))

    def _offered(self, publication: Publication, downloads: tuple[Download, ...]) -> str:
        """Return the key of the first page of a list."""
        return fingerprint.key(self.keys.listing(publication), repr(downloads))

    def _list(self, publication: Publication) -> Iterator[Artefact]:
        yield self.templates.page(
            dictionary.columns(publication, self.catalogue, self.frames, self.references)
        )
        yield from self.templates.pages(self._listing(publication).further())

    def _first(self, publication: Publication, downloads: tuple[Download, ...]) -> Iterator[Artefact]:
        return self.templates.pages([self._listing(publication, downloads).first()])

    def _listing(self, publication: Publication, downloads: tuple[Download, ...] = ()) -> ListPages:
        ways = self._faceted(publication).views()
        return ListPages(publication, self.frames, self.references, ways, downloads)

    def _facets(self, publication: Publication) -> Iterator[Artefact]:
        return self.templates.pages(self._faceted(publication).sheets())

    def _faceted(self, publication: Publication) -> Faceted:
        return Faceted(publication, self.frames, self.references, self.catalogue)

    def _counted(self, publication: Publication, record: Record) -> Iterator[Artefact]:
        sheets = self.figures.sheets(publication.dataset, record, self.frames, self.references)
        return self.templates.pages(sheets)

    def _gone(self, publication: Publication) -> Iterator[Artefact]:
        return self.templates.pages(records.tombstones(publication, self.frames))

    def _records(self, publication: Publication, found: Sequence[Record]) -> Iterator[Artefact]:
        pairs = [(record, self.given.record_file(publication, record)) for record in found]
        yield from (file for _, file in pairs)
        yield from self.templates.pages(
            records.pages(publication, pairs, self.frames, self.references, self.figures)
        )

    def _entities(self, found: Sequence[Entity]) -> Iterator[Artefact]:
        pairs = [(entity, self.given.entity_file(entity)) for entity in found]
        yield from (file for _, file in pairs)
        yield from map(self.given.entity_feed, found)
        yield from self.templates.pages(entities.pages(self.disclosure, pairs, self.frames))

    def _measured(self, notices: int) -> Iterator[Artefact]:
        lists = [(item, self.keys.listing(item)) for item in self.disclosure.publications]
        found = self.given.measures.measured(lists, self.catalogue)
        return self.templates.pages(measured(self.disclosure, self.frames, notices, found))

    def _register(self, register: registers.Register) -> Iterator[Artefact]:
        return self.templates.pages(registers.pages(register, self.frames))

    def _whole(self, offered: Offered) -> Iterator[Artefact]:
        yield self.templates.page(registers.hub(self.ways, self.frames))
        yield from self.templates.pages(
            sheets(self.disclosure, self.frames, offered, self.ways, self.given.prose)
        )
        yield from (self.templates.prose(prose(self.frames, *page)) for page in self.given.prose.items())


def pages(root: Path, disclosure: Disclosure, catalogue: Catalogue, given: Given) -> Pages:
    """Get everything ready that pages are made of."""
    qr.remember(root / fingerprint.WORK / "qr")
    references = References(disclosure.publications, catalogue)
    figures = Figures(disclosure, catalogue)
    found = entities.entities(disclosure)
    templates, frames = Templates(root, given.shell), Frames(disclosure, given.jsonld)
    keys = Keys(disclosure, references, figures, given.keys)
    return Pages(
        disclosure, catalogue, given, templates, frames, references, figures, keys, found,
        ways(found, catalogue, given.letter), ChangeLogs(disclosure, frames, templates, keys),
    )  # fmt: skip


def _slices(found: Sequence[T], name: Callable[[T], str]) -> Iterator[tuple[int, list[T]]]:
    """Part things into batches by a hash of their names, so that one more moves none to another batch."""
    count = 1 << (len(found) // _TOGETHER).bit_length()
    parts: dict[int, list[T]] = {}
    for item in found:
        parts.setdefault(crc32(name(item).encode()) % count, []).append(item)
    yield from sorted(parts.items())
