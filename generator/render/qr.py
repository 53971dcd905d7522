"""Draw QR codes of very many addresses.

With mode, version and mask fixed, every module of a code is a sum (without carry) of bits of the text: Reed and
Solomon's check words are such sums too. So a code is made of that of another text as long, and of what each bit in
which they differ turns over: segno draws these few, and the rest is addition. Source: ISO/IEC 18004.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import segno

_MASK = 3
"""The mask is fixed: a reader decodes any of them."""
_SCALE, _BORDER = 2, 2
_DRAWN = str.maketrans({"0": "1" * _SCALE, "1": "0" * _SCALE})
_HEAD = b"\x89PNG\r\n\x1a\n"


_drawn_before: dict[bytes, tuple[int, int]] = {}
"""Holds what segno drew: by text its modules in a row of bits, and how many stand side by side."""
_memory: list[Path] = []
"""Names the file where that is kept, if any."""
_likes: dict[int, bytes] = {}
"""Holds, by length, the first text that was drawn."""
_turns: dict[tuple[int, int, int], int] = {}
"""Holds, for a size of code, a place in the text and a bit there, which modules that bit turns over."""


def remember(file: Path) -> None:
    """Take over what was drawn before, and add to the file what is drawn from now on: segno takes its time.

    Several processes may add to it at once, for each writes a line in one go; a line that is not whole counts for nothing.
    """
    _memory[:] = [file.with_name(f"{file.name}-{segno.__version__}-{_MASK}")]
    for text, found, size in _lines(_memory[0]):
        _drawn_before.setdefault(text, (found, size))
        _likes.setdefault(len(text), text)


def _lines(file: Path) -> Iterator[tuple[bytes, int, int]]:
    with suppress(OSError):
        for line in file.read_bytes().splitlines():
            said, _, check = line.rpartition(b" ")
            if check == b"%08x" % zlib.crc32(said):
                text, found, size = said.decode().split(" ")
                yield bytes.fromhex(text), int(found, 16), int(size)


def _kept(text: bytes, found: int, size: int) -> None:
    said = f"{text.hex()} {found:x} {size}".encode()
    # Where it cannot be kept, to draw it again costs time and nothing else.
    with suppress(OSError), _memory[0].open("ab", buffering=0) as file:
        file.write(b"%b %08x\n" % (said, zlib.crc32(said)))


def modules(text: bytes) -> tuple[int, int]:
    """Return the modules of a text, row after row, as the bits of a number, and how many stand in a row."""
    like = _likes.setdefault(len(text), text)
    found, size = _drawn(like)
    for place, (mine, other) in enumerate(zip(like, text, strict=True)):
        left = mine ^ other
        while left:
            bit = left & -left
            found ^= _turned(size, place, bit)
            left ^= bit
    return found, size


def _turned(size: int, place: int, bit: int) -> int:
    """Return which modules a bit turns over; how long the text is makes no difference."""
    found = _turns.get((size, place, bit))
    if found is None:
        like = next(text for text in _likes.values() if len(text) > place and _drawn(text)[1] == size)
        other = bytearray(like)
        other[place] ^= bit
        found = _turns[size, place, bit] = _drawn(like)[0] ^ _drawn(bytes(other))[0]
    return found


def qr(address: str) -> str:
    """Return a QR code of an ASCII text as a ``data:`` address of a PNG."""
    picture = _picture(*modules(address.encode("ascii")))
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def _drawn(text: bytes) -> tuple[int, int]:
    """Return the modules of a text, row after row, and how many stand in a row."""
    if text not in _drawn_before:
        _drawn_before[text] = _drawn_now(text)
        if _memory:
            _kept(text, *_drawn_before[text])
    return _drawn_before[text]


def _drawn_now(text: bytes) -> tuple[int, int]:
    rows = segno.make(
        text.decode("ascii"), micro=False, error="m", boost_error=False, mask=_MASK, mode="byte"
    ).matrix
    return int("".join(str(module) for row in rows for module in row), 2), len(rows)


def _picture(found: int, size: int) -> bytes:
    """Write modules as a PNG of one bit a pixel."""
    bits, side, blank = f"{found:0{size * size}b}", (size + 2 * _BORDER) * _SCALE, "0" * _BORDER
    rows = ["0" * (size + 2 * _BORDER)] * _BORDER
    lines = [*rows, *(f"{blank}{bits[at : at + size]}{blank}" for at in range(0, size * size, size)), *rows]
    filler = "0" * (-side % 8)
    drawn = "".join(f"00000000{line.translate(_DRAWN)}{filler}" * _SCALE for line in lines)
    content = int(drawn, 2).to_bytes(len(drawn) // 8, "big")
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(content, 9)), (b"IEND", b""))
    return _HEAD + b"".join(_chunk(name, part) for name, part in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
