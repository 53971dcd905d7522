"""Put a finished tree in the place of the old one: whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from generator.errors import EnvironmentFault
from generator.model import Artefact


def stage(out: Path, artefacts: Iterable[Artefact]) -> Path:
    """Write every file beside the site, into a folder that no visitor sees; return that folder.

    Raises: EnvironmentFault when the disk refuses, or two files would share an address.
    """
    tree = _beside(out, "new")
    shutil.rmtree(tree, ignore_errors=True)
    seen: set[str] = set()
    try:
        for item in artefacts:
            if item.path.casefold() in seen:
                raise EnvironmentFault(f"有两个文件都要写到 {item.path}。请把这句话发给维护人员。")
            seen.add(item.path.casefold())
            path = tree / item.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(item.content)
    except OSError as error:
        shutil.rmtree(tree, ignore_errors=True)
        raise EnvironmentFault(
            f"网站没有写完：{error.strerror}（{tree}）。原来的网站没有动。请检查磁盘空间和权限。"
        ) from error
    return tree


def staged(out: Path) -> Path:
    """Return the folder that stands beside the site until it is swapped in."""
    return _beside(out, "new")


def discard(out: Path) -> None:
    """Remove a staged tree that did not pass the last gate."""
    shutil.rmtree(_beside(out, "new"), ignore_errors=True)


def swap(out: Path) -> None:
    """Rename the staged tree into place; what stood there is removed only afterwards."""
    new, old = _beside(out, "new"), _beside(out, "old")
    try:
        shutil.rmtree(old, ignore_errors=True)
        if out.exists():
            out.rename(old)
        new.rename(out)
    except OSError as error:
        recover(out)
        raise EnvironmentFault(f"新网站没有换上：{error.strerror}（{out}）。原来的网站没有动。") from error
    shutil.rmtree(old, ignore_errors=True)


def recover(out: Path) -> None:
    """Put the old site back if an earlier run was cut off between the two renames."""
    old = _beside(out, "old")
    if old.is_dir() and not out.exists():
        old.rename(out)


def _beside(out: Path, word: str) -> Path:
    return out.with_name(f".{out.name}.{word}")
