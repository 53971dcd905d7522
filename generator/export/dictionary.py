"""Write the data dictionary as files: every column of every list, what it means and what may stand in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from generator import explained, paths
from generator.explained import Column
from generator.model import Artefact, Catalogue, Code, Disclosure, Publication

_HEADER = (
    "list", "list_title", "place", "name", "type", "role", "meaning", "limits", "codes", "values", "refers_to",
    "description", "example",
)  # fmt: skip


def dictionary(disclosure: Disclosure, catalogue: Catalogue) -> Iterator[Artefact]:
    """Yield the dictionary as CSV, one column a line, and as JSON with all codes and their evidence."""
    found = [(item, explained.columns(item.dataset, catalogue)) for item in disclosure.publications]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows(_row(item, column) for item, columns in found for column in columns)
    yield Artefact(paths.download("dictionary", "csv"), out.getvalue().encode())
    said = {"lists": [_list(item, columns) for item, columns in found], "codes": _codes(found)}
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    yield Artefact(paths.download("dictionary", "json"), text.encode())


def _row(publication: Publication, column: Column) -> tuple[object, ...]:
    field, dataset = column.field, publication.dataset
    labels = "|".join(code.label for code in column.values)
    return (
        dataset.id, dataset.title, column.place, field.name, field.type, field.role, column.meaning,
        "；".join(column.limits), field.codes, labels, _refers(column), field.description, field.example,
    )  # fmt: skip


def _refers(column: Column) -> str:
    return f"{column.refers.id}.{column.to}" if column.refers else ""


def _list(publication: Publication, columns: tuple[Column, ...]) -> dict[str, Any]:
    dataset = publication.dataset
    notes = list(dataset.notes)
    return {"id": dataset.id, "title": dataset.title, "notes": notes, "columns": list(map(_column, columns))}


def _column(column: Column) -> dict[str, Any]:
    field = column.field
    return {
        "name": field.name,
        "type": field.type,
        "role": field.role,
        "meaning": column.meaning,
        "required": field.required,
        "many": field.many,
        "limits": list(column.limits),
        "codes": field.codes,
        "refers_to": _refers(column),
        "description": field.description,
        "example": field.example,
    }


def _codes(found: list[tuple[Publication, tuple[Column, ...]]]) -> dict[str, Any]:
    used = {c.field.codes: c.values for _, columns in found for c in columns if c.values}
    return {name: list(map(_code, used[name])) for name in sorted(used)}


def _code(code: Code) -> dict[str, str]:
    return {"code": code.code, "label": code.label, "note": code.note, "evidence": code.evidence}
