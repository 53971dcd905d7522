"""Whether a row meets a condition that a description, or a cell, declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.described import Condition, Dataset
from generator.roles import LABELS

PARTS, EQUALS = ";", "="
"""Stand in a cell between conditions, and between a column and its value: ``列=值;列=值``."""


def holds(dataset: Dataset, values: Mapping[str, str], condition: Condition) -> bool:
    """Tell whether a row has, in each column named, the value or one of the values wanted."""
    return all(
        bool(held(dataset, name, values).intersection((wanted,) if isinstance(wanted, str) else wanted))
        for name, wanted in condition.items()
    )


def held(dataset: Dataset, name: str, values: Mapping[str, str]) -> frozenset[str]:
    """Return the values of a cell: several when the column holds many."""
    text = values.get(name, "")
    return frozenset(text.split(LABELS)) if dataset.field(name).many else frozenset((text,))


def written(text: str) -> dict[str, str]:
    """Read a condition from a cell.

    Raises: ValueError when a part has no equals sign, or a column is asked for twice.
    """
    pairs = [_pair(part) for part in text.split(PARTS) if part]
    twice = next((name for place, (name, _) in enumerate(pairs) if name in dict(pairs[:place])), "")
    if twice:
        raise ValueError(twice)
    return dict(pairs)


def _pair(part: str) -> tuple[str, str]:
    name, equals, value = part.partition(EQUALS)
    if not equals:
        raise ValueError(part)
    return name, value


def counting(dataset: Dataset, condition: Mapping[str, str]) -> Callable[[Mapping[str, str]], bool]:
    """Return what tells whether a row belongs to a figure; a day belongs to the year or month that begins its text."""
    dated = [(name, text) for name, text in condition.items() if text and dataset.field(name).type == "date"]
    other = [(name, text) for name, text in condition.items() if (name, text) not in dated]

    def belongs(values: Mapping[str, str]) -> bool:
        return all(values.get(name, "").startswith(text) for name, text in dated) and all(
            text in held(dataset, name, values) for name, text in other
        )

    return belongs
