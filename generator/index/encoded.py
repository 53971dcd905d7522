"""Write ascending numbers as few bytes: the gap to the last, seven bits a byte."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generator.index.grams import Numbers


def gaps(numbers: NDArray[np.uint32], starts: Numbers) -> tuple[NDArray[np.uint8], Numbers]:
    """Write several ascending rows of numbers, each from ``starts[i]`` to ``starts[i + 1]``.

    A row's first number is written as it is, each further one as its distance to the last, less one.
    Shape: all bytes, and where in them each row begins and the last one ends.
    """
    found = numbers.astype(np.int64)
    found[1:] -= numbers[:-1].astype(np.int64) + 1
    begins = starts[:-1][starts[:-1] < len(numbers)]
    found[begins] = numbers[begins]
    return _varints(found, starts)


def _varints(found: Numbers, starts: Numbers) -> tuple[NDArray[np.uint8], Numbers]:
    length = np.ones(len(found), np.int64)
    for more_bits in (7, 14, 21, 28):
        length += found >= 1 << more_bits
    ends = np.concatenate([[0], np.cumsum(length)])
    out = np.zeros(ends[-1], np.uint8)
    for place in range(5):
        some = np.flatnonzero(length > place)
        more = np.where(length[some] > place + 1, 128, 0)
        out[ends[some] + place] = ((found[some] >> (7 * place)) & 127) | more
    return out, ends[starts]


def varint(number: int) -> bytes:
    """Write one number, seven bits a byte, the low ones first."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def bits(numbers: NDArray[np.uint32], size: int) -> bytes:
    """Write numbers below ``size`` as one bit each, the low bit of a byte first."""
    out = np.zeros(size, bool)
    out[numbers] = True
    return np.packbits(out, bitorder="little").tobytes()
