"""Describe the downloads in the words of the Data Package standard, so that auditors can verify them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from generator import paths, schemas
from generator.described import Site
from generator.model import Artefact, Catalogue, Disclosure, Publication


def package(disclosure: Disclosure, catalogue: Catalogue, downloads: Sequence[Artefact]) -> Artefact:
    """Return ``datapackage.json``: each CSV with its schema, size and digest.

    References between lists are left out: what they point to may be public no longer.
    """
    contents = {item.path: item.content for item in downloads}
    resources = [_resource(item, disclosure.site, catalogue, contents) for item in disclosure.publications]
    described = schemas.package(
        catalogue,
        resources,
        version=disclosure.as_of.isoformat(),
        sources=[{"title": disclosure.site.organiser, "path": paths.absolute(disclosure.site.url)}],
        source_commit=disclosure.commit,
    )
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    return Artefact("downloads/datapackage.json", text.encode())


def _resource(
    publication: Publication, site: Site, catalogue: Catalogue, contents: Mapping[str, bytes]
) -> dict[str, Any]:
    dataset = publication.dataset
    path = paths.download(dataset.id, "csv")
    content, source = contents[path], paths.absolute(site.url, paths.listing(dataset.id))
    return schemas.resource(
        dataset,
        path.rpartition("/")[2],
        catalogue,
        bytes=len(content),
        hash=f"sha256:{sha256(content).hexdigest()}",
        sources=[{"title": dataset.info.publisher, "path": source}],
    )
