"""A Merkle tree that only grows: its root at any size, and short proofs that an entry is in it and that it only grew.

Source: RFC 9162 2.1 (the same trees as RFC 6962). Nothing here knows what the entries say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

_LEAF, _NODE = b"\x00", b"\x01"


def leaf(entry: bytes) -> bytes:
    """Return the hash of an entry. Source: RFC 9162 2.1.1."""
    return sha256(_LEAF + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees. Source: RFC 9162 2.1.1."""
    return sha256(_NODE + left + right).digest()


class Tree:
    """Keep the root of every full subtree: ``_levels[h][i]`` is that of the i-th 2**h entries.

    So one more entry costs no more than itself, and a proof no more hashes than it is long, nearly.
    """

    def __init__(self, entries: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for entry in entries:
            self.append(entry)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._levels[0])

    def append(self, entry: bytes) -> None:
        """Put one more entry at the end."""
        made, height = leaf(entry), 0
        self._levels[0].append(made)
        while len(self._levels[height]) % 2 == 0:
            made = node(self._levels[height][-2], made)
            height += 1
            if height == len(self._levels):
                self._levels.append([])
            self._levels[height].append(made)

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first ``size`` entries, of all where none is named."""
        size = len(self) if size is None else self._known(size)
        return self._over(0, size) if size else sha256().digest()

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that an entry is one of the first ``size``, from the leaf up.

        Raises: IndexError when it is not. Source: RFC 9162 2.1.3.1.
        """
        if not 0 <= index < self._known(size):
            raise IndexError(index)
        return tuple(reversed(list(self._path(index, 0, size))))

    def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that the first ``size`` entries begin with the first ``old``; of nothing it is empty.

        Raises: IndexError when there are not so many. Source: RFC 9162 2.1.4.1.
        """
        if not 0 <= old <= self._known(size):
            raise IndexError(old)
        return tuple(reversed(list(self._since(old, 0, size)))) if old else ()

    def _known(self, size: int) -> int:
        if not 0 <= size <= len(self):
            raise IndexError(size)
        return size

    def _over(self, start: int, end: int) -> bytes:
        """Return the root of some entries: they begin where a subtree of their height does."""
        height = (end - start - 1).bit_length()
        if end - start == 1 << height:
            return self._levels[height][start >> height]
        middle = start + _half(end - start)
        return node(self._over(start, middle), self._over(middle, end))

    def _path(self, index: int, start: int, end: int) -> Iterator[bytes]:
        """Yield the roots beside the way from the top down to an entry."""
        while end - start > 1:
            middle = start + _half(end - start)
            if index < middle:
                yield self._over(middle, end)
                end = middle
            else:
                yield self._over(start, middle)
                start = middle

    def _since(self, old: int, start: int, end: int) -> Iterator[bytes]:
        """Yield, from the top down, the roots that make of the old tree's parts the new one."""
        whole = True
        while old != end:
            middle = start + _half(end - start)
            if old <= middle:
                yield self._over(middle, end)
                end = middle
            else:
                yield self._over(start, middle)
                start, whole = middle, False
        if not whole:
            yield self._over(start, end)


def _half(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1
