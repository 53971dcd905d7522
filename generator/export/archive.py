"""Pack all downloads into one archive, the same bytes for the same content.

What has not changed since the last archive is not deflated again: its member is taken over as it is.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import paths
from generator.export import about
from generator.export.cache import kept, newest
from generator.model import Artefact, Disclosure

_ABOUT, _SUMS = "说明.txt", "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_COMMENT = f"zlib {zlib.ZLIB_RUNTIME_VERSION}".encode()
"""Says in the archive what deflated it: another version may do so otherwise."""
_PACKED = (".xlsx",)
"""What is compressed already."""
_LEFT_OUT = (".excel.csv", ".ndjson", ".parquet", ".sqlite")
"""What says again what other members say, and lies beside the archive for whoever wants it so."""


def archive(disclosure: Disclosure, downloads: Sequence[Artefact], cache: Path | None = None) -> Artefact:
    """Return ``all.zip``: every list as workbook, CSV and JSON, with all that is needed to verify it alone."""
    files = {_name(item): item for item in downloads if not item.path.endswith(_LEFT_OUT)}
    files[_ABOUT] = Artefact(_ABOUT, _about(disclosure).encode())
    files[_SUMS] = Artefact(_SUMS, _sums(files.values()))
    folder = cache / "zip" if cache else None
    content = kept(folder, [_COMMENT, files[_SUMS].content], lambda: _packed(files, newest(folder)))
    return Artefact(paths.ALL, content)


def sums(downloads: Iterable[Artefact]) -> Artefact:
    """Return the digests of all downloads, by their names in their folder, as ``sha256sum -c`` reads them."""
    return Artefact(paths.SUMS, _sums(downloads))


def _sums(files: Iterable[Artefact]) -> bytes:
    return "".join(f"{item.sha256}  {_name(item)}\n" for item in sorted(files, key=_name)).encode()


def _name(item: Artefact) -> str:
    return item.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class _Member:
    """Hold a member as it stands in an archive: how it is packed, and its packed bytes."""

    kind: int
    crc: int
    size: int
    content: bytes


def _packed(files: Mapping[str, Artefact], last: bytes) -> bytes:
    """Return an archive of these files; ``last`` is the archive before, whose like members serve again."""
    out, known = io.BytesIO(), _known(last)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.comment = _COMMENT
        for name in sorted(files):
            member = known.get((name, files[name].sha256)) or _member(name, files[name].content)
            _add(pack, out, name, member)
    return out.getvalue()


def _member(name: str, content: bytes) -> _Member:
    if name.endswith(_PACKED):
        return _Member(zipfile.ZIP_STORED, zlib.crc32(content), len(content), content)
    deflating = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflating.compress(content) + deflating.flush()
    return _Member(zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), packed)


def _add(pack: zipfile.ZipFile, out: io.BytesIO, name: str, member: _Member) -> None:
    """Add a member that is packed already, for which zipfile has no function of its own."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type, entry.external_attr, entry.create_system = member.kind, _READABLE, 3
    entry.CRC, entry.file_size, entry.compress_size = member.crc, member.size, len(member.content)
    entry.header_offset = out.tell()
    out.write(entry.FileHeader())
    out.write(member.content)
    pack.filelist.append(entry)
    pack.NameToInfo[name] = entry
    pack.start_dir = out.tell()


def _known(last: bytes) -> dict[tuple[str, str], _Member]:
    """Return the members of the archive before by name and digest; none where another zlib packed them."""
    if not zipfile.is_zipfile(io.BytesIO(last)):
        return {}
    with zipfile.ZipFile(io.BytesIO(last)) as pack:
        if pack.comment != _COMMENT:
            return {}
        lines = pack.read(_SUMS).decode().splitlines()
        entries = {entry.filename: entry for entry in pack.infolist()}
    pairs = (line.split("  ", 1) for line in lines)
    return {(name, digest): _taken(last, entries[name]) for digest, name in pairs}


def _taken(last: bytes, entry: zipfile.ZipInfo) -> _Member:
    """Return a member as it stands; its header is 30 bytes, the name, and what the lengths in it say."""
    name, extra = struct.unpack_from("<HH", last, entry.header_offset + 26)
    start = entry.header_offset + 30 + name + extra
    content = last[start : start + entry.compress_size]
    return _Member(entry.compress_type, entry.CRC, entry.file_size, content)


def _about(disclosure: Disclosure) -> str:
    lines = [
        *(f"{topic}：{said}" for topic, said in about.facts(disclosure)),
        "",
        "每个清单有三种格式：.xlsx（用 WPS 或 Excel 打开）、.csv（UTF-8，程序使用）、.json（接口使用），内容相同。",
        "dictionary.csv 说明每一列是什么；datapackage.json 也说明每一列，可用 frictionless validate datapackage.json 重新校验。",
        "SHA256SUMS 是校验值：在本文件夹里运行 sha256sum -c SHA256SUMS。",
        "",
        *(f"{item.dataset.id}  {item.dataset.title}  {len(item.records)} {item.dataset.unit}"
          for item in disclosure.publications),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
