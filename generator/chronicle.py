"""What the public may know of the history: which release did what, and of records public today their old values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from generator.past import Cell, Kind, Reach, Release

MASKED = "已隐去"
"""Stands for an old value that may not be shown any more."""


class Revision(NamedTuple):
    """Hold what one commit did to a record that is public; ``other`` counts changed cells in columns that are not shown."""

    commit: str
    day: str
    kind: Kind
    cells: tuple[Cell, ...] = ()
    other: int = 0


class Change(NamedTuple):
    """Hold one event as everybody may know it: of a record not public today no name, only why it is not shown.

    ``reason`` is a state as a tombstone tells it, ``removed``, or blank where nobody ever saw the record.
    """

    place: int
    release: int
    dataset_id: str
    kind: Kind
    slug: str = ""
    title: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Chronicle:
    """Hold the releases, oldest first, and their changes, in the order and with the places of the log.

    ``revisions`` are those of the records that are public, by list and key.
    """

    reach: Reach = "none"
    releases: tuple[Release, ...] = ()
    changes: tuple[Change, ...] = ()
    revisions: Mapping[tuple[str, str], tuple[Revision, ...]] = field(default_factory=dict)

    @property
    def since(self) -> str:
        """Return the commit at which a history begins that is not whole; a blank where it is whole, or not there."""
        return self.releases[0].commit if self.reach == "shallow" and self.releases else ""

    def of(self, dataset_id: str, key: str) -> tuple[Revision, ...]:
        """Return the revisions of a record that is public, oldest first; none where there is no history."""
        return self.revisions.get((dataset_id, key), ())

    @cached_property
    def by_release(self) -> Mapping[int, Mapping[str, tuple[Change, ...]]]:
        """Return the changes of each release by list; a release that changed no row has none."""
        found: dict[int, dict[str, list[Change]]] = {item.number: {} for item in self.releases}
        for change in self.changes:
            found[change.release].setdefault(change.dataset_id, []).append(change)
        return {
            number: {name: tuple(items) for name, items in lists.items()} for number, lists in found.items()
        }

    @cached_property
    def by_list(self) -> Mapping[str, tuple[tuple[Release, tuple[Change, ...]], ...]]:
        """Return, for each list, the releases that changed its rows, with what they changed, oldest first."""
        found: dict[str, list[tuple[Release, tuple[Change, ...]]]] = {}
        for release in self.releases:
            for name, items in self.by_release[release.number].items():
                found.setdefault(name, []).append((release, items))
        return {name: tuple(items) for name, items in found.items()}


UNTOLD = Chronicle()
