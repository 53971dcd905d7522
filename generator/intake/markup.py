"""Read tables in markup: SpreadsheetML 2003, and web pages that were saved as xls."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from xml.parsers import expat

from generator.intake.grid import CELLS, COLUMNS, MARKED, ROWS, Grid, Value
from generator.intake.refused import refused

_LONGEST_PAGE = 16 * 1024 * 1024
"""A page of more characters is not read: some seconds' work."""
_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def start(content: bytes) -> str:
    """Return the first characters of a file as far as they tell what it is."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "ignore").lstrip().lower()
    return content.decode("latin-1").removeprefix("ï»¿").lstrip().lower()


def is_spreadsheet(head: str) -> bool:
    """Tell whether this is Excel's XML of 2003."""
    return head.startswith("<?xml") and _NAMESPACE in head


def is_page(head: str) -> bool:
    """Tell whether this is a web page."""
    return head.startswith("<") and bool(re.search(r"<(html|table|meta|!doctype html)\b", head))


def spreadsheet(file: str, content: bytes) -> Grid:
    """Read the first worksheet of Excel's XML of 2003.

    Raises: DataRejected when it is not well-formed, declares entities, or has cells far away.
    """
    found = _Spreadsheet(file)
    reader = expat.ParserCreate(namespace_separator=" ")
    reader.StartDoctypeDeclHandler = found.declared
    reader.StartElementHandler, reader.EndElementHandler = found.begin, found.end
    reader.CharacterDataHandler = found.say
    try:
        reader.Parse(content, True)
    except (expat.ExpatError, ValueError):
        raise refused("文件-09", file, problem="文件损坏，读到一半断了") from None
    rows = tuple(tuple(row) for row in found.rows)
    return Grid(
        file,
        rows,
        tuple(found.merged),
        frozenset(found.formulas),
        frozenset(found.errors),
        told=("文件是 2003 年的 XML 表格",),
    )


class _Spreadsheet:
    """Gather the cells of the first worksheet."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: list[list[Value]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.formulas: set[tuple[int, int]] = set()
        self.errors: set[tuple[int, int]] = set()
        self.sheets = self.column = self.cells = 0
        self.kind = ""
        self.text: list[str] | None = None

    def declared(self, *_: object) -> None:
        raise refused("文件-09", self.file, problem="里面有不该有的声明（DOCTYPE）")

    def begin(self, name: str, given: dict[str, str]) -> None:
        said = {key.rpartition(" ")[2]: value for key, value in given.items()}
        name = name.rpartition(" ")[2]
        self.sheets += name == "Worksheet"
        if self.sheets != 1:
            return
        if name == "Row":
            self._row(said)
        elif name == "Cell":
            self._cell(said)
        elif name == "Data":
            self.kind, self.text = said.get("Type", "String"), []

    def end(self, name: str) -> None:
        if self.text is not None and name.endswith(" Data"):
            if self.kind == "Error" and len(self.errors) < MARKED:
                self.errors.add((len(self.rows) - 1, len(self.rows[-1]) - 1))
            self.rows[-1][-1], self.text = _typed(self.kind, "".join(self.text)), None

    def say(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _row(self, said: dict[str, str]) -> None:
        place = int(said.get("Index", len(self.rows) + 1))
        if not len(self.rows) < place <= ROWS:
            raise refused("文件-10", self.file, problem=f"第 {place} 行还有格子")
        self.rows += [[] for _ in range(place - len(self.rows))]
        self.column = 0

    def _cell(self, said: dict[str, str]) -> None:
        place = int(said.get("Index", self.column + 1))
        self.cells += place - self.column
        if not self.column < place <= COLUMNS or self.cells > CELLS or not self.rows:
            raise refused("文件-10", self.file, problem=f"第 {place} 列还有格子")
        row, down = self.rows[-1], min(int(said.get("MergeDown", 0)), ROWS)
        across = min(int(said.get("MergeAcross", 0)), COLUMNS)
        row += [""] * (place - len(row))
        here = len(self.rows) - 1
        if (across or down) and len(self.merged) < MARKED:
            self.merged.append((here, place - 1, here + down, place - 1 + across))
        if "Formula" in said and len(self.formulas) < MARKED:
            self.formulas.add((here, place - 1))
        self.column = place + across


def _typed(kind: str, text: str) -> Value:
    if kind == "Number":
        return float(text)
    if kind == "Boolean":
        return text == "1"
    return datetime.fromisoformat(text) if kind == "DateTime" else text


def page(file: str, text: str) -> Grid:
    """Read the largest table of a web page.

    Raises: DataRejected when it has none, or too large a one.
    """
    if len(text) > _LONGEST_PAGE:
        raise refused("文件-10", file, problem=f"网页有 {len(text):,} 个字")
    found = _Page(file)
    found.feed(text)
    found.close()
    rows = max(found.tables, key=len, default=[])
    if not any(map(any, rows)):
        raise refused("文件-09", file, problem="是网页，里面没有表格")
    return Grid(
        file, tuple(map(tuple, rows)), tuple(found.merged), told=("文件其实是网页，只是名字像 Excel",)
    )


class _Page(HTMLParser):
    """Gather the tables of a page; scripts and styles are no text."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file, self.cells, self.lines = file, 0, 0
        self.tables: list[list[list[Value]]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
            self._counted(line=1)
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._finish()
            self._counted(cell=1)
            self.cell = []
            self._spans(dict(given))
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def _counted(self, line: int = 0, cell: int = 0) -> None:
        self.lines, self.cells = self.lines + line, self.cells + cell
        if self.lines > ROWS or self.cells > CELLS:
            raise refused("文件-10", self.file, problem=f"网页里有 {self.lines:,} 行、{self.cells:,} 格")

    def _spans(self, said: dict[str, str | None]) -> None:
        down, across = (_count(said.get(name)) for name in ("rowspan", "colspan"))
        if (down > 1 or across > 1) and len(self.merged) < MARKED:
            row, column = len(self.tables[-1]) - 1, len(self.tables[-1][-1])
            self.merged.append((row, column, row + down - 1, column + across - 1))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._finish()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def _finish(self) -> None:
        if self.cell is not None:
            self.tables[-1][-1].append(_squeezed("".join(self.cell)))
            self.cell = None


def _count(said: str | None) -> int:
    return min(int(said), 1_000) if said and said.isascii() and said.isdigit() else 1


def _squeezed(text: str) -> str:
    return "\n".join(re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in text.split("\n")).strip()
