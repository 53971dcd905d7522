"""Judge what every cell must be, whatever it means: visible, trimmed, not too long, no formula."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.check.sheet import Sheet
from generator.described import Field
from generator.model import Finding, Row

LONGEST = 100_000
_EDGE = "\ue000"
"""Stands between the cells of a row while they are searched together."""
_HIDDEN = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
INVISIBLE = re.compile(f"[{_HIDDEN}]")
"""Finds what nobody can see: control characters, turned writing, characters of no width."""
_BREAKING = re.compile("[\0\r]")
"""Finds what no CSV reader agrees on."""
_FORMULA = re.compile(r"\s*([=+\-@＝＋－＠])")
_NO_FORMULA = re.compile(r"[+\-]?\d[\d,]*(\.\d+)?%?|-|[+\-]\d+([.\-]\d+)*")
_ODD = re.compile(
    rf"[{_HIDDEN}\n\ufffd?□]|(?:\A|{_EDGE})[\s=+\-@＝＋－＠]|\s(?:{_EDGE}|\Z)",
)
_PROSE = frozenset({"", "text", "takedown_note", "legal_basis"})
"""Roles whose cells may hold several lines."""
_NAMES = frozenset({"subject", "body", "title", "person"})


def judge(sheet: Sheet, row: Row) -> Iterator[Finding]:
    """Yield what is wrong with the characters of a row's cells."""
    joined = _EDGE.join(row.values.values())
    if len(joined) <= LONGEST and not _ODD.search(joined) and unicodedata.is_normalized("NFC", joined):
        return
    for column, text in row.values.items():
        if text:
            yield from _cell(sheet, row, column, text, sheet.field(column))


def _cell(sheet: Sheet, row: Row, column: str, text: str, field: Field) -> Iterator[Finding]:
    hidden = INVISIBLE.search(text) or (None if field.role in _PROSE else re.search("\n", text))
    if breaking := _BREAKING.search(text):
        yield sheet.say(row, column, "编码-08", position=breaking.start() + 1, char=breaking[0])
    elif hidden:
        position = hidden.start() + 1
        yield sheet.say(row, column, "编码-05", position=position, char=hidden[0])
    elif "\ufffd" in text:
        yield sheet.say(row, column, "编码-07", char="\ufffd")
    elif text != text.strip():
        yield sheet.say(row, column, "表格-08")
    elif len(text) > LONGEST:
        yield sheet.say(row, column, "表格-09", length=len(text))
    elif _is_formula(text):
        yield sheet.say(row, column, "表格-02", char=text[0])
    elif not unicodedata.is_normalized("NFC", text):
        yield sheet.say(row, column, "编码-06", **_odd_spelling(text))
    elif field.role in _NAMES:
        yield from _lost(sheet, row, column, text)


def _is_formula(text: str) -> bool:
    return bool(_FORMULA.match(text)) and not _NO_FORMULA.fullmatch(text)


def _odd_spelling(text: str) -> dict[str, object]:
    proper = unicodedata.normalize("NFC", text)
    for place, char in enumerate(text):
        if text[: place + 1] != proper[: place + 1]:
            return {"position": place + 1, "char": char, "canonical": proper[place : place + 1]}
    return {"position": 1, "char": text[:1], "canonical": proper[:1]}


def _lost(sheet: Sheet, row: Row, column: str, text: str) -> Iterator[Finding]:
    """Doubt a question mark or an empty box among the characters of a name."""
    found = re.search(r"[?□]", text)
    if found:
        yield sheet.say(row, column, "编码-02", char=found[0])
