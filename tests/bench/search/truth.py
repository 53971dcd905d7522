"""Know the true answers, by a method that shares nothing with our index: every field read from end to end.

The fields of all rows are joined, a line each, and searched with ``str.find``. The one thing shared with the
product is the definition of "the same text", ``generator.normalise``.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generator import paths
from generator.normalise import normalise
from tests.bench.search.corpus import AMOUNT, CODE, DAY, FACETS, KEY, NAME, SEARCHED, Row
from tests.bench.search.queries import Query, label

PAGE = 20
WHOLE = 300
"""Answers up to this long are kept whole, and compared whole."""
Numbers = NDArray[np.int64]


class Column:
    """Hold one field of all rows, normalised, a line each; ``owners`` says whose line it is, else its own."""

    def __init__(self, texts: Sequence[str], owners: Sequence[int] | None = None) -> None:
        lines = [normalise(text) for text in texts]
        self.text = "\n".join(lines) + "\n"
        lengths = [len(line) + 1 for line in lines]
        self.owners = np.arange(len(texts)) if owners is None else np.array(owners, dtype=np.int64)
        self.starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)

    def rows(self, term: str) -> Numbers:
        """Return the numbers of the rows that hold the term, each once, rising."""
        found, at = [], self.text.find(term)
        while at >= 0:
            found.append(at)
            at = self.text.find(term, at + 1)
        lines = np.searchsorted(self.starts, np.array(found, dtype=np.int64), side="right") - 1
        return np.unique(self.owners[lines])


@dataclass(frozen=True, slots=True)
class Part:
    """Hold the organisations, or the records, of an answer.

    ``phrase`` of the ``total`` hold all words as one piece; they come first. ``first`` is the first page in its
    order; ``whole`` all of it, up to ``WHOLE`` hits.
    """

    total: int = 0
    phrase: int = 0
    first: tuple[str, ...] = ()
    whole: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold the true answer to a question; to the list no organisations belong.

    Of a sorted question, in which rows that say the same have no order, ``order`` is what the first page says.
    """

    query: Query
    entities: Part
    records: Part
    order: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Return how many hits there are."""
        return self.entities.total + self.records.total


class Truth:
    """Hold a whole corpus, ready to be asked."""

    def __init__(self, rows: Iterable[Row]) -> None:
        table = list(rows)
        table.reverse()  # newest first, as the keys rise with the days
        assert all(a[KEY] > b[KEY] for a, b in pairwise(table))
        called: dict[str, dict[str, None]] = {}  # by code: all names, the latest first
        for row in table:
            if row[CODE]:
                called.setdefault(row[CODE], {})[row[NAME]] = None
        named = sorted((next(iter(names)), code) for code, names in called.items())
        aliases = [(at, name) for at, (_, code) in enumerate(named) for name in called[code]]
        self.columns = [Column([row[name] for row in table]) for name in SEARCHED]
        self.own = [
            Column([code for _, code in named]),
            Column([name for _, name in aliases], [at for at, _ in aliases]),
        ]
        self.record_paths = [paths.record("penalty", row[KEY]) for row in table]
        self.entity_paths = [paths.entity(code) for _, code in named]
        self.labels = {facet: np.array([label(row, facet) for row in table]) for facet in FACETS}
        self.sorts = {name: [row[name] for row in table] for name in (DAY, AMOUNT)}

    def answer(self, query: Query) -> Answer:
        """Return the true answer to a question."""
        whole, terms = normalise(query.text), [t for t in map(normalise, query.text.split()) if t]
        found = [self._narrowed(rows, query) for rows in _found(self.columns, whole, terms)]
        records = _part(self.record_paths, *found)
        if query.listed:
            return Answer(query, Part(), records, self._order(np.concatenate(found), query.sort))
        return Answer(query, _part(self.entity_paths, *_found(self.own, whole, terms)), records)

    def _narrowed(self, found: Numbers, query: Query) -> Numbers:
        for facet, labels in query.filters.items():
            found = found[np.isin(self.labels[facet][found], labels)]
        return found

    def _order(self, found: Numbers, sort: str) -> tuple[str, ...]:
        column = sort.removeprefix("-")
        said = [self.sorts[column][i] for i in found] if column else []
        said.sort(key=float if column == AMOUNT else str, reverse=sort.startswith("-"))
        return tuple(said[:PAGE])


def _part(addresses: Sequence[str], phrase: Numbers, apart: Numbers) -> Part:
    total = len(phrase) + len(apart)
    hits = tuple(addresses[i] for i in np.concatenate((phrase, apart))[:WHOLE])
    return Part(total, len(phrase), hits[:PAGE], hits if total <= WHOLE else None)


def _found(columns: Sequence[Column], whole: str, terms: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return the rows that hold all words as one piece, and those that hold them apart; both rising."""
    phrase = _any(columns, whole)
    if len(terms) < 2:
        return phrase, phrase[:0]
    apart = reduce(np.intersect1d, (_any(columns, term) for term in terms))
    return phrase, np.setdiff1d(apart, phrase)


def _any(columns: Sequence[Column], term: str) -> Numbers:
    return reduce(np.union1d, (column.rows(term) for column in columns))


def answers(truth: Truth, queries: Sequence[Query], processes: int = 2) -> list[Answer]:
    """Answer all questions; a guessed miss that is none is left out."""
    global _asked
    _asked = truth  # forked, never pickled: at a million rows it is most of a gigabyte
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
        found = list(pool.map(_answer, queries, chunksize=16))
    return [a for a in found if a.query.kind != "miss" or not a.total]


_asked: Truth


def _answer(query: Query) -> Answer:
    return _asked.answer(query)
