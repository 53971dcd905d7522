"""Judge whether a row's state, its days and its reasons agree.

Source: 行政处罚法第四十八条.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.sheet import Sheet
from generator.model import Finding, Row
from generator.standing import GONE

UNDONE = frozenset({"altered", "revoked", "confirmed_illegal", "confirmed_invalid"})
"""Tokens of decisions that no longer stand (行政处罚法第四十八条)."""
_NAMING = ("subject", "subject_code", "doc_no", "index_no", "person")


def judge(sheet: Sheet, row: Row) -> Iterator[Finding]:
    """Yield what a row that is no longer, or not rightly, public has yet to say."""
    state = sheet.token(row, "state")
    if state in GONE:
        yield from _demanded(sheet, row, "taken_down", "状态-01")
        yield from _demanded(sheet, row, "takedown_reason", "状态-02")
    elif state == "active" and sheet.text(row, "taken_down"):
        yield sheet.say(row, sheet.dataset.column_of("taken_down"), "状态-05", state=sheet.text(row, "state"))
    if state == "withdrawn":
        yield from _demanded(sheet, row, "takedown_note", "状态-03")
    if sheet.token(row, "legal_state") in UNDONE:
        said = sheet.text(row, "legal_state")
        yield from _demanded(sheet, row, "revoked", "状态-04", state=said)
    if _names_the_party(sheet, row):
        yield sheet.say(row, sheet.dataset.column_of("takedown_note"), "隐私-09")


def _demanded(sheet: Sheet, row: Row, role: str, rule: str, **facts: object) -> Iterator[Finding]:
    """Yield a finding when the column that plays a role is there and blank."""
    column = sheet.dataset.column_of(role)
    if column in row.values and not row.values[column]:
        yield sheet.say(row, column, rule, **facts)


def _names_the_party(sheet: Sheet, row: Row) -> bool:
    note = sheet.text(row, "takedown_note")
    return bool(note) and any(len(text := sheet.text(row, role)) > 1 and text in note for role in _NAMING)
