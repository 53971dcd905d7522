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
PIECE = 2_000
"""So many rows make a line of the file: the browser reads one while the next is still on its way."""


def opened(lines: Iterable[str]) -> Artefact:
    """Return the data as a script that calls ``gongshiData``."""
    return Artefact(SCRIPT, script("gongshiData([", ",".join(lines), "])"))


def file(lines: Iterable[str]) -> Artefact:
    """Return the data as compressed lines of JSON, named by their content: no server need compress it, any may keep it.

    UTF-8 is larger than GB 18030, but read in a quarter of the time.
    """
    content = codecs.BOM_UTF8 + "".join(f"{line}\n" for line in lines).encode()
    return Artefact(f"{folder(content)}/all.gz", compressed(content))


def data(corpus: Corpus) -> Iterator[str]:
    """Yield everything as lines of JSON: the head, then the organisations and the lists in pieces."""
    held, places = corpus.rows(), _places(corpus)
    yield compact(head(corpus, columns={item.dataset.id: columns(item) for item in corpus.listings}))
    yield from map(compact, _together(held))
    for number, item in enumerate(corpus.listings, start=1):
        yield from map(compact, _records(number, item, held, places))


def _places(corpus: Corpus) -> dict[tuple[str, str], int]:
    """Return for a list and the key of a record the number of the organisation it is about."""
    return {
        (publication.dataset.id, record.key): number
        for number, org in enumerate(corpus.organisations)
        for publication, record in org.records
    }


def _together(held: Sequence[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(held), PIECE):
        rows = [(*row[:_OTHERS], _SAME.join(row[_OTHERS:])) for row in held[start : start + PIECE]]
        yield {"part": 0, "columns": columnar(rows)}


def _records(
    number: int, item: Listing, held: Sequence[Sequence[Any]], places: Mapping[tuple[str, str], int]
) -> Iterator[dict[str, Any]]:
    """Yield the records of a list, of each the number of its organisation, and which columns may stand there only."""
    columns = {item.dataset.column_of("subject"): _NAME, item.dataset.column_of("subject_code"): _CODE}
    own = [(SHOWN + place, columns[name]) for place, name in enumerate(item.shown) if name in columns]
    rows = item.rows()
    for start in range(0, len(rows), PIECE):
        records = item.records[start : start + PIECE]
        parties = [places.get((item.dataset.id, record.key), -1) for record in records]
        found = list(_turned(rows[start : start + PIECE]))
        for place, at in own:
            pairs = zip(found[place], parties, strict=True)
            found[place] = [
                _SAME if party >= 0 and text == held[party][at] else text for text, party in pairs
            ]
        said = list(map(FIELD_BREAK.join, found))
        yield {"part": number, "columns": said, "parties": parties, "own": own}


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
