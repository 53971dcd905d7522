"""What each template may see: the documented context of every page type.

Every page gets the fields of ``Frame``; a template adds the fields of its own view. All values are plain
text: escaping is the template's (autoescape is always on), relative links are already relative.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.described import Dataset, Field, Info, Site, Standard
from generator.explained import Column
from generator.model import Checkpoint, Code, Rule
from generator.past import Cell as Altered

CellKind = Literal["name", "code", "date", "doc", "amount", "link", "long", "plain"]


@dataclass(frozen=True, slots=True)
class Link:
    """Point to a page: its text, its relative address, and a short remark such as a count.

    ``until`` is the last day on which what it names may be shown, here and in the other views.
    """

    text: str
    href: str
    note: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """Hold the meta tags of 国办发〔2017〕47号: ``kind`` is home, column or article."""

    kind: Literal["home", "column", "article"]
    column_name: str = ""
    column_description: str = ""
    column_keywords: str = ""
    column_type: str = ""
    article_title: str = ""
    pub_date: str = ""
    content_source: str = ""
    robots: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Hold what the shell of every page needs.

    ``root`` is "" or "../": the way from this page to the site's root. ``title`` is the page's own title
    (the shell adds the site's name). ``qr`` is a ``data:`` address of a PNG, or blank. ``jsonld`` is the
    text of a JSON-LD script (already safe inside a script element), or blank. ``changes`` is the first day on
    which the page would read differently by the clock alone, if there is one; never later than the truth.
    ``commit`` is that of the page's list, or of the whole; ``version`` says in words of which data the page is made;
    ``checkpoint`` is how the log stood then.
    """

    path: str
    root: str
    url: str
    title: str
    description: str
    site: Site
    as_of: date
    commit: str
    meta: Meta
    changes: date | None = None
    crumbs: tuple[Link, ...] = ()
    qr: str = ""
    feed: str = ""
    jsonld: str = ""
    active: str = ""
    version: str = ""
    checkpoint: Checkpoint | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one value with its label; a code is shown in groups of 2-6-9-1, a long text keeps its lines.

    ``links`` stands instead of the text where a cell names several records.
    """

    label: str
    text: str
    kind: CellKind = "plain"
    href: str = ""
    links: tuple[Link, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RowView:
    """Hold one line of a list page: the first cell is the row's header."""

    href: str
    cells: tuple[Cell, ...]
    code: str = ""
    entity_href: str = ""
    tag: str = ""
    marks: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """Hold one file to download."""

    text: str
    href: str
    note: str
    size: str
    sha256: str = ""


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
class Card:
    """Hold one record on an organisation's page."""

    title: str
    href: str
    text: str
    facts: tuple[Cell, ...]
    tag: str = ""
    marks: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Hold one list on an organisation's page; ``zero`` speaks when there are no cards."""

    anchor: str
    label: str
    tone: str
    zero: str
    cards: tuple[Card, ...]
    list_href: str


@dataclass(frozen=True, slots=True)
class EntityPage:
    """entity.html: everything of one organisation across lists, in stacked sections."""

    name: str
    code: str
    sections: tuple[Section, ...]
    json_href: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Hold one way to find organisations, with how they come to stand where they stand, and its groups."""

    anchor: str
    label: str
    hint: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EntityHub:
    """entities.html: the search box, the ways by district, trade and letter, and the pages of everyone."""

    total: int
    ways: tuple[Way, ...]
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EntityIndex:
    """register.html: everyone, or those of one district, trade or letter, in static pages under headings.

    ``way`` names what ``beside`` it is to be chosen from, blank for the register of everyone.
    """

    heading: str
    total: int
    hint: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]
    pages: tuple[Link, ...]
    current: str
    way: str
    beside: tuple[Link, ...]
    here: str


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
class Part:
    """Hold what a release did to some records in one way: a word, those that are public, how many are not named."""

    word: str
    total: str
    links: tuple[Link, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """Hold one release: its number (0 where that is unknown), its day and commit, what it did, its data."""

    number: int
    day: date
    commit: str
    said: tuple[Link, ...] = ()
    parts: tuple[Part, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Releases:
    """releases.html: every commit of the data, newest first; ``begins`` says where a history that is not whole does."""

    releases: tuple[ReleaseView, ...]
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


@dataclass(frozen=True, slots=True)
class QualityRow:
    """Hold the quality of one list; ``on_time`` is a percentage or blank where no deadline applies."""

    dataset: Dataset
    href: str
    fields_href: str
    records: int
    withheld: int
    complete: str
    overdue: int
    on_time: str
    median_days: str
    updated: date


@dataclass(frozen=True, slots=True)
class Measure:
    """Hold one measure of a list: how much of it is covered, or how long a step takes."""

    dataset: Dataset
    href: str
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """quality.html: counts, completeness and timeliness per list; coverage; the length of steps."""

    rows: tuple[QualityRow, ...]
    coverage: tuple[Measure, ...]
    steps: tuple[Measure, ...]
    notices: int
    checked: date


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar of a chart: what it says with its unit; ``share`` is 0 to 100."""

    label: str
    text: str
    share: float
    href: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold one chart and, with the same figures, the table beneath it."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class FigureSet:
    """Hold the figures of one list and year, a chart for each group; each leads to what it counts or quotes."""

    title: str
    href: str
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """statistics.html: yearly figures, then records per list and year; each leads to exactly those records."""

    sets: tuple[FigureSet, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class SiteMap:
    """sitemap.html: every page that is not a record, by group."""

    groups: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """search.html: the box, the results, and ways on without a script."""

    browse: tuple[Link, ...]
    lists: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """sheet.html: what a search looked through."""

    lists: tuple[Link, ...]
    total: str
    organisations: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """tombstone.html: the neutral sentence at the address of a record that is shown no longer."""

    dataset: Dataset
    sentence: str
    reason: str
    list_href: str
