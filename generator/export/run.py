"""The order of the exports: each list in its three formats, what describes them, then the small files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.described import Site
from generator.export import archive, csv, feeds, json, package, standard, workbook
from generator.model import Artefact, Catalogue, Disclosure, Publication


def run(disclosure: Disclosure, catalogue: Catalogue, cache: Path | None = None) -> tuple[Artefact, ...]:
    """Return all files that the public's programs read; ``cache`` is a folder for what is dear to make."""
    return tuple(artefacts(disclosure, catalogue, cache))


def artefacts(disclosure: Disclosure, catalogue: Catalogue, cache: Path | None = None) -> Iterator[Artefact]:
    """Yield the files one by one, for a site too large to hold at once."""
    site = disclosure.site
    downloads = [file for item in disclosure.publications for file in _table(item, site, cache)]
    downloads.append(package.package(disclosure, catalogue, downloads))
    yield from downloads
    yield archive.archive(disclosure, downloads, cache)
    yield standard.standard(disclosure, catalogue)
    for publication in disclosure.publications:
        yield from json.record_files(publication, site)
        yield from _texts(publication)
    yield from json.entity_files(disclosure)
    yield from feeds.feeds(disclosure)


def _table(publication: Publication, site: Site, cache: Path | None) -> Iterator[Artefact]:
    plain = csv.table(publication)
    yield plain
    yield workbook.table(publication, site, plain.content, cache)
    yield json.table(publication, site)


def _texts(publication: Publication) -> Iterator[Artefact]:
    """Yield the full texts at the address that the data name, seen from the list's folder."""
    column, dataset_id = publication.dataset.column_of("fulltext"), publication.dataset.id
    for record in publication.records:
        if column and record.fulltext:
            yield Artefact(f"{dataset_id}/{record.values[column]}", record.fulltext.encode())
