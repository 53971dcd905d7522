"""Make the Excel form that staff fill in: every cell text, drop-downs for what is chosen, each column explained."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator import formed
from generator.described import Dataset, Field
from generator.export import sheet
from generator.model import Code

_OPTIONS = {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
_ROOM = 2_000
"""So many rows beyond those that are there have drop-downs."""
_TOLD, _TITLE = 255, 32
"""What Excel allows the note of a cell and its title, in characters."""
_YES_NO = ("是", "否")
_HOW = (
    "一行一条，从第2行填起。不改表头，不增减列，不合并单元格。",
    "所有格子都是“文本”格式，请保持：代码、文号、前面的0才不会变。",
    "日期写成 2025-01-03；金额只填数字；一格里有几项的，用“|”隔开。",
    "身份证号、手机号、住址一律不填；自然人只写“张某”“张某某”。",
    "填好保存，再导入：gongshi import 这个文件。",
)


def form(
    dataset: Dataset, codes: Mapping[str, Sequence[Code]], rows: Sequence[Sequence[str]], day: date
) -> bytes:
    """Return the form of a list with ``rows`` in it, cells in the order of the header.

    The same rows on the same day give the same bytes.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"title": dataset.title, "created": datetime.combine(day, time())})
    options = {field.name: _choices(field, codes) for field in dataset.fields}
    _table(book, dataset, options, rows)
    _guide(book, dataset, options)
    _lists(book, dataset, options)
    book.close()
    return out.getvalue()


def _choices(field: Field, codes: Mapping[str, Sequence[Code]]) -> tuple[str, ...]:
    if field.type == "boolean":
        return _YES_NO
    return tuple(item.label for item in codes.get(field.codes, ()))


def _table(
    book: xlsxwriter.Workbook,
    dataset: Dataset,
    options: Mapping[str, Sequence[str]],
    rows: Sequence[Sequence[str]],
) -> None:
    page = book.add_worksheet(dataset.short[:31])
    text = book.add_format({"num_format": "@"})
    heads = {
        must: book.add_format({"num_format": "@", "bold": True, "bg_color": colour, "border": 1})
        for must, colour in ((True, "#F8D7A8"), (False, "#E3EAF3"))
    }
    for place, field in enumerate(dataset.fields):
        page.set_column(place, place, sheet.width([field.name, field.example]), text)
        sheet.write_text(page, 0, place, field.name, heads[field.required])
        _explain(page, place, field, options[field.name], len(rows) + _ROOM)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if value:
                sheet.write_text(page, number, place, value, text)
    if rows:
        _keys(page, dataset, rows, text)
    page.freeze_panes(1, 1)


def _keys(page: Worksheet, dataset: Dataset, rows: Sequence[Sequence[str]], text: Format) -> None:
    """Keep beside each row, out of sight, the key it goes out with: what comes back with another is no new row."""
    last, key = len(dataset.fields), dataset.header.index(dataset.key)
    page.set_column(last, last, None, text, {"hidden": True})
    for number, shown in enumerate((formed.WAS, *(row[key] for row in rows))):
        sheet.write_text(page, number, last, shown, text)


def _explain(page: Worksheet, place: int, field: Field, chosen: Sequence[str], last: int) -> None:
    """Tell beside a cell how to fill it in; one that takes one of a list has a drop-down."""
    told = {
        "input_title": field.name[:_TITLE],
        "input_message": "".join(_told(field, chosen))[:_TOLD],
        "ignore_blank": True,
    }
    if chosen and not field.many:
        letter = xlsxwriter.utility.xl_col_to_name(place + 1)
        told |= {
            "validate": "list",
            "source": f"={formed.CHOICES}!${letter}$2:${letter}${len(chosen) + 1}",
            "error_title": "不在可选项里",
            "error_message": f"「{field.name}」请从下拉的选项里选一个。"[:_TOLD],
        }
    else:
        told["validate"] = "any"
    page.data_validation(1, place, last, place, told)


def _told(field: Field, chosen: Sequence[str]) -> Iterator[str]:
    yield "必填。" if field.required else "可以空着。"
    yield field.description
    if field.many and chosen:
        yield f"可填几项，用“|”隔开：{'、'.join(chosen)}。"
    if field.example:
        yield f"例如：{field.example}"


def _guide(book: xlsxwriter.Workbook, dataset: Dataset, options: Mapping[str, Sequence[str]]) -> None:
    page = book.add_worksheet(formed.GUIDE)
    bold, plain = (
        book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bold": heavy})
        for heavy in (True, False)
    )
    lines: list[tuple[str, ...]] = [(dataset.title,), *((line,) for line in _HOW), ()]
    lines += [("列名", "必填", "公开", "怎么填", "可选项", "例子")]
    for field in dataset.fields:
        must, public = "必填" if field.required else "", "" if field.public else "不公开"
        chosen = "、".join(options[field.name])
        lines.append((field.name, must, public, field.description, chosen, field.example))
    for number, line in enumerate(lines):
        for place, value in enumerate(line):
            head = number == 0 or lines[number][0] == "列名" or (place == 0 and len(line) > 1)
            sheet.write_text(page, number, place, value, bold if head else plain)
    for place, width in enumerate((24, 6, 8, 60, 40, 28)):
        page.set_column(place, place, width)
    for number in range(1, 1 + len(_HOW)):
        page.merge_range(number, 0, number, 5, lines[number][0], plain)


def _lists(book: xlsxwriter.Workbook, dataset: Dataset, options: Mapping[str, Sequence[str]]) -> None:
    page = book.add_worksheet(formed.CHOICES)
    text = book.add_format({"num_format": "@"})
    columns = [(formed.OWNER, (dataset.id,)), *((name, chosen) for name, chosen in options.items())]
    for place, (name, chosen) in enumerate(columns):
        for number, value in enumerate((name, *chosen)):
            sheet.write_text(page, number, place, value, text)
    page.hide()
