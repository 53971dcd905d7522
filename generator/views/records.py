"""The page of a record, and what stands where one was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.described import Dataset, Info
from generator.past import Cell as Altered
from generator.views.shared import Cell, Link


@dataclass(frozen=True, slots=True)
class Related:
    """Hold the records of one list that name this one: the first of them, and how many there are."""

    title: str
    total: str
    links: tuple[Link, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Say what a figure counts: a sentence, and the way to exactly those records, when any are public."""

    sentence: str
    link: Link | None


@dataclass(frozen=True, slots=True)
class Logged:
    """Hold where in the log a record stands: its number (from 1), the day, the release, the root after it."""

    number: int
    day: str
    release: int
    root: str


@dataclass(frozen=True, slots=True)
class Past:
    """Hold what one day did to a record: in a word, cell by cell, and in which commit; blank where no commit did."""

    on: str
    what: str
    cells: tuple[Altered, ...] = ()
    other: str = ""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """record.html: every column of one record, its status in words, and where to turn."""

    dataset: Dataset
    info: Info
    heading: str
    status: str
    tag: str
    tag_off: bool
    rule_text: str
    rule_source: str
    rule_unverified: bool
    cells: tuple[Cell, ...]
    blocks: tuple[tuple[str, str], ...]
    entity: Link | None
    marks: tuple[str, ...]
    related: tuple[Related, ...]
    tally: Tally | None
    history: tuple[Past, ...]
    begins: str
    changes_href: str
    json_href: str
    until: date | None = None
    logged: Logged | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """tombstone.html: the neutral sentence at the address of a record that is shown no longer."""

    dataset: Dataset
    sentence: str
    reason: str
    list_href: str
