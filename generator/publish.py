"""Put a finished tree in the place of the old one: whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import EnvironmentFault, why
from generator.model import Artefact


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


def write(tree: Path, artefacts: Iterable[Artefact]) -> None:
    """Write every file of a site.

    Raises: EnvironmentFault when the disk refuses, or two files would share an address.
    """
    seen: set[str] = set()
    for item in artefacts:
        if item.path.casefold() in seen:
            raise EnvironmentFault(f"有两个文件都要写到 {item.path}。请把这句话发给维护人员。")
        seen.add(item.path.casefold())
        path = tree / item.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(item.content)
        except OSError as error:
            said = f"网站没有写完：{why(error)}（{path}）。原来的网站没有动。请检查磁盘空间和权限。"
            raise EnvironmentFault(said) from error


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
