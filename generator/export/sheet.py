"""Write long tables into a worksheet, each row as one text.

XlsxWriter keeps an object per cell and takes several times as long; it also writes a text that looks like
``<r>…</r>`` into the file as it stands. So it makes the book, and the rows of the big sheet are made here.
Source: ECMA-376 part 1, 18.3.1.4 and 22.9.2.19.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = Callable[[str], str]

_LONGEST = 32_767
_KEPT = 32_700
_MARK = "……（全文见CSV）"
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"(?:0|-?[1-9]\d{0,13})|-?(?:0|[1-9]\d{0,8})\.\d{0,5}[1-9]", re.ASCII)
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Sheet(Worksheet):  # type: ignore[misc]
    """Take whole rows instead of single cells."""

    def fill(self, rows: Iterable[str], height: int, width: int) -> None:
        """Promise the rows; they are read once, while the book is closed."""
        self.dim_rowmin, self.dim_colmin = 0, 0
        self.dim_rowmax, self.dim_colmax = height - 1, width - 1
        self._promised = rows

    def _write_sheet_data(self) -> None:
        self.fh.write("<sheetData>")
        self.fh.writelines(self._promised)
        self.fh.write("</sheetData>")


def rows(table: Iterable[Sequence[str]], cells: Sequence[Cell], first: int) -> Iterator[str]:
    """Yield the rows of a table from the row numbered ``first`` on, each column by its own writer."""
    names = [xl_col_to_name(number) for number in range(len(cells))]
    for number, line in enumerate(table, start=first):
        found = zip(names, cells, line, strict=True)
        row = [f'<c r="{name}{number}" {cell(text)}' for name, cell, text in found if text]
        yield f'<row r="{number}">{"".join(row)}</row>'


def text_cell(style: Format) -> Cell:
    """Return a writer of cells that stay text, whatever they look like."""
    attributes = f's="{style._get_xf_index()}" t="inlineStr"'
    return lambda text: f'{attributes}><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def number_cell(styles: Sequence[Format], text: Format) -> Cell:
    """Return a writer of numbers; one that would read otherwise as a number (007, 1.50) stays text."""
    found = [style._get_xf_index() for style in styles]
    as_text = text_cell(text)

    def cell(value: str) -> str:
        if not _NUMBER.fullmatch(value):
            return as_text(value)
        return f's="{found[len(value.partition(".")[2])]}"><v>{value}</v></c>'

    return cell


def escaped(text: str) -> str:
    """Return text as it stands in a cell: cut where a cell ends, nothing in it read as markup."""
    if len(text) > _LONGEST // 2:
        text = _cut(text)
    return _SPECIAL.sub(_escape, text)


def _cut(text: str) -> str:
    """Cut what no cell can hold, counted in UTF-16 units as spreadsheets do, and say so."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * _KEPT].decode("utf-16-le", "ignore") + _MARK


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    return _NAMED.get(sign) or f"_x{ord(sign):04X}_"
