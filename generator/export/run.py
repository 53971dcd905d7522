"""The order of the exports: each list in its forms, then what describes them, then the small files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from generator import formats
from generator.described import Site
from generator.export import (
    api,
    archive,
    calendar,
    csv,
    dcat,
    dictionary,
    feeds,
    json,
    package,
    parquet,
    shapes,
    sitemap,
    sqlite,
    standard,
    workbook,
)
from generator.export.sqlite import Organisation
from generator.model import Artefact, Catalogue, Disclosure, Publication

_SEALED = ("SHA256SUMS", "build.json")
"""What is added when the site is sealed."""


def tables(publication: Publication, site: Site, cache: Path | None = None) -> Iterator[Artefact]:
    """Yield a list in each form that is offered; ``cache`` is a folder for what is dear to make."""
    plain = csv.table(publication)
    yield plain
    yield csv.for_excel(publication)
    yield workbook.table(publication, site, plain.content, cache)
    yield json.table(publication, site)
    yield json.lines(publication)
    if any(form.suffix == "parquet" for form in formats.offered()):
        yield parquet.table(publication)


def described(disclosure: Disclosure, catalogue: Catalogue) -> Iterator[Artefact]:
    """Yield what is made of the descriptions alone: the data dictionary, schemas, the description of the interface."""
    yield from dictionary.dictionary(disclosure, catalogue)
    yield standard.standard(disclosure, catalogue)
    yield from shapes.shapes(disclosure, catalogue)
    yield api.openapi(disclosure)


def apart(
    disclosure: Disclosure, catalogue: Catalogue, organisations: Sequence[Organisation]
) -> Iterator[Artefact]:
    """Yield what is made of all lists, whatever else is made of them: database, calendar, feeds, full texts."""
    yield sqlite.database(disclosure, catalogue, organisations)
    yield calendar.calendar(disclosure)
    yield api.entities(organisations)
    for publication in disclosure.publications:
        yield from _texts(publication)
    yield from feeds.feeds(disclosure)


def bundled(
    disclosure: Disclosure, catalogue: Catalogue, found: Sequence[Artefact], cache: Path | None = None
) -> Iterator[Artefact]:
    """Yield the data package, and an archive that holds it with all that lists and descriptions make."""
    downloads = _downloads(found)
    described = package.package(disclosure, catalogue, downloads)
    yield described
    yield archive.archive(disclosure, [*downloads, described], cache)


def listed(disclosure: Disclosure, found: Sequence[Artefact]) -> Iterator[Artefact]:
    """Yield what names every download with its hash; ``found`` is all that was made."""
    downloads = _downloads(found)
    yield archive.sums(downloads)
    yield dcat.catalog(disclosure, downloads)


def _downloads(found: Sequence[Artefact]) -> list[Artefact]:
    return [item for item in found if item.path.startswith("downloads/")]


def maps(
    disclosure: Disclosure, pages: Iterable[tuple[str, date]], made: Iterable[str]
) -> tuple[Artefact, ...]:
    """Return what search engines and programs read first; ``made`` has the path of every file of the site."""
    found = *sitemap.sitemap(pages, disclosure.site), sitemap.robots(disclosure)
    return *found, api.index(disclosure, {*made, *(item.path for item in found), *_SEALED})


def _texts(publication: Publication) -> Iterator[Artefact]:
    """Yield the full texts at the address that the data name, seen from the list's folder."""
    column, dataset_id = publication.dataset.column_of("fulltext"), publication.dataset.id
    for record in publication.records:
        if column and record.fulltext:
            yield Artefact(f"{dataset_id}/{record.values[column]}", record.fulltext.encode())
