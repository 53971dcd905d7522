"""Read everything that can be found in parts, on all processors: what results show, and what is searched in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator import forked
from generator.index.compressed import compressed, encoded
from generator.index.corpus import FIELD_BREAK, Corpus, Listing
from generator.index.grams import Lines, folded
from generator.index.head import compact
from generator.index.scan import columnar, columns, named, organisations, texts

Files = dict[str, bytes]
CHUNK = 16
"""So many results are read together."""
FOLDER = 1_000
"""So many files lie in a folder."""
PART = 48_000
"""So many results are read by one process at a time, chunks all of them."""
_FEW = 2
"""It takes more parts than that to pay for other processes."""


@dataclass(frozen=True, slots=True)
class Part:
    """Hold files of the organisations (0) or of a list (1, 2, …), and the texts they show where they show any."""

    shown: int
    files: Files
    lines: Lines | None = None


def read(corpus: Corpus, jobs: int) -> tuple[list[Files], list[Lines]]:
    """Return the files of what results show: of the organisations, then of each list; and all texts in their order."""
    files: list[Files] = [{} for _ in range(len(corpus.listings) + 1)]
    lines = []
    reading = list(_reading(corpus))
    ordering = [partial(_columns, shown, item) for shown, item in enumerate(corpus.listings, start=1)]
    tasks: list[Callable[[], Part]] = [*ordering, *reading]
    with forked.begun(tasks, jobs if len(reading) > _FEW else 1) as work:
        for part in work.results():
            files[part.shown] |= part.files
            lines += [part.lines] if part.lines else []
    return files, lines


def _reading(corpus: Corpus) -> Iterator[Callable[[], Part]]:
    for first in range(0, len(corpus.organisations), PART):
        yield partial(_organisations, corpus, first)
    for shown, item in enumerate(corpus.listings, start=1):
        for first in range(0, len(item.records), PART):
            yield partial(_records, shown, item, first)


def _organisations(corpus: Corpus, first: int) -> Part:
    rows = list(organisations(corpus, first, first + PART))
    return Part(0, dict(_chunks(rows, first)), folded(named(rows)))


def _records(shown: int, item: Listing, first: int) -> Part:
    rows = list(item.between(first, first + PART))
    return Part(shown, dict(_chunks(rows, first)), folded(texts(item, rows)))


def _chunks(rows: Sequence[Sequence[str]], first: int) -> Iterator[tuple[str, bytes]]:
    for number, place in enumerate(range(0, len(rows), CHUNK), start=first // CHUNK):
        content = compressed(encoded(FIELD_BREAK.join(columnar(rows[place : place + CHUNK]))))
        yield f"rows/{number // FOLDER}/{number}", content


def _columns(shown: int, item: Listing) -> Part:
    return Part(shown, {name: compressed(compact(value).encode()) for name, value in columns(item).items()})
