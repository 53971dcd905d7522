"""Take texts apart into grams, and say for each gram in which of them it stands.

A gram is two signs that follow each other in a text; within a run of ASCII letters and digits it is three, for of
pairs of digits every text has many. A run of five to eight digits between other signs is one gram besides: year and
number of a document, which tell it apart at once.
Working on all texts at once, one sort of 64-bit numbers does it: a million records in a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from generator.normalise import RANGES, fold

Numbers = NDArray[np.int64]
_SLICE = 50_000
_BREAK = 10
_TEXT_BITS, _SIGN_BITS = 27, 18
"""A hundred million texts; more signs than Unicode has given a meaning to. A gram takes the 37 bits left."""
_THREE = 1 << (2 * _SIGN_BITS)
_RUN = _THREE | 1 << (2 * _SIGN_BITS - 1)
_RUNS = range(5, 9)
"""So many digits a run has; year and number together are never less, and nine would not fit into a gram."""
_SIGNS = 0x110000
_FNV_START, _FNV_PRIME = 2166136261, 16777619


@dataclass(frozen=True, slots=True)
class Postings:
    """Hold for each gram the numbers of the texts it stands in.

    Shape: ``grams`` has a row of eight code points a gram, nought after its last; gram ``i`` stands in
    ``texts[starts[i]:starts[i + 1]]``, ascending.
    """

    grams: Numbers
    starts: Numbers
    texts: NDArray[np.uint32]

    @property
    def counts(self) -> Numbers:
        """Return in how many texts each gram stands."""
        return np.diff(self.starts)


def postings(texts: Iterable[Sequence[str]]) -> Postings:
    """Return the grams of texts; each text is a list of fields, and no gram runs from one into the next."""
    slices = list(_slices(iter(texts)))
    signs = _signs(slices)
    keys = np.concatenate([np.zeros(0, np.uint64), *(_keys(*part, signs) for part in slices)])
    slices.clear()
    keys.sort()
    keys = keys[np.concatenate([np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]])]
    grams = (keys >> np.uint64(_TEXT_BITS)).astype(np.int64)
    starts = np.flatnonzero(np.concatenate([np.ones(min(len(keys), 1), bool), grams[1:] != grams[:-1]]))
    found = (keys & np.uint64((1 << _TEXT_BITS) - 1)).astype(np.uint32)
    return Postings(_spelt(grams[starts], signs), np.append(starts, len(keys)), found)


def hashed(grams: Numbers) -> Numbers:
    """Return the 32-bit FNV-1a hash of each gram's code points, as the browser computes it."""
    found = np.full(len(grams), _FNV_START, np.uint64)
    for place in range(grams.shape[1]):
        sign = grams[:, place].astype(np.uint64)
        more = ((found ^ sign) * np.uint64(_FNV_PRIME)) & np.uint64(0xFFFFFFFF)
        found = np.where(sign > 0, more, found)
    return found.astype(np.int64)


def _slices(texts: Iterator[Sequence[str]]) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.uint32]]]:
    """Yield, for some texts at a time, their code points and for each the number of its text."""
    first, kept = 0, _kept()
    while part := list(islice(texts, _SLICE)):
        lines = fold("".join(f"{field}\n" for text in part for field in text))
        signs = np.frombuffer(lines.encode("utf-32-le", "surrogatepass"), np.uint32)
        signs = signs[kept[signs]]
        owner = np.repeat(np.arange(first, first + len(part), dtype=np.uint32), [len(text) for text in part])
        line = np.cumsum(signs == _BREAK, dtype=np.int32) - (signs == _BREAK)
        yield signs, owner[line]
        first += len(part)


def _kept() -> NDArray[np.bool_]:
    """Return for each code point whether search looks at it; the end of a field stays."""
    found = np.ones(_SIGNS, bool)
    for a, z in RANGES:
        found[a : z + 1] = False
    found[_BREAK] = True
    return found


def _signs(slices: list[tuple[NDArray[np.uint32], NDArray[np.uint32]]]) -> Numbers:
    """Return every code point that occurs, ascending: its place is its number within a gram."""
    seen = np.zeros(_SIGNS, bool)
    for signs, _ in slices:
        seen[signs] = True
    seen[_BREAK] = True
    return np.flatnonzero(seen)


def _keys(signs: NDArray[np.uint32], owner: NDArray[np.uint32], known: Numbers) -> NDArray[np.uint64]:
    """Return a number for each gram in each text: the gram in the high bits, the text in the low."""
    number = np.zeros(_SIGNS, np.uint64)
    number[known] = np.arange(len(known), dtype=np.uint64)
    plain = signs != _BREAK
    ascii_ = ((signs >= 48) & (signs <= 57)) | ((signs >= 97) & (signs <= 122))
    run = np.flatnonzero(ascii_[:-2] & ascii_[1:-1] & ascii_[2:])
    in_run = np.zeros(len(signs), bool)
    in_run[run], in_run[run + 1] = True, True
    pair = np.flatnonzero(plain[:-1] & plain[1:] & ~in_run[:-1])
    two = (number[signs[pair]] << np.uint64(_SIGN_BITS)) | number[signs[pair + 1]]
    three = np.zeros(len(run), np.uint64)
    for place in range(3):
        three = (three << np.uint64(7)) | signs[run + place].astype(np.uint64)
    begins, runs = _runs(signs, ascii_)
    grams = np.concatenate([two, three | np.uint64(_THREE), runs])
    keys: NDArray[np.uint64] = (grams << np.uint64(_TEXT_BITS)) | owner[np.concatenate([pair, run, begins])]
    return keys


def _runs(signs: NDArray[np.uint32], ascii_: NDArray[np.bool_]) -> tuple[Numbers, NDArray[np.uint64]]:
    """Return where runs of digits stand between other signs of their field, and the gram of each.

    Its number is its digits after a one, which keeps the noughts in front.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], ascii_, [False]])))
    begins, ends = edges[::2], edges[1::2]
    inside = (begins > 0) & np.isin(ends - begins, _RUNS)
    begins, ends = begins[inside], ends[inside]
    digits = np.concatenate([[0], np.cumsum((signs >= 48) & (signs <= 57))])
    alone = (signs[begins - 1] != _BREAK) & (signs[ends] != _BREAK)
    begins, ends = (part[alone & (digits[ends] - digits[begins] == ends - begins)] for part in (begins, ends))
    found = np.ones(len(begins), np.uint64)
    for place in range(_RUNS[-1]):
        some = begins + place < ends
        found[some] = found[some] * np.uint64(10) + signs[begins[some] + place] - np.uint64(48)
    return begins, found | np.uint64(_RUN)


def _spelt(grams: Numbers, signs: Numbers) -> Numbers:
    """Return the code points of grams."""
    out = np.zeros((len(grams), _RUNS[-1]), np.int64)
    two, runs = grams < _THREE, grams >= _RUN
    three = ~two & ~runs
    out[two, 0], out[two, 1] = signs[grams[two] >> _SIGN_BITS], signs[grams[two] & ((1 << _SIGN_BITS) - 1)]
    for place in range(3):
        out[three, place] = (grams[three] >> (14 - 7 * place)) & 127
    for at in np.flatnonzero(runs):
        digits = str(grams[at] - _RUN)[1:]
        out[at, : len(digits)] = [ord(digit) for digit in digits]
    return out
