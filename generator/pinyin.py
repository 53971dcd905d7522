"""How a Chinese name is read: the letter under which it is filed, and the first letters of its characters.

The only door to pypinyin (MIT): it reads whole phrases first, so that 长安 is ``ca`` and 重庆 is ``cq``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from generator import remembered as memory

NO_LETTER = "#"
"""Files a name that begins with a digit, a rare character of unknown reading, or another script."""
LONGEST_PLACE = 15
"""So many characters has the longest name of a county (积石山保安族东乡族撒拉族自治县)."""
_IN_NAMES = {"长": "cháng", "曾": "zēng", "翟": "zhái", "覃": "qín", "仇": "qiú", "𠮷": "jí"}
"""Readings that names prefer where a character belongs to no phrase; the dictionary prefers another, or none."""
_TOGETHER = {"朝阳": "cháo yáng", "单氏": "shàn shì", "解氏": "xiè shì", "查氏": "zhā shì", "区氏": "ōu shì"}


def initial(text: str) -> str:
    """Return the letter under which a text is filed: A to Z, or ``#``; signs before its first word are passed over."""
    letters = (letter for sign, letter in _read(text) if sign.isalnum())
    first = next(letters, "").upper()
    return first if first.isalpha() else NO_LETTER


@contextmanager
def remembered(file: Path) -> Iterator[Callable[[str], str]]:
    """Lend ``initial`` with a memory of what was asked last time, which then keeps what was asked this time."""
    known, asked = memory.known(file, _dictionary()), dict[str, str]()

    def letter(text: str) -> str:
        if text not in asked:
            asked[text] = known[text] if text in known else initial(text)
        return asked[text]

    yield letter
    if asked != known:
        memory.keep(file, _dictionary(), asked)


def _dictionary() -> str:
    """Return what the letters depend on."""
    return f"{version('pypinyin')} {_IN_NAMES} {_TOGETHER}"


def initials(text: str) -> str:
    """Return the first letter of every character, Latin letters and digits as they are: 福满楼 is ``fml``."""
    return "".join(letter for _, letter in _read(text))


def trade_name(name: str, places: Container[str]) -> str:
    """Return an organisation's name without the places it begins with, for people do not look for it by these."""
    for length in range(min(len(name) - 1, LONGEST_PLACE), 1, -1):
        if name[:length] in places:
            return trade_name(name[length:], places)
    return name


def _read(text: str) -> list[tuple[str, str]]:
    """Return each sign of a text with its letter or digit, in lower case; blank where it has none."""
    plain = unicodedata.normalize("NFKD", text)
    library = _library()
    found = library.lazy_pinyin(plain, style=library.Style.FIRST_LETTER, errors=list)
    return [(sign, _ascii(letter)) for sign, letter in zip(plain, found, strict=True)]


def _ascii(letter: str) -> str:
    return letter.lower() if letter.isascii() and letter.isalnum() else ""


@cache
def _library() -> ModuleType:
    """Import the library when it is first needed: its dictionaries take half a second to load."""
    import pypinyin

    pypinyin.load_single_dict({ord(char): reading for char, reading in _IN_NAMES.items()})
    pypinyin.load_phrases_dict(
        {phrase: [[part] for part in reading.split()] for phrase, reading in _TOGETHER.items()}
    )
    return pypinyin
