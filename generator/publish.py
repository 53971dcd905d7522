"""Put a finished tree in the place of the old one: whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import EnvironmentFault, why


@contextmanager
def replacing(out: Path, spare: Path | None = None) -> Iterator[Path]:
    """Lend a place beside the site; what is there becomes the site when all went well, and vanishes otherwise.

    Nothing is there, or else the ``spare`` folder; then the old site becomes the spare one.
    Raises: EnvironmentFault when the disk refuses the swap.
    """
    tree = _beside(out, "new")
    shutil.rmtree(tree, ignore_errors=True)
    try:
        if spare:
            _moved(spare, tree)
        yield tree
        _swap(tree, out, spare)
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def recover(out: Path) -> None:
    """Put the old site back if an earlier run was cut off between the two renames."""
    old = _beside(out, "old")
    if old.is_dir() and not out.exists():
        old.rename(out)


def _moved(source: Path, target: Path) -> None:
    """Rename a folder where that is possible: it exists, and lies on the same disk."""
    with suppress(OSError):
        source.rename(target)


def _swap(tree: Path, out: Path, spare: Path | None) -> None:
    """Rename the new tree into place; what stood there is put aside or removed only afterwards."""
    old = _beside(out, "old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if out.exists():
            out.rename(old)
        tree.rename(out)
    except OSError as error:
        recover(out)
        said = f"新网站没有换上：{why(error)}（{out}）。原来的网站没有动。请检查权限。"
        raise EnvironmentFault(said) from error
    if spare:
        _moved(old, spare)
    shutil.rmtree(old, ignore_errors=True)


def _beside(out: Path, word: str) -> Path:
    return out.with_name(f".{out.name}.{word}")
