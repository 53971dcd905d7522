"""Make the search data of a small site: one columnar file that the browser scans, so that nothing can be missed."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from generator.index.compressed import compressed, folder
from generator.index.corpus import FIELD_BREAK, SHOWN, Corpus, Listing
from generator.index.head import column, compact, head, script
from generator.model import Artefact

SCRIPT = "assets/search-data.js"
"""The same as a script: a page that was opened from a folder may load scripts and nothing else."""
_SAME = "\t"
"""Stands in a record where its organisation's name or code would: that is there already."""
_CODE, _NAME, _OTHERS = 0, 2, 3
"""Where an organisation's row holds its code, its name, and from where on its other names."""


def opened(data: str) -> Artefact:
    """Return the data as a script that calls ``gongshiData``."""
    return Artefact(SCRIPT, script("gongshiData(", data, ")"))


def file(data: str) -> Artefact:
    """Return the data as compressed JSON, named by their content: no server need compress it, any may keep it."""
    content = (
        codecs.BOM_UTF8 + data.encode()
    )  # larger than GB 18030, but read in a quarter of the time: a whole file
    return Artefact(f"{folder(content)}/all.gz", compressed(content))


def data(corpus: Corpus) -> str:
    """Return everything as JSON."""
    held = corpus.rows()
    places = _places(corpus)
    said = head(corpus) | {
        "parts": [_together(held), *(_records(item, held, places) for item in corpus.listings)],
        "columns": {item.dataset.id: columns(item) for item in corpus.listings},
    }
    return compact(said)


def _places(corpus: Corpus) -> dict[tuple[str, str], int]:
    """Return for a list and the key of a record the number of the organisation it is about."""
    return {
        (publication.dataset.id, record.key): number
        for number, org in enumerate(corpus.organisations)
        for publication, record in org.records
    }


def _together(held: Sequence[Sequence[Any]]) -> dict[str, Any]:
    return {"columns": columnar([(*row[:_OTHERS], _SAME.join(row[_OTHERS:])) for row in held])}


def _records(
    item: Listing, held: Sequence[Sequence[Any]], places: Mapping[tuple[str, str], int]
) -> dict[str, Any]:
    """Return the records of a list, of each the number of its organisation, and which columns may stand there only."""
    parties = [places.get((item.dataset.id, record.key), -1) for record in item.records]
    columns = {item.dataset.column_of("subject"): _NAME, item.dataset.column_of("subject_code"): _CODE}
    own = [(SHOWN + place, columns[name]) for place, name in enumerate(item.shown) if name in columns]
    found = list(_turned(item.rows()))
    for place, at in own if found else ():
        pairs = zip(found[place], parties, strict=True)
        found[place] = [_SAME if party >= 0 and text == held[party][at] else text for text, party in pairs]
    return {"columns": list(map(FIELD_BREAK.join, found)), "parties": parties, "own": own}


def columnar(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as columns, each one text: like beside like takes a third less. Of a short row the rest is blank."""
    return list(map(FIELD_BREAK.join, _turned(rows)))


def _turned(rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    return zip_longest(*rows, fillvalue="")


def columns(item: Listing) -> dict[str, Any]:
    """Return how a list can be narrowed and ordered, and which row of its file each record is."""
    found: dict[str, Any] = {f"facet-{made.facet.id}": column(made) for made in item.columns}
    found |= {f"sort-{place}": ranks for place, ranks in enumerate(item.ranks)}
    return found | {"rows": differences(item.file_rows)}


def differences(numbers: Sequence[int]) -> list[int]:
    """Return each number as its distance from the one before: of neighbours that is nearly always the same."""
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]


def named(rows: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Return of organisations the texts that are searched, as the browser takes them from a row."""
    return [[row[_NAME], row[_CODE], *row[_OTHERS:]] for row in rows]


def texts(item: Listing, rows: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Return of a list's records the texts that are searched, as the browser takes them from a row."""
    end = SHOWN + len(item.searched)
    return [row[SHOWN:end] for row in rows]
