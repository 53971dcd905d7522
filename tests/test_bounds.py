"""Whatever file is brought, it is read or refused within ten seconds and 512 megabytes: measured, in a process of its own.

Seconds are those of the processor: how long a test waits for its turn on a busy machine says nothing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from stdnum.cn import uscc

from tests.spreadsheets import converted

pytestmark = pytest.mark.long

SECONDS, MEGABYTES = 10, 512
ROOT = Path(__file__).parents[1]
READ = """
import sys
from pathlib import Path
from generator.errors import DataRejected
from generator import load  # it lets csv read cells of any length
from generator.intake import grid
try:
    print(len(grid(Path(sys.argv[1])).rows), "rows")
except DataRejected as error:
    print(error.findings[0].rule, error.findings[0].said)
"""


LAUNCHED = """
import resource, subprocess, sys

done = subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.buffer.write(done.stdout)
print(f"\\0{done.returncode} {used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")
"""
"""Starts a program from a small process: one that the tests start themselves is counted as large as they are."""


def measured(*command):
    """Run a program and return its exit code, what it said, and the seconds and megabytes it took."""
    done = subprocess.run(
        [sys.executable, "-c", LAUNCHED, *map(str, command)], cwd=ROOT, capture_output=True, check=True
    )
    said, _, used = done.stdout.decode("utf-8").rpartition("\0")
    code, seconds, megabytes = used.split()
    return int(code), said, float(seconds), float(megabytes)


def large(path, rows, columns, text="值{row}-{column}"):
    """Write a workbook of texts, each in its cell, as fast as may be."""
    heads = "".join(f'<c t="inlineStr"><is><t>列{n}</t></is></c>' for n in range(columns))
    body = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{chr(65 + n)}{row}" t="inlineStr"><is><t>{text.format(row=row, column=n)}</t></is></c>'
            for n in range(columns)
        )
        + "</row>"
        for row in range(2, rows + 1)
    )
    sheet = f"<sheetData><row>{heads}</row>{body}</sheetData>".encode()
    return rewritten(path, lambda xml: re.sub(rb"<sheetData>.*</sheetData>", lambda _: sheet, xml))


def rewritten(path, change):
    """Write a workbook whose only sheet is what ``change`` makes of its XML."""
    small = path.with_name("klein.xlsx")
    with xlsxwriter.Workbook(small) as made:
        made.add_worksheet().write_row(0, 0, ["列0", "列1"])
        made.worksheets()[0].write_row(2, 0, ["一", "二"])
    with (
        zipfile.ZipFile(small) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item.filename, change(content) if item.filename.endswith("sheet1.xml") else content)
    return path


def cells(*places):
    """Return a change of a sheet that adds cells at these places."""
    added = "".join(
        f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>' for column, row in places
    ).encode()
    return lambda xml: xml.replace(b"</sheetData>", added + b"</sheetData>")


def inner(xml):
    return lambda sheet: sheet.replace(b"</sheetData>", xml + b"</sheetData>")


ROW = b'<row r="9">%s</row>'
SHEETS = {
    "a cell in the last row": cells(("A", 1_048_576)),
    "a cell in the last column": cells(("XFD", 9)),
    "two cells far apart": cells(("A", 8), ("ZZ", 200_000)),
    "places in single quotes": lambda xml: cells(("XFD", 1_048_576))(xml).replace(b'r="XFD1048576"', b"r='XFD1048576'"),
    "places with blanks": lambda xml: cells(("XFD", 1_048_576))(xml).replace(b'r="XFD1048576"', b'r\n = "XFD1048576"'),
    "a dimension that lies": lambda xml: xml.replace(b'ref="A1:B3"', b'ref="A1:XFD1048576"'),
    "a merged cell over everything": lambda xml: xml.replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "cells without places": inner(ROW % (b"<c><v>1</v></c>" * 3_000_000)),
    "a tag that does not end": inner(b"<c " + b' r="A1"' * 2_000_000),
    "tags that do not end": inner(b"<row " * 4_000_000),
    "formulas only": inner(ROW % (b'<c r="A9"><f>1</f><v>1</v></c>' * 1_500_000)),
    "a zip bomb": lambda xml: xml + b" " * (300 * 1024 * 1024),
    "an entity bomb": lambda xml: xml.replace(
        b"<worksheet", b"<!DOCTYPE x [<!ENTITY a '" + b"a" * 1000 + b"'>" + b"<!ENTITY b '&a;&a;&a;&a;'>]><worksheet", 1
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_a_monstrous_workbook_is_refused_or_read(office, tmp_path, name):
    path = rewritten(tmp_path / "表.xlsx", SHEETS[name])
    code, said, seconds, megabytes = measured(
        "-m", "generator", "import", path, "--dataset", "许可", "--root", office
    )
    assert code == 1, said
    assert "Traceback" not in said
    assert "〔文件-" in said or "〔表头-" in said
    assert (seconds <= SECONDS, megabytes <= MEGABYTES) == (True, True), (seconds, megabytes, said[:300])


def test_a_sheet_that_lies_elsewhere_is_measured_too(tmp_path):
    far = rewritten(tmp_path / "weit.xlsx", cells(("XFD", 1_048_576)))
    path = tmp_path / "表.xlsx"
    with zipfile.ZipFile(far) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item).replace(b"worksheets/sheet1.xml", b"andere/blatt.bin")
            new.writestr(item.filename.replace("worksheets/sheet1.xml", "andere/blatt.bin"), content)
    code, said, _, megabytes = measured("-c", READ, path)
    assert (code, "文件-10" in said) == (0, True), said
    assert megabytes <= MEGABYTES


def repeated(path, count):
    """Write a workbook in which many cells hold one long text that is stored once."""
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet()
        for row in range(count):
            page.write_string(row, 0, "长" * 30_000)
    return path


def page(path, rows):
    path.write_text(f"<html><table>{'<tr><td>1<td>2' * rows}</table>", "utf-8")
    return path


def xml_2003(path, rows):
    space = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    path.write_text(
        f'<?xml version="1.0"?><Workbook {space}><Worksheet><Table>{rows}</Table></Worksheet></Workbook>',
        "utf-8",
    )
    return path


def text(path, line, megabytes, codec="utf-8", before=""):
    content = line.encode(codec)
    path.write_bytes(before.encode(codec) + content * (megabytes * 1024 * 1024 // len(content)))
    return path


FILES = {
    "two hundred thousand rows": (lambda p: large(p / "表.xlsx", 200_000, 8), "200000 rows"),
    "one text in many cells": (lambda p: repeated(p / "表.xlsx", 40_000), "文件-10"),
    "one text in many cells, xls": (
        lambda p: converted(repeated(p / "表.xlsx", 8_000), "MS Excel 97", "xls"), "文件-10"
    ),
    "sixty megabytes of short cells": (lambda p: text(p / "表.csv", "一,2,3,4,5,6,7,8\n", 60), "文件-10"),
    "sixty megabytes of long cells": (lambda p: text(p / "表.csv", "一," + "长" * 900 + ",𬭎\n", 60), "rows"),
    "sixty megabytes of GB 18030": (lambda p: text(p / "表.csv", "一," + "长" * 900 + ",𬭎\n", 60, "gb18030"), "rows"),
    "sixty megabytes of one line": (lambda p: text(p / "表.csv", "一," * 1000, 60), "文件-10"),
    "sixty megabytes of one cell": (lambda p: text(p / "表.csv", "一" * 1000, 60), "文件-10"),
    "many short rows": (lambda p: text(p / "表.csv", '"一"\n', 60), "文件-10"),
    "a quotation mark that stays open": (lambda p: text(p / "表.csv", "一\n", 60, before='"'), "文件-"),
    "seventy megabytes": (lambda p: text(p / "表.csv", "一,二\n", 70), "文件-10"),
    "a page of many rows": (lambda p: page(p / "表.xls", 1_000_000), "文件-10"),
    "a page of many columns": (lambda p: page(p / "表.xls", 250_000), "文件-10"),
    "rows filled up by a number": (
        lambda p: xml_2003(p / "表.xls", '<Row><Cell ss:Index="702"/></Row>' * 190_000), "文件-10"
    ),
    "a merged cell as deep as a number can say": (
        lambda p: xml_2003(p / "表.xls", '<Row><Cell ss:MergeDown="999999999" ss:MergeAcross="999999999"/></Row>'), "1 rows"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_large_file_is_read_or_refused_in_time(tmp_path, name):
    made, wanted = FILES[name]
    code, said, seconds, megabytes = measured("-c", READ, made(tmp_path))
    assert code == 0, said
    assert wanted in said
    assert (seconds <= SECONDS, megabytes <= MEGABYTES) == (True, True), (seconds, megabytes, said[:300])


def test_an_ordinary_workbook_with_many_texts_is_not_taken_for_a_monster(tmp_path):
    path = large(tmp_path / "表.xlsx", 20_000, 12, "检查发现第{row}项记录不全，责令改正。" * 3)
    code, said, *_ = measured("-c", READ, path)
    assert (code, said) == (0, "20000 rows\n")


def test_forty_thousand_rows_are_taken_in(office, tmp_path):
    path = tmp_path / "许可.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet()
    body = "91110108MA9X0002X"
    code = body + uscc.calc_check_digit(body)
    page.write_row(0, 0, ["编号", "机构", "代码", "文号", "决定日", "有效期至", "公开日"])
    for n in range(1, 40_001):
        day = f"2026-{n % 10 + 1:02}-{n % 27 + 1:02}"
        page.write_row(
            n, 0, [f"LIC-{n:06}", "测试县第一诊所", code, f"测卫许〔2026〕{n}号", day, "2031-11-17", day]
        )
    made.close()
    code, said, seconds, megabytes = measured(
        "-m", "generator", "import", path, "--dataset", "许可", "--mode", "append", "--yes", "--root", office
    )
    assert code == 0, said[:500]
    assert "将新增 40,000 条" in said
    assert len((office / "data/licences/licences.csv").read_text("utf-8").splitlines()) == 40_003
    assert megabytes <= MEGABYTES
    assert seconds <= 15, seconds
