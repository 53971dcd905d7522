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
from generator.intake import probe
from generator.intake.grid import CELLS, COLUMNS, ROWS, Grid
from generator.intake.measured import NONE, Marks, looked_through
from generator.intake.refused import refused


def zipped(file: str, content: bytes) -> Grid:
    """Read an xlsx file.

    Raises: DataRejected when it is damaged, locked, or holds more than can be read safely.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            marks = looked_through(file, archive)
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
    return _grid(file, content, [marks.get(name, NONE) for name in order])


def compound(file: str, content: bytes) -> Grid:
    """Read an xls file; a locked xlsx looks like one and is refused."""
    if not probe.bearable(content):
        raise refused("文件-10", file, problem="展开后太大")
    return _grid(file, content, [])


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
    formulas, errors = marks[place] if place < len(marks) else NONE
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
