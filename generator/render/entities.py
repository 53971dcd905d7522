"""Pages of organisations: all that the lists say of one credit code, in stacked sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import clock, paths
from generator.described import Dataset, EntityView
from generator.filters import chinese_date
from generator.model import Artefact, Disclosure, Publication, Record
from generator.render.cells import chosen, record_href, tag_of
from generator.render.frames import Frames, robots
from generator.render.templates import Sheet
from generator.views import Card, EntityPage, Frame, Link, Meta, Section


@dataclass(frozen=True, slots=True)
class Entity:
    """Hold an organisation that at least one public record is about."""

    code: str
    name: str
    records: tuple[tuple[Publication, Record], ...]

    @property
    def last(self) -> date | None:
        """Return the last day on which it may be named here: that of its last record."""
        return clock.last_of(record for _, record in self.records)


def entities(disclosure: Disclosure) -> tuple[Entity, ...]:
    """Gather the public records by credit code; the name is that of the latest record."""
    found: dict[str, list[tuple[Publication, Record]]] = {}
    for publication in disclosure.publications:
        for record in publication.records:
            if record.subject_code:
                found.setdefault(record.subject_code, []).append((publication, record))
    return tuple(
        sorted((_entity(code, items) for code, items in found.items()), key=lambda e: (e.name, e.code))
    )


def newest_first(
    records: Sequence[tuple[Publication, Record]],
) -> list[tuple[Publication, Record]]:
    """Return records of several lists from the one made public last to the first."""
    return sorted(
        records,
        key=lambda item: (item[1].published or item[0].dataset.info.published_on, item[1].key),
        reverse=True,
    )


def _entity(code: str, items: list[tuple[Publication, Record]]) -> Entity:
    return Entity(code, newest_first(items)[0][1].subject, tuple(items))


def pages(
    disclosure: Disclosure, found: Iterable[tuple[Entity, Artefact]], frames: Frames
) -> Iterator[Sheet]:
    """Yield the page of each organisation; it states the version of the data file given with it."""
    sections = sorted(
        ((item.dataset, view) for item in disclosure.publications if (view := item.dataset.entity)),
        key=lambda pair: pair[1].order,
    )
    asked = max((robots(dataset) for dataset, _ in sections), default="")
    for entity, file in found:
        path = paths.entity(entity.code)
        page = EntityPage(
            name=entity.name,
            code=entity.code,
            sections=tuple(_section(entity, path, dataset, shown) for dataset, shown in sections),
            json_href=paths.relative(path, file.path),
            until=entity.last,
        )
        yield Sheet("entity.html", _frame(disclosure, frames, entity, path, asked, file), page)


def _section(entity: Entity, path: str, dataset: Dataset, shown: EntityView) -> Section:
    mine = [(p, r) for p, r in entity.records if p.dataset.id == dataset.id]
    return Section(
        anchor=dataset.id,
        label=shown.label,
        tone=shown.tone,
        zero=shown.zero,
        cards=tuple(_card(publication, record, path, shown) for publication, record in reversed(mine)),
        list_href=paths.relative(path, paths.listing(dataset.id)),
    )


def _card(publication: Publication, record: Record, path: str, shown: EntityView) -> Card:
    values, dataset = record.values, publication.dataset
    return Card(
        title=values[shown.title] or record.key,
        href=record_href(path, record),
        text=values[shown.text] if shown.text else "",
        facts=chosen(dataset, record, tuple(name for name in shown.facts if values[name])),
        tag=tag_of(dataset, record, publication.as_of)[0],
        marks=record.marks,
        until=record.last,
    )


def unseen(disclosure: Disclosure) -> date | None:
    """Return when a row that is not shown next turns, in any list about organisations."""
    return clock.earliest(p.unseen for p in disclosure.publications if p.dataset.names_parties)


def _frame(
    disclosure: Disclosure, frames: Frames, entity: Entity, path: str, asked: str, file: Artefact
) -> Frame:
    day = max(r.updated or r.published or p.dataset.info.published_on for p, r in entity.records)
    description = f"{entity.name}（{entity.code}）依法公开的许可、处罚和信用信息，截至{chinese_date(disclosure.as_of)}。"
    meta = Meta(
        kind="article",
        column_name="机构查询",
        column_description="按机构汇总的公示信息",
        column_keywords="机构查询,统一社会信用代码",
        column_type="数据发布",
        article_title=f"{entity.name} 公示信息",
        pub_date=f"{day.isoformat()} 00:00",
        content_source=disclosure.site.organiser,
        robots=asked,
    )
    return frames.frame(
        path, f"{entity.name} 公示信息", description, meta,
        Link("机构查询", paths.entity_index()), Link(entity.name, ""), active="entity", of=file,
        changes=clock.earliest((unseen(disclosure), *(r.turns for _, r in entity.records))),
        feed=paths.relative(path, paths.entity_feed(entity.code)),
    )  # fmt: skip
