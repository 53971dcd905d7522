"""Keep personal data out: in every cell, and for natural persons in the columns about the party itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import privacy
from generator.check.sheet import Sheet
from generator.model import Finding, Row
from generator.roles import is_uscc

RULES: Mapping[str, str] = {
    "id": "隐私-01",
    "id_doubtful": "隐私-02",
    "old_id": "隐私-03",
    "mobile": "隐私-04",
    "card": "隐私-05",
    "remnant": "隐私-06",
}
_IN_CODES = {kind: rule for kind, rule in RULES.items() if kind not in ("card", "remnant")}
"""A code that is wrong may look like a card number or be cut by a spreadsheet; its form says so."""
_EDGE = "字"
"""Stands between cells that are searched together: no number goes on across it."""


def leaks(sheet: Sheet, row: Row) -> Iterator[Finding]:
    """Yield the personal data in any cell of a row, each kind once a cell."""
    codes = sheet.codes
    if privacy.suspect(_EDGE.join(text for name, text in row.values.items() if name not in codes)):
        for column, text in row.values.items():
            if column not in codes:
                yield from _cell(sheet, row, column, text, RULES)
    for column in codes:
        text = row.values.get(column, "")
        if text and not is_uscc(text):
            yield from _cell(sheet, row, column, text, _IN_CODES)


def _cell(sheet: Sheet, row: Row, column: str, text: str, rules: Mapping[str, str]) -> Iterator[Finding]:
    for kind, mask in {leak.kind: leak.mask for leak in privacy.scan(text)}.items():
        if kind in rules:
            yield sheet.say(row, column, rules[kind], mask=mask)


def parties(sheet: Sheet, row: Row) -> Iterator[Finding]:
    """Yield what the kind of party forbids or demands: a masked name, no code, or a code."""
    kind = sheet.token(row, "subject_kind")
    name, code = sheet.dataset.column_of("subject"), sheet.dataset.column_of("subject_code")
    if kind == "natural":
        if sheet.text(row, "subject") and not privacy.masked_name(sheet.text(row, "subject")):
            yield sheet.say(row, name, "隐私-07")
        if sheet.text(row, "subject_code"):
            yield sheet.say(row, code, "隐私-08")
    elif kind in ("legal", "individual") and code in row.values and not row.values[code]:
        yield sheet.say(row, code, "必填-02", kind=sheet.text(row, "subject_kind"))
