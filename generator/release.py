"""Publish a finished site to a folder that a web server shows: in one step, with a way back.

The folder's name is a symbolic link. Releases lie beside it, each whole before the link leads to it, so that a
reader sees the old site or the new one. A few old ones are kept to go back to; more would keep what was taken down.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import linked
from generator.errors import EnvironmentFault, WrongUse, why

KEPT = 5
"""So many releases stay, the one that is shown among them."""
SHRUNKEN = 0.8
"""A site with less than this share of the pages that the last one had is not published unasked."""
_NAME = re.compile(r"(\d{6})-.*")
_NEXT = ".next"
"""Waits beside the releases to be the next, and holds what the newest does: a push then need link only what changed."""
_BUILD = "build.json"


@dataclass(frozen=True, slots=True)
class Release:
    """Hold what a release says of itself: its place, the commit and the day it was built from."""

    folder: Path
    commit: str
    as_of: str

    @property
    def number(self) -> int:
        """Return its place in the order of releases."""
        return int(self.folder.name[:6])


def publish(site: Path, shown: Path, *, allow_shrink: bool = False) -> Release:
    """Make a release of a built site and show it, unless just this is shown already; remove the oldest ones.

    Raises: WrongUse when the folder holds something else, or the site shrank; EnvironmentFault as the disk does.
    """
    _ours(shown)
    said = stated(site)
    with locked(beside(shown) / "lock"):
        current = now(shown)
        if current and _same(site, current.folder):
            return current
        if not allow_shrink:
            refuse_shrunken(pages(site), pages(current.folder) if current else 0)
        try:
            made = _made(site, shown, said)
            _show(shown, made.folder)
        except OSError as error:
            raise EnvironmentFault(
                f"新网站没有换上：{why(error)}（{shown}）。原来的网站没有动。请检查磁盘空间和权限。"
            ) from error
        _prepared(made.folder, shown, linkable=(site / _BUILD).samefile(made.folder / _BUILD))
        return made


def releases(shown: Path) -> tuple[Release, ...]:
    """Return the releases that are kept, oldest first."""
    folder = beside(shown)
    found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name)) if folder.is_dir() else []
    return tuple(_stated_release(path) for path in found)


def now(shown: Path) -> Release | None:
    """Return the release that is shown; nothing before the first."""
    if not shown.is_symlink() or not (shown / _BUILD).is_file():
        return None
    return _stated_release(shown.resolve())


def back(shown: Path) -> Release:
    """Return the release before the one that is shown.

    Raises: WrongUse when there is none.
    """
    current = now(shown)
    older = [item for item in releases(shown) if current and item.number < current.number]
    if not older:
        raise WrongUse(f"{shown} 没有更早的版本可以退回。")
    return older[-1]


def show(shown: Path, release: Release) -> None:
    """Let the web server show a release that is kept.

    Raises: EnvironmentFault as the disk does.
    """
    try:
        _show(shown, release.folder)
    except OSError as error:
        raise EnvironmentFault(f"没有换成这个版本：{why(error)}（{shown}）。请检查权限。") from error


def forget(shown: Path) -> tuple[Release, ...]:
    """Remove every release but the one that is shown, and return those removed.

    Raises: EnvironmentFault as the disk does.
    """
    current = now(shown)
    gone = tuple(item for item in releases(shown) if not current or item.folder != current.folder)
    try:
        _left_removed(beside(shown))
        for item in gone:
            _removed(item.folder)
    except OSError as error:
        raise EnvironmentFault(f"旧版本没有删完：{why(error)}（{error.filename}）。请检查权限。") from error
    return gone


def beside(shown: Path) -> Path:
    """Return the folder of the releases."""
    return shown.with_name(f".{shown.name}.releases")


def pages(site: Path) -> int:
    """Count the pages of a site; what was taken down keeps a page that says so, so that time alone shrinks none."""
    return sum(name.endswith(".html") for _, _, names in os.walk(site) for name in names)


def refuse_shrunken(new: int, old: int) -> None:
    """Refuse a site that is empty, or has lost many of its pages.

    Raises: WrongUse.
    """
    if not new or new < old * SHRUNKEN:
        raise WrongUse(
            f"新网站只有 {new:,} 个网页，现在的有 {old:,} 个，少了超过两成，没有发布，原来的网站没有动。"
            "请先核对数据是不是丢了；确实要这样发布的，请加 --allow-shrink。"
        )


def stated(site: Path) -> dict[str, str]:
    """Return what a built site says of itself.

    Raises: WrongUse when it is none.
    """
    try:
        found = json.loads((site / _BUILD).read_text(encoding="utf-8"))
        return {name: str(found[name]) for name in ("source_commit", "as_of")}
    except (OSError, ValueError, KeyError, TypeError):
        raise WrongUse(f"{site} 里没有生成好的网站。请先运行 gongshi build。") from None


def _ours(shown: Path) -> None:
    """Refuse a folder that holds anything but a site that was published here."""
    if shown.is_dir() and not shown.is_symlink() and any(shown.iterdir()) and not (shown / _BUILD).is_file():
        raise WrongUse(f"{shown} 里有别的文件，没有发布，免得盖掉。请换一个空文件夹。")
    if shown.exists() and not shown.is_dir():
        raise WrongUse(f"{shown} 是文件，不是文件夹。请换一个位置。")


def _same(site: Path, shown: Path) -> bool:
    """Tell whether two sealed sites are one: the list of all hashes is the same, and so is its own page."""
    return all((site / name).read_bytes() == (shown / name).read_bytes() for name in ("SHA256SUMS", _BUILD))


def _made(site: Path, shown: Path, said: dict[str, str]) -> Release:
    """Lay a copy beside the shown site; under its last name only when it is whole."""
    folder = beside(shown)
    folder.mkdir(parents=True, exist_ok=True)
    _left_removed(folder, but=_NEXT)
    number = max((item.number for item in releases(shown)), default=0) + 1
    name = f"{number:06}-{said['as_of']}-{said['source_commit'][:10] or 'none'}"
    waiting = folder / f".{name}"
    if (folder / _NEXT).is_dir():
        (folder / _NEXT).rename(waiting)
    linked.alike(site, waiting)
    return _stated_release(waiting.rename(folder / name))


def _prepared(made: Path, shown: Path, *, linkable: bool) -> None:
    """Remove the oldest releases; the last of them, or a new folder, is made to hold what is shown, to be the next.

    The site is shown already, so what the disk refuses now only costs the next release its time.
    """
    waiting = made.with_name(_NEXT)
    try:
        surplus = _surplus(shown)
        for item in surplus[:-1] if linkable else surplus:
            _removed(item.folder)
        if linkable:
            for item in surplus[-1:]:
                item.folder.rename(waiting)
            linked.alike(made, waiting)
    except OSError:
        shutil.rmtree(waiting, ignore_errors=True)


def _show(shown: Path, release: Path) -> None:
    """Turn the link in one step; a real folder of an earlier way of publishing becomes the oldest release."""
    waiting = shown.with_name(f".{shown.name}.link")
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(Path(release.parent.name, release.name), target_is_directory=True)
    if shown.is_dir() and not shown.is_symlink():
        shown.rename(release.parent / "000000-before") if any(shown.iterdir()) else shown.rmdir()
    os.replace(waiting, shown)  # noqa: PTH105 - Path.replace is the same; the name says what it does


def _surplus(shown: Path) -> tuple[Release, ...]:
    """Return the oldest releases, those that are not kept; never the one that is shown."""
    current = now(shown)
    older = [item for item in releases(shown) if current and item.folder != current.folder]
    return tuple(older[: max(0, len(older) - (KEPT - 1))])


def _left_removed(folder: Path, but: str = "") -> None:
    """Remove what a run that was cut off left, and what waits to be a release."""
    for left in folder.glob(".*"):
        if left.name != but:
            _removed(left)


def _removed(folder: Path) -> None:
    """Remove a release; renamed first, so that one half removed is never taken for whole."""
    waiting = folder.with_name(f".gone-{folder.name.lstrip('.')}")
    if folder != waiting:
        with contextlib.suppress(FileNotFoundError):
            folder.rename(waiting)
    shutil.rmtree(waiting)


def _stated_release(folder: Path) -> Release:
    try:
        said = stated(folder)
    except WrongUse:
        said = {"source_commit": "", "as_of": ""}
    return Release(folder, said["source_commit"], said["as_of"])


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let one run at a time publish; the others wait. A run that was killed holds nothing.

    Raises: EnvironmentFault as the disk does.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = file.open("a")
    except OSError as error:
        raise EnvironmentFault(f"不能加锁：{why(error)}（{file}）。请检查权限。") from error
    with handle:
        try:
            import fcntl
        except ImportError:  # Windows: a desk publishes alone
            yield
            return
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
