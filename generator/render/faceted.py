"""Lists by facet: the ways to narrow a list, and static pages of the records that share a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator import facets, paths
from generator.described import Facet
from generator.filters import thousands
from generator.model import Catalogue, Publication, Record
from generator.render.frames import Frames, column_meta
from generator.render.lists import by_year, lines, pages_near
from generator.render.references import References
from generator.render.templates import Sheet
from generator.views import FacetedPage, FacetView, Frame, Link, RowView

SHORT = 30
"""A list of so many records is read as a whole sooner than narrowed."""
TOGETHER = 200
"""So many records of one value stand on a page."""


@dataclass(frozen=True, slots=True)
class Group:
    """Hold the records that share a value of a facet: its label, how people read it, its token in addresses.

    ``year`` is that of the pages of the list which hold exactly these records, if any do.
    """

    facet: Facet
    label: str
    text: str
    token: str
    records: tuple[Record, ...]
    year: int | None


@dataclass(frozen=True)
class Faceted:
    """Make the ways to narrow one list, and the pages that they lead to."""

    publication: Publication
    frames: Frames
    references: References
    catalogue: Catalogue

    def views(self) -> tuple[FacetView, ...]:
        """Return the facets of a list with all their values, as any page of the list shows them."""
        dataset = self.publication.dataset
        return tuple(
            FacetView(
                groups[0].facet.id, facets.title(dataset, groups[0].facet), tuple(map(self._way, groups))
            )
            for groups in self._groups
        )

    def sheets(self) -> Iterator[Sheet]:
        """Yield the pages of every value, but of years that the list has pages of anyway."""
        for groups in self._groups:
            for group in groups:
                if group.year is None:
                    yield from self._pages(group)

    @cached_property
    def _groups(self) -> tuple[tuple[Group, ...], ...]:
        """Return, by facet, the records by value; a facet that parts nothing is left out."""
        dataset = self.publication.dataset
        long = len(self.publication.records) > SHORT
        found = (tuple(self._grouped(facet)) for facet in dataset.facets if long)
        return tuple(groups for groups in found if len(groups) > 1)

    def _grouped(self, facet: Facet) -> Iterator[Group]:
        dataset, regions = self.publication.dataset, self.frames.disclosure.regions
        found: dict[str, list[Record]] = {
            label: [] for label in facets.counted(self.publication, facet, regions)
        }
        ordered = self.publication.ordered
        for record, labels in zip(ordered, facets.values(dataset, facet, ordered, regions), strict=True):
            for label in labels:
                found[label].append(record)
        codes = self._codes(facet)
        for label, records in found.items():
            text = self._text(facet, label, records[0])
            year = self._year(facet, label)
            yield Group(facet, label, text, self._token(facet, label, codes), tuple(records), year)

    def _codes(self, facet: Facet) -> Mapping[str, str]:
        """Return the codes of the regions that a column names; of two that share a name, the lower."""
        if self.publication.dataset.field(facet.field).role != "region":
            return {}
        found = {record.values[facet.field] for record in self.publication.records}
        regions = self.frames.disclosure.regions
        return {regions.get(code, code): code for code in sorted(found, reverse=True)}

    def _token(self, facet: Facet, label: str, codes: Mapping[str, str]) -> str:
        if label == facets.UNSAID:
            return paths.BLANK
        dataset = self.publication.dataset
        code = codes.get(label) or self.catalogue.token_in(dataset, facet.field, {facet.field: label})
        return paths.token(code, coded=code != label)

    def _text(self, facet: Facet, label: str, record: Record) -> str:
        """Return a value as people read it: a year in words, another record by its title."""
        dataset = self.publication.dataset
        if facets.yearly(dataset, facet) and label != facets.UNSAID:
            return f"{label}年"
        named = self.references.named(paths.listing(dataset.id), record)
        other = named.get((facet.field, label))
        return other.text if other else label

    def _year(self, facet: Facet, label: str) -> int | None:
        """Return the year of the list's own pages that hold exactly the records of a value."""
        dataset = self.publication.dataset
        own = facet.field == dataset.list.sort.removeprefix("-") and facets.yearly(dataset, facet)
        return next((year for year in (self._years if own else ()) if str(year) == label), None)

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(by_year(self.publication))

    def _way(self, group: Group) -> tuple[str, Link]:
        """Return the label of a value and the way to its records, from any page in the list's folder."""
        here = paths.listing(self.publication.dataset.id)
        return group.label, Link(
            group.text, paths.relative(here, self._path(group)), thousands(len(group.records))
        )

    def _path(self, group: Group, page: int = 1) -> str:
        dataset_id = self.publication.dataset.id
        if group.year is not None:
            return paths.listing(dataset_id, page, group.year)
        return paths.faceted(dataset_id, group.facet.id, group.token, page)

    @cached_property
    def _rows(self) -> Mapping[str, RowView]:
        """Return the line of every record; all pages of facets lie as deep, so it reads alike on each."""
        path = paths.faceted(self.publication.dataset.id, "any", "any")
        return lines(path, self.publication, self.publication.records, self.references)

    def _pages(self, group: Group) -> Iterator[Sheet]:
        dataset = self.publication.dataset
        starts = range(0, len(group.records), TOGETHER)
        turns = self.references.turns(self.publication, group.records)
        for number, start in enumerate(starts, start=1):
            path = self._path(group, number)
            near = pages_near(number, len(starts))
            view = FacetedPage(
                dataset=dataset,
                facet=facets.title(dataset, group.facet),
                value=group.text,
                total=thousands(len(group.records)),
                caption=self._caption(group, number, len(starts)),
                rows=tuple(self._rows[record.slug] for record in group.records[start : start + TOGETHER]),
                pages=tuple(Link(str(n), paths.relative(path, self._path(group, n))) for n in near),
                current=str(number),
                list_href=paths.relative(path, paths.listing(dataset.id)),
            )
            yield Sheet("faceted.html", self._frame(group, path, number, turns), view, dataset.id)

    def _caption(self, group: Group, number: int, pages: int) -> str:
        dataset = self.publication.dataset
        page = f"，第 {number} 页（共 {pages} 页）" if pages > 1 else ""
        order = "，从新到旧" if dataset.list.sort.startswith("-") else ""
        return f"{dataset.title}，共 {thousands(len(group.records))} {dataset.unit}{page}{order}"

    def _frame(self, group: Group, path: str, number: int, turns: date | None) -> Frame:
        """Return the frame of a page; its title is no other's, for values that people call alike differ in code."""
        dataset = self.publication.dataset
        said = group.text if group.label in group.text else f"{group.text}（{group.label}）"
        part = f"{facets.title(dataset, group.facet)}：{said}"
        title = f"{dataset.title}，{part}" + (f"，第 {number} 页" if number > 1 else "")
        return self.frames.frame(
            path, title, f"{title}，共 {thousands(len(group.records))} {dataset.unit}。", column_meta(dataset),
            Link("公示目录", "catalogue.html"), Link(dataset.title, paths.listing(dataset.id)), Link(part, ""),
            feed=paths.relative(path, paths.feed(dataset.id)), active=dataset.id, of=dataset, changes=turns,
        )  # fmt: skip
