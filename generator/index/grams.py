"""Take texts apart into grams.

A gram is two signs that follow each other in a text; within a run of ASCII letters and digits it is three, for of
pairs of digits every text has many. A run of five to eight digits between other signs is one gram besides: year and
number of a document, which tell it apart at once. And where two grams overlap that very many texts have, both
together are one more: 9年 and 年3 say little, 9年3 much.
All texts of a part are worked on at once; a gram is a number below two to the 37th.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from generator.normalise import RANGES, fold

Numbers = NDArray[np.int64]
Grams = NDArray[np.uint64]
SIGNS = 0x110000
BREAK = 10
"""Stands after each field: no gram runs from one into the next."""
MOST_JOINED = 512
"""At most so many grams are joined."""
_SIGN_BITS = 18
"""More signs than Unicode has given a meaning to."""
_THREE = 1 << (2 * _SIGN_BITS)
_JOIN = _THREE | 1 << (2 * _SIGN_BITS - 2)
_RUN = _THREE | 1 << (2 * _SIGN_BITS - 1)
_NONE = np.uint64((1 << 64) - 1)
_RUNS = range(5, 9)
"""So many digits a run has; year and number together are never less, and nine would not fit into a gram."""
_SLOTS = np.uint64(1 << 16)
_FNV_START, _FNV_PRIME = 2166136261, 16777619


@dataclass(frozen=True, slots=True)
class Lines:
    """Hold the signs of some texts, at most 65,536, that search looks at, and for each the place of its text."""

    signs: NDArray[np.uint32]
    owner: NDArray[np.uint16]
    count: int


def folded(texts: Sequence[Sequence[str]]) -> Lines:
    """Return the signs of texts, of which each is a list of fields."""
    lines = fold("\n".join(chain.from_iterable(texts)) + "\n")
    signs = np.frombuffer(lines.encode("utf-32-le", "surrogatepass"), np.uint32)
    signs = signs[_kept()[signs]]
    owner = np.repeat(np.arange(len(texts), dtype=np.uint16), [len(text) for text in texts])
    line = np.cumsum(signs == BREAK, dtype=np.int32) - (signs == BREAK)
    return Lines(signs, owner[line], len(texts))


def grams(part: Lines, known: Numbers, often: Grams) -> tuple[Numbers, Grams]:
    """Return every gram of some texts and where it begins; ``known`` are all signs, ``often`` grams to be joined."""
    places, found, ascii_ = units(part.signs, known)
    begins, runs = _runs(part.signs, ascii_)
    firsts, joins = _joins(places, found, often)
    return np.concatenate([places, begins, firsts]), np.concatenate([found, runs, joins])


def hashed(grams: Numbers) -> Numbers:
    """Return the 32-bit FNV-1a hash of each gram's code points, as the browser computes it."""
    found = np.full(len(grams), _FNV_START, np.uint64)
    for place in range(grams.shape[1]):
        sign = grams[:, place].astype(np.uint64)
        more = ((found ^ sign) * np.uint64(_FNV_PRIME)) & np.uint64(0xFFFFFFFF)
        found = np.where(sign > 0, more, found)
    return found.astype(np.int64)


@cache
def _kept() -> NDArray[np.bool_]:
    """Return for each code point whether search looks at it; the end of a field stays."""
    found = np.ones(SIGNS, bool)
    for a, z in RANGES:
        found[a : z + 1] = False
    found[BREAK] = True
    return found


