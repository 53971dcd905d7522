"""Describe the corpus to the browser: its lists, what each row holds, by what it can be narrowed and ordered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator import facets
from generator.index.corpus import Column, Corpus, Listing
from generator.index.ends import later, numbered

VERSION = 4
_SCRIPT_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029"}


def head(corpus: Corpus, **extra: Any) -> dict[str, Any]:
    """Return what the browser must know before it searches."""
    disclosure = corpus.disclosure
    return {
        "v": VERSION,
        "as_of": disclosure.as_of.isoformat(),
        "commit": disclosure.commit,
        "organisations": len(corpus.organisations),
        "letters": int(disclosure.site.pinyin),
        "lists": [_listing(item) | later(disclosure.as_of, item.records) for item in corpus.listings],
        "ends": numbered(corpus),
        **extra,
    }


def _listing(item: Listing) -> dict[str, Any]:
    """Return of a list: where it begins, what its rows hold, which of it is the title, which the page shows."""
    dataset, shown = item.dataset, item.shown
    return {
        "id": dataset.id,
        "title": dataset.title,
        "unit": dataset.unit,
        "first": item.first,
        "count": len(item.records),
        "fields": shown,
        "searched": len(item.searched),
        "key": shown.index(dataset.key),
        "name": [shown.index(name) for name in dataset.record.title],
        "columns": [shown.index(name) for name in dataset.list.columns],
        "dated": dataset.field(dataset.list.sort.removeprefix("-")).type == "date"
        if dataset.list.sort
        else False,
        "facets": [{"id": facet.id, "title": facets.title(dataset, facet)} for facet in dataset.facets],
        "sorts": [
            {"field": name, "dated": dataset.field(name).type == "date"} for name in dataset.list.sorts
        ],
    }


def column(found: Column) -> Mapping[str, Any]:
    """Return a facet of a list as the browser counts it."""
    return {"values": found.values, "sets": found.sets, "codes": found.codes}


def compact(value: Any) -> str:
    """Write a value as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def script(called: str, text: str) -> bytes:
    """Write JSON as a script that calls a function with it; two line breaks of Unicode once ended a string there."""
    for char, escaped in _SCRIPT_BREAKS.items():
        text = text.replace(char, escaped)
    return f"{called}({text});\n".encode()
