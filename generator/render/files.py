"""Describe the files that a page offers: what each is for, how large, with its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping

from generator import formats, paths
from generator.filters import file_size
from generator.model import Artefact
from generator.views import Download

Files = Mapping[str, Artefact]
"""Maps paths to the exported files."""
_DICTIONARY = (
    (paths.download("dictionary", "csv"), "数据字典（CSV）", "一行说明一列"),
    (paths.download("dictionary", "json"), "数据字典（JSON）", "还有全部代码和核实情况"),
)
_VERIFYING = (
    (paths.SUMS, "校验值（SHA256SUMS）", "本页每个文件的 SHA-256"),
    (paths.PACKAGE, "数据包说明（datapackage.json）", "可用 frictionless 重新校验"),
)


def of_list(files: Files, dataset_id: str, root: str = "") -> tuple[Download, ...]:
    """Return the files of one list; ``root`` is the way to the site's root."""
    return tuple(
        _described(files[paths.download(dataset_id, form.suffix)], form.name, form.note, root)
        for form in formats.offered()
    )


def of_site(files: Files) -> tuple[Download, ...]:
    """Return the files in which all lists are together."""
    found = (paths.ALL, formats.ZIP), (paths.SQLITE, formats.SQLITE)
    return tuple(_described(files[path], form.name, form.note) for path, form in found)


def of_dictionary(files: Files) -> tuple[Download, ...]:
    """Return the data dictionary as files."""
    return tuple(_described(files[path], text, note) for path, text, note in _DICTIONARY)


def for_verifying(files: Files) -> tuple[Download, ...]:
    """Return the files with which the others are verified."""
    return tuple(_described(files[path], text, note) for path, text, note in _VERIFYING)


def of_catalogue(files: Files) -> tuple[Download, ...]:
    """Return the 标准目录 as a workbook."""
    return (_described(files[paths.STANDARD], "下载标准目录（xlsx）", "用 WPS 或 Excel 打开"),)


def _described(item: Artefact, text: str, note: str, root: str = "") -> Download:
    size, digest = file_size(len(item.content)), item.sha256
    return Download(text, root + item.path, note, size, digest)
