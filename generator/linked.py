"""Copy a tree without copying its bytes: hard links where the disk can, copies where it cannot."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


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
    if target.is_dir():
        _alike(str(source), str(target))
    else:
        copy(source, target)


def _alike(source: str, target: str) -> None:
    wanted, there = _entries(source), _entries(target)
    for name, (folder, inode) in there.items():
        if wanted.get(name) != ((True, 0) if folder else (False, inode)):
            _removed(f"{target}/{name}", folder=folder)
    for name, (folder, inode) in wanted.items():
        if folder and there.get(name) == (True, 0):
            _alike(f"{source}/{name}", f"{target}/{name}")
        elif folder:
            copy(Path(source, name), Path(target, name))
        elif there.get(name) != (False, inode):
            _file(f"{source}/{name}", f"{target}/{name}")


def _entries(folder: str) -> dict[str, tuple[bool, int]]:
    """Return of everything in a folder whether it is a folder, and if not, its inode; nothing else is anything."""
    with os.scandir(folder) as found:
        return {
            item.name: (True, 0) if item.is_dir(follow_symlinks=False) else (False, _inode(item))
            for item in found
        }


def _inode(item: os.DirEntry[str]) -> int:
    return item.inode() if item.is_file(follow_symlinks=False) else -1


def _removed(path: str, *, folder: bool) -> None:
    if folder:
        shutil.rmtree(path)
    else:
        Path(path).unlink()
