"""The sheet that states what a search looked through, and prints with its outcome."""

from __future__ import annotations

from generator.filters import thousands
from generator.model import Disclosure
from generator.render.frames import Frames
from generator.render.overview import lists, sheet
from generator.render.templates import Sheet
from generator.views import ResultSheet


def result_sheet(disclosure: Disclosure, frames: Frames, organisations: int) -> Sheet:
    """Make the page that a search is printed from: every list it looks through, the day, the version, the root."""
    total = sum(len(p.records) for p in disclosure.publications)
    view = ResultSheet(lists(disclosure), thousands(total), thousands(organisations))
    return sheet(frames, "sheet", "写明查了哪些清单、截至哪一天、结果如何，可以打印。", view)
