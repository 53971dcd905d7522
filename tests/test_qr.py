"""QR codes that are added up are, module for module, those that segno draws; the picture holds just these modules."""

from __future__ import annotations

import base64
import random
import struct
import zlib

import pytest
import segno

from generator.render import qr


def drawn(address: str) -> list[list[int]]:
    """Return the modules that segno draws."""
    code = segno.make(address, micro=False, error="m", boost_error=False, mask=3, mode="byte")
    return [list(row) for row in code.matrix]


def seen(picture: str) -> list[list[int]]:
    """Return the modules that a picture shows, read without the program that drew it."""
    content = base64.b64decode(picture.removeprefix("data:image/png;base64,"))
    width, height, depth, colour = struct.unpack(">IIBB", content[16:26])
    assert (depth, colour) == (1, 0)
    (size,) = struct.unpack(">I", content[33:37])
    raw = zlib.decompress(content[41 : 41 + size])
    line = 1 + -(-width // 8)
    rows = [
        f"{int.from_bytes(raw[n * line + 1 : (n + 1) * line]):0{8 * (line - 1)}b}"[:width]
        for n in range(height)
    ]
    assert {row[:4] + row[-4:] for row in rows} | set(rows[0]) <= {"1" * 8, "1"}  # the border is white
    return [[1 - int(bit) for bit in row[4:-4:2]] for row in rows[4:-4:2]]


@pytest.mark.parametrize("seed", range(6))
def test_codes_that_are_added_up_are_those_that_are_drawn(seed):
    chance = random.Random(seed)
    signs = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%"
    for length in (1, 20, 43, 44, 60, 61, 62, 63, 90, 150, 200):
        for _ in range(3):
            address = "".join(chance.choices(signs, k=length))
            assert seen(qr.qr(address)) == drawn(address), address


def test_a_code_does_not_depend_on_which_was_drawn_first():
    forget()
    first = qr.qr("https://a.example/x.html")
    forget()
    qr.qr("https://b.example/y.html")
    assert qr.qr("https://a.example/x.html") == first


def forget() -> None:
    """Be as a program that has just begun."""
    for kept in (qr._drawn_before, qr._likes, qr._turns, qr._memory):
        kept.clear()


ADDRESSES = [f"https://a.example/penalties/PEN-{number}.html" for number in range(2025, 2060)]


def test_what_was_drawn_once_is_not_drawn_again(tmp_path, monkeypatch):
    forget()
    qr.remember(tmp_path / "qr")
    first = list(map(qr.qr, ADDRESSES))
    forget()
    qr.remember(tmp_path / "qr")
    monkeypatch.setattr(qr, "_drawn_now", None)
    assert list(map(qr.qr, ADDRESSES)) == first


def test_a_memory_that_is_cut_off_or_spoilt_gives_no_other_code(tmp_path):
    forget()
    qr.remember(tmp_path / "qr")
    first = list(map(qr.qr, ADDRESSES))
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    lines = content.splitlines()
    swapped = lines[0].replace(lines[0].split()[1], lines[1].split()[1])
    for spoilt in (content[:-40], content.replace(b" 1", b" 2"), swapped, b"\xff\n" + content, b""):
        file.write_bytes(spoilt)
        forget()
        qr.remember(tmp_path / "qr")
        assert list(map(qr.qr, ADDRESSES)) == first
