"""What a column can mean, and the one form in which each meaning is written. One row per role."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from stdnum.cn import uscc

from generator.described import Field, FieldType

FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2100, 12, 31)
LABELS = "|"
"""Stands between the values of a column that holds several."""
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LOOKALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}
_WRITTEN_LOOSELY = re.compile(r"[\s\-\u00ad\u200b-\u200f\u2060\ufeff]")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d{1,3}")
_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_HAN = "\u3400-\u9fff\U00020000-\U000323af"
_DOC_NO = re.compile(
    rf"[{_HAN}A-Za-z]{{1,24}}〔(19|20)\d{{2}}〕\d{{1,5}}(-\d{{1,3}})?号"
    rf"|[{_HAN}A-Za-z]{{1,40}}(令|公告)((19|20)\d{{2}}年)?第\d{{1,5}}号",
    re.ASCII,
)
_BRACKETS = str.maketrans("[](（）)【】﹝﹞［］", "〔〕〔〔〕〕〔〕〔〕〔〕")
_INDEX_NO = re.compile(r"([0-9A-Z]{5,18})(/|-{1,2})(19|20)\d{2}-\d{3,6}", re.ASCII)
_PHONE = re.compile(
    r"(0\d{2,3}-)?\d{7,8}((-|转)\d{1,6})?|(0\d{2,3}-)?1[0-2]\d{1,4}|(400|800)-?\d{3}-?\d{4}|96\d{3,4}",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LOOSE_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?([ T]\d{1,2}:\d{2}(:\d{2})?)?|(\d{4})(\d{2})(\d{2})"
)
_SHORT_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{2}|\d{4})|\d{2}[-/.]\d{1,2}[-/.]\d{1,2}")
_INTEGER = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_STEP = rf"[0-9A-Za-z{_HAN}_][0-9A-Za-z{_HAN}_.()（）-]*"
_PATH = re.compile(rf"{_STEP}(/{_STEP})*\.txt")


@dataclass(frozen=True, slots=True)
class Problem:
    """Say which rule a text breaks, with the facts that the rule's sentence needs."""

    rule: str
    facts: Mapping[str, str] = field(default_factory=dict)


Form = Callable[[str], Problem | None]
"""Judges one text by itself."""


@dataclass(frozen=True, slots=True)
class Role:
    """Say what a column means: how often a list may have it, its form, and whether it names a person.

    ``past`` marks days that cannot lie ahead; ``coded`` marks columns whose labels programs understand;
    ``region`` says which part of the text is a region code.
    """

    name: str
    repeatable: bool = False
    form: Form | None = None
    types: tuple[FieldType, ...] = ("string",)
    personal: bool = False
    past: bool = False
    coded: bool = False
    region: slice | None = None
    source: str = ""


def form_of(column: Field) -> Form | None:
    """Return the check of a column's form: its role's, or else its type's."""
    role = ROLES.get(column.role)
    return role.form if role and role.form else _BY_TYPE.get(column.type)


def parts(column: Field, text: str) -> Sequence[str]:
    """Return the values of a cell: several when the column holds many."""
    return text.split(LABELS) if column.many else (text,)


@lru_cache(maxsize=65536)
def is_uscc(text: str) -> bool:
    """Tell whether a text is a credit code whose two check characters are right.

    Source: GB 32100-2015, GB 11714-1997.
    """
    return bool(_CODE.fullmatch(text)) and _outer_holds(text) and organisation_holds(text[8:17])


def organisation_holds(text: str) -> bool:
    """Tell whether the nine characters of an organisation's own number end in the right check character.

    Source: GB 11714-1997.
    """
    total = sum(int(char, 36) * weight for char, weight in zip(text, (3, 7, 9, 10, 5, 8, 4, 2), strict=False))
    return text[8:] == "0123456789X"[-total % 11]


def _outer_holds(text: str) -> bool:
    return bool(uscc.calc_check_digit(text[:17]) == text[17])


@lru_cache(maxsize=65536)
def _credit_code(text: str) -> Problem | None:
    if _SCIENTIFIC.fullmatch(text):
        return Problem("代码-01")
    plain = _WRITTEN_LOOSELY.sub("", unicodedata.normalize("NFKC", text)).upper()
    if plain != text and len(plain) == 18:
        return Problem("代码-05", {"canonical": plain})
    if len(text) != 18:
        return Problem("代码-04", {"length": str(len(text))})
    return _misspelt(text) or _miscounted(text)


def _misspelt(text: str) -> Problem | None:
    for place, char in enumerate(text, start=1):
        if char in _LOOKALIKES:
            return Problem("代码-03", {"place": str(place), "char": char, "guess": _LOOKALIKES[char]})
        if char not in (ALPHABET if not 3 <= place <= 8 else "0123456789"):
            return Problem("代码-06", {"place": str(place), "char": char})
    return None


def _miscounted(text: str) -> Problem | None:
    if len(set(text[:17])) == 1 or text[2:8] == "000000":
        return Problem("代码-09")
    if not _outer_holds(text):
        return Problem("代码-02" if text.isdigit() and text.endswith("000") else "代码-07")
    return None if organisation_holds(text[8:17]) else Problem("代码-08")


def _region(text: str) -> Problem | None:
    return None if re.fullmatch(r"[1-9]\d{5}", text, re.ASCII) else Problem("代码-11")


@lru_cache(maxsize=65536)
def _date(text: str) -> Problem | None:
    if not _DAY.fullmatch(text):
        return _loose_date(unicodedata.normalize("NFKC", text).strip())
    day = _real_day(*text.split("-"))
    if not day:
        return Problem("日期-01")
    return None if FIRST_DAY <= day <= LAST_DAY else Problem("日期-05")


