"""Tell the browser which of what it finds ends on which day, should it hold the data longer than it ought to.

The days stand in the manifest itself: a file of their own could come from another generation, whose numbers differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from generator.index.corpus import Corpus
from generator.model import Record

HORIZON = 45
"""So many days ahead the ends are told; of older data the browser shows nothing of a list in which more end."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
T = TypeVar("T")


def numbered(corpus: Corpus) -> list[tuple[int, str]]:
    """Return for each day, counted from the day of the data, the numbers of what may be shown on it for the last time."""
    found = near(corpus.disclosure.as_of, corpus.lasting)
    return [(days, gaps(numbers)) for days, numbers in found.items()]


def near(as_of: date, lasting: Iterable[tuple[T, date]]) -> Mapping[int, list[T]]:
    """Group by day what ends within the horizon, in the order of the days."""
    found: dict[int, list[T]] = {}
    for what, last in lasting:
        if (last - as_of).days <= HORIZON:
            found.setdefault((last - as_of).days, []).append(what)
    return dict(sorted(found.items()))


def later(as_of: date, records: Iterable[Record]) -> dict[str, int]:
    """Return after how many days the first of those records ends that end beyond the horizon, if any does.

    Shape: ``{"later": days}``, or nothing.
    """
    days = ((item.last - as_of).days for item in records if item.last)
    first = min((count for count in days if count > HORIZON), default=None)
    return {} if first is None else {"later": first}


def gaps(numbers: Iterable[int]) -> str:
    """Write rising numbers as the gaps between them, to the base of 36."""
    return ".".join(_gaps(numbers))


def _gaps(numbers: Iterable[int]) -> Iterator[str]:
    before = 0
    for number in numbers:
        yield _base36(number - before)
        before = number


def _base36(number: int) -> str:
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if not number:
            return text
