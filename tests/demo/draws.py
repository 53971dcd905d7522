"""Draw from a seeded generator by ``random()`` alone, whose sequence Python promises never to change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from working_days import is_workday

T = TypeVar("T")


def pick(rng: Random, items: Sequence[T]) -> T:
    """Return one item, each as likely."""
    return items[int(rng.random() * len(items))]


def pick_early(rng: Random, items: Sequence[T]) -> T:
    """Return one item, earlier ones more often: some organisations are fined again and again."""
    return items[int(rng.random() ** 1.35 * len(items))]


def weighted(rng: Random, choices: Sequence[tuple[T, int]]) -> T:
    """Return one item with a likelihood in proportion to its weight."""
    mark = rng.random() * sum(weight for _, weight in choices)
    for item, weight in choices:
        mark -= weight
        if mark < 0:
            return item
    return choices[-1][0]


def between(rng: Random, low: int, high: int, step: int = 1) -> int:
    """Return a whole number from low to high, both included, in steps counted from low."""
    return low + step * int(rng.random() * ((high - low) // step + 1))


def workday_between(rng: Random, first: date, last: date) -> date:
    """Return a working day from first to last, both included."""
    while True:
        day = first + timedelta(between(rng, 0, (last - first).days))
        if is_workday(day):
            return day


def spread(items: Sequence[T], count: int) -> list[T]:
    """Return that many items at even distances."""
    return [items[place * len(items) // count] for place in range(count)]
