"""Bring a cell into the one form in which its meaning is written, where there is no doubt; count what was done."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from generator.described import Field
from generator.intake.grid import Grid, Value
from generator.roles import LABELS, form_of

_KEPT_DIGITS = 10**15
"""A spreadsheet keeps fifteen digits of a number; a longer code has lost its end."""
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_415
"""The numbers by which a spreadsheet counts the days of 1950 to 2100."""
_DAY_NOUGHT = date(1899, 12, 30)
_ERRORS = frozenset({"#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#GETTING_DATA"})
_BETWEEN = re.compile(r"[、，,;；/|\n]+")
_CODES = frozenset({"subject_code", "body_code"})
_SAID = {
    "代码-05": "代码改为大写半角、不带空格",
    "日期-06": "日期改为 2025-01-03 形式",
    "数字-01": "数字去掉千分位等",
    "文号-01": "文号的年份改用〔〕",
}
Tidied = tuple[str, tuple[str, ...]]
"""The text of a cell as it should be committed, and what was done to it, in words."""


def fault(value: Value, field: Field) -> str:
    """Return the rule that the value of a cell breaks beyond repair, or a blank."""
    if isinstance(value, str):
        return "表格-16" if value.strip().upper() in _ERRORS else ""
    if isinstance(value, bool) or not isinstance(value, int | float) or field.type in ("integer", "number"):
        return ""
    if abs(value) < _KEPT_DIGITS:
        return ""
    return "代码-01" if field.role in _CODES else "表格-14"


def reader(field: Field, labels: Collection[str]) -> Callable[[Value], Tidied]:
    """Return what reads the cells of a column: one that was read before is known by heart."""
    steps = tuple(_steps(field, labels))

    @lru_cache(maxsize=1 << 16)
    def tidied(text: str) -> Tidied:
        said = []
        for word, step in steps:
            better = step(text) if text else text
            if better != text:
                said.append(word)
                text = better
        return text, tuple(said)

    def read(value: Value) -> Tidied:
        text = written(value, field)
        first = (
            (_SAID["日期-06"],)
            if field.type == "date" and isinstance(value, float | int) and "-" in text
            else ()
        )
        better, more = tidied(text)
        return better, (*first, *more)

    return read


def texts(grid: Grid) -> list[list[str]]:
    """Return the cells of a table as they would be read aloud."""
    return [[written(value) for value in row] for row in grid.rows]


def written(value: Value, field: Field | None = None) -> str:
    """Return the text of a cell: a day in figures, a number without an exponent, yes and no in words.

    In a column of days a number is the day that a spreadsheet means by it.
    """
    match value:
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case int() | float():
            return _number(value, days=field is not None and field.type == "date")
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)


def _number(value: int | float, *, days: bool) -> str:
    if value != int(value):
        return format(Decimal(repr(value)), "f")
    if days and _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return (_DAY_NOUGHT + timedelta(days=int(value))).isoformat()
    return str(int(value))


def _steps(field: Field, labels: Collection[str]) -> Iterator[tuple[str, Callable[[str], str]]]:
    yield "去掉首尾空格", _trimmed
    yield "去掉看不见的字符", _visible
    yield "不规范的字形改为通用字形", lambda text: unicodedata.normalize("NFC", text)
    if field.many:
        yield "各项之间改用“|”", lambda text: _parted(text, labels)
    elif labels:
        yield "选项去掉空格、改为半角", lambda text: _chosen(text, labels)
    yield "全角改半角", lambda text: _narrow(text, field)
    form = form_of(field)
    for rule, said in _SAID.items() if form else ():
        yield said, lambda text, rule=rule: _canonical(text, field, rule)  # type: ignore[misc]


def _trimmed(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text).strip()


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    text = text.replace("\t", " ")
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf"))


def _parted(text: str, labels: Collection[str]) -> str:
    """Part the values of a cell where each is one that may be chosen, or none is prescribed and they are lined up."""
    values = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    return LABELS.join(dict.fromkeys(values)) if labels and set(values) <= set(labels) else text


def _chosen(text: str, labels: Collection[str]) -> str:
    if text in labels:
        return text
    same = [label for label in labels if _plain(label) == _plain(text)]
    return same[0] if len(same) == 1 else text


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def _narrow(text: str, field: Field) -> str:
    pattern = str(field.constraints.get("pattern", ""))
    narrow = unicodedata.normalize("NFKC", text).strip()
    if not pattern or narrow == text:
        return text
    return narrow if re.fullmatch(pattern, narrow) and not re.fullmatch(pattern, text) else text


def _canonical(text: str, field: Field, rule: str) -> str:
    form = form_of(field)
    problem = form(text) if form else None
    return problem.facts["canonical"] if problem and problem.rule == rule else text
