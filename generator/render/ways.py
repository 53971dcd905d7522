"""The ways by which an organisation is found without a search: its district, its trades, the letter of its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.facets import UNSAID
from generator.model import Catalogue, Publication, Record
from generator.pinyin import NO_LETTER, initial, trade_name
from generator.render.entities import Entity, newest_first
from generator.roles import parts

WayName = Literal["district", "trade", "letter"]
LABELS: Mapping[WayName, str] = {"district": "按区划", "trade": "按行业", "letter": "按名称首字母"}
"""What the ways are called; the order is that of the pages."""
_OTHER = "其他"
"""What the names without a letter are called."""
Trade = tuple[str, str]
"""A trade as programs know it and as people read it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Hold an organisation with where it stands: one district (code), trades, one letter.

    ``order`` keeps together the names that begin with the same character after the places.
    """

    entity: Entity
    district: str
    trades: tuple[Trade, ...]
    letter: str
    order: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Hold those who stand under one district, trade or letter; ``name`` is for the address."""

    name: str
    label: str
    title: str
    members: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """Hold every organisation, placed, and the groups of each way; ``districts`` says what a district is called."""

    placed: tuple[Placed, ...]
    districts: Mapping[str, str]
    groups: Mapping[WayName, tuple[Group, ...]]


def ways(found: Iterable[Entity], catalogue: Catalogue, letter: Callable[[str], str] = initial) -> Ways:
    """Sort organisations into districts, trades and letters; ``letter`` tells of a name under which it is filed."""
    places = frozenset(catalogue.regions.values())
    placed = tuple(_placed(entity, catalogue, places, letter) for entity in found)
    districts = _called(sorted({item.district for item in placed}), catalogue.regions)
    return Ways(
        placed,
        districts,
        {
            "district": tuple(_districts(placed, districts)),
            "trade": tuple(_trades(placed)),
            "letter": tuple(_letters(placed)),
        },
    )


def _placed(
    entity: Entity, catalogue: Catalogue, places: frozenset[str], letter: Callable[[str], str]
) -> Placed:
    known = trade_name(entity.name, places)
    return Placed(
        entity,
        district=_district(entity),
        trades=tuple(dict.fromkeys(_trades_of(entity, catalogue))) or (("", UNSAID),),
        letter=letter(known),
        order=(known, entity.name, entity.code),
    )


def _district(entity: Entity) -> str:
    """Return what the latest record with a region says, else the area in the credit code (its third to eighth digits; GB 32100)."""
    said = (_cell(item, "region") for item in newest_first(entity.records))
    return next(filter(None, said), "") or entity.code[2:8]


def _trades_of(entity: Entity, catalogue: Catalogue) -> Iterator[Trade]:
    for publication, record in entity.records:
        dataset, text = publication.dataset, _cell((publication, record), "trade")
        column = dataset.column_of("trade")
        for label in parts(dataset.field(column), text) if text else ():
            yield catalogue.token_in(dataset, column, {column: label}), label


def _cell(item: tuple[Publication, Record], role: str) -> str:
    publication, record = item
    return record.values.get(publication.dataset.column_of(role), "")


def _called(codes: Sequence[str], regions: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each district; where two have the same, with the code."""
    said = {code: regions.get(code, f"区划 {code}") for code in codes}
    names = Counter(said.values())
    return {code: name if names[name] == 1 else f"{name}（{code}）" for code, name in said.items()}


def _districts(placed: Sequence[Placed], districts: Mapping[str, str]) -> Iterator[Group]:
    """Yield the districts by code; within one, organisations stand by letter."""
    for code, name in districts.items():
        members = _ordered((item for item in placed if item.district == code), lambda item: item.letter)
        yield Group(code, name, f"{name}的机构", members)


def _trades(placed: Sequence[Placed]) -> Iterator[Group]:
    """Yield the trades from the most common, those that say none last; within one, by district."""
    counts = Counter(trade for item in placed for trade in item.trades)
    for token, label in sorted(counts, key=lambda trade: (not trade[0], -counts[trade], trade)):
        members = _ordered((item for item in placed if (token, label) in item.trades), _by_district)
        title = f"行业为{label}的机构" if token else f"行业{label}的机构"
        yield Group(token, label, title, members)


def _letters(placed: Sequence[Placed]) -> Iterator[Group]:
    """Yield the letters A to Z, then the names that have none; within one, by district."""
    for letter in sorted({item.letter for item in placed}, key=lambda sign: (sign == NO_LETTER, sign)):
        members = _ordered((item for item in placed if item.letter == letter), _by_district)
        if letter == NO_LETTER:
            yield Group("other", _OTHER, "名称首字母不在 A 至 Z 的机构", members)
        else:
            yield Group(letter.lower(), letter, f"名称首字母为 {letter} 的机构", members)


def _by_district(item: Placed) -> str:
    return item.district


def _ordered(members: Iterable[Placed], heading: Callable[[Placed], str]) -> tuple[Placed, ...]:
    return tuple(sorted(members, key=lambda item: (heading(item), item.order)))
