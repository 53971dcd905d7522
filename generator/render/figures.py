"""Figures and the records behind them: every number leads to exactly the records that it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator import clock, paths
from generator.conditions import counting, written
from generator.described import Dataset
from generator.filters import thousands
from generator.model import Catalogue, Disclosure, Publication, Record
from generator.render.cells import record_href
from generator.render.frames import Frames, column_meta
from generator.render.lists import WHOLE, pages_near, row_view
from generator.render.references import References
from generator.render.templates import Sheet
from generator.views import CountedPage, Frame, Link, Tally

TOGETHER = 200
"""So many counted records stand on a page: the pages of a figure are few, and lead to each other."""


@dataclass(frozen=True)
class Counting:
    """Hold the public records that a figure counts."""

    publication: Publication
    condition: dict[str, str]
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Figures:
    """Know what the figures of a disclosure count."""

    disclosure: Disclosure
    catalogue: Catalogue
    _known: dict[tuple[str, str], Counting | None] = field(default_factory=dict)

    def counting(self, dataset: Dataset, record: Record) -> Counting | None:
        """Return what a record counts; nothing when it is no figure, or its figure comes from a sentence."""
        if not dataset.checks.counted:
            return None
        place = record.dataset_id, record.slug
        if place not in self._known:
            self._known[place] = self._counting(dataset, record)
        return self._known[place]

    def turns(self, dataset: Dataset, record: Record) -> date | None:
        """Return when the number of the public records that a figure counts may next be another."""
        found = self.counting(dataset, record)
        return (
            clock.earliest((found.publication.unseen, *(r.turns for r in found.records))) if found else None
        )

    def _counting(self, dataset: Dataset, record: Record) -> Counting | None:
        for said in dataset.checks.counted:
            token = self.catalogue.token_in(dataset, said.list, record.values)
            publication = next((p for p in self.disclosure.publications if p.dataset.id == token), None)
            if publication:
                condition = written(record.values[said.where])
                return Counting(publication, condition, _meeting(publication, condition))
        return None

    def tally(self, dataset: Dataset, record: Record) -> Tally | None:
        """Say on the page of a figure what it counts, with the way to those records."""
        found = self.counting(dataset, record)
        if not found:
            return None
        path, shown = paths.record(record.dataset_id, record.slug), len(found.records)
        theirs = found.publication.dataset
        link = Link(f"查看这 {thousands(shown)} {theirs.unit}", paths.relative(path, _target(record, found)))
        return Tally(_sentence(dataset, record, found), link if shown else None)

    def sheets(
        self, dataset: Dataset, record: Record, frames: Frames, references: References
    ) -> Iterator[Sheet]:
        """Yield the pages of the records that a figure counts, where no other page holds them."""
        found = self.counting(dataset, record)
        own = paths.counted(record.dataset_id, record.slug)
        if found and found.records and _target(record, found) == own:
            yield from _pages(dataset, record, found, frames, references)


def _meeting(publication: Publication, condition: dict[str, str]) -> tuple[Record, ...]:
    """Return the public records that a figure counts; a column that is not public can be no condition."""
    if not set(condition) <= set(publication.dataset.header):
        return ()
    belongs = counting(publication.dataset, condition)
    return tuple(record for record in publication.ordered if belongs(record.values))


def _target(record: Record, found: Counting) -> str:
    """Return the page that holds exactly the counted records: a year of the list, or one of their own."""
    theirs = found.publication.dataset
    year = found.condition.get(theirs.list.sort.removeprefix("-"), "")
    if len(found.condition) == 1 and len(year) == 4 and len(found.publication.records) > WHOLE:
        return paths.listing(theirs.id, 1, int(year))
    return paths.counted(record.dataset_id, record.slug)


def _sentence(dataset: Dataset, record: Record, found: Counting) -> str:
    """Say of which list and under which condition a figure counts, and how much of it is still public."""
    theirs = found.publication.dataset
    said = "、".join(f"「{name}」为“{value}”" for name, value in found.condition.items())
    shown = f"现在公开的有 {thousands(len(found.records))} {theirs.unit}"
    return f"这个数按「{theirs.title}」中{said or '全部记录'}计算；{shown}，依法停止公示的不再显示。"


def _pages(
    dataset: Dataset, record: Record, found: Counting, frames: Frames, references: References
) -> Iterator[Sheet]:
    starts = range(0, len(found.records), TOGETHER)
    addresses = [paths.counted(record.dataset_id, record.slug, n) for n in range(1, len(starts) + 1)]
    turns = references.turns(found.publication, found.records)
    for number, (start, path) in enumerate(zip(starts, addresses, strict=True), start=1):
        view = CountedPage(
            figure=Link(record.title, record_href(path, record)),
            sentence=_sentence(dataset, record, found),
            caption=_caption(found, number, len(starts)),
            rows=tuple(row_view(path, found.publication, item, references)
                       for item in found.records[start : start + TOGETHER]),
            pages=tuple(Link(str(n), paths.relative(path, addresses[n - 1]))
                        for n in pages_near(number, len(addresses))),
            current=str(number),
        )  # fmt: skip
        frame = _frame(dataset, record, found, frames, path, number, turns)
        yield Sheet("counted.html", frame, view, dataset.id)


def _caption(found: Counting, number: int, pages: int) -> str:
    theirs = found.publication.dataset
    page = f"，第 {number} 页（共 {pages} 页）" if pages > 1 else ""
    return f"{theirs.title}，共 {thousands(len(found.records))} {theirs.unit}{page}"


def _frame(
    figures: Dataset,
    record: Record,
    found: Counting,
    frames: Frames,
    path: str,
    number: int,
    turns: date | None,
) -> Frame:
    title = f"{record.title} {record.key} 所计的记录" + (f" 第 {number} 页" if number > 1 else "")
    return frames.frame(
        path, title, title, column_meta(figures),
        Link("公示统计", "statistics.html"),
        Link(record.key, paths.record(record.dataset_id, record.slug)), Link("所计的记录", ""),
        active="statistics", of=found.publication.dataset, changes=turns,
    )  # fmt: skip


def years(publication: Publication) -> Sequence[str]:
    """Return the years of a list of figures, latest first."""
    figures = publication.dataset.figures
    found = {record.values[figures.year] for record in publication.records} if figures else set()
    return sorted(found, reverse=True)
