"""Make the search data of a large site: many small files, of which a query needs a few.

A gram's texts stand in one of many shards, chosen by a hash; those of the commonest grams in files of their own,
cut into blocks, so that the top of a long list can be read alone. What results show stands in chunks, list by list.
The grams lie in a folder named by the content of the whole, and so do the chunks and columns of each list by that
of the list: a page never mixes two generations, and a list that nobody touched stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any

import numpy as np

from generator import forked
from generator.index.compressed import compressed, encoded, folder
from generator.index.corpus import LARGE, Corpus
from generator.index.encoded import bits, gaps, low_bits, rice, varints
from generator.index.grams import Numbers, hashed
from generator.index.head import VERSION
from generator.index.parts import CHUNK, FOLDER, read
from generator.index.postings import Postings, postings
from generator.model import Artefact

BLOCK = 1 << 17
"""So many texts of a common gram are read together; of a less common one some blocks are."""
TOGETHER = 32_768
"""A file of a common gram that holds more than one block holds about so many texts at the most."""
_SHARD = 4_500
"""A shard holds about so many bytes."""
_HEAD = 6
"""About so many bytes of it a gram takes itself."""
_COMMON, _MOST_COMMON = 6_000, 1_024
"""A gram whose texts take more bytes than that has files of its own; at most so many grams do."""
_BATCH = 1_000_000


@dataclass(frozen=True)
class Shown:
    """Hold what results show of a list, or of the organisations: compressed files, by their names."""

    name: str
    files: Mapping[str, bytes]

    @cached_property
    def folder(self) -> str:
        """Return where they lie: two lists never share a place, nor do two states of one."""
        said = chain.from_iterable((name.encode(), data) for name, data in self.files.items())
        return folder(self.name.encode(), *said)


@dataclass(frozen=True)
class Shards:
    """Hold a corpus taken apart, ready to be written; ``shown`` are the organisations, then each list."""

    corpus: Corpus
    found: Postings
    shown: Sequence[Shown]
    jobs: int = 1

    @cached_property
    def folder(self) -> str:
        """Return the folder of the grams, named by everything that can be found in them."""
        searched = repr([(item.dataset.id, item.searched) for item in self.corpus.listings])
        said = f"{VERSION} {CHUNK} {BLOCK} {TOGETHER} {searched}"
        return folder(said.encode(), *(item.folder.encode() for item in self.shown))

    @cached_property
    def sizes(self) -> Numbers:
        """Return about how many bytes the texts of each gram take."""
        counts = self.found.counts
        found: Numbers = counts * (low_bits(counts, self.corpus.size) + 2) // 8
        return found

    @cached_property
    def common(self) -> Numbers:
        """Return which grams have files of their own: those that are joined, most texts first, then the largest."""
        largest = np.argsort(-self.sizes, kind="stable")[:_MOST_COMMON]
        largest = largest[(self.sizes[largest] > _COMMON) & ~np.isin(largest, self.found.joined)]
        joined = self.found.joined[np.argsort(-self.found.counts[self.found.joined], kind="stable")]
        found: Numbers = np.concatenate([joined, largest])
        return found

    @cached_property
    def number(self) -> int:
        """Return how many shards there are."""
        plain = int(self.sizes.sum() - self.sizes[self.common].sum()) + _HEAD * len(self.sizes)
        return max(1, plain // _SHARD)

    def extra(self) -> dict[str, Any]:
        """Return what the browser must know of the shards; a common gram stands with its two counts.

        The first of these is told as the difference from the one before: in their order, that is shorter.
        """
        words = _words(self.found.grams[self.common])
        return {
            "folder": self.folder,
            "folders": [item.folder.rpartition("/")[2] for item in self.shown],
            "chunk": CHUNK,
            "block": BLOCK,
            "together": TOGETHER,
            "shards": self.number,
            "common": " ".join(words),
            "joined": len(self.found.joined),
            "counts": np.diff(self.found.counts[self.common], prepend=0).tolist(),
            "named": [self._organisations(at) for at in self.common],
        }

    def files(self) -> Iterator[Artefact]:
        """Yield every file of the generation."""
        tasks: list[Callable[[], list[Artefact]]] = [
            partial(list, self._blocks()),
            *(partial(list, part) for part in self._shards()),
        ]
        with forked.begun(tasks, self.jobs) as work:
            yield from chain.from_iterable(work.results())
        for item in self.shown:
            yield from (Artefact(f"{item.folder}/{name}.gz", content) for name, content in item.files.items())

    def _texts(self, at: int) -> Any:
        return self.found.texts[self.found.starts[at] : self.found.starts[at + 1]]

    def _organisations(self, at: int) -> int:
        return int(np.searchsorted(self._texts(at), len(self.corpus.organisations)))

    def _blocks(self) -> Iterator[Artefact]:
        for place, at in enumerate(self.common):
            texts = self._texts(at)
            span = _span(len(texts), self.corpus.size)
            for number, first in enumerate(range(0, self.corpus.size, span)):
                part = texts[np.searchsorted(texts, first) : np.searchsorted(texts, first + span)]
                path = f"{self.folder}/common/{place}-{number}.gz"
                yield Artefact(path, compressed(_block(part - np.uint32(first), span)))

    def _shards(self) -> Iterator[Iterator[Artefact]]:
        """Yield the shards in parts; the grams of a part are encoded together, a few million texts."""
        home = hashed(self.found.grams) % self.number
        home[self.common] = self.number
        order = np.argsort(home, kind="stable")
        edges = np.searchsorted(home[order], np.arange(self.number + 1))
        first = 0
        while first < self.number:
            last = first + 1
            while last < self.number and self.found.counts[order[edges[first] : edges[last]]].sum() < _BATCH:
                last = min(last * 2 - first, self.number)
            yield self._shard_files(first, [order[edges[n] : edges[n + 1]] for n in range(first, last)])
            first = last

    def _shard_files(self, first: int, shards: Sequence[Numbers]) -> Iterator[Artefact]:
        members = np.concatenate(shards)
        counts = self.found.counts[members]
        starts = np.concatenate([[0], np.cumsum(counts)])
        begins = np.repeat(self.found.starts[members] - starts[:-1], counts)
        low = low_bits(counts, self.corpus.size)
        data, edges = rice(self.found.texts[begins + np.arange(starts[-1])], starts, low)
        said, stops = varints(np.diff(edges) << 5 | low)
        words, whole, place = _words(self.found.grams[members]), data.tobytes(), 0
        for number, grams in enumerate(shards, start=first):
            end = place + len(grams)
            head = encoded(f"{' '.join(words[place:end])}\n") + said[stops[place] : stops[end]]
            content = compressed(head + whole[edges[place] : edges[end]])
            yield Artefact(f"{self.folder}/grams/{number // FOLDER}/{number}.gz", content)
            place = end


def sharded(corpus: Corpus, jobs: int = 1) -> Shards:
    """Take a corpus apart, reading it once; a large one is worked on by so many processes."""
    jobs = jobs if corpus.size > LARGE else 1
    files, lines = read(corpus, jobs)
    names = ["", *(item.dataset.id for item in corpus.listings)]
    return Shards(corpus, postings(lines, jobs), list(map(Shown, names, files)), jobs)


def _words(grams: Numbers) -> list[str]:
    """Return grams as texts; to numpy, a text ends with its last sign that is not nought."""
    if not len(grams):
        return []
    words: list[str] = np.ascontiguousarray(grams, "<u4").view(f"<U{grams.shape[1]}")[:, 0].tolist()
    return words


def _span(count: int, size: int) -> int:
    """Return how many texts, of ``size``, a file of a gram spans that stands in ``count``; the browser does this too."""
    span = BLOCK
    while span < size and count * span * 2 <= TOGETHER * size:
        span *= 2
    return span


def _block(texts: Any, span: int) -> bytes:
    """Write a gram's texts of a span: one bit each when that is shorter, else the gaps; the first byte says which."""
    if len(texts) > span // 8:
        return b"\1" + bits(texts, span)
    return b"\0" + gaps(texts)
