"""Write what machines read first: the index of the static interface, its organisations, its description (OpenAPI)."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from typing import Any

from generator import formats, paths
from generator.export.sqlite import Organisation
from generator.model import Artefact, Disclosure, Publication

INDEX, ENTITIES, OPENAPI = (f"{paths.API}{name}.json" for name in ("index", "entities", "openapi"))
_LINKS = {
    "openapi": OPENAPI, "entities": ENTITIES, "build": "build.json", "sums": "SHA256SUMS",
    "archive": paths.ALL, "database": paths.SQLITE, "package": paths.PACKAGE, "catalog": paths.CATALOG,
    "dictionary": "downloads/dictionary.json", "feed": "feed.xml", "calendar": paths.CALENDAR,
    "sitemap": "sitemap.xml", "releases": f"{paths.API}releases/index.json", "proofs": "proofs.html",
}  # fmt: skip
"""Where to go on, by what it is; what a site does not have is not named."""
_SLUG, _CODE = "{slug}", "{code}"


def index(disclosure: Disclosure, made: Container[str]) -> Artefact:
    """Return ``api/v1/index.json``; ``made`` has the path of every file there is."""
    site = disclosure.site
    links = {name: _way(path) for name, path in _LINKS.items() if path in made}
    said = {
        "name": site.name,
        "as_of": disclosure.as_of.isoformat(),
        "commit": disclosure.commit,
        "licence": site.licence,
        "links": {
            **links,
            "entity": f"../../entity/{_CODE}.json",
            "entity_feed": f"../../entity/{_CODE}.xml",
        },
        "lists": [_list(item) for item in disclosure.publications],
    }
    return Artefact(INDEX, (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())


def _way(path: str) -> str:
    return paths.relative(INDEX, path)


def _list(publication: Publication) -> dict[str, Any]:
    dataset = publication.dataset
    return {
        "id": dataset.id,
        "title": dataset.title,
        "records": len(publication.records),
        "updated": publication.updated.isoformat(),
        "page": _way(paths.listing(dataset.id)),
        "record": f"../../{dataset.id}/{_SLUG}.json",
        "schema": _way(paths.schema(dataset.id)),
        "feed": _way(paths.feed(dataset.id)),
        "files": {form.suffix: _way(paths.download(dataset.id, form.suffix)) for form in formats.offered()},
    }


def entities(organisations: Iterable[Organisation]) -> Artefact:
    """Return every organisation that a public record is about, one a line."""
    found = sorted(organisations, key=lambda item: item.code)
    lines = (json.dumps(_entity(item), ensure_ascii=False) for item in found)
    text = f'{{"count": {len(found)}, "entities": [\n' + ",\n".join(lines) + "\n]}\n"
    return Artefact(ENTITIES, text.encode())


def _entity(item: Organisation) -> dict[str, Any]:
    data = _way(paths.entity_json(item.code))
    return {"code": item.code, "name": item.name, "records": len(item.records), "data": data}


def openapi(disclosure: Disclosure) -> Artefact:
    """Return the description of the interface: files that are read, never asked.

    Source: OpenAPI 3.1.1.
    """
    site, ids = disclosure.site, [item.dataset.id for item in disclosure.publications]
    said = {
        "openapi": "3.1.1",
        "info": {
            "title": f"{site.name}：静态数据接口",
            "version": "1",
            "description": "全部是静态文件：只有 GET，没有登录、没有参数、没有次数限制。信息停止公示后，它的文件就不在了（404）。",
            "license": {"name": site.licence, **({"url": site.licence_url} if site.licence_url else {})},
            "contact": {"name": site.organiser, "url": paths.absolute(site.url)},
        },
        "servers": [{"url": "../.."}],
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": {**_fixed(), **_lists(ids), **_of_organisations()},
    }
    return Artefact(OPENAPI, (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())


def _fixed() -> dict[str, Any]:
    said = {
        INDEX: ("index", "接口目录：每个清单、每种文件在哪里", "schemas/index.json"),
        ENTITIES: ("entities", "全部机构", "schemas/entities.json"),
        "build.json": ("build", "数据日期、版本和各清单的条数", "schemas/build.json"),
    }
    return {f"/{path}": _reading(name, text, schema) for path, (name, text, schema) in said.items()}


def _lists(ids: list[str]) -> dict[str, Any]:
    which = _parameter("list", "清单", {"type": "string", "enum": ids})
    one = _parameter("slug", "记录的网址名，见清单文件里的 url", {"type": "string"})
    return {
        "/{list}/{slug}.json": _reading("record", "一条记录", "schemas/record.json", which, one),
        "/downloads/{list}.json": _reading("list", "一个清单的全部记录", "schemas/list.json", which),
        "/downloads/{list}.csv": _reading("list_csv", "一个清单的 CSV", "", which, media="text/csv"),
        "/{list}/feed.xml": _reading("list_feed", "一个清单的更新", "", which, media="application/atom+xml"),
    }


def _of_organisations() -> dict[str, Any]:
    code = _parameter("code", "机构的18位信用代码", {"type": "string", "minLength": 1})
    return {
        "/entity/{code}.json": _reading("entity", "一家机构的全部记录", "schemas/entity.json", code),
        "/entity/{code}.xml": _reading(
            "entity_feed", "一家机构的更新", "", code, media="application/atom+xml"
        ),
    }


def _parameter(name: str, text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": text, "schema": schema}


def _reading(
    name: str, text: str, schema: str, *parameters: dict[str, Any], media: str = "application/json"
) -> dict[str, Any]:
    content = {media: {"schema": {"$ref": schema} if schema else {"type": "string"}}}
    found: dict[str, Any] = {"200": {"description": text, "content": content}}
    if parameters:
        found["404"] = {"description": "没有这个文件，或者信息已停止公示"}
    operation = {"operationId": name, "summary": text, "parameters": list(parameters), "responses": found}
    return {"get": operation}
