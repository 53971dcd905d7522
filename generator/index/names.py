"""Make the names for checking a whole list at once: whom the lists name, under which names, and how often.

A script, not JSON to fetch, so that it works from an unzipped folder too; the names that a visitor checks stay in
the browser, so all names of the site go to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.index.corpus import Organisation, aliases, called
from generator.index.head import script
from generator.model import Artefact, Disclosure, Publication


def names(disclosure: Disclosure, organisations: Iterable[Organisation]) -> Artefact:
    """Return ``assets/names.js``: columns of organisations, their other names, and parties without a code.

    Shape: ``entities.k`` has for each organisation a flat list of pairs, place of a list and count;
    ``others.o`` says whose each other name is; ``singles`` has one row a record.
    """
    lists = [item for item in disclosure.publications if item.dataset.names_parties]
    found = list(organisations)
    data = {
        "v": 1,
        "as_of": disclosure.as_of.isoformat(),
        "commit": disclosure.commit,
        "lists": [{"id": p.dataset.id, "title": p.dataset.title, "unit": p.dataset.unit} for p in lists],
        "entities": {
            "n": [item.name for item in found],
            "c": [item.code for item in found],
            "k": list(_counts(lists, found)),
        },
        "others": _columns("on", _others(found)),
        "singles": _columns("nds", _singles(lists)),
    }
    return Artefact("assets/names.js", script("gongshiNames", data))


def _counts(lists: Sequence[Publication], found: Iterable[Organisation]) -> Iterator[list[int]]:
    places = {item.dataset.id: place for place, item in enumerate(lists)}
    for organisation in found:
        counts = Counter(places[record.dataset_id] for _, record in organisation.records)
        yield [number for pair in sorted(counts.items()) for number in pair]


def _others(found: Iterable[Organisation]) -> Iterator[tuple[int, str]]:
    """Yield the other names of organisations, each after its organisation's place."""
    for place, organisation in enumerate(found):
        yield from ((place, name) for name in aliases(organisation))


def _singles(lists: Iterable[Publication]) -> Iterator[tuple[str, int, str]]:
    """Yield name, list and slug of the records whose party has no code: natural persons, small shops."""
    for place, publication in enumerate(lists):
        for record in publication.records:
            if not record.subject_code:
                yield from ((name, place, record.slug) for name in dict.fromkeys(called(publication, record)))


def _columns(letters: str, rows: Iterable[tuple[Any, ...]]) -> Mapping[str, list[Any]]:
    turned = list(zip(*rows, strict=True)) or [()] * len(letters)
    return {letter: list(column) for letter, column in zip(letters, turned, strict=True)}
