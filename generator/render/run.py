"""Render all pages of a disclosure, in one pass."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from generator import paths
from generator.model import Artefact, Catalogue, Disclosure
from generator.render import checking, entities, files, overview, quality, records, registers, statistics
from generator.render.entities import Entity
from generator.render.faceted import Faceted
from generator.render.figures import Figures
from generator.render.files import Files
from generator.render.frames import Frames, kept_codes, page_meta
from generator.render.lists import ListPages
from generator.render.pool import rendered
from generator.render.references import References
from generator.render.result_sheet import result_sheet
from generator.render.templates import Sheet, Templates
from generator.render.ways import Ways, ways
from generator.views import Frame, Link

NOT_FOUND = "404.html"


@dataclass(frozen=True)
class Given:
    """Hold what the pages take from other stages: the shell, the files to offer, descriptions for machines."""

    shell: Mapping[str, str]
    prose: Mapping[str, str]
    exported: Sequence[Artefact]
    jsonld: Mapping[str, str]
    data_root: str
    notices: int = 0
    jobs: int = 1

    @cached_property
    def files(self) -> Files:
        """Return the exported files by path."""
        return {item.path: item for item in self.exported}


@dataclass(frozen=True, slots=True)
class Pages:
    """Hold the rendered pages, the organisations they name, and the addresses for the site map."""

    artefacts: tuple[Artefact, ...]
    entities: tuple[Entity, ...]
    addresses: tuple[tuple[str, date], ...]


def run(root: Path, disclosure: Disclosure, catalogue: Catalogue, given: Given, qr_file: Path) -> Pages:
    """Render every page; QR codes are read from and kept in ``qr_file``."""
    templates = Templates(root, given.shell)
    frames = Frames(disclosure, kept_codes(qr_file), given.jsonld)
    found = entities.entities(disclosure)
    sorted_out = ways(found, catalogue)
    sheets = [
        *_list_sheets(disclosure, catalogue, frames, given.files),
        *entities.pages(disclosure, found, frames),
        *registers.sheets(sorted_out, frames),
        *_whole_sheets(disclosure, catalogue, frames, given, sorted_out),
    ]
    done = rendered(templates, sheets, given.jobs)
    done += [templates.prose(_prose(frames, *page)) for page in given.prose.items()]
    qr_file.parent.mkdir(parents=True, exist_ok=True)
    qr_file.write_text(json.dumps(frames.used), encoding="utf-8")
    return Pages(tuple(done), found, tuple(_addresses(disclosure, sheets, found, given.prose)))


def _list_sheets(
    disclosure: Disclosure, catalogue: Catalogue, frames: Frames, exported: Files
) -> Iterator[Sheet]:
    references = References(disclosure.publications, catalogue)
    figures = Figures(disclosure, catalogue)
    for publication in disclosure.publications:
        own = files.of_list(exported, publication.dataset.id, "../")
        faceted = Faceted(publication, frames, references, catalogue)
        yield from ListPages(publication, frames, references, own, faceted.views()).sheets()
        yield from faceted.sheets()
        yield from records.pages(publication, frames, references, figures)
        yield from records.tombstones(publication, frames)
        yield from figures.sheets(publication, frames, references)


def _whole_sheets(
    disclosure: Disclosure, catalogue: Catalogue, frames: Frames, given: Given, found: Ways
) -> Iterator[Sheet]:
    yield overview.home(disclosure, frames, len(found.placed))
    yield overview.catalogue_page(disclosure, frames, files.of_catalogue(given.files))
    yield overview.updates(disclosure, frames)
    yield overview.withdrawn(disclosure, frames)
    yield statistics.statistics(disclosure, frames)
    yield quality.quality(disclosure, catalogue, frames, given.notices)
    yield overview.downloads(disclosure, frames, given.files)
    yield overview.search(disclosure, frames)
    yield result_sheet(disclosure, frames, len(found.placed), given.data_root)
    yield checking.checking(disclosure, frames, len(found.placed), given.data_root)
    whole = {name: title for name, title in {**overview.TITLES, **given.prose}.items() if name != NOT_FOUND}
    yield overview.site_map(disclosure, frames, whole, registers.links(found))


def _prose(frames: Frames, name: str, title: str) -> Frame:
    return frames.frame(
        name, title, f"{title}：{frames.disclosure.site.name}", page_meta(title, title), Link(title, "")
    )


def _addresses(
    disclosure: Disclosure, sheets: Sequence[Sheet], found: Sequence[Entity], prose: Mapping[str, str]
) -> Iterator[tuple[str, date]]:
    """Yield every page that search engines may know, with the day its data last changed."""
    latest = max((p.updated for p in disclosure.publications), default=disclosure.as_of)
    days = {p.dataset.id: p.updated for p in disclosure.publications}
    own = {paths.entity(e.code): max(p.updated for p, _ in e.records) for e in found}
    own |= {
        paths.record(p.dataset.id, r.slug): r.updated or r.published or p.dataset.info.published_on
        for p in disclosure.publications
        for r in p.records
    }
    for sheet in sheets:
        if sheet.template != "tombstone.html":
            path = sheet.frame.path
            yield path, own.get(path, days.get(sheet.dataset_id, latest))
    yield from ((name, latest) for name in prose if name != NOT_FOUND)
