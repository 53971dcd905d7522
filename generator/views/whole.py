"""The pages about the whole site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.described import Dataset
from generator.views.shared import Download, Link


@dataclass(frozen=True, slots=True)
class Home:
    """home.html: the big search box, tiles for what most people look for, every list with its count, updates.

    ``ways`` lead to organisations without typing.
    """

    tiles: tuple[Link, ...]
    ways: tuple[Link, ...]
    groups: tuple[tuple[str, tuple[Link, ...]], ...]
    updates: tuple[tuple[date, Link], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one list in the catalogue."""

    dataset: Dataset
    href: str
    count: str
    updated: date
    zero: str
    seeds: tuple[Link, ...]
    unverified: int


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """catalogue.html: the lists by group; where each comes from; the 标准目录 as its nine-column table."""

    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    standard: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """check.html: check a list of names in the browser; ``lists`` are those looked at, ``total`` organisations."""

    lists: tuple[Link, ...]
    total: str


@dataclass(frozen=True, slots=True)
class ListFiles:
    """Hold the files of one list: the one for most people, the others, and the page of its columns."""

    dataset: Dataset
    count: str
    files: tuple[Download, ...]
    fields_href: str


@dataclass(frozen=True, slots=True)
class Downloads:
    """downloads.html: every file with size and SHA-256, and how to open and verify them.

    ``further`` are the pages and files for machines and auditors that the site has.
    """

    whole: tuple[Download, ...]
    groups: tuple[ListFiles, ...]
    verifying: tuple[Download, ...]
    further: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """dictionary.html: the lists by group, each with its number of columns, and the whole as files."""

    groups: tuple[tuple[str, tuple[Link, ...]], ...]
    types: tuple[str, ...]
    files: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class SiteMap:
    """sitemap.html: every page that is not a record, by group."""

    groups: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """search.html: the box, the results, and ways on without a script; ``entry`` is a file to ask for at once."""

    browse: tuple[Link, ...]
    lists: tuple[Link, ...]
    entry: str


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """sheet.html: what a search looked through."""

    lists: tuple[Link, ...]
    total: str
    organisations: str
