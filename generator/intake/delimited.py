"""Read separated text: UTF-8, UTF-16 or GB 18030; commas, tabs or semicolons."""

from __future__ import annotations

import codecs
import csv
import io

from generator.intake.grid import Grid
from generator.intake.refused import refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def grid(file: str, content: bytes) -> Grid:
    """Read the cells of a text file; the separator is the one that the first line has most of."""
    if b"\0" in content and not content.startswith(tuple(mark for mark, _, _ in _BOMS)):
        raise refused("文件-09", file, problem="不是文本，也不是表格")
    text, encoding = decoded(file, content)
    first = text.partition("\n")[0]
    separator = max(",\t;", key=first.count)
    try:
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise refused("文件-09", file, problem="引号没有成对，各列分不开") from None
    told = () if encoding == "UTF-8" else (f"文件是 {encoding} 编码",)
    return Grid(file, rows, told=told)


def decoded(file: str, content: bytes) -> tuple[str, str]:
    """Return the text and the encoding it was in.

    Raises: DataRejected when it is in none of them.
    """
    for mark, codec, name in _BOMS:
        if content.startswith(mark):
            return _decoded(file, content, codec), name
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _decoded(file, content, "gb18030"), "GB18030"


def _decoded(file: str, content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        raise refused("编码-09", file) from None
