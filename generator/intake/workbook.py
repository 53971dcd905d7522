"""Read workbooks: xlsx and xls. What could fill the memory is refused before it is read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from generator import formed
from generator.intake.grid import CELLS, COLUMNS, ROWS, Grid
from generator.intake.refused import refused

_UNPACKED = 192 * 1024 * 1024
"""The most bytes that an xlsx may unpack to; forty thousand rows of twenty columns take some 50 MB."""
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_FAR = re.compile(rb'\br="[A-Z]{3}\d+"')
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f\b')
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"')
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEAD = 4_096
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
    return _grid(file, content, [])


def _looked_through(file: str, archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Return where formulas and errors stand in each sheet, having unpacked everything once: nothing in it may be a monster.

    An archive that lies about the size of a part fails its checksum here.
    """
    infos = archive.infolist()
    if sum(item.file_size for item in infos) > _UNPACKED:
        raise refused("文件-10", file, problem="解压后太大")
    if "xl/workbook.xml" not in archive.namelist():
        raise refused("文件-09", file, problem="不是 Excel 表格")
    found = {}
    for item in infos:
        part = archive.read(item)
        if item.filename.endswith((".xml", ".rels")) and _DECLARED.search(part[:_HEAD]):
            raise refused("文件-09", file, problem="里面有不该有的声明（DOCTYPE）")
        if item.filename.startswith("xl/worksheets/"):
            found[item.filename] = _marks(file, part)
    return found


def _marks(file: str, part: bytes) -> Marks:
    """Return where formulas and errors stand in a sheet, having made sure that no cell lies far away."""
    last = max((int(found[1]) for found in _ROW.finditer(part)), default=0)
    if last > ROWS:
        raise refused("文件-10", file, problem=f"第 {last} 行还有格子")
    if _FAR.search(part):
        raise refused("文件-10", file, problem="ZZ 列右边还有格子")
    return _places(_FORMULA, part), _places(_ERROR, part)


def _places(pattern: re.Pattern[bytes], part: bytes) -> frozenset[tuple[int, int]]:
    return frozenset((int(row) - 1, _column(letters)) for letters, row in pattern.findall(part))


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
