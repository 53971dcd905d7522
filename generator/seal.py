"""Close the finished tree: build.json, SHA256SUMS, and the last gate, a scan for what may not be there."""

from __future__ import annotations

import gzip
import hashlib
import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator import __version__, privacy
from generator.errors import DataRejected
from generator.model import Artefact, Disclosure, Finding

SUMS = "SHA256SUMS"
BUILD = "build.json"
_ARCHIVES = frozenset({".zip", ".xlsx"})
_BINARY = frozenset({".png", ".ico", ".woff2", ".gif", ".jpg"})
_STYLE = (".css", ".svg")
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z.])[0-9]{11,19}[Xx]?(?![0-9A-Za-z])")
_PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")


def seal(tree: Path, disclosure: Disclosure) -> str:
    """Write build.json and SHA256SUMS into the tree, scan it, and return the hash of SHA256SUMS.

    Raises: DataRejected when anything that must not be public stands in any file.
    """
    files = sorted(path for path in tree.rglob("*") if path.is_file())
    leaks = list(scan(tree, files, disclosure.forbidden))
    if leaks:
        raise DataRejected(leaks)
    lines = {path.relative_to(tree).as_posix(): _sha256(path.read_bytes()) for path in files}
    (tree / BUILD).write_bytes(_build(disclosure, root_hash(lines)))
    lines[BUILD] = _sha256((tree / BUILD).read_bytes())
    sums = "".join(f"{lines[name]}  {name}\n" for name in sorted(lines)).encode()
    (tree / SUMS).write_bytes(sums)
    return _sha256(sums)


def root_hash(lines: dict[str, str]) -> str:
    """Return one hash for all published data: SHA-256 over the SHA256SUMS lines of ``downloads/``."""
    chosen = "".join(f"{lines[name]}  {name}\n" for name in sorted(lines) if name.startswith("downloads/"))
    return _sha256(chosen.encode())


def data_root(artefacts: Iterable[Artefact]) -> str:
    """Return the root hash that a tree with these files will have, so that its pages can state it."""
    return root_hash({item.path: _sha256(item.content) for item in artefacts})


def intact(tree: Path, sums: str) -> bool:
    """Tell whether a built tree is still byte for byte what was sealed."""
    listing = tree / SUMS
    if not listing.is_file() or _sha256(listing.read_bytes()) != sums:
        return False
    pairs = [line.split("  ", 1) for line in listing.read_text(encoding="utf-8").splitlines()]
    return all(
        (tree / name).is_file() and _sha256((tree / name).read_bytes()) == digest for digest, name in pairs
    )


def scan(tree: Path, files: Iterable[Path], forbidden: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for every file that holds a forbidden text or anybody's personal numbers."""
    pattern = _pattern(forbidden)
    for path in files:
        for name, text in _texts(path.relative_to(tree).as_posix(), path.read_bytes()):
            if pattern and pattern.search(text):
                yield _leak(name, "含有已停止公示的信息")
            if not name.endswith(_STYLE) and _personal(text):
                yield _leak(name, "含有身份证号码、手机号码或者银行卡号")


def _personal(text: str) -> bool:
    """Tell whether a text holds personal numbers; disguised ones were refused when the data were checked."""
    return any(leak.certain for run in _LONG_NUMBER.findall(text) for leak in privacy.scan(run))


def _pattern(forbidden: Iterable[str]) -> re.Pattern[str] | None:
    """Build one pattern of all forbidden texts, as every format writes them."""
    forms = {form for text in forbidden for form in _forms(text)}
    return re.compile("|".join(map(re.escape, sorted(forms)))) if forms else None


def _forms(text: str) -> tuple[str, ...]:
    in_xml = html.escape(text, quote=False)
    in_html = in_xml.replace('"', "&#34;").replace("'", "&#39;")
    in_json = json.dumps(text, ensure_ascii=False)[1:-1]
    return text, in_html, in_xml, in_json, text.replace('"', '""')


def _texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the readable texts of a file, looking into archives and workbooks."""
    suffix = Path(name).suffix.lower()
    if suffix in _ARCHIVES:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from _texts(f"{name}!{inner}", archive.read(inner))
    elif suffix == ".gz":
        yield name, f"{name}\n{_decoded(gzip.decompress(content))}"
    elif suffix not in _BINARY:
        yield name, f"{name}\n{_PICTURE.sub('', content.decode('utf-8', 'replace'))}"


def _decoded(content: bytes) -> str:
    """Read a file of the search data: UTF-8, or GB 18030 where that is shorter."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


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
        "changes": disclosure.turns.isoformat() if disclosure.turns else None,
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
