"""Make what the browser searches: for a small site one file that it scans, for a large one shards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.index import scan
from generator.index.corpus import LARGE, Corpus, Organisation, numbered
from generator.index.head import as_script, manifest
from generator.index.names import names
from generator.index.shards import sharded
from generator.model import Artefact, Disclosure

SCANNED = 20_000
"""Up to so many records a phone takes the whole of the data in a second; above, a query reads what it needs."""
OPENED = LARGE
"""Up to so many records the data also lie in a script, for a copy of the site that is opened from a folder."""
_ENTRY = re.compile(r"assets/search/[0-9a-f]{12}/(all\.gz|head\.js)")

__all__ = ["entry", "names", "run"]


def run(disclosure: Disclosure, organisations: Iterable[Organisation], jobs: int = 1) -> Iterator[Artefact]:
    """Yield the search data; ``assets/search.json`` tells the browser with which file to begin."""
    found = numbered(disclosure, organisations)
    data = list(scan.data(found)) if found.records <= max(OPENED, SCANNED) else []
    if found.records <= OPENED:
        yield scan.opened(data)
    yield from _scanned(found, data) if found.records <= SCANNED else _sharded(found, jobs)


def entry(made: Iterable[str]) -> str:
    """Return, of the files of a site, the one with which the browser begins to search: all data, or their head."""
    return next(filter(_ENTRY.fullmatch, made), "")


def _scanned(found: Corpus, data: Iterable[str]) -> Iterator[Artefact]:
    rows = scan.file(data)
    yield rows
    yield manifest(found.disclosure, rows)


def _sharded(found: Corpus, jobs: int) -> Iterator[Artefact]:
    made = sharded(found, jobs)
    yield from made.files()
    said = as_script(found, made.extra())
    yield said
    yield manifest(found.disclosure, said)
