"""Say for each gram in which texts it stands: one sort of 64-bit numbers does it, a million records in a minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from generator import forked
from generator.index.grams import BREAK, MOST_JOINED, SIGNS, Grams, Lines, Numbers, grams, spelt, units

Keys = NDArray[np.uint64]
"""A gram in the high bits, a text in the low."""
_TEXT_BITS = np.uint64(27)
"""A hundred million texts; a gram takes the 37 bits left."""
_OFTEN, _OFTEN_ASCII = 40, 80
"""Grams are joined that one text in so many has, and of those with an ASCII sign in them."""
_SAMPLE = 20_000
"""Of about so many texts one sees which those are."""
_NONE: Grams = np.zeros(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Postings:
    """Hold for each gram the numbers of the texts it stands in.

    Shape: ``grams`` has a row of eight code points a gram, nought after its last; gram ``i`` stands in
    ``texts[starts[i]:starts[i + 1]]``, ascending. ``joined`` are the places of the grams that are joined.
    """

    grams: Numbers
    starts: Numbers
    texts: NDArray[np.uint32]
    joined: Numbers

    @property
    def counts(self) -> Numbers:
        """Return in how many texts each gram stands."""
        return np.diff(self.starts)


def postings(parts: list[Lines], jobs: int = 1) -> Postings:
    """Return the grams of texts, which come in parts; the list is empty afterwards, for it may hold a gigabyte."""
    signs = _signs(parts)
    often = _often(parts, signs)
    found = list(_keys(parts, signs, often, jobs))
    parts.clear()
    keys = _together(found)
    starts = _starts(keys)
    said = (keys[starts] >> _TEXT_BITS).astype(np.int64)
    texts = (keys & np.uint64((1 << int(_TEXT_BITS)) - 1)).astype(np.uint32)
    joined = np.searchsorted(said, often.astype(np.int64))
    return Postings(spelt(said, signs, often), np.append(starts, len(keys)), texts, joined)


def _together(found: list[Keys]) -> Keys:
    """Return sorted numbers as one; what they came in is let go."""
    if len(found) == 1:
        return found.pop()
    keys = np.concatenate([_NONE, *found])
    found.clear()
    keys.sort()
    return keys


def _numbered(parts: list[Lines]) -> Iterator[tuple[int, Lines]]:
    """Yield each part after the number of its first text."""
    return zip(accumulate((part.count for part in parts), initial=0), parts, strict=False)


def _signs(parts: list[Lines]) -> Numbers:
    """Return every code point that occurs, ascending: its place is its number within a gram."""
    seen = np.zeros(SIGNS, bool)
    for part in parts:
        seen[part.signs] = True
    seen[BREAK] = True
    return np.flatnonzero(seen)


def _often(parts: list[Lines], known: Numbers) -> Grams:
    """Return the grams that very many texts have, ascending, as a sample of the texts shows them."""
    size = sum(part.count for part in parts)
    step, keys = max(1, size // _SAMPLE), [_NONE]
    for first, part in _numbered(parts):
        some = (part.owner + np.uint32(first)) % step == 0
        sample = Lines(part.signs[some], part.owner[some], part.count)
        keys.append(_distinct(first, sample, *units(sample.signs, known)[:2]))
    found = np.sort(np.concatenate(keys))
    starts = _starts(found)
    said, counts = found[starts] >> _TEXT_BITS, np.diff(np.append(starts, len(found)))
    ascii_ = (spelt(said.astype(np.int64), known, _NONE)[:, :2] < 128).any(axis=1)
    weight = counts * np.where(ascii_, _OFTEN_ASCII, _OFTEN)
    most = np.argsort(-weight, kind="stable")[:MOST_JOINED]
    return np.sort(said[most[weight[most] * step >= size]])


def _keys(parts: list[Lines], known: Numbers, often: Grams, jobs: int) -> Iterator[Keys]:
    """Yield for each part what stands in its texts."""

    def made(first: int, part: Lines) -> Keys:
        return _distinct(first, part, *grams(part, known, often))

    tasks: list[Callable[[], Keys]] = [partial(made, first, part) for first, part in _numbered(parts)]
    with forked.begun(tasks, jobs) as work:
        yield from work.results()


def _distinct(first: int, part: Lines, places: Numbers, found: Grams) -> Keys:
    """Return each gram of each text once, ascending."""
    texts = part.owner[places] + np.uint64(first)
    keys: Keys = np.sort(found << _TEXT_BITS | texts)
    return keys[_new(keys)]


def _starts(keys: Keys) -> Numbers:
    """Return where the texts of each gram begin."""
    return np.flatnonzero(_new(keys >> _TEXT_BITS))


def _new(sorted_: Keys) -> NDArray[np.bool_]:
    """Return of sorted numbers which differ from the one before."""
    return np.concatenate([np.ones(min(len(sorted_), 1), bool), sorted_[1:] != sorted_[:-1]])
