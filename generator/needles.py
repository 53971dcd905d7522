"""Find any of many texts in very much text, fast, and without missing one.

A long enough text holds, wherever it stands, a whole block of eight bytes that begins at a multiple of eight. So of
the haystack only these blocks are looked up; where one is known, the bytes around it are compared.
"""

from __future__ import annotations

import html
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WIDTHS = (8, 4)
"""Longer blocks are rarer; a text must be long enough to hold one at any alignment: 15 bytes, or seven."""
_SLOTS = 16
_SAMPLE = 1 << 15
"""So many bytes of a text tell which of its blocks are rare."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
Places = dict[int, list[tuple[bytes, int]]]
"""Maps a block to the texts that hold it, and where in them it begins."""


def forms(text: str) -> frozenset[bytes]:
    """Return a text as every format writes it: plain, HTML, XML, JSON, CSV."""
    in_xml = html.escape(text, quote=False)
    in_html = in_xml.replace('"', "&#34;").replace("'", "&#39;")
    in_json = json.dumps(text, ensure_ascii=False)[1:-1]
    written = {text, in_html, in_xml, in_json, text.replace('"', '""')}
    return frozenset(form.encode("utf-8", "replace") for form in written)


def standing_in(haystack: str, texts: Iterable[str]) -> frozenset[str]:
    """Return those of some texts that stand in another, as they are written there."""
    whole = haystack.encode("utf-8", "surrogatepass")
    sample = whole[len(whole) // 2 :][:_SAMPLE]
    tables, found = [_Table(width, sample) for width in _WIDTHS], set[bytes]()
    for text in texts:
        form = text.encode("utf-8", "surrogatepass")
        table = next((table for table in tables if len(form) >= 2 * table.width - 1), None)
        if table:
            table.add(form)
        elif form in whole:
            found.add(form)
    found.update(text for table in tables for text in table.standing_in(whole))
    return frozenset(form.decode("utf-8", "surrogatepass") for form in found)


class Needles:
    """Know some texts, in all their forms; ``sample`` is some of the haystack, by which rare blocks are chosen."""

    def __init__(self, texts: Iterable[str], sample: bytes = b"") -> None:
        wanted = frozenset(form for text in texts for form in forms(text))
        self._wanted = wanted
        self._tables = [_Table(width, sample) for width in _WIDTHS]
        self._short = []
        for form in sorted(wanted):
            table = next((table for table in self._tables if len(form) >= 2 * table.width - 1), None)
            if table:
                table.add(form)
            else:
                self._short.append(form)

    def __contains__(self, text: bytes) -> bool:
        """Tell whether some bytes are just one of the texts."""
        return text in self._wanted

    def found(self, haystack: bytes) -> bool:
        """Tell whether any of the texts stands in some bytes."""
        return any(form in haystack for form in self._short) or any(
            table.found(haystack) for table in self._tables
        )


class _Table:
    """Hold the texts that are found by their blocks of one width."""

    def __init__(self, width: int, sample: bytes) -> None:
        self.width = width
        self._often = _often(sample, width)
        self._places: Places = defaultdict(list)
        self._known = np.zeros(1 << _SLOTS, bool)

    def add(self, text: bytes) -> None:
        """Know a text by one block for each way in which it can lie."""
        for first in range(self.width):
            starts = range(first, len(text) - self.width + 1, self.width)
            blocks = [int.from_bytes(text[at : at + self.width], "little") for at in starts]
            start, block = min(zip(starts, blocks, strict=True), key=lambda pair: self._often.get(pair[1], 0))
            self._places[block].append((text, start))
            self._known[self._slots(np.array([block], np.uint64))] = True

    def found(self, haystack: bytes) -> bool:
        """Tell whether any of the texts stands in some bytes."""
        return next(self.standing_in(haystack), None) is not None

    def standing_in(self, haystack: bytes) -> Iterator[bytes]:
        """Yield the texts that stand in some bytes, each as often as it does."""
        if not self._places:
            return
        blocks = np.frombuffer(haystack, f"<u{self.width}", len(haystack) // self.width)
        hits = np.flatnonzero(self._known[self._slots(blocks)])
        for at, block in zip((hits * self.width).tolist(), blocks[hits].tolist(), strict=True):
            for text, start in self._places.get(block, ()):
                if at >= start and haystack.startswith(text, at - start):
                    yield text

    @staticmethod
    def _slots(blocks: NDArray[np.unsignedinteger[Any]]) -> NDArray[np.uint64]:
        slots: NDArray[np.uint64] = (blocks.astype(np.uint64) * _SPREAD) >> np.uint64(64 - _SLOTS)
        return slots


def _often(sample: bytes, width: int) -> dict[int, int]:
    """Return how often each block stands in a sample, wherever it begins."""
    if len(sample) < width:
        return {}
    signs = np.lib.stride_tricks.sliding_window_view(np.frombuffer(sample, np.uint8), width)
    blocks, counts = np.unique(np.ascontiguousarray(signs).view(f"<u{width}"), return_counts=True)
    return dict(zip(blocks.tolist(), counts.tolist(), strict=True))
