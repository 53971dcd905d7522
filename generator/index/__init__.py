"""Make what the browser searches: for a small site one file that it scans, for a large one shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.index import scan
from generator.index.corpus import Corpus, Organisation, numbered
from generator.index.head import compact, head
from generator.index.names import names
from generator.index.shards import sharded
from generator.model import Artefact, Disclosure

SCANNED = 20_000
"""Up to so many records a phone takes the whole of the data in a second; above, a query reads what it needs."""
OPENED = 60_000
"""Up to so many records the data also lie in a script, for a copy of the site that is opened from a folder."""
MANIFEST = "assets/search.json"

__all__ = ["names", "run", "whole"]


def run(disclosure: Disclosure, organisations: Iterable[Organisation], jobs: int = 1) -> Iterator[Artefact]:
    """Yield the search data; ``assets/search.json`` tells the browser which kind they are and where."""
    found = numbered(disclosure, organisations)
    data = scan.data(found) if found.records <= max(OPENED, SCANNED) else ""
    if found.records <= OPENED:
        yield scan.opened(data)
    yield from _scanned(found, data) if found.records <= SCANNED else _sharded(found, jobs)


def whole(made: Iterable[str]) -> str:
    """Return, of the files of a site, the one that the browser reads whole to search it; blank where it need not."""
    return next(filter(scan.PATH.fullmatch, made), "")


def _scanned(found: Corpus, data: str) -> Iterator[Artefact]:
    rows = scan.file(data)
    yield rows
    yield _manifest(found, tier="scan", file=rows.path)


def _sharded(found: Corpus, jobs: int) -> Iterator[Artefact]:
    made = sharded(found, jobs)
    yield from made.files()
    yield _manifest(found, **made.extra())


def _manifest(found: Corpus, **extra: object) -> Artefact:
    return Artefact(MANIFEST, compact(head(found, **extra)).encode())
