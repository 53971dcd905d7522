"""Say what the JSON of the site looks like: JSON Schemas (2020-12), one for the records of each list.

What other files are added to a record later, as its history and its proof, is allowed and not described here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator import paths
from generator.described import Dataset, Field, Site
from generator.model import Artefact, Catalogue, Disclosure

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_DAY_OR_NONE = {"anyOf": [_DAY, {"type": "null"}]}
_TEXT, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DIGEST_OR_NONE = {"anyOf": [_DIGEST, {"type": "null"}]}
_FORMS: Mapping[str, str] = {
    "integer": "^-?[0-9]+$",
    "number": "^-?[0-9]+([.][0-9]+)?$",
    "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "year": "^[0-9]{4}$",
}

Shape = dict[str, Any]


def shapes(disclosure: Disclosure, catalogue: Catalogue) -> Iterator[Artefact]:
    """Yield the schemas: of a record, a list, an organisation, build.json, the index, and of each list's records."""
    site = disclosure.site
    general = {
        "record": _record(), "list": _list(), "entity": _entity(), "build": _build(), "index": _index(),
        "entities": _entities(),
    }  # fmt: skip
    for name, shape in general.items():
        yield _file(name, shape, site)
    for publication in disclosure.publications:
        yield _file(publication.dataset.id, _of_list(publication.dataset, catalogue), site)


def _file(name: str, shape: Shape, site: Site) -> Artefact:
    path = paths.schema(name)
    said = {"$schema": _DRAFT, "$id": paths.absolute(site.url, path), **shape}
    return Artefact(path, (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())


def _object(title: str, required: Mapping[str, Any], **optional: Any) -> Shape:
    """Return the shape of an object that has no other members than these."""
    return {
        "title": title,
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


def _record() -> Shape:
    return _object(
        "一条公示信息",
        {
            "dataset": _TEXT, "id": _TEXT, "title": _TEXT, "url": {"type": "string", "format": "uri"},
            "status": {"const": "active"}, "published": _DAY_OR_NONE, "updated": _DAY_OR_NONE,
            "until": _DAY_OR_NONE, "values": {"type": "object", "additionalProperties": _TEXT},
        },
        fulltext=_TEXT,
        history=True,
        proof=True,
    )  # fmt: skip


def _list() -> Shape:
    column = _object(
        "一列",
        {"name": _TEXT, "title": _TEXT, "type": {"enum": ["string", "boolean", *_FORMS]}, "role": _TEXT},
    )
    return _object(
        "一个清单",
        {
            "dataset": _TEXT, "title": _TEXT, "url": {"type": "string", "format": "uri"}, "as_of": _DAY,
            "count": _COUNT, "fields": {"type": "array", "items": column},
            "records": {"type": "array", "items": {"$ref": "record.json"}},
        },
    )  # fmt: skip


def _entity() -> Shape:
    return _object(
        "一家机构",
        {
            "code": _TEXT, "name": _TEXT, "url": {"type": "string", "format": "uri"}, "count": _COUNT,
            "records": {"type": "array", "items": {"$ref": "record.json"}},
        },
    )  # fmt: skip


def _build() -> Shape:
    """Return the shape of build.json; what later versions add to it may stand in it."""
    found = _object("清单", {"id": _TEXT, "records": _COUNT, "withheld": _COUNT, "updated": _DAY})
    shape = _object(
        "这一次生成",
        {
            "generator": _TEXT, "source_commit": _TEXT, "as_of": _DAY, "changes": _DAY_OR_NONE,
            "datasets": {"type": "array", "items": found}, "root": _DIGEST_OR_NONE, "log_size": _COUNT,
            "downloads_root": _DIGEST,
        },
    )  # fmt: skip
    return {**shape, "additionalProperties": True}


def _index() -> Shape:
    link = {"type": "string", "format": "uri-reference"}
    links = {"type": "object", "additionalProperties": link}
    found = _object(
        "清单",
        {
            "id": _TEXT, "title": _TEXT, "records": _COUNT, "updated": _DAY, "page": link, "record": link,
            "schema": link, "feed": link, "files": links,
        },
    )  # fmt: skip
    return _object(
        "接口目录",
        {
            "name": _TEXT, "as_of": _DAY, "commit": _TEXT, "licence": _TEXT, "links": links,
            "lists": {"type": "array", "items": found},
        },
    )  # fmt: skip


def _entities() -> Shape:
    one = _object(
        "机构",
        {
            "code": _TEXT,
            "name": _TEXT,
            "records": _COUNT,
            "data": {"type": "string", "format": "uri-reference"},
        },
    )
    return _object("全部机构", {"count": _COUNT, "entities": {"type": "array", "items": one}})


def _of_list(dataset: Dataset, catalogue: Catalogue) -> Shape:
    """Return the shape of a list's records: what a record is, with the columns of this list for its values."""
    cells = {item.name: _cell(item, catalogue) for item in dataset.fields}
    values = {"type": "object", "required": list(cells), "properties": cells, "additionalProperties": False}
    return {
        "title": dataset.title,
        "description": dataset.summary,
        "allOf": [{"$ref": "record.json"}],
        "properties": {"dataset": {"const": dataset.id}, "values": values},
    }


def _cell(item: Field, catalogue: Catalogue) -> Shape:
    """Return the shape of a cell; a blank one is an empty text, unless the column is required."""
    shape = _filled(item, catalogue)
    said = {"description": item.description} if item.description else {}
    if item.required or item.role == "key":
        return {**said, "minLength": 1, **shape}
    return {**said, "anyOf": [{"const": ""}, shape]}


def _filled(item: Field, catalogue: Catalogue) -> Shape:
    shape: Shape = {"type": "string"}
    labels = [code.label for code in catalogue.codes.get(item.codes, ())] if item.codes else []
    if labels and not item.many:
        shape["enum"] = labels
    if item.type in _FORMS:
        shape["pattern"] = _FORMS[item.type]
    elif pattern := item.constraints.get("pattern"):
        shape["pattern"] = f"^(?:{pattern})$"
    lengths = {
        name: item.constraints[name] for name in ("minLength", "maxLength") if name in item.constraints
    }
    return {**shape, **lengths}