def units(signs: NDArray[np.uint32], known: Numbers) -> tuple[Numbers, Grams, NDArray[np.bool_]]:
    """Return where grams of two signs and of three begin, ascending, and which; and which signs are ASCII."""
    number = np.zeros(SIGNS, np.uint64)
    number[known] = np.arange(len(known), dtype=np.uint64)
    plain = signs != BREAK
    ascii_ = ((signs >= 48) & (signs <= 57)) | ((signs >= 97) & (signs <= 122))
    run = np.flatnonzero(ascii_[:-2] & ascii_[1:-1] & ascii_[2:])
    in_run = np.zeros(len(signs), bool)
    in_run[run], in_run[run + 1] = True, True
    pair = np.flatnonzero(plain[:-1] & plain[1:] & ~in_run[:-1])
    found = np.full(len(signs), _NONE)
    found[pair] = (number[signs[pair]] << np.uint64(_SIGN_BITS)) | number[signs[pair + 1]]
    three = np.zeros(len(run), np.uint64)
    for place in range(3):
        three = (three << np.uint64(7)) | signs[run + place].astype(np.uint64)
    found[run] = three | np.uint64(_THREE)
    places = np.flatnonzero(found != _NONE)
    return places, found[places], ascii_


def _joins(places: Numbers, units: Grams, often: Grams) -> tuple[Numbers, Grams]:
    """Return where two grams that very many texts have overlap, and the gram they make.

    Its number is the place of the one, then that of the other. The last two of a run of three are no gram: after
    the gram before them the next is two signs on.
    """
    if not len(often):
        return places[:0], units[:0]
    maybe = np.zeros(_SLOTS, bool)  # the low bits alone tell most from those few
    maybe[often % _SLOTS] = True
    some = np.flatnonzero(maybe[units % _SLOTS])
    place = np.minimum(np.searchsorted(often, units[some]), len(often) - 1)
    known = often[place] == units[some]
    some, place = some[known], place[known]
    both = np.flatnonzero((some[1:] == some[:-1] + 1) & (places[some[1:]] - places[some[:-1]] <= 2))
    joined = place[both] * MOST_JOINED + place[both + 1]
    return places[some[both]], np.uint64(_JOIN) | joined.astype(np.uint64)


def _runs(signs: NDArray[np.uint32], ascii_: NDArray[np.bool_]) -> tuple[Numbers, Grams]:
    """Return where runs of digits stand between other signs of their field, and the gram of each.

    Its number is its digits after a one, which keeps the noughts in front.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], ascii_, [False]])))
    begins, ends = edges[::2], edges[1::2]
    inside = (begins > 0) & np.isin(ends - begins, _RUNS)
    begins, ends = begins[inside], ends[inside]
    digits = np.concatenate([[0], np.cumsum((signs >= 48) & (signs <= 57))])
    alone = (signs[begins - 1] != BREAK) & (signs[ends] != BREAK)
    begins, ends = (part[alone & (digits[ends] - digits[begins] == ends - begins)] for part in (begins, ends))
    found = np.ones(len(begins), np.uint64)
    for place in range(_RUNS[-1]):
        some = begins + place < ends
        found[some] = found[some] * np.uint64(10) + signs[begins[some] + place] - np.uint64(48)
    return begins, found | np.uint64(_RUN)


def spelt(grams: Numbers, signs: Numbers, often: Grams) -> Numbers:
    """Return the code points of grams."""
    out = np.zeros((len(grams), _RUNS[-1]), np.int64)
    two, three = grams < _THREE, (grams >= _THREE) & (grams < _JOIN)
    out[two, 0], out[two, 1] = signs[grams[two] >> _SIGN_BITS], signs[grams[two] & ((1 << _SIGN_BITS) - 1)]
    for place in range(3):
        out[three, place] = (grams[three] >> (14 - 7 * place)) & 127
    for at in np.flatnonzero(grams >= _RUN):
        digits = str(grams[at] - _RUN)[1:]
        out[at, : len(digits)] = [ord(digit) for digit in digits]
    joins = np.flatnonzero((grams >= _JOIN) & (grams < _RUN))
    if len(joins):
        parts = spelt(often.astype(np.int64), signs, often[:0])
        for at in joins:
            one, other = (parts[part][parts[part] > 0] for part in divmod(grams[at] - _JOIN, MOST_JOINED))
            shared = 2 if len(one) == len(other) == 3 else 1
            out[at, : len(one) + len(other) - shared] = [*one, *other[shared:]]
    return out
