"""Compare two states of a list: which rows came, which went, which cells became what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.described import Dataset

Rows = Mapping[str, Mapping[str, str]]
"""The rows of a list by their keys."""


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one cell that became another."""

    key: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Hold what differs between two states of a list; rows by their keys."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    cells: tuple[Change, ...] = ()

    @property
    def amended(self) -> tuple[str, ...]:
        """Return the keys of the rows of which a cell changed."""
        return tuple(dict.fromkeys(item.key for item in self.cells))

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.added or self.removed or self.cells)


def compared(dataset: Dataset, before: Rows, after: Rows, *, whole: bool = True) -> Changes:
    """Return what ``after`` changes; unless it is the ``whole`` of the list, nothing counts as removed."""
    return Changes(
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after) if whole else (),
        cells=tuple(
            Change(key, column, before[key].get(column, ""), values.get(column, ""))
            for key, values in after.items()
            if key in before
            for column in dataset.header
            if before[key].get(column, "") != values.get(column, "")
        ),
    )


def counted(unit: str, added: int = 0, amended: int = 0, removed: int = 0) -> str:
    """Say in a sentence's part how many rows came, changed and went; a blank where none did."""
    told = (("新增", added), ("修改", amended), ("删除", removed))
    return "，".join(f"{word} {count:,} {unit}" for word, count in told if count)


def keyed(dataset: Dataset, rows: Iterable[Mapping[str, str]]) -> Rows:
    """Return rows by their keys."""
    return {values.get(dataset.key, ""): values for values in rows}
