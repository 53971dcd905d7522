"""Make the search data of a small site: one columnar file that the browser scans, so that nothing can be missed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from generator.index.compressed import compressed
from generator.index.corpus import FIELD_BREAK, Corpus, Listing, aliases
from generator.index.head import column, compact, head, script
from generator.model import Artefact

SCRIPT = "assets/search-data.js"
"""The same as a script: a page that was opened from a folder may load scripts and nothing else."""


def opened(corpus: Corpus) -> Artefact:
    """Return the data as a script that calls ``gongshiData``."""
    return Artefact(SCRIPT, script("gongshiData", _data(corpus)))


def file(corpus: Corpus) -> Artefact:
    """Return the data as compressed JSON, named by their content: no server need compress it, any may keep it."""
    content = compact(_data(corpus)).encode()
    path = f"assets/search/{hashlib.sha256(content).hexdigest()[:12]}/all.gz"
    return Artefact(path, compressed(content))


def _data(corpus: Corpus) -> dict[str, Any]:
    found = [FIELD_BREAK.join(map(str, row)) for row in rows(corpus)]
    return head(corpus) | {
        "rows": found,
        "columns": {item.dataset.id: _columns(item) for item in corpus.listings},
    }


def _slug(slug: str, key: str) -> str:
    """Return the name of a record's page where its key is not that already."""
    return "" if slug == key else slug


def _columns(item: Listing) -> dict[str, Any]:
    found: dict[str, Any] = {f"facet-{made.facet.id}": column(made) for made in item.columns()}
    found |= {f"sort-{place}": item.ranks(name) for place, name in enumerate(item.dataset.list.sorts)}
    return found | {"rows": item.file_rows()}


def rows(corpus: Corpus) -> Iterator[list[Any]]:
    """Yield everything that can be found, one by one, as results show it."""
    for org in corpus.organisations:
        yield [org.code, len(org.records), org.name, *corpus.letters(org), *aliases(org)]
    for item in corpus.listings:
        for record in item.records:
            marks = "；".join(record.marks)
            yield [_slug(record.slug, record.key), item.day(record), marks, *item.fields(record, item.shown)]
