"""What ``data/site.yaml`` says of the whole site."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.described.base import Described


class Tile(Described):
    """Point from the home page to a page of the site."""

    label: str
    href: str


class Site(Described):
    """Hold the facts of the whole site: ``data/site.yaml``.

    With ``pinyin``, organisations are also found by the first letters of their names. A page whose data are older
    than ``stale_after`` days says so; 0 means never.
    """

    name: str
    url: str
    description: str
    organiser: str
    undertaker: str = ""
    id_code: str
    icp: str = ""
    police_icp: str = ""
    phone: str
    hours: str
    email: str = ""
    address: str = ""
    region: str
    groups: tuple[str, ...]
    tiles: tuple[Tile, ...] = ()
    examples: tuple[str, ...] = ()
    pinyin: bool = False
    stale_after: Annotated[int, Field(strict=True, ge=0)] = 3
    formal: bool = False
    demo: str = ""
    licence: str
    licence_url: str = ""
