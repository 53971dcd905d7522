"""Remember from one run to the next what is dear to make, in a file that may be deleted at any time."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def known(file: Path, of: str) -> dict[str, Any]:
    """Return what was kept in a file; nothing when it was made of anything else, or cannot be read."""
    try:
        found = read(file)
        return dict(found["kept"]) if found["of"] == of else {}
    except (ValueError, KeyError, TypeError):
        return {}


def keep(file: Path, of: str, values: Mapping[str, Any]) -> None:
    """Keep values that JSON can say; ``of`` tells what they were made of."""
    write(file, {"of": of, "kept": values})


def read(file: Path) -> Any:
    """Return what a file says; nothing when it cannot be read."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write(file: Path, said: Any) -> None:
    """Write whole or not at all; what cannot be kept costs time and nothing else."""
    waiting = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        waiting.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        waiting.replace(file)
    except OSError:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
