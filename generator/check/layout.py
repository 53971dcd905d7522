"""Judge a file before it is read as a table: its encoding, its line ends, its delimiter, its quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from generator.messages import finding
from generator.model import Finding

_BOM = b"\xef\xbb\xbf"
_DELIMITERS = {";": "分号", "\t": "制表符（TAB）", "|": "竖线", "，": "全角逗号", "；": "全角分号"}
HOPELESS = frozenset({"编码-01", "表格-07", "表格-10"})
"""Rules after which a file holds no rows that could be judged."""
UNREADABLE = HOPELESS | {"编码-03", "表格-06", "表格-13"}
"""Rules after which some rows, or some cells of each, are not to be relied upon."""


def judge(file: str, content: bytes) -> tuple[Finding, ...]:
    """Return what is wrong with the bytes of a CSV file."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return (_not_utf8(file, content, error),)
    if not text.strip("\ufeff\r\n\t "):
        return (finding("表格-10", file),)
    return (*_line_ends(file, content), *_structure(file, text))


def _not_utf8(file: str, content: bytes, error: UnicodeDecodeError) -> Finding:
    try:
        content.decode("gb18030")
        hint = "；它多半是表格软件“CSV”另存出来的 GBK 编码，导入时会自动转换"
    except UnicodeDecodeError:
        hint = "；它也不是 GBK 编码，可能已损坏"
    line = content.count(b"\n", 0, error.start) + 1
    return finding("编码-01", file, place=f"（第{line}行起）", hint=hint)


def _line_ends(file: str, content: bytes) -> Iterator[Finding]:
    if content.startswith(_BOM):
        yield finding("编码-03", file)
    if b"\r" in content:
        yield finding("编码-04", file, found="CRLF" if b"\r\n" in content else "CR")
    elif not content.endswith(b"\n"):
        yield finding("表格-12", file)


def _structure(file: str, text: str) -> Iterator[Finding]:
    header = text.lstrip("\ufeff").splitlines()[0]
    used = next((mark for mark in _DELIMITERS if "," not in header and mark in header), None)
    if used:
        yield finding("表格-07", file, row=1, found=_DELIMITERS[used])
        return
    row = _broken_row(text)
    if row:
        yield finding("表格-06", file, row=row)


def _broken_row(text: str) -> int:
    """Return the row at which quotes stop making sense, or 0."""
    row = 0
    try:
        for row, _ in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):  # noqa: B007
            pass
    except csv.Error as error:
        return 0 if "field limit" in str(error) else row + 1
    return 0
