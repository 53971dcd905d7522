"""Write everything that was found, and everything that was tidied, as a workbook: the screen shows only the first."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import islice

import xlsxwriter

from generator.export import sheet
from generator.model import Finding

OPTIONS = {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
LEVELS = {"error": "必须改", "notice": "请核对"}
_MOST = 1_000_000
"""A worksheet has room for so many rows and the header."""
_FOUND = ("要不要改", "文件", "行", "列", "单元格", "哪一条", "现象", "怎么改", "问题代码", "出处")
_TIDIED = ("单元格", "列", "做了什么", "原来", "现在")


def report(findings: Sequence[Finding], tidied: Sequence[Sequence[str]], day: date) -> bytes:
    """Return a workbook of all findings; ``tidied`` are cell, column, what was done, text before, text after.

    The same on the same day gives the same bytes.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": "检查报告", "created": datetime.combine(day, time())})
    table(book, "问题", _FOUND, [_line(item) for item in findings], (10, 30, 8, 18, 8, 20, 60, 60, 12, 30))
    if tidied:
        table(book, "已自动规范", _TIDIED, tidied, (10, 24, 36, 50, 50))
    book.close()
    return out.getvalue()


def _line(item: Finding) -> tuple[str, ...]:
    row = str(item.row) if item.row else ""
    place = (item.file, row, item.column, item.cell, item.key)
    return (LEVELS[item.severity], *place, item.said, item.mend, item.rule, item.source)


def table(
    book: xlsxwriter.Workbook,
    name: str,
    head: Sequence[str],
    lines: Sequence[Sequence[str]],
    widths: Sequence[int],
) -> None:
    """Add a worksheet of texts under a header that stays in sight and can be filtered by."""
    page = book.add_worksheet(name)
    bold, text = (
        book.add_format({"num_format": "@", "bold": heavy, "text_wrap": True, "valign": "top"})
        for heavy in (True, False)
    )
    for number, line in enumerate((head, *islice(lines, _MOST))):
        for column, cell in enumerate(line):
            sheet.write_text(page, number, column, cell, text if number else bold)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(lines), len(head) - 1)
