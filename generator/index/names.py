"""Make the names for checking a whole list at once: whom the lists name, under which names, and how often.

A script, not JSON to fetch, so that it works from an unzipped folder too; the names that a visitor checks stay in
the browser, so all names of the site go to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from generator.index.corpus import Organisation, aliases, called
from generator.index.ends import later, near
from generator.index.head import compact, script
from generator.model import Artefact, Disclosure, Publication

T = TypeVar("T")


def names(disclosure: Disclosure, organisations: Iterable[Organisation]) -> Artefact:
    """Return ``assets/names.js``: columns of organisations, their other names, and parties without a code.

    Shape: ``entities.k`` has for each organisation a flat list of pairs, place of a list and count;
    ``others.o`` says whose each other name is; ``singles`` has one row a record. ``ends`` has, for a number of days
    from ``as_of``, what may be shown on that day for the last time: pairs of organisation and list, and singles.
    """
    lists = [item for item in disclosure.publications if item.dataset.names_parties]
    found, singles = list(organisations), list(_singles(lists))
    data = {
        "v": 1,
        "as_of": disclosure.as_of.isoformat(),
        "commit": disclosure.commit,
        "lists": [
            {"id": p.dataset.id, "title": p.dataset.title, "unit": p.dataset.unit} | later(p.as_of, p.records)
            for p in lists
        ],
        "entities": {
            "n": [item.name for item in found],
            "c": [item.code for item in found],
            "k": list(_counts(lists, found)),
        },
        "others": _columns("on", _others(found)),
        "singles": _columns("nds", (row for row, _ in singles)),
        "ends": {
            "k": _near(disclosure, _parties(lists, found)),
            "s": _near(disclosure, ((place, last) for place, (_, last) in enumerate(singles) if last)),
        },
    }
    return Artefact("assets/names.js", script("gongshiNames(", compact(data), ")"))


def _counts(lists: Sequence[Publication], found: Iterable[Organisation]) -> Iterator[list[int]]:
    places = {item.dataset.id: place for place, item in enumerate(lists)}
    for organisation in found:
        counts = Counter(places[record.dataset_id] for _, record in organisation.records)
        yield [number for pair in sorted(counts.items()) for number in pair]


def _others(found: Iterable[Organisation]) -> Iterator[tuple[int, str]]:
    """Yield the other names of organisations, each after its organisation's place."""
    for place, organisation in enumerate(found):
        yield from ((place, name) for name in aliases(organisation))


def _near(disclosure: Disclosure, lasting: Iterable[tuple[T, date]]) -> list[tuple[int, list[T]]]:
    return list(near(disclosure.as_of, lasting).items())


def _parties(
    lists: Sequence[Publication], found: Iterable[Organisation]
) -> Iterator[tuple[tuple[int, int], date]]:
    """Yield for each record that ends the places of its organisation and of its list, and its last day."""
    places = {item.dataset.id: place for place, item in enumerate(lists)}
    for place, organisation in enumerate(found):
        for _, record in organisation.records:
            if record.last:
                yield (place, places[record.dataset_id]), record.last


def _singles(lists: Iterable[Publication]) -> Iterator[tuple[tuple[str, int, str], date | None]]:
    """Yield name, list and slug of the records whose party has no code: natural persons, small shops; and its last day."""
    for place, publication in enumerate(lists):
        for record in publication.records:
            if not record.subject_code:
                names = dict.fromkeys(called(publication, record))
                yield from (((name, place, record.slug), record.last) for name in names)


def _columns(letters: str, rows: Iterable[tuple[Any, ...]]) -> Mapping[str, list[Any]]:
    turned = list(zip(*rows, strict=True)) or [()] * len(letters)
    return {letter: list(column) for letter, column in zip(letters, turned, strict=True)}
