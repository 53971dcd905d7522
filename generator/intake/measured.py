"""Measure an xlsx before it is read: what could fill the memory is refused, whoever made it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from generator.intake.grid import CELLS, COLUMNS, MARKED, ROWS
from generator.intake.refused import refused

_UNPACKED = 192 * 1024 * 1024
"""The most bytes that an xlsx may unpack to; forty thousand rows of twenty columns take some 50 MB."""
_PARTS = 10_000
"""The most files that an xlsx may consist of."""
_TEXT = 64 * 1024 * 1024
"""The most characters that all cells together may hold: a text that is shared by many cells is unpacked for each."""
_PLACE, _ANY_PLACE = (
    re.compile(rb' r="([A-Za-z]*)(\d+)'),
    re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)(\d+)"""),
)
"""Finds the place of a row or of a cell, whatever tag it is in: as every program writes it, and as it may be written."""
_ODD = (b"='", b" =", b"= ", b"\t", b"\n", b"\r")
"""What no program writes beyond the first line of a sheet, unless a text in it has line breaks."""
_USE = re.compile(rb'"s"[^<>]{0,300}>\s{0,50}<(?:\w{1,20}:)?v>(\d{1,9})<')
_SHARED = re.compile(rb"<(?:\w{1,20}:)?si\b")
_FORMULA, _ERROR = re.compile(rb"<(?:\w{1,20}:)?f\b"), re.compile(rb"""\bt\s*=\s*["']e["']""")
_NEAR = 400
"""A cell's place stands so few bytes before its formula, or its type, at most."""
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEAD, _LINE = 4_096, 100
Marks = tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]
"""Where formulas stand in a sheet, and results that are errors."""
NONE: Marks = (frozenset(), frozenset())


def looked_through(file: str, archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Return where formulas and errors stand in each sheet, having unpacked everything once: nothing in it may be a monster.

    An archive that lies about the size of a part fails its checksum here.
    """
    infos = archive.infolist()
    if sum(item.file_size for item in infos) > _UNPACKED or len(infos) > _PARTS:
        raise refused("文件-10", file, problem="解压后太大")
    if "xl/workbook.xml" not in archive.namelist():
        raise refused("文件-09", file, problem="不是 Excel 表格")
    found, room, lengths = {}, CELLS, list[int]()
    for item in infos:
        part = archive.read(item)
        if item.filename.endswith((".xml", ".rels")) and _DECLARED.search(part[:_HEAD]):
            raise refused("文件-09", file, problem="里面有不该有的声明（DOCTYPE）")
        if b"sheetData" in part:  # wherever it lies, and whatever it is called
            room -= _area(file, part, room)
            found[item.filename] = (
                _places(_FORMULA, part, b"<f", b":f"),
                _places(_ERROR, part, b'"e"', b"'e'"),
            )
        elif b"<si" in part or b":si" in part:
            lengths += _lengths(part)
    if lengths and max(lengths) * CELLS > _TEXT and _repeated(archive, found, lengths) > _TEXT:
        raise refused("文件-10", file, problem="同样的长文字出现的次数太多")
    return found


def _area(file: str, part: bytes, room: int) -> int:
    """Return how many cells a sheet takes up as a rectangle: one that lies far away would fill the memory."""
    rows, columns, last, seen = 0, 0, b"", set()
    place = _ANY_PLACE if any(part.find(sign, _LINE) >= 0 for sign in _ODD) else _PLACE
    for found in place.finditer(part):
        letters, number = found.groups()
        if number != last:
            rows, last = max(rows, int(number[:9])), number
        seen.add(letters[:4])
    columns = max((_column(letters.upper()) + 1 for letters in seen), default=0)
    if rows > ROWS or columns > COLUMNS:
        raise refused("文件-10", file, problem=f"第 {rows} 行、第 {columns} 列还有格子")
    filled = part.count(b"<c ") + part.count(b"<c>") + part.count(b":c ") + part.count(b":c>")
    area = max(rows * columns, filled)
    if area > room or part.count(b"mergeCell ") > MARKED:
        raise refused("文件-10", file, problem=f"有 {rows} 行、{columns} 列，或者合并的格子太多")
    return area


def _lengths(part: bytes) -> list[int]:
    """Return more or less how long each text is that cells share, in bytes."""
    starts = [found.start() for found in _SHARED.finditer(part)]
    return [after - start for start, after in pairwise([*starts, len(part)])]


def _repeated(archive: zipfile.ZipFile, names: Iterable[str], lengths: Sequence[int]) -> int:
    """Return how long all shared texts are once each cell has its own; a cell that is not understood has the longest."""
    total, longest = 0, max(lengths)
    for name in names:
        part = archive.read(name)
        unknown = part.count(b'"s"') + part.count(b"'s'")
        for found in _USE.finditer(part):
            total += lengths[min(int(found[1]), len(lengths) - 1)]
            unknown -= 1
        total += longest * max(unknown, 0)
    return total


def _places(pattern: re.Pattern[bytes], part: bytes, *signs: bytes) -> frozenset[tuple[int, int]]:
    """Return in which cells something stands, by the place that was told last before it."""
    found: set[tuple[int, int]] = set()
    if not any(sign in part for sign in signs):
        return frozenset(found)
    for item in islice(pattern.finditer(part), MARKED):
        start = max(part.rfind(b"<c", item.start() - _NEAR, item.start()), item.start() - _NEAR, 0)
        start = max(start, part.rfind(b":c", start, item.start()))
        place = _ANY_PLACE.search(part, start, item.end() + _NEAR)
        if place and place[1]:
            found.add((int(place[2][:9]) - 1, _column(place[1][:4].upper())))
    return frozenset(found)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
