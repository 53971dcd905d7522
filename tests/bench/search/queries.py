"""Draw what people ask: pieces of names, codes and their ends, document numbers in any dress, two terms, misses."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from generator.normalise import normalise
from tests.bench.search.corpus import AMOUNT, CODE, DAY, FACETS, NAME, NUMBER, OFFENCE, PERSON, Row

SEED = 20261121
STYLES = (("〔", "〕"), ("[", "]"), ("（", "）"), ("【", "】"), (" ", " "))
SORTS = (DAY, AMOUNT, f"-{AMOUNT}")
POOL = 4000
"""Rows from which questions are drawn; more would change nothing."""


@dataclass(frozen=True, slots=True)
class Query:
    """Hold one question; with ``filters`` or a ``sort`` it is put to the list, else to the whole site."""

    kind: str
    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""

    @property
    def listed(self) -> bool:
        """Tell whether the question is put to the list."""
        return bool(self.filters or self.sort)


def sample(rows: Iterable[Row], count: int) -> list[Query]:
    """Return about 1,400 questions to a corpus of ``count`` rows.

    ``miss`` is a guess that truth must confirm: signs of one name after those of another.
    """
    draw = random.Random(SEED)
    chosen = set(draw.sample(range(count), min(POOL, count)))
    pool = [row for at, row in enumerate(rows) if at in chosen]
    parts = (_names, _codes, _numbers, _persons, _offences, _pairs, _misses, _narrowed, _sorted)
    drawn = chain.from_iterable(part(draw, pool) for part in parts)
    found = {repr(query): query for query in drawn if len(normalise(query.text)) >= 2}
    return list(found.values())


def _piece(draw: random.Random, text: str, least: int, most: int) -> str:
    """Cut a piece that has ``least`` to ``most`` signs once normalised; the whole text when it is shorter."""
    start = draw.randrange(max(len(text) - least, 0) + 1)
    return text[start : start + draw.randint(least, most)]


def _some(draw: random.Random, pool: Sequence[Row], column: str, count: int) -> Iterator[str]:
    """Draw so many rows and yield what they say in a column."""
    said = (row[column] for row in iter(lambda: draw.choice(pool), None) if row[column])
    return islice(said, count)


def _names(draw: random.Random, pool: Sequence[Row]) -> Iterator[Query]:
    for name in _some(draw, pool, NAME, 280):
        yield Query("piece of a name", _piece(draw, name, 2, 6))
    for name in _some(draw, pool, NAME, 90):
        yield Query("name", name)


def _codes(draw: random.Random, pool: Sequence[Row]) -> Iterator[Query]:
    for at, code in enumerate(_some(draw, pool, CODE, 75)):
        wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
        dressed = (code, code.lower(), wide, f"{code[:8]}-{code[8:]}")
        yield Query("code", dressed[at % len(dressed)])
    for code in _some(draw, pool, CODE, 110):
        yield Query("end of a code", code[-draw.randint(4, 8) :])


def _numbers(draw: random.Random, pool: Sequence[Row]) -> Iterator[Query]:
    for opening, closing in STYLES:
        for number in _some(draw, pool, NUMBER, 45):
            dressed = number.translate(str.maketrans("〔〕[]﹝﹞", (opening + closing) * 3))
            yield Query("document number", dressed)


def _persons(draw: random.Random, pool: Sequence[Row]) -> Iterator[Query]:
    for name in _some(draw, pool, PERSON, 110):
        yield Query("person", name)


def _offences(draw: random.Random, pool: Sequence[Row]) -> Iterator[Query]:
    for text in _some(draw, pool, OFFENCE, 220):
        yield Query("piece of an offence", _piece(draw, text, 2, 8))


def _pairs(draw: random.Random, pool: Sequence[Row]) -> Iterator[Query]:
    for _ in range(130):
        row = draw.choice(pool)
        name, offence = _piece(draw, row[NAME], 2, 4), _piece(draw, row[OFFENCE], 2, 6)
        if len(normalise(name)) > 1 and len(normalise(offence)) > 1:
            yield Query("two terms", f"{name} {offence}")


def _misses(draw: random.Random, pool: Sequence[Row]) -> Iterator[Query]:
    for _ in range(120):
        one, other = draw.choice(pool), draw.choice(pool)
        column = draw.choice((NAME, OFFENCE, CODE))
        head, tail = _piece(draw, one[column], 2, 3), _piece(draw, other[column], 2, 3)
        yield Query("miss", head + tail)


def _narrowed(draw: random.Random, pool: Sequence[Row]) -> Iterator[Query]:
    for at in range(120):
        row, other = draw.choice(pool), draw.choice(pool)
        facet = list(FACETS)[at % 3]
        filters = {facet: tuple(dict.fromkeys((label(row, facet), label(other, facet))))[: 1 + at % 2]}
        if at % 4 == 0:
            filters["kind"] = (label(row, "kind"),)
        text = _piece(draw, row[NAME] if at % 2 else row[OFFENCE], 2, 3)
        yield Query("narrowed", text, filters)


def _sorted(draw: random.Random, pool: Sequence[Row]) -> Iterator[Query]:
    for at, name in enumerate(_some(draw, pool, NAME, 60)):
        yield Query("sorted", _piece(draw, name, 2, 3), sort=SORTS[at % len(SORTS)])


def label(row: Row, facet: str) -> str:
    """Return what a row says for a facet: of a date the year."""
    said = row[FACETS[facet]]
    return said[:4] if FACETS[facet] == DAY else said
