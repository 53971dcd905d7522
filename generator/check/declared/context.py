"""What a declared check is given, and how it reads cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from generator.check.joins import Joins
from generator.check.sheet import Sheet
from generator.model import Finding, Row


@dataclass(frozen=True)
class Context:
    """Hold a list, its rows, the other lists, and the day on which they are judged."""

    sheet: Sheet
    rows: Sequence[Row]
    joins: Joins
    now: date


LARGEST = 60
"""Numbers of more digits than this before the point are no numbers to compute with; their form tells of them."""
Kind = Callable[[Context, Any], Iterator[Finding]]
"""Judges the rows of a list by one declaration."""


def number(row: Row, column: str) -> Decimal | None:
    """Return the number in a cell; nothing when it is blank, not a number, or none to compute with."""
    try:
        value = Decimal(row.values.get(column) or "x")
    except InvalidOperation:
        return None
    return value if value.is_finite() and value.adjusted() <= LARGEST else None


def plain(value: Decimal) -> str:
    """Return a number as it is written in a cell: no exponent, no needless noughts."""
    return f"{value.normalize():f}"
