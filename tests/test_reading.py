"""Whatever program saved a table, and whatever its name claims: it is read, or refused in one Chinese sentence."""

from __future__ import annotations

import codecs
import io
import time
import zipfile
from datetime import datetime

import openpyxl
import pytest

from generator.errors import DataRejected, GongshiError, WrongUse
from generator.intake import grid
from tests.spreadsheets import book, converted

ROWS = [
    ["编号", "机构", "代码", "备注"],
    ["007", "测试县𬭎泰宾馆（有限合伙）", "91990102MA9X000111", "第一行\n第二行"],
    ["008", "测试县㐀山诊所", "91990102MA9X0002XQ", '逗号,引号"和|'],
]
CSV = '编号,机构,代码,备注\n007,测试县𬭎泰宾馆（有限合伙）,91990102MA9X000111,"第一行\n第二行"\n008,测试县㐀山诊所,91990102MA9X0002XQ,"逗号,引号""和|"\n'


def cells(path):
    return [list(row) for row in grid(path).rows]


def refusal(path):
    with pytest.raises(DataRejected) as caught:
        grid(path)
    (found,) = caught.value.findings
    assert found.mend
    assert not found.said.isascii()
    return found.rule


@pytest.mark.parametrize(
    ("codec", "mark", "told"),
    [
        ("utf-8", b"", ()),
        ("utf-8", codecs.BOM_UTF8, ()),
        ("gb18030", b"", ("文件是 GB18030 编码",)),
        ("utf-16-le", codecs.BOM_UTF16_LE, ("文件是 UTF-16 编码",)),
        ("utf-16-be", codecs.BOM_UTF16_BE, ("文件是 UTF-16 编码",)),
    ],
)
def test_separated_text_in_any_encoding(tmp_path, codec, mark, told):
    path = tmp_path / "表.csv"
    path.write_bytes(mark + CSV.encode(codec))
    assert cells(path) == ROWS
    assert grid(path).told == told


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_other_separators(tmp_path, separator):
    path = tmp_path / "表.csv"
    path.write_text(f"编号{separator}机构\n1{separator}甲,乙\n", "utf-8")
    assert cells(path) == [["编号", "机构"], ["1", "甲,乙"]]


@pytest.mark.parametrize(
    ("form", "ending", "name"),
    [
        ("Calc MS Excel 2007 XML", "xlsx", "表.xlsx"),
        ("MS Excel 97", "xls", "表.xls"),
        ("MS Excel 97", "xls", "其实是老格式.xlsx"),
        ("HTML (StarCalc)", "html", "其实是网页.xls"),
    ],
)
def test_what_an_office_program_saves_reads_the_same(tmp_path, form, ending, name):
    made = converted(book(tmp_path / "表.xlsx", ROWS), form, ending)
    path = made.rename(tmp_path / name)
    found = [[str(cell) for cell in row] for row in cells(path)]
    assert [row[:4] for row in found if any(row)] == ROWS


def test_numbers_days_and_truths_keep_their_kind(tmp_path):
    day = datetime(2025, 1, 3)
    path = book(
        tmp_path / "表.xlsx", [["甲", "乙", "丙", "丁"], [0.3, day, True, 1.2629004380012e17]], text=False
    )
    assert cells(path)[1] == [0.3, day.date(), True, 1.2629004380012e17]


def test_merged_cells_and_formulas_are_known_by_place(tmp_path):
    made = openpyxl.Workbook()
    page = made.active
    for row in (["甲", "乙"], ["1", "=A2&1"], ["2", "3"], ["", "4"]):
        page.append(row)
    page.merge_cells("A3:A4")
    made.save(tmp_path / "表.xlsx")
    found = grid(tmp_path / "表.xlsx")
    assert found.merged == ((2, 0, 3, 0),)
    assert found.formulas == {(1, 1)}


