"""Hold a table as somebody's program saved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

ROWS, COLUMNS, CELLS = 200_000, 702, 1_600_000
"""The most rows, columns (A to ZZ) and cells that are read; the lists have some thousands and some dozens."""
MARKED = 10_000
"""So many formulas, errors and merged cells are told one by one; a table with one of them is not taken in anyway."""
Value = str | int | float | bool | datetime | date | time | timedelta
"""What a cell may hold; a blank one holds an empty text."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold the cells of one sheet, row by row from the first; rows and columns count from nought.

    ``merged`` are first row, first column, last row, last column; ``formulas`` and
    ``errors`` (results such as #REF!) are rows and columns; ``owner`` is
    the id of the list whose form this is, where it is one of ours; ``told`` is how it was read.
    """

    file: str
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    owner: str = ""
    told: tuple[str, ...] = ()


def filled(value: Value) -> bool:
    """Tell whether a cell holds anything but blanks."""
    return bool(value.strip()) if isinstance(value, str) else True
