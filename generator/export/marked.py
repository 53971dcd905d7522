"""Give back what was brought with the faults marked in it: red cells, a note on each, a sheet that lists them all."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from itertools import islice, zip_longest

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from generator.export import report, sheet
from generator.model import Finding

_LONGEST_NOTE, _NOTES = 2_000, 2_000
"""The most characters of a note, and the most notes: beyond that the report of all faults serves better."""
_WHOLE = 500_000
"""Of a table of more cells only the rows with a fault are given back, each in its place."""
_LOOKED_AT = 50
"""By so many rows the widths of columns are set."""
_COLOURS = {"error": "#F4B6B6", "notice": "#FCE8B2"}
_HEAD, _WIDTHS = ("要不要改", "单元格", "列", "现象", "怎么改", "问题代码"), (8, 10, 24, 60, 60, 12)


def marked(rows: Sequence[Sequence[str]], findings: Sequence[Finding]) -> bytes:
    """Return a workbook with the same texts in the same places, and the findings on them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, report.OPTIONS)
    page = book.add_worksheet("原表")
    text = book.add_format({"num_format": "@"})
    colours = {
        name: book.add_format({"num_format": "@", "bg_color": code}) for name, code in _COLOURS.items()
    }
    noted = _noted(findings)
    for place, column in enumerate(zip_longest(*rows[:_LOOKED_AT], fillvalue="")):
        page.set_column(place, place, sheet.width(column))
    large = sum(map(len, rows)) > _WHOLE
    told = {number for number, _ in noted}
    for number, row in enumerate(rows):
        for place, shown in enumerate(row if number in told or not large else ()):
            if shown and (number, place) not in noted:
                sheet.write_text(page, number, place, shown, text)
    for (number, place), items in noted.items():
        row = rows[number] if number < len(rows) else ()
        _colour(page, (number, place), row[place] if place < len(row) else "", items, colours)
    for at, items in islice(noted.items(), _NOTES):
        page.write_comment(*at, _told(items), {"x_scale": 2.5, "y_scale": 1.6, "font_size": 10})
    lines = [_line(item) for item in findings[:_NOTES]]
    if len(findings) > _NOTES:
        lines.append(("", "", "", f"还有 {len(findings) - _NOTES:,} 处，全部列在检查报告里", "", ""))
    report.table(book, "问题汇总", _HEAD, lines, _WIDTHS)
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
    lines = (f"{report.LEVELS[item.severity]}：{item.said}。{item.mend}。〔{item.rule}〕" for item in items)
    return "\n".join(lines)[:_LONGEST_NOTE]


def _line(item: Finding) -> tuple[str, ...]:
    place = item.cell or (f"第{item.row}行" if item.row else "整个文件")
    return (report.LEVELS[item.severity], place, item.column, item.said, item.mend, item.rule)
