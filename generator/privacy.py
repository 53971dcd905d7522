"""Personal data that may never be public: what it looks like, also in disguise, and how a name is masked.

Source: GB 11643-1999; 个人信息保护法第二十八条; 政府信息公开条例第十五条.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from generator.roles import is_uscc

Kind = Literal["id", "id_doubtful", "old_id", "mobile", "card", "remnant"]
_SUSPECT = re.compile(r"\d(?:(?:[\W_]{0,3}\d){9}[\W_]{0,3}[\dXx]|[Ee]\+?1\d)")
"""Passes over almost every text: ten digits with little between them, or a number cut by a spreadsheet."""
_HIDDEN = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_RUN = re.compile(r"\d+[Xx]?|[Xx]", re.ASCII)
_GAP = re.compile(r"[\s\-‐‑‒–—―−.·•・_]{1,3}")
_REMNANT = re.compile(r"(?<![\d.])[1-9]\.\d{3,}[Ee]\+?1[47](?!\d)", re.ASCII)
_PROVINCES = frozenset(
    re.findall("..", "10111213141521222331323334353637414243444546505152535461626364657181828399")
)
_REGISTRARS = re.compile(r"1[1-39]|2[19]|3[1-59]|4[19]|5[1-39]|6[129]|7[129]|8[19]|9[1-3]")
_MOBILE_GROUPS = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (1,) * 11, (13,), (2, 11), (2, 3, 4, 4), (2, 3, 8)}
)
_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙"
        "钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里"
        "呼延东郭南门羊舌微生公户公玉公仪梁丘公仲公上公门公山公坚左丘公伯西门公祖第五公乘贯丘公皙南荣东里东宫"
        "仲长子书子桑即墨达奚褚师纳兰",
    )
)
_WIDE = {"Ｘ": "X", "ｘ": "x", "Ｅ": "E", "．": ".", "－": "-"}
_HAN = "\u3400-\u9fff\U00020000-\U000323af"
_HIDER = "[*＊×]"
_MASKED = re.compile(
    rf"(?:[{_HAN}A-Z](?:某{{1,2}}|{_HIDER}{{1,3}})"
    rf"|(?:{'|'.join(sorted(_COMPOUND))})(?:某|{_HIDER})"
    rf"|[{_HAN}]{{2,4}}(?:某某|{_HIDER}{{2}}))"
    r"(?:（(?:[甲乙丙丁戊己庚辛壬癸]|\d{1,2})）)?"
)


@dataclass(frozen=True, slots=True)
class Leak:
    """Say that a text holds personal data: which kind, from where to where, and a mask to speak of it."""

    kind: Kind
    start: int
    end: int
    mask: str

    @property
    def certain(self) -> bool:
        """Tell whether this is personal data beyond doubt: a wrong check character leaves some."""
        return self.kind != "id_doubtful"


@dataclass(frozen=True, slots=True)
class _Number:
    """Hold a number as read: its digits, the lengths of its groups, its place, if a letter touches it."""

    digits: str
    groups: tuple[int, ...]
    start: int
    end: int
    touched: bool


def scan(text: str) -> tuple[Leak, ...]:
    """Find identity numbers, mobile numbers and bank cards in a text, also when they are disguised."""
    if not suspect(text):
        return ()
    plain, places = _plain(text)
    leaks = [_leak("remnant", m, places, m[0][0] + "***") for m in _REMNANT.finditer(plain)]
    end = -1
    for number in _numbers(plain):
        kind = _kind(number)
        if kind and number.start >= end:
            end = number.end
            leaks.append(Leak(kind, places[number.start], places[end - 1] + 1, masked(number.digits)))
    return tuple(leaks)


def suspect(text: str) -> bool:
    """Tell, fast, whether a text is worth a scan."""
    return bool(_SUSPECT.search(text))


def _leak(kind: Kind, found: re.Match[str], places: list[int], mask: str) -> Leak:
    return Leak(kind, places[found.start()], places[found.end() - 1] + 1, mask)


def masked(digits: str) -> str:
    """Hide all but the first and the last character."""
    return digits[0] + "*" * (len(digits) - 2) + digits[-1]


def redact(text: str) -> str:
    """Return the text with every leak masked, so that a message can speak of it."""
    for leak in sorted(scan(text), key=lambda item: -item.start):
        text = text[: leak.start] + leak.mask + text[leak.end :]
    return text


def is_resident_id(text: str) -> bool:
    """Tell whether a text is a resident's identity number: a real day and the right check character."""
    if not _has_id_shape(text):
        return False
    total = sum(int(char) * weight for char, weight in zip(text, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[17]


def masked_name(text: str) -> bool:
    """Tell whether a natural person's name is masked in one of the accepted ways."""
    return bool(_MASKED.fullmatch(text))


def mask_name(text: str) -> str:
    """Mask a natural person's name: the surname stays, 某 or 某某 stands for the rest."""
    name = text.strip()
    if masked_name(name):
        return name
    first, dot, _ = re.sub("[•・．]", "·", name).partition("·")
    if dot and re.fullmatch(f"[{_HAN}]{{2,4}}", first):
        return first + "某某"
    surname = name[:2] if name[:2] in _COMPOUND and len(name) > 2 else name[:1].upper()
    return surname + ("某" if len(name) - len(surname) <= 1 else "某某")


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text with plain digits and nothing hidden, and where each of its characters stood."""
    kept = [(_digit(char), place) for place, char in enumerate(text) if not _HIDDEN.match(char)]
    return "".join(char for char, _ in kept), [place for _, place in kept]


def _digit(char: str) -> str:
    if char.isascii():
        return char
    return str(unicodedata.decimal(char)) if char.isdecimal() else _WIDE.get(char, char)


def _numbers(plain: str) -> Iterator[_Number]:
    """Yield every number of 11 to 19 digits, read whole or across small gaps, from left to right."""
    runs = list(_RUN.finditer(plain))
    for first in range(len(runs)):
        last = _reach(plain, runs, first)
        lengths = [len(item[0]) for item in runs[first : last + 1]]
        for count, total in enumerate(accumulate(lengths), start=1):
            if 11 <= total <= 19:
                yield _joined(plain, runs[first : first + count])


def _joined(plain: str, runs: list[re.Match[str]]) -> _Number:
    start, end = runs[0].start(), runs[-1].end()
    groups = tuple(len(run[0]) for run in runs)
    return _Number("".join(run[0] for run in runs).upper(), groups, start, end, _touched(plain, start, end))


def _reach(plain: str, runs: list[re.Match[str]], first: int) -> int:
    """Return the last run that could still belong to a number of 19 digits beginning with the first."""
    last, total = first, len(runs[first][0])
    while last + 1 < len(runs) and total < 19 and _near(plain, runs[last], runs[last + 1]):
        last += 1
        total += len(runs[last][0])
    return last


def _near(plain: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return bool(_GAP.fullmatch(plain, left.end(), right.start()))


def _touched(plain: str, start: int, end: int) -> bool:
    around = plain[start - 1 : start] + plain[end : end + 1]
    return any(char.isascii() and char.isalpha() for char in around)


def _kind(number: _Number) -> Kind | None:
    digits, whole = number.digits, len(number.groups) == 1
    if whole and is_code(digits):
        return None
    if is_resident_id(digits):
        return "id"
    if whole and not number.touched and _has_id_shape(digits):
        return "id_doubtful"
    if _is_card(number):
        return "card"
    if whole and not number.touched and _is_old_id(digits):
        return "old_id"
    return "mobile" if _is_mobile(number) else None


def is_code(text: str) -> bool:
    """Tell whether a number is plausibly an organisation's credit code and not a person's."""
    return is_uscc(text) and bool(_REGISTRARS.match(text)) and text[2:4] in _PROVINCES


def _has_id_shape(text: str) -> bool:
    shape = re.fullmatch(r"[1-9]\d{5}(?:18|19|20)\d{9}[\dX]", text, re.ASCII)
    return bool(shape) and _is_day(text[6:10], text[10:12], text[12:14])


def _is_old_id(text: str) -> bool:
    if not re.fullmatch(r"\d{15}", text, re.ASCII) or text[:2] not in _PROVINCES:
        return False
    return _is_day("19" + text[6:8], text[8:10], text[10:12]) and not is_registration_number(text)


def is_registration_number(text: str) -> bool:
    """Tell whether fifteen digits are an old business registration number, not an old identity number.

    Source: ISO 7064 MOD 11,10 (GS 15—2006).
    """
    product = 10
    for digit in text[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(text[14])


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _is_card(number: _Number) -> bool:
    digits, groups = number.digits, number.groups
    if not 16 <= len(digits) <= 19 or not digits.isdigit() or digits[0] not in "34569" or number.touched:
        return False
    in_fours = set(groups[:-1]) == {4} and groups[-1] <= 4
    return (len(groups) == 1 or in_fours) and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (int(char) * (2 if place % 2 else 1) for place, char in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_mobile(number: _Number) -> bool:
    digits = number.digits.removeprefix("86") if len(number.digits) == 13 else number.digits
    if number.touched or number.groups not in _MOBILE_GROUPS:
        return False
    if not re.fullmatch(r"1[3-9]\d{9}", digits, re.ASCII):
        return False
    return number.groups[-1] != 8 or not _is_day(digits[3:7], digits[7:9], digits[9:])
