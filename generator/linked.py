"""Copy a tree without copying its bytes: hard links where the disk can, copies where it cannot."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_FOLDER, _OTHER = 0, -1
"""Stand for what has no inode to compare."""


def copy(source: Path, target: Path) -> None:
    """Make ``target``, which must not exist, hold every file of ``source``; links in the tree are left out.

    Both names then lead to the same bytes, so nothing may write into a file of either tree: whoever has new
    content writes a new file and renames it over the old name.

    Raises: OSError when the disk refuses.
    """
    target.mkdir()
    with os.scandir(source) as found:
        for item in found:
            if item.is_dir(follow_symlinks=False):
                copy(Path(item.path), target / item.name)
            elif item.is_file(follow_symlinks=False):
                _file(item.path, str(target / item.name))


def _file(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, a file system without links, or too many of them
        shutil.copy2(source, target)


def alike(source: Path, target: Path) -> None:
    """Make ``target`` what ``copy`` would make it, but leave what is linked already; it need not exist.

    Raises: OSError when the disk refuses.
    """
    # Of another disk an inode tells nothing.
    if target.is_dir() and source.stat().st_dev != target.stat().st_dev:
        shutil.rmtree(target)
    if target.is_dir():
        _alike(str(source), str(target))
    else:
        copy(source, target)


def _alike(source: str, target: str) -> None:
    wanted, there = _entries(source), _entries(target)
    for name, what in there.items():
        if what == _OTHER or wanted.get(name) != what:
            _removed(f"{target}/{name}", folder=what == _FOLDER)
    for name, what in wanted.items():
        if what == _FOLDER and there.get(name) == _FOLDER:
            _alike(f"{source}/{name}", f"{target}/{name}")
        elif what == _FOLDER:
            copy(Path(source, name), Path(target, name))
        elif what not in (_OTHER, there.get(name)):
            _file(f"{source}/{name}", f"{target}/{name}")


def _entries(folder: str) -> dict[str, int]:
    """Return of everything in a folder its inode, or that it is a folder itself, or something that is not copied."""
    with os.scandir(folder) as found:
        return {
            item.name: item.inode()
            if item.is_file(follow_symlinks=False)
            else _FOLDER
            if item.is_dir(follow_symlinks=False)
            else _OTHER
            for item in found
        }


def _removed(path: str, *, folder: bool) -> None:
    if folder:
        shutil.rmtree(path)
    else:
        Path(path).unlink()
