"""Make the search data: one columnar file that the browser scans, so that nothing can be missed.

The file is a script, not JSON to fetch: so search works from an unzipped folder too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from generator.model import Artefact, Disclosure, Publication, Record

FIELD_BREAK = "\n"
_SCRIPT_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029"}


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
        """Return the public records about it."""


def run(disclosure: Disclosure, organisations: Iterable[Organisation]) -> Artefact:
    """Return ``assets/search-data.js``: organisations and records, newest lists and rows in page order."""
    found = list(organisations)
    rows = [(at, p, r) for at, p in enumerate(disclosure.publications) for r in p.records]
    data = {
        "v": 1,
        "as_of": disclosure.as_of.isoformat(),
        "lists": [
            {"id": p.dataset.id, "title": p.dataset.title, "unit": p.dataset.unit}
            for p in disclosure.publications
        ],
        "entities": {
            "n": [item.name for item in found],
            "c": [item.code for item in found],
            "k": [len(item.records) for item in found],
        },
        "records": {
            "d": [at for at, _, _ in rows],
            "s": [record.slug for _, _, record in rows],
            "t": [record.title for _, _, record in rows],
            "x": [_text(publication, record) for _, publication, record in rows],
            "y": [_day(publication, record) for _, publication, record in rows],
            "g": ["" for _ in rows],
        },
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in _SCRIPT_BREAKS.items():
        text = text.replace(char, escaped)
    return Artefact("assets/search-data.js", f"gongshiData({text});\n".encode())


def _text(publication: Publication, record: Record) -> str:
    """Join what may be searched; one field never runs into the next."""
    names = publication.dataset.search or publication.dataset.list.columns
    return FIELD_BREAK.join(
        record.values[name].replace(FIELD_BREAK, " ") for name in names if record.values[name]
    )


def _day(publication: Publication, record: Record) -> str:
    name = publication.dataset.list.sort.removeprefix("-")
    return record.values.get(name, "")[:10]
