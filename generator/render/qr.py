"""Draw QR codes of very many addresses.

With mode, version and mask fixed, every module of a code is a sum (without carry) of bits of the text: Reed and
Solomon's check words are such sums too. So a code is made of that of another text as long, and of what each bit in
which they differ turns over: segno draws these few, and the rest is addition. Source: ISO/IEC 18004.
"""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass, field

import segno

_MASK = 3
"""The mask is fixed: a reader decodes any of them."""
_SCALE, _BORDER = 2, 2
_DRAWN = str.maketrans({"0": "1" * _SCALE, "1": "0" * _SCALE})
_HEAD = b"\x89PNG\r\n\x1a\n"


@dataclass(slots=True)
class _Model:
    """Hold the code of one text, and what each of its bits turns over."""

    text: bytes
    modules: int
    size: int
    turned: dict[tuple[int, int], int] = field(default_factory=dict)

    def code(self, text: bytes) -> int:
        """Return the modules of another text as long."""
        modules = self.modules
        for place, (mine, other) in enumerate(zip(self.text, text, strict=True)):
            left = mine ^ other
            while left:
                bit = left & -left
                modules ^= self._turned(place, bit)
                left ^= bit
        return modules

    def _turned(self, place: int, bit: int) -> int:
        found = self.turned.get((place, bit))
        if found is None:
            other = bytearray(self.text)
            other[place] ^= bit
            found = self.turned[place, bit] = self.modules ^ _drawn(bytes(other))[0]
        return found


_models: dict[int, _Model] = {}
"""Holds, by length, the first text that was drawn."""


def qr(address: str) -> str:
    """Return a QR code of an ASCII text as a ``data:`` address of a PNG."""
    text = address.encode("ascii")
    model = _models.get(len(text))
    if model is None:
        model = _models[len(text)] = _Model(text, *_drawn(text))
    picture = _picture(model.code(text), model.size)
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def _drawn(text: bytes) -> tuple[int, int]:
    """Return the modules of a text, row after row, and how many stand in a row."""
    rows = segno.make(
        text.decode("ascii"), micro=False, error="m", boost_error=False, mask=_MASK, mode="byte"
    ).matrix
    return int("".join(str(module) for row in rows for module in row), 2), len(rows)


def _picture(modules: int, size: int) -> bytes:
    """Write modules as a PNG of one bit a pixel."""
    bits, side, blank = f"{modules:0{size * size}b}", (size + 2 * _BORDER) * _SCALE, "0" * _BORDER
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
