"""What became of the rows of every list, commit by commit: private values, straight from git, before the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Kind = Literal["added", "amended", "removed"]
Reach = Literal["whole", "shallow", "none"]
"""Whether the history reaches back to the first commit, begins somewhere in a shallow copy, or is not there."""


@dataclass(frozen=True, slots=True)
class Release:
    """Hold one commit that touched the data, counted from 1 along the first parents; 0 is where a shallow copy begins."""

    number: int
    commit: str
    day: date


class Content(NamedTuple):
    """Hold the SHA-256 of a version of a row: of its cells that may be public, and of those that never are."""

    open: str
    closed: str


NO_CONTENT = Content("", "")


class Cell(NamedTuple):
    """Hold one cell that became another; a blank stands for none."""

    column: str
    old: str
    new: str


class Event(NamedTuple):
    """Hold what one release did to one row; tuples, for there may be a million.

    ``content`` is that of the row afterwards, blank when it was removed. ``cells`` are those that changed; of an
    added row none is named, of a removed row every one: so each version of a row can be told from the next.
    """

    release: int
    dataset_id: str
    key: str
    kind: Kind
    content: Content
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Hold all releases, oldest first, and their events in the order of releases, lists and keys.

    In a shallow copy the first release is where the copy begins; what was there by then is no event.
    """

    reach: Reach
    releases: tuple[Release, ...] = ()
    events: Sequence[Event] = ()


NONE = History("none")
