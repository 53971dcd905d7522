"""Number everything that can be found: organisations by name first, then the records list by list, in page order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, Protocol

from generator import facets, pinyin
from generator.clock import last_of
from generator.described import Dataset, Facet
from generator.model import Disclosure, Publication, Record
from generator.normalise import normalise
from generator.roles import parts
from generator.taken import taking

FIELD_BREAK = "\n"
SHOWN = 3
"""From where on a record's row holds its columns."""
LARGE = 60_000
"""A site of more records than that is large: it pays for other processes, and is too much for one script. Of what is
shown no more rows are kept, though they are asked for twice: they are made when, and where, they are wanted.
"""
Row = Sequence[str]


class Organisation(Protocol):
    """Be an organisation as the search data need it."""

    @property
    def code(self) -> str:
        """Return the credit code."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def records(self) -> Sequence[Any]:
        """Return the public records about it, each after its publication."""


@dataclass(frozen=True, slots=True)
class Column:
    """Hold what every record of a list says for a facet: a number into ``sets``, which number ``values``."""

    facet: Facet
    values: tuple[str, ...]
    sets: tuple[tuple[int, ...], ...]
    codes: tuple[int, ...]


@dataclass(frozen=True)
class Listing:
    """Hold the part of the corpus that is one list; ``first`` is the number of its first record."""

    publication: Publication
    first: int
    regions: Mapping[str, str]

    @property
    def dataset(self) -> Dataset:
        """Return the description of the list."""
        return self.publication.dataset

    @property
    def records(self) -> tuple[Record, ...]:
        """Return the records in the order of the pages."""
        return self.publication.ordered

    @cached_property
    def searched(self) -> tuple[str, ...]:
        """Return the columns that are searched."""
        dataset = self.dataset
        return tuple(dict.fromkeys((*dataset.record.title, *(dataset.search or dataset.list.columns))))

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Return the columns that results hold: those that are searched, the rest of the list page's, the key."""
        return tuple(dict.fromkeys((*self.searched, *self.dataset.list.columns, self.dataset.key)))

    def rows(self, first: int = 0, last: int | None = None) -> Sequence[Row]:
        """Return records as results show them: the page where it has another name than the key, the day by which
        the list is ordered, the marks, then the columns, each on one line.
        """
        return self._rows[first:last] if len(self.records) <= LARGE else tuple(self._made(first, last))

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return tuple(self._made(0, None))

    def _made(self, first: int, last: int | None) -> Iterator[Row]:
        records = self.records[first:last]
        found = map(taking(self.shown), (record.values for record in records))
        for record, texts in zip(records, found, strict=True):
            page = "" if record.slug == record.key else record.slug
            yield page, self.day(record), "；".join(record.marks), *_on_one_line(texts)

    def day(self, record: Record) -> str:
        """Return the day by which the list is ordered, where it is ordered by one."""
        return record.values[self._dated][:10] if self._dated else ""

    @cached_property
    def _dated(self) -> str:
        name = self.dataset.list.sort.removeprefix("-")
        return name if name and self.dataset.field(name).type == "date" else ""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Return what the records say for each facet."""
        return tuple(self._columns())

    def _columns(self) -> Iterator[Column]:
        for facet in self.dataset.facets:
            said = facets.values(self.dataset, facet, self.records, self.regions)
            values = facets.ordered(self.dataset, facet, Counter(chain.from_iterable(said)))
            places = {value: place for place, value in enumerate(values)}
            numbered = {labels: tuple(places[label] for label in labels) for labels in dict.fromkeys(said)}
            order = {labels: place for place, labels in enumerate(numbered)}
            yield Column(facet, values, tuple(numbered.values()), tuple(order[x] for x in said))

    @cached_property
    def ranks(self) -> tuple[list[int], ...]:
        """Return, for each order that the list offers, where each record stands in it."""
        return tuple(map(self._ranks, self.dataset.list.sorts))

    def _ranks(self, name: str) -> list[int]:
        """Return where each record stands by a column, from the least; blanks stand below everything."""
        numeric = self.dataset.field(name).type in ("number", "integer", "year")
        texts = [record.values.get(name, "") for record in self.records]
        keys = [(float(text) if text else float("-inf")) if numeric else text for text in texts]
        order: dict[Any, int] = {key: place for place, key in enumerate(sorted(set(keys)))}
        return [order[key] for key in keys]

    @cached_property
    def file_rows(self) -> list[int]:
        """Return the row of each record in the list's CSV, counted from nought."""
        order = {record.key: place for place, record in enumerate(self.publication.records)}
        return [order[record.key] for record in self.records]


