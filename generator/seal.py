"""Close the finished tree: build.json, SHA256SUMS, and the last gate, a scan for what may not be there."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from generator import __version__, forked, privacy
from generator.errors import DataRejected
from generator.model import Artefact, Disclosure, Finding
from generator.needles import Needles

SUMS = "SHA256SUMS"
BUILD = "build.json"
OWN = (SUMS, BUILD)
"""The files that the seal adds to a tree."""
_ARCHIVES = frozenset({".zip", ".xlsx"})
_BINARY = frozenset({".png", ".ico", ".woff2", ".gif", ".jpg"})
_STYLE = (".css", ".svg")
_LONG_NUMBER = re.compile(rb"(?<![0-9A-Za-z.])[0-9]{11,19}[Xx]?(?![0-9A-Za-z])")
_DIGITS = bytes(ord("0" if chr(code) in "0123456789" else ".") for code in range(256))
"""Makes of every digit a nought and of everything else a dot: a row of noughts is found much faster than a pattern."""
_LONG = b"0" * 11
_PICTURE = re.compile(rb"data:image/png;base64,[A-Za-z0-9+/=]+")
_TOGETHER = 1 << 22
"""So many bytes are looked through at once."""
_FEW, _SAMPLES, _SAMPLE = 2_000, 64, 1 << 12
"""Of more than so many files, so many are looked at first, so many bytes of each."""


@dataclass(frozen=True, slots=True)
class Known:
    """Hold what is known of a tree before it is sealed, for else every file is read.

    ``digests`` has the SHA-256 of its files; ``clean`` are files looked through by an earlier build, and
    ``looked_for`` the digests of the texts that it looked for.
    """

    digests: Mapping[str, str] = field(default_factory=dict)
    clean: frozenset[str] = frozenset()
    looked_for: frozenset[str] = frozenset()


NOTHING = Known()
_UNREAD: Mapping[str, str] = {}


def seal(tree: Path, disclosure: Disclosure, known: Known = NOTHING, jobs: int = 1) -> str:
    """Write build.json and SHA256SUMS into the tree, scan it, and return the hash of SHA256SUMS.

    Raises: DataRejected when anything that must not be public stands in any file.
    """
    names = list(known.digests) or _names(tree)
    leaks = list(_leaks(tree, names, disclosure.forbidden, known, jobs))
    if leaks:
        raise DataRejected(leaks)
    lines = {name: known.digests.get(name) or _sha256(_read(tree, name)) for name in names}
    _put(tree / BUILD, _build(disclosure, root_hash(lines)))
    lines[BUILD] = _sha256((tree / BUILD).read_bytes())
    sums = "".join(f"{lines[name]}  {name}\n" for name in sorted(lines)).encode()
    _put(tree / SUMS, sums)
    return _sha256(sums)


def looked_for(disclosure: Disclosure) -> frozenset[str]:
    """Return the digests of the texts that a sealed tree was looked through for."""
    return frozenset(map(_looked_for, disclosure.forbidden))


def _looked_for(text: str) -> str:
    return _sha256(text.encode("utf-8", "surrogatepass"))


def _names(tree: Path) -> list[str]:
    found = (path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())
    return sorted(name for name in found if name not in OWN)


def _put(path: Path, content: bytes) -> None:
    """Write a new file over the name: the old one may be part of the site that is still shown."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    new.replace(path)


def root_hash(lines: dict[str, str]) -> str:
    """Return one hash for all published data: SHA-256 over the SHA256SUMS lines of ``downloads/``."""
    chosen = "".join(f"{lines[name]}  {name}\n" for name in sorted(lines) if name.startswith("downloads/"))
    return _sha256(chosen.encode())


def data_root(artefacts: Iterable[Artefact]) -> str:
    """Return the root hash that a tree with these files will have, so that its pages can state it."""
    return root_hash({item.path: _sha256(item.content) for item in artefacts})