def _loose_date(text: str) -> Problem:
    found = _LOOSE_DAY.fullmatch(text)
    if found:
        groups = found.groups()
        day = _real_day(*(groups[:3] if groups[0] else groups[5:]))
        return Problem("日期-06", {"canonical": day.isoformat()}) if day else Problem("日期-01")
    return Problem("日期-02" if _SHORT_DAY.fullmatch(text) else "日期-01")


def _real_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _year(text: str) -> Problem | None:
    return None if re.fullmatch(r"(19|20)\d{2}", text, re.ASCII) else Problem("日期-07")


@lru_cache(maxsize=65536)
def _integer(text: str) -> Problem | None:
    return _numeral(text, _INTEGER, "整数")


@lru_cache(maxsize=65536)
def _number(text: str) -> Problem | None:
    return _numeral(text, _NUMBER, "数字")


def _numeral(text: str, pattern: re.Pattern[str], noun: str) -> Problem | None:
    if pattern.fullmatch(text) and text != "-0":
        return None
    plain = _loose_numeral(text)
    if plain != text and pattern.fullmatch(plain):
        return Problem("数字-01", {"canonical": plain})
    return Problem("数字-02", {"noun": noun})


def _loose_numeral(text: str) -> str:
    """Return the number without thousands separators, signs, blanks, and needless noughts."""
    plain = re.sub(r"[\s,+]", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"^(-?)0+(?=\d)", r"\1", plain)
    return "0" if plain == "-0" else plain


def _amount(text: str) -> Problem | None:
    problem = _number(text)
    if problem:
        return problem
    if text.startswith("-"):
        return Problem("数字-04")
    return Problem("数字-03") if len(text.partition(".")[2]) > 6 else None


@lru_cache(maxsize=65536)
def _doc_no(text: str) -> Problem | None:
    if _DOC_NO.fullmatch(text):
        return None
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(_BRACKETS)
    for guess in (plain, plain.replace("〕第", "〕")):
        if _DOC_NO.fullmatch(guess):
            return Problem("文号-01", {"canonical": guess})
    return Problem("文号-02")


@lru_cache(maxsize=65536)
def _index_no(text: str) -> Problem | None:
    found = _INDEX_NO.fullmatch(text)
    if not found:
        return Problem("文号-03")
    return Problem("文号-04") if len(found[1]) == 18 and not is_uscc(found[1]) else None


def _legal_basis(text: str) -> Problem | None:
    return None if re.search("《[^《》]+", text) and "》" in text else Problem("文号-05")


def _phone(text: str) -> Problem | None:
    return None if _PHONE.fullmatch(text) else Problem("名称-04")


def _link(text: str) -> Problem | None:
    if re.search(r"[\s<>\"'\\]", text):
        return Problem("名称-05")
    try:
        found = urlsplit(text)
        sound = found.scheme == "https" and bool(found.hostname) and "@" not in found.netloc
    except ValueError:
        sound = False
    return None if sound else Problem("名称-05")


def _person(text: str) -> Problem | None:
    return Problem("名称-06") if re.search(r"[\d<>@=]", text) or len(text) > 50 else None


def _path(text: str) -> Problem | None:
    safe = _PATH.fullmatch(text) and ".." not in text and len(text) <= 120
    return None if safe else Problem("文件-06")


_BY_TYPE: Mapping[str, Form] = {"date": _date, "year": _year, "integer": _integer, "number": _number}
_DATE: tuple[FieldType, ...] = ("date",)

ROLES: Mapping[str, Role] = {
    role.name: role
    for role in (
        Role("key"),
        Role("title"),
        Role("subject", personal=True, source="政府信息公开条例第十五条"),
        Role("alias", repeatable=True, personal=True, source="政府信息公开条例第十五条"),
        Role("subject_kind", coded=True),
        Role("subject_code", form=_credit_code, region=slice(2, 8), source="GB 32100-2015"),
        Role("body", repeatable=True),
        Role("body_code", repeatable=True, form=_credit_code, region=slice(2, 8), source="GB 32100-2015"),
        Role("doc_no", form=_doc_no, source="党政机关公文处理工作条例"),
        Role("index_no", form=_index_no),
        Role("decided", types=_DATE, past=True),
        Role("formed", types=_DATE, past=True),
        Role("published", types=_DATE, past=True),
        Role("updated", types=_DATE, past=True),
        Role("valid_from", types=_DATE),
        Role("valid_to", types=_DATE),
        Role("until", types=_DATE),
        Role("repairable", types=_DATE),
        Role("level", coded=True),
        Role("procedure", coded=True),
        Role("basis_kind", coded=True),
        Role("legal_state", coded=True),
        Role("revoked", types=_DATE, past=True, source="行政处罚法第四十八条"),
        Role("state", coded=True),
        Role("taken_down", types=_DATE, past=True),
        Role("takedown_reason", coded=True),
        Role("takedown_note", personal=True, source="行政处罚法第四十八条"),
        Role("region", repeatable=True, form=_region, region=slice(6), source="GB/T 2260"),
        Role("trade", coded=True),
        Role("phone", repeatable=True, form=_phone),
        Role("person", repeatable=True, form=_person, personal=True, source="个人信息保护法"),
        Role("legal_basis", repeatable=True, form=_legal_basis),
        Role("link", repeatable=True, form=_link),
        Role("fulltext", form=_path),
        Role("date", repeatable=True, types=_DATE),
        Role("amount", repeatable=True, form=_amount, types=("number",)),
        Role("text", repeatable=True, personal=True, source="政府信息公开条例第十五条"),
    )
}
