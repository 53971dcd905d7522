"""Describe the lists and their files to data portals: a catalogue in the words of DCAT-AP, as JSON-LD.

Source: DCAT-AP 3.0, DCAT 3 (W3C).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from generator import formats, paths
from generator.described import Site
from generator.formats import Format
from generator.model import Artefact, Disclosure, Publication

_EU = "http://publications.europa.eu/resource/authority"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Node = dict[str, Any]
Files = Mapping[str, Artefact]


def catalog(disclosure: Disclosure, downloads: Sequence[Artefact]) -> Artefact:
    """Return ``catalog.jsonld``: the catalogue, a dataset for each list and one for all together, their files."""
    files, site = {item.path: item for item in downloads}, disclosure.site
    datasets = [_whole(disclosure, files), *(_list(item, site, files) for item in disclosure.publications)]
    node: Node = {
        "@context": _CONTEXT,
        "@id": paths.absolute(site.url, paths.CATALOG),
        "@type": "dcat:Catalog",
        **_about(site, site.name, site.description),
        "foaf:homepage": {"@id": paths.absolute(site.url), "@type": "foaf:Document"},
        "dcat:themeTaxonomy": _named("data-theme", "Data theme", "skos:ConceptScheme", "dct:title"),
        "dct:modified": _day(disclosure.as_of.isoformat()),
        "dcat:dataset": datasets,
    }
    text = json.dumps(node, ensure_ascii=False, indent=1) + "\n"
    return Artefact(paths.CATALOG, text.encode())


def _about(site: Site, title: str, description: str) -> Node:
    """Return what a catalogue and its datasets say alike."""
    return {
        "dct:title": _zh(title),
        "dct:description": _zh(description),
        "dct:publisher": _publisher(site, site.organiser),
        "dct:language": {"@id": f"{_EU}/language/ZHO", "@type": "dct:LinguisticSystem"},
        "dct:spatial": {"@type": "dct:Location", "dct:identifier": site.region},
        **_licence(site),
    }


def _list(publication: Publication, site: Site, files: Files) -> Node:
    dataset = publication.dataset
    page = paths.absolute(site.url, paths.listing(dataset.id))
    offered = [(form, paths.download(dataset.id, form.suffix)) for form in formats.offered()]
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        **_about(site, dataset.title, dataset.summary),
        "dct:publisher": _publisher(site, dataset.info.publisher),
        **_frame(site, page),
        "dct:identifier": dataset.info.index_no,
        "dct:issued": _day(dataset.info.published_on.isoformat()),
        "dct:modified": _day(publication.updated.isoformat()),
        "dcat:keyword": list(map(_zh, dataset.column.keywords)),
        "dct:conformsTo": {
            "@id": paths.absolute(site.url, paths.schema(dataset.id)),
            "@type": "dct:Standard",
        },
        "dcat:distribution": [_file(f, files[p], dataset.title, site) for f, p in offered if p in files],
    }


def _whole(disclosure: Disclosure, files: Files) -> Node:
    """Describe all lists together, as one archive and as one database."""
    site, title = disclosure.site, "全部公开数据"
    page = paths.absolute(site.url, "downloads.html")
    offered = [(formats.ZIP, paths.ALL), (formats.SQLITE, paths.SQLITE)]
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        **_about(site, f"{site.name}：{title}", site.description),
        **_frame(site, page),
        "dcat:keyword": list(map(_zh, site.groups)),
        "dct:modified": _day(disclosure.as_of.isoformat()),
        "dcat:distribution": [_file(f, files[p], title, site) for f, p in offered if p in files],
    }


def _frame(site: Site, page: str) -> Node:
    """Return where a dataset is shown and who answers for it."""
    reach: Node = {"@type": ["vcard:Organization", "vcard:Kind"], "vcard:fn": site.organiser}
    if site.email:
        reach["vcard:hasEmail"] = {"@id": f"mailto:{site.email}"}
    reach["vcard:hasTelephone"] = {"@id": f"tel:{site.phone}"}
    return {
        "dcat:landingPage": {"@id": page, "@type": "foaf:Document"},
        "dcat:contactPoint": reach,
        "dcat:theme": _named("data-theme/GOVE", "Government and public sector"),
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC", "@type": "dct:RightsStatement"},
    }


def _file(form: Format, item: Artefact, title: str, site: Site) -> Node:
    address = paths.absolute(site.url, item.path)
    media = f"https://www.iana.org/assignments/media-types/{form.media}"
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _zh(f"{title}：{form.name}"),
        "dct:description": _zh(form.note),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": media, "@type": "dct:MediaType"},
        "dct:format": {"@id": f"{_EU}/file-type/{form.kind}", "@type": "dct:MediaTypeOrExtent"},
        "dcat:byteSize": {"@value": str(len(item.content)), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@value": item.sha256, "@type": "xsd:hexBinary"},
        },
        "dcatap:availability": _named("planned-availability/STABLE", "stable"),
        **_licence(site),
    }


def _publisher(site: Site, name: str) -> Node:
    """Return an agent; only the organiser of the site has the site for an identifier."""
    own: Node = (
        {"@id": f"{paths.absolute(site.url, 'about.html')}#organiser"} if name == site.organiser else {}
    )
    return {**own, "@type": "foaf:Agent", "foaf:name": _zh(name)}


def _licence(site: Site) -> Node:
    if site.licence_url:
        return {"dct:license": {"@id": site.licence_url, "@type": "dct:LicenseDocument"}}
    return {"dct:rights": {"@type": "dct:RightsStatement", "dct:description": site.licence}}


def _named(name: str, label: str, kind: str = "skos:Concept", label_of: str = "skos:prefLabel") -> Node:
    """Return a term of the Publications Office; the profile wants its label beside it."""
    return {"@id": f"{_EU}/{name}", "@type": kind, label_of: {"@value": label, "@language": "en"}}


def _zh(text: str) -> Node:
    return {"@value": text, "@language": "zh"}


def _day(day: str) -> Node:
    return {"@value": day, "@type": "xsd:date"}
