"""The pages that say what changed, and what went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.described import Dataset
from generator.views.shared import Link


@dataclass(frozen=True, slots=True)
class Part:
    """Hold what a release did to some records in one way: a word, those that are public, how many are not named."""

    word: str
    total: str
    links: tuple[Link, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """Hold one release: its number (0 where that is unknown), its day and commit, what it did, its data.

    A ``quiet`` one changed no record.
    """

    number: int
    day: date
    commit: str
    said: tuple[Link, ...] = ()
    parts: tuple[Part, ...] = ()
    href: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Releases:
    """releases.html: every commit of the data, newest first; several in a row that changed no record stand together.

    ``begins`` says where a history that is not whole begins.
    """

    groups: tuple[tuple[ReleaseView, ...], ...]
    begins: str
    pages: tuple[Link, ...]
    current: str


@dataclass(frozen=True, slots=True)
class ListChanges:
    """changes.html: what every release did to the rows of one list, newest first."""

    dataset: Dataset
    releases: tuple[ReleaseView, ...]
    begins: str
    pages: tuple[Link, ...]
    current: str


@dataclass(frozen=True, slots=True)
class Updates:
    """updates.html: what was added, corrected or withdrawn, by day, newest first."""

    days: tuple[tuple[date, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class WithdrawnItem:
    """Hold one removal: never a name, code or number of the party."""

    on: date | None
    dataset: Dataset
    list_href: str
    record: str
    kind: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """withdrawn.html: decisions taken back (行政处罚法第四十八条) and counts of the other removals."""

    items: tuple[WithdrawnItem, ...]
    counts: tuple[tuple[str, int], ...]
