"""The sheet that states what a search looked through, and prints with its outcome."""

from __future__ import annotations

from generator import paths
from generator.filters import thousands
from generator.model import Disclosure
from generator.render.frames import Frames
from generator.render.overview import count, sheet
from generator.render.templates import Sheet
from generator.views import Link, ResultSheet


def result_sheet(disclosure: Disclosure, frames: Frames, organisations: int, data_root: str) -> Sheet:
    """Make the page that a search is printed from: every list it looks through, the day, the version, the root."""
    lists = tuple(
        Link(p.dataset.title, paths.listing(p.dataset.id), count(p)) for p in disclosure.publications
    )
    total = sum(len(p.records) for p in disclosure.publications)
    view = ResultSheet(lists, thousands(total), thousands(organisations), data_root)
    return sheet(frames, "sheet", "写明查了哪些清单、截至哪一天、结果如何，可以打印。", view)
