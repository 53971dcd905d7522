"""Ask git, the ledger, which commit the data stand at. The only door to git for reading."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

from generator.fingerprint import DERIVED

UNCOMMITTED = "-dirty"


def commit(root: Path) -> str:
    """Return the commit of the data, with ``-dirty`` when ``data/`` was edited since; blank outside git."""
    head = _git(root, "rev-parse", "HEAD")
    if not head:
        return ""
    return head + (
        UNCOMMITTED if _git(root, "status", "--porcelain", "--", "data", f":!{DERIVED.as_posix()}") else ""
    )


def last_day(root: Path) -> date | None:
    """Return the day of the last commit: no fact in the data can be younger; nothing outside git."""
    text = _git(root, "log", "-1", "--format=%cs")
    return date.fromisoformat(text) if text else None


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is found on PATH as everywhere
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
