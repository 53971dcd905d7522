"""The data dictionary: a page that leads to every list, and a page of each list's columns."""

from __future__ import annotations

from generator import explained, paths
from generator.explained import Column
from generator.filters import thousands
from generator.model import Catalogue, Disclosure, Publication
from generator.render import files
from generator.render.files import Files
from generator.render.frames import Frames, column_meta
from generator.render.overview import TITLES, UNVERIFIED, sheet
from generator.render.references import References
from generator.render.templates import Sheet
from generator.views import ColumnView, Dictionary, FieldsPage, Link

PAGE = "dictionary.html"
_CERTAIN = "✔"
_MANY = 60
"""A code list with more entries is not spelt out on a page; the files have it."""


def dictionary(disclosure: Disclosure, frames: Frames, offered: Files) -> Sheet:
    """Make the page that leads to the columns of every list."""
    groups = tuple((name, _links(disclosure, name)) for name in disclosure.site.groups)
    view = Dictionary(
        tuple((name, links) for name, links in groups if links),
        tuple(explained.TYPES.values()),
        files.of_dictionary(offered),
    )
    said = "每个清单有哪些列，每一列是什么意思、能填什么、依据核实到什么程度。"
    return sheet(frames, "dictionary", said, view, "数据开放")


def _links(disclosure: Disclosure, group: str) -> tuple[Link, ...]:
    return tuple(
        Link(item.dataset.title, paths.fields(item.dataset.id), f"{len(item.dataset.fields)} 列")
        for item in disclosure.publications
        if item.dataset.group == group
    )


def columns(publication: Publication, catalogue: Catalogue, frames: Frames, references: References) -> Sheet:
    """Make the page of a list's columns; how far they are filled changes when the list does."""
    dataset, path = publication.dataset, paths.fields(publication.dataset.id)
    title = f"{dataset.title}：数据字典"
    found = explained.columns(dataset, catalogue)
    notes = tuple(note for note in dataset.notes if note.startswith(UNVERIFIED))
    shown = tuple(_column(path, item, _filled(publication, item)) for item in found)
    view = FieldsPage(dataset, shown, notes)
    said = f"{dataset.title}的 {len(found)} 列：名称、类型、含义、要求和代码。"
    crumbs = Link(TITLES[PAGE], PAGE), Link(dataset.title, paths.listing(dataset.id)), Link("各列的含义", "")
    turns = references.list_turns(dataset)
    frame = frames.frame(path, title, said, column_meta(dataset), *crumbs, of=dataset, changes=turns)
    return Sheet("fields.html", frame, view, dataset.id)


def _filled(publication: Publication, column: Column) -> str:
    """Say how large a part of the records has something in a column; nothing when there are none."""
    total, name = len(publication.records), column.field.name
    return f"{sum(bool(r.values.get(name)) for r in publication.records) / total:.1%}" if total else ""


def _column(path: str, column: Column, filled: str) -> ColumnView:
    values = column.values if len(column.values) <= _MANY else ()
    refers = column.refers
    return ColumnView(
        column,
        Link(refers.title, paths.relative(path, paths.fields(refers.id))) if refers else None,
        values,
        f"{thousands(len(column.values))} 个代码，见数据字典（JSON）" if not values and column.values else "",
        any(code.evidence not in ("", _CERTAIN) for code in values),
        filled,
    )
