"""Remember what was found, in a file and in all of them, so that what did not change is not judged again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator import remembered
from generator.model import Finding

_PROGRAM = Path(__file__).parent.parent
_JUDGES = ("check/*.py", "roles.py", "privacy.py", "messages.py", "schemas.py", "model.py", "standing.py")
"""Judge a file by itself."""
_ALL = ("**/*.py",)
_WHOLE = "whole-"


def recalled(folder: Path | None, parts: Iterable[str | bytes]) -> tuple[Finding, ...] | None:
    """Return what was found before from the same parts, if that is remembered."""
    return _findings(remembered.read(_place(folder, parts))) if folder else None


def recall(
    folder: Path | None, parts: Iterable[str | bytes], judge: Callable[[], tuple[Finding, ...]]
) -> tuple[Finding, ...]:
    """Return what was found before from the same parts, or judge now and remember."""
    if folder is None:
        return judge()
    return _recalled(_place(folder, parts), judge)


def _place(folder: Path, parts: Iterable[str | bytes]) -> Path:
    return folder / f"{digest(_program(_JUDGES), *parts)}.json"


def recall_whole(
    folder: Path | None, parts: Iterable[str | bytes], judge: Callable[[], tuple[Finding, ...]]
) -> tuple[Finding, ...]:
    """Do as ``recall`` does for all that is judged together; only the last such judgment is remembered."""
    if folder is None:
        return judge()
    path = folder / f"{_WHOLE}{digest(_program(_ALL), *parts)}.json"
    found = _recalled(path, judge)
    for other in set(folder.glob(f"{_WHOLE}*.json")) - {path}:
        with suppress(OSError):  # what stays there is asked for by nobody
            other.unlink()
    return found


@dataclass(frozen=True)
class Comparisons:
    """Remember of each list what its comparison with others found, until a list that was looked at is another.

    ``state`` has a hash of the files of each list, and under a blank one of all that is no list; ``common`` is what
    every comparison depends on besides. The lists that were not looked at then would not be looked at now.
    """

    folder: Path | None
    common: Sequence[str]
    state: Mapping[str, str]

    def recall(self, name: str) -> tuple[Finding, ...] | None:
        """Return what was found when the last comparison of a list saw just what one would see now."""
        said = remembered.read(self._path(name)) if self.folder else None
        if not isinstance(said, dict) or said.get("seen") != self._seen(said.get("asked", ())):
            return None
        return _findings(said.get("found"))

    def remember(self, name: str, found: tuple[Finding, ...], asked: Iterable[str]) -> None:
        """Keep what a comparison found that looked at these lists."""
        if self.folder:
            lists = sorted({name, *asked})
            said = {"asked": lists, "seen": self._seen(lists), "found": list(map(asdict, found))}
            remembered.write(self._path(name), said)

    def _path(self, name: str) -> Path:
        return Path(self.folder or "", f"compared-{name}.json")

    def _seen(self, asked: Iterable[str]) -> str:
        lists = (f"{name} {self.state.get(name)}" for name in ("", *asked))
        return digest(_program(_ALL), *self.common, *lists)


def _recalled(path: Path, judge: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    known = _findings(remembered.read(path))
    if known is None:
        known = judge()
        remembered.write(path, list(map(asdict, known)))
    return known


def digest(*parts: str | bytes) -> str:
    """Return one SHA-256 over several parts, each kept apart from the next by its length."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()


@cache
def _program(judges: tuple[str, ...]) -> str:
    """Return a hash over all that judges: a rule that changed makes every memory void."""
    paths = sorted(path for pattern in judges for path in _PROGRAM.glob(pattern))
    libraries = [version("frictionless"), version("python-stdnum")]
    return digest(*libraries, *(path.read_bytes() for path in paths))


def _findings(said: Any) -> tuple[Finding, ...] | None:
    try:
        return tuple(Finding(**item) for item in said)
    except TypeError:
        return None
