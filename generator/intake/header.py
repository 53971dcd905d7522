"""Find the header among the first rows, and say which column is which."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from generator import formed
from generator.described import Dataset
from generator.intake.grid import Grid, filled
from generator.messages import cell_address, finding
from generator.model import Finding

_SEARCHED = 5
"""The header stands in one of so many rows; above it may be a title."""
_DECORATION = re.compile(r"[\s*＊:：]|[（(]必填[）)]")


@dataclass(frozen=True, slots=True)
class Header:
    """Say where the header is and in which place each described column stands; rows and places count from nought.

    ``was`` is the place of the keys that the rows were given out with, where the table is a form of ours.
    """

    row: int
    places: Mapping[str, int]
    findings: tuple[Finding, ...]
    told: tuple[str, ...] = ()
    was: int | None = None


def header(grid: Grid, dataset: Dataset, personal: Collection[str], *, partial: bool) -> Header:
    """Find the header of a list in a table.

    ``personal`` are words that betray a column of personal data: it is left out. With ``partial`` a column that
    may be blank may also be missing.
    """
    known = {plain(word): item.name for item in dataset.fields for word in (*item.aliases, item.name)}
    heads = [[plain(str(cell)) for cell in row] for row in grid.rows[:_SEARCHED]]
    hits = [sum(cell in known for cell in row) for row in heads]
    best = max(hits, default=0)
    if best < min(2, len(dataset.fields)):
        wanted = "、".join(dataset.header[:4])
        return Header(0, {}, (finding("表头-07", grid.file, rows=_SEARCHED, wanted=wanted),))
    row = hits.index(best)
    places: dict[str, int] = {}
    for place, cell in enumerate(heads[row]):
        places.setdefault(known.get(cell, ""), place)
    places.pop("", None)
    found = tuple(_faults(grid, dataset, row, places, known, personal, partial))
    told = (f"表头在第 {row + 1} 行，上面的没有导入",) if row else ()
    was = heads[row].index(_WAS) if _WAS in heads[row] else None
    return Header(row, places, found, told, was)


def plain(text: str) -> str:
    """Return a header as it is compared: without blanks, stars, colons and 必填."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", text))


_WAS = plain(formed.WAS)


def _faults(
    grid: Grid,
    dataset: Dataset,
    row: int,
    places: Mapping[str, int],
    known: Mapping[str, str],
    personal: Collection[str],
    partial: bool,
) -> Iterator[Finding]:
    texts = [str(cell).strip() for cell in grid.rows[row]]
    strange = [place for place, text in enumerate(texts) if plain(text) not in {*known, _WAS}]
    for place in strange:
        yield from _strange(grid, row, place, texts[place], personal)
    twice = Counter(known[plain(text)] for text in texts if plain(text) in known)
    yield from (finding("表头-05", grid.file, row=row + 1, found=name) for name, n in twice.items() if n > 1)
    for field in dataset.fields:
        if field.name not in places and (field.required or not partial):
            close = get_close_matches(field.name, [texts[place] for place in strange], n=1, cutoff=0.5)
            rule, found = ("表头-01", close[0]) if close else ("表头-02", "")
            yield finding(rule, grid.file, row=row + 1, wanted=field.name, found=found)


def _strange(grid: Grid, row: int, place: int, text: str, personal: Collection[str]) -> Iterator[Finding]:
    cell = cell_address(place, row + 1)
    if not text:
        if any(place < len(line) and filled(line[place]) for line in grid.rows[row + 1 :]):
            yield finding("表头-06", grid.file, row=row + 1, cell=cell)
    elif any(word in plain(text) for word in personal):
        yield finding("表头-08", grid.file, row=row + 1, cell=cell, found=text)
    else:
        yield finding("表头-03", grid.file, row=row + 1, cell=cell, found=text)
