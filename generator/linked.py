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
