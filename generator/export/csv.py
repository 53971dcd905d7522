"""Write a list as CSV: in the canonical form in which data are committed, and in one that Excel opens safely."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from generator import paths
from generator.described import Field
from generator.export import rows
from generator.model import Artefact, Publication

_BOM = "\ufeff"
_GUARD = "'"
_ACTS = re.compile(
    r"[\s\u3000]*[=+\-@\t\r＝＋－＠].+"  # what a spreadsheet takes for a formula
    r"|'.*"  # what would be taken for guarded
    r"|0\d+|\d{12,}|\d+[Ee]\d+|\d{1,4}[-/]\d{1,2}",  # what it shows, and saves, as another number or a day
    re.DOTALL,
)
_NUMERAL = re.compile(r"-?\d{1,11}(?:\.\d+)?", re.ASCII)


def table(publication: Publication) -> Artefact:
    """Return the CSV of a list: UTF-8 without BOM, LF, quotes only where needed, every text as committed.

    Source: RFC 4180, but for its CRLF.
    """
    content = _written(publication.dataset.header, rows.lines(publication), "\n")
    return Artefact(paths.download(publication.dataset.id, "csv"), content.encode())


def for_excel(publication: Publication) -> Artefact:
    """Return the CSV that opens in Excel by a double click: BOM, CRLF, and an apostrophe before what would act.

    Without the one apostrophe that a guarded cell begins with, every text is that of the other CSV.
    """
    fields = publication.dataset.fields
    lines = (_guarded(line, fields) for line in rows.lines(publication))
    content = _written(publication.dataset.header, lines, "\r\n")
    return Artefact(paths.download(publication.dataset.id, "excel.csv"), (_BOM + content).encode())


def _written(header: Sequence[str], lines: Iterable[Sequence[str]], end: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue()


def _guarded(line: Sequence[str], fields: Sequence[Field]) -> list[str]:
    return [_guard(text, field) if text else text for text, field in zip(line, fields, strict=True)]


def _guard(text: str, field: Field) -> str:
    """Return a cell that a spreadsheet takes for text; numbers in columns of numbers may stay numbers."""
    if not _ACTS.fullmatch(text) or (field.type in ("integer", "number") and _NUMERAL.fullmatch(text)):
        return text
    return _GUARD + text
