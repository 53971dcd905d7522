"""The order of the exports: each list in its three formats, then what describes them, then the small files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.described import Site
from generator.export import archive, csv, feeds, json, package, standard, workbook
from generator.model import Artefact, Catalogue, Disclosure, Publication


def tables(publication: Publication, site: Site, cache: Path | None = None) -> Iterator[Artefact]:
    """Yield a list as CSV, workbook and JSON; ``cache`` is a folder for what is dear to make."""
    plain = csv.table(publication)
    yield plain
    yield workbook.table(publication, site, plain.content, cache)
    yield json.table(publication, site)


def whole(
    disclosure: Disclosure, catalogue: Catalogue, found: Sequence[Artefact], cache: Path | None = None
) -> Iterator[Artefact]:
    """Yield, after the tables of all lists, what describes them, all in one archive, full texts and feeds."""
    downloads = [*found, package.package(disclosure, catalogue, found)]
    yield downloads[-1]
    yield archive.archive(disclosure, downloads, cache)
    yield standard.standard(disclosure, catalogue)
    for publication in disclosure.publications:
        yield from _texts(publication)
    yield from feeds.feeds(disclosure)


def _texts(publication: Publication) -> Iterator[Artefact]:
    """Yield the full texts at the address that the data name, seen from the list's folder."""
    column, dataset_id = publication.dataset.column_of("fulltext"), publication.dataset.id
    for record in publication.records:
        if column and record.fulltext:
            yield Artefact(f"{dataset_id}/{record.values[column]}", record.fulltext.encode())
