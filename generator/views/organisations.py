"""The pages of organisations, and the ways to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.views.shared import Cell, Link


@dataclass(frozen=True, slots=True)
class Card:
    """Hold one record on an organisation's page."""

    title: str
    href: str
    text: str
    facts: tuple[Cell, ...]
    tag: str = ""
    marks: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Hold one list on an organisation's page; ``zero`` speaks when there are no cards."""

    anchor: str
    label: str
    tone: str
    zero: str
    cards: tuple[Card, ...]
    list_href: str


@dataclass(frozen=True, slots=True)
class EntityPage:
    """entity.html: everything of one organisation across lists, in stacked sections."""

    name: str
    code: str
    sections: tuple[Section, ...]
    json_href: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Hold one way to find organisations, with how they come to stand where they stand, and its groups."""

    anchor: str
    label: str
    hint: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EntityHub:
    """entities.html: the search box, the ways by district, trade and letter, and the pages of everyone."""

    total: int
    ways: tuple[Way, ...]
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EntityIndex:
    """register.html: everyone, or those of one district, trade or letter, in static pages under headings.

    ``way`` names what ``beside`` it is to be chosen from, blank for the register of everyone.
    """

    heading: str
    total: int
    hint: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]
    pages: tuple[Link, ...]
    current: str
    way: str
    beside: tuple[Link, ...]
    here: str
