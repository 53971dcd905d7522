"""Keep files that are dear to make, under the digest of what they were made from."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path


def kept(folder: Path | None, inputs: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    """Return the file made from these inputs, from ``folder`` or anew.

    The folder keeps one file only: an older one could still hold what has been taken down.
    """
    if folder is None:
        return make()
    file = folder / _digest(inputs)
    if file.is_file():
        return file.read_bytes()
    content = make()
    shutil.rmtree(folder, ignore_errors=True)
    _store(file, content)
    return content


def newest(folder: Path | None) -> bytes:
    """Return the file that the folder keeps, whatever it was made from; nothing where there is none."""
    found = sorted(folder.iterdir()) if folder and folder.is_dir() else []
    return found[0].read_bytes() if len(found) == 1 else b""


def _digest(inputs: Iterable[bytes]) -> str:
    whole = sha256(_program())
    for part in inputs:
        whole.update(sha256(part).digest())
    return whole.hexdigest()


@cache
def _program() -> bytes:
    """Return the text of the exports themselves, for a file is made of these too."""
    return b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))


def _store(file: Path, content: bytes) -> None:
    """Write beside the file and rename, so that a broken run leaves nothing half written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(name).replace(file)
