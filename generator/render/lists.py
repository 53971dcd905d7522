"""List pages: a short list whole, a register in static pages and by year, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import paths
from generator.filters import chinese_date, thousands
from generator.model import Publication, Record, Rule
from generator.render.cells import chosen, record_href, tag_of
from generator.render.frames import Frames, column_meta
from generator.render.references import References
from generator.render.templates import Sheet
from generator.views import Download, FacetView, Frame, Link, ListPage, RowView

WHOLE = 300
"""Lists up to this many records are one page."""
PER_PAGE = 50
ALL_PAGES = 30
"""So many pages are all linked from each other."""


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one static page of a list: of a year or of all, the how-manieth of how many, its records."""

    year: int | None
    number: int
    count: int
    total: int
    records: Sequence[Record]

    def path(self, dataset_id: str, number: int = 0) -> str:
        """Return the address of this page, or of another one of the same year."""
        return paths.listing(dataset_id, number or self.number, self.year)


@dataclass(frozen=True, slots=True)
class ListPages:
    """Make the static pages of one list."""

    publication: Publication
    frames: Frames
    references: References
    facets: tuple[FacetView, ...] = ()
    downloads: tuple[Download, ...] = ()

    def first(self) -> Sheet:
        """Return the first page, which also describes the list and offers its files."""
        part = next(parts(None, self.publication.ordered))
        rows = lines(self._here, self.publication, part.records, self.references)
        return self._sheet(part, tuple(by_year(self.publication)), rows)

    def further(self) -> Iterator[Sheet]:
        """Yield every other page: those of the whole list, then year by year."""
        years = by_year(self.publication)
        found = [
            part
            for year, rows in ((None, self.publication.ordered), *years.items())
            for part in parts(year, rows)
        ]
        if found[1:]:
            rows = lines(self._here, self.publication, self.publication.records, self.references)
            yield from (self._sheet(part, tuple(years), rows) for part in found[1:])

    @property
    def _here(self) -> str:
        return paths.listing(self.publication.dataset.id)

    def _sheet(self, part: Part, years: tuple[int, ...], rows: Mapping[str, RowView]) -> Sheet:
        view = self._view(part, years, rows)
        return Sheet("list.html", self._frame(part, view), view, self.publication.dataset.id)

    def _view(self, part: Part, years: tuple[int, ...], rows: Mapping[str, RowView]) -> ListPage:
        publication, dataset = self.publication, self.publication.dataset
        path = part.path(dataset.id)
        return ListPage(
            dataset=dataset,
            total=len(publication.records),
            updated=publication.updated,
            caption=self._caption(part),
            rows=tuple(rows[record.slug] for record in part.records),
            zero=f"截至{chinese_date(publication.as_of)}，没有应公示的{dataset.short}信息。",
            pages=self._pages(part),
            current=str(part.number),
            years=tuple(self._year(path, year, part.year) for year in years),
            facets=self.facets,
            downloads=self.downloads,
            fields=dataset.fields,
            info=dataset.info,
            standard=dataset.standard,
            rules=governing(publication, self.frames.disclosure.rules),
            notes=dataset.notes,
            withheld=publication.withheld,
            first=part.year is None and part.number == 1,
        )

    def _pages(self, part: Part) -> tuple[Link, ...]:
        if part.count == 1:
            return ()
        here, dataset_id = part.path(self.publication.dataset.id), self.publication.dataset.id
        numbers = pages_near(part.number, part.count)
        return tuple(Link(str(n), paths.relative(here, part.path(dataset_id, n))) for n in numbers)

    def _year(self, path: str, year: int, current: int | None) -> Link:
        href = paths.relative(path, paths.listing(self.publication.dataset.id, 1, year))
        return Link(f"{year}年", href, "当前" if year == current else "")

    def _caption(self, part: Part) -> str:
        dataset = self.publication.dataset
        span = f"{part.year}年" if part.year else ""
        page = f"，第 {part.number} 页（共 {part.count} 页）" if part.count > 1 else ""
        order = "，从新到旧" if dataset.list.sort.startswith("-") else ""
        return f"{dataset.title}，{span}共 {thousands(part.total)} {dataset.unit}{page}{order}"

    def _frame(self, part: Part, view: ListPage) -> Frame:
        dataset, path = self.publication.dataset, part.path(self.publication.dataset.id)
        description = f"{dataset.summary} 截至{chinese_date(self.publication.as_of)}{view.caption}。"
        return self.frames.frame(
            path, dataset.title if view.first else view.caption, description, column_meta(dataset),
            Link("公示目录", "catalogue.html"), Link(dataset.title, ""),
            feed=paths.relative(path, paths.feed(dataset.id)), active=dataset.id,
            jsonld=self.frames.jsonld.get(dataset.id, "") if view.first else "", of=dataset,
            changes=self.references.list_turns(dataset),
        )  # fmt: skip


def lines(
    path: str, publication: Publication, records: Iterable[Record], references: References
) -> dict[str, RowView]:
    """Return the line of each record, by slug: alike on every page that lies in the folder of ``path``."""
    return {record.slug: row_view(path, publication, record, references) for record in records}


def row_view(path: str, publication: Publication, record: Record, references: References) -> RowView:
    """Return one line of a list, as the page at ``path`` shows it; a state that is over is told."""
    dataset, code = publication.dataset, record.subject_code
    tag, over = tag_of(dataset, record, publication.as_of)
    return RowView(
        href=record_href(path, record),
        cells=chosen(dataset, record, dataset.list.columns, references.named(path, record)),
        code=code,
        entity_href=paths.relative(path, paths.entity(code)) if code else "",
        tag=tag if over else "",
        marks=record.marks,
        until=record.last,
    )


def by_year(publication: Publication) -> dict[int, list[Record]]:
    """Group a long list by the year of the column that orders it, newest first; a short one is not split."""
    name, found = publication.dataset.list.sort.removeprefix("-"), dict[int, list[Record]]()
    records = publication.ordered if len(publication.records) > WHOLE else ()
    for record in records:
        year = record.values.get(name, "")[:4]
        if year.isascii() and year.isdigit():
            found.setdefault(int(year), []).append(record)
    return {year: found[year] for year in sorted(found, reverse=True)}


def parts(year: int | None, records: Sequence[Record]) -> Iterator[Part]:
    """Cut records into static pages; an empty list is one page too."""
    size = PER_PAGE if len(records) > WHOLE else max(len(records), 1)
    starts = range(0, max(len(records), 1), size)
    for number, start in enumerate(starts, start=1):
        yield Part(year, number, len(starts), len(records), records[start : start + size])


def pages_near(number: int, count: int) -> list[int]:
    """Return which of many pages a page leads to: all of a few; else those near, and every twentieth.

    So any page is two steps from the first, and no page is full of numbers.
    """
    if count <= ALL_PAGES:
        return list(range(1, count + 1))
    near = range(max(number - 10, 1), min(number + 10, count) + 1)
    return sorted({1, count, *near, *range(20, count, 20)})


def governing(publication: Publication, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the legal periods that a list names, for its page."""
    publishing = publication.dataset.publication
    steps = (clock.rules for clock in publication.dataset.clocks)
    families = {*publishing.rules, *publishing.due, *steps}
    return tuple(rule for rule in rules if rule.family in families)