@dataclass(frozen=True)
class Corpus:
    """Hold all that can be found, numbered from nought: ``organisations``, then each of ``listings``."""

    disclosure: Disclosure
    organisations: tuple[Organisation, ...]
    listings: tuple[Listing, ...]

    @property
    def records(self) -> int:
        """Return how many records can be found."""
        return sum(len(item.records) for item in self.listings)

    @property
    def size(self) -> int:
        """Return how many things can be found, organisations and records."""
        return len(self.organisations) + self.records

    def rows(self, first: int = 0, last: int | None = None) -> Sequence[Row]:
        """Return organisations as results show them: code, how many records, name, further names."""
        return self._rows[first:last] if len(self.organisations) <= LARGE else tuple(self._made(first, last))

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return tuple(self._made(0, None))

    def _made(self, first: int, last: int | None) -> Iterator[Row]:
        for org in self.organisations[first:last]:
            yield [org.code, str(len(org.records)), org.name, *self.letters(org), *aliases(org)]

    def letters(self, item: Organisation) -> list[str]:
        """Return the first letters of an organisation's name, without the places it begins with, where wanted."""
        if not self.disclosure.site.pinyin:
            return []
        return [pinyin.initials(pinyin.trade_name(item.name, self._places))]

    @cached_property
    def lasting(self) -> tuple[tuple[int, date], ...]:
        """Return the numbers of what has a last day on which it may be shown, each with that day."""
        return tuple(self._lasting())

    def _lasting(self) -> Iterator[tuple[int, date]]:
        parties = (last_of(record for _, record in item.records) for item in self.organisations)
        records = (record.last for item in self.listings for record in item.records)
        for number, last in enumerate(chain(parties, records)):
            if last:
                yield number, last

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(self.disclosure.regions.values())


def _on_one_line(texts: Sequence[str]) -> Sequence[str]:
    return [text.replace(FIELD_BREAK, " ") for text in texts] if FIELD_BREAK in "".join(texts) else texts


def numbered(disclosure: Disclosure, organisations: Iterable[Organisation]) -> Corpus:
    """Number the organisations and the records of a disclosure."""
    found = tuple(organisations)
    listings, first = [], len(found)
    for publication in disclosure.publications:
        listings.append(Listing(publication, first, disclosure.regions))
        first += len(publication.records)
    return Corpus(disclosure, found, tuple(listings))


def aliases(item: Organisation) -> list[str]:
    """Return what else an organisation is called, where that differs by more than brackets, blanks and the like."""
    if all(record.subject == item.name and not held.dataset.aliases for held, record in item.records):
        return []
    names = dict.fromkeys(chain.from_iterable(called(*said) for said in item.records))
    if len(names) == 1 and item.name in names:
        return []
    found = {"": "", normalise(item.name): ""}
    for name in names:
        found.setdefault(normalise(name), name)
    return [name for name in found.values() if name]


def called(publication: Publication, record: Record) -> Iterator[str]:
    """Yield the name of a record's party, then its former names and short names, each on one line."""
    texts = [record.subject]
    for field in publication.dataset.aliases:
        texts += parts(field, record.values.get(field.name, ""))
    yield from (text.replace(FIELD_BREAK, " ") for text in texts if text)
