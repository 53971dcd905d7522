"""Look through finished files, archives and workbooks for what may stand in none: forbidden texts, personal numbers."""

from __future__ import annotations

import gzip
import io
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from generator import forked, privacy
from generator.model import Finding
from generator.needles import Needles

_ARCHIVES = frozenset({".zip", ".xlsx"})
_PACKED, _UNPACKED = (".gz", ".zip", ".xlsx"), 4
"""What is looked into, and about how many times as much is in it."""
_BINARY = frozenset({".png", ".ico", ".woff2", ".gif", ".jpg"})
_STYLE = (".css", ".svg")
_LONG_NUMBER = re.compile(rb"(?<![0-9A-Za-z.])[0-9]{11,19}[Xx]?(?![0-9A-Za-z])")
_DIGITS = bytes(ord("0" if chr(code) in "0123456789" else ".") for code in range(256))
"""Makes of every digit a nought and of everything else a dot: a row of noughts is found much faster than a pattern."""
_LONG = b"0" * 11
_HASH = re.compile(rb"(?<![0-9A-Za-z])[0-9a-f]{40}(?:[0-9a-f]{24})?(?![0-9A-Za-z])")
"""Finds the hashes of proofs and commits: any short number stands in one of very many by chance."""
_PICTURE = re.compile(rb"data:image/png;base64,[A-Za-z0-9+/=]+")
_TOGETHER = 1 << 22
"""So many bytes are looked through at once."""
_FEW, _SAMPLES, _SAMPLE = 64, 64, 1 << 9
"""Of more than so many files, so many are looked at first, so many bytes of each."""


def scan(
    tree: Path,
    names: Sequence[str],
    forbidden: Iterable[str],
    *,
    numbers: bool = True,
    jobs: int = 1,
    alike: Set[str] = frozenset(),
) -> Iterator[Finding]:
    """Yield a finding for every file that holds a forbidden text or, where wanted, anybody's personal numbers.

    ``alike`` has the SHA-256 of files that are looked through by themselves: of a member of an archive that is one
    of these, only the name is looked at.
    """
    needles = Needles(forbidden, _sample(tree, names))
    tasks = [partial(_scanned, tree, part, needles, numbers, alike) for part in _parts(tree, names)]
    with forked.begun(tasks, min(jobs, len(tasks))) as work:
        for found in work.results():
            yield from found


def _parts(tree: Path, names: Sequence[str]) -> list[list[str]]:
    """Return the files in parts of like size, as far as that is possible; what takes longest is first."""
    parts, sizes = list[list[str]](), list[int]()
    for name in names:
        size = os.stat(f"{tree}/{name}").st_size  # noqa: PTH116 - as in read
        size *= _UNPACKED if name.endswith(_PACKED) else 1
        if not parts or sizes[-1] + size > _TOGETHER:
            parts.append([])
            sizes.append(0)
        parts[-1].append(name)
        sizes[-1] += size
    return [parts[at] for at in sorted(range(len(parts)), key=lambda at: -sizes[at])]


def read(tree: Path, name: str) -> bytes:
    """Return the bytes of a file in a tree."""
    with open(f"{tree}/{name}", "rb") as file:  # noqa: PTH123 - to make a Path takes longer than to read the file
        return file.read()


def _sample(tree: Path, names: Sequence[str]) -> bytes:
    """Return some bytes of what is to be looked through; none of few files, where no choice pays."""
    some = names[:: max(1, len(names) // _SAMPLES)] if len(names) > _FEW else ()
    found = (read(tree, name) for name in some)
    return b"\0".join(text[len(text) // 2 :][:_SAMPLE] for text in found)


def _scanned(
    tree: Path, names: Sequence[str], needles: Needles, numbers: bool, alike: Set[str]
) -> list[Finding]:
    """Look through some files together, and one by one where anything was found."""
    texts = [found for name in names for found in _texts(name, read(tree, name), alike)]
    found = list[Finding]()
    if needles.found(b"\0".join(text for _, text in texts)):
        told = (
            name for name, text in texts if needles.found(text) and needles.found(_unhashed(text, needles))
        )
        found += (_leak(name, "含有已停止公示的信息") for name in told)
    for name, text in texts if numbers else ():
        if not name.endswith(_STYLE) and _personal(text):
            found.append(_leak(name, "含有身份证号码、手机号码或者银行卡号"))
    return found


def _unhashed(text: bytes, needles: Needles) -> bytes:
    """Return a text without the hashes in it, but for those that are looked for themselves."""
    return _HASH.sub(lambda found: found[0] if found[0] in needles else b"#", text)


def _personal(text: bytes) -> bool:
    """Tell whether a text holds personal numbers; disguised ones were refused when the data were checked."""
    digits = text.translate(_DIGITS)
    at = digits.find(_LONG)
    while at >= 0:
        run = _LONG_NUMBER.match(text, at)
        if run and _certain(run[0]):
            return True
        end = digits.find(b".", at)
        at = digits.find(_LONG, end) if end > 0 else -1
    return False


@cache
def _certain(run: bytes) -> bool:
    return any(leak.certain for leak in privacy.scan(run.decode()))


def _texts(name: str, content: bytes, alike: Set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the readable texts of a file in UTF-8, looking into archives and workbooks."""
    suffix = Path(name).suffix.lower()
    if suffix in _ARCHIVES:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from _member(f"{name}!{inner}", archive.read(inner), alike)
    elif suffix == ".sqlite":
        yield name, _titled(name, _cells(content))
    elif suffix == ".gz":
        yield name, _titled(name, _decoded(gzip.decompress(content)))
    elif suffix not in _BINARY:
        yield name, _titled(name, _PICTURE.sub(b"", content))


def _member(name: str, content: bytes, alike: Set[str]) -> Iterator[tuple[str, bytes]]:
    if alike and sha256(content).hexdigest() in alike:
        yield name, _titled(name, b"")
    else:
        yield from _texts(name, content, alike)


def _cells(content: bytes) -> bytes:
    """Return the cells of a database, its own list of tables among them; in the file a long one stands in pieces."""
    base = sqlite3.connect(":memory:")
    base.text_factory = bytes
    base.deserialize(content)
    tables = [
        name.decode() for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    quoted = ('"' + name.replace('"', '""') + '"' for name in ("sqlite_master", *tables))
    lines = (line for name in quoted for line in base.execute(f"SELECT * FROM {name}"))  # noqa: S608
    text = b"\n".join(
        [cell if type(cell) is bytes else b"%a" % cell for line in lines for cell in line if cell]
    )
    base.close()
    return text


def _titled(name: str, content: bytes) -> bytes:
    return name.encode("utf-8", "surrogateescape") + b"\n" + content


def _decoded(content: bytes) -> bytes:
    """Return a file of the search data in UTF-8; where that is shorter it was written in GB 18030."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace").encode()
    return content


def _leak(name: str, said: str) -> Finding:
    mend = "网站没有发布。这是程序或者模板的缺陷，请把这句话发给维护人员"
    return Finding(
        f"site/{name}", "泄漏-01", said=said, mend=mend, source="行政处罚法第四十八条；个人信息保护法"
    )
