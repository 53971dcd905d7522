"""What the views of all pages share: the frame, links, cells and rows, files to download."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.described import Site
from generator.model import Checkpoint

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
