"""Write the cells of a worksheet so that each reads in Excel as it stands in the list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.described import Field

_LONGEST, _KEPT = 32_767, 32_700
_MARK = "……（全文见CSV）"
_NUMBER = re.compile(r"(?:0|-?[1-9]\d{0,13})|-?(?:0|[1-9]\d{0,8})\.\d{0,5}[1-9]", re.ASCII)
"""Finds numbers that read back exactly; 007, 1.50 and long codes stay text."""
_NARROWEST, _WIDEST = 8, 50
_RUNS = re.compile(r"<r>.*</r>", re.DOTALL)
"""Finds text that XlsxWriter would take for rich text made elsewhere, and copy into the file unescaped."""


def fill(page: Worksheet, lines: Iterable[Sequence[str]], fields: Sequence[Field], style: Format) -> None:
    """Write rows below the header; numbers only in columns of numbers, everything else as text."""
    numeric = [field.type in ("integer", "number") for field in fields]
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line):
            if numeric[column] and _NUMBER.fullmatch(text):
                page.write_number(row, column, float(text))
            elif text:
                write_text(page, row, column, text, style)


def write_text(page: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Write a text as text, cut where a cell ends."""
    shown = _cut(text)
    if _RUNS.fullmatch(shown):
        page.write_rich_string(row, column, shown[:2], style, shown[2:], style)
    else:
        page.write_string(row, column, shown, style)


def _cut(text: str) -> str:
    """Cut what no cell can hold, counted in UTF-16 units as spreadsheets do, and say so."""
    if len(text) <= _LONGEST // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * _KEPT].decode("utf-16-le", "ignore") + _MARK


def width(texts: Iterable[str]) -> int:
    """Return a width for a column, in digits, in which most of its texts can be read."""
    longest = max((_digits(line) for text in texts for line in text[:200].splitlines()), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _digits(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
