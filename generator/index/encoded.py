"""Write ascending numbers as few bytes: the gap to the last, in a few bits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generator.index.grams import Numbers


def low_bits(counts: Numbers, size: int) -> Numbers:
    """Return how many bits of a gap are written as they are, of rows of so many numbers below ``size``.

    The most at which two to their power is at most two thirds of the mean gap. Source: Golomb 1966; Rice 1979.
    """
    found = np.zeros(len(counts), np.int64)
    for bit in range(1, 25):
        found += (counts << bit) * 3 <= size * 2
    return found


def rice(numbers: NDArray[np.uint32], starts: Numbers, low: Numbers) -> tuple[NDArray[np.uint8], Numbers]:
    """Write ascending rows of numbers, each from ``starts[i]`` to ``starts[i + 1]``, in Rice's code.

    A gap's high bits are so many noughts and a one, then come its ``low[i]`` low bits; the low bit of a byte is first.
    Shape: all bytes, and where in them each row begins and the last one ends.
    """
    counts, found = np.diff(starts), _distances(numbers, starts)
    low = np.repeat(low, counts)
    high = found >> low
    ends = np.concatenate([[0], np.cumsum(high + 1 + low)])
    edges = ends[starts]
    begins = np.concatenate([[0], np.cumsum((np.diff(edges) + 7) // 8)])
    at = ends[:-1] + high + np.repeat(begins[:-1] * 8 - edges[:-1], counts)
    codes = ((found & ((1 << low) - 1)) << 1 | 1) << (at & 15)
    out = np.zeros(begins[-1] // 2 + 3)
    for place in range(3):
        some = np.flatnonzero(codes)
        out += np.bincount((at[some] >> 4) + place, codes[some] & 65535, len(out))
        codes >>= 16
    return out.astype("<u2").view(np.uint8)[: begins[-1]], begins


def gaps(numbers: NDArray[np.uint32]) -> bytes:
    """Write ascending numbers, each gap seven bits a byte, the low ones first."""
    return varints(_distances(numbers, np.array([0, len(numbers)])))[0]


def varints(found: Numbers) -> tuple[bytes, Numbers]:
    """Write numbers below two to the 35th, seven bits a byte, the low ones first.

    Shape: all bytes, and where in them each number begins and the last one ends.
    """
    length = np.ones(len(found), np.int64)
    for more_bits in (7, 14, 21, 28):
        length += found >= 1 << more_bits
    ends = np.concatenate([[0], np.cumsum(length)])
    out = np.zeros(ends[-1], np.uint8)
    for place in range(5):
        some = np.flatnonzero(length > place)
        more = np.where(length[some] > place + 1, 128, 0)
        out[ends[some] + place] = ((found[some] >> (7 * place)) & 127) | more
    return out.tobytes(), ends


def _distances(numbers: NDArray[np.uint32], starts: Numbers) -> Numbers:
    """Return of each row the first number as it is, each further one as its distance to the last, less one."""
    found = numbers.astype(np.int64)
    found[1:] -= numbers[:-1].astype(np.int64) + 1
    begins = starts[:-1][starts[:-1] < len(numbers)]
    found[begins] = numbers[begins]
    return found


def bits(numbers: NDArray[np.uint32], size: int) -> bytes:
    """Write numbers below ``size`` as one bit each, the low bit of a byte first."""
    out = np.zeros(size, bool)
    out[numbers] = True
    return np.packbits(out, bitorder="little").tobytes()
