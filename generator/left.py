"""Know what the last build left in the folder of finished files, and whether it is still as it was left."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Entry = tuple[str, int, int, int]
"""What is known of a file: its SHA-256, its size, its time of change, its inode."""


@dataclass(frozen=True, slots=True)
class Left:
    """Hold what the last build left in the folder and is still as it was; ``looked_for`` says for which texts (their
    digests) all files were looked through, and is nothing when that was the work of another program or day.
    """

    files: Mapping[str, Entry]
    batches: Mapping[str, tuple[str, list[str]]]
    looked_for: frozenset[str] | None


def unchanged(manifest: Path, folder: Path) -> dict[str, str]:
    """Return the SHA-256 of those files of a release that share their bytes with the tree and are as it left them."""
    there = dict(_standing(str(folder), "")) if folder.is_dir() else {}
    files = _said(manifest).get("files", {})
    return {path: entry[0] for path, entry in files.items() if there.get(path) == entry[1:]}


def left(folder: Path, manifest: Path, ground: str) -> Left:
    """Compare what the last build said with what is there; whatever it did not leave so is removed."""
    said = _said(manifest)
    if not said:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    there = dict(_standing(str(folder), ""))
    files: dict[str, Entry] = {
        path: tuple(entry) for path, entry in said.get("files", {}).items() if there.get(path) == entry[1:]
    }
    for path in there.keys() - files.keys():
        (folder / path).unlink()
    if said.get("ground") != ground:
        return Left(files, {}, None)
    whole = {name: made for name, made in said["batches"].items() if files.keys() >= set(made[1])}
    return Left(files, whole, frozenset(said["looked_for"]))


def _said(manifest: Path) -> dict[str, Any]:
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return (
        said if isinstance(said, dict) and said.keys() >= {"ground", "looked_for", "files", "batches"} else {}
    )


def _standing(folder: str, stem: str) -> Iterator[tuple[str, list[int]]]:
    """Yield every file in a folder with its size, time of change and inode."""
    with os.scandir(folder) as found:
        for item in found:
            if item.is_dir(follow_symlinks=False):
                yield from _standing(item.path, f"{stem}{item.name}/")
            else:
                about = item.stat(follow_symlinks=False)
                yield f"{stem}{item.name}", [about.st_size, about.st_mtime_ns, about.st_ino]
