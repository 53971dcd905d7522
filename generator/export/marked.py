"""Give back what was brought with the faults marked in it: red cells, a note on each, a sheet that lists them all."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from itertools import islice, zip_longest

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from generator.export import sheet
from generator.model import Finding

_OPTIONS = {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
_LONGEST_NOTE, _NOTES = 2_000, 2_000
"""The most characters of a note, and the most notes: beyond that the list of all faults serves better."""
_LOOKED_AT = 50
"""By so many rows the widths of columns are set."""
_LEVELS = {"error": "必须改", "notice": "请核对"}
_COLOURS = {"error": "#F4B6B6", "notice": "#FCE8B2"}
_WIDTHS = (8, 10, 24, 60, 60, 12)


def marked(rows: Sequence[Sequence[str]], findings: Sequence[Finding]) -> bytes:
    """Return a workbook with the same texts in the same places, and the findings on them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    page, summary = book.add_worksheet("原表"), book.add_worksheet("问题汇总")
    text = book.add_format({"num_format": "@"})
    colours = {
        name: book.add_format({"num_format": "@", "bg_color": code}) for name, code in _COLOURS.items()
    }
    noted = _noted(findings)
    for place, column in enumerate(zip_longest(*rows[:_LOOKED_AT], fillvalue="")):
        page.set_column(place, place, sheet.width(column))
    for number, row in enumerate(rows):
        for place, shown in enumerate(row):
            if shown and (number, place) not in noted:
                sheet.write_text(page, number, place, shown, text)
    for (number, place), items in noted.items():
        row = rows[number] if number < len(rows) else ()
        _colour(page, (number, place), row[place] if place < len(row) else "", items, colours)
    for at, items in islice(noted.items(), _NOTES):
        page.write_comment(*at, _told(items), {"x_scale": 2.5, "y_scale": 1.6, "font_size": 10})
    _summary(summary, book, findings)
    book.close()
    return out.getvalue()


def _noted(findings: Sequence[Finding]) -> Mapping[tuple[int, int], list[Finding]]:
    """Return the findings by the cell they are about; those about a whole row stand on its first cell."""
    found: dict[tuple[int, int], list[Finding]] = {}
    for item in findings:
        if item.row:
            found.setdefault((item.row - 1, _place(item.cell)), []).append(item)
    return found


def _place(cell: str) -> int:
    number = 0
    for letter in re.sub(r"\d+$", "", cell):
        number = number * 26 + ord(letter) - 64
    return max(number - 1, 0)


def _colour(
    page: Worksheet,
    at: tuple[int, int],
    shown: str,
    items: Sequence[Finding],
    colours: Mapping[str, xlsxwriter.format.Format],
) -> None:
    level = "error" if any(item.severity == "error" for item in items) else "notice"
    sheet.write_text(page, *at, shown, colours[level])


def _told(items: Sequence[Finding]) -> str:
    lines = (f"{_LEVELS[item.severity]}：{item.said}。{item.mend}。〔{item.rule}〕" for item in items)
    return "\n".join(lines)[:_LONGEST_NOTE]


def _summary(page: Worksheet, book: xlsxwriter.Workbook, findings: Sequence[Finding]) -> None:
    bold, text = (
        book.add_format({"num_format": "@", "bold": heavy, "text_wrap": True, "valign": "top"})
        for heavy in (True, False)
    )
    lines = [("要不要改", "单元格", "列", "现象", "怎么改", "问题代码")]
    for item in findings:
        place = item.cell or (f"第{item.row}行" if item.row else "整个文件")
        lines.append((_LEVELS[item.severity], place, item.column, item.said, item.mend, item.rule))
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_text(page, number, column, cell, text if number else bold)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
