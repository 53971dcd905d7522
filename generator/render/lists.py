"""List pages: a short list whole, a register in static pages and by year, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import paths
from generator.filters import chinese_date, thousands
from generator.model import Publication, Record, Rule
from generator.render.cells import chosen, record_href, tag_of
from generator.render.frames import Frames, column_meta
from generator.render.templates import Sheet
from generator.views import Download, Frame, Link, ListPage, RowView

WHOLE = 300
"""Lists up to this many records are one page."""
PER_PAGE = 50


def sorted_records(publication: Publication) -> tuple[Record, ...]:
    """Return the records as the list page orders them; a leading ``-`` means newest first."""
    order = publication.dataset.list.sort
    name = order.removeprefix("-")
    if not name:
        return publication.records
    return tuple(
        sorted(publication.records, key=lambda r: (r.values[name], r.key), reverse=order.startswith("-"))
    )


def year_of(publication: Publication, record: Record) -> str:
    """Return the year a record is browsed under: that of the column that orders the list."""
    text = record.values.get(publication.dataset.list.sort.removeprefix("-"), "")
    return text[:4] if text[:4].isdigit() else ""


def pages(publication: Publication, frames: Frames, downloads: tuple[Download, ...]) -> Iterator[Sheet]:
    """Yield every static page of a list: the whole of it, then year by year."""
    records = sorted_records(publication)
    years = _years(publication, records)
    for year, found in (("", records), *years.items()):
        parts = _parts(found)
        for number, part in enumerate(parts, start=1):
            path = paths.listing(publication.dataset.id, number, int(year) if year else None)
            view = _view(publication, frames, path, part, downloads, (year, number, len(parts)), tuple(years))
            yield Sheet("list.html", _frame(publication, frames, path, view), view, publication.dataset.id)


def _years(publication: Publication, records: Sequence[Record]) -> dict[str, list[Record]]:
    """Group a long list by year; a short one is not split."""
    if len(records) <= WHOLE:
        return {}
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(year_of(publication, record), []).append(record)
    return {year: found[year] for year in sorted(found, reverse=True) if year}


def _parts(records: Sequence[Record]) -> list[Sequence[Record]]:
    size = len(records) if len(records) <= WHOLE else PER_PAGE
    return [records[at : at + size] for at in range(0, len(records), size)] if records else [()]


def _view(
    publication: Publication,
    frames: Frames,
    path: str,
    records: Sequence[Record],
    downloads: tuple[Download, ...],
    place: tuple[str, int, int],
    years: tuple[str, ...],
) -> ListPage:
    dataset, (year, number, count) = publication.dataset, place
    total = len(publication.records)
    return ListPage(
        dataset=dataset,
        total=total,
        updated=publication.updated,
        caption=_caption(publication, place, len(records)),
        rows=tuple(_row(publication, path, record) for record in records),
        zero=f"截至{chinese_date(publication.as_of)}，没有应公示的{dataset.short}信息。",
        pages=tuple(
            Link(str(n), paths.relative(path, paths.listing(dataset.id, n, int(year) if year else None)))
            for n in (range(1, count + 1) if count > 1 else ())
        ),
        current=str(number),
        years=tuple(
            Link(
                f"{y}年",
                paths.relative(path, paths.listing(dataset.id, 1, int(y))),
                "当前" if y == year else "",
            )
            for y in years
        ),
        downloads=downloads,
        fields=dataset.fields,
        info=dataset.info,
        standard=dataset.standard,
        rules=governing(publication, frames.disclosure.rules),
        notes=dataset.notes,
        withheld=publication.withheld,
        first=not year and number == 1,
    )


def _caption(publication: Publication, place: tuple[str, int, int], shown: int) -> str:
    dataset, (year, number, count) = publication.dataset, place
    total = thousands(len(publication.records))
    span = f"，{year}年" if year else ""
    page = f"，第 {number} 页（共 {count} 页）" if count > 1 else ""
    order = "，从新到旧" if dataset.list.sort.startswith("-") else ""
    return f"{dataset.title}，共 {total} {dataset.unit}{span}{page}{order}" if shown else dataset.title


def _row(publication: Publication, path: str, record: Record) -> RowView:
    dataset = publication.dataset
    tag, over = tag_of(dataset, record, publication.as_of)
    return RowView(
        href=record_href(path, record),
        cells=chosen(dataset, record, dataset.list.columns),
        code=record.subject_code,
        entity_href=paths.relative(path, paths.entity(record.subject_code)) if record.subject_code else "",
        tag=tag if over else "",
    )


def _frame(publication: Publication, frames: Frames, path: str, view: ListPage) -> Frame:
    dataset = publication.dataset
    title = dataset.title if view.first else view.caption
    description = f"{dataset.summary} 截至{chinese_date(publication.as_of)}共 {view.total} {dataset.unit}。"
    return frames.frame(
        path, title, description, column_meta(dataset),
        Link("公示目录", "catalogue.html"), Link(dataset.title, ""),
        feed=paths.relative(path, paths.feed(dataset.id)), active=dataset.id,
        jsonld=frames.jsonld.get(dataset.id, "") if view.first else "",
    )  # fmt: skip


def governing(publication: Publication, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the legal periods that a list names, for its page."""
    publishing = publication.dataset.publication
    families = {*publishing.rules, *publishing.due}
    return tuple(rule for rule in rules if rule.family in families)
