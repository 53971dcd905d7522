"""Pack all downloads into one archive, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from generator import paths
from generator.export.cache import kept
from generator.model import Artefact, Disclosure

_NAME = "说明.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def archive(disclosure: Disclosure, downloads: Sequence[Artefact], cache: Path | None = None) -> Artefact:
    """Return ``all.zip``: every download with the package that describes it, to be verified alone."""
    files = {item.path.rpartition("/")[2]: item.content for item in downloads}
    files[_NAME] = _about(disclosure).encode()
    parts = [part for name in sorted(files) for part in (name.encode(), files[name])]
    content = kept(cache / "zip" if cache else None, parts, lambda: _packed(files))
    return Artefact("downloads/all.zip", content)


def _packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _READABLE, 3
            pack.writestr(entry, files[name])
    return out.getvalue()


def _about(disclosure: Disclosure) -> str:
    site = disclosure.site
    lines = [
        f"{site.name}：全部公开数据",
        f"数据日期：{disclosure.as_of.isoformat()}",
        f"来源：{paths.absolute(site.url)}",
        f"主办单位：{site.organiser}",
        f"许可：{site.licence} {site.licence_url}".rstrip(),
        *([site.demo] if site.demo else []),
        "",
        "每个清单有三种格式：.csv（UTF-8，程序使用）、.xlsx（用表格软件打开）、.json（接口使用），内容相同。",
        "datapackage.json 说明每一列，可用 frictionless validate datapackage.json 重新校验。",
        "信息的公示期届满或者被撤回后，网站不再提供。再次使用前请重新下载，不要传播旧文件。",
        "",
        *(f"{item.dataset.id}  {item.dataset.title}  {len(item.records)} {item.dataset.unit}"
          for item in disclosure.publications),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