def intact(tree: Path, sums: str, known: Mapping[str, str] = _UNREAD) -> int:
    """Return how many files a built tree has, nothing when it is not byte for byte what was sealed.

    Files whose SHA-256 is ``known`` need not be read.
    """
    listing = tree / SUMS
    if not listing.is_file() or _sha256(listing.read_bytes()) != sums:
        return 0
    pairs = [line.split("  ", 1) for line in listing.read_text(encoding="utf-8").splitlines()]
    same = all(
        known.get(name) == digest
        or ((tree / name).is_file() and _sha256((tree / name).read_bytes()) == digest)
        for digest, name in pairs
    )
    return len(pairs) + 1 if same else 0


def _leaks(
    tree: Path, names: Sequence[str], forbidden: Iterable[str], known: Known, jobs: int
) -> Iterator[Finding]:
    """Yield what leaks: from new files anything, from files that were clean the texts that nobody looked for yet."""
    fresh = [name for name in names if name not in known.clean]
    later = [text for text in forbidden if _looked_for(text) not in known.looked_for]
    yield from scan(tree, fresh, forbidden, jobs=jobs)
    if later:
        old = [name for name in names if name in known.clean]
        yield from scan(tree, old, later, numbers=False, jobs=jobs)


def scan(
    tree: Path, names: Sequence[str], forbidden: Iterable[str], *, numbers: bool = True, jobs: int = 1
) -> Iterator[Finding]:
    """Yield a finding for every file that holds a forbidden text or, where wanted, anybody's personal numbers."""
    needles = Needles(forbidden, _sample(tree, names))
    tasks = [partial(_scanned, tree, part, needles, numbers) for part in _parts(tree, names)]
    with forked.begun(tasks, min(jobs, len(tasks))) as work:
        for found in work.results():
            yield from found


def _parts(tree: Path, names: Sequence[str]) -> Iterator[list[str]]:
    """Yield the files in parts of like size."""
    part, size = list[str](), 0
    for name in names:
        part.append(name)
        size += os.stat(f"{tree}/{name}").st_size  # noqa: PTH116 - as in _read
        if size > _TOGETHER:
            yield part
            part, size = [], 0
    if part:
        yield part


def _read(tree: Path, name: str) -> bytes:
    with open(f"{tree}/{name}", "rb") as file:  # noqa: PTH123 - to make a Path takes longer than to read the file
        return file.read()


def _sample(tree: Path, names: Sequence[str]) -> bytes:
    """Return some bytes of what is to be looked through; none of few files, where no choice pays."""
    some = names[:: max(1, len(names) // _SAMPLES)] if len(names) > _FEW else ()
    found = (_read(tree, name) for name in some)
    return b"\0".join(text[len(text) // 2 :][:_SAMPLE] for text in found)


def _scanned(tree: Path, names: Sequence[str], needles: Needles, numbers: bool) -> list[Finding]:
    """Look through some files together, and one by one where anything was found."""
    texts = [found for name in names for found in _texts(name, _read(tree, name))]
    found = list[Finding]()
    if needles.found(b"\0".join(text for _, text in texts)):
        found += (_leak(name, "含有已停止公示的信息") for name, text in texts if needles.found(text))
    for name, text in texts if numbers else ():
        if not name.endswith(_STYLE) and _personal(text):
            found.append(_leak(name, "含有身份证号码、手机号码或者银行卡号"))
    return found


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


def _texts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the readable texts of a file in UTF-8, looking into archives and workbooks."""
    suffix = Path(name).suffix.lower()
    if suffix in _ARCHIVES:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from _texts(f"{name}!{inner}", archive.read(inner))
    elif suffix == ".gz":
        yield name, _titled(name, _decoded(gzip.decompress(content)))
    elif suffix not in _BINARY:
        yield name, _titled(name, _PICTURE.sub(b"", content))


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


def _build(disclosure: Disclosure, root: str) -> bytes:
    said = {
        "generator": f"gongshi {__version__}",
        "source_commit": disclosure.commit,
        "as_of": disclosure.as_of.isoformat(),
        "datasets": [
            {
                "id": p.dataset.id,
                "records": len(p.records),
                "withheld": p.withheld,
                "updated": p.updated.isoformat(),
            }
            for p in disclosure.publications
        ],
        "root": root,
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