def test_the_first_sheet_that_has_anything_is_read_and_the_others_are_told(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "空的"
    for name in ("处罚", "旧数据"):
        made.create_sheet(name).append([name, "乙"])
    hidden = made.create_sheet("藏着的", 0)
    hidden.append(["不该读"])
    hidden.sheet_state = "hidden"
    made.save(tmp_path / "表.xlsx")
    found = grid(tmp_path / "表.xlsx")
    assert found.rows == (("处罚", "乙"),)
    assert found.told == ("只读了第一张表“处罚”，没有读：旧数据",)


def sheet_of(path, change):
    """Rewrite the XML of a workbook's first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item.filename, change(content) if item.filename.endswith("sheet1.xml") else content)
    path.write_bytes(out.getvalue())


FAR_ROW = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
FAR_COLUMN = b'<row r="9"><c r="XFD9" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda xml: xml.replace(b"</sheetData>", FAR_ROW), "文件-10"),
        (lambda xml: xml.replace(b"</sheetData>", FAR_COLUMN), "文件-10"),
        (lambda xml: xml.replace(b"<worksheet", BOMB), "文件-09"),
        (lambda xml: xml + b" " * (200 * 1024 * 1024), "文件-10"),
        (lambda xml: xml[: len(xml) // 2], "文件-09"),
    ],
    ids=["far row", "far column", "entities", "zip bomb", "cut off"],
)
def test_a_workbook_that_would_fill_the_memory_is_refused_at_once(tmp_path, change, rule):
    path = book(tmp_path / "表.xlsx", ROWS)
    sheet_of(path, change)
    start = time.monotonic()
    assert refusal(path) == rule
    assert time.monotonic() - start < 10


XML_2003 = """<?xml version="1.0"?>{}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>{}</Table></Worksheet></Workbook>"""


def test_xml_of_2003_under_any_name(tmp_path):
    def cell(kind, text, more=""):
        return f'<Cell{more}><Data ss:Type="{kind}">{text}</Data></Cell>'

    head = "<Row>" + "".join(cell("String", text) for text in ("编号", "机构", "日期", "金额")) + "</Row>"
    row = cell("String", "007") + cell("String", "甲&#10;乙") + cell("DateTime", "2025-01-03T00:00:00.000")
    formula = cell("Number", "0.3", ' ss:Index="4" ss:Formula="=1"')
    more = f'<Row ss:Index="4">{formula}</Row>'
    both = cell("String", "合并", ' ss:MergeAcross="1" ss:MergeDown="1"')
    wide = f"<Row>{both}{cell('String', '后')}</Row>"
    path = tmp_path / "其实是2003的XML.xlsx"
    path.write_text(XML_2003.format("", f"{head}<Row>{row}</Row>{more}{wide}"), "utf-8")
    found = grid(path)
    assert found.rows == (
        ("编号", "机构", "日期", "金额"),
        ("007", "甲\n乙", datetime(2025, 1, 3)),
        (),
        ("", "", "", 0.3),
        ("合并", "", "后"),
    )
    assert found.formulas == {(3, 3)}
    assert found.merged == ((4, 0, 5, 1),)


@pytest.mark.parametrize(
    ("declared", "rows", "rule"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>', "<Row/>", "文件-09"),
        ("", '<Row ss:Index="9999999"/>', "文件-10"),
        ("", '<Row><Cell ss:Index="16384"/></Row>', "文件-10"),
        ("", "<Row><Cell>", "文件-09"),
    ],
)
def test_xml_of_2003_is_bounded_too(tmp_path, declared, rows, rule):
    path = tmp_path / "表.xlsx"
    path.write_text(XML_2003.format(declared, rows), "utf-8")
    assert refusal(path) == rule


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "表格-10"),
        (b" \n \n", "表格-10"),
        (b"PK\x03\x04 not an archive", "文件-09"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "文件-09"),
        (b"\x89PNG\r\n\x1a\n\xff\xff" + bytes(64), "文件-09"),
        (b"<html><body>no table</body></html>", "文件-09"),
        ("编号,机构\n1,".encode() + b"\xff\xfe\xfd\n", "编码-09"),
        (b"a,b\x00\x01\n", "文件-09"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, rule):
    path = tmp_path / "表.xlsx"
    path.write_bytes(content)
    assert refusal(path) == rule


def test_no_file_a_folder_and_a_docx(tmp_path):
    with pytest.raises(WrongUse, match="找不到文件"):
        grid(tmp_path / "没有.xlsx")
    with pytest.raises(WrongUse, match="是文件夹"):
        grid(tmp_path)
    path = tmp_path / "文.docx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", "<x/>")
    assert refusal(path) == "文件-09"


def test_a_file_that_may_not_be_read_says_to_close_it(tmp_path, monkeypatch):
    path = book(tmp_path / "表.xlsx", ROWS)

    def locked(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", locked)
    with pytest.raises(GongshiError, match="保存并关闭后重试"):
        grid(path)
