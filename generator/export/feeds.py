"""Write Atom feeds: the latest records of a list, and of all lists. Every date in them is the data's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import nlargest
from typing import NamedTuple

from generator import paths
from generator.described import Site
from generator.export import xml
from generator.model import Artefact, Disclosure, Publication, Record

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LATEST = 50
_TAG_YEAR = 2026


class _Entry(NamedTuple):
    updated: date
    published: date
    dataset_id: str
    slug: str
    title: str
    label: str


def feeds(disclosure: Disclosure) -> Iterator[Artefact]:
    """Yield the feed of every list, then the feed of the whole site."""
    site, latest, days = disclosure.site, [], []
    for publication in disclosure.publications:
        dataset, entries, day = publication.dataset, _latest(publication), publication.updated
        title, page = f"{dataset.title} - {site.name}", paths.listing(dataset.id)
        yield _feed(site, paths.feed(dataset.id), page, title, day, entries)
        latest += entries
        days.append(day)
    entries = nlargest(_LATEST, latest)
    yield _feed(site, paths.feed(), "index.html", site.name, max(days, default=disclosure.as_of), entries)


def of_organisation(
    code: str, name: str, records: Sequence[tuple[Publication, Record]], site: Site
) -> Artefact:
    """Return the feed of an organisation: its records in every list; it tells no day of build."""
    path = paths.entity_feed(code)
    entries = nlargest(_LATEST, (_entry(publication, record) for publication, record in records))
    return _feed(site, path, paths.entity(code), f"{name} - {site.name}", entries[0].updated, entries)


def _latest(publication: Publication) -> list[_Entry]:
    return nlargest(_LATEST, (_entry(publication, record) for record in publication.records))


def _entry(publication: Publication, record: Record) -> _Entry:
    published = record.published or publication.dataset.info.published_on
    updated = max(published, record.updated or published)
    return _Entry(updated, published, record.dataset_id, record.slug, record.title, publication.dataset.title)


def _feed(site: Site, path: str, page: str, title: str, updated: date, entries: list[_Entry]) -> Artefact:
    def lines() -> Iterator[str]:
        yield xml.element("id", _tag(site, path))
        yield xml.element("title", title)
        yield xml.element("updated", _moment(updated))
        yield _link("self", "application/atom+xml", paths.absolute(site.url, path))
        yield _link("alternate", "text/html", paths.absolute(site.url, page))
        yield xml.nesting("author", xml.element("name", site.organiser))
        yield xml.element("rights", site.licence)
        yield from (_shown(entry, site) for entry in entries)

    content = xml.document("feed", lines(), **{"xmlns": _NAMESPACE, "xml:lang": "zh-CN"})
    return Artefact(path, content)


def _shown(entry: _Entry, site: Site) -> str:
    """Return an entry, by title and link only: a reader's copy outlives the record, so it should say little."""
    page = paths.absolute(site.url, paths.record(entry.dataset_id, entry.slug))
    return xml.nesting(
        "entry",
        xml.element("id", _tag(site, f"{entry.dataset_id}/{entry.slug}")),
        xml.element("title", entry.title),
        xml.element("published", _moment(entry.published)),
        xml.element("updated", _moment(entry.updated)),
        _link("alternate", "text/html", page),
        xml.element("category", term=entry.dataset_id, label=entry.label),
    )


def _link(rel: str, kind: str, href: str) -> str:
    return xml.element("link", rel=rel, type=kind, href=href)


def _tag(site: Site, name: str) -> str:
    """Return an identifier that stays when pages move; the year is part of the name and never changes.

    Source: RFC 4151.
    """
    return f"tag:{paths.host(site.url)},{_TAG_YEAR}:{name}"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"
