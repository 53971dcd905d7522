"""Gather the pages about the whole site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import paths
from generator.measures import Measures
from generator.model import Disclosure
from generator.render import checking, dictionary, files, overview, quality, registers, statistics
from generator.render.files import Files
from generator.render.frames import Frames, page_meta
from generator.render.result_sheet import result_sheet
from generator.render.templates import Sheet
from generator.render.ways import Ways
from generator.views import Frame, Link


@dataclass(frozen=True, slots=True)
class Offered:
    """Hold the files that are offered to download, by path, and the file with which the search page begins."""

    files: Files
    searched: str = ""


def sheets(
    disclosure: Disclosure, frames: Frames, offered: Offered, found: Ways, prose: Mapping[str, str]
) -> Iterator[Sheet]:
    """Yield the pages about the whole site; ``prose`` are the titles of those that MkDocs has finished, by path."""
    organisations = len(found.placed)
    yield overview.home(disclosure, frames, organisations)
    yield overview.catalogue_page(disclosure, frames, files.of_catalogue(offered.files))
    yield overview.updates(disclosure, frames)
    yield overview.withdrawn(disclosure, frames)
    yield overview.downloads(disclosure, frames, offered.files)
    yield dictionary.dictionary(disclosure, frames, offered.files)
    yield overview.search(disclosure, frames, offered.searched)
    yield result_sheet(disclosure, frames, organisations)
    yield checking.checking(disclosure, frames, organisations)
    whole = {name: title for name, title in {**overview.TITLES, **prose}.items() if name != paths.NOT_FOUND}
    yield overview.site_map(disclosure, frames, whole, registers.links(found))


def measured(
    disclosure: Disclosure, frames: Frames, notices: int, found: Mapping[str, Measures]
) -> Iterator[Sheet]:
    """Yield the pages of what was measured."""
    yield quality.quality(disclosure, frames, notices, found)
    yield statistics.statistics(disclosure, frames, found)


def prose(frames: Frames, name: str, title: str) -> Frame:
    """Return the frame of a page that MkDocs has finished."""
    return frames.frame(
        name, title, f"{title}：{frames.disclosure.site.name}", page_meta(title, title), Link(title, "")
    )
