"""Read workbooks: xlsx and xls. What could fill the memory is refused before it is read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from generator import formed
from generator.intake import probe
from generator.intake.grid import CELLS, COLUMNS, MARKED, ROWS, Grid
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
_NONE: Marks = (frozenset(), frozenset())


def zipped(file: str, content: bytes) -> Grid:
    """Read an xlsx file.

    Raises: DataRejected when it is damaged, locked, or holds more than can be read safely.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            marks = _looked_through(file, archive)
            order = _order(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        KeyError,
        OSError,
        ValueError,
    ):
        raise refused("文件-09", file, problem="文件损坏，或者加了密码") from None
    return _grid(file, content, [marks.get(name, _NONE) for name in order])


def compound(file: str, content: bytes) -> Grid:
    """Read an xls file; a locked xlsx looks like one and is refused."""
    if not probe.bearable(content):
        raise refused("文件-10", file, problem="展开后太大")
    return _grid(file, content, [])


def _looked_through(file: str, archive: zipfile.ZipFile) -> dict[str, Marks]:
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
        if item.filename.startswith("xl/worksheets/"):
            room -= _area(file, part, room)
            found[item.filename] = (
                _places(_FORMULA, part, b"<f", b":f"),
                _places(_ERROR, part, b'"e"', b"'e'"),
            )
        elif item.filename.casefold().endswith("sharedstrings.xml"):
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


def _order(archive: zipfile.ZipFile) -> list[str]:
    """Return the parts of the sheets in the order of the workbook."""
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {
        _attribute(tag, "Id"): _attribute(tag, "Target")
        for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links)
    }
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    ids = [_attribute(tag, r"\w+:id") for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book)]
    return [_inside(targets.get(name, "")) for name in ids]


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\s{name}=["']([^"']*)["']""", tag)
    return found[1] if found else ""


def _inside(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _grid(file: str, content: bytes, marks: Sequence[Marks]) -> Grid:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        filled = [(place, sheet) for place, sheet in _visible(book) if sheet.end is not None]
        if not filled:
            raise refused("表格-10", file)
        place, sheet = filled[0]
        high, wide = sheet.total_height, sheet.total_width
        if high > ROWS or wide > COLUMNS or high * wide > CELLS:
            raise refused("文件-10", file, problem=f"有 {high} 行、{wide} 列")
        rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
        merged = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
        owner = _owner(book)
    except CalamineError:
        raise refused("文件-09", file, problem="文件损坏、加了密码，或者不是 Excel 表格") from None
    others = [sheet.name for _, sheet in filled[1:] if sheet.name != formed.GUIDE]
    told = (f"只读了第一张表“{sheet.name}”，没有读：{'、'.join(others)}",) if others else ()
    formulas, errors = marks[place] if place < len(marks) else _NONE
    return Grid(file, rows, merged, formulas, errors, owner, told)


def _visible(book: CalamineWorkbook) -> list[tuple[int, CalamineSheet]]:
    return [
        (place, book.get_sheet_by_index(place))
        for place, item in enumerate(book.sheets_metadata)
        if item.visible == SheetVisibleEnum.Visible and item.typ == SheetTypeEnum.WorkSheet
    ]


def _owner(book: CalamineWorkbook) -> str:
    if formed.CHOICES not in book.sheet_names:
        return ""
    cells: Iterator[list[Any]] = iter(book.get_sheet_by_name(formed.CHOICES).to_python(nrows=2))
    head, row = next(cells, []), next(cells, [])
    return str(row[0]) if head[:1] == [formed.OWNER] and row else ""
