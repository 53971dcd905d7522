"""Run git. The only door to it; who asks and who changes something is told by ``history`` and ``edits``."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path


def run(root: Path, *arguments: str) -> str | None:
    """Return what git says about a folder, word for word; nothing when it refuses or is not there."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is found on PATH as everywhere
            capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except FileNotFoundError:
        return None
    return None if done.returncode else done.stdout


def said(root: Path, *arguments: str) -> str:
    """Return what git says, without the blanks around it; a blank when it refuses or is not there."""
    return (run(root, *arguments) or "").strip()


def lines(root: Path, *arguments: str) -> Iterator[str]:
    """Yield what git says, line by line; whoever has heard enough may stop listening. Nothing when it refuses."""
    try:
        asked = subprocess.Popen(  # noqa: S603 - fixed arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is found on PATH as everywhere
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except FileNotFoundError:
        return
    with asked:
        try:
            yield from (line.rstrip("\n") for line in asked.stdout or ())
        finally:
            asked.kill()
