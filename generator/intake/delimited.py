"""Read separated text: UTF-8, UTF-16 or GB 18030; commas, tabs or semicolons."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from generator.intake.grid import CELLS, COLUMNS, ROWS, Grid
from generator.intake.refused import refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_FIRST_LINE, _PIECE, _LONGEST_ROW = 1 << 16, 1 << 20, 1 << 22


def grid(file: str, content: bytes) -> Grid:
    """Read the cells of a text file; the separator is the one that the first line has most of."""
    if b"\0" in content and not content.startswith(tuple(mark for mark, _, _ in _BOMS)):
        raise refused("文件-09", file, problem="不是文本，也不是表格")
    codec, encoding = _encoding(file, content)
    with io.TextIOWrapper(io.BytesIO(content), codec, newline="") as text:
        first = text.readline(_FIRST_LINE)
        text.seek(0)
        separator = max(",\t;", key=first.count)
        try:
            lines = _Lines(file, text)
            rows = tuple(_bounded(file, lines, csv.reader(lines, delimiter=separator)))
        except csv.Error:
            raise refused("文件-09", file, problem="引号没有成对，各列分不开") from None
    told = () if encoding == "UTF-8" else (f"文件是 {encoding} 编码",)
    return Grid(file, rows, told=told)


class _Lines:
    """Give out the lines of a text; one row may not go on for ever, be it in one line or in many."""

    def __init__(self, file: str, text: io.TextIOWrapper) -> None:
        self.file, self.text, self.since = file, text, 0

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(_LONGEST_ROW):
            self.since += len(line)
            if self.since >= _LONGEST_ROW:
                raise refused("文件-10", self.file, problem="有一行太长，或者有一个引号没有成对")
            yield line


def _bounded(file: str, lines: _Lines, rows: Iterable[list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield rows until they are too many: what is not kept costs no memory."""
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells, lines.since = cells + len(row), 0
        if number > ROWS or len(row) > COLUMNS or cells > CELLS:
            raise refused("文件-10", file, problem=f"第 {number:,} 行还有内容，到这里已经有 {cells:,} 格")
        yield tuple(row)


def _encoding(file: str, content: bytes) -> tuple[str, str]:
    """Return what to read a text with, and how people call it; all of it is looked through.

    Raises: DataRejected when it is in none of them.
    """
    for mark, codec, name in _BOMS:
        if content.startswith(mark):
            if _readable(content, codec):
                return codec, name
            raise refused("编码-09", file)
    for codec, name in (("utf-8", "UTF-8"), ("gb18030", "GB18030")):
        if _readable(content, codec):
            return codec, name
    raise refused("编码-09", file)


def _readable(content: bytes, codec: str) -> bool:
    """Tell whether a text is in an encoding, piece by piece: the whole text would take up to four times its bytes."""
    reader, whole = codecs.getincrementaldecoder(codec)(), memoryview(content)
    try:
        for start in range(0, len(content), _PIECE):
            reader.decode(whole[start : start + _PIECE])
        reader.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decoded(file: str, content: bytes) -> str:
    """Return the text.

    Raises: DataRejected when it is in no encoding that is known.
    """
    return content.decode(_encoding(file, content)[0])
