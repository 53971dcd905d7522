"""Describe every table in the words of the Data Package standard, for any tool that knows it.

A package says that it follows version 2.0; nothing in it is wrong by 1.0, so both profiles accept it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from generator.described import Dataset, Field, Reference, Site
from generator.model import Catalogue

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
YES, NO = "是", "否"
DIALECT: Mapping[str, Any] = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}

Descriptor = dict[str, Any]


def table_schema(dataset: Dataset, catalogue: Catalogue) -> Descriptor:
    """Return the Table Schema of a list: the same for each of its files."""
    return {
        "fields": [_field(item, catalogue) for item in dataset.fields],
        "primaryKey": [dataset.key],
        "missingValues": [""],
    }


def _field(item: Field, catalogue: Catalogue) -> Descriptor:
    said: Descriptor = {"name": item.name, "title": item.name, "type": item.type}
    if item.description:
        said["description"] = item.description
    if item.type == "boolean":
        said |= {"trueValues": [YES], "falseValues": [NO]}
    if item.example:
        said["example"] = item.example
    if item.role:
        said["role"] = item.role
    constraints = _constraints(item, catalogue)
    if constraints:
        said["constraints"] = constraints
    return said


def _constraints(item: Field, catalogue: Catalogue) -> Descriptor:
    """Return the constraints as JSON can hold them; a key is required and is unique as a primary key."""
    found = {name: _plain(value) for name, value in item.constraints.items() if value is not False}
    if "pattern" in found:
        found["pattern"] = f"(?:{found['pattern']})" if "|" in found["pattern"] else found["pattern"]
    if item.role == "key":
        found["required"] = True
        found.pop("unique", None)
    if item.codes and not item.many:
        found["enum"] = [code.label for code in catalogue.codes.get(item.codes, ())]
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def resource(dataset: Dataset, path: str, catalogue: Catalogue, **extra: Any) -> Descriptor:
    """Return the description of one file of a list; ``extra`` adds such things as ``hash`` and ``bytes``."""
    return {
        "name": _name(dataset.id, path),
        "title": _title(dataset, path),
        "description": dataset.summary,
        **_csv(path),
        "schema": table_schema(dataset, catalogue),
        **extra,
    }


def _csv(path: str) -> Descriptor:
    return {
        "type": "table",
        "path": path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": dict(DIALECT),
    }


def _name(prefix: str, path: str) -> str:
    """Return a name for a file that is its own in the package, such as ``penalty-2025``."""
    stem = PurePosixPath(path).stem
    joined = prefix if stem == prefix else f"{prefix}-{stem}"
    return re.sub(r"[^a-z0-9._-]+", "-", joined.lower())


def _title(dataset: Dataset, path: str) -> str:
    stem = PurePosixPath(path).stem
    return dataset.title if stem == dataset.id else f"{dataset.title}（{stem}）"


def package(
    catalogue: Catalogue, resources: Iterable[Descriptor], *, linked: bool = False, **extra: Any
) -> Descriptor:
    """Return the description of many files together.

    With ``linked``, references between lists become foreign keys wherever the list referred to is one file.
    """
    site = catalogue.site
    listed = list(resources)
    if linked:
        _link(catalogue, listed)
    return {
        "$schema": PROFILE,
        "name": "gongshi",
        "title": site.name,
        "description": site.description,
        "homepage": site.url,
        "licenses": licences(site),
        "contributors": [{"title": site.organiser, "role": "publisher", "roles": ["publisher"]}],
        **extra,
        "resources": listed,
    }


def licences(site: Site) -> list[Descriptor]:
    """Return the terms of use, as the standard states them."""
    path = {"path": site.licence_url} if site.licence_url else {}
    return [{"name": site.licence, **path, "title": site.licence}]


def _link(catalogue: Catalogue, resources: Sequence[Descriptor]) -> None:
    lists = {item.id: item for item in catalogue.datasets}
    for found in resources:
        dataset = lists.get(_owner(found))
        keys = [_foreign_key(ref, found, resources) for ref in _single(dataset)] if dataset else []
        if any(keys):
            found["schema"]["foreignKeys"] = [key for key in keys if key]


def _single(dataset: Dataset) -> list[Reference]:
    """Return the references that name one key in a cell; the standard knows no others."""
    return [ref for ref in dataset.references if ref.list and not dataset.field(ref.field).many]


def _foreign_key(ref: Reference, found: Descriptor, resources: Sequence[Descriptor]) -> Descriptor | None:
    """Return a foreign key, unless the list is in several files; the name of the file itself is a blank."""
    targets = [item for item in resources if _owner(item) == ref.list]
    if len(targets) != 1:
        return None
    name = "" if targets[0] is found else targets[0]["name"]
    return {"fields": [ref.field], "reference": {"resource": name, "fields": [ref.to]}}


def _owner(found: Descriptor) -> str:
    return PurePosixPath(found["path"]).parts[0]


# --- The system's own tables ----------------------------------------------------------------------------


def _column(name: str, type_: str = "string", **constraints: Any) -> Descriptor:
    return {"name": name, "title": name, "type": type_, "constraints": constraints}


_CODES: Descriptor = {
    "fields": [
        _column("code", required=True, pattern="[A-Za-z0-9_.-]+"),
        _column("label", required=True),
        _column("note"),
        _column("evidence"),
    ],
    "primaryKey": ["code"],
    "missingValues": [""],
}
_WORKDAYS: Descriptor = {
    "fields": [
        _column("date", "date", required=True),
        _column("is_workday", required=True, enum=["0", "1"]),
        _column("name"),
        _column("source"),
    ],
    "primaryKey": ["date"],
    "missingValues": [""],
}
_RULES: Descriptor = {
    "fields": [
        _column("rule_id", required=True, pattern="[A-Z0-9-]+"),
        _column("family", required=True, pattern="[a-z0-9-]+"),
        _column("condition", pattern="[a-z_]+=[a-z_]+(?:;[a-z_]+=[a-z_]+)*"),
        _column("anchor", required=True),
        _column("amount", "integer", minimum=0),
        _column("unit", required=True, enum=["day", "workday", "month", "year", "term"]),
        _column("kind", required=True),
        _column("effective_from", "date"),
        _column("effective_to", "date"),
        _column("authority", required=True),
        _column("evidence", required=True),
        _column("note"),
    ],
    "primaryKey": ["rule_id"],
    "missingValues": [""],
}
SYSTEM: Mapping[str, Descriptor] = {"codes": _CODES, "rules": _RULES, "workdays": _WORKDAYS}
"""The schema of each of the system's own folders of tables under ``data/``."""


def system_resource(folder: str, path: str) -> Descriptor:
    """Return the description of one of the system's own tables."""
    return {"name": _name(folder, path), "title": path, **_csv(path), "schema": SYSTEM[folder]}
