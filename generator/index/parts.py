"""Read everything that can be found in parts, on all processors: what results show, and what is searched in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator import forked
from generator.index.compressed import compressed, encoded
from generator.index.corpus import FIELD_BREAK, Corpus, Listing, Row
from generator.index.grams import Lines, folded
from generator.index.head import compact
from generator.index.scan import columnar, columns, named, texts

Files = dict[str, bytes]
CHUNK = 16
"""So many results are read together."""
FOLDER = 1_000
"""So many files lie in a folder."""
PART = 48_000
"""So many results are read by one process at a time, chunks all of them."""
Span = tuple[int, int, int]
"""The organisations (0) or a list (1, 2, …), the first of its results, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Part:
    """Hold files, each with whose it is: of the organisations (0), of a list (1, 2, …); and what can be found in them."""

    files: tuple[tuple[int, Files], ...]
    lines: Lines | None = None


def read(corpus: Corpus, jobs: int) -> tuple[list[Files], list[Lines]]:
    """Return the files of what results show: of the organisations, then of each list; and all texts in their order."""
    files: list[Files] = [{} for _ in range(len(corpus.listings) + 1)]
    lines = []
    tasks: list[Callable[[], Part]] = [
        partial(_columns, shown, item) for shown, item in enumerate(corpus.listings, 1)
    ]
    tasks += [partial(_read, corpus, group) for group in _grouped(_spans(corpus))]
    with forked.begun(tasks, jobs) as work:
        for part in work.results():
            for shown, own in part.files:
                files[shown] |= own
            lines += [part.lines] if part.lines else []
    return files, lines


def _spans(corpus: Corpus) -> Iterator[Span]:
    for shown, count in enumerate(
        (len(corpus.organisations), *(len(item.records) for item in corpus.listings))
    ):
        for first in range(0, count, PART):
            yield shown, first, min(first + PART, count)


def _grouped(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Yield spans, as many together as make a part: many lists are short."""
    group: list[Span] = []
    for span in spans:
        if group and sum(last - first for _, first, last in (*group, span)) > PART:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _read(corpus: Corpus, group: Sequence[Span]) -> Part:
    files, said = [], []
    for shown, first, last in group:
        rows, own = _rows(corpus, shown, first, last)
        files.append((shown, dict(_chunks(rows, first))))
        said += own
    return Part(tuple(files), folded(said))


def _rows(corpus: Corpus, shown: int, first: int, last: int) -> tuple[Sequence[Row], list[Row]]:
    """Return some results, and the texts of each that are searched."""
    if not shown:
        rows = corpus.rows(first, last)
        return rows, named(rows)
    item = corpus.listings[shown - 1]
    rows = item.rows(first, last)
    return rows, texts(item, rows)


def _chunks(rows: Sequence[Row], first: int) -> Iterator[tuple[str, bytes]]:
    for number, place in enumerate(range(0, len(rows), CHUNK), start=first // CHUNK):
        content = compressed(encoded(FIELD_BREAK.join(columnar(rows[place : place + CHUNK]))))
        yield f"rows/{number // FOLDER}/{number}", content


def _columns(shown: int, item: Listing) -> Part:
    files = {name: compressed(compact(value).encode()) for name, value in columns(item).items()}
    return Part(((shown, files),))
