"""The pages of a list: its records, those that share a value, those a figure counts, its columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.described import Dataset, Field, Info, Standard
from generator.explained import Column
from generator.model import Code, Rule
from generator.views.shared import Download, Link, RowView


@dataclass(frozen=True, slots=True)
class FacetView:
    """Hold what a list can be narrowed by: each value, as the data say it, with the way to its records.

    A link tells the value as people read it; its remark is the count over the whole list.
    """

    id: str
    title: str
    values: tuple[tuple[str, Link], ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """list.html: a whole short list, or one static page of a long one (``pages`` and ``years`` lead on)."""

    dataset: Dataset
    total: int
    updated: date
    caption: str
    rows: tuple[RowView, ...]
    zero: str
    pages: tuple[Link, ...]
    current: str
    years: tuple[Link, ...]
    facets: tuple[FacetView, ...]
    downloads: tuple[Download, ...]
    fields: tuple[Field, ...]
    info: Info
    standard: Standard
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]
    withheld: int
    first: bool


@dataclass(frozen=True, slots=True)
class CountedPage:
    """counted.html: the records that a figure counts, in static pages."""

    figure: Link
    sentence: str
    caption: str
    rows: tuple[RowView, ...]
    pages: tuple[Link, ...]
    current: str


@dataclass(frozen=True, slots=True)
class FacetedPage:
    """faceted.html: the records of a list that share a value of a facet, in static pages."""

    dataset: Dataset
    facet: str
    value: str
    total: str
    caption: str
    rows: tuple[RowView, ...]
    pages: tuple[Link, ...]
    current: str
    list_href: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    """Hold one column explained; ``values`` are its codes where they are few, else ``many`` says where they are.

    ``filled`` says how large a part of the records has something there.
    """

    column: Column
    refers: Link | None
    values: tuple[Code, ...]
    many: str
    doubtful: bool
    filled: str


@dataclass(frozen=True, slots=True)
class FieldsPage:
    """fields.html: every column of one list; ``notes`` say what is unverified."""

    dataset: Dataset
    columns: tuple[ColumnView, ...]
    notes: tuple[str, ...]
