"""Keys of pages: digests of all that a page is made of, so that one is made anew whenever any of it changed.

What a page takes from another record (its title, its address, its day) is not picked out: all of that record counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial

from generator.fingerprint import digest, key, of_record
from generator.model import Disclosure, Publication, Record
from generator.render.entities import Entity, unseen
from generator.render.figures import Counting, Figures
from generator.render.memory import Memory
from generator.render.references import References
from generator.render.registers import Register


@dataclass(frozen=True)
class Keys:
    """Make the keys of one disclosure; what its descriptions, codes, rules and templates say is in none of them."""

    disclosure: Disclosure
    references: References
    figures: Figures
    memory: Memory
    _rows: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)

    def records(self, publication: Publication, place: int, records: Iterable[Record]) -> str:
        """Return the key of the pages and data files of those records of a list that have a place in common."""
        name, state = publication.dataset.id, self._states.get(publication.dataset.id, "")
        make = partial(self._pages, publication, records)
        return self.memory.key(name, state, str(place), make)

    def listing(self, publication: Publication) -> str:
        """Return the key of the pages of a list, and of its files."""
        name = publication.dataset.id
        if name not in self._lists:
            make = partial(self._listing, publication)
            self._lists[name] = self.memory.key(name, self._states.get(name, ""), "listing", make)
        return self._lists[name]

    def keep(self) -> None:
        """Remember for the next build what this one digested."""
        for item in self.disclosure.publications:
            self.memory.tell(item.dataset.id, self._own[item.dataset.id], map(self._record, item.records))
        self.memory.keep()

    @cached_property
    def _known(self) -> dict[tuple[str, str], bytes]:
        """Return the digests of records, by list and slug: at first those of lists that are as they were."""
        lists = [(item.dataset.id, item.records) for item in self.disclosure.publications]
        told = {name: self.memory.told(name, self._own[name]) for name, _ in lists}
        return {
            (name, record.slug): own
            for name, records in lists
            if len(told[name]) == len(records)
            for record, own in zip(records, told[name], strict=True)
        }

    @cached_property
    def _states(self) -> dict[str, str]:
        """Return, by list, a hash over it and all lists that a page of it takes anything from, where that is known."""
        own, lists = self._own, [item.dataset for item in self.disclosure.publications]
        found = {item.id: [own[name] for name in self.references.near(item)] for item in lists}
        found |= {item.id: list(own.values()) for item in lists if item.checks.counted}
        return {name: key(*parts) for name, parts in found.items() if all(parts)}

    @cached_property
    def _own(self) -> dict[str, bytes]:
        """Return, by list, a hash over its rows, its version and what became of its records; a blank where unknown."""
        told: dict[str, list[object]] = {}
        for (name, of), revisions in self.disclosure.chronicle.revisions.items():
            told.setdefault(name, []).append((of, revisions))
        since = self.disclosure.chronicle.since
        return {
            name: item.made_of and digest((item.made_of, self.version(item), since, repr(told.get(name))))
            for item in self.disclosure.publications
            for name in (item.dataset.id,)
        }

    def _pages(self, publication: Publication, records: Iterable[Record]) -> str:
        return key(*(self._page(publication, record) for record in records))

    def _listing(self, publication: Publication) -> str:
        rows = tuple(map(self._row, publication.ordered))
        facts = publication.withheld, publication.updated.isoformat(), repr(publication.takedowns)
        return key(rows, facts, self.version(publication), repr(self.references.turns(publication, ())))

    def counted(self, publication: Publication, record: Record) -> str:
        """Return the key of the pages that hold what a figure counts."""
        found = self.figures.counting(publication.dataset, record)
        if not found:
            return key(self._record(record))
        name, theirs = publication.dataset.id, found.publication.dataset.id
        states = self._own[name], self._states.get(theirs, "")
        make = partial(self._counted, record, found)
        return self.memory.key(f"{name} {theirs}", key(*states) if all(states) else "", record.slug, make)

    def _counted(self, record: Record, found: Counting) -> str:
        theirs = found.publication
        rows = tuple(map(self._row, found.records))
        ahead = repr(self.references.turns(theirs, ()))
        return key(self._record(record), rows, len(theirs.records), self.version(theirs), ahead)

    def gone(self, publication: Publication) -> str:
        """Return the key of the pages that stand where records were."""
        return key(repr(publication.takedowns), repr(publication.unseen))

    def entities(self, found: Iterable[Entity]) -> str:
        """Return the key of the pages and data files of some organisations."""
        ahead = repr(unseen(self.disclosure))
        return key(ahead, *((e.code, e.name, tuple(self._record(r) for _, r in e.records)) for e in found))

    def register(self, found: Register) -> str:
        """Return the key of the pages of a register; they state the version of the whole."""
        return key(
            found.told,
            self.disclosure.commit,
            repr(self.disclosure.checkpoint()),
            repr(self.disclosure.turns),
        )

    def _record(self, record: Record) -> bytes:
        place = record.dataset_id, record.slug
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = of_record(record)
        return found

    def _row(self, record: Record) -> bytes:
        """Digest what a line of a list is made of: a record and what it names."""
        place = record.dataset_id, record.slug
        found = self._rows.get(place)
        if found is None:
            named = self.references.targets(record)
            found = self._record(record)
            if named:
                found = digest((found, tuple((c, v, self._record(t)) for c, v, t in named)))
            self._rows[place] = found
        return found

    def _page(self, publication: Publication, record: Record) -> tuple[object, ...]:
        """Return what the page of a record is made of: its line, the records that name it, what it counts."""
        naming = tuple(
            (dataset_id, tuple(map(self._record, found)))
            for dataset_id, found in self.references.named_by(record).items()
        )
        turns = self.references.page_turns(record), self.figures.turns(publication.dataset, record)
        past = self.disclosure.chronicle.of(record.dataset_id, record.key), self.disclosure.chronicle.since
        told = self.figures.tally(publication.dataset, record), turns, past
        return self._row(record), naming, repr(told)

    def version(self, publication: Publication) -> tuple[str, str]:
        """Return what the pages of a list state of its version: a commit, and the log as it stood then."""
        name = publication.dataset.id
        at = repr(self.disclosure.checkpoint(name))
        return self.disclosure.commits.get(name, self.disclosure.commit), at
