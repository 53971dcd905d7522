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
from generator.index.corpus import Corpus
from generator.index.encoded import bits, gaps, varint
from generator.index.grams import Numbers, Postings, hashed, postings
from generator.index.head import VERSION, column, compact
from generator.index.scan import rows
from generator.model import Artefact

CHUNK = 16
"""So many results are read together."""
BLOCK = 1 << 17
"""So many texts of a common gram are read together; of a less common one some blocks are."""
TOGETHER = 8_192
"""A file of a common gram that holds more than one block holds about so many texts at the most."""
_SHARD = 6_000
"""A shard holds about so many bytes."""
_COMMON, _MOST_COMMON = 6_000, 1_024
"""A gram whose texts take more bytes than that has files of its own; at most so many grams do."""
_BATCH = 4_000_000
_FOLDER = 1_000


@dataclass(frozen=True)
class Shards:
    """Hold a corpus taken apart, ready to be written."""

    corpus: Corpus
    found: Postings

    @cached_property
    def folder(self) -> str:
        """Return the folder of this generation, named by what can be found in it."""
        digest = hashlib.sha256(f"{VERSION} {CHUNK} {BLOCK} {TOGETHER}".encode())
        for part in self._parts:
            digest.update(part)
        for item in self.corpus.listings:
            digest.update(repr((item.dataset.id, item.dataset.facets, item.dataset.list)).encode())
        return f"assets/search/{digest.hexdigest()[:12]}"

    @cached_property
    def _parts(self) -> list[bytes]:
        """Hold what results show, compressed: it is needed before the folder has a name."""
        left, found = rows(self.corpus), []
        while part := list(islice(left, CHUNK)):
            found.append(compressed(encoded(compact(part))))
        return found

    @cached_property
    def sizes(self) -> Numbers:
        """Return about how many bytes the texts of each gram take."""
        counts = self.found.counts
        apart = np.maximum(self.corpus.size // np.maximum(counts, 1), 1)
        found: Numbers = counts * (1 + (apart > 127) + (apart > 16_383))
        return found

    @cached_property
    def common(self) -> Numbers:
        """Return which grams have files of their own: the largest first."""
        largest: Numbers = np.argsort(-self.sizes, kind="stable")[:_MOST_COMMON]
        return largest[self.sizes[largest] > _COMMON]

    @cached_property
    def number(self) -> int:
        """Return how many shards there are."""
        plain = int(self.sizes.sum() - self.sizes[self.common].sum()) + 9 * len(self.sizes)
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
        texts = self.found.texts[begins + np.arange(starts[-1])]
        data, edges = gaps(texts, starts)
        whole, place = data.tobytes(), 0
        for number, grams in enumerate(shards, start=first):
            out = bytearray()
            for at in grams:
                word, part = _word(self.found.grams[at]).encode(), whole[edges[place] : edges[place + 1]]
                out += bytes([len(word)]) + word + varint(len(part)) + part
                place += 1
            path = f"{self.folder}/grams/{number // _FOLDER}/{number}.gz"
            yield Artefact(path, compressed(bytes(out)))

    def _chunks(self) -> Iterator[Artefact]:
        for number, part in enumerate(self._parts):
            yield Artefact(f"{self.folder}/rows/{number // _FOLDER}/{number}.gz", part)

    def _columns(self) -> Iterator[Artefact]:
        for item in self.corpus.listings:
            stem = f"{self.folder}/columns/{item.dataset.id}"
            for made in item.columns:
                yield _json(f"{stem}-facet-{made.facet.id}.gz", column(made))
            for place, name in enumerate(item.dataset.list.sorts):
                yield _json(f"{stem}-sort-{place}.gz", item.ranks(name))
            yield _json(f"{stem}-rows.gz", item.file_rows())


def sharded(corpus: Corpus) -> Shards:
    """Take a corpus apart."""
    return Shards(corpus, postings(corpus.texts()))


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
    return b"\0" + gaps(texts, np.array([0, len(texts)]))[0].tobytes()
