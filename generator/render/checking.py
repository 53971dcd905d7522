"""The page where a visitor checks a whole list of names at once, in the browser."""

from __future__ import annotations

from generator import paths
from generator.filters import thousands
from generator.model import Disclosure
from generator.render.frames import Frames
from generator.render.overview import counted, sheet
from generator.render.templates import Sheet
from generator.views import CheckPage, Link


def checking(disclosure: Disclosure, frames: Frames, organisations: int) -> Sheet:
    """Make the page; it says which lists are looked at: those whose records are about somebody."""
    lists = tuple(
        Link(item.dataset.title, paths.listing(item.dataset.id), counted(item))
        for item in disclosure.publications
        if item.dataset.names_parties
    )
    said = "一次核对一份机构名单有没有公示信息；全部在浏览器里完成，名单不上传。"
    return sheet(frames, "check", said, CheckPage(lists, thousands(organisations)))
