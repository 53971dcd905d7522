"""Judge the full texts that rows name: that they are there, are text, and hold no personal data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import privacy
from generator.check.cells import INVISIBLE
from generator.check.people import RULES
from generator.check.sheet import Sheet
from generator.messages import finding
from generator.model import Catalogue, Finding, Table
from generator.roles import ROLES


def judge(root: Path, catalogue: Catalogue, table: Table) -> Iterator[Finding]:
    """Yield what is wrong with the full texts of a list."""
    sheet, column = Sheet(table.dataset, catalogue), table.dataset.column_of("fulltext")
    safe = ROLES["fulltext"].form
    folder = root / "data" / table.dataset.id
    for row in table.rows if column else ():
        name = row.values.get(column, "")
        if not name or (safe and safe(name)):
            continue
        if not (folder / name).is_file():
            yield sheet.say(row, column, "文件-05", name=name)
        elif not table.texts.get(name) and (folder / name).stat().st_size:
            yield sheet.say(row, column, "文件-07", name=name)
        else:
            yield from _characters(f"data/{table.dataset.id}/{name}", table.texts.get(name, ""))


def _characters(file: str, text: str) -> Iterator[Finding]:
    for leak in privacy.scan(text):
        yield finding(RULES[leak.kind], file, row=_line(text, leak.start), mask=leak.mask)
    hidden = INVISIBLE.search(text)
    if hidden:
        position = hidden.start() - text.rfind("\n", 0, hidden.start())
        yield finding("编码-05", file, row=_line(text, hidden.start()), position=position, char=hidden[0])


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
