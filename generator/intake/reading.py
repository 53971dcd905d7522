"""Read a table whatever program saved it, and whatever its name says it is."""

from __future__ import annotations

import os
from pathlib import Path

from generator.errors import EnvironmentFault, WrongUse
from generator.intake import delimited, markup, workbook
from generator.intake.grid import Grid
from generator.intake.refused import refused

LARGEST = 64 * 1024 * 1024
"""A file of more bytes is not read."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_START = 4_096


def grid(path: Path) -> Grid:
    """Read a file: xlsx, xls, SpreadsheetML 2003, a web page saved as xls, or separated text.

    What it is is told by its first bytes, not by its name.
    Raises: WrongUse when there is no such file, EnvironmentFault when it may not be opened, DataRejected when it
    is not a table or too large to read.
    """
    content = _bytes(path)
    if not content.strip():
        raise refused("表格-10", path.name)
    if content.startswith(_ZIP):
        return workbook.zipped(path.name, content)
    if content.startswith(_OLE):
        return workbook.compound(path.name, content)
    start = markup.start(content[:_START])
    if markup.is_spreadsheet(start):
        return markup.spreadsheet(path.name, content)
    if markup.is_page(start):
        return markup.page(path.name, delimited.decoded(path.name, content))
    return delimited.grid(path.name, content)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise WrongUse(f"{path} 是文件夹。请写一个表格文件，例如 {path / '行政处罚.xlsx'}。")
    try:
        if path.stat().st_size > LARGEST:
            raise refused("文件-10", path.name, problem=f"有 {path.stat().st_size // 2**20} 兆")
        return path.read_bytes()
    except FileNotFoundError:
        cut = "文件名里有“&”的，请先改名。" if os.name == "nt" else ""
        raise WrongUse(f"找不到文件 {path}。请核对文件名和所在的文件夹。{cut}") from None
    except PermissionError:
        raise EnvironmentFault(
            f"打不开 {path}：文件可能正在 WPS 或 Excel 里打开，或者没有读取的权限。请保存并关闭后重试。"
        ) from None
