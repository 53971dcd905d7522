"""Make the search data of a large site: many small files, of which a query needs a few.

A gram's texts stand in one of many shards, chosen by a hash; those of the commonest grams in files of their own,
cut into blocks, so that the top of a long list can be read alone. What results show stands in chunks.
All lie in a folder named by their content: a page never mixes two generations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from generator.index.compressed import compressed, encoded
from generator.index.corpus import FIELD_BREAK, Corpus
from generator.index.encoded import bits, gaps, low_bits, rice, varint
from generator.index.grams import Numbers, Postings, hashed, postings
from generator.index.head import VERSION, column, compact
from generator.index.scan import columnar, differences, rows, texts
from generator.model import Artefact

CHUNK = 16
"""So many results are read together."""
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
_BATCH = 4_000_000
_FOLDER = 1_000


@dataclass(frozen=True)
class Shards:
    """Hold a corpus taken apart, ready to be written; ``parts`` are what results show, compressed."""

    corpus: Corpus
    found: Postings
    parts: Sequence[bytes]

    @cached_property
    def folder(self) -> str:
        """Return the folder of this generation, named by what can be found in it."""
        digest = hashlib.sha256(f"{VERSION} {CHUNK} {BLOCK} {TOGETHER}".encode())
        for part in self.parts:
            digest.update(part)
        for item in self.corpus.listings:
            digest.update(repr((item.dataset.id, item.dataset.facets, item.dataset.list)).encode())
        return f"assets/search/{digest.hexdigest()[:12]}"

    @cached_property
    def sizes(self) -> Numbers:
        """Return about how many bytes the texts of each gram take."""
        counts = self.found.counts
        found: Numbers = counts * (low_bits(counts, self.corpus.size) + 2) // 8
        return found

    @cached_property
    def common(self) -> Numbers:
        """Return which grams have files of their own: first those that are joined, then the largest."""
        largest = np.argsort(-self.sizes, kind="stable")[:_MOST_COMMON]
        largest = largest[(self.sizes[largest] > _COMMON) & ~np.isin(largest, self.found.joined)]
        found: Numbers = np.concatenate([self.found.joined, largest])
        return found

    @cached_property
    def number(self) -> int:
        """Return how many shards there are."""
        plain = int(self.sizes.sum() - self.sizes[self.common].sum()) + _HEAD * len(self.sizes)
        return max(1, plain // _SHARD)

    def extra(self) -> dict[str, Any]:
        """Return what the browser must know of the shards; a common gram stands with its two counts."""
        words = [_word(self.found.grams[at]) for at in self.common]
        return {
            "tier": "shards",
            "folder": self.folder,
            "chunk": CHUNK,
            "block": BLOCK,
            "together": TOGETHER,
            "shards": self.number,
            "common": " ".join(words),
            "joined": len(self.found.joined),
            "counts": [self.found.counts[at].item() for at in self.common],
            "named": [self._organisations(at) for at in self.common],
        }

    def files(self) -> Iterator[Artefact]:
        """Yield every file of the generation."""
        yield from self._blocks()
        yield from self._shards()
        yield from self._chunks()
        yield from self._columns()

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

    def _shards(self) -> Iterator[Artefact]:
        """Yield the shards; their grams are encoded a few million texts at a time."""
        home = hashed(self.found.grams) % self.number
        home[self.common] = self.number
        order = np.argsort(home, kind="stable")
        edges = np.searchsorted(home[order], np.arange(self.number + 1))
        first = 0
        while first < self.number:
            last = first + 1
            while last < self.number and self.found.counts[order[edges[first] : edges[last]]].sum() < _BATCH:
                last = min(last * 2 - first, self.number)
            yield from self._shard_files(first, [order[edges[n] : edges[n + 1]] for n in range(first, last)])
            first = last

    def _shard_files(self, first: int, shards: Sequence[Numbers]) -> Iterator[Artefact]:
        members = np.concatenate(shards)
        counts = self.found.counts[members]
        starts = np.concatenate([[0], np.cumsum(counts)])
        begins = np.repeat(self.found.starts[members] - starts[:-1], counts)
        low = low_bits(counts, self.corpus.size)
        data, edges = rice(self.found.texts[begins + np.arange(starts[-1])], starts, low)
        sizes, whole, place = np.diff(edges) << 5 | low, data.tobytes(), 0
        for number, grams in enumerate(shards, start=first):
            words, end = " ".join(_word(self.found.grams[at]) for at in grams), place + len(grams)
            head = encoded(f"{words}\n") + b"".join(map(varint, sizes[place:end].tolist()))
            content = compressed(head + whole[edges[place] : edges[end]])
            yield Artefact(f"{self.folder}/grams/{number // _FOLDER}/{number}.gz", content)
            place = end

    def _chunks(self) -> Iterator[Artefact]:
        for number, part in enumerate(self.parts):
            yield Artefact(f"{self.folder}/rows/{number // _FOLDER}/{number}.gz", part)

    def _columns(self) -> Iterator[Artefact]:
        for item in self.corpus.listings:
            stem = f"{self.folder}/columns/{item.dataset.id}"
            for made in item.columns:
                yield _json(f"{stem}-facet-{made.facet.id}.gz", column(made))
            for place, ranks in enumerate(item.ranks):
                yield _json(f"{stem}-sort-{place}.gz", ranks)
            yield _json(f"{stem}-rows.gz", differences(item.file_rows))


def sharded(corpus: Corpus) -> Shards:
    """Take a corpus apart, reading it once."""
    parts: list[bytes] = []
    return Shards(corpus, postings(texts(corpus, _kept(corpus, parts))), parts)


def _kept(corpus: Corpus, parts: list[bytes]) -> Iterator[Sequence[Any]]:
    """Yield what results show, and keep it in parts."""
    left = rows(corpus)
    while part := list(islice(left, CHUNK)):
        parts.append(compressed(encoded(FIELD_BREAK.join(columnar(part)))))
        yield from part


def _json(path: str, value: Any) -> Artefact:
    return Artefact(path, compressed(compact(value).encode()))


def _word(gram: Numbers) -> str:
    return "".join(chr(sign) for sign in gram if sign)


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
