"""Write the 标准目录 for local open government as a workbook: one row per list.

Source: the nine-column table of 卫生健康领域基层政务公开标准目录, its matters in two levels.
"""

from __future__ import annotations

import io
from datetime import datetime, time

import xlsxwriter

from generator import paths
from generator.export.sheet import write_text
from generator.model import Artefact, Catalogue, Disclosure

COLUMNS = "standard-column"
"""The code list that names the columns; its codes are the parts of a ``Standard``."""
_WIDTHS = (16, 20, 50, 40, 24, 24, 18, 12, 12, 12)


def standard(disclosure: Disclosure, catalogue: Catalogue) -> Artefact:
    """Return the workbook of the whole catalogue."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_urls": False, "strings_to_formulas": False})
    made = datetime.combine(disclosure.as_of, time())
    book.set_properties({"title": "标准目录", "author": disclosure.site.organiser, "created": made})
    page = book.add_worksheet("标准目录")
    bold = book.add_format({"bold": True, "num_format": "@", "text_wrap": True, "valign": "top"})
    style = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    columns = catalogue.codes.get(COLUMNS, ())
    rows = [[str(getattr(p.dataset.standard, c.code, "")) for c in columns] for p in disclosure.publications]
    for row, line in enumerate([[c.label for c in columns], *rows]):
        for column, text in enumerate(line):
            write_text(page, row, column, text, style if row else bold)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    book.close()
    return Artefact(paths.STANDARD, out.getvalue())
