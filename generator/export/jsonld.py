"""Describe a list to machines as a schema.org Dataset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator import formats, paths
from generator.described import Dataset, Site
from generator.formats import Format
from generator.model import Publication

_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def dataset_jsonld(publication: Publication, site: Site) -> str:
    """Return the text of a JSON-LD script element; no text in it can end that element."""
    return json.dumps(_described(publication, site), ensure_ascii=False, indent=1).translate(_UNSAFE)


def _described(publication: Publication, site: Site) -> Mapping[str, Any]:
    dataset = publication.dataset
    address = paths.absolute(site.url, paths.listing(dataset.id))
    home = paths.absolute(site.url)
    office = {"@type": "GovernmentOrganization", "name": dataset.info.publisher, "url": home}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "name": dataset.title,
        "description": _description(dataset, site),
        "url": address,
        "identifier": dataset.info.index_no,
        "keywords": list(dataset.column.keywords),
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "license": site.licence_url or site.licence,
        "creator": office,
        "publisher": office,
        "datePublished": dataset.info.published_on.isoformat(),
        "dateModified": publication.updated.isoformat(),
        "version": publication.as_of.isoformat(),
        "temporalCoverage": _coverage(publication),
        "spatialCoverage": {"@type": "Place", "name": site.organiser, "identifier": site.region},
        "includedInDataCatalog": {
            "@type": "DataCatalog", "name": site.name, "url": paths.absolute(site.url, "catalogue.html"),
        },
        "distribution": [_download(dataset, form, site) for form in formats.offered()],
    }  # fmt: skip


def _description(dataset: Dataset, site: Site) -> str:
    """Say at least the 50 and at most the 5,000 characters that dataset search engines take."""
    standard = dataset.standard
    parts = (
        dataset.summary,
        f"公开内容：{standard.content}",
        f"公开依据：{standard.basis}",
        f"公开时限：{standard.time_limit}",
        f"公开主体：{standard.body}",
        f"来源：{site.name}。{site.description}",
    )
    return "\n".join(parts)[:5000]


def _coverage(publication: Publication) -> str:
    days = [record.published for record in publication.records if record.published]
    first = min(days, default=publication.dataset.info.published_on)
    return f"{first.isoformat()}/{max(days, default=publication.updated).isoformat()}"


def _download(dataset: Dataset, form: Format, site: Site) -> Mapping[str, str]:
    return {
        "@type": "DataDownload",
        "name": f"{dataset.title}.{form.suffix}",
        "encodingFormat": form.media,
        "contentUrl": paths.absolute(site.url, paths.download(dataset.id, form.suffix)),
    }
