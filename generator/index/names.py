"""Make the names for checking a whole list at once: whom the lists name, under which names, and how often.

A script, not JSON to fetch, so that it works from an unzipped folder too; the names that a visitor checks stay in
the browser, so all names of the site go to it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.index.scan import Organisation
from generator.model import Artefact, Disclosure, Publication, Record
from generator.normalise import normalise
from generator.roles import parts

_SCRIPT_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029"}


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
    return Artefact("assets/names.js", f"gongshiNames({_script(data)});\n".encode())


def _counts(lists: Sequence[Publication], found: Iterable[Organisation]) -> Iterator[list[int]]:
    places = {item.dataset.id: place for place, item in enumerate(lists)}
    for organisation in found:
        counts = Counter(places[record.dataset_id] for _, record in organisation.records)
        yield [number for pair in sorted(counts.items()) for number in pair]


def _others(found: Iterable[Organisation]) -> Iterator[tuple[int, str]]:
    """Yield the names that differ from an organisation's own by more than brackets, blanks and the like."""
    for place, organisation in enumerate(found):
        known = {normalise(organisation.name)}
        for publication, record in organisation.records:
            for name in _named(publication, record):
                if normalise(name) not in known:
                    known.add(normalise(name))
                    yield place, name


def _named(publication: Publication, record: Record) -> Iterator[str]:
    """Yield the name of a record's party, then its former names and short names; none is blank."""
    texts = [record.subject]
    for field in publication.dataset.fields:
        if field.role == "alias":
            texts += parts(field, record.values[field.name])
    yield from (text for text in texts if normalise(text))


def _singles(lists: Iterable[Publication]) -> Iterator[tuple[str, int, str]]:
    """Yield name, list and slug of the records whose party has no code: natural persons, small shops."""
    for place, publication in enumerate(lists):
        for record in publication.records:
            if not record.subject_code:
                yield from ((name, place, record.slug) for name in dict.fromkeys(_named(publication, record)))


def _columns(letters: str, rows: Iterable[tuple[Any, ...]]) -> Mapping[str, list[Any]]:
    turned = list(zip(*rows, strict=True)) or [()] * len(letters)
    return {letter: list(column) for letter, column in zip(letters, turned, strict=True)}


def _script(data: Mapping[str, Any]) -> str:
    """Return JSON that is a script's too: two line breaks of Unicode once ended a string in a script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in _SCRIPT_BREAKS.items():
        text = text.replace(char, escaped)
    return text
