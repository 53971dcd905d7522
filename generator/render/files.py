"""Describe the files that a page offers: what each is for, how large, with its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from generator import paths
from generator.filters import file_size
from generator.model import Artefact
from generator.views import Download

Files = Mapping[str, Artefact]
"""Maps paths to the exported files."""
_FORMS = (
    ("xlsx", "Excel（xlsx）", "用 WPS 或 Excel 打开"),
    ("csv", "CSV", "UTF-8，供程序读取"),
    ("json", "JSON", "供程序读取"),
)
_WHOLE = (
    ("downloads/all.zip", "全部数据（zip）", "全部清单的三种格式"),
    ("downloads/datapackage.json", "数据包说明", "用 frictionless 重新校验"),
)


def of_list(files: Files, dataset_id: str, root: str = "") -> tuple[Download, ...]:
    """Return the files of one list; ``root`` is the way to the site's root."""
    return tuple(
        _described(files[paths.download(dataset_id, suffix)], text, note, root)
        for suffix, text, note in _FORMS
    )


def of_site(files: Files) -> tuple[Download, ...]:
    """Return the files about all lists together."""
    return tuple(_described(files[path], text, note) for path, text, note in _WHOLE)


def of_catalogue(files: Files) -> tuple[Download, ...]:
    """Return the 标准目录 as a workbook."""
    return (_described(files[paths.STANDARD], "下载标准目录（xlsx）", "用 WPS 或 Excel 打开"),)


def _described(item: Artefact, text: str, note: str, root: str = "") -> Download:
    size, digest = file_size(len(item.content)), sha256(item.content).hexdigest()
    return Download(text, root + item.path, note, size, digest)
