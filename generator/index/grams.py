"""Take texts apart into grams, and say for each gram in which of them it stands.

A gram is two signs that follow each other in a text; within a run of ASCII letters and digits it is three, for of
pairs of digits every text has many. A run of five to eight digits between other signs is one gram besides: year and
number of a document, which tell it apart at once. And where two grams overlap that very many texts have, both
together are one more: 9年 and 年3 say little, 9年3 much.
Working on all texts at once, one sort of 64-bit numbers does it: a million records in a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from generator.normalise import RANGES, fold

Numbers = NDArray[np.int64]
_SLICE = 50_000
_BREAK = 10
_TEXT_BITS, _SIGN_BITS = 27, 18
"""A hundred million texts; more signs than Unicode has given a meaning to. A gram takes the 37 bits left."""
_THREE = 1 << (2 * _SIGN_BITS)
_JOIN = _THREE | 1 << (2 * _SIGN_BITS - 2)
_RUN = _THREE | 1 << (2 * _SIGN_BITS - 1)
_NONE = np.uint64((1 << 64) - 1)
_RUNS = range(5, 9)
"""So many digits a run has; year and number together are never less, and nine would not fit into a gram."""
_SIGNS = 0x110000
_OFTEN, _OFTEN_ASCII, _MOST = 40, 80, 512
"""Grams are joined that one text in so many has, and of those with an ASCII sign in them; at most so many are."""
_SAMPLE = 20_000
"""Of about so many texts one sees which those are."""
_SLOTS = np.uint64(1 << 16)
_FNV_START, _FNV_PRIME = 2166136261, 16777619


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


def postings(texts: Iterable[Sequence[str]]) -> Postings:
    """Return the grams of texts; each text is a list of fields, and no gram runs from one into the next."""
    slices = list(_slices(iter(texts)))
    signs = _signs(slices)
    often = _often(slices, signs)
    found = [np.zeros(0, np.uint64)]
    while slices:  # what was read is let go as soon as its grams are known: of a million texts a gigabyte
        found.append(_keys(*slices.pop(), signs, often))
    keys, starts = _sorted(found)
    grams = (keys[starts] >> np.uint64(_TEXT_BITS)).astype(np.int64)
    numbers = (keys & np.uint64((1 << _TEXT_BITS) - 1)).astype(np.uint32)
    joined = np.searchsorted(grams, often.astype(np.int64))
    return Postings(_spelt(grams, signs, often), np.append(starts, len(keys)), numbers, joined)


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
        lines = fold("\n".join(chain.from_iterable(part)) + "\n")
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


def _often(slices: list[tuple[NDArray[np.uint32], NDArray[np.uint32]]], known: Numbers) -> NDArray[np.uint64]:
    """Return the grams that very many texts have, ascending, as a sample of the texts shows them."""
    size = sum(int(owner[-1]) - int(owner[0]) + 1 for _, owner in slices)
    step, none = max(1, size // _SAMPLE), np.zeros(0, np.uint64)
    found = [none]
    for signs, owner in slices:
        some = owner % step == 0
        places, units, _ = _units(signs[some], known)
        found.append((units << np.uint64(_TEXT_BITS)) | owner[some][places])
    keys, starts = _sorted(found)
    grams, counts = keys[starts] >> np.uint64(_TEXT_BITS), np.diff(np.append(starts, len(keys)))
    ascii_ = (_spelt(grams.astype(np.int64), known, none)[:, :2] < 128).any(axis=1)
    weight = counts * np.where(ascii_, _OFTEN_ASCII, _OFTEN)
    most = np.argsort(-weight, kind="stable")[:_MOST]
    return np.sort(grams[most[weight[most] * step >= size]])


def _sorted(found: list[NDArray[np.uint64]]) -> tuple[NDArray[np.uint64], Numbers]:
    """Return every key once, ascending, and where each gram's begin."""
    keys = np.concatenate(found)
    found.clear()
    keys.sort()
    keys = keys[np.concatenate([np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]])]
    grams = keys >> np.uint64(_TEXT_BITS)
    return keys, np.flatnonzero(np.concatenate([np.ones(min(len(keys), 1), bool), grams[1:] != grams[:-1]]))


def _keys(
    signs: NDArray[np.uint32], owner: NDArray[np.uint32], known: Numbers, often: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """Return a number for each gram in each text: the gram in the high bits, the text in the low."""
    places, units, ascii_ = _units(signs, known)
    begins, runs = _runs(signs, ascii_)
    firsts, joins = _joins(places, units, often)
    grams = np.concatenate([units, runs, joins])
    keys: NDArray[np.uint64] = (grams << np.uint64(_TEXT_BITS)) | owner[
        np.concatenate([places, begins, firsts])
    ]
    return keys


def _units(
    signs: NDArray[np.uint32], known: Numbers
) -> tuple[Numbers, NDArray[np.uint64], NDArray[np.bool_]]:
    """Return where grams of two signs and of three begin, ascending, and which; and which signs are ASCII."""
    number = np.zeros(_SIGNS, np.uint64)
    number[known] = np.arange(len(known), dtype=np.uint64)
    plain = signs != _BREAK
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


def _joins(
    places: Numbers, units: NDArray[np.uint64], often: NDArray[np.uint64]
) -> tuple[Numbers, NDArray[np.uint64]]:
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
    joined = place[both] * _MOST + place[both + 1]
    return places[some[both]], np.uint64(_JOIN) | joined.astype(np.uint64)


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


def _spelt(grams: Numbers, signs: Numbers, often: NDArray[np.uint64]) -> Numbers:
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
        parts = _spelt(often.astype(np.int64), signs, often[:0])
        for at in joins:
            one, other = (parts[part][parts[part] > 0] for part in divmod(grams[at] - _JOIN, _MOST))
            shared = 2 if len(one) == len(other) == 3 else 1
            out[at, : len(one) + len(other) - shared] = [*one, *other[shared:]]
    return out
