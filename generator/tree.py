"""Keep the finished files in a folder of their own, and bring it up to date: only what changed is made and written.

No file is ever written into, for a release shares its bytes. What is kept of a build counts only as far as its files
still are as they were left: so a run may be killed at any moment, and what was edited by hand is made anew.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator import forked
from generator.errors import EnvironmentFault, why
from generator.left import Entry, Left
from generator.left import left as left_in
from generator.left import unchanged as unchanged_in
from generator.model import Artefact, Batch

try:
    import fcntl
except ImportError:  # Windows: nobody else is kept away
    fcntl = None  # type: ignore[assignment]

_FOLDER, _MANIFEST, _LOCK = "tree", "tree.json", "tree.lock"


@dataclass(frozen=True, slots=True)
class Made:
    """Hold what became of a batch: its files, which of them were written, and the key that it was made under."""

    name: str
    files: Mapping[str, Entry]
    written: frozenset[str] = frozenset()
    key: str = ""


class Tree:
    """Bring the files under ``work`` up to date; ``ground`` is the hash of what all of them depend on."""

    def __init__(self, work: Path, ground: str, found: Left) -> None:
        self.folder, self.left = work / _FOLDER, found
        self._manifest, self._ground = work / _MANIFEST, ground
        self.files: dict[str, Entry] = {}
        self._batches: dict[str, tuple[str, list[str]]] = {}
        self._written, self._folders, self._addresses = set[str](), set[str](), set[str]()

    @property
    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of every file, by its path."""
        return {path: entry[0] for path, entry in self.files.items()}

    @property
    def clean(self) -> frozenset[str]:
        """Return the files that are the same as in the last build and were looked through then."""
        same = self.files.keys() - self._written
        return frozenset(same) if self.left.looked_for is not None else frozenset()

    @contextmanager
    def making(self, batches: Sequence[Batch], jobs: int) -> Iterator[None]:
        """Make, while the block runs, those batches that are not there already.

        The first is begun before it is known which others are to be made: that takes a while too.

        Raises: EnvironmentFault when the disk refuses, or two files would share an address.
        """
        keys = dict[str, str]()
        with forked.begun([partial(self._made, batch) for batch in batches], jobs, waiting=True) as work:
            for place, batch in enumerate(batches):
                keys[batch.name] = key = batch.key()
                if self._fresh(batch.name, key):
                    self._add(self._kept(batch.name, key))
                else:
                    work.begin(place)
            yield
            for made in work.results():
                self._add(replace(made, key=keys[made.name]))

    def taken(self, batch: Batch) -> tuple[Artefact, ...]:
        """Return the files of a batch, made now or read from the folder.

        Raises: EnvironmentFault as ``making`` does.
        """
        key = batch.key()
        if self._fresh(batch.name, key):
            self._add(self._kept(batch.name, key))
            return self.made(batch)
        found = tuple(batch.make())
        self._add(replace(self._made(replace(batch, make=lambda: found)), key=key))
        return found

    def made(self, batch: Batch) -> tuple[Artefact, ...]:
        """Return the files of a batch that was made or kept in this run."""
        return tuple(
            Artefact(path, (self.folder / path).read_bytes()) for path in self._batches[batch.name][1]
        )

    def sweep(self) -> None:
        """Remove what was not made this time, and the folders that are empty then."""
        gone = [self.folder / path for path in self.left.files.keys() - self.files.keys()]
        for path in gone:
            path.unlink()
        folders = {parent for path in gone for parent in path.parents} - {self.folder, *self.folder.parents}
        for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
            with suppress(OSError):  # it holds something still
                folder.rmdir()

    def remember(self, looked_for: frozenset[str]) -> None:
        """Keep for the next build what is there, and the digests of the texts that it was looked through for."""
        said = {
            "ground": self._ground,
            "looked_for": sorted(looked_for),
            "files": self.files,
            "batches": self._batches,
        }
        new = self._manifest.with_suffix(".new")
        new.write_text(json.dumps(said), encoding="utf-8")
        new.replace(self._manifest)

    def _fresh(self, name: str, key: str) -> bool:
        return bool(key) and self.left.batches.get(name, ("",))[0] == key

    def _kept(self, name: str, key: str) -> Made:
        return Made(name, {path: self.left.files[path] for path in self.left.batches[name][1]}, key=key)

    def _made(self, batch: Batch) -> Made:
        """Make a batch and write what is not there; this may be the work of another process."""
        files, written = dict[str, Entry](), set[str]()
        for item in batch.make():
            self._claim(item.path, files)
            digest, old = item.sha256, self.left.files.get(item.path)
            if old and old[0] == digest:
                files[item.path] = old
            else:
                files[item.path] = digest, *self._write(item)
                written.add(item.path)
        return Made(batch.name, files, frozenset(written))

    def _add(self, made: Made) -> None:
        for path in made.files:
            self._claim(path.casefold(), self._addresses)
            self._addresses.add(path.casefold())
        self.files |= made.files
        self._written |= made.written
        self._batches[made.name] = made.key, list(made.files)

    def _claim(self, path: str, taken: Iterable[str]) -> None:
        if path in taken:
            raise EnvironmentFault(f"有两个文件都要写到 {path}。请把这句话发给维护人员。")

    def _write(self, item: Artefact) -> tuple[int, int, int]:
        """Write a file anew, under another name first where one stands already."""
        path = f"{self.folder}/{item.path}"
        try:
            folder = path.rpartition("/")[0]
            if folder not in self._folders:
                Path(folder).mkdir(parents=True, exist_ok=True)
                self._folders.add(folder)
            stands = item.path in self.left.files
            found = _written(f"{path}.new" if stands else path, item.content)
            if stands:
                Path(f"{path}.new").replace(path)
        except OSError as error:
            # What stands in the way may be left from a build of other data: the next one begins with nothing.
            self._manifest.unlink(missing_ok=True)
            said = f"网站没有写完：{why(error)}（{path}）。原来的网站没有动。请检查磁盘空间和权限。"
            raise EnvironmentFault(said) from error
        return found


def left(work: Path, ground: str, *, cached: bool = True) -> Left:
    """Return what the last build left under ``work``; unless it is wanted, nothing, and all of it is removed."""
    folder, manifest = work / _FOLDER, work / _MANIFEST
    if not cached:
        manifest.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return left_in(folder, manifest, ground)


@contextmanager
def alone(work: Path) -> Iterator[None]:
    """Keep other builds of the same folder waiting until the block ends."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / _LOCK).open("w") as lock:
        if fcntl:
            fcntl.lockf(
                lock, fcntl.LOCK_EX
            )  # unlike flock's, forked processes that outlive us do not hold it
        yield


def unchanged(work: Path, folder: Path) -> dict[str, str]:
    """Return the SHA-256 of those files of a release that share their bytes with the tree and are as it left them."""
    return unchanged_in(work / _MANIFEST, folder)


def _written(path: str, content: bytes) -> tuple[int, int, int]:
    """Write a file that may not exist yet, and return its size, time of change and inode."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
        about = os.fstat(file)
    finally:
        os.close(file)
    return about.st_size, about.st_mtime_ns, about.st_ino
