"""Describe the downloads in the words of the Data Package standard, so that auditors can verify them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from generator import paths, schemas
from generator.described import Site
from generator.export.linked import Links, foreign_keys
from generator.model import Artefact, Catalogue, Disclosure, Publication


def package(disclosure: Disclosure, catalogue: Catalogue, downloads: Sequence[Artefact]) -> Artefact:
    """Return ``datapackage.json``: each CSV with its schema, size and digest.

    A reference between lists is a foreign key only where it holds today: what it points to may be public no longer.
    """
    files = {item.path: item for item in downloads}
    resources = [_resource(item, disclosure.site, catalogue, files) for item in disclosure.publications]
    _link(disclosure, resources)
    described = schemas.package(
        catalogue,
        resources,
        version=disclosure.commit or disclosure.as_of.isoformat(),
        created=f"{disclosure.as_of.isoformat()}T00:00:00+08:00",
        sources=[{"title": disclosure.site.organiser, "path": paths.absolute(disclosure.site.url)}],
        source_commit=disclosure.commit,
        as_of=disclosure.as_of.isoformat(),
    )
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    return Artefact(paths.PACKAGE, text.encode())


def _link(disclosure: Disclosure, resources: Sequence[dict[str, Any]]) -> None:
    links = Links(disclosure)
    pairs = list(zip(disclosure.publications, resources, strict=True))
    names = {publication.dataset.id: resource["name"] for publication, resource in pairs}
    for publication, resource in pairs:
        if found := foreign_keys(publication.dataset, links, names):
            resource["schema"]["foreignKeys"] = found


def _resource(
    publication: Publication, site: Site, catalogue: Catalogue, files: Mapping[str, Artefact]
) -> dict[str, Any]:
    dataset = publication.dataset
    path = paths.download(dataset.id, "csv")
    file, source = files[path], paths.absolute(site.url, paths.listing(dataset.id))
    return schemas.resource(
        dataset,
        path.rpartition("/")[2],
        catalogue,
        bytes=len(file.content),
        hash=f"sha256:{file.sha256}",
        licenses=schemas.licences(site),
        sources=[{"title": dataset.info.publisher, "path": source}],
    )
