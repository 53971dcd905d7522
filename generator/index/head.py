"""Describe the corpus to the browser: its lists, what each row holds, by what it can be narrowed and ordered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator import facets
from generator.index.compressed import folder
from generator.index.corpus import Column, Corpus, Listing
from generator.index.ends import later, numbered
from generator.model import Artefact, Disclosure

VERSION = 6
MANIFEST = "assets/search.json"
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


def script(before: str, text: str, after: str) -> bytes:
    """Write JSON into a script; two line breaks of Unicode once ended a string there.

    The mark at its beginning says that it is UTF-8, whatever a server says of scripts: signs read wrong are not found.
    """
    for char, escaped in _SCRIPT_BREAKS.items():
        text = text.replace(char, escaped)
    return f"{before}{text}{after};\n".encode("utf-8-sig")


def as_script(corpus: Corpus, extra: Mapping[str, Any]) -> Artefact:
    """Return the head as a script named by its content: the search page has it before it draws anything."""
    content = script("self.gongshiHead=", compact(head(corpus, **extra)), "")
    return Artefact(f"{folder(content)}/head.js", content)


def manifest(disclosure: Disclosure, entry: Artefact) -> Artefact:
    """Return the only file of the search data that keeps its name: it says with which one to begin."""
    said = {"as_of": disclosure.as_of.isoformat(), "commit": disclosure.commit, "file": entry.path}
    return Artefact(MANIFEST, compact(said).encode())
